"""Headings of genotype tables as software exports them: whose, which marker, which alleles, and what is passed over.

GeneMapper and GeneMapper ID-X write a row a sample and marker (``Sample Name, Panel, Marker, Allele 1, Size 1, Height 1``
...) or a row a sample; OSIRIS can write a row a peak (``Sample Name, Marker, Allele, RFU``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from repatria.errors import InputNotUnderstood
from repatria.kinship.files.naming import is_known, marker_name
from repatria.kinship.files.tables import Table, folded

SAMPLE: Final = ("profile", "sample", "sample name", "sample id", "person", "id", "specimen id", "sample label")
HEADS: Final = frozenset(map(folded, SAMPLE))
"""Headings of which one must be there."""

MOST_ALLELES: Final = 10
"""Columns of alleles that a marker may have: as many as genotyping software exports."""

_SEX = ("sex", "gender")
_TYPE = ("sample type", "specimen category", "type", "role")
_PANEL = ("panel", "kit", "panel name", "chemistry kit", "marker set")
_MEASURES = re.compile(
    r"(peak)?(size|height|area|rfu|datapoint|bp|begin|end|stutter|quality|gq|mutation|dye|basepairs)\w*?[0-9]{0,2}"
)
_OFFICE = frozenset(
    folded(name)
    for name in (
        "sample file", "sample file name", "run", "run name", "run date", "run folder", "run date & time", "plate", "well", "lane",
        "capillary", "injection", "analyst", "user", "project", "comment", "comments", "remarks", "notes", "note", "date",
        "analysis method", "size standard", "instrument", "status", "laboratory", "lab", "dropout", "ci", "quality", "locus count",
        "bin", "bin set", "user comments", "allele changes", "allele comments", "ae comment", "os", "sq", "ss", "mtr", "samplekey",
        "udp1", "udp2", "udp3", "category", "specimen comment", "case", "case id", "bag", "specimen", "part",
        "typed on", "taken on", "number", "no", "nr", "row", "line", "family", "relation", "kit lot", "concentration", "rfu",
    )
)  # fmt: skip
"""What else stands in exports, and is no marker."""

_ALLELES = re.compile(r"(?P<marker>.+?)[ _.:-]*(allele|all|a)?[ _.:-]*(?P<number>10|[1-9])", re.IGNORECASE)
_LOOKS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?|[ACGTXY]|OL|OMR|[<>].*|[?-]", re.IGNORECASE)
_BETWEEN = re.compile(r"[/,|;]")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is what.

    Attributes:
        sample: Whose.
        marker: Which marker, in tables of a row a sample and marker; None where markers are columns.
        alleles: Of tables with a row a sample and marker; one column without a number has an allele a row.
        a_row_a_peak: Whether rows of one sample and marker are its alleles, one by one.
        markers: Marker → its columns, where markers are columns.
        sex: Of the person, None for no such column.
        type: Of the sample.
        panel: Panel or kit.
        more: Columns that the caller asked for.
        measures: How many columns of sizes, heights and the like are passed over.
        strange: Headings that are no marker and not known, passed over.
    """

    sample: int
    marker: int | None
    alleles: tuple[int, ...]
    a_row_a_peak: bool
    markers: dict[str, tuple[int, ...]]
    sex: int | None
    type: int | None
    panel: int | None
    more: dict[str, int | None]
    measures: int
    strange: tuple[str, ...]


