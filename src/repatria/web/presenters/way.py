"""How far an exchange is for one side, step by step: not started, in progress, done, or cannot start yet and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from repatria.desk.session import Desk
from repatria.people.party import MEDIATOR, Actor
from repatria.people.refs import ExchangeId, PartyId
from repatria.register.acts import Subject
from repatria.register.agreements import Exchange, Manifest
from repatria.register.book import Book
from repatria.register.columns import ListColumns
from repatria.register.derived.standings import standings
from repatria.register.states import State
from repatria.web.presenters.waiting import REMARKED


class Status(StrEnum):
    """How far a step is."""

    CANNOT_START = "cannot start yet"
    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Mile:
    """One step of an exchange, as it is for one side.

    Attributes:
        done: How many of ``of`` are done; both 0 where nothing is counted.
        why: What it waits for, where it cannot start.
        url: Where it is done; empty where that is no page of this desk.
    """

    title: str | Promise
    status: Status
    url: str
    done: int = 0
    of: int = 0
    why: str | Promise = ""

    @property
    def kind(self) -> str:
        """The status as a name of a style."""
        return self.status.value.replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Way:
    """The steps of one exchange."""

    exchange: ExchangeId
    suspended: bool
    miles: tuple[Mile, ...]


def ways_of(desk: Desk, actor: Actor, *, leads: Callable[[str], bool]) -> tuple[Way, ...]:
    """Returns how far every exchange is for an actor's side; for the mediator, for both sides together.

    Args:
        desk: The desk.
        actor: Who looks.
        leads: Whether the actor finds a page of this desk at an address.
    """
    book = desk.book()
    names = dict.fromkeys([*(columns.received.exchange for columns in book.order), *book.exchanges])
    return tuple(_way(book, actor, name, leads) for name in names)


def _way(book: Book, actor: Actor, name: ExchangeId, leads: Callable[[str], bool]) -> Way:
    lists = [columns for columns in book.order if columns.received.exchange == name]
    known = book.exchanges.get(name, Exchange())
    owed: Counter[tuple[State, PartyId]] = sum(map(standings(book, reader=actor.party).owing, lists), Counter())
    manifests = [one for one in book.manifest_order if one.content.exchange == name and not one.withdrawn]
    of_remains = bool(lists) and all(columns.received.subject is Subject.REMAINS for columns in lists)
    miles = [_handed_in(lists, actor), _terms(known, actor)]
    if not of_remains:  # nobody of a consignment answers, or moves
        miles[1:1] = _answers(lists, actor, book, owed)
        miles += _movements(known, manifests, actor, owed)
    return Way(name, known.suspended, tuple(mile if leads(mile.url) else _no_page(mile) for mile in miles))


def _no_page(mile: Mile) -> Mile:
    return Mile(mile.title, mile.status, "", mile.done, mile.of, mile.why)


def _counted(title: str | Promise, url: str, done: int, of: int, why: str | Promise) -> Mile:
    if not of:
        return Mile(title, Status.CANNOT_START, url, why=why)
    status = Status.DONE if done == of else Status.IN_PROGRESS if done else Status.NOT_STARTED
    return Mile(title, status, url, done, of)


def _handed_in(lists: Sequence[ListColumns], actor: Actor) -> Mile:
    given = {columns.received.party for columns in lists}
    if actor.is_mediator:
        return _counted(_("Lists of both parties"), "/receive-list/", len(given), 2, "")
    return _counted(_("Hand in your lists"), "/receive-list/", int(actor.party in given), 1, "")


def _answers(
    lists: Sequence[ListColumns], actor: Actor, book: Book, owed: Counter[tuple[State, PartyId]]
) -> tuple[Mile, Mile]:
    persons = [columns for columns in lists if columns.received.subject is Subject.PERSONS]
    theirs = [c for c in persons if actor.is_mediator or book.other(c.received.party) == actor.party]
    own = [c for c in persons if actor.is_mediator or c.received.party == actor.party]
    put = sum(columns.size for columns in theirs)
    waiting = sum(n for (state, by), n in owed.items() if state is State.UNANSWERED and _is_of(by, actor))
    answered = sum(columns.size - columns.answer.count(0) for columns in own)
    remarks = sum(n for (state, by), n in owed.items() if state in REMARKED and _is_of(by, actor))
    return (
        _counted(
            _("Answer every line"), "/answer-claim/", put - waiting, put, _("The other party has handed in no list.")
        ),
        _counted(
            _("Remark on the answers"), "/remark/", answered - remarks, answered, _("No line of yours is answered yet.")
        ),
    )


def _is_of(by: PartyId, actor: Actor) -> bool:
    return actor.is_mediator or by == actor.party


def _terms(known: Exchange, actor: Actor) -> Mile:
    title, url = _("Agree on terms"), "/exchanges/"
    if known.in_force:
        return Mile(title, Status.DONE, url)
    signed = any(actor.party in signers for signers in known.signed.values())
    if known.tabled:
        return Mile(
            title, Status.IN_PROGRESS, url, why=_("You have signed; the other party has not.") if signed else ""
        )
    return Mile(title, Status.NOT_STARTED, url)


def _movements(
    known: Exchange, manifests: Sequence[Manifest], actor: Actor, owed: Counter[tuple[State, PartyId]]
) -> tuple[Mile, Mile, Mile]:
    signed = sum(actor.party in one.signed for one in manifests)
    moving = [one for one in manifests if one.in_force]
    people = sum(len(one.content.lines) for one in moving)
    waiting = sum(n for (state, _by), n in owed.items() if state in (State.ON_MANIFEST, State.HALF_CHECKED))
    visits = sum(n for (state, by), n in owed.items() if state is State.RETURNED and _visits(by, actor))
    back = (
        Status.CANNOT_START if not any(one.moved for one in moving) else Status.IN_PROGRESS if visits else Status.DONE
    )
    return (
        _manifests(known, actor, signed, len(manifests)),
        _counted(
            _("Hand over and check off"),
            "/handover/",
            people - min(people, waiting),
            people,
            _("No manifest is in force."),
        ),
        Mile(_("Visit after the return"), back, "/follow-up/", why="" if moving else _("Nobody has returned yet.")),
    )


def _manifests(known: Exchange, actor: Actor, signed: int, of: int) -> Mile:
    """The step of signing; the mediator begins it by drawing a plan."""
    title, url = _("Sign the manifests"), "/manifests/"
    if not of and known.in_force and actor.is_mediator:
        return Mile(title, Status.NOT_STARTED, url)
    return _counted(
        title, url, signed, of, _("No manifest was made yet.") if known.in_force else _("No terms are in force.")
    )


def _visits(by: PartyId, actor: Actor) -> bool:
    return actor.party in (MEDIATOR, by)
