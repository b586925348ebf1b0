"""What every way to the tables shares: how a row becomes an act, how acts must follow each other, how large a step is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from repatria.desk.ports import Entry
from repatria.errors import IllegalAct

PAGE_ROWS: Final = 2_000  # read at a time: no cursor stays open between them, so a reader never holds up a writer
BATCH_ROWS: Final = 2_000  # written at a time
PIECE_BYTES: Final = 8 * 2**20  # of a document


def entry_of(seq: int, kind: str, payload: object, salt: object) -> Entry:
    """Returns the act of a row; an erased payload or salt is empty.

    Raises:
        TypeError: A value of another type: SQLite keeps any type in any column.
    """
    if not (isinstance(payload, bytes) and isinstance(salt, bytes | None)):
        raise TypeError
    return Entry(seq, kind, payload, salt or b"")


def require_continuing(batch: Sequence[Entry], following: int) -> None:
    """Lets acts through whose numbers follow each other from ``following`` on.

    Raises:
        IllegalAct: One does not.
    """
    for expected, entry in enumerate(batch, start=following):
        if entry.seq != expected:
            raise IllegalAct(f"act {entry.seq} does not continue the journal: number {expected} is next")
