"""What a file holds before anybody asks what it means: grids of text cells, and the limits within which they are read."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.errors import Finding

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
PFIF = "application/xml"


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be; what goes beyond is refused before it is parsed.

    The defaults come from the demand on this room (2,000,000 rows, 512 MB unpacked, ratio 100); the others were chosen
    so that a list of that size can still be read.

    Attributes:
        rows: Rows in the whole file.
        cells: Cells in the whole file, empty ones between filled ones counted in.
        columns: Columns of a sheet.
        unpacked_bytes: Bytes of the file, or of all its parts when it is an archive.
        ratio: Unpacked bytes for one packed byte, of any one part.
        seconds: Processor time of the child that parses (`read_limited`).
        memory_bytes: What that child may take in memory for parsing at most.
    """

    rows: int = 2_000_000
    cells: int = 40_000_000
    columns: int = 1_000
    unpacked_bytes: int = 512 * 2**20
    ratio: int = 100
    seconds: float = 60.0
    memory_bytes: int = 6 * 2**30


DEFAULT_LIMITS = Limits()
"""The limits where none are given."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as text cells, from its first row; row ``i`` of the tuple is row ``i + 1`` of the file.

    Rows may differ in length. Cells are NFC, dates are ISO 8601, whole numbers have no decimals.

    Attributes:
        rows: The cells.
        number: Which sheet of the file this is, from 1.
        hidden: Whether the office that made the file hid it.
        merged: Rows (from 1) whose cells are merged with cells of rows below; only the first of them has the value.
    """

    rows: tuple[tuple[str, ...], ...]
    number: int = 1
    hidden: bool = False
    merged: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file as grids.

    Attributes:
        grids: Its sheets, in order; a CSV has one.
        media_type: One of the media types above.
        encoding: The encoding guessed for a CSV, empty otherwise.
        findings: What the guesses were.
    """

    grids: tuple[Grid, ...]
    media_type: str
    encoding: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A filled row under the headings: its number in the file (from 1) and its cells, as many as there are headings."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A small working file: one row of headings and filled rows under it."""

    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    media_type: str
    encoding: str = ""
