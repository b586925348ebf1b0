"""The account as far as it needs no line of its own: for pages, which show numbers. `account` makes the whole of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from repatria.people.refs import PartyId
from repatria.register.account import Discrepancy, ListAccount, discrepancies
from repatria.register.book import Book
from repatria.register.dead.counts import Consignment, consignments
from repatria.register.derived.standings import STATES, standings
from repatria.register.states import OUTSTANDING, State


@dataclass(frozen=True, slots=True)
class Owed:
    """So many lines in one state for which one party owes the next step.

    Attributes:
        late: How many of them were due before the day asked about.
        due_on: The earliest day.
    """

    owed_by: PartyId
    state: State
    lines: int
    late: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Balance:
    """Where the lines of each list are, how many they are in all, and what was counted differently."""

    lists: tuple[ListAccount, ...]
    lines: int
    discrepancies: tuple[Discrepancy, ...]
    consignments: tuple[Consignment, ...]

    @property
    def balanced(self) -> bool:
        """Whether the states of every list add up to its lines, and these to all lines."""
        return self.lines == sum(entry.lines for entry in self.lists) and all(
            sum(entry.states.values()) == entry.lines for entry in self.lists
        )

    @property
    def outstanding(self) -> int:
        """Number of lines that still wait for the other party's first word."""
        return sum(n for entry in self.lists for state, n in entry.states.items() if state in OUTSTANDING)

    @property
    def answered(self) -> int:
        """Number of all others."""
        return self.lines - self.outstanding


def balance(book: Book, *, reader: PartyId | None = None) -> Balance:
    """Returns the balance of a book, as a reader is told it."""
    return Balance(
        list_accounts(book, reader=reader), standings(book).size, tuple(discrepancies(book)), consignments(book)
    )


def list_accounts(book: Book, *, reader: PartyId | None = None) -> tuple[ListAccount, ...]:
    """Returns where the lines of each list are, as a reader is told."""
    kept = standings(book, reader=reader)
    return tuple(
        ListAccount(
            one.received.list, one.received.party, one.received.stance, one.received.subject, one.received.lines,
            one.received.declared_total, kept.states(one),
        )
        for one in book.order
    )  # fmt: skip


def owed(book: Book, *, on: date, reader: PartyId | None = None) -> tuple[Owed, ...]:
    """Returns who owes what, the earliest due first, as a reader is told."""
    kept = standings(book, reader=reader)
    numbers = np.flatnonzero(kept.owed_by)
    codes = kept.owed_by[numbers].astype(np.uint16) * len(STATES) + kept.state[numbers]
    due_on = kept.due_on[numbers]
    most = 4 * len(STATES)
    lines, late = np.bincount(codes, minlength=most), np.bincount(codes[due_on < on.toordinal()], minlength=most)
    first = np.full(most, date.max.toordinal())
    np.minimum.at(first, codes, due_on)
    rows = []
    for code in np.flatnonzero(lines).tolist():
        name = kept.names[code // len(STATES)]
        assert name is not None
        day = date.fromordinal(int(first[code]))
        rows.append(Owed(name, STATES[code % len(STATES)], int(lines[code]), int(late[code]), day))
    return tuple(sorted(rows, key=lambda row: (row.due_on, row.owed_by, row.state)))
