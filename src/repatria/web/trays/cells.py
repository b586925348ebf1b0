"""Findings beside the cells that they are about: places of findings name rows of files, and the files are still here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from repatria.errors import Finding, RepatriaError
from repatria.kinship.files.laboratory.columns import HEADS
from repatria.kinship.files.tables import folded, read_table
from repatria.lists import rows, rows_limited
from repatria.web.trays.kept import Found

MOST_FOUND: Final = 2_000
"""Findings that a page shows, in the order of severity and file."""
_ROW: Final = re.compile(r"row (\d+) of (\w+)")
_ORDER: Final = {"error": 0, "warning": 1, "note": 2}

Cells = Mapping[int, Mapping[str, str]]
"""Row → folded heading → cell."""


def beside_cells(findings: Iterable[Finding], files: Mapping[str, bytes]) -> tuple[Found, ...]:
    """Returns the first findings, the gravest first, each with the cell that it is about where there is one."""
    read: dict[str, Cells] = {}
    found = []
    for one in sorted(findings, key=lambda one: _ORDER[one.severity.value])[:MOST_FOUND]:
        at = _ROW.match(one.place)
        file, row = (at[2], int(at[1])) if at else (one.place, 0)
        if row and file in files and file not in read:
            read[file] = _cells(files[file], is_of_laboratory=file == "profiles")
        cell = _cell(read.get(file, {}).get(row, {}), one.column)
        found.append(Found(one.severity.value, file, row, one.column, cell, one.message, one.hint))
    return tuple(found)


def _cell(row: Mapping[str, str], column: str) -> str:
    wanted = folded(column)
    if not wanted:
        return ""
    return row.get(wanted) or " / ".join(cell for name, cell in row.items() if cell and name.startswith(wanted))


def _cells(content: bytes, *, is_of_laboratory: bool) -> Cells:
    try:
        if is_of_laboratory:
            table = read_table(content, kind="profiles", heads=HEADS)
            headings, numbered = table.headings, [(row.number, row.cells) for row in table.rows]
        else:
            sheet = rows_limited(content) if content.startswith(b"PK") else rows(content)
            headings, numbered = tuple(sheet.headings), [(row.number, tuple(row.cells)) for row in sheet.rows]
    except RepatriaError:  # another form than a table: its findings stand without their cells
        return {}
    names = [folded(heading) for heading in headings]
    return {number: dict(zip(names, cells, strict=False)) for number, cells in numbered}
