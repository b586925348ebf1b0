"""Columns have a place for each line, and their bytes are the same on every machine."""

from __future__ import annotations

from array import array
from typing import Any

import pytest

from repatria.register.acts import Answer
from repatria.register.columns import ANSWER_CODE, ANSWERS, OUTCOMES, REMARKS, WISHES, ListColumns


@pytest.fixture
def columns(story: Any) -> ListColumns:
    return story.tell("north seeks 3").book.order[0]


def test_every_column_has_a_place_per_line(columns: ListColumns) -> None:
    lengths = {
        len(getattr(columns, name)) for name in ListColumns.__slots__ if name not in {"first", "received", "size"}
    }
    assert lengths == {3}
    assert columns.size == 3


def test_codes_are_one_more_than_the_position_so_that_none_is_zero() -> None:
    assert [ANSWERS[ANSWER_CODE[answer] - 1] for answer in Answer] == list(Answer)
    assert min(ANSWER_CODE.values()) == 1


def test_the_order_of_codes_is_part_of_every_digest_ever_taken() -> None:
    assert [answer.value for answer in ANSWERS] == [
        "held", "not held", "dead", "already returned", "left the territory", "grown up", "duplicate",
        "cannot identify", "withheld to the mediator", "disputed", "acknowledged",
    ]  # fmt: skip
    assert [remark.value for remark in REMARKS] == ["accepts", "contests", "adds information"]
    assert [wish.value for wish in WISHES] == ["willing", "unwilling", "undecided"]
    assert [outcome.value for outcome in OUTCOMES] == [
        "crossed", "declined", "absent", "unfit", "died", "mistaken identity", "not on the manifest",
    ]  # fmt: skip


def test_canonical_bytes_are_little_endian(columns: ListColumns) -> None:
    columns.answer[0], columns.answered_on[2] = 5, 0x01020304
    parts = list(columns.canonical())
    assert (parts[0], parts[9]) == (b"\x05\0\0", bytes(8) + b"\x04\x03\x02\x01")
    assert columns.answered_on == array("i", (0, 0, 0x01020304))


def test_clearing_checks_forgets_one_place_only(columns: ListColumns) -> None:
    for judge in (0, 1, 2):
        columns.checks(judge)[0] = columns.checks(judge)[1] = judge + 1
    columns.checked_on[0] = 9
    columns.clear_checks(0)
    assert [bytes(columns.checks(judge)) for judge in (0, 1, 2)] == [b"\0\1\0", b"\0\2\0", b"\0\3\0"]
    assert columns.checked_on[0] == 0


def test_columns_differ_when_one_place_does(new_story: Any) -> None:
    one, two = (new_story().tell("north seeks 3").book.order[0] for _ in range(2))
    assert one == two
    two.wish[1] = 1
    assert one != two
    assert one != "columns"
