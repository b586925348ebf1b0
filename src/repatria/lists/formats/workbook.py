"""Workbooks (XLSX, ODS) as grids of text: dates as ISO 8601, whole numbers without decimals."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata

import python_calamine

from repatria.errors import InputNotUnderstood
from repatria.lists.formats.archive import check_archive
from repatria.lists.sheet import Decoded, Grid, Limits

CellValue = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def decode_workbook(content: bytes, limits: Limits) -> Decoded:
    """Returns every worksheet as a grid, hidden ones too.

    Raises:
        InputNotUnderstood: Refused by `check_archive`, protected, or not readable as a workbook.
    """
    media_type = check_archive(content, limits)
    try:
        grids = _grids(content, limits)
    except (KeyboardInterrupt, SystemExit, MemoryError, InputNotUnderstood):
        raise
    except python_calamine.PasswordError:
        hint = "save it without a password"
        raise InputNotUnderstood("the workbook is protected by a password", hint=hint) from None
    except BaseException:  # noqa: BLE001  a panic of the Rust parser derives from BaseException
        raise InputNotUnderstood("the workbook cannot be read", hint="save it as a new .xlsx workbook") from None
    return Decoded(grids, media_type)


MOST_ROWS = 2**31 - 2
"""More rows than any workbook has; the parser counts them in 32 bits."""


def _grids(content: bytes, limits: Limits) -> tuple[Grid, ...]:
    book = python_calamine.load_workbook(io.BytesIO(content))
    grids: list[Grid] = []
    rows_left = limits.rows
    for number, sheet in enumerate(book.sheets_metadata, start=1):
        if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        page = book.get_sheet_by_name(sheet.name)
        raw = page.to_python(skip_empty_area=False, nrows=min(rows_left, MOST_ROWS) + 1)
        rows_left -= len(raw)
        if rows_left < 0:
            raise InputNotUnderstood(f"more than {limits.rows:,} rows", hint="split the list")
        hidden = sheet.visible != python_calamine.SheetVisibleEnum.Visible
        merged = tuple(sorted({top + 1 for (top, _), (bottom, _) in page.merged_cell_ranges or () if bottom > top}))
        grids.append(Grid(tuple(tuple(map(cell_text, row)) for row in raw), number, hidden, merged))
    return tuple(grids)


def cell_text(cell: CellValue) -> str:
    """Returns a cell as text: ``1987-03-12`` for a date, ``14`` for 14.0, ``TRUE`` for true."""
    match cell:
        case str():
            return cell if cell.isascii() else unicodedata.normalize("NFC", cell)
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e21 else repr(cell)
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.timedelta():
            return str(cell)
        case dt.date() | dt.time():
            return cell.isoformat()
        case _:
            return str(cell)
