"""What is kept beside the book; that it says what is found from scratch, whatever is entered, `test_state_machine` holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from repatria.register.derived.standings import standings
from repatria.register.derived.touched import touched_since
from repatria.register.states import State, standing
from repatria.register.steps import STEP, Step, outstanding

TOLD = """
    north seeks 4
    south holds 3
    south answers north-1:1 held
    south answers north-1:2 not held
    north answers south-1:1 acknowledged
"""


def from_scratch(book: Any) -> list[Step]:
    """Every step that is owed, the slow obvious way."""
    found = [
        Step(book.ref(columns.first + at), s.state, STEP[s.state], s.owed_by, s.due_on)
        for columns in book.order
        for at in range(columns.size)
        if (s := standing(book, columns, at)).owed_by
    ]
    return sorted(found, key=lambda step: step.due_on)


@pytest.fixture
def told(story: Any) -> Any:
    story.tell(TOLD)
    return story


def test_a_look_counts_anew_only_what_was_touched(told: Any) -> None:
    book = told.book
    standings(book)
    seen = len(book.touched)
    told.tell("north accepts north-1:2")
    assert touched_since(book, seen) == {1}
    assert standings(book).of(1) == standing(book, *book.where(1))
    assert standings(book).of(1).state is State.TRACING


def test_whoever_is_called_a_duplicate_of_a_touched_line_is_looked_at_too(told: Any) -> None:
    book = told.book
    told.tell("south answers north-1:4 duplicate of north-1:3\n    north accepts north-1:4")
    assert standings(book).of(3).state is State.DUPLICATE
    seen = len(book.touched)
    told.tell("north withdraws north-1:3")
    assert touched_since(book, seen) == {2, 3}
    assert standings(book).of(3).state is State.DISPUTED


def test_lines_that_come_in_are_there(told: Any) -> None:
    standings(told.book)
    told.tell("north seeks 2")
    kept = standings(told.book)
    assert (kept.size, kept.of(8)) == (9, standing(told.book, *told.book.where(8)))


def test_what_is_kept_is_no_part_of_the_book(told: Any, new_story: Any) -> None:
    other = new_story()
    other.tell(TOLD)
    standings(told.book)
    assert (other.book == told.book, other.book.digest()) == (True, told.book.digest())
    assert other.book.standings is None


def test_counts_of_a_list(told: Any) -> None:
    kept, columns = standings(told.book), told.book.lists["north-1"]
    assert kept.states(columns) == {State.UNANSWERED: 2, State.HELD: 1, State.NOT_HELD: 1}
    assert kept.owing(columns) == {
        (State.UNANSWERED, "south"): 2, (State.HELD, "mediator"): 1, (State.NOT_HELD, "north"): 1,
    }  # fmt: skip


@pytest.mark.parametrize("owed_by", [None, "north", "south", "mediator", "east"])
@pytest.mark.parametrize("states", [(), (State.UNANSWERED,), (State.NOT_HELD, State.HELD), (State.RETURNED,)])
@pytest.mark.parametrize("of", [None, "north-1", "south-1", "south-9"])
@pytest.mark.parametrize("days", [None, 0, 28, 29])
def test_steps_are_those_of_the_slow_way(told: Any, owed_by: Any, states: Any, of: Any, days: int | None) -> None:
    due_by = None if days is None else date(2031, 3, 1) + timedelta(days)
    wanted = [
        step
        for step in from_scratch(told.book)
        if owed_by in (None, step.owed_by)
        and (not states or step.state in states)
        and (of is None or step.line.startswith(f"{of}:"))
        and (due_by is None or step.due_on <= due_by)
    ]
    found = outstanding(told.book, owed_by=owed_by, states=states, of=of, due_by=due_by)
    assert list(found) == wanted


def test_steps_are_a_sequence(told: Any) -> None:
    found = outstanding(told.book)
    everything = from_scratch(told.book)
    assert (len(found), list(found)) == (len(everything), everything)
    assert (found[0], found[-1], found[1:3]) == (everything[0], everything[-1], tuple(everything[1:3]))
    assert found.overdue(everything[0].due_on) == 0
    assert found.overdue(everything[-1].due_on + timedelta(1)) == len(everything)
    with pytest.raises(IndexError):
        found[len(everything)]
    late = found.among(found.states == found.states[0])
    assert {step.state for step in late} == {everything[0].state}


def test_steps_stay_as_they_were_asked_for(told: Any) -> None:
    found = outstanding(told.book, owed_by="south")
    before = list(found)
    told.tell("south answers north-1:3 held")
    assert list(found) == before
    assert all(step.what == STEP[step.state] for step in found)
