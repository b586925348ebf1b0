"""The archive in an SQLite file, by the plain driver: for a process that only keeps a desk, such as a command.

Django owns the tables (`models`, migrations); a command that has to import Django first spends most of its time on that.
Same tables, same settings, same promises as `DjangoArchive`, and the same contract holds both: acts are only ever added,
with numbers from 0 without gaps; one writer at a time, and what it writes is on the disk when its block ends, or nothing.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Self

from repatria.desk.ports import Entry
from repatria.errors import IllegalAct
from repatria.people.refs import Sha256
from repatria.store import sqlite
from repatria.store.failures import told, told_while_reading
from repatria.store.opening import APP, MIGRATIONS, WAIT_S
from repatria.store.rows import TableReader, TableWriter

_PAGE: Final = """SELECT j.seq, j.kind, j.payload, s.content FROM repatria_journal j
LEFT JOIN repatria_salt s ON s.entry_id = j.seq WHERE j.seq >= ? ORDER BY j.seq LIMIT ?"""
_INSERT_ENTRY: Final = "INSERT INTO repatria_journal (seq, kind, payload) VALUES (?, ?, ?)"
_INSERT_SALT: Final = "INSERT INTO repatria_salt (entry_id, content) VALUES (?, ?)"
_INSERT_PIECE: Final = "INSERT INTO repatria_document_piece (document_id, number, content) VALUES (?, ?, ?)"
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


class PlainReader(TableReader):
    """Reads a desk in an SQLite file; fulfils `desk.ports.Reader`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self.place = str(connections.path)

    def _last_number(self) -> int | None:
        last: int | None = self._one("SELECT max(seq) FROM repatria_journal")
        return last

    def _rows(self, start: int, rows: int) -> Iterable[tuple[int, str, object, object]]:
        found: list[tuple[int, str, object, object]] = self._connections.get().execute(_PAGE, (start, rows)).fetchall()
        return found

    def _size_of(self, digest: Sha256) -> int | None:
        size: int | None = self._one("SELECT size FROM repatria_document WHERE sha256 = ?", digest)
        return size

    def _pieces(self, digest: Sha256, size: int) -> Iterator[bytes]:  # noqa: ARG002 - all there are, whatever it says
        for (piece,) in self._connections.get().execute(_PIECES, (digest,)):
            yield piece

    def _one(self, statement: str, *values: object) -> Any:
        row = self._connections.get().execute(statement, values).fetchone()
        return row[0] if row else None


class PlainWriter(PlainReader, TableWriter):
    """Writes within one transaction; fulfils `desk.ports.Writer`."""

    @contextmanager
    def _all_or_nothing(self) -> Iterator[object]:
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

    def _insert(self, batch: Sequence[Entry]) -> None:
        connection = self._connections.get()
        connection.executemany(_INSERT_ENTRY, [(entry.seq, entry.kind, entry.payload) for entry in batch])
        connection.executemany(_INSERT_SALT, [(entry.seq, entry.salt) for entry in batch])

    def _insert_document(self, digest: Sha256, size: int, pieces: Iterator[bytes]) -> None:
        connection = self._connections.get()
        connection.execute("INSERT INTO repatria_document (sha256, size) VALUES (?, ?)", (digest, size))
        connection.executemany(_INSERT_PIECE, ((digest, number, content) for number, content in enumerate(pieces)))


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
        with told_while_reading(self.place):
            connection = self._connections.get()
        if connection.in_transaction:
            raise IllegalAct("the archive is already open for writing", hint="write within the block that is open")
        writer = PlainWriter(self._connections)
        with told(self.place):
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
