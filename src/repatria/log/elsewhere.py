"""A signature that was made on another machine, where the private key lies: it is handed in as a line, never the key.

Whoever takes a key to sign with takes `Signs`; a `Signer` and a `SignedElsewhere` both are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from repatria.log.note import NoteMalformed, NoteRefused, Signature, VerifierKey, decode_base64

_LINE = re.compile(r"(?:—|–|--?)\s+(\S+)\s+([A-Za-z0-9+/=]+)")
"""A signature line; terminals that have no em dash write a hyphen or two, which changes nothing of what was signed."""
_AS_PRINTED = "paste the whole line that the signing command printed; it starts with a dash"
_MOST_LETTERS = 4_000
PRIVATE = "PRIVATE+KEY+"
"""How a private key begins, which somebody may paste by mistake."""
_BYTES = 4 + 64
"""An id of a key, and an Ed25519 signature."""


class Signs(Protocol):
    """A key that signs texts."""

    @property
    def key(self) -> VerifierKey:
        """The public half."""

    def sign(self, text: str) -> Signature:
        """Returns the key's signature over a text."""


@dataclass(frozen=True, slots=True)
class SignedElsewhere:
    """One signature of a key whose private half is not here. It signs the one text that was signed, and no other."""

    key: VerifierKey
    signature: Signature

    def __str__(self) -> str:
        return str(self.signature).strip()

    def sign(self, text: str) -> Signature:
        """Returns the signature.

        Raises:
            NoteRefused: It is not this key's over this text.
        """
        if not self.key.verifies(self.signature.value, text):
            raise NoteRefused("the signature is not under this text", hint="sign exactly the lines that are shown")
        return self.signature


def signed_elsewhere(line: str, *, text: str, keys: Iterable[VerifierKey]) -> SignedElsewhere:
    """Returns a signature handed in as a line, verified over ``text``.

    Args:
        line: The line; what stands before it, such as the text that was signed, is left aside.
        text: What must have been signed.
        keys: Keys that may sign; the line says which one of them it is by.

    Raises:
        NoteMalformed: No signature line, or several.
        NoteRefused: It is by none of the keys, or not over this text.
    """
    signature = _read(line)
    for key in keys:
        if (key.name, key.key_id) == (signature.name, signature.key_id):
            signed = SignedElsewhere(key, signature)
            signed.sign(text)
            return signed
    raise NoteRefused("the signature is by a key that is not registered", hint="sign with the party's registered key")


def _read(text: str) -> Signature:
    if PRIVATE in text:
        hint = "it is no longer secret: make a new key and have it registered; paste signatures only"
        raise NoteMalformed("this is a private key, not a signature", hint=hint)
    lines = [line.strip() for line in text[:_MOST_LETTERS].splitlines() if _LINE.fullmatch(line.strip())]
    found = _LINE.fullmatch(lines[0]) if len(lines) == 1 else None
    value = decode_base64(found[2]) if found else None
    if not found or not value or len(value) != _BYTES:
        raise NoteMalformed("not a signature line", hint=_AS_PRINTED)
    return Signature(found[1], value[:4], value[4:])
