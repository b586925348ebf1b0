"""Text tables as laboratories save them: delimiter found, headings kept, rows numbered as a spreadsheet shows them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from repatria.errors import Finding, InputNotUnderstood

_DELIMITERS = "\t;,"  # the one most frequent in the heading row; in a draw the first


class FileNotUnderstood(InputNotUnderstood):
    """A file of the laboratory is refused; ``findings`` has one for each place that is to be mended."""

    def __init__(self, kind: str, found: tuple[Finding, ...]) -> None:
        places = "1 place is" if len(found) == 1 else f"{len(found)} places are"
        super().__init__(f"{places} not understood; nothing was computed", hint=found[0].hint, place=kind)
        self.findings = found


@dataclass(frozen=True, slots=True)
class Row:
    """A filled row: its number as a spreadsheet counts (the headings are row 1), and as many cells as headings."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        kind: What it holds, for places: ``profiles``.
        headings: The first filled row, without white space around.
        rows: Filled rows after it.
        decimal_comma: Whether numbers may be written 0,25: only where cells are not divided by commas.
    """

    kind: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    decimal_comma: bool

    def place(self, row: Row) -> str:
        """Returns a row's place for findings: ``row 7 of profiles``."""
        return f"row {row.number} of {self.kind}"

    def column(self, *names: str) -> int | None:
        """Returns the index of the first heading that is one of ``names`` (folded), None when there is none."""
        wanted = {folded(name) for name in names}
        return next((i for i, heading in enumerate(self.headings) if folded(heading) in wanted), None)


def folded(heading: str) -> str:
    """Returns a heading as it is compared: without capitals, spaces, underscores, hyphens and points."""
    return "".join(letter for letter in heading.casefold() if letter not in " _-.")


def read_table(content: bytes, *, kind: str) -> Table:
    """Returns a delimited text file (comma, semicolon or tab; UTF-8, UTF-16 with its mark) as a table.

    Args:
        content: The file.
        kind: What it holds, for places.

    Raises:
        InputNotUnderstood: Not text, no headings, or a row longer than the headings.
    """
    text = _text(content, kind)
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        filled = [
            Row(number, tuple(cell.strip() for cell in cells))
            for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error:
        raise InputNotUnderstood("the table cannot be taken apart", hint="save it as plain CSV", place=kind) from None
    if not filled:
        raise InputNotUnderstood("the table is empty", hint="the first row holds the headings", place=kind)
    return Table(kind, filled[0].cells, tuple(_padded(filled[0], row, kind) for row in filled[1:]), delimiter != ",")


def _text(content: bytes, kind: str) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise InputNotUnderstood("the file is not UTF-8 text", hint="save it as CSV in UTF-8", place=kind)
    return text


def _padded(head: Row, row: Row, kind: str) -> Row:
    lacking = len(head.cells) - len(row.cells)
    if lacking < 0 and any(row.cells[len(head.cells) :]):
        raise InputNotUnderstood(
            "more cells than headings", hint="check its delimiters", place=f"row {row.number} of {kind}"
        )
    return Row(row.number, (*row.cells, *("" for _ in range(lacking)))[: len(head.cells)])
