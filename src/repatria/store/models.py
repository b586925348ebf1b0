"""The tables of a desk: the journal, the salts that open its commitments, and the documents it commits to.

Invariant: rows of the journal are only ever added, with numbers from 0 without gaps. Erasing a person means emptying a
payload, deleting a salt, or both: each makes the commitment in the log unopenable, and neither changes the numbers.
"""

from __future__ import annotations

from django.db import models


class JournalEntry(models.Model):
    """One act; the payload is empty once erased."""

    seq: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField(primary_key=True)
    kind: models.CharField[str, str] = models.CharField(max_length=64)
    payload: models.BinaryField[bytes, bytes] = models.BinaryField()

    class Meta:
        db_table = "repatria_journal"

    def __str__(self) -> str:
        return f"act {self.seq}"


class EntrySalt(models.Model):
    """The salt of one act, in a table of its own so that it can be erased by itself."""

    entry_id: int
    entry: models.OneToOneField[JournalEntry, JournalEntry] = models.OneToOneField(
        JournalEntry, on_delete=models.PROTECT, primary_key=True, related_name="salt"
    )
    content: models.BinaryField[bytes, bytes] = models.BinaryField()

    class Meta:
        db_table = "repatria_salt"

    def __str__(self) -> str:
        return f"salt of act {self.entry_id}"


class Document(models.Model):
    """A file as it was handed in, under its SHA-256 in lower-case hexadecimal; its bytes lie in pieces."""

    sha256: models.CharField[str, str] = models.CharField(max_length=64, primary_key=True)
    size: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField()  # bytes

    class Meta:
        db_table = "repatria_document"

    def __str__(self) -> str:
        return f"sha256:{self.sha256}"


class DocumentPiece(models.Model):
    """Part ``number`` (from 0) of a document.

    Pieces, because one value of 512 MB would lie in memory several times over while the database takes or gives it
    (and both databases end at about 1 GB for one value).
    """

    document_id: str
    document: models.ForeignKey[Document, Document] = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="pieces", db_index=False
    )
    number: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    content: models.BinaryField[bytes, bytes] = models.BinaryField()

    class Meta:
        db_table = "repatria_document_piece"
        constraints = (models.UniqueConstraint(fields=("document", "number"), name="repatria_piece_once"),)

    def __str__(self) -> str:
        return f"piece {self.number} of sha256:{self.document_id}"
