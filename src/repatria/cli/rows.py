"""Files that people hand to a command: read whole, and working files taken apart row by row, all problems at once.

No message quotes a cell, and no place is a file's name: places are "row 7 of answers".
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.people.fields import Field
from repatria.people.refs import LineRef, SpecimenRef, line_ref, specimen_ref

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
Word = TypeVar("Word", bound=StrEnum)


class RowsNotUnderstood(InputNotUnderstood):
    """Rows of a working file are not understood; ``findings`` has one for each of them."""

    def __init__(self, kind: str, found: Sequence[Finding]) -> None:
        rows = "1 row is" if len(found) == 1 else f"{len(found)} rows are"
        super().__init__(f"{rows} not understood; nothing was entered", hint=found[0].hint, place=kind)
        self.findings = tuple(found)


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row of a working file, by heading."""

    cells: Mapping[str, str]

    def text(self, heading: str) -> str:
        """Returns a cell without the white space around it; empty when there is none."""
        return self.cells.get(heading, "").strip()

    def line(self, heading: str) -> LineRef:
        """Returns a line's reference."""
        return _of(heading, lambda: line_ref(self.text(heading)))

    def line_or_none(self, heading: str) -> LineRef | None:
        """Returns a line's reference, None for an empty cell."""
        return self.line(heading) if self.text(heading) else None

    def line_or_specimen(self, heading: str) -> LineRef | SpecimenRef:
        """Returns a line's reference, or a specimen's."""
        read = specimen_ref if "/" in self.text(heading) else line_ref
        return _of(heading, lambda: read(self.text(heading)))

    def specimens(self, heading: str, *, of: LineRef) -> tuple[SpecimenRef, ...]:
        """Returns the specimens of a bag that a cell names by reference or by number, with spaces or commas between them."""
        names = self.text(heading).replace(",", " ").replace(";", " ").split()
        full = [name if "/" in name else f"{of}/{name}" for name in names]
        return _of(heading, lambda: tuple(specimen_ref(name) for name in full))

    def word(self, heading: str, words: type[Word]) -> Word:
        """Returns a word of a closed list."""
        return _of(heading, lambda: word(self.text(heading), words))

    def whole(self, heading: str) -> int:
        """Returns a whole number of at most nine digits."""
        cell = self.text(heading)
        if not (cell.isascii() and cell.isdecimal() and len(cell) < 10):
            raise InputNotUnderstood(f"{heading}: not a whole number", hint="write it in digits")
        return int(cell)

    def day_or_none(self, heading: str) -> date | None:
        """Returns a day, None for an empty cell."""
        cell = self.text(heading)
        try:
            return date.fromisoformat(cell[:10]) if cell else None
        except ValueError:
            raise InputNotUnderstood(f"{heading}: not a day", hint="write it as 2031-06-02") from None

    def flag(self, heading: str) -> bool:
        """Returns whether a cell says yes; empty is no."""
        cell = self.text(heading).casefold()
        if cell not in ("", "yes", "no", "true", "false", "1", "0"):
            raise InputNotUnderstood(f"{heading}: neither yes nor no", hint="write yes or no")
        return cell in ("yes", "true", "1")


def _of(heading: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except InputNotUnderstood as wrong:
        raise InputNotUnderstood(f"{heading}: {wrong.message}", hint=wrong.hint) from None


def word(text: str, words: type[Word]) -> Word:
    """Returns the word of a closed list that a text says, whatever its capitals.

    Raises:
        InputNotUnderstood: It is none of them; the message does not repeat the text.
    """
    folded = " ".join(text.casefold().split())
    for one in words:
        if folded == one.value.casefold():
            return one
    raise InputNotUnderstood("none of the words known here", hint="one of: " + ", ".join(words))


def numbered(text: str, letter: str) -> str:
    """Returns a reference such as ``M-0003``; what is none is refused without repeating it."""
    if not re.fullmatch(rf"{letter}-[0-9]{{1,9}}", text):
        raise InputNotUnderstood("not a reference of this kind", hint=f"it looks like {letter}-0003")
    return text


def fields(texts: Sequence[str]) -> tuple[Field, ...]:
    """Returns the fields named by texts, each of one or several names with commas between them."""
    names = [name.strip() for text in texts for name in text.replace(";", ",").split(",") if name.strip()]
    return tuple(word(name.replace(" ", "_").replace("-", "_"), Field) for name in names)


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
    headings = [heading.casefold().replace(" ", "_") for heading in sheet.headings]
    missing = [name for name in needs if name not in headings]
    if missing or len(set(headings)) < len(headings):
        told = "lacks the heading " + ", ".join(missing) if missing else "has a heading twice"
        raise InputNotUnderstood(f"the file {told}", hint="headings needed: " + ", ".join(needs), place=kind)
    return _taken(((row.number, Row(dict(zip(headings, row.cells, strict=True)))) for row in sheet.rows), kind, take)


def _taken(numbered: Any, kind: str, take: Callable[[Row], T]) -> list[T]:
    taken: list[T] = []
    found: list[Finding] = []
    for number, row in numbered:
        try:
            taken.append(take(row))
        except InputNotUnderstood as wrong:
            place = f"row {number} of {kind}"
            found.append(Finding(Severity.ERROR, "row-not-understood", place, wrong.message, wrong.hint))
        _remember(row, f"row {number} of {kind}")
    if found:
        raise RowsNotUnderstood(kind, found)
    return taken


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
