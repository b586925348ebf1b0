"""What leaves the desk so that others can check it: the log, and what was signed with its signatures.

The log is made from the journal: every act's commitment is a leaf, and a signed checkpoint says how many there are.

The journal comes first: an act is kept before it is published, and whatever is not published yet is published by the next
call, on the same path, whether the one before ended well or was killed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from repatria.desk.ports import Reader
from repatria.desk.session import Desk
from repatria.desk.terms.agreements import terms_text
from repatria.errors import IllegalAct, InputNotUnderstood
from repatria.exchange.manifest import from_bytes, manifest_text
from repatria.log.checkpoint import Checkpoint
from repatria.log.commitment import Opening, commit
from repatria.log.note import Signer
from repatria.log.tiles import TileWriter
from repatria.people.refs import ExchangeId


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


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """Terms or a manifest with every signature under it, as anybody can check them.

    Attributes:
        name: ``terms-`` and twelve digits of the digest, or the manifest's id; good as the name of a file.
        suffix: ``.toml`` or ``.json``.
        content: The exact bytes that were signed through their digest.
        note: A C2SP signed note: the text that was signed, and a line for each signature.
    """

    name: str
    suffix: str
    content: bytes
    note: bytes


def signed_documents(desk: Desk, *, exchange: ExchangeId) -> tuple[SignedDocument, ...]:
    """Returns the terms and manifests of an exchange that somebody has signed, in the order in which they came up.

    Raises:
        InputNotUnderstood: Nothing of that exchange was signed.
    """
    book = desk.book()
    known = book.exchanges.get(exchange)
    found = []
    for digest, signed in (known.signed if known else {}).items():
        note = _note(terms_text(exchange, digest), (act.signature for act in signed.values()))
        found.append(SignedDocument(f"terms-{digest[:12]}", ".toml", desk.archive.document(digest), note))
    for manifest in book.manifest_order:
        if manifest.content.exchange == exchange:
            content = desk.archive.document(manifest.content.sha256)
            note = _note(manifest_text(from_bytes(content)), (act.signature for act in manifest.signed.values()))
            found.append(SignedDocument(manifest.content.manifest, ".json", content, note))
    if not found:
        raise InputNotUnderstood("nothing of this exchange was signed", hint="sign-terms comes first")
    return tuple(found)


def _note(text: str, signatures: Iterable[str]) -> bytes:
    return "\n".join([text, *signatures, ""]).encode()
