"""Lines that wait for a word of somebody, a page at a time: found by name, reference or list, the most overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from repatria.desk.intake import hidden_from, records
from repatria.desk.session import Desk
from repatria.people.fields import Field
from repatria.people.party import Actor
from repatria.people.record import Record
from repatria.people.refs import LineRef, ListId, PartyId, join_line, split_line
from repatria.register.acts import Subject, Wish
from repatria.register.columns import ANSWERS, WISH_CODE
from repatria.register.fates import latest_wish
from repatria.register.states import State
from repatria.register.steps import Step, outstanding
from repatria.web.finding import find_lines

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


def to_answer(desk: Desk, party: PartyId) -> Sequence[Step]:
    """Returns the lines put to a party that it has not answered."""
    return outstanding(desk.book(), owed_by=party, states=[State.UNANSWERED])


def answered(desk: Desk, party: PartyId) -> Sequence[Waiting]:
    """Returns the lines that a party has answered, with its answers."""
    book = desk.book()
    return [
        Waiting(join_line(columns.received.list, at + 1), ANSWERS[code - 1].value, "", None, False)
        for columns in book.order
        if columns.received.subject is Subject.PERSONS and book.other(columns.received.party) == party
        for at, code in enumerate(columns.answer)
        if code
    ]


REMARKED = (State.NEEDS_INFORMATION, State.NOT_HELD, State.SAID_RETURNED, State.SAID_LEFT, State.SAID_DUPLICATE)
"""States in which the party that handed in the line owes a remark."""


def to_remark(desk: Desk, party: PartyId) -> Sequence[Step]:
    """Returns the answers on which a party owes a remark."""
    return outstanding(desk.book(), owed_by=party, states=REMARKED)


ASKED = (
    State.HELD, State.GROWN_UP, State.DECLINED, State.ABSENT, State.UNFIT, State.AWAITING_SIGNATURES,
)  # fmt: skip
"""States in which a person is asked in private before moving."""


def to_ask(desk: Desk) -> Sequence[Step]:
    """Returns people who are still to be asked in private, or again, before they can move."""
    book = desk.book()
    return [step for step in outstanding(book, states=ASKED) if not _said_yes(desk, step.line)]


def _said_yes(desk: Desk, line: LineRef) -> bool:
    book = desk.book()
    return latest_wish(book.members(*book.place(line))) == WISH_CODE[Wish.WILLING]


def to_visit(desk: Desk, actor: Actor) -> Sequence[Step]:
    """Returns the visits after a return that are due: a party's own, all for the mediator."""
    return outstanding(desk.book(), owed_by=None if actor.is_mediator else actor.party, states=[State.RETURNED])


def waiting_page(
    desk: Desk, actor: Actor, lines: Iterable[Step | Waiting], *, of: str, search: str, page: int, size: int, on: date
) -> WaitingPage:
    """Returns a page of lines with names as far as the reader may see them."""
    everything = [_plain(one, on) for one in lines]
    lists = tuple(dict.fromkeys(split_line(one.line)[0] for one in everything))
    wanted = [one for one in everything if not of or split_line(one.line)[0] == of]
    if search:
        hits = _hits(desk, actor, {split_line(one.line)[0] for one in wanted}, search)
        wanted = [one for one in wanted if one.line in hits]
    pages = max(1, -(-len(wanted) // size))
    page = min(max(1, page), pages)
    rows = tuple(_named(desk, actor, one) for one in wanted[(page - 1) * size : page * size])
    return WaitingPage(rows, lists, len(wanted), sum(one.late for one in everything), page, pages)


def _plain(one: Step | Waiting, on: date) -> Waiting:
    if isinstance(one, Waiting):
        return one
    return Waiting(one.line, one.what, one.owed_by, one.due_on, one.is_overdue(on))


def _hits(desk: Desk, actor: Actor, lists: set[ListId], search: str) -> set[LineRef]:
    book = desk.book()
    return {
        join_line(of, at + 1) for of in lists for at in find_lines(desk, book.lists[of].received, search, reader=actor)
    }


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
