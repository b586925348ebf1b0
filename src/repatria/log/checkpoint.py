"""Checkpoints (C2SP tlog-checkpoint): what a log says of itself at one size, in three lines, signed as a note."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

from repatria.log.merkle import EMPTY_ROOT, MAX_SIZE, is_hash
from repatria.log.note import (
    NoteMalformed,
    NoteRefused,
    Signer,
    VerifierKey,
    decode_base64,
    open_note,
    sign_note,
)

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_HINT = "the first line is the origin, the second the size, the third the root in base64"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log.

    Attributes:
        origin: Which log, such as ``desk.example/log``.
        size: Number of leaves, 0 to 2**63 - 1.
        root: The RFC 6962 root over them, 32 bytes.
        extensions: Further lines, opaque. Nobody can audit them; this library writes none.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lines = (self.origin, *self.extensions)
        if any(not line or "\n" in line for line in lines) or not 0 <= self.size <= MAX_SIZE or not is_hash(self.root):
            raise NoteMalformed("not a checkpoint", hint=_HINT)
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise NoteMalformed("an empty log has the root of the empty tree", hint=_HINT)

    def __str__(self) -> str:
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """Returns the checkpoint that a note's text says.

    Raises:
        NoteMalformed: Fewer than three lines, an empty one, a size with leading zeros, a root that is not 32 bytes.
    """
    lines = text.split("\n")
    digest = decode_base64(lines[2]) if len(lines) > 3 else None
    if lines.pop() != "" or digest is None or not _SIZE.fullmatch(lines[1]):
        raise NoteMalformed("not a checkpoint", hint=_HINT)
    return Checkpoint(lines[0], int(lines[1]), digest, tuple(lines[3:]))


def sign_checkpoint(checkpoint: Checkpoint, *, signers: Sequence[Signer]) -> bytes:
    """Returns the signed note of ``checkpoint``; the log's own signer is named like the origin and stands first."""
    return sign_note(text=str(checkpoint), signers=signers)


def open_checkpoint(note: bytes, *, key: VerifierKey, origin: str | None = None) -> Checkpoint:
    """Returns the checkpoint in ``note``, signed by ``key``, of the log ``origin`` (by default the name of the key).

    Signatures of others, such as witnesses, are ignored here; `note.open_note` shows them.

    Raises:
        NoteMalformed: Not a note, or its text not a checkpoint.
        NoteRefused: Not signed by ``key``, a signature of it that fails, or another log's checkpoint.
    """
    checkpoint = parse_checkpoint(open_note(note, keys=[key]).text)
    if checkpoint.origin != (key.name if origin is None else origin):
        raise NoteRefused("a checkpoint of another log", hint="check the directory and the origin that you expect")
    return checkpoint
