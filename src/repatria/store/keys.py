"""Keys and salts: what a desk keeps beside itself, secret and readable by its owner only.

``keys/log.key`` signs the log's checkpoints, ``log.vkey`` is its public half for everybody who verifies,
``keys/handover.key`` knows again what devices recorded at a crossing, and ``keys/demo-seed`` exists beside a demo's desk
only.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from repatria.errors import InputNotUnderstood

if TYPE_CHECKING:
    from repatria.desk.session import DemoSalts
    from repatria.log.note import Signer

SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class SystemSalts:
    """Salts of the operating system's randomness; fulfils `desk.ports.Salts`."""

    def salt(self, seq: int) -> bytes:
        """Returns 32 bytes that nobody can guess; ``seq`` does not matter."""
        del seq
        return secrets.token_bytes(SALT_BYTES)


def demo_salts(home: Path) -> DemoSalts | None:
    """Returns the salts of a demo's desk, None when its seed is not beside it."""
    from repatria.desk.session import DemoSalts

    seed = demo_seed(home)
    return None if seed is None else DemoSalts(seed)


def demo_seed(home: Path) -> int | None:
    """Returns the seed of a demo's salts and keys, None when it is not beside the desk."""
    try:
        return int((home / "keys" / "demo-seed").read_text("ascii"))
    except (OSError, ValueError):
        return None


def new_signer(name: str, *, demo_seed: int | None) -> Signer:
    """Returns a new private key under a name; of a demo seed always the same one, which anybody can make."""
    from repatria.log.note import Signer

    if demo_seed is None:
        return Signer(name, secrets.token_bytes(32))
    return Signer(name, hashlib.sha256(f"repatria demo key {demo_seed} {name}".encode()).digest())


def handover_secret(home: Path) -> bytes:
    """Returns the key from which the keys of handover packs are made: 32 bytes, made at the first pack."""
    path = home / "keys" / "handover.key"
    if not path.is_file():
        try:
            write_private(path, secrets.token_hex(32))
        except InputNotUnderstood:  # another process was quicker
            if not path.is_file():
                raise
    return bytes.fromhex(path.read_text("ascii"))


def log_key_path(home: Path) -> Path:
    """Returns where the log's private key lies."""
    return home / "keys" / "log.key"


def log_key(home: Path) -> Signer:
    """Returns the log's private key.

    Raises:
        InputNotUnderstood: It is not there, or no private key.
    """
    try:
        return signer_of(log_key_path(home).read_bytes())
    except OSError:
        raise InputNotUnderstood("the log's key cannot be read", hint="check keys/log.key", place="key") from None


def signer_of(content: bytes) -> Signer:
    """Returns the private key that a file holds.

    Raises:
        InputNotUnderstood: It holds none.
    """
    from repatria.log.note import parse_signer

    try:
        text = content.decode("ascii")
    except UnicodeDecodeError:
        raise InputNotUnderstood("not a private key", hint="it starts with PRIVATE+KEY+", place="key") from None
    return parse_signer(text.strip())


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner can read (0600), as a whole or not at all; folders are made.

    Raises:
        InputNotUnderstood: It cannot be written, or another one is there: a key is never written over.
    """
    if path.exists():
        if path.read_text("utf-8") == text:
            return
        raise InputNotUnderstood("another key lies there already", hint="choose another place; keys are never lost")
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except OSError:
        raise InputNotUnderstood("the key cannot be written", hint="check the folder and its permissions") from None
