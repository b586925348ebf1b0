"""The book is the fold of its journal; its references are one to one; what it refuses leaves no trace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from repatria.errors import IllegalAct
from repatria.people.refs import LineRef
from repatria.register import acts
from repatria.register.book import Book, replay

LISTS = "north seeks 3\nsouth holds 0\nsouth holds 2\nnorth seeks 0\n"
OPENING = {"by": "mediator/registrar", "parties": ("north", "south"), "origin": "desk.example/log"}


def test_replay_makes_an_equal_book(story: Any) -> None:
    story.tell(LISTS + "south answers north-1:1 held\nterms are agreed\nmediator hears north-1:1 willing")
    story.tell("everybody signs M-0001 for north-1:1\nboth check M-0001 north-1:1 crossed")
    again = replay(story.journal)
    assert again == story.book
    assert again.digest() == story.book.digest()
    assert again.size == len(story.journal)


@pytest.mark.parametrize(
    "told",
    [
        "north seeks 1", "south answers north-1:1 held", "both judge north-1:1 south-2:1 same", "north proposes terms",
        "mediator hears north-1:1 unwilling", "north records north-1:1 fit-to-travel yes", "north withdraws north-1:1",
    ],
)  # fmt: skip
def test_every_act_makes_another_book_with_another_digest(new_story: Any, told: str) -> None:
    before, after = new_story().tell(LISTS), new_story().tell(LISTS + told)
    assert before.book != after.book
    assert before.book.digest() != after.book.digest()


def test_equal_books_have_equal_digests_in_whatever_order_the_signatures_came(new_story: Any) -> None:
    books = []
    for order in (("north", "south"), ("south", "north")):
        story = new_story().tell("north proposes terms")
        moment = story.now
        for party in order:
            story.now = moment
            story.tell(f"{party} signs terms")
        books.append(story.book)
    assert books[0] == books[1]
    assert books[0].digest() == books[1].digest()


def test_a_book_is_no_other_thing() -> None:
    assert Book() != "book"
    with pytest.raises(TypeError):
        hash(Book())


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"parties": ("north",)}, "a desk stands between two parties"),
        ({"parties": ("north", "north")}, "a desk stands between two parties"),
        ({"parties": ("north", "mediator")}, "a desk stands between two parties"),
        ({"parties": ("north", "south", "east")}, "a desk stands between two parties"),
        ({"follow_up_days": (30, 7)}, "follow-up days must rise"),
        ({"follow_up_days": tuple(range(1, 10))}, "follow-up days must rise"),
    ],
)
def test_a_desk_that_cannot_open(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(IllegalAct) as refused:
        Book().enter(acts.DeskOpened(at=datetime(2031, 3, 1, tzinfo=UTC), **OPENING | fields))
    assert refused.value.message == message


def test_the_first_act_opens_the_desk_and_no_other_does(new_story: Any, story: Any) -> None:
    with pytest.raises(IllegalAct) as refused:
        new_story(opened=False).tell("north seeks 1")
    assert refused.value.message == "the desk is not open yet"
    with pytest.raises(IllegalAct) as refused:
        story.enter(acts.DeskOpened, **OPENING)
    assert refused.value.message == "the desk is open already"


@pytest.mark.parametrize(
    ("at", "message"),
    [
        (datetime(2031, 2, 28, tzinfo=UTC), "an act cannot be dated before the one entered last"),
        (datetime(2031, 3, 2), "an act is dated in UTC and whole seconds"),
        (datetime(2031, 3, 2, tzinfo=timezone(timedelta(hours=2))), "an act is dated in UTC and whole seconds"),
        (datetime(2031, 3, 2, microsecond=1, tzinfo=UTC), "an act is dated in UTC and whole seconds"),
    ],
)
def test_a_time_that_is_none(story: Any, at: datetime, message: str) -> None:
    story.now = at
    with pytest.raises(IllegalAct) as refused:
        story.tell("north seeks 1")
    assert refused.value.message == message


def test_two_acts_of_one_second_are_in_order(story: Any) -> None:
    moment = story.tell("north seeks 1").now
    story.now = moment - timedelta(minutes=1)
    assert story.tell("south holds 1").book.lines == 2


def test_lines_are_numbered_through_all_lists_empty_ones_too(story: Any) -> None:
    book = story.tell(LISTS + "north seeks 1").book
    refs = ["north-1:1", "north-1:2", "north-1:3", "south-2:1", "south-2:2", "north-3:1"]
    assert [book.ref(number) for number in range(book.lines)] == refs
    assert [book.number(LineRef(ref)) for ref in refs] == list(range(6))


@pytest.mark.parametrize(
    "ref", ["north-1:0", "north-1:4", "north-1:-1", "north-1:", "north-1", "", ":1", "east-1:1", "south-1:1",
            "north-1:01", "north-1:1:1", "north-1:²", "north-1:" + "9" * 5000]
)  # fmt: skip
def test_no_such_line(story: Any, ref: str) -> None:
    with pytest.raises(IllegalAct) as refused:
        story.tell(LISTS).book.place(LineRef(ref))
    assert (refused.value.message, refused.value.place) == ("no such line", ref)


def test_keys_are_kept_in_order_and_once(story: Any) -> None:
    for key in ("one", "two"):
        story.enter(acts.KeyRegistered, by="mediator/registrar", holder="north", vkey=key)
    assert story.book.keys == {"north": ["one", "two"]}
    for holder, message in (("north", "this key is registered already"), ("east", "no party of this desk")):
        with pytest.raises(IllegalAct) as refused:
            story.enter(acts.KeyRegistered, by="mediator/registrar", holder=holder, vkey="one")
        assert refused.value.message == message
    assert story.book.keys == {"north": ["one", "two"]}


def test_the_other_party_and_the_judges_positions(story: Any) -> None:
    book = story.book
    assert [book.other(party) for party in book.parties] == ["south", "north"]
    assert [book.judge(party) for party in (*book.parties, "mediator")] == [0, 1, 2]


def test_a_group_is_everyone_joined_in_order_of_number(story: Any) -> None:
    story.tell(LISTS + "both judge north-1:3 south-2:1 same\nnorth judges north-1:3 north-1:1 same")
    assert story.book.group(LineRef("south-2:1")) == (0, 2, 3)
    assert story.book.group(LineRef("north-1:2")) == (1,)
    assert [c.first + at for c, at in story.book.members(*story.book.where(3))] == [0, 2, 3]
