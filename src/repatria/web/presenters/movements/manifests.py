"""Manifests for pages: all that a reader may see, and one of them with who is on it, in groups, and both sides' counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from repatria.desk.handover.progress import Count, differences, progress
from repatria.desk.manifests.kept import Kept, as_drawn, kept_manifest, may_read
from repatria.desk.manifests.people import Gate, Going, Place, people_on, places_on
from repatria.desk.papers.manifest.printing import letter
from repatria.desk.session import Desk
from repatria.errors import InputNotUnderstood
from repatria.exchange.codes import spaced
from repatria.people.facts import Truth
from repatria.people.party import MEDIATOR, Actor, Role
from repatria.people.refs import ManifestId, PartyId, Sha256
from repatria.register.agreements import Manifest as Entered
from repatria.web.drawing import unsigned

Way = tuple[PartyId, PartyId, int]

_WAYS: Final[dict[Sha256, tuple[Way, ...]]] = {}
"""From whom to whom, and how many, by digest: what was signed never changes."""

WHY: Final[dict[tuple[Gate, Truth], Promise]] = {
    (Gate.TERMS, Truth.NO): _("not under the terms"),
    (Gate.TERMS, Truth.UNKNOWN): _("not shown to be under the terms"),
    (Gate.INTERVIEW, Truth.NO): _("said no in private"),
    (Gate.INTERVIEW, Truth.UNKNOWN): _("not asked in private"),
    (Gate.TRAVEL, Truth.NO): _("unfit to travel"),
    (Gate.INTERESTS, Truth.NO): _("return is not in the child’s best interests"),
    (Gate.INTERESTS, Truth.UNKNOWN): _("best interests not determined"),
    (Gate.SIBLINGS, Truth.UNKNOWN): _("siblings not verified"),
    (Gate.CLEARED, Truth.NO): _("held back; the mediator knows why"),
}
"""What keeps somebody back, as it is read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One manifest among all.

    Attributes:
        state: drawn, awaiting signatures, in force, moved or withdrawn.
        may_sign: Whether the reader's side has still to sign it, and the reader may.
    """

    manifest: ManifestId
    exchange: str
    stage: int | None
    moves_on: date
    ways: tuple[Way, ...]
    state: str
    signed_by: tuple[PartyId, ...]
    waiting_for: tuple[PartyId, ...]
    may_sign: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody on a manifest's page, with the short code as it is read and what keeps the person back."""

    going: Going
    code: str
    why: tuple[Promise, ...]
    group: str


@dataclass(frozen=True, slots=True)
class ManifestShown:
    """One manifest as a reader may see it.

    Attributes:
        row: What the page of all manifests shows of it.
        kept: The manifest.
        signatures: Who signed it, and on which day; None for who has still to.
        places: Everybody on it, direction by direction; the page shows some of them.
        counts: What each side counted at the crossing; empty before anybody was checked off.
        differ: How many people the sides, or devices of one, checked off differently.
        copies: Whose copies the reader may print.
        checks_off: Whether the reader checks people off on it: an officer of a side that does, once it is in force.
    """

    row: Row
    kept: Kept
    signatures: tuple[tuple[PartyId, date | None], ...]
    places: tuple[Place, ...]
    counts: tuple[Count, ...]
    differ: int
    copies: tuple[PartyId, ...]
    checks_off: bool = False

    @property
    def hours(self) -> str:
        """When the crossing point is open, with its offset: ``06:00–18:00 UTC+03:00``."""
        opens, closes = self.kept.manifest.moves_on.opens_at, self.kept.manifest.moves_on.closes_at
        last = f"{closes:%H:%M}" if closes.date() == opens.date() else f"{closes:%Y-%m-%d %H:%M}"
        return f"{opens:%H:%M}–{last} UTC{opens.isoformat()[-6:]}"

    @property
    def digest(self) -> str:
        """SHA-256 of what is signed."""
        return sha256(self.kept.content).hexdigest()


def manifests_of(desk: Desk, reader: Actor) -> tuple[Row, ...]:
    """Returns the manifests that a reader may see, the latest first; drawn ones for the registrar who is to sign them."""
    rows = [_row(desk, reader, one) for one in desk.book().manifest_order if _may_see(desk, reader, one)]
    drawn = [_row_of_drawn(kept, reader) for kept in unsigned(desk)] if _draws(reader) else []
    return (*reversed(drawn), *reversed(rows))


