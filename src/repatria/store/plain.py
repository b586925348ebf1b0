"""The archive in an SQLite file, by the plain driver: for a process that only keeps a desk, such as a command.

Django owns the tables (`models`, migrations); a command that has to import Django first spends most of its time on that.
Same tables, same settings, same promises as `DjangoArchive`, and the same contract holds both: acts are only ever added,
with numbers from 0 without gaps; one writer at a time, and what it writes is on the disk when its block ends, or nothing.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Final, Self

from repatria.desk.ports import Entry
from repatria.errors import IllegalAct, InputNotUnderstood
from repatria.people.refs import Sha256
from repatria.store import sqlite
from repatria.store.failures import damaged, told, told_while_reading
from repatria.store.opening import APP, MIGRATIONS, WAIT_S
from repatria.store.rows import BATCH_ROWS, PAGE_ROWS, PIECE_BYTES, entry_of, require_continuing

_PAGE: Final = """SELECT j.seq, j.kind, j.payload, s.content FROM repatria_journal j
LEFT JOIN repatria_salt s ON s.entry_id = j.seq WHERE j.seq >= ? ORDER BY j.seq LIMIT ?"""
_PIECES: Final = "SELECT content FROM repatria_document_piece WHERE document_id = ? ORDER BY number"


def open_plainly(path: Path, *, wait_s: float = WAIT_S) -> PlainArchive | None:
    """Returns the archive of the desk at ``path``, or None when that needs Django: no such file, no tables, old tables.

    Raises:
        DeskUnavailable: The desk cannot be read and written now.
    """
    if not path.is_file():
        return None
    archive = PlainArchive(Connections(path, wait_s=wait_s))
    with told_while_reading(str(path)):
        ready = archive.is_ready()
    if not ready:
        archive.close()
        return None
    return archive


class Connections:
    """The connections to one file, one a thread, each opened when first used."""

    def __init__(self, path: Path, *, wait_s: float) -> None:
        self.path = path
        self._wait_s = wait_s
        self._local = threading.local()

    def get(self) -> Any:
        """Returns this thread's connection."""
        known = getattr(self._local, "connection", None)
        if known is None:
            uri = f"{self.path.absolute().as_uri()}?mode=rw"
            known = sqlite.newest().connect(uri, uri=True, timeout=self._wait_s, isolation_level=None)
            for statement in sqlite.pragmas():
                known.execute(statement)
            self._local.connection = known
            weakref.finalize(self._local, _close, known)  # also at the end: SQLite then empties its write-ahead log
        return known

    def close(self) -> None:
        """Closes this thread's connection; the next use opens it again."""
        known = getattr(self._local, "connection", None)
        if known is not None:
            _close(known)
            self._local.connection = None


def _close(connection: Any) -> None:
    with suppress(Exception):  # the interpreter may be half gone, or another thread's connection
        connection.close()


