"""How a command that signs is given the signature: the private key, a signature made elsewhere, or the lines to take there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from repatria.cli import voice
from repatria.cli.keys import MOST_KEY_BYTES, read_signer
from repatria.cli.rows import FILE, read_bytes
from repatria.cli.writing import write_private_file
from repatria.errors import InputNotUnderstood

if TYPE_CHECKING:
    from repatria.log.elsewhere import Signs

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Given:
    """What a command was given to sign with; one of three.

    Attributes:
        key: File of the private key.
        signature: The line that ``repatria key sign`` printed, or a file that holds it.
        lines: Where the lines to be signed go; nothing is signed then.
    """

    key: Path | None
    signature: str | None
    lines: Path | None

    @staticmethod
    def of(*, key: Path | None, signature: str | None, lines: Path | None) -> Given:
        """Returns what was given.

        Raises:
            InputNotUnderstood: None of the three, or several.
        """
        if sum(one is not None for one in (key, signature, lines)) != 1:
            hint = "--key signs here; --lines writes what is to be signed elsewhere, --signature takes what was signed"
            raise InputNotUnderstood("give one of --key, --signature and --lines", hint=hint)
        return Given(key, signature, lines)

    def signs(self, text: str, registered: Iterable[str]) -> Signs | None:
        """Returns what signs a text; None where its lines were written instead.

        Args:
            text: What is signed.
            registered: Verifier keys of the holder.

        Raises:
            InputNotUnderstood: No private key, no signature line, or the lines cannot be written.
            NoteRefused: The signature is by another key, or over something else.
        """
        if self.lines is not None:
            write_private_file(self.lines, text.encode())
            return None
        if self.signature is None:
            assert self.key is not None
            return read_signer(self.key)
        from repatria.log.elsewhere import signed_elsewhere
        from repatria.log.note import parse_key

        return signed_elsewhere(_line(self.signature), text=text, keys=[parse_key(key) for key in registered])


def tell_lines(text: str, *, as_json: bool) -> None:
    """Says that lines were written to be signed elsewhere, and how."""
    if as_json:
        voice.document({"text": text})
    else:
        voice.message("written; sign them where the key lies: repatria key sign LINES --key KEY")


def _line(given: str) -> str:
    """A signature line given as text, or the content of a file."""
    file = Path(given)
    try:
        is_file = file.is_file()
    except OSError:  # a line is longer than the name of any file
        is_file = False
    return read_bytes(file, "signature")[:MOST_KEY_BYTES].decode("utf-8", "replace") if is_file else given


def signing_options(command: F) -> F:
    """Adds the three options to a command, which takes them as ``key``, ``signature`` and ``lines``."""
    for option in (
        click.option("--lines", type=FILE, metavar="FILE", help="Write the lines to be signed; enter nothing."),
        click.option(
            "--signature", metavar="LINE", help="What key sign printed where the key lies, or a file with it."
        ),
        click.option("--key", type=FILE, metavar="FILE", help="The private key of who signs."),
    ):
        command = option(command)
    return command
