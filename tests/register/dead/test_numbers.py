"""Four numbers by side and by handover; people once, the sender's own apart, and what is said against itself beside them."""

from __future__ import annotations

from typing import Any

from repatria.register.account import account
from repatria.register.dead.counts import Counted, consignments, identified_people

TWO = (
    "north seeks 3\nsouth seeks 1\nsouth sends 3 bags\nsouth sends 2 bags\n"
    "north counts 3 bags of south-2 holding 2 1 1\nnorth counts 2 bags of south-3 holding 1 1\n"
)


def numbers(story: Any) -> tuple[tuple[int, int], list[tuple[str, int, int]]]:
    remains = account(story.book).remains["north"]
    handovers = [(one.list, one.identified, one.wrong_side) for one in consignments(story.book)]
    return (remains.identified, remains.wrong_side), handovers


def test_somebody_in_two_handovers_is_in_both_and_once_by_side(story: Any) -> None:
    story.tell(TWO + "a board identifies south-2:1/1 as north-1:1\na board identifies south-3:1 as north-1:1")
    assert numbers(story) == ((1, 0), [("south-2", 1, 0), ("south-3", 1, 0)])
    story.tell("a board identifies south-2:2 as north-1:2\nnorth judges north-1:1 north-1:2 same")
    assert numbers(story) == ((1, 0), [("south-2", 1, 0), ("south-3", 1, 0)])


def test_somebody_on_no_list_is_one_where_specimens_were_judged_so(story: Any) -> None:
    story.tell(TWO + "a board identifies south-2:2\na board identifies south-3:1\na board identifies south-3:2")
    assert numbers(story) == ((3, 0), [("south-2", 1, 0), ("south-3", 2, 0)])
    story.tell("north judges south-2:2/1 south-3:1/1 same")
    assert numbers(story) == ((2, 0), [("south-2", 1, 0), ("south-3", 2, 0)])


def test_the_senders_own_are_nobodys_return(story: Any) -> None:
    story.tell(TWO + "a board identifies south-2:1/1 as south-1:1\na board identifies south-2:1/2 as north-1:1")
    assert numbers(story) == ((1, 1), [("south-2", 1, 1), ("south-3", 0, 0)])
    assert [identified_people(story.book, ("south-2", "south-3"), wrong_side=own) for own in (False, True)] == [1, 1]


def test_both_sides_counts_stand_by_handover(story: Any) -> None:
    story.tell(TWO + "south counts 3 bags of south-2 holding 1 1 0")
    first, second = consignments(story.book)
    assert first.counts == {"north": Counted(3, 4, 2), "south": Counted(3, 2, 2)}
    assert (first.on_paper, first.sender, first.receiver, list(second.counts)) == (3, "south", "north", ["north"])


def counted_differently(story: Any) -> dict[str, dict[str, int]]:
    return {d.what: d.counts for d in account(story.book).discrepancies if d.what.startswith("specimens judged")}


def test_who_calls_different_what_boards_made_one_is_told(story: Any) -> None:
    story.tell(TWO + "a board identifies south-2:1 as north-1:1\na board identifies south-3:1 as north-1:1")
    assert counted_differently(story) == {}
    story.tell("north judges south-2:1/1 south-2:1/2 different\nmediator judges south-2:1/1 south-3:1/1 different")
    assert counted_differently(story) == {
        "specimens judged different though identified as one person": {"north": 1, "mediator": 1}
    }


def test_a_chain_of_same_that_joins_what_was_called_different_is_told(story: Any) -> None:
    story.tell(
        TWO + "north judges south-2:1/1 south-2:2/1 same\nnorth judges south-2:2/1 south-3:1/1 same\n"
        "mediator judges south-2:1/1 south-3:1/1 different"
    )
    assert counted_differently(story) == {
        "specimens judged different though a chain of 'same' joins them": {"mediator": 1}
    }


def test_one_person_who_turns_out_to_be_two_is_told(story: Any) -> None:
    story.tell(
        TWO + "north judges north-1:1 north-1:2 same\nnorth judges south-2:2/1 south-3:1/1 same\n"
        "a board identifies south-2:2 as north-1:1\na board identifies south-3:1 as north-1:2"
    )
    assert counted_differently(story) == {}
    story.tell("north judges north-1:1 north-1:2 different")
    assert counted_differently(story) == {
        "specimens judged the same though identified as different people": {"north": 1}
    }
