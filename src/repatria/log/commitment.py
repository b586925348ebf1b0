r"""Commitments: the leaf that an act leaves in the log, which shows nothing of it and binds to every byte of it.

A leaf is one line of ASCII, in this form and no other::

    repatria-commitment/1 SEQUENCE KIND MAC\n

- ``repatria-commitment/1``: the format; another would get another number.
- SEQUENCE: the leaf's index in the log, decimal, from 0, no leading zeros.
- KIND: the class of act, 1 to 64 letters, digits and hyphens, starting with a letter. It is public: never personal.
- MAC: HMAC-SHA-256 with the act's own salt (32 random bytes) as key over the act's canonical bytes, 64 lower-case
  hexadecimal digits.

The salt lies with the payload. A plain hash of a name and a birth date could be found out by trying a population
register; without the salt it cannot. Erasing payload and salt leaves the commitment, and the log, standing.
The salt must be exactly 32 bytes: HMAC pads shorter keys with zeros, so that two lengths could open one commitment.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field

from repatria.errors import InputNotUnderstood
from repatria.log.merkle import MAX_SIZE

SALT_BYTES = 32
FORMAT = "repatria-commitment/1"

_KIND = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_LEAF = re.compile(rb"repatria-commitment/1 (0|[1-9][0-9]{0,18}) ([A-Za-z][A-Za-z0-9-]{0,63}) ([0-9a-f]{64})\n")


class CommitmentMalformed(InputNotUnderstood):
    """A leaf is not a commitment, or one was asked for with a salt, kind or number outside the format."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a leaf says.

    Attributes:
        sequence: Index of the leaf in its log.
        kind: Class of the act.
        mac: HMAC-SHA-256 over the act, 32 bytes.
    """

    sequence: int
    kind: str
    mac: bytes

    def leaf(self) -> bytes:
        """Returns the bytes of the leaf."""
        return f"{FORMAT} {self.sequence} {self.kind} {self.mac.hex()}\n".encode()


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens the commitment of one act, as its journal keeps it. ``repr`` shows the kind only.

    Attributes:
        kind: Class of the act.
        payload: Canonical bytes of the act; None where they were erased.
        salt: 32 bytes; None where it was erased.
    """

    kind: str
    payload: bytes | None = field(repr=False)
    salt: bytes | None = field(repr=False)

    @property
    def is_erased(self) -> bool:
        """Whether payload or salt are gone, so that only kind and place can still be checked."""
        return self.payload is None or self.salt is None


def commit(*, kind: str, sequence: int, payload: bytes, salt: bytes) -> bytes:
    """Returns the leaf that commits to ``payload`` as act number ``sequence`` of class ``kind``.

    Raises:
        CommitmentMalformed: A salt that is not 32 bytes, a kind outside the format, a negative or too large number.
    """
    if len(salt) != SALT_BYTES or not _KIND.fullmatch(kind) or not 0 <= sequence <= MAX_SIZE:
        raise CommitmentMalformed(
            "an act cannot be committed to",
            hint="the salt has 32 bytes, the kind letters, digits and hyphens, the number counts from 0",
        )
    return Commitment(sequence, kind, hmac.digest(salt, payload, hashlib.sha256)).leaf()


def parse_commitment(leaf: bytes) -> Commitment:
    """Returns what ``leaf`` says.

    Raises:
        CommitmentMalformed: It is not in the format.
    """
    found = _LEAF.fullmatch(leaf)
    if not found:
        raise CommitmentMalformed("a leaf is not a commitment", hint=f"it starts with {FORMAT}")
    return Commitment(int(found[1]), found[2].decode(), bytes.fromhex(found[3].decode()))


def opens(leaf: bytes, *, sequence: int, opening: Opening) -> bool:
    """Whether ``opening`` fits the commitment ``leaf`` at index ``sequence``; of an erased act only kind and place."""
    try:
        said = parse_commitment(leaf)
    except CommitmentMalformed:
        return False
    if (said.sequence, said.kind) != (sequence, opening.kind):
        return False
    if opening.payload is None or opening.salt is None:
        return True
    if len(opening.salt) != SALT_BYTES:
        return False
    return hmac.compare_digest(hmac.digest(opening.salt, opening.payload, hashlib.sha256), said.mac)
