"""Laws of the register: inverses, and orders that do not matter."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any, get_args

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.exchange.outcome import Outcome
from repatria.people.facts import FactKind, Truth
from repatria.people.fields import Field
from repatria.people.party import Stance
from repatria.register import acts
from repatria.register.acts import Answer, Figure, Judgement, RemainsStep, Remark, Subject, Typed, Wish, decode, encode
from repatria.register.book import Book
from repatria.register.matches import Matches

# -- any act at all, legal or not: what is written is read back

number = st.integers(-(2**53) + 1, 2**53 - 1)
text = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
day = st.dates(date(1, 1, 1), date(9999, 12, 31))
moment = st.datetimes(
    datetime(2000, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)
).map(lambda at: at.replace(microsecond=0))  # fmt: skip
party = st.sampled_from(("north", "south", "mediator")) | text
parties = st.lists(party, max_size=3).map(tuple)
lines = st.lists(st.sampled_from(("north-1:1", "south-2:14")) | text, max_size=3).map(tuple)
fields = st.lists(st.sampled_from(Field), max_size=3).map(tuple)


def maybe(values: Any) -> Any:
    return st.none() | values


def of(kind: type[Any], **fields_of: Any) -> Any:
    return st.builds(kind, at=moment, by=text, **fields_of)


on_device = st.builds(acts.OnDevice, event=text, device=text, at=moment, seq=number, sha256=text)
ACTS = {
    acts.DeskOpened: of(acts.DeskOpened, parties=parties, origin=text, follow_up_days=st.lists(number).map(tuple),
                        demo=st.booleans()),
    acts.KeyRegistered: of(acts.KeyRegistered, holder=party, vkey=text),
    acts.ListReceived: of(
        acts.ListReceived, list=text, party=party, stance=st.sampled_from(Stance), exchange=text, sha256=text,
        lines=number, answer_due_on=day, subject=st.sampled_from(Subject), declared_total=maybe(number),
        findings=number, mapping=maybe(text), mediator_only=fields, released=fields),
    acts.ClaimAnswered: of(acts.ClaimAnswered, line=text, answer=st.sampled_from(Answer), duplicate_of=maybe(text),
                           needs=fields),
    acts.RemarkMade: of(acts.RemarkMade, line=text, remark=st.sampled_from(Remark)),
    acts.MatchJudged: of(acts.MatchJudged, left=text, right=text, judgement=st.sampled_from(Judgement)),
    acts.FactRecorded: of(
        acts.FactRecorded, line=text, what=st.sampled_from(FactKind), truth=st.sampled_from(Truth), value=text,
        source=text, evidence=maybe(text), on=maybe(day)),
    acts.StatementRecorded: of(
        acts.StatementRecorded, said_by=text, said_on=day, figure=st.sampled_from(Figure), concerning=party,
        wording=text, at_least=maybe(number), at_most=maybe(number), exchange=maybe(text)),
    acts.TermsProposed: of(acts.TermsProposed, exchange=text, sha256=text, needs=parties, binding=st.booleans(),
                           answer_due_on=maybe(day)),
    acts.TermsSigned: of(acts.TermsSigned, exchange=text, sha256=text, party=party, signature=text),
    acts.ManifestSigned: of(
        acts.ManifestSigned, manifest=text, exchange=text, sha256=text, terms=text, lines=lines, needs=parties,
        moves_on=day, party=party, signature=text, stage=number),
    acts.InterviewHeld: of(acts.InterviewHeld, line=text, wish=st.sampled_from(Wish)),
    acts.HandoverRecorded: of(acts.HandoverRecorded, manifest=text, line=maybe(text), outcome=st.sampled_from(Outcome),
                              party=party, on_device=maybe(on_device)),
    acts.CheckOffTakenBack: of(acts.CheckOffTakenBack, manifest=text, event=text, party=party, on_device=on_device),
    acts.RemainsReceived: of(
        acts.RemainsReceived, list=text, party=party, bags=number, specimens=number, minimum_individuals=number,
        sha256=text, missing=lines, contents=maybe(text), specimens_by_bag=st.lists(number, max_size=3).map(tuple)),
    acts.CustodyRecorded: of(acts.CustodyRecorded, list=text, sha256=text, entries=number),
    acts.EffectsRecorded: of(acts.EffectsRecorded, list=text, sha256=text, entries=number),
    acts.ProfilesReceived: of(
        acts.ProfilesReceived, sha256=text, profiles=number, laboratory=text, of=st.sampled_from(Typed)),
    acts.SpecimensJudged: of(acts.SpecimensJudged, left=text, right=text, judgement=st.sampled_from(Judgement),
                             signature=text),
    acts.PolicyAdopted: of(acts.PolicyAdopted, sha256=text, reopened=lines),
    acts.IdentificationMade: of(acts.IdentificationMade, remains=text, person=maybe(text), party=party, evidence=text,
                                board=parties, specimens=lines, policy=maybe(text), wrong_side=st.booleans()),
    acts.RemainsFollowedUp: of(acts.RemainsFollowedUp, remains=text, step=st.sampled_from(RemainsStep), on=day,
                               identification=maybe(text), document=maybe(text)),
    acts.FollowUpRecorded: of(acts.FollowUpRecorded, line=text, milestone=number, found=text, needed=st.booleans()),
    acts.Withdrawn: of(acts.Withdrawn, target=text, reason=text),
    acts.ExchangeSuspended: of(acts.ExchangeSuspended, exchange=text, reason=text),
    acts.ExchangeResumed: of(acts.ExchangeResumed, exchange=text),
}  # fmt: skip


def test_there_is_a_strategy_for_every_act() -> None:
    assert set(ACTS) == set(get_args(acts.AnyAct))


@pytest.mark.parametrize("kind", ACTS, ids=lambda kind: kind.__name__)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_law_decode_inverts_encode_and_bytes_are_canonical(kind: type[Any], data: st.DataObject) -> None:
    act = data.draw(ACTS[kind])
    payload = encode(act)
    assert decode(payload) == act
    assert encode(decode(payload)) == payload
    assert rfc8785.dumps(json.loads(payload)) == payload


# -- references


@given(sizes=st.lists(st.integers(0, 4), min_size=1, max_size=8))
def test_law_ref_number_and_where_are_inverse(sizes: list[int]) -> None:
    book = Book()
    at = datetime(2031, 3, 1, tzinfo=UTC)
    book.enter(acts.DeskOpened(at=at, by="mediator/registrar", parties=("north", "south"), origin="o"))
    for n, size in enumerate(sizes):
        side = ("north", "south")[n % 2]
        book.enter(
            acts.ListReceived(
                at=at, by=f"{side}/delegate", list=f"{side}-{n // 2 + 1}", party=side, stance=Stance.SEEKS,
                exchange="x", sha256="0" * 64, lines=size, answer_due_on=date(2031, 4, 1),
            )
        )  # fmt: skip
    refs = [f"{c.received.list}:{i + 1}" for c in book.order for i in range(c.size)]
    assert [book.ref(number) for number in range(book.lines)] == refs
    assert [book.number(ref) for ref in refs] == list(range(sum(sizes)))
    assert [book.where(book.number(ref)) == book.place(ref) for ref in refs] == [True] * len(refs)


# -- judgements

LINES = 8
SIDE = [line % 2 for line in range(LINES)]  # even lines are North's, odd ones South's
Said = tuple[int, int, int, Judgement]
said = st.tuples(
    st.integers(0, LINES - 1), st.integers(0, LINES - 1), st.integers(0, 2), st.sampled_from((Judgement.SAME, *Judgement))
).filter(lambda s: s[0] < s[1])  # fmt: skip


def needed(a: int, b: int) -> int:
    return 1 << SIDE[a] | 1 << SIDE[b]


def judged(judgements: list[Said]) -> Matches:
    matches = Matches()
    for a, b, judge, judgement in judgements:
        matches.judge(a, b, judge=judge, judgement=judgement, needed=needed(a, b))
    return matches


def slow_groups(judgements: list[Said]) -> list[tuple[int, ...]]:
    """Connected components by brute force: reachability over all pairs, until nothing changes."""
    last = {(a, b, judge): judgement for a, b, judge, judgement in judgements}
    reach = [[a == b for b in range(LINES)] for a in range(LINES)]
    for a in range(LINES):
        for b in range(a + 1, LINES):
            if all(last.get((a, b, side)) is Judgement.SAME for side in {SIDE[a], SIDE[b]}):
                reach[a][b] = reach[b][a] = True
    for c in range(LINES):
        for a in range(LINES):
            for b in range(LINES):
                reach[a][b] = reach[a][b] or (reach[a][c] and reach[c][b])
    return [tuple(b for b in range(LINES) if reach[a][b]) for a in range(LINES)]


@given(judgements=st.lists(said, max_size=60))
def test_law_groups_are_connected_components(judgements: list[Said]) -> None:
    matches = judged(judgements)
    assert [matches.group(line) for line in range(LINES)] == slow_groups(judgements)


@given(data=st.data(), judgements=st.lists(said, max_size=40, unique_by=lambda s: s[:3]))
def test_law_the_order_of_judgements_on_different_pairs_does_not_matter(
    data: st.DataObject, judgements: list[Said]
) -> None:
    assert judged(data.draw(st.permutations(judgements))) == judged(judgements)


@given(judgements=st.lists(said, max_size=40))
def test_law_only_the_last_word_of_each_judge_counts(judgements: list[Said]) -> None:
    last = {(a, b, judge): (a, b, judge, judgement) for a, b, judge, judgement in judgements}
    assert judged(judgements) == judged(list(last.values()))


@given(judgements=st.lists(said, max_size=40))
def test_law_being_one_person_is_an_equivalence(judgements: list[Said]) -> None:
    matches = judged(judgements)
    groups = [matches.group(line) for line in range(LINES)]
    for line, group in enumerate(groups):
        assert group.count(line) == 1
        assert {groups[other] for other in group} == {group}
        assert all(a < b for a, b in pairwise(group))
