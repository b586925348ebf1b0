"""Decisions that wait for a board, for a page: what is decided on, what speaks for and against it, who still has to speak."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from repatria.desk.dead.boards import IdentificationRow
from repatria.desk.dead.deliberating import Considered, may_bring, may_sit
from repatria.errors import IllegalAct
from repatria.people.party import Actor
from repatria.people.refs import LineRef, PartyId, SpecimenRef
from repatria.register.book import Book
from repatria.register.dead.progress import home
from repatria.store.site import boards
from repatria.store.site.models import Decision
from repatria.web.presenters.remains import Judged, judged


@dataclass(frozen=True, slots=True)
class Waits:
    """A decision in the list of those that wait.

    Attributes:
        members: How many agreed so far.
        mine: Whether the reader did, or has still to agree to what they brought.
    """

    number: int
    remains: LineRef
    person: LineRef | None
    members: int
    mine: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Before:
    """A decision as a member of its board looks at it.

    Attributes:
        members: Who agreed, by their seats.
        lacks: How many more must agree.
        absent: Parties of which somebody must.
        agreed: Whether the reader did.
        on: Conclusions on these remains and this person.
        against: Conclusions on these remains and somebody else.
    """

    number: int
    considered: Considered
    members: tuple[str, ...]
    lacks: int
    absent: tuple[PartyId, ...]
    agreed: bool
    on: tuple[Judged, ...]
    against: tuple[Judged, ...]
    expires_at: datetime


def row_of(decision: Decision) -> IdentificationRow:
    """Returns what a decision says."""
    person = LineRef(decision.person) if decision.person else None
    specimens = tuple(SpecimenRef(ref) for ref in decision.specimens.split())
    return IdentificationRow(LineRef(decision.remains), person, specimens, decision.wrong_side)


def may_see(book: Book, actor: Actor, decision: Decision, members: Iterable[str]) -> bool:
    """Whether an actor sees a decision: whoever brought it; who may sit on its board, once somebody agreed to it."""
    row = row_of(decision)
    try:
        sender = book.place(row.remains)[0].received.party
        is_own = row.wrong_side or (row.person is not None and home(book, book.place(row.person)[0]) == sender)
        sits = may_sit(book, actor, row.remains, wrong_side=is_own)
    except IllegalAct:
        return False
    return sits and (bool(tuple(members)) or decision.brought_by == str(actor))


def waits_for(book: Book, actor: Actor, *, at: datetime) -> tuple[Waits, ...]:
    """Returns the decisions that wait and that an actor sees. Cost: linear in those that wait."""
    found = []
    for one in boards.waiting(at=at):
        members = boards.members(one)
        if may_see(book, actor, one, members):
            row = row_of(one)
            mine = str(actor) in members
            found.append(Waits(one.pk, row.remains, row.person, len(members), mine, one.expires_at))
    return tuple(found)


def before(decision: Decision, considered: Considered, actor: Actor) -> Before:
    """Returns a decision as an actor looks at it."""
    members = tuple(boards.members(decision))
    lacks, absent = considered.board.lacks(members)
    policy = considered.policy
    return Before(
        decision.pk, considered, members, lacks, absent, str(actor) in members,
        tuple(judged(one, policy) for one in considered.on), tuple(judged(one, policy) for one in considered.against),
        decision.expires_at,
    )  # fmt: skip


def brings(book: Book, actor: Actor, bag: LineRef) -> bool:
    """Whether an actor may bring a decision on a bag."""
    try:
        return may_bring(book, actor, bag)
    except IllegalAct:
        return False
