"""A manifest as it is kept: its bytes, and what was entered of it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from repatria.desk.session import Desk
from repatria.errors import InputNotUnderstood
from repatria.exchange.manifest import Manifest, from_bytes
from repatria.people.party import MEDIATOR, Actor, Role
from repatria.people.refs import ManifestId, PartyId
from repatria.register.agreements import Manifest as Entered

READERS = frozenset({Role.REGISTRAR, Role.DELEGATE, Role.OFFICER})
"""Whose work manifests are: who draws and signs them, and who stands at the crossing point."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A manifest with its bytes and its signatures.

    Attributes:
        content: The canonical bytes: what is signed.
        entered: What the book has of it; None for one that nobody has signed.
    """

    manifest: Manifest
    content: bytes
    entered: Entered | None

    @property
    def parties(self) -> tuple[PartyId, ...]:
        """Who hands over or receives on it, in alphabetical order."""
        return tuple(sorted({party for part in self.manifest.movements for party in (part.from_party, part.to_party)}))

    @property
    def signed_by(self) -> tuple[PartyId, ...]:
        """Who has signed it, in the order of the signatures."""
        return tuple(self.entered.signed) if self.entered else ()

    @property
    def waiting_for(self) -> tuple[PartyId, ...]:
        """Whose signature it still needs; empty for one that is not in the book."""
        return tuple(p for p in self.entered.content.needs if p not in self.entered.signed) if self.entered else ()


def kept_manifest(desk: Desk, manifest: ManifestId) -> Kept:
    """Returns a manifest that somebody has signed.

    Raises:
        InputNotUnderstood: There is none of this number.
    """
    entered = desk.book().manifests.get(manifest)
    if entered is None:
        raise InputNotUnderstood("nobody has signed a manifest of this number", hint="exchange plan draws manifests up")
    content = desk.archive.document(entered.content.sha256)
    return Kept(from_bytes(content), content, entered)


def as_drawn(desk: Desk, content: bytes) -> Kept:
    """Returns a manifest from its bytes, with its signatures where somebody has signed just these."""
    manifest = from_bytes(content)
    entered = desk.book().manifests.get(manifest.id)
    same = entered is not None and entered.content.sha256 == hashlib.sha256(content).hexdigest()
    return Kept(manifest, content, entered if same else None)


def may_read(reader: Actor, parties: Collection[PartyId]) -> bool:
    """Whether somebody may see a manifest at all: the mediator's people, and those of the parties between which it moves.

    Args:
        reader: Who wants to see it.
        parties: Who hands over or receives on it.
    """
    return reader.role in READERS and reader.party in (MEDIATOR, *parties)
