"""Files that commands write for people: readable by their owner only, there as a whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from repatria.errors import InputNotUnderstood


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Returns a CSV that a spreadsheet opens (UTF-8 with BOM); no text of it is run as a formula."""
    from repatria.lists.writing import csv_bytes as made  # lists are slow to load, and few commands write tables

    return made(headings, rows)


KEPT = (b"SQLite format 3\0", b"PRIVATE+KEY+")
"""How files begin that nothing is written over: desks and private keys."""


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(max(map(len, KEPT)))


def write_private_file(path: Path, content: bytes) -> None:
    """Writes a file (0600), over one that is there; a desk, a key or a device is never written over.

    Raises:
        InputNotUnderstood: It cannot be written, or may not be.
    """
    with private_file(path) as file:
        file.write(content)


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """Gives a file to write into, as `write_private_file` does; what is not finished leaves nothing behind.

    Raises:
        InputNotUnderstood: It cannot be written, or may not be.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        if path.exists() and (not path.is_file() or _head(path).startswith(KEPT)):
            raise InputNotUnderstood(
                "a desk, a key or something that is no file lies there", hint="choose another name"
            )
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
        unfinished.replace(path)
    except OSError:
        raise InputNotUnderstood("a file cannot be written", hint="check the folder of --out and its space") from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)  # a part of it may hold names


def make_folder(path: Path) -> None:
    """Makes a folder that only its owner can enter, with those above it, unless it is there.

    Raises:
        InputNotUnderstood: It cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        raise InputNotUnderstood("the folder cannot be made", hint="choose another for --out") from None
