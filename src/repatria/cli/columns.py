"""A list's cells as Arrow columns of text, named as linkage names them: from CSV, workbooks and Parquet.

What columns mean is decided by `repatria.lists`, whatever the format. A plain CSV (UTF-8, headings in its first row, as
many cells in each row) is parsed by Arrow, a million lines in a second; everything else by `repatria.lists`, to the
same cells. Nothing is cleaned here.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from repatria.cli.rows import ARCHIVE, PLAIN_BYTES
from repatria.errors import Finding, InputNotUnderstood
from repatria.lists import Limits
from repatria.lists.columns import columns_of
from repatria.lists.defects import finding
from repatria.lists.formats import decode
from repatria.lists.layout import lay_out
from repatria.lists.limited import decode_limited
from repatria.lists.sheet import Decoded, Grid
from repatria.people.fields import Field

PARQUET = b"PAR1"
"""What a Parquet file begins and ends with."""

COLUMN_OF = {
    Field.OWN_REFERENCE: "ref",
    Field.SURNAME: "surname",
    Field.GIVEN_NAMES: "given_names",
    Field.PATRONYMIC: "patronymic",
    Field.FULL_NAME: "name",
    Field.SEX: "sex",
    Field.DATE_OF_BIRTH: "date_of_birth",
    Field.AGE: "age",
    Field.PLACE_OF_BIRTH: "place",
    Field.FATHER: "father",
    Field.MOTHER: "mother",
    Field.IDENTIFICATION_NUMBER: "document",
    Field.SERVICE_NUMBER: "service_number",
}
"""Which column of linkage a field of lists is."""

PLACES = dict.fromkeys(
    ("place", "місце", "место", "місто", "город", "населений пункт", "населенный пункт", "town", "city", "village"),
    Field.PLACE_OF_BIRTH,
)
"""Headings that mean the place here; a list that is handed in has to say which place it means."""

Meanings = Mapping[str, Field]
SAMPLE = 65_536
"""Bytes of a CSV from which its headings and delimiter are told."""
TAIL = 30
"""Last lines of a plain CSV in which a row of totals is looked for."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A list's cells.

    Attributes:
        cells: Text columns by names of `COLUMN_OF`, as many rows as the list has lines; ``lines`` has them numbered.
        findings: On the file and its headings.
    """

    cells: pa.Table
    findings: tuple[Finding, ...] = ()


def read_columns(content: bytes, *, side: str, limits: Limits, mapping: Meanings | None = None) -> Columns:
    """Returns the columns of a list.

    Args:
        content: CSV, XLSX, ODS or Parquet, told apart by the bytes.
        side: What places call the list: ``left``.
        limits: What to refuse before parsing.
        mapping: What headings mean, beyond those that are recognised.

    Raises:
        InputNotUnderstood: Refused by a limit, of no known format, or without recognisable headings.
    """
    known = {**PLACES, **(mapping or {})}
    try:
        if content.startswith(PARQUET):
            return _parquet(content, known, side, limits)
        found = None if content.startswith(ARCHIVE) else _plain(content, known, side, limits)
        if found is not None:
            return found
        small = len(content) <= PLAIN_BYTES and not content.startswith(ARCHIVE)
        return _decoded(decode(content, limits) if small else decode_limited(content, limits), known, side)
    except InputNotUnderstood as wrong:
        raise InputNotUnderstood(wrong.message, hint=wrong.hint, place=wrong.place or side) from None


def _decoded(decoded: Decoded, known: Meanings, side: str) -> Columns:
    findings = list(decoded.findings)
    parts = []
    for grid in decoded.grids:
        table = lay_out(grid, known)
        if table is None:
            if count := sum(any(row) for row in grid.rows):
                findings.append(finding("sheet-without-headings", side, sheet=grid.number, count=count))
            continue
        columns = columns_of(table)
        findings += [finding(code, side, heading, nr=nr) for code, heading, nr in columns.defects]
        if table.skipped:
            kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(table.skipped.items()))
            findings.append(finding("rows-skipped", side, count=table.skipped.total(), kinds=kinds))
        parts.append(
            _table(
                {
                    name: [row[at] if at < len(row) else "" for _, row in table.rows]
                    for at, field in columns.named.items()
                    if (name := COLUMN_OF.get(field))
                },
                len(table.rows),
            )
        )
    if not parts:
        raise InputNotUnderstood(
            "no row of headings was recognised",
            hint="give the columns headings such as ref, surname, given_names, date_of_birth, or map them in a TOML file",
        )
    joined = pa.concat_tables(parts, promote_options="default")
    if not len(joined):
        findings.append(finding("list-without-lines", side))
    return Columns(joined, tuple(findings))


def _table(columns: Mapping[str, Sequence[str] | pa.ChunkedArray], lines: int) -> pa.Table:
    """Columns beside the numbers of lines, so that a list without a known column has its length."""
    return pa.table(
        {"lines": pa.array(np.arange(1, lines + 1))}
        | {
            name: cells if isinstance(cells, pa.ChunkedArray) else pa.array(cells, pa.string())
            for name, cells in columns.items()
        }
    )


def _named(table: pa.Table, fields: Sequence[Field | None]) -> dict[str, pa.ChunkedArray]:
    """The columns that have a meaning, the first of each."""
    found: dict[str, pa.ChunkedArray] = {}
    for at, field in enumerate(fields):
        name = COLUMN_OF.get(field) if field else None
        if name and name not in found:
            found[name] = table.column(at)
    return found


def _parquet(content: bytes, known: Meanings, side: str, limits: Limits) -> Columns:
    try:
        file = pyarrow.parquet.ParquetFile(pa.BufferReader(content))
        if file.metadata.num_rows > limits.rows:
            raise InputNotUnderstood(f"more than {limits.rows:,} rows", hint="split the list")
        table = file.read()
        columns = [pc.fill_null(column.cast(pa.string()), "") for column in table.columns]
    except (pa.ArrowException, OSError):
        raise InputNotUnderstood("not a Parquet file of plain columns", hint="write it anew, or send CSV") from None
    named = pa.table(columns, names=[str(n) for n in range(len(columns))])
    head = [tuple(row) for row in zip(*(column.slice(0, TAIL).to_pylist() for column in columns), strict=True)]
    laid = lay_out(Grid((tuple(table.column_names), *head)), known)
    if laid is None:
        raise InputNotUnderstood("no column was recognised", hint="call the columns ref, surname, given_names, …")
    empty = () if len(table) else (finding("list-without-lines", side),)
    return Columns(_table(_named(named, laid.fields), len(table)), empty)


def _plain(content: bytes, known: Meanings, side: str, limits: Limits) -> Columns | None:
    """The columns of a plain CSV, None where it is not as plain as that."""
    head = content[:SAMPLE].removeprefix(b"\xef\xbb\xbf")
    head = head if len(content) <= SAMPLE else head[: head.rfind(b"\n") + 1]
    if content.count(b'"') % 2 or content.count(b"\n") > limits.rows or len(content) > limits.unpacked_bytes:
        return None
    try:
        first = head.decode("utf-8").splitlines()[0]
        rows = decode(head, limits).grids[0].rows
    except (UnicodeDecodeError, InputNotUnderstood, IndexError):
        return None
    delimiter = next((d for d in ",;\t|" if tuple(next(csv.reader([first], delimiter=d))) == rows[0]), "")
    if not delimiter or not _is_plain(rows, known):
        return None
    table = _parsed(content, delimiter, len(rows[0]))
    if table is None or not len(table):
        return None
    laid = lay_out(Grid((rows[0], *rows[1 : TAIL + 1])), known)
    tail = zip(*(column.slice(max(0, len(table) - TAIL)).to_pylist() for column in table.columns), strict=True)
    if laid is None or not _is_plain((rows[0], *map(tuple, tail)), known):
        return None
    columns = columns_of(laid)
    named = _named(table, [columns.named.get(n) for n in range(len(rows[0]))])
    if not _every_line_speaks(named):
        return None
    told = tuple(finding(code, side, heading, nr=nr) for code, heading, nr in columns.defects)
    return Columns(_table(named, len(table)), told)


def _is_plain(rows: Sequence[tuple[str, ...]], known: Meanings) -> bool:
    """Whether the first row is the headings and each other one a line."""
    laid = lay_out(Grid(tuple(rows)), known)
    return laid is not None and laid.headings == rows[0] and not laid.above and not laid.skipped and not laid.totals


def _parsed(content: bytes, delimiter: str, width: int) -> pa.Table | None:
    names = [str(n) for n in range(width)]
    try:
        return pyarrow.csv.read_csv(
            pa.BufferReader(content),
            pyarrow.csv.ReadOptions(column_names=names, skip_rows=1, block_size=1 << 24),
            pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=b'"' in content),
            pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowException:
        return None


def _every_line_speaks(named: Mapping[str, pa.ChunkedArray]) -> bool:
    """Whether each line has a cell besides its reference: others are captions, totals or repeated headings."""
    cells = [column for name, column in named.items() if name != "ref"]
    if not cells:
        return False
    filled = pc.greater(pc.binary_length(cells[0]), 0)
    for column in cells[1:]:
        filled = pc.or_(filled, pc.greater(pc.binary_length(column), 0))
    return bool(pc.all(filled).as_py())
