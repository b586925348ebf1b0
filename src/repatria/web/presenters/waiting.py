"""Lines that wait for a word of somebody, a page at a time: found by name, reference or list, the most overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from repatria.desk.finding import find_lines
from repatria.desk.intake import hidden_from, records
from repatria.desk.session import Desk
from repatria.people.fields import Field
from repatria.people.party import Actor
from repatria.people.record import Record
from repatria.people.refs import LineRef, ListId, PartyId, join_line, split_line
from repatria.register.acts import Subject, Wish
from repatria.register.book import Book
from repatria.register.columns import ANSWERS, WISH_CODE
from repatria.register.derived.standings import Numbers, standings
from repatria.register.states import State
from repatria.register.steps import Step, Steps, outstanding

_NAME = (Field.SURNAME, Field.GIVEN_NAMES, Field.PATRONYMIC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line that waits.

    Attributes:
        what: The step, or what was said to the line.
        name: As the reader may see it; empty where not.
        due_on: The last day in time; None where nothing is owed.
    """

    line: LineRef
    what: str
    owed_by: str
    due_on: date | None
    late: bool
    name: str = ""
    born: str = ""


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """A page of lines that wait.

    Attributes:
        lists: Lists that one can choose.
        found: Lines that the search leaves.
        late: How many of all that wait are overdue.
    """

    rows: tuple[Waiting, ...]
    lists: tuple[ListId, ...]
    found: int
    late: int
    page: int
    pages: int


class Answered:
    """Lines that a party has answered, in order of lists; each is made when somebody looks at it."""

    def __init__(self, book: Book, numbers: Numbers) -> None:
        self._book, self.numbers = book, numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, at: slice) -> Sequence[Waiting]:
        return [self._line(number) for number in self.numbers[at].tolist()]

    def among(self, wanted: NDArray[np.bool_]) -> Answered:
        """Returns those at whose places ``wanted`` is true."""
        return Answered(self._book, self.numbers[wanted])

    def overdue(self, on: date) -> int:  # noqa: ARG002 - as of `Steps`
        """Returns 0: nothing is owed."""
        return 0

    def _line(self, number: int) -> Waiting:
        columns, at = self._book.where(number)
        answer = ANSWERS[columns.answer[at] - 1].value
        return Waiting(join_line(columns.received.list, at + 1), answer, "", None, False)


def to_answer(desk: Desk, party: PartyId) -> Steps:
    """Returns the lines put to a party that it has not answered."""
    return outstanding(desk.book(), owed_by=party, states=[State.UNANSWERED])


def answered(desk: Desk, party: PartyId) -> Answered:
    """Returns the lines that a party has answered, with its answers."""
    book = desk.book()
    found = [
        columns.first + np.flatnonzero(np.frombuffer(columns.answer, np.uint8))
        for columns in book.order
        if columns.received.subject is Subject.PERSONS and book.other(columns.received.party) == party
    ]
    return Answered(book, np.concatenate([np.zeros(0, np.int64), *found]))


REMARKED = (State.NEEDS_INFORMATION, State.NOT_HELD, State.SAID_RETURNED, State.SAID_LEFT, State.SAID_DUPLICATE)
"""States in which the party that handed in the line owes a remark."""


def to_remark(desk: Desk, party: PartyId) -> Steps:
    """Returns the answers on which a party owes a remark."""
    return outstanding(desk.book(), owed_by=party, states=REMARKED)


ASKED = (
    State.HELD, State.GROWN_UP, State.DECLINED, State.ABSENT, State.UNFIT, State.AWAITING_SIGNATURES,
)  # fmt: skip
"""States in which a person is asked in private before moving."""


def to_ask(desk: Desk) -> Steps:
    """Returns people who are still to be asked in private, or again, before they can move."""
    book = desk.book()
    steps = outstanding(book, states=ASKED)
    return steps.among(standings(book).wish[steps.numbers] != WISH_CODE[Wish.WILLING])


def to_visit(desk: Desk, actor: Actor) -> Steps:
    """Returns the visits after a return that are due: a party's own, all for the mediator."""
    return outstanding(desk.book(), owed_by=None if actor.is_mediator else actor.party, states=[State.RETURNED])


def waiting_page(
    desk: Desk, actor: Actor, lines: Steps | Answered, *, of: str, search: str, page: int, size: int, on: date
) -> WaitingPage:
    """Returns a page of lines with names as far as the reader may see them."""
    book = desk.book()
    firsts = np.array([columns.first for columns in book.order], np.int64)
    place = np.searchsorted(firsts, lines.numbers, side="right") - 1
    lists = tuple(book.order[n].received.list for n in np.unique(place).tolist())
    wanted = lines
    if of:
        named = book.order.index(book.lists[ListId(of)]) if of in book.lists else -1
        wanted = wanted.among(place == named)
    if search:
        wanted = wanted.among(
            _hits(desk, actor, (ListId(of),) if of in lists else () if of else lists, search)[wanted.numbers]
        )
    pages = max(1, -(-len(wanted) // size))
    page = min(max(1, page), pages)
    shown = [_plain(one, on) for one in wanted[(page - 1) * size : page * size]]
    return WaitingPage(
        tuple(_named(desk, actor, one) for one in shown), lists, len(wanted), lines.overdue(on), page, pages
    )


def _plain(one: Step | Waiting, on: date) -> Waiting:
    if isinstance(one, Waiting):
        return one
    return Waiting(one.line, one.what, one.owed_by, one.due_on, one.is_overdue(on))


def _hits(desk: Desk, actor: Actor, lists: Iterable[ListId], search: str) -> NDArray[np.bool_]:
    """Which lines of the book, by number, a search in some lists finds."""
    book = desk.book()
    found = np.zeros(book.lines, np.bool_)
    for of in lists:
        columns = book.lists[of]
        found[columns.first + find_lines(desk, columns.received, search, reader=actor)] = True
    return found


def _named(desk: Desk, actor: Actor, one: Waiting) -> Waiting:
    of = split_line(one.line)[0]
    hidden = hidden_from(desk.book().lists[of].received, actor)
    record = records(desk, of)[one.line]
    born = "" if Field.DATE_OF_BIRTH in hidden else record.get(Field.DATE_OF_BIRTH)
    return Waiting(one.line, one.what, one.owed_by, one.due_on, one.late, _name(record, hidden), born)


def _name(record: Record, hidden: frozenset[Field]) -> str:
    parts = [record.get(part) for part in _NAME if part not in hidden]
    full = "" if Field.FULL_NAME in hidden else record.get(Field.FULL_NAME)
    return full or " ".join(filter(None, parts))
