"""Public totals beside what the register documents: shown side by side, never mixed.

A statement counts something by a definition of its own; the register counts lines, persons and bags. `figures` puts
both in one row per figure and party and draws no conclusion.
"""

from __future__ import annotations

from dataclasses import dataclass

from repatria.people.party import Stance
from repatria.people.refs import PartyId
from repatria.register.acts import Figure, StatementRecorded, Subject
from repatria.register.book import Book
from repatria.register.dead.counts import remains_account
from repatria.register.states import State, standing

MINIMUM_CELL = 10
"""Documented counts from 1 to 9 are suppressed when published: small numbers point to people. The minimum of ten is that of
the security design (section 3.3 of the trust notes: minimum cell 10, rounding to 5)."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One thing counted for one party: what the register documents, and what was said in public."""

    figure: Figure
    concerning: PartyId
    documented: int | None
    statements: tuple[StatementRecorded, ...]


def figures(book: Book) -> tuple[FigureRow, ...]:
    """Returns a row for every figure and party that the register counts or somebody has stated."""
    documented = _documented(book)
    stated: dict[tuple[Figure, PartyId], list[StatementRecorded]] = {}
    for statement in book.statements:
        stated.setdefault((statement.figure, statement.concerning), []).append(statement)
    keys = [(f, p) for f in Figure for p in book.parties if (f, p) in documented or (f, p) in stated]
    return tuple(FigureRow(f, p, documented.get((f, p)), tuple(stated.get((f, p), ()))) for f, p in keys)


def publishable(count: int | None) -> str:
    """Returns a documented count as it may be published: rounded to 5, and "fewer than 10" from 1 to 9.

    Zero is published as zero. Rounding every cell also hides a suppressed cell from whoever subtracts it from a total.
    """
    if count is None:
        return "not counted"
    if 0 < count < MINIMUM_CELL:
        return f"fewer than {MINIMUM_CELL}"
    return str(5 * round(count / 5))


def _documented(book: Book) -> dict[tuple[Figure, PartyId], int]:
    """What the register counts, by persons: people sought by, said to be held by, returned to a party; and its remains."""
    people: dict[tuple[Figure, PartyId], set[int]] = {}
    for columns in book.order:
        received = columns.received
        if received.subject is not Subject.PERSONS:
            continue
        figure = Figure.SOUGHT if received.stance is Stance.SEEKS else Figure.HELD
        home = received.party if received.stance is Stance.SEEKS else book.other(received.party)
        for at in range(columns.size):
            person = book.matches.group(columns.first + at)[0]
            state = standing(book, columns, at).state
            if state in (State.WITHDRAWN, State.DUPLICATE):
                continue
            people.setdefault((figure, received.party), set()).add(person)
            if state in (State.RETURNED, State.FOLLOWED_UP):
                people.setdefault((Figure.RETURNED, home), set()).add(person)
    counts = {key: len(persons) for key, persons in people.items()}
    for party, remains in remains_account(book).items():
        if remains.bags:
            counts[Figure.BAGS, party] = remains.bags
            counts[Figure.INDIVIDUALS, party] = remains.minimum_individuals
            counts[Figure.IDENTIFIED, party] = remains.identified
    return counts
