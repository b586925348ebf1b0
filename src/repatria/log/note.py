"""Signed notes (C2SP signed-note): a text, an empty line, and one line for each signature, verified as Ed25519.

What the specification leaves open, or is easily missed, is decided here:

- A signature by an unknown key is kept as unverified, once, and otherwise ignored, also where it shares the name *or*
  the id of a known key.
- Every signature line of a known key is verified; one that fails refuses the whole note, also beside a good one of the
  same key (Go looks at the first only). A key that signs twice counts once, as in Go.
- At most 100 signature lines and 1,000,000 bytes, the limits of Go's ``sumdb/note``; the specification asks for 16 lines.
- Base64 must be canonical (RFC 4648 section 3.5), so that no bit of a note can change unnoticed.
- Only signature type 0x01 (Ed25519) is spoken. Signatures of other types are unknown keys.

Source: c2sp.org/signed-note. Verification is that of `cryptography`, which agrees with Go and Node on edge cases.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from repatria.errors import AnswerIsNo, InputNotUnderstood

ED25519 = b"\x01"
KEY_BYTES = 32
MAX_SIGNATURES = 100
MAX_NOTE_BYTES = 1_000_000

_AS_SENT = "take the note exactly as it was sent: mail and text programs change bytes"
_VKEY = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")
_SIGNATURE_LINE = re.compile(r"— (\S+) (\S+)")
_KEY_NAME = re.compile(r"[^\s+\x00-\x1f\ud800-\udfff]+")
_NOT_ALLOWED = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")


class NoteMalformed(InputNotUnderstood):
    """A note, a key or a text to sign does not have the form of the specification."""


class NoteRefused(AnswerIsNo):
    """A well-formed note carries a bad signature of a known key, or no signature of any."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under a name; ``str`` gives the text that people exchange (``NAME+KEYID+BASE64``).

    Attributes:
        name: Without spaces and plus signs, by custom an address without scheme such as ``desk.example/log``.
        public: The 32 bytes of an Ed25519 public key (RFC 8032).
    """

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.name) or len(self.public) != KEY_BYTES:
            raise NoteMalformed("not a verifier key", hint="a name without spaces or plus, and 32 bytes")

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    @property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256(name || 0x0A || 0x01 || public key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def verifies(self, signature: bytes, text: str) -> bool:
        """Whether ``signature`` is this key's over ``text``."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key under a name. It is never printed: ``repr`` leaves the seed out.

    Attributes:
        name: As in `VerifierKey`.
        seed: 32 secret bytes from the operating system's randomness (RFC 8032 private key).
    """

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not is_key_name(self.name) or len(self.seed) != KEY_BYTES:
            raise NoteMalformed("not a signer", hint="a name without spaces or plus, and a seed of 32 bytes")

    @property
    def key(self) -> VerifierKey:
        """The public half, to be handed to everyone who verifies."""
        return VerifierKey(self.name, self._private().public_key().public_bytes_raw())

    def secret_text(self) -> str:
        """Returns the private key as Go's tools write it (``PRIVATE+KEY+NAME+KEYID+BASE64``); keep it secret."""
        return f"PRIVATE+KEY+{self.name}+{self.key.key_id.hex()}+{base64.b64encode(ED25519 + self.seed).decode()}"

    def sign(self, text: str) -> Signature:
        """Returns this key's signature over ``text``; the same bytes every time."""
        return Signature(self.name, self.key.key_id, self._private().sign(text.encode()))

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: whose it says it is, and the bytes. Says nothing of whether it verifies.

    Attributes:
        name: Key name.
        key_id: 4 bytes.
        value: At least 1 byte, 64 for Ed25519.
    """

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"— {self.name} {base64.b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """An opened note.

    Attributes:
        text: What was signed, with its last newline.
        signed_by: Known keys whose signatures verified, each once, in the order of the note.
        unverified: Signatures of unknown keys, each once, as they stand.
    """

    text: str
    signed_by: tuple[VerifierKey, ...]
    unverified: tuple[Signature, ...] = ()


def is_key_name(name: str) -> bool:
    """Whether ``name`` can name a key: not empty, no space of Unicode, no control character, no plus sign."""
    return _KEY_NAME.fullmatch(name) is not None


def is_signable(text: str) -> bool:
    """Whether ``text`` can be signed: it ends in a newline and has no control characters but newlines."""
    return text.endswith("\n") and not _NOT_ALLOWED.search(text)


def parse_key(text: str) -> VerifierKey:
    """Returns the verifier key written as ``NAME+KEYID+BASE64``.

    Raises:
        NoteMalformed: Another form, another signature type than Ed25519, or a key id that does not belong to the key.
    """
    hint = "a verifier key looks like desk.example/log+de794bdb+AShzw…, in one piece"
    found = _VKEY.fullmatch(text.strip())
    if not found:
        raise NoteMalformed("not a verifier key", hint=hint)
    key = VerifierKey(found[1], _typed(found[3], hint))
    if key.key_id.hex() != found[2]:
        raise NoteMalformed("the id of a verifier key does not belong to the key", hint=hint)
    return key


def parse_signer(text: str) -> Signer:
    """Returns the signer written as by `Signer.secret_text`.

    Raises:
        NoteMalformed: Another form, or a key id that does not belong to the key. The message shows nothing of the text.
    """
    hint = "it starts with PRIVATE+KEY+"
    found = _VKEY.fullmatch(text.strip().removeprefix("PRIVATE+KEY+"))
    if not text.startswith("PRIVATE+KEY+") or not found:
        raise NoteMalformed("not a private key", hint=hint)
    signer = Signer(found[1], _typed(found[3], hint))
    if signer.key.key_id.hex() != found[2]:
        raise NoteMalformed("the id of a private key does not belong to the key", hint=hint)
    return signer


def sign_note(*, text: str, signers: Sequence[Signer]) -> bytes:
    """Returns ``text`` signed by each of ``signers``, one line each in their order.

    Raises:
        NoteMalformed: ``text`` does not end in a newline or holds control characters; no signer.
    """
    if not is_signable(text) or not signers:
        raise NoteMalformed("a text to sign ends in a newline, has no control characters, and needs a signer")
    return (text + "\n" + "".join(str(signer.sign(text)) for signer in signers)).encode()


def add_signature(note: bytes, *, signer: Signer) -> bytes:
    """Returns ``note`` with the signature of ``signer`` added, or unchanged where that very line stands in it.

    Signatures that are there are kept as they are, verified or not.

    Raises:
        NoteMalformed: ``note`` is not a signed note.
    """
    text, _ = read_note(note)
    line = str(signer.sign(text)).encode()
    return note if line in note[len(text.encode()) :] else note + line


def open_note(note: bytes, *, keys: Iterable[VerifierKey]) -> Note:
    """Returns the text of ``note`` and who of ``keys`` signed it; at least one did.

    Raises:
        NoteMalformed: Not a signed note, or two of ``keys`` that share name and id.
        NoteRefused: A signature of a known key fails, or no known key signed.
    """
    known = _by_name_and_id(keys)
    text, signatures = read_note(note)
    signed_by: list[VerifierKey] = []
    unverified: list[Signature] = []
    for signature in signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            unverified += [signature] if signature not in unverified else []
        elif not key.verifies(signature.value, text):
            raise NoteRefused("a signature does not verify", hint="do not use this note; ask for it anew")
        elif key not in signed_by:
            signed_by.append(key)
    if not signed_by:
        raise NoteRefused("no known key signed this", hint="check that the verifier key is that of this log")
    return Note(text, tuple(signed_by), tuple(unverified))


def read_note(note: bytes) -> tuple[str, tuple[Signature, ...]]:
    """Returns text and signature lines of ``note`` without verifying anything; trust neither before `open_note`.

    Raises:
        NoteMalformed: Not a signed note: not UTF-8, control characters, no empty line, no or too many or damaged
            signature lines, too long.
    """
    if len(note) > MAX_NOTE_BYTES:
        raise NoteMalformed(f"a note of more than {MAX_NOTE_BYTES} bytes", hint=_AS_SENT)
    try:
        decoded = note.decode()
    except UnicodeDecodeError:
        raise NoteMalformed("a note that is not UTF-8", hint=_AS_SENT) from None
    if _NOT_ALLOWED.search(decoded):
        raise NoteMalformed("a note with control characters", hint="line ends are single newlines")
    text, separator, lines = decoded.rpartition("\n\n")
    if not separator or not lines.endswith("\n"):
        raise NoteMalformed("a note without an empty line before its signatures, or cut off at the end", hint=_AS_SENT)
    signatures = lines[:-1].split("\n")
    if len(signatures) > MAX_SIGNATURES:
        raise NoteMalformed(f"a note with more than {MAX_SIGNATURES} signatures", hint=_AS_SENT)
    return text + "\n", tuple(map(_signature, signatures))


def decode_base64(text: str) -> bytes | None:
    """Returns the bytes of canonical standard base64 (RFC 4648 section 4), or None for any other text."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return value if base64.b64encode(value).decode() == text else None


def _signature(line: str) -> Signature:
    found = _SIGNATURE_LINE.fullmatch(line)
    value = decode_base64(found[2]) if found else None
    if not found or not value or len(value) < 5 or not is_key_name(found[1]):
        raise NoteMalformed("a signature line is damaged", hint="a line reads: em dash, space, name, space, base64")
    return Signature(found[1], value[:4], value[4:])


def _typed(text: str, hint: str) -> bytes:
    value = decode_base64(text)
    if value is None or value[:1] != ED25519 or len(value) != 1 + KEY_BYTES:
        raise NoteMalformed("not an Ed25519 key of signature type 1", hint=hint)
    return value[1:]


def _by_name_and_id(keys: Iterable[VerifierKey]) -> dict[tuple[str, bytes], VerifierKey]:
    known: dict[tuple[str, bytes], VerifierKey] = {}
    for key in keys:
        if known.setdefault((key.name, key.key_id), key) != key:
            raise NoteMalformed("two different keys share name and id", hint="give one of them another name")
    return known