def columns_of(table: Table, more: Sequence[str]) -> Columns:
    """Returns which column of a genotype table is what.

    Raises:
        InputNotUnderstood: No column of samples or alleles, or a marker with more columns than `MOST_ALLELES`.
    """
    sample = table.column(*SAMPLE)
    if sample is None:
        raise InputNotUnderstood("no column says whose profile it is", hint="name it: profile", place=table.kind)
    marker = table.column("marker", "locus", "marker name", "locus name")
    sex, type_, panel = table.column(*_SEX), table.column(*_TYPE), table.column(*_PANEL)
    kept = {name: table.column(name) for name in more}
    said = {sample, marker, sex, type_, panel, *kept.values()}
    rest = [i for i in range(len(table.headings)) if i not in said]
    measures = {i for i in rest if _is_measure(table.headings[i])}
    if marker is not None:
        numbered = tuple(
            i for i in rest if re.fullmatch("(allele(call)?[0-9]+|genotype|alleles)", folded(table.headings[i]))
        )
        single = tuple(i for i in rest if folded(table.headings[i]) in ("allele", "allelecall", "allelename"))
        alleles = numbered or single[:1]
        if not alleles:
            raise InputNotUnderstood("no column of alleles", hint="name them: allele 1, allele 2", place=table.kind)
        return Columns(sample, marker, alleles, not numbered, {}, sex, type_, panel, kept, len(measures), ())
    candidates = [
        i
        for i in rest
        if i not in measures and folded(table.headings[i]) not in _OFFICE and (table.headings[i] or _filled(table, i))
    ]
    strange = {i for i in candidates if not _is_marker(table, i)}
    markers = _markers(table, [i for i in candidates if i not in strange])
    told = tuple(table.headings[i] for i in sorted(strange))
    return Columns(sample, None, (), False, markers, sex, type_, panel, kept, len(measures), told)


def _is_measure(heading: str) -> bool:
    """Whether a heading, or what follows a marker's name in it, is of a size, a height or the like."""
    words = heading.split()
    return any(
        _MEASURES.fullmatch(folded(" ".join(words[at:]))) and (at == 0 or is_known(" ".join(words[:at])))
        for at in range(len(words))
    )


def _is_marker(table: Table, column: int) -> bool:
    """Whether a column may be a marker's: it has its name, or nothing in it, or something like an allele."""
    heading = table.headings[column]
    half = _ALLELES.fullmatch(heading)
    if not heading or is_known(heading) or (half and is_known(half["marker"])):
        return True
    filled = _filled(table, column)
    return not filled or any(_LOOKS.fullmatch(part.strip()) for cell in filled for part in _BETWEEN.split(cell))


def _filled(table: Table, column: int) -> list[str]:
    return [row.cells[column] for row in table.rows[:1000] if row.cells[column]]


def _markers(table: Table, columns: Sequence[int]) -> dict[str, tuple[int, ...]]:
    """Returns marker → its columns: one, or one an allele (``D3S1358 1``, ``D3S1358_Allele 2``, or its name again)."""
    found: dict[str, list[int]] = {}
    for i, name in _named(table, columns):
        found.setdefault(name, []).append(i)
    for marker, where in found.items():
        told = "a column without a heading" if not marker else ""
        if len(where) > MOST_ALLELES or (len(where) > 2 and len({table.headings[i] for i in where}) == 1):
            told = "a marker with more than two columns"
        if told:
            hint = "give each marker one column, or two"
            raise InputNotUnderstood(told, hint=hint, place=f"headings of {table.kind}")
    return {marker: tuple(where) for marker, where in found.items()}


def _named(table: Table, columns: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yields each column with its marker; a number at the end counts one allele where the marker has another number too."""
    halves = {i: _ALLELES.fullmatch(table.headings[i]) for i in columns}
    stems: dict[str, set[str]] = {}
    for half in halves.values():
        if half:
            stems.setdefault(half["marker"], set()).add(half["number"])
    whole = {table.headings[i] for i in columns}
    for i, half in halves.items():
        heading = table.headings[i]
        several = half is not None and len(stems[half["marker"]]) > 1 and "1" in stems[half["marker"]]
        plain = is_known(heading) or (half is not None and half["marker"] in whole and not is_known(half["marker"]))
        numbered = half is not None and several and not plain and (is_known(half["marker"]) or _is_parted(half))
        yield i, marker_name(half["marker"] if half and numbered else heading)


def _is_parted(half: re.Match[str]) -> bool:
    """Whether something stands between a name that is not known and the number: ``SYN01 1``, not ``M11``."""
    return half.end("marker") < half.start("number")
