from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from repatria.desk import aftermath, claims, movements
from repatria.desk.overview import tally
from repatria.desk.terms import agreements
from repatria.desk.terms.agreements import terms_in_force
from repatria.desk.terms.candidates import candidates
from repatria.desk.terms.tallying import MOVED, RELEASED, Tallied
from repatria.errors import RepatriaError
from repatria.exchange.handover import Tally
from repatria.people.facts import FactKind, Truth
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef
from repatria.register.acts import Answer, Judgement, Remark, Wish

EXCHANGE = ExchangeId("children-2031")


def from_scratch(desk: Any) -> dict[tuple[str, str], Tally]:
    """The slow obvious way: everybody anew, with everything that keeps them back."""
    terms = terms_in_force(desk, EXCHANGE)[1]
    found: dict[tuple[str, str], Counter[str]] = {}
    for one in candidates(desk, EXCHANGE, terms, moves_on=desk.clock.now().date()):
        clause = terms.clause(one.clause)
        if clause is None or one.holder is None or one.holder not in clause.holders(terms.parties):
            continue
        counts = found.setdefault((clause.id, one.holder), Counter())
        is_eligible = one.assessment.truth is Truth.YES
        counts["moved"] += is_eligible and one.state in MOVED
        counts["eligible"] += is_eligible and one.state not in RELEASED
        counts["released"] += is_eligible and one.state in RELEASED
        counts["unknown"] += one.assessment.truth is Truth.UNKNOWN and one.state not in RELEASED
    return {
        key: Tally(counts["moved"], counts["eligible"], counts["unknown"], counts["released"])
        for key, counts in found.items()
    }


TERMS = """format = 1
exchange = "children-2031"
version = 1
title = "Return of prisoners"
parties = ["north", "south"]
reference_date = 2031-06-12
status = "proposed"
overlap = "the earlier clause counts"
review_days = 7

[voluntariness]
private_interview = true
held_by = "mediator"
basis = ["GC III art. 109(3)", "non-refoulement", "ICRC practice"]

[[category]]
id = "young"
wording = "Prisoners from 18 to 25 completed years on 12 June 2031"
age = { from = 18, from_inclusive = true, to = 25, to_inclusive = true, on = 2031-06-12 }
evidence = "date of birth"
certified_by = ["mediator"]

[[category]]
id = "grown"
wording = "Prisoners of 18 completed years or more on 12 June 2031"
age = { from = 18, from_inclusive = true, on = 2031-06-12 }
evidence = "date of birth"
certified_by = ["mediator"]

[[clause]]
id = "young"
wording = "All prisoners in the agreed years of age, each side all that it holds."
formula = "all for all"
counts = "person"
both = true
category = "young"
stages = [1]

[[clause]]
id = "thousand"
wording = "1,000 for 1,000."
formula = "n for n"
counts = "person"
both = true
category = "grown"
number = 1000
stages = [1]

[clause.substitution]
allowed = false

[[stage]]
number = 1
on = 2031-08-20
"""


@pytest.fixture
def agreed(office: Any) -> Any:
    """A desk with five lists and terms in force: the young, the grown, and people whose age nobody knows."""
    office.hands_in("north", Stance.SEEKS, ["Іваненко;Олена;12.03.2009;", "Бойко;Тарас;1988;", "Бойко;Ірина;;"])
    office.hands_in("south", Stance.HOLDS, ["Иваненко;Елена;12.03.2009;", "Бойко;Тарас;1989;", "Бойко;Ирина;2020;"])
    office.hands_in("south", Stance.SEEKS, ["Орлов;Пётр;01.02.1997;"])
    office.hands_in("north", Stance.HOLDS, ["Орлов;Петро;01.02.1997;"])
    office.hands_in("north", Stance.SEEKS, ["Бойко;Ярина;2009;", "Гай;Остап;;"])
    office.registers_keys()
    agreements.propose_terms(office.desk, by=actor("north/delegate"), text=TERMS)
    office.signs_terms("north", "south")
    return office


LINES = [f"{of}:{n}" for of, size in (("north-1", 3), ("south-1", 3), ("south-2", 1), ("north-2", 1), ("north-3", 2))
         for n in range(1, size + 1)]  # fmt: skip


def one_act(office: Any, chance: random.Random) -> None:
    """Enters something, if it may be entered."""
    desk, line, other = office.desk, LineRef(chance.choice(LINES)), LineRef(chance.choice(LINES))
    own, answering = ("north", "south") if line.startswith("north") else ("south", "north")
    match chance.randrange(7):
        case 0:
            said = chance.choice([Answer.HELD, Answer.NOT_HELD, Answer.ACKNOWLEDGED, Answer.DISPUTED, Answer.GROWN_UP])
            row = claims.AnswerRow(line, said)
            claims.answer_claims(desk, by=actor(f"{answering}/delegate"), answers=[row])
        case 1:
            said = chance.choice(list(Remark))
            claims.remark(desk, by=actor(f"{own}/delegate"), remarks=[claims.RemarkRow(line, said)])
        case 2 | 3:
            said = chance.choice([Judgement.SAME, Judgement.SAME, Judgement.DIFFERENT])
            for party in ("north", "south"):
                row = claims.JudgementRow(line, other, said)
                claims.judge_matches(desk, by=actor(f"{party}/delegate"), judgements=[row])
        case 4:
            row = movements.InterviewRow(line, chance.choice(list(Wish)))
            movements.record_interviews(desk, by=actor("mediator/verifier"), interviews=[row])
        case 5:
            office.verifies(line, chance.choice([FactKind.IDENTITY_VERIFIED, FactKind.BEST_INTERESTS]))
        case 6 if chance.random() < 0.2:
            aftermath.withdraw(desk, by=actor(f"{own}/delegate"), target=line, reason="by mistake")
        case _:
            pass


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_is_what_is_counted_from_scratch(agreed: Any, seed: int) -> None:
    chance, desk, refused = random.Random(seed), agreed.desk, 0
    terms = terms_in_force(desk, EXCHANGE)[1]
    for _ in range(40):
        try:
            one_act(agreed, chance)
        except RepatriaError:
            refused += 1
        wanted = from_scratch(desk)
        found = tally(desk, EXCHANGE, terms)
        assert (found, list(found)) == (wanted, list(wanted))
    assert refused < 30


def test_another_list_says_anew_who_holds_whom(agreed: Any) -> None:
    desk, terms = agreed.desk, terms_in_force(agreed.desk, EXCHANGE)[1]
    before = tally(desk, EXCHANGE, terms)
    agreed.hands_in("south", Stance.HOLDS, ["Гай;Остап;2015;"])
    agreed.judges_same("north-3:2", "south-3:1")
    assert tally(desk, EXCHANGE, terms) == from_scratch(desk)
    assert before != {}


def test_the_first_count_can_be_made_in_pieces(agreed: Any) -> None:
    desk, terms = agreed.desk, terms_in_force(agreed.desk, EXCHANGE)[1]
    kept = Tallied(desk.book(), EXCHANGE, terms)
    rounds = 0
    while not kept.go_on(desk, at_most=3):
        rounds += 1
        agreed.answers("north-3:1", [Answer.HELD, Answer.NOT_HELD][rounds % 2])
    assert rounds == 3
    assert kept.tallies() == from_scratch(desk)
