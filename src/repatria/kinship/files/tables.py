"""Text tables as laboratories save them: delimiter found, headings kept, rows numbered as a spreadsheet shows them."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from repatria.errors import Finding, InputNotUnderstood

_DELIMITERS = "\t;,"  # the one most frequent in the heading row; in a draw the first

MOST_COLUMNS = 2_000
"""Columns of a table: 64 markers (what CODIS CMF allows a specimen) with ten alleles, sizes and heights each are 1,920."""

_LONGEST_LINE = 2**20

_ABOVE = 20
"""Rows among which the headings are looked for: offices write a title above them."""


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


def read_table(content: bytes, *, kind: str, heads: Collection[str] = ()) -> Table:
    """Returns a delimited text file (comma, semicolon or tab; UTF-8, UTF-16 with its mark) as a table.

    Args:
        content: The file.
        kind: What it holds, for places.
        heads: One of these must be among the headings (folded); rows above them are passed over. Without them, or where no
            row has one, the first filled row is the headings.

    Raises:
        InputNotUnderstood: Not text, no headings, too many of them, or a row longer than the headings.
    """
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    head = _head(content, encoding)
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        rows = csv.reader(_lines(content, encoding, kind), delimiter=delimiter)
        return table_of(enumerate(rows, start=1), kind=kind, heads=heads, decimal_comma=delimiter != ",")
    except csv.Error:
        raise InputNotUnderstood("the table cannot be taken apart", hint="save it as plain CSV", place=kind) from None
    except UnicodeError:
        raise _no_text(kind) from None


def _head(content: bytes, encoding: str) -> str:
    """Returns the first line that a delimiter parts."""
    top = [line for line in content[: 2**20].decode(encoding, errors="replace").splitlines() if line.strip()][:_ABOVE]
    return next((line for line in top if any(mark in line for mark in _DELIMITERS)), "")


def _lines(content: bytes, encoding: str, kind: str) -> Iterator[str]:
    """Yields the lines of a text, one in memory at a time."""
    if encoding == "utf-8-sig" and b"\0" in content:
        raise _no_text(kind)
    for line in io.TextIOWrapper(io.BytesIO(content), encoding, newline=""):
        if len(line) > _LONGEST_LINE:
            raise InputNotUnderstood("a line of more than 1 MB", hint="check its line ends and delimiters", place=kind)
        if "\0" in line:
            raise _no_text(kind)
        yield line


def _no_text(kind: str) -> InputNotUnderstood:
    return InputNotUnderstood("the file is not UTF-8 text", hint="save it as CSV in UTF-8", place=kind)


def table_of(
    rows: Iterable[tuple[int, Sequence[str]]], *, kind: str, heads: Collection[str] = (), decimal_comma: bool = False
) -> Table:
    """Returns numbered rows of cells as a table, as `read_table` does; a sheet of a workbook is given so.

    Raises:
        InputNotUnderstood: As `read_table`.
    """
    known: dict[str, str] = {}
    filled = [Row(number, row) for number, cells in rows if (row := _stripped(cells, known))]
    if not filled:
        raise InputNotUnderstood("the table is empty", hint="the first row holds the headings", place=kind)
    at = next((i for i, row in enumerate(filled[:_ABOVE]) if any(folded(cell) in heads for cell in row.cells)), 0)
    head = filled[at]
    width = len(head.cells)
    if width > MOST_COLUMNS:
        raise InputNotUnderstood(f"more than {MOST_COLUMNS:,} columns", hint="check its delimiters", place=kind)
    body = tuple(_padded(head, row, kind) for row in filled[at + 1 :])
    return Table(kind, head.cells, body, decimal_comma)


def _stripped(cells: Sequence[str], known: dict[str, str]) -> tuple[str, ...]:
    """Returns cells without white space around and without empty ones at the end; the same text is kept once."""
    row = [cell.strip() for cell in cells]
    while row and not row[-1]:
        row.pop()
    return tuple(known.setdefault(cell, cell) for cell in row)


def _padded(head: Row, row: Row, kind: str) -> Row:
    lacking = len(head.cells) - len(row.cells)
    if lacking < 0:
        raise InputNotUnderstood(
            "more cells than headings", hint="check its delimiters", place=f"row {row.number} of {kind}"
        )
    return Row(row.number, (*row.cells, *("" for _ in range(lacking)))) if lacking else row
