"""The command that compares names, pair by pair, from one file into another; whole files pass through in pieces."""

from __future__ import annotations

import gc
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

import click

from repatria.cli import voice
from repatria.cli.options import without_a_desk
from repatria.cli.pairs import PIECE, Head, Rows, as_text, next_piece, opened, quoted, read_head
from repatria.cli.rows import FILE
from repatria.cli.session import Session
from repatria.cli.writing import private_file
from repatria.errors import Finding, Severity
from repatria.people.dates import PartialDate, full_date

if TYPE_CHECKING:
    from repatria.names.comparing import Births

NEEDED = ("a_name", "b_name")
BIRTHS = ("a_birth", "b_birth")
ADDED = ("weight_bits", "probability", "reason")

MOST_FINDINGS = 1_000
"""Findings that are told one by one; the rest is counted."""

ISO_LENGTH = len("1987-03-12")

MOST_REASONS = 200_000
"""Reasons that are remembered as text."""


@click.group("names")
def group() -> None:
    """Compares names."""


@group.command("compare")
@click.argument("pairs", type=FILE)
@click.option("--out", required=True, type=FILE, metavar="CSV", help="Where the pairs go with what they weigh.")
@without_a_desk
def compare(session: Session, *, pairs: Path, out: Path) -> None:
    """Weighs pairs of names: are they one person's, and why.

    PAIRS is a CSV with columns a_name and b_name, and may have a_birth and b_birth. Names are whole, in any order of
    words and any script; several spellings of one person, and several dates, are separated by |. Every row comes out in
    its place with all its columns and three more: weight_bits, probability (if half of such pairs are one person) and
    reason. Nothing is learned from the file.
    """
    with opened(pairs) as file, private_file(out) as target:
        told = weigh_file(file, target, as_of=session.today())
    if session.as_json:
        findings = [voice.finding_json(one) for one in told.findings]
        voice.document({"pairs": told.pairs, "nothing_to_compare": told.nothing, "findings": findings})
        return
    voice.findings(told.findings)
    voice.out(f"pairs: {told.pairs}; nothing to compare: {told.nothing}")


