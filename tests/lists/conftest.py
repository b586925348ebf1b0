"""Small files made by the tests themselves, and a reader with the arguments that do not matter to a test."""

from __future__ import annotations

import csv
import importlib.util
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from repatria.lists import ReadList, read
from repatria.people.refs import list_id, party_id

Rows = Sequence[Sequence[object]]


def _csv(rows: Rows, *, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def _xlsx(*sheets: Rows, hidden: Sequence[int] = (), merged: Sequence[str] = ()) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        as_date = book.add_format({"num_format": "dd.mm.yyyy"})
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet()
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, as_date)
                    elif cell != "":
                        sheet.write(row, column, cell)
            for area in merged:
                sheet.merge_range(area, "Дубенко")
            if number in hidden:
                sheet.hide()
    return out.getvalue()


def _ods(rows: Rows) -> bytes:
    book = OpenDocumentSpreadsheet()
    table = Table(name="1")
    for cells in rows:
        row = TableRow()
        for cell in cells:
            if isinstance(cell, date):
                row.addElement(TableCell(valuetype="date", datevalue=cell.isoformat()))
                continue
            held = TableCell(valuetype="string")
            held.addElement(P(text=str(cell)))
            row.addElement(held)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def _read(content: bytes, **more: object) -> ReadList:
    given: Mapping[str, object] = {"list_id": list_id("north-3"), "party": party_id("north"), "as_of": date(2031, 6, 1)}
    return read(content, **(given | more))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def csv_of() -> Callable[..., bytes]:
    return _csv


@pytest.fixture(scope="session")
def xlsx_of() -> Callable[..., bytes]:
    return _xlsx


@pytest.fixture(scope="session")
def ods_of() -> Callable[..., bytes]:
    return _ods


@pytest.fixture(scope="session")
def reading() -> Callable[..., ReadList]:
    return _read


@pytest.fixture(scope="session")
def told() -> Callable[[ReadList], list[tuple[str, str, str]]]:
    """Code, place and column of every finding."""
    return lambda found: [(f.code, f.place, f.column) for f in found.findings]


@pytest.fixture(scope="session")
def hostile() -> ModuleType:
    """The makers of hostile files, which the benchmark uses too."""
    path = Path(__file__).parents[2] / "benchmarks" / "hostile_files.py"
    spec = importlib.util.spec_from_file_location("hostile_files", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
