"""The archive that lies in a database, through Django.

Invariant: acts are only ever added, with numbers from 0 without gaps; one writer at a time, and what it writes is on the
disk when its block ends, all of it or nothing. Import this module only when Django has started (`opening` sees to it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from itertools import count, islice
from typing import Self

from django.db import connections, models, transaction

from repatria.desk.ports import Entry
from repatria.errors import IllegalAct, InputNotUnderstood
from repatria.people.refs import Sha256
from repatria.store import postgres
from repatria.store.failures import damaged, told, told_while_reading
from repatria.store.models import Document, DocumentPiece, JournalEntry
from repatria.store.rows import BATCH_ROWS, PAGE_ROWS, PIECE_BYTES, entry_of, require_continuing

_INSERT_ENTRY = "INSERT INTO repatria_journal (seq, kind, payload) VALUES (%s, %s, %s)"
_INSERT_SALT = "INSERT INTO repatria_salt (entry_id, content) VALUES (%s, %s)"


class DjangoReader:
    """Reads a desk in a database; fulfils `desk.ports.Reader`.

    Attributes:
        alias: Django's name for the database.
        place: What messages call it; holds no password.
    """

    def __init__(self, *, alias: str, place: str) -> None:
        self.alias = alias
        self.place = place

    def size(self) -> int:
        """Returns the number of acts kept.

        Raises:
            DeskUnavailable: The desk cannot be read.
        """
        with told_while_reading(self.place):
            last: int | None = self._journal().aggregate(last=models.Max("seq"))["last"]
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
        rows = self._journal().filter(seq__gte=start).order_by("seq")
        with told_while_reading(self.place):
            page = [entry_of(*row) for row in rows.values_list("seq", "kind", "payload", "salt__content")[:PAGE_ROWS]]
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
            size = Document.objects.using(self.alias).filter(sha256=digest).values_list("size", flat=True).first()
            if size is None:
                raise InputNotUnderstood("no document with this digest is kept", place=f"sha256:{digest}")
            content = self._join(digest, size)
        if sha256(content).hexdigest() != digest:
            raise damaged(self.place)
        return content

    def _join(self, digest: Sha256, size: int) -> bytes:
        pieces = DocumentPiece.objects.using(self.alias).filter(document_id=digest).values_list("content", flat=True)
        joined, number = BytesIO(), count()  # it gives its buffer away without a copy
        while joined.tell() < size:
            joined.write(pieces.get(number=next(number)))
        return joined.getvalue()

    def _journal(self) -> models.QuerySet[JournalEntry]:
        return JournalEntry.objects.using(self.alias)


class DjangoWriter(DjangoReader):
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
        documents = Document.objects.using(self.alias)
        with told(self.place), transaction.atomic(using=self.alias):
            if not documents.filter(sha256=digest).exists():
                documents.create(sha256=digest, size=len(content))
                self._split(digest, content)
        return digest

    def _split(self, digest: Sha256, content: bytes) -> None:
        pieces = DocumentPiece.objects.using(self.alias)
        for number, at in enumerate(range(0, len(content), PIECE_BYTES)):
            pieces.create(document_id=digest, number=number, content=content[at : at + PIECE_BYTES])

    def append(self, entries: Iterable[Entry]) -> None:
        """Appends acts, all of them or none.

        Raises:
            IllegalAct: The numbers do not continue the journal, or the writing block has ended.
            DeskUnavailable: The desk cannot be written.
        """
        self._require_open()
        following = self.size()
        rest = iter(entries)
        with told(self.place), transaction.atomic(using=self.alias):
            while batch := list(islice(rest, BATCH_ROWS)):
                require_continuing(batch, following)
                self._insert(batch)
                following += len(batch)

    def _insert(self, batch: list[Entry]) -> None:
        # Five times as fast as bulk_create, and the longest part of taking in a file of answers.
        with connections[self.alias].cursor() as cursor:
            cursor.executemany(_INSERT_ENTRY, [(entry.seq, entry.kind, entry.payload) for entry in batch])
            cursor.executemany(_INSERT_SALT, [(entry.seq, entry.salt) for entry in batch])

    def _require_open(self) -> None:
        if self.closed:
            raise IllegalAct("the archive is no longer open for writing", hint="write within the block that opens it")


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
