"""The archive that lies in a database, through Django.

Invariant: acts are only ever added, with numbers from 0 without gaps; one writer at a time, and what it writes is on the
disk when its block ends, all of it or nothing. Import this module only when Django has started (`opening` sees to it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Self

from django.db import connections, models, transaction

from repatria.desk.ports import Entry
from repatria.errors import IllegalAct
from repatria.people.refs import Sha256
from repatria.store import postgres
from repatria.store.failures import told, told_while_reading
from repatria.store.models import Document, DocumentPiece, JournalEntry
from repatria.store.rows import TableReader, TableWriter

_INSERT_ENTRY = "INSERT INTO repatria_journal (seq, kind, payload) VALUES (%s, %s, %s)"
_INSERT_SALT = "INSERT INTO repatria_salt (entry_id, content) VALUES (%s, %s)"


class DjangoReader(TableReader):
    """Reads a desk in a database; fulfils `desk.ports.Reader`.

    Attributes:
        alias: Django's name for the database.
        place: What messages call it; holds no password.
    """

    def __init__(self, *, alias: str, place: str) -> None:
        self.alias = alias
        self.place = place

    def _last_number(self) -> int | None:
        last: int | None = JournalEntry.objects.using(self.alias).aggregate(last=models.Max("seq"))["last"]
        return last

    def _rows(self, start: int, rows: int) -> Iterable[tuple[int, str, object, object]]:
        found = JournalEntry.objects.using(self.alias).filter(seq__gte=start).order_by("seq")
        return found.values_list("seq", "kind", "payload", "salt__content")[:rows]

    def _size_of(self, digest: Sha256) -> int | None:
        return Document.objects.using(self.alias).filter(sha256=digest).values_list("size", flat=True).first()

    def _pieces(self, digest: Sha256, size: int) -> Iterator[bytes]:
        pieces = DocumentPiece.objects.using(self.alias).filter(document_id=digest).values_list("content", flat=True)
        number = count()
        while size > 0:
            piece: bytes = pieces.get(number=next(number))
            size -= len(piece)
            yield piece


class DjangoWriter(DjangoReader, TableWriter):
    """Writes within one transaction; fulfils `desk.ports.Writer`."""

    def _all_or_nothing(self) -> AbstractContextManager[object]:
        step: AbstractContextManager[object] = transaction.atomic(using=self.alias)
        return step

    def _insert(self, batch: Sequence[Entry]) -> None:
        # Five times as fast as bulk_create, and the longest part of taking in a file of answers.
        with connections[self.alias].cursor() as cursor:
            cursor.executemany(_INSERT_ENTRY, [(entry.seq, entry.kind, entry.payload) for entry in batch])
            cursor.executemany(_INSERT_SALT, [(entry.seq, entry.salt) for entry in batch])

    def _insert_document(self, digest: Sha256, size: int, pieces: Iterator[bytes]) -> None:
        Document.objects.using(self.alias).create(sha256=digest, size=size)
        for number, content in enumerate(pieces):
            DocumentPiece.objects.using(self.alias).create(document_id=digest, number=number, content=content)


class DjangoArchive(DjangoReader):
    """Keeps the journal and the documents in a database; fulfils `desk.ports.Archive`."""

    def __init__(self, *, alias: str, place: str, wait_s: float) -> None:
        super().__init__(alias=alias, place=place)
        self._wait_s = wait_s

    @contextmanager
    def writing(self) -> Iterator[DjangoWriter]:
        """Opens the archive for one writer; another one, in any process, waits until this one is done.

        Raises:
            IllegalAct: This thread is writing already.
            DeskUnavailable: Another writer took too long, or the disk does not take what was written.
        """
        connection = connections[self.alias]
        with told_while_reading(self.place):
            connection.ensure_connection()
        if connection.in_atomic_block:
            raise IllegalAct("the archive is already open for writing", hint="write within the block that is open")
        writer = DjangoWriter(alias=self.alias, place=self.place)
        with told(self.place), transaction.atomic(using=self.alias, durable=True):
            if connection.vendor == "postgresql":
                postgres.lock_for_writing(connection, wait_s=self._wait_s)
            try:
                yield writer
            finally:
                writer.closed = True

    def close(self) -> None:
        """Closes this thread's connection; the next use opens it again."""
        connections[self.alias].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()