def find(desk: Desk, reader: Actor, manifest: ManifestId) -> Kept | None:
    """Returns a manifest that a reader may see; None where there is none, which looks the same."""
    entered = desk.book().manifests.get(manifest)
    if entered is None:
        return next((one for one in unsigned(desk) if one.manifest.id == manifest), None) if _draws(reader) else None
    try:
        kept = kept_manifest(desk, manifest)
    except InputNotUnderstood:
        return None
    return kept if may_read(reader, kept.parties) else None


def manifest_shown(desk: Desk, reader: Actor, kept: Kept) -> ManifestShown:
    """Returns a manifest as a reader may see it."""
    book, entered = desk.book(), kept.entered
    moved = entered is not None and entered.moved
    return ManifestShown(
        row=_row(desk, reader, entered) if entered else _row_of_drawn(kept, reader),
        kept=kept,
        signatures=tuple(_signatures(entered)) if entered else ((PartyId(MEDIATOR), None),),
        places=places_on(desk, kept.manifest),
        counts=progress(book, kept.manifest.id, reader.party).counts if moved else (),
        differ=len(differences(book, kept.manifest.id)) if moved else 0,
        copies=(PartyId(MEDIATOR), *kept.parties) if reader.is_mediator else (reader.party,),
        checks_off=reader.role is Role.OFFICER
        and entered is not None
        and entered.in_force
        and book.judge(reader.party) in entered.checkers,
    )


def people_shown(desk: Desk, reader: Actor, kept: Kept, places: Sequence[Place]) -> tuple[Shown, ...]:
    """Returns those on some places of a manifest, as the reader's side may see them."""
    return tuple(
        Shown(
            one,
            spaced(one.code),
            tuple(WHY[gate, truth] for gate, truth in one.gates.items() if truth is not Truth.YES),
            letter(one.place.group) if one.place.group else "",
        )
        for one in people_on(desk, kept.manifest, places, copy=reader.party)
    )


def may_sign(reader: Actor, kept: Kept) -> bool:
    """Whether a manifest waits for the signature of a reader's side: of one that nobody has signed the mediator's is first."""
    if reader.role is not (Role.REGISTRAR if reader.is_mediator else Role.DELEGATE):
        return False
    if kept.entered is None:
        return reader.is_mediator
    return not kept.entered.withdrawn and reader.party in kept.waiting_for


def _draws(reader: Actor) -> bool:
    return reader.is_mediator and reader.role is Role.REGISTRAR


def _may_see(desk: Desk, reader: Actor, entered: Entered) -> bool:
    return may_read(reader, [party for giver, taker, _ in _ways(desk, entered) for party in (giver, taker)])


def _ways(desk: Desk, entered: Entered) -> tuple[Way, ...]:
    digest = entered.content.sha256
    if digest not in _WAYS:
        try:
            movements = as_drawn(desk, desk.archive.document(digest)).manifest.movements
        except InputNotUnderstood:
            movements = ()
        _WAYS[digest] = tuple((part.from_party, part.to_party, len(part.lines)) for part in movements)
    return _WAYS[digest]


def _row(desk: Desk, reader: Actor, entered: Entered) -> Row:
    content = entered.content
    waiting = tuple(party for party in content.needs if party not in entered.signed)
    state = (
        "withdrawn" if entered.withdrawn
        else "moved" if entered.moved
        else "in force" if entered.in_force
        else "awaiting signatures"
    )  # fmt: skip
    signs = reader.role is (Role.REGISTRAR if reader.is_mediator else Role.DELEGATE)
    return Row(
        content.manifest, content.exchange, content.stage, content.moves_on, _ways(desk, entered), state,
        tuple(entered.signed), waiting, signs and not entered.withdrawn and reader.party in waiting,
    )  # fmt: skip


def _row_of_drawn(kept: Kept, reader: Actor) -> Row:
    one = kept.manifest
    ways = tuple((part.from_party, part.to_party, len(part.lines)) for part in one.movements)
    return Row(
        one.id, one.exchange, one.stage, one.moves_on.opens_at.date(), ways, "drawn", (), (PartyId(MEDIATOR),),
        may_sign(reader, kept),
    )  # fmt: skip


def _signatures(entered: Entered) -> Iterator[tuple[PartyId, date | None]]:
    for party in entered.content.needs:
        act = entered.signed.get(party)
        yield party, act.at.date() if act else None
