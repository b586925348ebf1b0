"""Reference families as a file has them: one row a missing person, read again only where somebody hits.

Rows with one family's reference are one family with several missing. A row that is kept out of the search is kept with its reason.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from repatria.errors import InputNotUnderstood
from repatria.kinship.files import Family
from repatria.kinship.files.families import from_line
from repatria.kinship.files.naming import marker_name
from repatria.kinship.pedigree import UNRELATED

Results = Mapping[str, Counter[str]]
"""Marker → result as written → how often."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A row of the file.

    Attributes:
        row: Its number, from 1.
        family: The family's reference.
        person: The missing person's reference within the family; empty where the row is not understood.
        sex: 1 male, 2 female, 0 unknown.
    """

    row: int
    family: str
    person: str
    sex: int

    @property
    def name(self) -> str:
        """The missing person's reference in the file: family/person."""
        return f"{self.family}/{self.person}"


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A row that is not searched, and why."""

    family: str
    missing: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class References:
    """The rows of a file of families.

    Attributes:
        path: The file.
        sha256: Its digest.
        missing: Its rows in order; empty lines are rows too.
        kept_out: Row → why it is not searched.
        results: What its relatives' results are, as written.
    """

    path: Path
    sha256: str
    missing: tuple[Missing, ...]
    kept_out: Mapping[int, str]
    results: Results
    _offsets: tuple[int, ...] = field(repr=False)
    _rows: Mapping[str, tuple[int, ...]] = field(repr=False)

    @property
    def searched(self) -> tuple[Missing, ...]:
        """The rows that are searched."""
        return tuple(one for one in self.missing if one.row not in self.kept_out)

    def told(self) -> tuple[KeptOut, ...]:
        """Returns the rows that are kept out, with their reasons, by reference."""
        out = (self.missing[row - 1] for row in self.kept_out)
        told = (KeptOut(one.family, one.person, self.kept_out[one.row]) for one in out)
        return tuple(sorted(told, key=lambda one: (one.family, one.missing, one.reason)))

    def without(self, reasons: Mapping[int, str]) -> References:
        """Returns the references with further rows kept out."""
        return replace(self, kept_out={**reasons, **self.kept_out})

    def missing_of(self, family: str) -> tuple[str, ...]:
        """Returns everybody who is searched for by a family, as family/person, by name."""
        rows = (row for row in self._rows.get(family, ()) if row not in self.kept_out)
        return tuple(sorted(self.missing[row - 1].name for row in rows))

    def families(self, rows: Iterable[int]) -> Iterator[tuple[int, Family]]:
        """Yields rows as families, in the order asked for.

        Raises:
            InputNotUnderstood: A row is no family.
        """
        for row, line in zip(rows := list(rows), self.lines(rows), strict=True):
            yield row, as_family(row, line)

    def lines(self, rows: Iterable[int]) -> Iterator[bytes]:
        """Yields rows as they stand in the file."""
        with self.path.open("rb") as file:
            for row in rows:
                file.seek(self._offsets[row - 1])
                yield file.readline()


def as_family(row: int, line: bytes) -> Family:
    """Returns a row as a family.

    Raises:
        InputNotUnderstood: It is none.
    """
    return from_line(line, place=f"row {row} of families")


class _Row(msgspec.Struct):
    family: str
    id: list[str]
    fid: msgspec.Raw
    mid: msgspec.Raw
    sex: list[int]
    missing: str
    markers: msgspec.Raw
    genotypes: msgspec.Raw


_row = msgspec.json.Decoder(_Row).decode
_genotypes = msgspec.json.Decoder(dict[str, list[str | None]]).decode
_markers = msgspec.json.Decoder(list[str]).decode


def read_references(path: Path, *, tell: Callable[[int], None] = lambda _rows: None) -> References:
    """Returns the rows of a FAMILIES.jsonl, read once, line by line.

    Args:
        path: The file.
        tell: Called now and then with the number of rows read.

    Raises:
        InputNotUnderstood: The file cannot be read.
    """
    digest, reading, offset = hashlib.sha256(), _Reading(), 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                digest.update(line)
                reading.take(number, line, offset)
                offset += len(line)
                if number % 10_000 == 0:
                    tell(number)
    except OSError:
        raise InputNotUnderstood("the file cannot be read", hint="check --families", place="families") from None
    reading.compare_rows_of_one_family()
    rows = {family: tuple(some) for family, some in reading.rows.items()}
    missing, offsets = tuple(reading.missing), tuple(reading.offsets)
    return References(path, digest.hexdigest(), missing, reading.kept_out, reading.results, offsets, rows)


@dataclass(slots=True)
class _Reading:
    missing: list[Missing] = field(default_factory=list)
    kept_out: dict[int, str] = field(default_factory=dict)
    results: dict[str, Counter[str]] = field(default_factory=dict)
    offsets: list[int] = field(default_factory=list)
    rows: dict[str, list[int]] = field(default_factory=dict)
    _said: dict[int, bytes] = field(default_factory=dict)
    _headings: dict[bytes, list[Counter[str]]] = field(default_factory=dict)

    def take(self, number: int, line: bytes, offset: int) -> None:
        self.offsets.append(offset)
        self.missing.append(Missing(number, "", "", 0))
        try:
            row = _row(line)
            self._count(row)
            sex = row.sex[row.id.index(row.missing)] if row.missing in row.id else 0
        except (msgspec.MsgspecError, UnicodeDecodeError, IndexError, ValueError):
            if line.strip():
                self.kept_out[number] = "the row is no family"
            else:
                self.kept_out[number] = "the row is empty"
            return
        self.missing[-1] = Missing(number, row.family, row.missing, sex)
        self.rows.setdefault(row.family, []).append(number)
        parts = (repr((row.id, row.sex)).encode(), *map(bytes, (row.fid, row.mid, row.markers, row.genotypes)))
        self._said[number] = hashlib.blake2b(b"\0".join(parts), digest_size=16).digest()

    def _count(self, row: _Row) -> None:
        heading = bytes(row.markers)
        if heading not in self._headings:
            names = [marker_name(name) for name in _markers(heading)]
            self._headings[heading] = [self.results.setdefault(name, Counter()) for name in names]
        counters = self._headings[heading]
        for texts in _genotypes(row.genotypes).values():
            for counter, text in zip(counters, texts, strict=True):
                if text:
                    counter[text] += 1

    def compare_rows_of_one_family(self) -> None:
        """Keeps families out whose rows contradict each other."""
        for rows in self.rows.values():
            if len(rows) == 1:
                continue
            wanted = Counter(self.missing[row - 1].person for row in rows)
            if len({self._said[row] for row in rows}) > 1:
                self.kept_out |= dict.fromkeys(rows, "the rows of this family differ in more than who is missing")
            elif max(wanted.values()) > 1:
                self.kept_out |= dict.fromkeys(rows, "the family misses the same person in two rows")


def people(family: Family, *, prefix: str) -> tuple[tuple[str, str, str, int], ...]:
    """Returns a family's people as (id, father, mother, sex), each reference with a prefix, so that no two families share one."""
    tree = family.pedigree
    names = [f"{prefix}/{one}" for one in tree.ids]
    return tuple(
        (names[k], names[father] if father >= 0 else UNRELATED, names[mother] if mother >= 0 else UNRELATED, int(sex))
        for k, (father, mother, sex) in enumerate(zip(tree.fathers, tree.mothers, tree.sexes, strict=True))
    )
