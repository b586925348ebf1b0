"""Reading a list: from bytes to lines and findings. Pure: the same bytes and arguments give the same result.

Invariant: lines are numbered 1..n through all sheets, and every row that may be a person is exactly one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from repatria.errors import Finding, InputNotUnderstood
from repatria.lists.columns import Columns, columns_of
from repatria.lists.defects import finding
from repatria.lists.formats import decode
from repatria.lists.layout import Table, filled, lay_out
from repatria.lists.lines import LineReader
from repatria.lists.sheet import DEFAULT_LIMITS, Decoded, Grid, Limits, Sheet, SheetRow
from repatria.people.fields import NAMES, Field
from repatria.people.record import Record
from repatria.people.refs import ListId, PartyId


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list.

    Attributes:
        number: From 1, without gaps through the whole list: the 14 of ``north-3:14``.
        row: Its row in the file as an office sees it, from 1 (in a workbook: in its sheet).
        record: What it says.
    """

    number: int
    row: int
    record: Record


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as it was read; nothing of the file that could be a person is left out.

    Attributes:
        lines: In the order of the file.
        findings: On the file, then on the sheets, then on the lines in their order.
        declared_total: The number of people that the file says it holds, if it does.
        media_type: What the file is.
        headings: Every heading as received, and what it was taken to mean.
        encoding: The encoding of a CSV (a guess when the file does not say), empty otherwise.
    """

    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    declared_total: int | None
    media_type: str
    headings: Mapping[str, Field | None]
    encoding: str


def read(
    content: bytes,
    *,
    list_id: ListId,
    party: PartyId,
    as_of: date,
    mapping: Mapping[str, Field] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> ReadList:
    """Returns a list read from a file's bytes, in this process.

    For a file that nobody has vetted use `read_limited`.

    Args:
        content: CSV, XLSX, ODS or PFIF; told apart by the bytes.
        list_id: The reference under which lines are named in places.
        party: Who sent it.
        as_of: The day it was received: ages and two-digit years are read against it.
        mapping: What headings mean, beyond those that are recognised.
        limits: What to refuse before parsing.

    Raises:
        InputNotUnderstood: Refused by a limit, of no known format, or without recognisable headings.
    """
    return interpret(decode(content, limits), list_id=list_id, party=party, as_of=as_of, mapping=mapping)


def interpret(
    decoded: Decoded, *, list_id: ListId, party: PartyId, as_of: date, mapping: Mapping[str, Field] | None = None
) -> ReadList:
    """Returns the list that decoded sheets hold; the part of `read` after decoding.

    Raises:
        InputNotUnderstood: No sheet has headings that can be recognised.
    """
    tables = [(grid, lay_out(grid, mapping or {})) for grid in decoded.grids]
    if not any(table for _, table in tables):
        raise InputNotUnderstood(
            "no row of headings was recognised",
            hint="give the columns headings such as Surname, Given names, Date of birth, or map them in a TOML file",
            place=str(list_id),
        )
    reader = LineReader(list_id, party, as_of)
    lines: list[Line] = []
    sheet_findings: list[Finding] = []
    headings: dict[str, Field | None] = {}
    for grid, table in tables:
        sheet_findings += _on_sheet(grid, table, list_id)
        if table:
            columns = columns_of(table)
            headings.update(columns.headings)
            sheet_findings += _on_columns(columns, table, list_id)
            lines += [Line(n, row, record) for n, row, record in reader.read_rows(table, columns)]
    totals = [table for _, table in tables if table]
    declared, total_findings = _declared(totals, len(lines), list_id)
    findings = (*decoded.findings, *sheet_findings, *total_findings, *reader.findings)
    return ReadList(tuple(lines), findings, declared, decoded.media_type, headings, decoded.encoding)


def rows(content: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Sheet:
    """Returns a small working file (answers, judgements, check-off) as headings and filled rows.

    The first filled row is the headings; only the first sheet that has any is read. Decoding and limits are those of
    `read`.

    Raises:
        InputNotUnderstood: Refused by a limit, of no known format, or empty.
    """
    return sheet_of(decode(content, limits))


def sheet_of(decoded: Decoded) -> Sheet:
    """Returns the first filled sheet as headings and filled rows; the part of `rows` after decoding.

    Raises:
        InputNotUnderstood: No cell is filled.
    """
    for grid in decoded.grids:
        numbered = [(n, row) for n, row in enumerate(grid.rows, start=1) if filled(row)]
        if numbered:
            headings = tuple(cell.strip() for cell in numbered[0][1])
            width = max((i for i, h in enumerate(headings, start=1) if h), default=0)
            body = tuple(SheetRow(n, _padded(row, width)) for n, row in numbered[1:])
            return Sheet(headings[:width], body, decoded.media_type, decoded.encoding)
    raise InputNotUnderstood("the file is empty", hint="give it a row of headings and rows under it")


def _padded(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return row[:width] + ("",) * (width - len(row))


def _on_sheet(grid: Grid, table: Table | None, list_id: ListId) -> Iterable[Finding]:
    count = sum(1 for row in grid.rows if filled(row)) if table is None else 0
    if count:
        yield finding("sheet-without-headings", list_id, sheet=grid.number, count=count)
    if grid.hidden and table:
        yield finding("sheet-hidden", list_id, sheet=grid.number)
    below = [row for row in grid.merged if table and table.rows and row >= table.rows[0][0]]
    if below:
        yield finding("cells-merged", list_id, sheet=grid.number, count=len(below), row=below[0])
    if table and table.skipped:
        kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(table.skipped.items()))
        yield finding("rows-skipped", list_id, count=table.skipped.total(), kinds=kinds)
    if table and not table.rows:
        yield finding("list-without-lines", list_id)


def _on_columns(columns: Columns, table: Table, list_id: ListId) -> Iterable[Finding]:
    for code, heading, number in columns.defects:
        yield finding(code, list_id, heading, nr=number)
    if table.rows and not (NAMES | {Field.BAG}) & set(columns.named.values()):
        yield finding("no-name-column", list_id)


def _declared(tables: list[Table], lines: int, list_id: ListId) -> tuple[int | None, list[Finding]]:
    """Returns the total that the file declares: the last one of each sheet, added up."""
    lasts = [table.totals[-1] for table in tables if table.totals]
    if not lasts:
        return None, []
    findings = [
        finding("totals-contradict", list_id)
        for table in tables
        if len(set(table.totals)) > 1 and sum(table.totals[:-1]) != table.totals[-1]
    ]
    if sum(lasts) != lines:
        findings.append(finding("total-differs", list_id, declared=sum(lasts), lines=lines))
    return sum(lasts), findings
