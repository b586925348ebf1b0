"""What was judged of a pair, since when, by which key; who owes a word; clusters and contradictions."""

from __future__ import annotations

from typing import Any

import pytest

from repatria.desk.claims import JudgementRow, judge_matches
from repatria.desk.matching.judging import (
    History,
    SaidOfPair,
    clusters,
    contradictions,
    may_judge,
    pair_standing,
)
from repatria.errors import IllegalAct
from repatria.people.party import Stance, actor
from repatria.people.refs import LineRef, PartyId
from repatria.register.acts import Judgement, Subject

NORTH, SOUTH = PartyId("north"), PartyId("south")
SAME, DIFFERENT, UNSURE = Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE


def line(number: int, of: str = "north-1") -> LineRef:
    return LineRef(f"{of}:{number}")


def judges(office: Any, who: str, left: str, right: str, judgement: Judgement, *, signed: bool = False) -> None:
    by = actor("mediator/registrar" if who == "mediator" else f"{who}/delegate")
    row = JudgementRow(LineRef(left), LineRef(right), judgement)
    judge_matches(office.desk, by=by, judgements=[row], key=office.keys[who] if signed else None)


@pytest.fixture
def lists(office: Any) -> Any:
    office.four_lists()
    office.registers_keys()
    return office


def standing(office: Any, left: str, right: str) -> Any:
    history = History().catch_up(office.desk.archive)
    return pair_standing(office.desk.book(), history, left=LineRef(left), right=LineRef(right))


def test_nobody_judged_and_both_owe_a_word(lists: Any) -> None:
    found = standing(lists, "north-1:1", "south-1:1")
    assert (found.said, found.owed_by, found.joined) == ((), (NORTH, SOUTH), False)


def test_who_said_what_since_when_by_which_key(lists: Any) -> None:
    judges(lists, "north", "north-1:1", "south-1:1", UNSURE)
    judges(lists, "north", "north-1:1", "south-1:1", SAME, signed=True)
    at = lists.desk.book().at
    found = standing(lists, "south-1:1", "north-1:1")
    assert found.said == (SaidOfPair(NORTH, SAME, at, "north.example"),)
    assert (found.owed_by, found.joined) == ((SOUTH,), False)


def test_the_mediator_alone_joins_nothing_and_owes_nothing(lists: Any) -> None:
    judges(lists, "mediator", "north-1:1", "south-1:1", SAME)
    found = standing(lists, "north-1:1", "south-1:1")
    assert ([s.party for s in found.said], found.owed_by, found.joined) == (["mediator"], (NORTH, SOUTH), False)


def test_history_reads_only_what_came_since(lists: Any) -> None:
    history = History().catch_up(lists.desk.archive)
    before = history.size
    judges(lists, "south", "north-1:2", "south-1:2", SAME)
    assert history.catch_up(lists.desk.archive).size == before + 1
    assert history.of(line(2, "south-1"), line(2))[SOUTH].judgement is SAME


def test_a_long_journal_is_read_a_part_at_a_time(lists: Any) -> None:
    judges(lists, "south", "north-1:2", "south-1:2", SAME)
    history, size = History(), lists.desk.book().size
    seen = [history.catch_up(lists.desk.archive, at_most=size - 1).size, history.catch_up(lists.desk.archive).size]
    assert seen == [size - 1, size]
    assert list(history.of(line(2), line(2, "south-1"))) == [SOUTH]


def test_already_matched_and_what_would_contradict(lists: Any) -> None:
    lists.judges_same("north-1:1", "south-1:1")
    judges(lists, "south", "north-1:2", "south-1:1", DIFFERENT)
    found = standing(lists, "north-1:1", "north-1:2")
    assert (found.left_others, found.right_others) == ((line(1, "south-1"),), ())
    assert found.against == ((line(2), line(1, "south-1")),)


def test_clusters_and_contradictions(lists: Any) -> None:
    lists.judges_same("north-1:1", "south-1:1")
    assert (clusters(lists.desk.book()), contradictions(lists.desk.book())) == ((), ())
    lists.judges_same("south-1:1", "north-1:2")
    judges(lists, "north", "north-1:1", "north-1:2", DIFFERENT)
    assert clusters(lists.desk.book()) == ((line(1), line(2), line(1, "south-1")),)
    assert contradictions(lists.desk.book()) == ((line(1), line(2)),)


@pytest.mark.parametrize(
    ("who", "left", "right", "may"),
    [
        ("north/delegate", "north-1:1", "south-1:1", True),
        ("north/delegate", "south-1:1", "south-1:2", False),
        ("north/delegate", "north-1:1", "north-1:1", False),
        ("north/officer", "north-1:1", "south-1:1", False),
        ("mediator/registrar", "south-1:1", "south-1:2", True),
        ("mediator/verifier", "north-1:1", "south-1:1", False),
        ("mediator/observer", "north-1:1", "south-1:1", False),
    ],
)
def test_who_judges_which_pairs(lists: Any, who: str, left: str, right: str, may: bool) -> None:
    assert may_judge(lists.desk.book(), LineRef(left), LineRef(right), reader=actor(who)) is may


def test_a_line_that_is_not_there(lists: Any) -> None:
    with pytest.raises(IllegalAct):
        may_judge(lists.desk.book(), line(99), line(1), reader=actor("mediator/registrar"))


def test_the_dead_are_not_judged_by_lines(lists: Any) -> None:
    of = lists.hands_in("south", Stance.HOLDS, ["Орлов;Пётр;;"], subject=Subject.REMAINS)
    assert may_judge(lists.desk.book(), line(1), line(1, of), reader=actor("mediator/registrar")) is False
