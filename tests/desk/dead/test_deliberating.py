"""Before a board decides: what the evidence says for and against, and who must sit on the board."""

from __future__ import annotations

import pytest

from repatria.desk.dead.boards import IdentificationRow
from repatria.desk.dead.deliberating import Board, consider, may_bring, may_sit, specimens_of
from repatria.errors import IllegalAct, NotPermitted
from repatria.people.party import actor
from repatria.people.refs import LineRef, PartyId

NORTH = actor("north/laboratory")


def considered(mortuary, person: str | None, *conclusions, bag: str = "south-1:1", by=NORTH, **more):
    row = IdentificationRow(LineRef(bag), LineRef(person) if person else None, **more)
    return consider(mortuary.desk, by=by, row=row, evidence=mortuary.conclusions(*conclusions))


def test_what_speaks_for_and_against_is_told_apart_and_nothing_is_entered(mortuary):
    mortuary.three_bags()
    size = mortuary.desk.archive.size()
    weak = mortuary.good("north-1:2", "south-1:1/1", log10_lr=3.0)
    good, other = mortuary.good("north-1:1", "south-1:1/1"), mortuary.good("north-1:3", "south-1:2/1")
    found = considered(mortuary, "north-1:1", weak, good, other)
    assert ([one.missing for one in found.on], [one.missing for one in found.against]) == (["north-1:1"], ["north-1:2"])
    assert (found.is_readable, found.in_force, found.board, found.reasons) == (True, False, Board(2), ())
    assert mortuary.desk.archive.size() == size


def test_under_a_policy_it_is_told_why_the_evidence_does_not_carry_it(mortuary):
    mortuary.three_bags()
    mortuary.adopt(board=3)
    found = considered(
        mortuary, "north-1:1", mortuary.good("north-1:1", "south-1:2/1", close_relatives=1), bag="south-1:2"
    )
    assert (len(found.reasons), found.board) == (2, Board(3))


def test_of_the_senders_own_both_parties_sit_and_the_sender_may(mortuary):
    mortuary.three_bags()
    mortuary.missing("south")
    found = considered(mortuary, "south-2:1")
    assert (found.wrong_side, found.board) == (True, Board(2, (PartyId("north"), PartyId("south"))))
    south = actor("south/laboratory")
    assert considered(mortuary, "south-2:1", by=south).wrong_side
    with pytest.raises(NotPermitted):
        considered(mortuary, "north-1:1", by=south)


def test_a_decision_that_does_not_follow_is_refused_before_anybody_sits(mortuary):
    mortuary.three_bags()
    mortuary.decide("south-1:1", "north-1:1")
    with pytest.raises(IllegalAct, match="identified already"):
        considered(mortuary, "north-1:2")


def test_minutes_are_for_people_to_read(mortuary):
    mortuary.three_bags()
    found = consider(
        mortuary.desk, by=NORTH, row=IdentificationRow(LineRef("south-1:1"), LineRef("north-1:1")), evidence=b"minutes"
    )
    assert (found.is_readable, found.on, found.against) == (False, (), ())


@pytest.mark.parametrize(
    ("who", "sits", "brings", "sits_for_own"),
    [
        ("mediator/registrar", True, True, True),
        ("mediator/laboratory", True, True, True),
        ("north/laboratory", True, True, True),
        ("south/laboratory", False, False, True),
        ("north/delegate", False, False, False),
        ("mediator/officer", False, False, False),
    ],
)
def test_who_sits(mortuary, who, sits, brings, sits_for_own):
    mortuary.three_bags()
    book, bag = mortuary.desk.book(), LineRef("south-1:1")
    found = may_sit(book, actor(who), bag, wrong_side=False), may_bring(book, actor(who), bag)
    assert (*found, may_sit(book, actor(who), bag, wrong_side=True)) == (sits, brings, sits_for_own)


def test_nobody_sits_over_a_line_of_people(mortuary):
    mortuary.three_bags()
    assert not may_sit(mortuary.desk.book(), actor("mediator/registrar"), LineRef("north-1:1"), wrong_side=True)


def test_a_board_lacks_members_and_parties():
    board = Board(2, (PartyId("north"), PartyId("south")))
    assert board.lacks([]) == (2, ("north", "south"))
    assert board.lacks(["north/laboratory", "mediator/laboratory"]) == (1, ("south",))
    assert board.lacks(["north/laboratory", "south/laboratory"]) == (0, ())
    assert Board(2).lacks(["north/laboratory", "north/laboratory"]) == (1, ())


def test_the_specimens_of_a_bag(mortuary):
    mortuary.three_bags()
    assert [one.ref for one in specimens_of(mortuary.desk, LineRef("south-1:1"))] == ["south-1:1/1", "south-1:1/2"]
