"""Rows of a working file (answers, facts, visits): cells under headings, read as references, words, days and yes or no.

What is not understood is told row by row; a message never repeats a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.people.fields import Field
from repatria.people.refs import LineRef, SpecimenRef, line_ref, specimen_ref

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


def taken(
    headings: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    *,
    kind: str,
    needs: Sequence[str],
    take: Callable[[Row], T],
    seen: Callable[[Row, str], None] = lambda row, place: None,  # noqa: ARG005 - nobody looks
) -> list[T]:
    """Returns what ``take`` makes of every row.

    Args:
        headings: As they stand in the file; capitals and spaces do not matter.
        rows: Number in the file, and as many cells as there are headings.
        kind: What the file holds, for places: ``answers``.
        needs: Headings that must be there; others that ``take`` knows may be.
        take: Makes a value of a row or raises `InputNotUnderstood`.
        seen: Is told every row and its place.

    Raises:
        RowsNotUnderstood: Some rows are not understood; all of them are told at once.
        InputNotUnderstood: A heading is missing, or stands there twice.
    """
    names = [heading.casefold().replace(" ", "_") for heading in headings]
    missing = [name for name in needs if name not in names]
    if missing or len(set(names)) < len(names):
        told = "lacks the heading " + ", ".join(missing) if missing else "has a heading twice"
        raise InputNotUnderstood(f"the file {told}", hint="headings needed: " + ", ".join(needs), place=kind)
    made: list[T] = []
    found: list[Finding] = []
    for number, cells in rows:
        row, place = Row(dict(zip(names, cells, strict=True))), f"row {number} of {kind}"
        try:
            made.append(take(row))
        except InputNotUnderstood as wrong:
            found.append(Finding(Severity.ERROR, "row-not-understood", place, wrong.message, wrong.hint))
        seen(row, place)
    if found:
        raise RowsNotUnderstood(kind, found)
    return made