class PlainReader:
    """Reads a desk in an SQLite file; fulfils `desk.ports.Reader`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._place = str(connections.path)

    def size(self) -> int:
        """Returns the number of acts kept.

        Raises:
            DeskUnavailable: The desk cannot be read.
        """
        with told_while_reading(self._place):
            last: int | None = self._one("SELECT max(seq) FROM repatria_journal")
            return 0 if last is None else last + 1

    def entries(self, *, start: int = 0) -> Iterator[Entry]:
        """Yields the acts from number ``start`` on, in order; a payload or salt that was erased is empty.

        Raises:
            DeskUnavailable: The desk cannot be read, or an act is missing.
        """
        following = start
        while page := self._page(following):
            yield from page
            following += len(page)

    def _page(self, start: int) -> list[Entry]:
        with told_while_reading(self._place):
            page = [entry_of(*row) for row in self._connections.get().execute(_PAGE, (start, PAGE_ROWS)).fetchall()]
        if page and page[-1].seq != start + len(page) - 1:
            raise damaged(self._place)
        return page

    def document(self, digest: Sha256) -> bytes:
        """Returns a document's bytes, checked against their digest.

        Raises:
            InputNotUnderstood: No document with this digest is kept.
            DeskUnavailable: The desk cannot be read, or the document was changed.
        """
        with told_while_reading(self._place):
            if self._one("SELECT 1 FROM repatria_document WHERE sha256 = ?", digest) is None:
                raise InputNotUnderstood("no document with this digest is kept", place=f"sha256:{digest}")
            content = b"".join(piece for (piece,) in self._connections.get().execute(_PIECES, (digest,)))
        if sha256(content).hexdigest() != digest:
            raise damaged(self._place)
        return content

    def _one(self, statement: str, *values: object) -> Any:
        row = self._connections.get().execute(statement, values).fetchone()
        return row[0] if row else None


class PlainWriter(PlainReader):
    """Writes within one transaction; fulfils `desk.ports.Writer`."""

    closed = False

    def keep(self, content: bytes) -> Sha256:
        """Keeps a document under its SHA-256 and returns that; keeping it twice changes nothing.

        Raises:
            IllegalAct: The block that opened the archive for writing has ended.
            DeskUnavailable: The desk cannot be written.
        """
        self._require_open()
        digest = Sha256(sha256(content).hexdigest())
        with told(self._place), self._all_or_nothing() as connection:
            if self._one("SELECT 1 FROM repatria_document WHERE sha256 = ?", digest) is None:
                connection.execute("INSERT INTO repatria_document (sha256, size) VALUES (?, ?)", (digest, len(content)))
                for number, at in enumerate(range(0, len(content), PIECE_BYTES)):
                    connection.execute(
                        "INSERT INTO repatria_document_piece (document_id, number, content) VALUES (?, ?, ?)",
                        (digest, number, content[at : at + PIECE_BYTES]),
                    )
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
        with told(self._place), self._all_or_nothing() as connection:
            while batch := list(islice(rest, BATCH_ROWS)):
                require_continuing(batch, following)
                connection.executemany(
                    "INSERT INTO repatria_journal (seq, kind, payload) VALUES (?, ?, ?)",
                    [(entry.seq, entry.kind, entry.payload) for entry in batch],
                )
                connection.executemany(
                    "INSERT INTO repatria_salt (entry_id, content) VALUES (?, ?)",
                    [(entry.seq, entry.salt) for entry in batch],
                )
                following += len(batch)

    @contextmanager
    def _all_or_nothing(self) -> Iterator[Any]:
        connection = self._connections.get()
        connection.execute("SAVEPOINT step")
        try:
            yield connection
        except BaseException:
            if connection.in_transaction:  # a full disk may have ended it already
                connection.execute("ROLLBACK TO step")
                connection.execute("RELEASE step")
            raise
        connection.execute("RELEASE step")

    def _require_open(self) -> None:
        if self.closed:
            raise IllegalAct("the archive is no longer open for writing", hint="write within the block that opens it")


class PlainArchive(PlainReader):
    """Keeps the journal and the documents in an SQLite file; fulfils `desk.ports.Archive`."""

    def is_ready(self) -> bool:
        """Whether the file is a desk of this version; sets the journal mode if it is."""
        connection = self._connections.get()
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "django_migrations" not in tables:
            return False
        applied = connection.execute("SELECT name FROM django_migrations WHERE app = ?", (APP,)).fetchall()
        if {name for (name,) in applied} != set(MIGRATIONS):
            return False
        wanted = sqlite.journal_mode()
        found: str = self._one("PRAGMA journal_mode")
        return found == wanted or self._one(f"PRAGMA journal_mode={wanted}") == wanted

    @contextmanager
    def writing(self) -> Iterator[PlainWriter]:
        """Opens the archive for one writer; another one, in any process, waits until this one is done.

        Raises:
            IllegalAct: This thread is writing already.
            DeskUnavailable: Another writer took too long, or the disk does not take what was written.
        """
        with told_while_reading(self._place):
            connection = self._connections.get()
        if connection.in_transaction:
            raise IllegalAct("the archive is already open for writing", hint="write within the block that is open")
        writer = PlainWriter(self._connections)
        with told(self._place):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield writer
                writer.closed = True
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                writer.closed = True

    def close(self) -> None:
        """Closes this thread's connection; the next use opens it again."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()
