"""What every way to the tables shares: reading acts page by page, joining documents, and writing all or nothing.

A way to the tables (`archive` through Django, `plain` through the SQLite driver) says how one statement is sent; what an
archive promises is kept here, once.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from hashlib import sha256
from io import BytesIO
from itertools import islice
from typing import Final

from repatria.desk.ports import Entry
from repatria.errors import IllegalAct, InputNotUnderstood
from repatria.people.refs import Sha256
from repatria.store.failures import damaged, told, told_while_reading

PAGE_ROWS: Final = 2_000  # read at a time: no cursor stays open between them, so a reader never holds up a writer
BATCH_ROWS: Final = 2_000  # written at a time
PIECE_BYTES: Final = 8 * 2**20  # of a document


class TableReader(ABC):
    """Reads a desk's tables; fulfils `desk.ports.Reader`.

    Attributes:
        place: What messages call the desk; holds no password.
    """

    place: str

    def size(self) -> int:
        """Returns the number of acts kept.

        Raises:
            DeskUnavailable: The desk cannot be read.
        """
        with told_while_reading(self.place):
            last = self._last_number()
            return 0 if last is None else last + 1

    def entries(self, *, start: int = 0, at_most: int | None = None) -> Iterator[Entry]:
        """Yields the acts from number ``start`` on, in order; a payload or salt that was erased is empty.

        ``at_most`` says how many are wanted; no more than these are read.

        Raises:
            DeskUnavailable: The desk cannot be read, or an act is missing.
        """
        following, left = start, sys.maxsize if at_most is None else at_most
        while page := self._page(following, min(PAGE_ROWS, left)) if left > 0 else ():
            yield from page
            following += len(page)
            left -= len(page)

    def _page(self, start: int, rows: int) -> list[Entry]:
        with told_while_reading(self.place):
            page = [_entry(*row) for row in self._rows(start, rows)]
        if page and page[-1].seq != start + len(page) - 1:
            raise damaged(self.place)
        return page

    def document(self, digest: Sha256) -> bytes:
        """Returns a document's bytes, checked against their digest.

        Raises:
            InputNotUnderstood: No document with this digest is kept.
            DeskUnavailable: The desk cannot be read, or the document was changed.
        """
        with told_while_reading(self.place):
            size = self._size_of(digest)
            if size is None:
                raise InputNotUnderstood("no document with this digest is kept", place=f"sha256:{digest}")
            joined = BytesIO()  # it gives its buffer away without a copy
            for piece in self._pieces(digest, size):
                joined.write(piece)
            content = joined.getvalue()
        if sha256(content).hexdigest() != digest:
            raise damaged(self.place)
        return content

    @abstractmethod
    def _last_number(self) -> int | None:
        """The number of the last act, None when there is none."""

    @abstractmethod
    def _rows(self, start: int, rows: int) -> Iterable[tuple[int, str, object, object]]:
        """At most so many rows of number, kind, payload and salt, from ``start`` on, in order."""

    @abstractmethod
    def _size_of(self, digest: Sha256) -> int | None:
        """The length of a document, None when it is not kept."""

    @abstractmethod
    def _pieces(self, digest: Sha256, size: int) -> Iterator[bytes]:
        """The pieces of a document of ``size`` bytes, in order."""


def _entry(seq: int, kind: str, payload: object, salt: object) -> Entry:
    if not (isinstance(payload, bytes) and isinstance(salt, bytes | None)):  # SQLite keeps any type in any column
        raise TypeError
    return Entry(seq, kind, payload, salt or b"")


class TableWriter(TableReader):
    """Writes a desk's tables within one transaction; fulfils `desk.ports.Writer`."""

    closed = False

    def keep(self, content: bytes) -> Sha256:
        """Keeps a document under its SHA-256 and returns that; keeping it twice changes nothing.

        Raises:
            IllegalAct: The block that opened the archive for writing has ended.
            DeskUnavailable: The desk cannot be written.
        """
        self._require_open()
        digest = Sha256(sha256(content).hexdigest())
        with told(self.place), self._all_or_nothing():
            if self._size_of(digest) is None:
                pieces = (content[at : at + PIECE_BYTES] for at in range(0, len(content), PIECE_BYTES))
                self._insert_document(digest, len(content), pieces)
        return digest

    def append(self, entries: Iterable[Entry]) -> None:
        """Appends acts, all of them or none.

        Raises:
            IllegalAct: The numbers do not continue the journal, or the writing block has ended.
            DeskUnavailable: The desk cannot be written.
        """
        self._require_open()
        following = self.size()
        rest = iter(entries)
        with told(self.place), self._all_or_nothing():
            while batch := list(islice(rest, BATCH_ROWS)):
                _require_continuing(batch, following)
                self._insert(batch)
                following += len(batch)

    def _require_open(self) -> None:
        if self.closed:
            raise IllegalAct("the archive is no longer open for writing", hint="write within the block that opens it")

    @abstractmethod
    def _all_or_nothing(self) -> AbstractContextManager[object]:
        """A step within the transaction: what is written in it stays together, or goes together."""

    @abstractmethod
    def _insert(self, batch: Sequence[Entry]) -> None:
        """Adds acts with their salts."""

    @abstractmethod
    def _insert_document(self, digest: Sha256, size: int, pieces: Iterator[bytes]) -> None:
        """Adds a document with its pieces."""


def _require_continuing(batch: Sequence[Entry], following: int) -> None:
    for expected, entry in enumerate(batch, start=following):
        if entry.seq != expected:
            raise IllegalAct(f"act {entry.seq} does not continue the journal: number {expected} is next")
