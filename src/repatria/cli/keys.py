"""Keys that a command is given: as text, or in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from repatria.store.keys import signer_of

if TYPE_CHECKING:
    from repatria.log.note import Signer, VerifierKey

MOST_KEY_BYTES = 4_096


def read_signer(path: Path) -> Signer:
    """Returns the private key in a file.

    Raises:
        InputNotUnderstood: The file cannot be read or holds no private key.
    """
    from repatria.cli.rows import read_bytes

    return signer_of(read_bytes(path, "key"))


def verifier_key(text: str) -> VerifierKey:
    """Returns the verifier key that is given as text, or lies in a file.

    Raises:
        InputNotUnderstood: It is neither.
    """
    from repatria.cli.rows import read_bytes
    from repatria.log.note import parse_key

    file = Path(text)
    if "+" in text and not file.is_file():
        return parse_key(text)
    return parse_key(read_bytes(file, "key")[:MOST_KEY_BYTES].decode("utf-8", "replace"))
