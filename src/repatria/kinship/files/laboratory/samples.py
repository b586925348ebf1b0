"""What a file says of each sample, in its own words, before anything is made of it.

A sample may be typed several times (*runs*): nothing is averaged, the first is used, and how far they agree is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from repatria.errors import Finding, Severity
from repatria.kinship.files.laboratory.columns import Columns, columns_of
from repatria.kinship.files.naming import marker_name
from repatria.kinship.files.tables import Row, Table

Cells = tuple[tuple[str, ...], str]
"""The cells of one marker, and their place."""


@dataclass(slots=True)
class Sample:
    """One sample.

    Attributes:
        id: Its label.
        place: Where it is first named.
        sex: As written.
        type: Its sample type or specimen category.
        more: Cells of further columns that the caller asked for.
        runs: Of each time it was typed, marker → cells.
    """

    id: str
    place: str
    sex: str = ""
    type: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    runs: list[dict[str, Cells]] = field(default_factory=lambda: [{}])


@dataclass(frozen=True, slots=True)
class Read:
    """A file's samples by label, its markers in order, the panels that it names, and what was found on the way."""

    markers: tuple[str, ...]
    samples: Mapping[str, Sample]
    panels: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_samples(table: Table, *, more: Sequence[str] = ()) -> Read:
    """Returns what a genotype table says of its samples.

    Raises:
        InputNotUnderstood: As `columns_of`.
    """
    columns = columns_of(table, more)
    found = _on_columns(columns, table)
    commas = _Commas.of(table, columns)
    if columns.marker is None:
        samples = _wide(table, columns, commas, found)
        markers = tuple(columns.markers)
    else:
        samples = _long(table, columns, columns.marker, commas, found)
        markers = tuple(dict.fromkeys(name for one in samples.values() for run in one.runs for name in run))
    panels = {row.cells[columns.panel]: None for row in table.rows if row.cells[columns.panel]} if columns.panel else {}
    return Read(markers, samples, tuple(panels), tuple(found))


def _on_columns(columns: Columns, table: Table) -> list[Finding]:
    found = []
    place = f"headings of {table.kind}"
    if columns.measures:
        message = f"{columns.measures} columns of sizes, heights and the like are passed over"
        found.append(Finding(Severity.NOTE, "columns-passed-over", place, message))
    if columns.strange:
        message = f"{len(columns.strange)} columns are neither markers nor known, and are passed over"
        hint = "name markers as the kit does, if they are any"
        found.append(Finding(Severity.WARNING, "columns-not-understood", place, message, hint))
    return found


def _first(row: Row, column: int | None) -> str:
    return row.cells[column] if column is not None else ""


def _wide(table: Table, columns: Columns, commas: _Commas, found: list[Finding]) -> dict[str, Sample]:
    samples: dict[str, Sample] = {}
    for row in table.rows:
        who, place = row.cells[columns.sample], table.place(row)
        if not who:
            message, hint = "the row names no profile and is passed over", "name it, or remove the row"
            found.append(Finding(Severity.ERROR, "profile-without-id", place, message, hint))
            continue
        run = {
            marker: (commas.read(tuple(row.cells[i] for i in where)), place)
            for marker, where in columns.markers.items()
        }
        if who in samples:
            samples[who].runs.append(run)
        else:
            samples[who] = _sample(who, row, columns, place, run)
    return samples


def _sample(who: str, row: Row, columns: Columns, place: str, run: dict[str, Cells]) -> Sample:
    more = {name: _first(row, i) for name, i in columns.more.items()}
    return Sample(who, place, _first(row, columns.sex), _first(row, columns.type), more, [run])


def _long(table: Table, columns: Columns, marker: int, commas: _Commas, found: list[Finding]) -> dict[str, Sample]:
    samples: dict[str, Sample] = {}
    for row in table.rows:
        who, name, place = row.cells[columns.sample], marker_name(row.cells[marker]), table.place(row)
        if not who or not name:
            message, hint = "the row names no profile or no marker and is passed over", "name both"
            found.append(Finding(Severity.ERROR, "profile-without-id", place, message, hint))
            continue
        if who not in samples:
            samples[who] = _sample(who, row, columns, place, {})
        sample = samples[who]
        cells = commas.read(tuple(row.cells[i] for i in columns.alleles))
        if columns.a_row_a_peak:
            before = sample.runs[0].get(name)
            sample.runs[0][name] = ((*before[0], *cells), before[1]) if before else (cells, place)
            continue
        run = next((run for run in sample.runs if name not in run), None)
        if run is None:
            sample.runs.append(run := {})
        run[name] = (cells, place)
    return samples


@dataclass(frozen=True, slots=True)
class _Commas:
    """How a comma between digits is read: 9,3 is one allele where a column holds one, or the file divides by something else.

    Attributes:
        one_a_column: Whether columns hold one allele each (long tables).
        decimal: True: 9,3 is one; False: two; None: nothing in the file tells.
    """

    one_a_column: bool
    decimal: bool | None

    @classmethod
    def of(cls, table: Table, columns: Columns) -> _Commas:
        where = columns.alleles or tuple(i for several in columns.markers.values() for i in several)
        one = len(columns.alleles) > 1 or columns.a_row_a_peak
        cells = {row.cells[i] for row in table.rows for i in where if row.cells[i]}
        if not any("," in cell for cell in cells):
            return cls(one, None)
        slashes = any(re.search(r"[/|;]", cell) for cell in cells)
        points = any(re.search(r"[0-9]\.[0-9]", cell) for cell in cells)
        return cls(one, True if slashes and not points else False if points and not slashes else None)

    def read(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """Returns cells with points for decimal commas; one that may be either stays as it is, and gives no result."""
        if not any("," in cell for cell in cells):
            return cells
        return tuple(self._read(cell, alone=len(cells) == 1) for cell in cells)

    def _read(self, cell: str, *, alone: bool) -> str:
        if self.one_a_column or not alone or re.search(r"[/|;]", cell) or (self.decimal and "," in cell):
            return re.sub(r"([0-9]),([0-9])(?![0-9])", r"\1.\2", cell)
        return cell.replace(",", "/") if self.decimal is False else cell
