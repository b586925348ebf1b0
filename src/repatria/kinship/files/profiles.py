"""Genotype tables, wide (a column or two a marker) and long (a row a sample and marker), as profiles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.kinship.files.cells import LoneAllele, genotype, parts, sex
from repatria.kinship.files.tables import Row, Table, folded, read_table

_SAMPLE = ("profile", "sample", "sample name", "sample id", "person", "id")
_SEX = ("sex", "gender")
_AMELOGENIN = ("amel", "amelogenin")


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as a table gives it.

    Attributes:
        id: The sample's reference, as written.
        sex: 1 male, 2 female, 0 not known.
        genotypes: Marker → ``13/14``, ``13/-`` (one allele seen) or ``-/-`` (no result); every marker of the table.
        more: Cells of the further columns that the caller asked for, by the name asked for.
        place: Where it stands: ``row 7 of profiles``.
    """

    id: str
    sex: int
    genotypes: Mapping[str, str]
    more: Mapping[str, str]
    place: str


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """Profiles in the order of the file, the markers in the order of its columns, and what was found on the way."""

    markers: tuple[str, ...]
    profiles: tuple[Profile, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Sample:
    """What a table says of one sample: cells of each marker with their place, in the words of the file."""

    id: str
    sex: str
    cells: dict[str, tuple[tuple[str, ...], str]]
    more: Mapping[str, str]
    place: str


def read_profiles(
    content: bytes,
    *,
    kind: str = "profiles",
    lone: LoneAllele = LoneAllele.PARTIAL,
    more: Sequence[str] = (),
) -> ProfileTable:
    """Returns the profiles of a genotype table.

    Wide: ``profile``, ``sex``, then one column a marker (``13/14``, ``13/-``, empty) or two (``D3S1358 1`` and
    ``D3S1358 2``, also with _ or a point, or the marker's name twice). Long: ``sample name``, ``marker``, then
    ``allele 1``, ``allele 2`` … as genotyping software exports it, or ``genotype``. Amelogenin gives the sex. Of a
    profile, or a sample's marker, that stands there twice the first is kept and the second told.

    Args:
        content: The file.
        kind: What it holds, for places.
        lone: What one allele alone means; ``13/-`` in a cell always means that the other is not known.
        more: Headings of further columns to keep (wide tables).

    Raises:
        InputNotUnderstood: No column of samples or alleles, or a marker with more than two columns.
    """
    table = read_table(content, kind=kind)
    column = table.column(*_SAMPLE)
    if column is None:
        raise InputNotUnderstood("no column says whose profile it is", hint="name it: profile", place=kind)
    marker = table.column("marker", "locus")
    found: list[Finding] = []
    if marker is None:
        markers, samples = _wide(table, column, more, found)
    else:
        markers, samples = _long(table, column, marker, found)
    return _profiles(markers, samples, lone, found)


def _wide(table: Table, column: int, more: Sequence[str], found: list[Finding]) -> tuple[list[str], dict[str, _Sample]]:
    sexes = table.column(*_SEX)
    kept = {name: table.column(name) for name in more}
    columns = _marker_columns(table, {column, sexes, *kept.values()})
    samples: dict[str, _Sample] = {}
    for row in table.rows:
        place = table.place(row)
        if _is_new(row.cells[column], samples, place, found):
            samples[row.cells[column]] = _Sample(
                row.cells[column],
                row.cells[sexes] if sexes is not None else "",
                {marker: (_cells(row, where), place) for marker, where in columns.items()},
                {name: row.cells[i] if i is not None else "" for name, i in kept.items()},
                place,
            )
    return list(columns), samples


def _is_new(who: str, samples: Mapping[str, _Sample], place: str, found: list[Finding]) -> bool:
    if not who:
        message, hint = "the row names no profile and is passed over", "name it, or remove the row"
        found.append(Finding(Severity.ERROR, "profile-without-id", place, message, hint))
    elif who in samples:
        message, hint = "the profile stands in the table before; this row is passed over", "keep one of the rows"
        found.append(Finding(Severity.ERROR, "profile-twice", place, message, hint))
    return bool(who) and who not in samples


def _marker_columns(table: Table, others: set[int | None]) -> dict[str, list[int]]:
    """Returns marker → its one or two columns."""
    indices = [i for i in range(len(table.headings)) if i not in others]
    names = {table.headings[i] for i in indices}
    found: dict[str, list[int]] = {}
    for i in indices:
        half = re.fullmatch(r"(.+)([ _.])([12])", table.headings[i])
        twin = f"{half[1]}{half[2]}{3 - int(half[3])}" if half else ""
        found.setdefault(half[1] if half and twin in names else table.headings[i], []).append(i)
    for marker, where in found.items():
        if not marker or len(where) > 2:
            told = "a marker with more than two columns" if marker else "a column without a heading"
            hint = "give each marker one column, or two"
            raise InputNotUnderstood(told, hint=hint, place=f"headings of {table.kind}")
    return found


def _cells(row: Row, where: Sequence[int]) -> tuple[str, ...]:
    return tuple(row.cells[i] for i in where)


def _long(table: Table, column: int, marker: int, found: list[Finding]) -> tuple[list[str], dict[str, _Sample]]:
    sexes = table.column(*_SEX)
    where = [i for i, heading in enumerate(table.headings) if re.fullmatch("(allele[0-9]+|genotype)", folded(heading))]
    if not where:
        raise InputNotUnderstood("no column of alleles", hint="name them: allele 1, allele 2", place=table.kind)
    samples: dict[str, _Sample] = {}
    for row in table.rows:
        who, name, place = row.cells[column], row.cells[marker], table.place(row)
        if not who or not name:
            message, hint = "the row names no profile or no marker and is passed over", "name both"
            found.append(Finding(Severity.ERROR, "profile-without-id", place, message, hint))
            continue
        sample = samples.setdefault(who, _Sample(who, row.cells[sexes] if sexes is not None else "", {}, {}, place))
        if name in sample.cells:
            message, hint = "the sample has this marker before; this row is passed over", "keep one of the rows"
            found.append(Finding(Severity.ERROR, "marker-twice", place, message, hint, name))
        else:
            sample.cells[name] = (_cells(row, where), place)
    return list(dict.fromkeys(name for sample in samples.values() for name in sample.cells)), samples


def _profiles(
    markers: Sequence[str], samples: Mapping[str, _Sample], lone: LoneAllele, found: list[Finding]
) -> ProfileTable:
    amelogenin = [marker for marker in markers if folded(marker) in _AMELOGENIN]
    autosomal = tuple(marker for marker in markers if marker not in amelogenin)
    profiles = []
    for sample in samples.values():
        genotypes = {}
        for marker in autosomal:
            said, place = sample.cells.get(marker, ((), sample.place))
            genotypes[marker], told = genotype(said, lone=lone, place=place, marker=marker)
            found += told
        seen = [text for marker in amelogenin if marker in sample.cells for text in parts(sample.cells[marker][0])]
        of_sex, told = sex(sample.sex, seen, place=sample.place)
        found += told
        profiles.append(Profile(sample.id, of_sex, genotypes, sample.more, sample.place))
    return ProfileTable(autosomal, tuple(profiles), tuple(found))
