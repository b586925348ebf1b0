"""An archive in memory: the obvious one, for tests and for trying things out.

Invariant: what is kept changes only when a `writing` block ends without an exception, and then all at once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from repatria.desk.ports import Entry
from repatria.errors import IllegalAct, InputNotUnderstood
from repatria.people.refs import Sha256


class MemoryReader:
    """Reads a journal and documents that lie in memory; fulfils `desk.ports.Reader`."""

    def __init__(self, journal: list[Entry], papers: dict[Sha256, bytes]) -> None:
        self.journal = journal
        self.papers = papers

    def size(self) -> int:
        """Returns the number of acts kept."""
        return len(self.journal)

    def entries(self, *, start: int = 0, at_most: int | None = None) -> Iterator[Entry]:
        """Yields the acts from number ``start`` on, in order; so many where that is given."""
        yield from self.journal[start : None if at_most is None else start + at_most]

    def document(self, digest: Sha256) -> bytes:
        """Returns a document's bytes.

        Raises:
            InputNotUnderstood: No document with this digest is kept.
        """
        if digest not in self.papers:
            raise InputNotUnderstood("no document with this digest is kept", place=f"sha256:{digest}")
        return self.papers[digest]


class MemoryWriter(MemoryReader):
    """Writes into copies of journal and documents; fulfils `desk.ports.Writer`."""

    closed = False

    def keep(self, content: bytes) -> Sha256:
        """Keeps a document under its SHA-256 and returns that; keeping it twice changes nothing.

        Raises:
            IllegalAct: The block that opened the archive for writing has ended.
        """
        self._require_open()
        digest = Sha256(sha256(content).hexdigest())
        self.papers[digest] = content
        return digest

    def append(self, entries: Iterable[Entry]) -> None:
        """Appends acts, all of them or none.

        Raises:
            IllegalAct: The numbers do not continue the journal, or the writing block has ended.
        """
        self._require_open()
        new = list(entries)
        for expected, entry in enumerate(new, start=self.size()):
            if entry.seq != expected:
                raise IllegalAct(f"act {entry.seq} does not continue the journal: number {expected} is next")
        self.journal.extend(new)

    def _require_open(self) -> None:
        if self.closed:
            raise IllegalAct("the archive is no longer open for writing", hint="write within the block that opens it")


class MemoryArchive(MemoryReader):
    """Keeps journal and documents in memory; fulfils `desk.ports.Archive`."""

    def __init__(self) -> None:
        super().__init__([], {})
        self._lock = threading.Lock()
        self._writing_thread: int | None = None

    @contextmanager
    def writing(self) -> Iterator[MemoryWriter]:
        """Opens the archive for one writer; a writer in another thread waits until this one is done.

        Raises:
            IllegalAct: This thread is writing already.
        """
        if self._writing_thread == threading.get_ident():
            raise IllegalAct("the archive is already open for writing", hint="write within the block that is open")
        with self._lock:
            self._writing_thread = threading.get_ident()
            writer = MemoryWriter(list(self.journal), dict(self.papers))
            try:
                yield writer
                self.journal, self.papers = writer.journal, writer.papers
            finally:
                writer.closed = True
                self._writing_thread = None
