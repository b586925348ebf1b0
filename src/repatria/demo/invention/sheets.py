"""Writes lists as offices send them: title rows, merged cells, empty rows, totals; XLSX and CSV of several encodings.

Invariant: the same sheet gives the same bytes, always; workbooks carry a fixed creation day.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

MADE_AT = datetime(2031, 5, 1, 9, 0)  # noqa: DTZ001 - a spreadsheet's property has no zone
"""The creation date that every workbook carries, so that its bytes do not change."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as an office lays it out.

    Attributes:
        titles: Rows above the headings, each merged over the whole width in XLSX.
        headings: Headings, left to right.
        rows: Cells, as text or as a day of the spreadsheet.
        totals: The row under the table, or None: a label and the number declared.
        numbered: Whether a row 1, 2, 3 … stands under the headings.
        gaps: An empty row follows after this many rows, and after each multiple of it; 0 for none.
        right_to_left: Whether the sheet runs from right to left.
    """

    titles: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str | date, ...], ...]
    totals: tuple[str, int] | None = None
    numbered: bool = False
    gaps: int = 0
    right_to_left: bool = False

    def grid(self) -> list[tuple[str | date, ...]]:
        """Returns every row under the titles, from the headings to the totals."""
        grid: list[tuple[str | date, ...]] = [self.headings]
        if self.numbered:
            grid.append(tuple(str(n + 1) for n in range(len(self.headings))))
        for at, row in enumerate(self.rows, start=1):
            grid.append(row)
            if self.gaps and at % self.gaps == 0 and at < len(self.rows):
                grid.append(())
        if self.totals:
            grid.append(("", f"{self.totals[0]}: {self.totals[1]}"))
        return grid


def to_csv(sheet: Sheet, *, encoding: str, delimiter: str) -> bytes:
    """Returns the sheet as CSV; days as ISO. ``utf-8-sig`` and ``utf-16`` begin with their mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    for title in sheet.titles:
        writer.writerow([title])
    for row in sheet.grid():
        writer.writerow([cell.isoformat() if isinstance(cell, date) else cell for cell in row])
    if encoding == "utf-16":
        return b"\xff\xfe" + text.getvalue().encode("utf-16-le")  # the same on machines of either byte order
    return text.getvalue().encode(encoding)


def to_xlsx(sheet: Sheet) -> bytes:
    """Returns the sheet as an XLSX workbook with one worksheet; titles are merged cells, texts are never formulas."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": "", "created": MADE_AT})
    page = book.add_worksheet("1")
    if sheet.right_to_left:
        page.right_to_left()
    bold = book.add_format({"bold": True, "text_wrap": True, "border": 1})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for at, title in enumerate(sheet.titles):
        page.merge_range(at, 0, at, len(sheet.headings) - 1, title, bold)
    for at, row in enumerate(sheet.grid(), start=len(sheet.titles)):
        _write_row(page, at, row, bold if at == len(sheet.titles) else None, day)
    page.set_column(0, len(sheet.headings) - 1, 18)
    book.close()
    return out.getvalue()


def table_csv(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> bytes:
    """Returns a working file (answers, judgements, check-offs) as plain CSV in UTF-8."""
    return to_csv(Sheet((), headings, tuple(rows)), encoding="utf-8", delimiter=",")


def _write_row(
    page: xlsxwriter.worksheet.Worksheet, at: int, row: tuple[str | date, ...], style: object, day: object
) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, date):
            page.write_datetime(at, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001 - a day
        elif cell:
            page.write_string(at, column, cell, style)