@contextmanager
def _no_cycles() -> Iterator[None]:
    """Spares the search for cycles, of which rows make none: a tenth of the time of a large file."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(slots=True)
class Told:
    """What is told when a file has been compared.

    Attributes:
        pairs: Rows compared.
        nothing: Those of them in which there was nothing to compare.
        findings: The first ones, and last how many more there are.
        more: How many more.
    """

    pairs: int = 0
    nothing: int = 0
    findings: list[Finding] = field(default_factory=list)
    more: int = 0

    def tell(self, numbers: Iterable[int], kind: tuple[Severity, str, str, str], column: str = "") -> None:
        """Adds a finding for each of the rows of a piece, counted from 0, of which one kind of thing is to be told."""
        severity, code, message, hint = kind
        for n in numbers:
            if len(self.findings) < MOST_FINDINGS:
                place = f"row {self.pairs + n + 2} of pairs"
                self.findings.append(Finding(severity, code, place, message, hint, column))
            else:
                self.more += 1

    def end(self) -> Told:
        """Returns this with a last finding that counts those that are not told."""
        if self.more:
            message = f"{self.more} more findings of these kinds are not told one by one"
            self.findings.append(Finding(Severity.NOTE, "more-findings", "pairs", message, "mend the first ones first"))
        return self


_NOTHING = (
    Severity.WARNING, "nothing-to-compare", "one of the names has no letters; the pair weighs nothing", "give both names",
)  # fmt: skip
_UNREADABLE = (
    Severity.WARNING, "date-not-understood", "not understood as a date; it counts as unknown",
    "write it as 1987-03-12, or what is known of it: 1987",
)  # fmt: skip
_RAGGED = (
    Severity.WARNING, "cells-beyond-columns", "more cells than there are columns; they come after the reason",
    "check the file's quotes",
)  # fmt: skip


@dataclass(slots=True)
class BirthReader:
    """Reads cells with dates of birth, and remembers which it could not read."""

    as_of: date
    unreadable: set[str] = field(default_factory=set)

    def read(self, cell: str) -> Births:
        """Returns the dates that a cell says."""
        found = []
        for text in filter(None, map(str.strip, cell.split("|"))):
            try:
                found.append(full_date(date.fromisoformat(text)) if len(text) == ISO_LENGTH else self._read(cell, text))
            except ValueError:
                found.append(self._read(cell, text))
        return tuple(filter(None, found))

    def _read(self, cell: str, text: str) -> PartialDate | None:
        from repatria.lists.dates import read_date

        reading = read_date(text, as_of=self.as_of)
        if reading.date is None and reading.doubts:
            self.unreadable.add(cell)
        return reading.date


class Probabilities(dict[str, str]):
    """Probabilities as cells, by the weight as it stands in its cell."""

    def __missing__(self, weight: str) -> str:
        from repatria.names.comparing import probability

        text = self[weight] = f"{probability(float(weight)):.6f}"
        return text


class Reasons(dict[int, str]):
    """Codes of reasons as cells."""

    def __init__(self, delimiter: str) -> None:
        super().__init__()
        self._delimiter = delimiter

    def __missing__(self, code: int) -> str:
        from repatria.names.comparing import sentence

        if len(self) > MOST_REASONS:
            self.clear()
        text = self[code] = quoted(sentence(code), self._delimiter)
        return text


@_no_cycles()
def weigh_file(file: TextIO, target: BinaryIO, *, as_of: date) -> Told:
    """Writes every row of a file with what it weighs, and returns what is to be told.

    Args:
        file: The pairs, UTF-8.
        target: Where they go, UTF-8 in the form of the file: its mark, delimiter and line ends.
        as_of: The day against which years of two digits are read.

    Raises:
        InputNotUnderstood: The first line does not name the columns that are needed.
    """
    from repatria.names.comparing import FEW

    head = read_head(file, needs=NEEDED, may_have=BIRTHS, adds=ADDED)
    target.write((head.delimiter.join((head.text, *ADDED)) + head.line_end).encode())
    told, births, first = Told(), BirthReader(as_of), next_piece(file)
    if len(first) < PIECE and first.count("\n") + first.count("\r") <= FEW:
        _weigh_few(first, head, target, told, births)
    else:
        voice.message("many pairs: the first time, getting ready takes some seconds")
        _weigh_many(first, file, head, target, told, births)
    return told.end()


def _weigh_few(text: str, head: Head, target: BinaryIO, told: Told, births: BirthReader) -> None:
    """Weighs the rows of a text in plain Python."""
    from repatria.names.comparing import Columns, comparer

    rows, mark = Rows(io.StringIO(text, newline=""), head.delimiter), head.delimiter
    probabilities, reasons, way = Probabilities(), Reasons(mark), comparer(births.read, pairs=0)
    cells, texts = rows.take()
    while cells:
        after = _evened(cells, texts, head, told)
        columns = Columns(*(_column(cells, head.place(name)) for name in (*NEEDED, *BIRTHS)))
        bits, codes = way.weigh(columns)
        lines = [
            f"{text}{mark}{weight}{mark}{probabilities[weight]}{mark}{reasons[code]}{rest}{head.line_end}"
            for text, weight, code, rest in zip(texts, [f"{one:.3f}" for one in bits], codes, after, strict=True)
        ]
        target.write("".join(lines).encode())
        _tell(told, births, [n for n, code in enumerate(codes) if not code], (columns.a_births, columns.b_births))
        told.pairs += len(cells)
        cells, texts = rows.take()


def _weigh_many(first: str, file: TextIO, head: Head, target: BinaryIO, told: Told, births: BirthReader) -> None:
    """Weighs the rows of a piece and of what comes after it by the kernel."""
    from repatria.cli.pairs.scanning import scanned
    from repatria.cli.pairs.writing import Writer
    from repatria.names.comparing import sentence
    from repatria.names.comparing.compiled import Compiled
    from repatria.names.comparing.pieces import Text

    way, probabilities = Compiled(births.read), Probabilities()
    writer = Writer(head, probabilities.__getitem__, lambda code: quoted(sentence(code), head.delimiter))
    for piece in scanned(first, file, head, (*NEEDED, *BIRTHS)):
        names, dates = (Text(piece.text, piece.cells[:, at : at + 2].reshape(-1, 2)) for at in (0, 2))
        bits, codes = way.weigh_text(names, dates)
        target.write(writer.written(piece, bits, codes))
        told.tell(piece.beyond(), _RAGGED)
        nothing = [n for n, code in enumerate(codes.tolist()) if not code] if (codes == 0).any() else []
        _tell(told, births, nothing, (piece.column(2), piece.column(3)) if births.unreadable else ([], []))
        told.pairs += len(piece.rows)


def _evened(cells: list[list[str]], texts: list[str], head: Head, told: Told) -> Sequence[str]:
    """Fills short rows up to the width of the first line; returns for each row what is to come after the new columns."""
    width = len(head.names)
    after = [""] * len(cells)
    for n, row in enumerate(cells):
        if len(row) < width:
            texts[n] += head.delimiter * (width - len(row))
            row.extend([""] * (width - len(row)))
        elif len(row) > width:
            texts[n], after[n] = (as_text(part, head.delimiter) for part in (row[:width], ["", *row[width:]]))
            told.tell([n], _RAGGED)
    return after


def _column(cells: list[list[str]], place: int | None) -> list[str]:
    return [""] * len(cells) if place is None else [row[place] for row in cells]


def _tell(told: Told, births: BirthReader, nothing: list[int], dates: tuple[Sequence[str], Sequence[str]]) -> None:
    """Tells of rows with nothing to compare, and of dates that were not understood."""
    told.nothing += len(nothing)
    told.tell(nothing, _NOTHING)
    if births.unreadable:
        for name, cells in zip(BIRTHS, dates, strict=True):
            told.tell((n for n, cell in enumerate(cells) if cell in births.unreadable), _UNREADABLE, name)
