"""What the administration page shows: who sits where, which links are out, whose keys are registered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from repatria.desk.session import Desk
from repatria.people.party import MEDIATOR, Actor
from repatria.people.refs import PartyId
from repatria.store.site.models import Invitation, Seat, SeatRecord
from repatria.store.site.record import latest
from repatria.web.factors import enough


@dataclass(frozen=True, slots=True)
class Sitting:
    """One seat.

    Attributes:
        ready: Whether its second factor is set up.
        mine: Whether it is the reader's own.
    """

    number: int
    acts_as: str
    last_on: datetime | None
    closed_at: datetime | None
    ready: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Out:
    """A link that is out, or waits for a second registrar.

    Attributes:
        mine: Whether the reader asked for it, and so cannot confirm it.
    """

    number: int
    acts_as: str
    expires_at: datetime
    waits: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Administration:
    """The whole page; ``record`` is what was done about seats lately."""

    seats: Sequence[Sitting]
    links: Sequence[Out]
    keys: Sequence[tuple[PartyId, Sequence[str]]]
    record: Sequence[SeatRecord] = ()


MOST_RECORDED = 100
"""Rows of the record of access on the page, the newest first."""


def holders(desk: Desk) -> Sequence[PartyId]:
    """Returns who can have seats and keys: the mediator and the parties of a desk."""
    return (PartyId(MEDIATOR), *desk.book().parties)


def administration_of(desk: Desk, reader: Actor, *, at: datetime) -> Administration:
    """Returns what a registrar sees; keys by their names, never whole."""
    factors: dict[int, set[str]] = {}
    for user, kind in Authenticator.objects.values_list("user_id", "type"):
        factors.setdefault(user, set()).add(kind)
    rows = Seat.objects.select_related("user").order_by("acts_as")
    seats = [
        Sitting(row.pk, row.acts_as, getattr(row.user, "last_login", None), row.closed_at,  # type: ignore[arg-type]
                bool(factors.get(row.user_id, set()) & set(enough(row.actor))), row.acts_as == str(reader))
        for row in rows
    ]  # fmt: skip
    out = Invitation.objects.filter(ended_at=None, expires_at__gt=at).order_by("expires_at")
    links = [
        Out(one.pk, one.acts_as, one.expires_at, one.waits, str(reader) in (one.asked_by, one.acts_as)) for one in out
    ]
    known = desk.book().keys
    keys = [(holder, tuple("+".join(key.split("+")[:2]) for key in known.get(holder, ()))) for holder in holders(desk)]
    return Administration(seats, links, keys, latest(MOST_RECORDED))
