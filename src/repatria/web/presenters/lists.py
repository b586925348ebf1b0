"""Lists for a page: how much of each is answered, and its lines a page at a time, found by name, reference or state."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from repatria.desk.finding import find_lines
from repatria.desk.intake import hidden_from, records, visible
from repatria.desk.session import Desk
from repatria.people.fields import Field
from repatria.people.party import Actor, Stance
from repatria.people.record import Record
from repatria.people.refs import LineRef, ListId, PartyId, join_line
from repatria.register.acts import ListReceived, Subject
from repatria.register.columns import ListColumns
from repatria.register.derived.standings import Numbers, standings
from repatria.register.states import OUTSTANDING, Standing, State

SHOWN = (
    Field.FULL_NAME,
    Field.SURNAME,
    Field.GIVEN_NAMES,
    Field.PATRONYMIC,
    Field.DATE_OF_BIRTH,
    Field.PLACE_OF_BIRTH,
    Field.BAG,
)
"""Cells shown on a list; the rest stand in the person's file."""


@dataclass(frozen=True, slots=True)
class ListLine:
    """One list on the page of all lists."""

    list: ListId
    party: PartyId
    stance: Stance
    subject: Subject
    exchange: str
    lines: int
    declared_total: int | None
    answered: int
    due_on: object


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list, as its reader may see it."""

    ref: LineRef
    cells: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list's lines.

    Attributes:
        headings: The fields of the cells.
        states: How many lines are in each state, over the whole list.
        found: How many lines the search and the filter leave.
        pages: How many pages these make.
    """

    about: ListLine
    headings: tuple[Field, ...]
    rows: tuple[Row, ...]
    states: dict[State, int]
    found: int
    page: int
    pages: int


def lists_of(desk: Desk, actor: Actor) -> tuple[ListLine, ...]:
    """Returns every list of the desk: each side answers the other's, so both know of all."""
    book = desk.book()
    kept = standings(book, reader=actor.party)
    return tuple(_about(columns, kept.states(columns)) for columns in book.order)


def list_page(
    desk: Desk, actor: Actor, *, of: ListId, search: str, state: str, page: int, size: int
) -> ListPage | None:
    """Returns a page of a list's lines; None where there is no such list."""
    book = desk.book()
    columns = book.lists.get(of)
    if columns is None:
        return None
    kept = standings(book, reader=actor.party)
    states = kept.states(columns)
    wanted = _wanted(desk, actor, columns, search, state)
    pages = max(1, -(-len(wanted) // size))
    page = min(max(1, page), pages)
    texts = records(desk, of)
    shown = {at: texts[join_line(of, at + 1)] for at in wanted[(page - 1) * size : page * size].tolist()}
    headings = _headings(columns.received, actor, shown.values())
    rows = tuple(_row(columns.received, shown[at], headings, kept.of(columns.first + at), actor) for at in shown)
    return ListPage(_about(columns, states), headings, rows, states, len(wanted), page, pages)


def _wanted(desk: Desk, actor: Actor, columns: ListColumns, search: str, state: str) -> Numbers:
    """The places of the lines that a search and a filter leave, in order."""
    found = np.arange(columns.size)
    if search:
        found = find_lines(desk, columns.received, search, reader=actor)
    if state:
        wanted = [State(state)] if state in set(State) else []
        found = found[standings(desk.book(), reader=actor.party).are_among(columns.first + found, wanted)]
    return found


def _row(received: ListReceived, record: Record, headings: Sequence[Field], found: Standing, actor: Actor) -> Row:
    seen = visible(record, received, actor)
    return Row(record.line, tuple(seen.get(name, "") for name in headings), found)


def _headings(received: ListReceived, actor: Actor, shown: Collection[Record]) -> tuple[Field, ...]:
    hidden = hidden_from(received, actor)
    return tuple(name for name in SHOWN if name not in hidden and any(record.get(name) for record in shown))


def _about(columns: ListColumns, states: dict[State, int]) -> ListLine:
    received = columns.received
    waiting = sum(n for state, n in states.items() if state in OUTSTANDING)
    return ListLine(
        received.list, received.party, received.stance, received.subject, received.exchange, columns.size,
        received.declared_total, columns.size - waiting, received.answer_due_on,
    )  # fmt: skip
