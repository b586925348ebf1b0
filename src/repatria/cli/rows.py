"""Files that people hand to a command: read whole, and working files taken apart row by row, all problems at once.

No message quotes a cell, and no place is a file's name: places are "row 7 of answers".
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from repatria.errors import InputNotUnderstood
from repatria.people.rows import Row, RowsNotUnderstood, Word, fields, numbered, taken, word

__all__ = [
    "FILE", "Row", "RowsNotUnderstood", "Word", "fields", "numbered", "one_or_file", "read_bytes", "read_rows", "read_text",
    "word",
]  # fmt: skip

PLAIN_BYTES = 16 * 2**20
"""A plain text file up to this size is parsed here: at 24 bytes of memory a byte at worst it stays below 400 MB. What is
larger, or a workbook, is parsed in a limited process."""

ARCHIVE = b"PK"
"""What XLSX and ODS begin with."""

MOST_BYTES = 512 * 2**20
"""Longest file that is read at all, as `repatria.lists.Limits` has it by default: /dev/zero has no end."""

MOST_TEXT_BYTES = 8 * 2**20
"""Longest text that is read: eight times the longest that the desk takes as terms."""

T = TypeVar("T")


def read_rows(path: Path, *, kind: str, needs: Sequence[str], take: Callable[[Row], T]) -> list[T]:
    """Returns what ``take`` makes of every filled row of a CSV or workbook.

    Args:
        path: The file.
        kind: What it holds, for places: ``answers``.
        needs: Headings that must be there; others that ``take`` knows may be.
        take: Makes a value of a row or raises `InputNotUnderstood`.

    Raises:
        RowsNotUnderstood: Some rows are not understood; all of them are told at once.
        InputNotUnderstood: The file cannot be read, or a heading is missing.
    """
    from repatria.lists import rows, rows_limited

    content = read_bytes(path, kind)
    plain = len(content) <= PLAIN_BYTES and not content.startswith(ARCHIVE)
    try:
        sheet = rows(content) if plain else rows_limited(content)
    except InputNotUnderstood as wrong:
        raise InputNotUnderstood(wrong.message, hint=wrong.hint, place=kind) from None
    numbered = ((row.number, row.cells) for row in sheet.rows)
    return taken(sheet.headings, numbered, kind=kind, needs=needs, take=take, seen=_remember)


def _remember(row: Row, place: str) -> None:
    """Notes in which row a line stands, so that a refusal by the desk can say so."""
    context = click.get_current_context(silent=True)
    if context is not None:
        known = context.meta.setdefault("rows", {})
        for heading in ("line", "left", "right", "remains"):
            if row.text(heading):
                known.setdefault(row.text(heading), place)


def one_or_file(
    arguments: Mapping[str, str | None],
    path: Path | None,
    *,
    kind: str,
    needs: Sequence[str],
    take: Callable[[Row], T],
) -> list[T]:
    """Returns the values of one item given by arguments, or of all rows of ``--file``; never of both.

    Raises:
        click.UsageError: Neither is given, both are, or an argument is missing.
    """
    given = {name: value for name, value in arguments.items() if value}
    if path is not None:
        if given:
            _usage(f"give either --file or {' '.join(arguments).upper()}, not both")
        return read_rows(path, kind=kind, needs=needs, take=take)
    missing = [name.upper() for name in needs if name not in given]
    if missing:
        _usage(f"missing {' '.join(missing)}, or give --file")
    return [take(Row(given))]


def _usage(text: str) -> NoReturn:
    raise click.UsageError(text, ctx=click.get_current_context())


def read_bytes(path: Path, kind: str, *, at_most: int = MOST_BYTES) -> bytes:
    """Returns a file's bytes; ``kind`` is what messages call it, for its name may say whose it is.

    Raises:
        InputNotUnderstood: It cannot be read, or has more than ``at_most`` bytes.
    """
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            whole = stat.S_ISREG(found.st_mode) and found.st_size <= at_most
            content = file.read() if whole else file.read(at_most + 1)
    except FileNotFoundError:
        raise InputNotUnderstood("there is no such file", hint="check the path", place=kind) from None
    except IsADirectoryError:
        raise InputNotUnderstood("this is a folder, not a file", hint="name the file in it", place=kind) from None
    except (OSError, ValueError):
        raise InputNotUnderstood("the file cannot be read", hint="check its permissions", place=kind) from None
    if len(content) > at_most:
        raise InputNotUnderstood(f"the file is larger than {at_most // 2**20} MB", hint="split it", place=kind)
    return content


def read_text(path: Path, kind: str) -> str:
    """Returns a file's text.

    Raises:
        InputNotUnderstood: It cannot be read, or is not UTF-8.
    """
    try:
        return read_bytes(path, kind, at_most=MOST_TEXT_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputNotUnderstood("the file is not UTF-8 text", hint="save it as UTF-8", place=kind) from None


FILE = click.Path(path_type=Path)
"""A file to be read: whether it is there is found out by `read_bytes`, in words without its name."""
