"""What the desk needs from outside: an archive that keeps, a clock, and salts.

The desk decides; these do. Anything that fulfils a protocol here will do: the memory archive of `desk.memory`, the Django
archive of `store`, the clock of a test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from repatria.people.refs import Sha256


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the archive keeps it.

    Attributes:
        seq: Its number in the journal and in the log, from 0 without gaps.
        kind: Name of the act, as in the payload's ``act``; what the log shows of it.
        payload: The canonical bytes (`register.acts.encode`).
        salt: 32 bytes; with the payload it opens the commitment, without it nobody can guess.
    """

    seq: int
    kind: str
    payload: bytes
    salt: bytes


class Reader(Protocol):
    """What can be read of an archive."""

    def size(self) -> int:
        """Returns the number of acts kept."""

    def entries(self, *, start: int = 0, at_most: int | None = None) -> Iterator[Entry]:
        """Yields the acts from number ``start`` on, in order, so many where that is given, without holding all in memory."""

    def document(self, digest: Sha256) -> bytes:
        """Returns a document's bytes.

        Raises:
            InputNotUnderstood: No document with this digest is kept.
        """


class Writer(Reader, Protocol):
    """What can be written while nobody else writes; sees its own writes."""

    def keep(self, content: bytes) -> Sha256:
        """Keeps a document under its SHA-256 and returns that; keeping it twice changes nothing."""

    def append(self, entries: Iterable[Entry]) -> None:
        """Appends acts; the first must have the number `size`, and so on without gaps.

        Raises:
            IllegalAct: The numbers do not continue the journal.
        """


class Archive(Reader, Protocol):
    """Keeps the journal and the documents it commits to. Invariant: acts are only ever added."""

    def writing(self) -> AbstractContextManager[Writer]:
        """Opens the archive for one writer: all that is written is durable when the block ends, or nothing is."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Returns the present moment, in UTC, whole seconds."""


class Salts(Protocol):
    """Makes salts."""

    def salt(self, seq: int) -> bytes:
        """Returns 32 bytes for act ``seq``; unguessable except in a demo."""
