"""Public totals beside what the register documents: shown side by side, never mixed.

A statement counts something by a definition of its own; the register counts lines, persons and bags. `figures` puts
both in one row per figure and party and draws no conclusion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from repatria.people.party import Stance
from repatria.people.refs import PartyId
from repatria.register.acts import Figure, StatementRecorded, Subject
from repatria.register.book import Book
from repatria.register.dead.counts import remains_account
from repatria.register.derived.standings import Numbers, standings
from repatria.register.states import State

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
    kept = standings(book)
    people: dict[tuple[Figure, PartyId], list[Numbers]] = {}
    for columns in book.order:
        received = columns.received
        if received.subject is not Subject.PERSONS:
            continue
        figure = Figure.SOUGHT if received.stance is Stance.SEEKS else Figure.HELD
        home = received.party if received.stance is Stance.SEEKS else book.other(received.party)
        of = np.arange(columns.first, columns.first + columns.size)
        stands = of[~kept.are_among(of, (State.WITHDRAWN, State.DUPLICATE))]
        returned = stands[kept.are_among(stands, (State.RETURNED, State.FOLLOWED_UP))]
        for key, lines in (((figure, received.party), stands), ((Figure.RETURNED, home), returned)):
            if lines.size:
                people.setdefault(key, []).append(kept.person[lines])
    counts = {key: int(np.count_nonzero(np.bincount(np.concatenate(persons)))) for key, persons in people.items()}
    for party, remains in remains_account(book).items():
        if remains.bags:
            counts[Figure.BAGS, party] = remains.bags
            counts[Figure.INDIVIDUALS, party] = remains.minimum_individuals
            counts[Figure.IDENTIFIED, party] = remains.identified
    return counts
