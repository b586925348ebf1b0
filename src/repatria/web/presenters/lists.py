"""Lists for a page: how much of each is answered, and its lines a page at a time, found by name, reference or state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from repatria.desk.intake import hidden_from, records, visible
from repatria.desk.session import Desk
from repatria.people.fields import Field
from repatria.people.party import Actor, Stance
from repatria.people.record import Record
from repatria.people.refs import LineRef, ListId, PartyId, join_line
from repatria.register.acts import ListReceived, Subject
from repatria.register.book import Book
from repatria.register.columns import ListColumns
from repatria.register.states import OUTSTANDING, Standing, State, standing
from repatria.web.finding import find_lines

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
    del actor
    book = desk.book()
    return tuple(_about(columns, _states(_standings(book, columns))) for columns in book.order)


def list_page(
    desk: Desk, actor: Actor, *, of: ListId, search: str, state: str, page: int, size: int
) -> ListPage | None:
    """Returns a page of a list's lines; None where there is no such list."""
    book = desk.book()
    columns = book.lists.get(of)
    if columns is None:
        return None
    standings = _standings(book, columns)
    states = _states(standings)
    wanted = range(columns.size) if not search else find_lines(desk, columns.received, search, reader=actor)
    if state:
        wanted = [at for at in wanted if standings[at].state == state]
    pages = max(1, -(-len(wanted) // size))
    page = min(max(1, page), pages)
    texts = records(desk, of)
    shown = {at: texts[join_line(of, at + 1)] for at in wanted[(page - 1) * size : page * size]}
    headings = _headings(columns.received, actor, shown.values())
    rows = tuple(_row(columns.received, shown[at], headings, standings[at], actor) for at in shown)
    return ListPage(_about(columns, states), headings, rows, states, len(wanted), page, pages)


def _row(received: ListReceived, record: Record, headings: Sequence[Field], found: Standing, actor: Actor) -> Row:
    seen = visible(record, received, actor)
    return Row(record.line, tuple(seen.get(name, "") for name in headings), found)


def _headings(received: ListReceived, actor: Actor, shown: Collection[Record]) -> tuple[Field, ...]:
    hidden = hidden_from(received, actor)
    return tuple(name for name in SHOWN if name not in hidden and any(record.get(name) for record in shown))


def _standings(book: Book, columns: ListColumns) -> list[Standing]:
    return [standing(book, columns, at) for at in range(columns.size)]


def _states(standings: Sequence[Standing]) -> dict[State, int]:
    counted = Counter(found.state for found in standings)
    return {state: counted[state] for state in State if counted[state]}


def _about(columns: ListColumns, states: dict[State, int]) -> ListLine:
    received = columns.received
    waiting = sum(n for state, n in states.items() if state in OUTSTANDING)
    return ListLine(
        received.list, received.party, received.stance, received.subject, received.exchange, columns.size,
        received.declared_total, columns.size - waiting, received.answer_due_on,
    )  # fmt: skip
