"""Where every line is, in columns, kept up to date: what a page or a count over a hundred thousand lines reads.

Invariant: for every line the columns say what `states.standing` says (`tests/register/derived` hold the two equal over random
acts). They are derived and nothing else: made from the book, thrown away with it, never entered, compared or written down.
Asking for them costs what was touched since they were last asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from copy import copy
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from repatria.people.party import MEDIATOR
from repatria.people.refs import PartyId
from repatria.register.columns import ListColumns
from repatria.register.derived.touched import touched_since
from repatria.register.fates import latest_wish
from repatria.register.meanings import Standing, State
from repatria.register.states import next_visit, standing, standing_told, untouched

if TYPE_CHECKING:
    from repatria.register.book import Book

STATES: Final = tuple(State)
_CODE: Final = {state: code for code, state in enumerate(STATES)}

Numbers = NDArray[np.int64]


class Standings:
    """The standing of every line of a book, by its number among all lines. Read it; `standings` makes and keeps it.

    Attributes:
        state: Position of the state in `STATES`.
        owed_by: 1, 2: the parties in order; 3: the mediator; 0: nobody owes anything.
        due_on: The day, as an ordinal; 0 for none.
        visit: Which visit after the return is due, from 1; 0 where none is.
        person: Number of the first line of the same person.
        wish: Code of the wish that the person last told in private (`fates.latest_wish`).
        told: What parties are told of the lines of those who said no in private (`states.standing_told`).
    """

    __slots__ = ("_position", "due_on", "names", "owed_by", "person", "size", "state", "told", "visit", "wish")

    def __init__(self, book: Book) -> None:
        self.names: tuple[PartyId | None, ...] = (None, *book.parties, MEDIATOR)
        self.size = 0
        self._position = 0
        self.state: NDArray[np.uint8] = np.zeros(0, np.uint8)
        self.owed_by: NDArray[np.uint8] = np.zeros(0, np.uint8)
        self.visit: NDArray[np.uint8] = np.zeros(0, np.uint8)
        self.wish: NDArray[np.uint8] = np.zeros(0, np.uint8)
        self.due_on: NDArray[np.int32] = np.zeros(0, np.int32)
        self.person: Numbers = np.zeros(0, np.int64)
        self.told: dict[int, Standing] = {}

    def of(self, number: int) -> Standing:
        """Returns the standing of a line."""
        due_on = int(self.due_on[number])
        return Standing(
            STATES[self.state[number]], self.names[self.owed_by[number]], date.fromordinal(due_on) if due_on else None
        )

    def states(self, columns: ListColumns) -> dict[State, int]:
        """Returns how many lines of a list are in each state, in the order of states; without those where none is."""
        counts = np.bincount(self.state[_of(columns)], minlength=len(STATES)).tolist()
        return {state: n for state, n in zip(STATES, counts, strict=True) if n}

    def owing(self, columns: ListColumns) -> Counter[tuple[State, PartyId]]:
        """Returns for how many lines of a list each party, or the mediator, owes the next step, by state."""
        of = _of(columns)
        codes = self.owed_by[of].astype(np.uint16) * len(STATES) + self.state[of]
        counts = np.bincount(codes, minlength=4 * len(STATES))
        found: Counter[tuple[State, PartyId]] = Counter()
        for code in np.flatnonzero(counts).tolist():
            name = self.names[code // len(STATES)]
            if name is not None:
                found[STATES[code % len(STATES)], name] = int(counts[code])
        return found

    def are_among(self, numbers: Numbers, states: Collection[State]) -> NDArray[np.bool_]:
        """Returns which of some lines are in one of some states."""
        return _table(states)[self.state[numbers]]

    def where(
        self,
        *,
        owed_by: PartyId | None = None,
        states: Collection[State] = (),
        of: ListColumns | None = None,
        due_by: date | None = None,
    ) -> Numbers:
        """Returns the numbers of the lines in which somebody owes a step, by day and then in order; what is given narrows it."""
        span = slice(0, self.size) if of is None else _of(of)
        by, due_on = self.owed_by[span], self.due_on[span]
        wanted = (by != 0) & (due_on > 0) if owed_by is None else by == self._code_of(owed_by)
        if states:
            wanted &= _table(states)[self.state[span]]
        if due_by is not None:
            wanted &= due_on <= due_by.toordinal()
        found = np.flatnonzero(wanted)
        return found[np.argsort(due_on[found], kind="stable")] + span.start

    def _code_of(self, party: PartyId) -> int:
        """The code of who owes; one that nobody has for whoever is none of the desk's."""
        return self.names.index(party) if party in self.names else len(self.names)

    def _catch_up(self, book: Book) -> None:
        for columns in book.order:
            if columns.first >= self.size:
                self._add(book, columns)
        for number in touched_since(book, self._position):
            self._look_at(book, number)
        self._position = len(book.touched)

    def _add(self, book: Book, columns: ListColumns) -> None:
        """Adds the lines of a list as they are while nobody has said anything of them."""
        found = untouched(book, columns)
        assert found.due_on is not None
        by, due_on = self.names.index(found.owed_by), found.due_on.toordinal()
        size = columns.size
        self.state = np.append(self.state, np.full(size, _CODE[found.state], np.uint8))
        self.owed_by = np.append(self.owed_by, np.full(size, by, np.uint8))
        self.visit = np.append(self.visit, np.zeros(size, np.uint8))
        self.wish = np.append(self.wish, np.zeros(size, np.uint8))
        self.due_on = np.append(self.due_on, np.full(size, due_on, np.int32))
        self.person = np.append(self.person, np.arange(self.size, self.size + size))
        self.size += size

    def _look_at(self, book: Book, number: int) -> None:
        columns, at = book.where(number)
        found = standing(book, columns, at)
        self._note(number, found)
        self.told.pop(number, None)
        if found.state is State.DECLINED and (told := standing_told(book, columns, at)) != found:
            self.told[number] = told
        self.visit[number] = (next_visit(book, columns, at) or 0) if found.state is State.RETURNED else 0
        members = book.members(columns, at)
        self.wish[number] = latest_wish(members)
        self.person[number] = members[0][0].first + members[0][1]

    def _note(self, number: int, found: Standing) -> None:
        self.state[number] = _CODE[found.state]
        self.owed_by[number] = self.names.index(found.owed_by)
        self.due_on[number] = found.due_on.toordinal() if found.due_on else 0

    def _as_told(self) -> Standings:
        """A copy for parties, in which nobody has said anything in private."""
        shown = copy(self)
        shown.state, shown.owed_by, shown.due_on = self.state.copy(), self.owed_by.copy(), self.due_on.copy()
        for number, found in self.told.items():
            shown._note(number, found)  # noqa: SLF001 - its own copy
        return shown


def standings(book: Book, *, reader: PartyId | None = None) -> Standings:
    """Returns where every line of a book is, as a reader is told; kept with it, brought up to date by what was touched since.

    Parties are not told who said no in private: for them such a line is where it would be if nobody had been asked.
    """
    if book.standings is None:
        book.standings = Standings(book)
    book.standings._catch_up(book)  # noqa: SLF001 - nobody else brings them up to date
    knows = reader in (None, MEDIATOR) or not book.standings.told
    return book.standings if knows else book.standings._as_told()  # noqa: SLF001


def _of(columns: ListColumns) -> slice:
    return slice(columns.first, columns.first + columns.size)


def _table(states: Collection[State]) -> NDArray[np.bool_]:
    """For each code whether it is one of these states."""
    table = np.zeros(len(STATES), np.bool_)
    table[[_CODE[state] for state in states]] = True
    return table
