"""When a person is free to go, and whose word counts."""

from __future__ import annotations

from typing import Any

import pytest

from repatria.register.acts import Wish
from repatria.register.columns import WISH_CODE
from repatria.register.fates import is_open, is_willing, latest_wish, may_be_identified

SIGNED = (
    "north seeks 2\nsouth holds 1\nterms are agreed\nmediator hears north-1:1 willing\n"
    "everybody signs M-0001 for north-1:1\n"
)


@pytest.mark.parametrize(
    ("told", "opened", "identifiable"),
    [
        ("", True, False),
        ("mediator withdraws M-0001", False, True),
        ("north checks M-0001 north-1:1 absent", True, False),
        ("north checks M-0001 north-1:1 absent\nsouth checks M-0001 north-1:1 unfit", True, False),
        *(
            (f"both check M-0001 north-1:1 {outcome}", False, True)
            for outcome in ("absent", "unfit", "declined", "mistaken identity")
        ),
        ("both check M-0001 north-1:1 crossed", True, False),
        ("both check M-0001 north-1:1 died", True, True),
    ],
)
def test_a_manifest_stands_for_a_line(story: Any, told: str, *, opened: bool, identifiable: bool) -> None:
    place = story.tell(SIGNED + told).book.place("north-1:1")
    assert (is_open(story.book, *place), may_be_identified(story.book, *place)) == (opened, identifiable)


def test_a_line_on_no_manifest_is_free(story: Any) -> None:
    assert is_open(story.book, *story.tell(SIGNED).book.place("north-1:2")) is False


@pytest.mark.parametrize(
    ("told", "wish"),
    [
        ("", Wish.WILLING),
        ("mediator hears north-1:1 unwilling", Wish.UNWILLING),
        ("mediator hears south-1:1 unwilling", Wish.UNWILLING),  # the same day: the stricter counts
        ("1 day passes\nmediator hears south-1:1 undecided", Wish.UNDECIDED),
        ("mediator hears south-1:1 unwilling\n1 day passes\nmediator hears south-1:1 willing", Wish.WILLING),
    ],
)
def test_the_wish_told_last_counts_whichever_line_it_was_told_for(story: Any, told: str, wish: Wish) -> None:
    book = story.tell(SIGNED + "both judge north-1:1 south-1:1 same\n" + told).book
    place = book.place("north-1:1")
    assert latest_wish(book.members(*place)) == WISH_CODE[wish]
    assert is_willing(book, place) is (wish is Wish.WILLING)


def test_somebody_never_asked_has_no_wish(story: Any) -> None:
    assert latest_wish([story.tell(SIGNED).book.place("north-1:2")]) == 0
