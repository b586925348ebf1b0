"""Who falls under a text, for a reader: nothing hidden can be read out of answers, reasons or numbers."""

from __future__ import annotations

import re

import pytest

from repatria.desk import claims, intake
from repatria.desk.terms.agreements import document_text, examine, propose_terms, terms_in_force
from repatria.desk.terms.candidates import candidates
from repatria.desk.terms.eligible import eligible
from repatria.desk.terms.trial import count
from repatria.errors import NotPermitted
from repatria.lists import read
from repatria.people.facts import FactKind, Truth
from repatria.people.fields import Field
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef, PartyId
from repatria.register.acts import Wish
from repatria.register.states import State

EXCHANGE = ExchangeId("children-2031")
MEDIATOR, NORTH, SOUTH = (actor(one) for one in ("mediator/registrar", "north/delegate", "south/delegate"))
TERMS = """
format = 1
exchange = "children-2031"
version = 1
title = "Everybody of an age"
parties = ["north", "south"]
status = "proposed"
reference_date = 2031-06-02
overlap = "the earlier clause counts"

[voluntariness]
private_interview = true
held_by = "mediator"
basis = ["GC III art. 109(3)", "non-refoulement", "ICRC practice"]

[[category]]
id = "old"
wording = "aged 18 or more"
age = { from = 18, from_inclusive = true }

[[category]]
id = "sick"
wording = "within GC III Annex I, part I"
health = "GC III Annex I, part I"
age = { from = 18, from_inclusive = true }
evidence = "report"
certified_by = ["commission"]

[[clause]]
id = "sick"
wording = "All sick for all sick."
formula = "all for all"
counts = "person"
both = true
category = "sick"

[[clause]]
id = "old"
wording = "All for all."
formula = "all for all"
counts = "person"
both = true
category = "old"
"""


def answers(office, terms, reader, *, in_force=False):
    """Returns each person's answer by clause."""
    found = eligible(office.desk, EXCHANGE, terms, reader=reader, in_force=in_force)
    return {
        one.candidate.line: {clause: str(told.truth) for clause, told in one.candidate.assessments.items()}
        for one in found
    }


@pytest.fixture
def hidden(office):
    """South holds two people whose dates of birth it keeps for the mediator; the text is in force."""
    office.registers_keys()
    rows = ["Орлов;Пётр;01.02.1990;", "Орлова;Анна;01.02.2019;"]
    office.hands_in("south", Stance.HOLDS, rows, mediator_only=(Field.DATE_OF_BIRTH,))
    propose_terms(office.desk, by=NORTH, text=TERMS)
    office.signs_terms("north", "south")
    return office


def test_under_a_text_on_the_table_nothing_hidden_can_be_probed(hidden):
    for age in (1, 12, 18, 40, 60):
        terms = examine(TERMS.replace("from = 18", f"from = {age}"))[0]
        assert {told["old"] for told in answers(hidden, terms, NORTH).values()} == {"unknown"}
    assert {told["old"] for told in answers(hidden, terms, MEDIATOR).values()} == {"no"}
    own = answers(hidden, examine(TERMS)[0], SOUTH)
    assert [told["old"] for told in own.values()] == ["yes", "no"]


def test_under_terms_in_force_the_answer_is_told_and_a_hidden_reason_is_not(hidden):
    terms = terms_in_force(hidden.desk, EXCHANGE)[1]
    found = list(eligible(hidden.desk, EXCHANGE, terms, reader=NORTH, in_force=True))
    told = [one.candidate.assessments["old"] for one in found]
    assert [str(one.truth) for one in told] == ["yes", "no"]
    assert [(one.reasons, one.because, one.would_settle) for one in told] == [((), (), ())] * 2
    assert ["old" in one.hidden for one in found] == [True, True]
    for one in eligible(hidden.desk, EXCHANGE, terms, reader=SOUTH, in_force=True):
        assert one.hidden == frozenset()
        assert one.candidate.assessments["old"].reasons != ()


def test_a_birth_that_was_read_from_a_hidden_age_is_hidden_too(office):
    intake.receive_list(
        office.desk, by=SOUTH, content=b"Surname,Age\nOrlov,41\n", party=PartyId("south"), stance=Stance.HOLDS,
        exchange=EXCHANGE, reading=read, mediator_only=(Field.AGE,),
    )  # fmt: skip
    terms = examine(TERMS)[0]
    assert [told["old"] for told in answers(office, terms, NORTH).values()] == ["unknown"]
    assert [told["old"] for told in answers(office, terms, SOUTH).values()] == ["yes"]


def test_a_finding_is_for_those_whose_people_recorded_it(hidden):
    office = hidden
    row = claims.FactRow(LineRef("south-1:1"), FactKind.MEDICAL_EXAMINATION, Truth.YES, "I.A.3.a", "commission")
    claims.record_facts(office.desk, by=actor("mediator/verifier"), facts=[row])
    terms = terms_in_force(office.desk, EXCHANGE)[1]
    seen = {str(who): answers(office, terms, who)["south-1:1"]["sick"] for who in (MEDIATOR, NORTH, SOUTH)}
    assert seen == {"mediator/registrar": "yes", "north/delegate": "unknown", "south/delegate": "unknown"}


def test_what_was_said_in_private_changes_nothing_that_a_party_is_told(hidden):
    terms = terms_in_force(hidden.desk, EXCHANGE)[1]

    def told():
        return [
            (repr(count(hidden.desk, EXCHANGE, terms, reader=who, in_force=in_force)))
            for who in (NORTH, SOUTH)
            for in_force in (True, False)
        ]

    hidden.hands_in("north", Stance.SEEKS, ["Орлов;Пётр;01.02.1990;"])
    hidden.judges_same("north-1:1", "south-1:1")
    before = told()
    hidden.interviews("south-1:2", Wish.UNWILLING)
    hidden.interviews("south-1:1", Wish.UNWILLING)
    first, _ = candidates(hidden.desk, EXCHANGE, terms, moves_on=hidden.clock.moment.date())
    assert first.state is State.DECLINED
    assert told() == before
    assert "able=1" in before[0]


def test_the_mediator_is_told_what_the_register_knows(office):
    office.ready_children()
    terms = examine(document_text(office.desk, office.desk.book().exchanges[EXCHANGE].latest["mediator"]))[0]
    plain = candidates(office.desk, EXCHANGE, terms, moves_on=office.clock.moment.date())
    expected = {one.line: {clause: str(a.truth) for clause, a in one.assessments.items()} for one in plain}
    assert answers(office, terms, MEDIATOR) == expected
    assert {tuple(told.values()) for told in expected.values()} == {("yes", "no"), ("no", "yes")}


@pytest.mark.parametrize("who", ["mediator/observer", "north/officer", "mediator/verifier", "north/laboratory"])
def test_others_are_told_nothing(hidden, who):
    with pytest.raises(NotPermitted):
        answers(hidden, examine(TERMS)[0], actor(who))


def test_reasons_name_nobody_and_no_date_of_birth(hidden):
    terms = terms_in_force(hidden.desk, EXCHANGE)[1]
    found = count(hidden.desk, EXCHANGE, terms, reader=MEDIATOR, in_force=True)
    words = " ".join(text for reasons in found.reasons.values() for one in reasons for text in one.words)
    assert "by every source" in words
    assert not re.search(r"1990|2019|Орлов", words)
