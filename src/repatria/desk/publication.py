"""The log is made from the journal: every act's commitment is a leaf, and a signed checkpoint says how many there are.

The journal comes first: an act is kept before it is published, and whatever is not published yet is published by the next
call, on the same path, whether the one before ended well or was killed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from repatria.desk.ports import Reader
from repatria.desk.session import Desk
from repatria.errors import IllegalAct
from repatria.log.checkpoint import Checkpoint
from repatria.log.commitment import Opening, commit
from repatria.log.note import Signer
from repatria.log.tiles import TileWriter


def publish(desk: Desk, *, directory: Path, key: Signer) -> Checkpoint:
    """Appends the commitments of all acts not yet in the log and signs a checkpoint; returns it.

    Raises:
        LogRefused: The log contradicts the journal, or cannot be written.
    """
    opened = desk.book().desk
    if opened is None:
        raise IllegalAct("the desk is not open yet")
    writer = TileWriter.open(directory, key=key.key, origin=opened.origin)
    start = max(0, writer.size - 1)  # the last leaf there is compared, so that another journal's log is not continued
    writer.append(leaves(desk.archive, start=start), at=start)
    return writer.publish(signers=[key], size=desk.archive.size())


def leaves(archive: Reader, *, start: int = 0) -> Iterator[bytes]:
    """Yields the commitments of the acts from number ``start`` on."""
    for entry in archive.entries(start=start):
        yield commit(kind=entry.kind, sequence=entry.seq, payload=entry.payload, salt=entry.salt)


def openings(archive: Reader) -> Iterator[Opening]:
    """Yields what opens each commitment, for verifying the log against the journal."""
    for entry in archive.entries():
        yield Opening(entry.kind, entry.payload, entry.salt)
