"""Tables of allele frequencies: long (``marker, allele, frequency``), wide (``Allele``, then a column a marker), STRidER XML.

Rules, each named in the result: a table's own minimum frequency (``fmin``) and sample size (``n``) are no alleles and
are left out of the sum; a marker whose frequencies do not sum to one is refused, or brought to one by the rule that
the caller names; an allele of frequency zero is no allele.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.kinship.files.cells import canonical
from repatria.kinship.files.naming import marker_name
from repatria.kinship.files.tables import FileNotUnderstood, Table, folded, read_table

REST = "Rest allele"
"""Name of the allele that takes what is lacking to one, as Familias and dvir call it."""

TOLERANCE = 1e-6
"""How far a sum may be from one without a rule: `Marker` has the same bound."""

MOST_RESCALED = 0.05
"""How far a sum may be from one for a rule to bring it there: what is farther off is no rounding but a defect. Ten alleles
at the minimum 5/2N of 1,000 people are 0.025 above one; the bound is twice that (chosen, not measured)."""

_MINIMUM = {"fmin", "minimum", "min", "minimumfrequency", "minfrequency", "1"}  # GENis writes fmin as allele -1
_PEOPLE = {"n", "samplesize", "numberofsamples"}


class Sum(StrEnum):
    """What is done where the frequencies of a marker do not sum to one."""

    REFUSE = "refuse"
    RESCALE = "rescale"  # divide all by the sum, whether below or above one
    REST = "rest"  # a further allele takes what is lacking; above one is rescaled


@dataclass(frozen=True, slots=True)
class Frequencies:
    """A frequency table as read.

    Attributes:
        markers: Marker → allele → frequency; each sums to one within `TOLERANCE`. Alleles ascend.
        minimum: Marker → the table's own minimum frequency, where it says one.
        people: Marker → people typed, where the table says so.
        findings: What was brought to one, and what was left out.
    """

    markers: Mapping[str, Mapping[str, float]]
    minimum: Mapping[str, float]
    people: Mapping[str, int]
    findings: tuple[Finding, ...]


def read_frequencies(content: bytes, *, total: Sum = Sum.REFUSE, kind: str = "frequencies") -> Frequencies:
    """Returns a table of allele frequencies, long or wide.

    Args:
        content: The file.
        total: What is done where a marker does not sum to one.
        kind: What it holds, for places.

    Raises:
        FileNotUnderstood: Frequencies that are no numbers between 0 and 1, an allele twice, or a sum refused; every
            such place is a finding of it.
        InputNotUnderstood: The columns are neither of the two forms.
    """
    table = read_table(content, kind=kind)
    allele, marker, frequency = (table.column(name) for name in ("allele", "marker", "frequency"))
    if allele is None:
        hint = "long: marker, allele, frequency; wide: allele, then a column a marker"
        raise InputNotUnderstood("no column of alleles", hint=hint, place=kind)
    if marker is not None and frequency is not None:
        cells = [(r.cells[marker], r.cells[allele], r.cells[frequency], table.place(r)) for r in table.rows]
        return settle(_numbers(cells, table), total=total, kind=kind)
    wide = [
        (heading, row.cells[allele], row.cells[i], table.place(row))
        for i, heading in enumerate(table.headings)
        for row in table.rows
        if i != allele and row.cells[i]
    ]
    return settle(_numbers(wide, table), total=total, kind=kind)


@dataclass(frozen=True, slots=True)
class Said:
    """One number of a table: of an allele, a minimum or a count of people; NaN where it is no number."""

    marker: str
    allele: str
    number: float
    place: str


def _numbers(cells: Iterable[tuple[str, str, str, str]], table: Table) -> list[Said]:
    return [
        Said(marker, allele, number(cell, comma=table.decimal_comma), place) for marker, allele, cell, place in cells
    ]


def number(text: str, *, comma: bool = False) -> float:
    """Returns a number, NaN for what is none; ``comma`` says whether 0,25 is one."""
    try:
        return float(text.replace(",", ".") if comma else text)
    except ValueError:
        return math.nan


def settle(said: Iterable[Said], *, total: Sum, kind: str) -> Frequencies:
    """Returns numbers as a table, its rules used and told.

    Raises:
        FileNotUnderstood: As `read_frequencies`.
    """
    markers: dict[str, dict[str, float]] = {}
    minimum: dict[str, float] = {}
    people: dict[str, int] = {}
    wrong: list[Finding] = []
    for one in said:
        label, name = folded(one.allele), marker_name(one.marker)
        of = markers.setdefault(name, {})
        if label in _PEOPLE and one.number >= 1:
            people[name] = round(one.number)
        elif not 0 <= one.number <= 1 or not one.marker or not one.allele:
            wrong.append(_wrong("frequency-not-understood", one, "not a frequency between 0 and 1 of an allele"))
        elif label in _MINIMUM and not one.allele.strip().isdecimal():
            minimum[name] = one.number
        elif canonical(one.allele) in of:
            wrong.append(_wrong("allele-twice", one, "the marker has this allele before"))
        elif one.number > 0:
            of[canonical(one.allele)] = one.number
    notes = _bring_to_one(markers, total, kind, wrong)
    if not markers:
        raise InputNotUnderstood("the table has no frequencies", hint="a row a marker and allele", place=kind)
    if wrong:
        raise FileNotUnderstood(kind, tuple(wrong))
    return Frequencies({name: _ascending(of) for name, of in markers.items()}, minimum, people, tuple(notes))


def _wrong(code: str, one: Said, message: str) -> Finding:
    return Finding(Severity.ERROR, code, one.place, message, "mend this cell of the table", one.marker)


def _bring_to_one(markers: dict[str, dict[str, float]], total: Sum, kind: str, wrong: list[Finding]) -> list[Finding]:
    notes = []
    for name, of in markers.items():
        missing = 1 - math.fsum(of.values())
        if abs(missing) <= TOLERANCE:
            continue
        if total is Sum.REFUSE or abs(missing) > MOST_RESCALED:
            message = f"the frequencies sum to {1 - missing:.6g}, not to one"
            hint = (
                "mend the table, or name a rule (rescale, rest)" if abs(missing) <= MOST_RESCALED else "mend the table"
            )
            wrong.append(Finding(Severity.ERROR, "frequencies-do-not-sum", kind, message, hint, name))
        elif total is Sum.REST and missing > 0:
            of[REST] = of.get(REST, 0.0) + missing
            message = f"the frequencies sum to {1 - missing:.6g}: a rest allele takes what is lacking (rule rest)"
            notes.append(Finding(Severity.NOTE, "rest-allele-added", kind, message, "", name))
        else:
            markers[name] = {allele: frequency / (1 - missing) for allele, frequency in of.items()}
            message = f"the frequencies sum to {1 - missing:.6g}: all are divided by it (rule rescale)"
            notes.append(Finding(Severity.NOTE, "frequencies-rescaled", kind, message, "", name))
    return notes


def _ascending(of: Mapping[str, float]) -> dict[str, float]:
    def place(allele: str) -> tuple[bool, float, str]:
        size = number(allele)
        return math.isnan(size), 0.0 if math.isnan(size) else size, allele

    return {allele: of[allele] for allele in sorted(of, key=place)}
