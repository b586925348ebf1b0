"""What a list was read as, made ready for a page: counts, findings beside the cells they are about, rows to be mended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from repatria.errors import Finding, Severity
from repatria.lists import Line, ReadList
from repatria.lists.writing import csv_bytes
from repatria.people.fields import Field
from repatria.web.drafts import Found, Marked, Report

MOST_MARKED: Final = 5_000
"""Lines with findings that the page shows; the file of rows to be mended has all of them."""
_TO_MEND: Final = frozenset({Severity.ERROR, Severity.WARNING})


def report_of(read: ReadList) -> tuple[Report, bytes]:
    """Returns what a list was read as, and the rows to be mended as a CSV with its own headings."""
    by_line: dict[int, list[Finding]] = defaultdict(list)
    for finding in read.findings:
        _, colon, number = finding.place.rpartition(":")
        by_line[int(number) if colon else 0].append(finding)
    about = tuple(_found(one, None) for one in by_line.pop(0, []))
    marked = [read.lines[number - 1] for number in sorted(by_line)]
    shown = tuple(
        Marked(line.number, line.row, tuple(_found(one, line) for one in by_line[line.number]))
        for line in marked[:MOST_MARKED]
    )
    to_mend = [line for line in marked if any(one.severity in _TO_MEND for one in by_line[line.number])]
    report = Report(
        len(read.lines), read.declared_total, read.media_type, read.encoding, dict(read.headings), about, shown,
        len(marked), len(to_mend),
    )  # fmt: skip
    return report, _mend(read, to_mend, by_line)


def _found(finding: Finding, line: Line | None) -> Found:
    cell = _cell(line, finding.column) if line else ""
    return Found(finding.severity.value, finding.message, finding.hint, finding.column, cell)


def _cell(line: Line, column: str) -> str:
    if column in set(Field):
        return line.record.get(Field(column))
    return (line.record.unnamed or {}).get(column, "")


def _mend(read: ReadList, lines: Sequence[Line], by_line: dict[int, list[Finding]]) -> bytes:
    rows = []
    for line in lines:
        told = "; ".join(f"{one.column}: {one.message}" if one.column else one.message for one in by_line[line.number])
        cells = [_cell(line, field.value if field else heading) for heading, field in read.headings.items()]
        rows.append([line.row, *cells, told])
    return csv_bytes(["row in the file", *read.headings, "finding"], rows)


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page of lines with findings."""

    rows: tuple[Marked, ...]
    page: int
    pages: int


def marked_page(report: Report, *, page: int, size: int) -> MarkedPage:
    """Returns a page of the lines that have findings."""
    pages = max(1, -(-len(report.marked) // size))
    page = min(max(1, page), pages)
    return MarkedPage(report.marked[(page - 1) * size : page * size], page, pages)
