"""The part ``[DVI]`` of a ``.fam`` file: unidentified persons and reference families."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from repatria.errors import Finding, Severity
from repatria.kinship.files.familias.database import FamiliasMarker
from repatria.kinship.files.familias.lines import Lines
from repatria.kinship.files.familias.people import Relation, Somebody, built, result
from repatria.kinship.files.families import Family
from repatria.kinship.files.naming import marker_name

MISSING: Final = "Missing person"
"""What Familias calls the missing person of each family; it stands in relations, not among the persons."""

_SEXES: Final = {"Male": 1, "Female": 2}


@dataclass(frozen=True, slots=True)
class ReferenceFamily:
    """A reference family with its pedigrees; the first is the one that Familias calls the reference pedigree."""

    name: str
    pedigrees: tuple[Family, ...]


@dataclass(frozen=True, slots=True)
class Dvi:
    """What the part says; findings tell where a sex was not said."""

    unidentified: tuple[Somebody, ...]
    families: tuple[ReferenceFamily, ...]
    findings: tuple[Finding, ...]


def read_dvi(lines: Lines, markers: Sequence[FamiliasMarker], kind: str) -> Dvi:
    """Returns the part after its heading.

    Raises:
        FamiliasNotUnderstood: Something in it is not read here, direct relations (twins) among it.
    """
    by_name = {marker.name: marker for marker in markers}
    lines.heading("Unidentified persons")
    unidentified = _persons(lines, by_name)
    lines.heading("Notes")
    for _ in range(lines.counted("nFamilies")):
        lines.take("a family's note")
    lines.heading("Reference Families")
    findings: list[Finding] = []
    families = tuple(_family(lines, by_name, kind, findings) for _ in range(lines.counted("nFamilies")))
    return Dvi(unidentified, families, tuple(findings))


def _persons(lines: Lines, markers: Mapping[str, FamiliasMarker]) -> tuple[Somebody, ...]:
    return tuple(_person(lines, markers) for _ in range(lines.counted("nPersons")))


def _person(lines: Lines, markers: Mapping[str, FamiliasMarker]) -> Somebody:
    lines.heading("Person")
    name = lines.keyed("Name")
    sex = _SEXES.get(lines.keyed("Gender"), 0)
    lines.heading("DNA data")
    genotypes = {}
    for _ in range(lines.counted("nSystems")):
        marker = markers.get(marker_name(lines.keyed("SystemName")))
        if marker is None:
            lines.refuse("a result is of a marker that the database does not have")
        alleles = lines.keyed("Allele1"), lines.keyed("Allele2")
        genotypes[marker.name] = result(lines, alleles, marker)
    return Somebody(name, sex, genotypes)


def _family(lines: Lines, markers: Mapping[str, FamiliasMarker], kind: str, findings: list[Finding]) -> ReferenceFamily:
    lines.heading("Family")
    name = lines.keyed("Name")
    lines.heading("Persons")
    people = _persons(lines, markers)
    lines.heading("Pedigrees")
    pedigrees = [_pedigree(lines, people, kind, findings) for _ in range(lines.counted("nPedigrees"))]
    return ReferenceFamily(name, tuple(pedigrees))


def _pedigree(lines: Lines, people: Sequence[Somebody], kind: str, findings: list[Finding]) -> Family:
    lines.heading("Pedigree")
    name, at = lines.keyed("Name"), lines.next
    relations = [(lines.keyed("Parent"), lines.keyed("Child")) for _ in range(lines.counted("nRelations"))]
    told = any(one.id == MISSING for one in people)
    there = told or any(MISSING in relation for relation in relations)
    everybody = list(people)
    if there and not told:
        everybody.append(Somebody(MISSING, _sex_of_missing(people, relations, f"line {at} of {kind}", findings), {}))
    return built(lines, name, everybody, relations, missing=MISSING if there else "")


def _sex_of_missing(
    people: Sequence[Somebody], relations: Sequence[Relation], place: str, findings: list[Finding]
) -> int:
    """Returns the sex that the other parent of a child leaves; not known without a child, else male by a told rule."""
    sexes = {one.id: one.sex for one in people}
    children = [child for parent, child in relations if parent == MISSING]
    others = {sexes.get(parent, 0) for parent, child in relations if child in children and parent != MISSING} - {0}
    if not children or len(others) == 1:
        return 3 - others.pop() if children else 0
    message = "the file does not say the missing parent's sex: taken as male"
    hint = "add the other parent in Familias"
    findings.append(Finding(Severity.WARNING, "sex-of-missing", place, message, hint))
    return 1
