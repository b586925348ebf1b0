"""People and pedigrees of a ``.fam`` file, the main part and what both parts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from repatria.errors import InputNotUnderstood
from repatria.kinship.files.cells import LoneAllele, canonical, genotype
from repatria.kinship.files.familias.database import FamiliasMarker
from repatria.kinship.files.familias.lines import Lines
from repatria.kinship.files.families import Family, family
from repatria.kinship.pedigree import UNRELATED

Relation = tuple[str, str]
"""A parent and a child."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the file.

    Attributes:
        id: The name in the file.
        sex: 1 male, 2 female, 0 not known.
        genotypes: Marker → genotype; empty for people without results.
        marked: Whether the person has a mark (dropout considered, or a child) that changes nothing that is read here
            unless a marker has a dropout probability.
    """

    id: str
    sex: int
    genotypes: Mapping[str, str]
    marked: bool = False


@dataclass(frozen=True, slots=True)
class CodedPerson:
    """A person of the main part before the database is known: alleles are numbers of it."""

    id: str
    sex: int
    results: tuple[tuple[int, int, int], ...]
    marked: bool
    line: int


@dataclass(frozen=True, slots=True)
class RawPedigree:
    """A pedigree before its people are known: its name, relations by number, and further people by sex."""

    name: str
    relations: tuple[tuple[int, int], ...]
    more: tuple[int, ...]
    line: int


def read_people(lines: Lines) -> tuple[CodedPerson, ...]:
    """Returns the people of the main part."""
    return tuple(_person(lines) for _ in range(lines.whole("the number of people")))


def _person(lines: Lines) -> CodedPerson:
    name = lines.text("a person's name")
    first = lines.flag("a person's first mark")
    lines.whole("a year of birth", least=-1, below=10_000)
    second = lines.flag("a person's second mark")
    sex = 1 if lines.flag("a person's sex") else 2
    at = lines.next
    results = [
        (lines.whole("an allele's number"), lines.whole("an allele's number"), lines.whole("a marker's number"))
        for _ in range(lines.whole("the number of results"))
    ]
    return CodedPerson(name, sex, tuple(results), first or second, at)


def read_pedigrees(lines: Lines, people: int) -> tuple[RawPedigree, ...]:
    """Returns the pedigrees of the main part, the relations known to all of them in each."""
    if lines.text("the heading of known relations") != "Known relations":
        lines.refuse("the known relations are missing")
    known = _relations(lines, "Known relations", people)
    if known.more:
        lines.refuse("the known relations have further people")
    found = []
    for number in range(lines.whole("the number of pedigrees")):
        if lines.whole("a pedigree's number") != number:
            lines.refuse("pedigrees are not numbered from 0")
        one = _relations(lines, lines.text("a pedigree's name"), people)
        found.append(RawPedigree(one.name, (*known.relations, *one.relations), one.more, one.line))
    return tuple(found)


def _relations(lines: Lines, name: str, people: int) -> RawPedigree:
    at = lines.next
    women, men = lines.whole("the number of further women"), lines.whole("the number of further men")
    if women and men:
        lines.refuse("a pedigree has further women and men: their order is not known", "give them names in Familias")
    everybody = people + women + men
    relations = [
        (lines.whole("a parent's number", below=everybody), lines.whole("a child's number", below=everybody))
        for _ in range(lines.whole("the number of relations"))
    ]
    return RawPedigree(name, tuple(relations), (2,) * women + (1,) * men, at)


def decoded(lines: Lines, person: CodedPerson, markers: Sequence[FamiliasMarker]) -> Somebody:
    """Returns a person with alleles by name."""
    found = {}
    for first, second, marker in person.results:
        if marker >= len(markers) or max(first, second) >= len(markers[marker].frequencies):
            lines.next = person.line
            lines.refuse("a result names a marker or an allele that the database does not have")
        alleles = list(markers[marker].frequencies)
        found[markers[marker].name] = f"{alleles[first]}/{alleles[second]}"
    return Somebody(person.id, person.sex, found, person.marked)


def named(lines: Lines, raw: RawPedigree, people: Sequence[Somebody]) -> Family:
    """Returns a pedigree of the main part with the people of the file."""
    everybody = [*people, *(Somebody(f"~further-{n}", sex, {}) for n, sex in enumerate(raw.more, start=1))]
    relations = [(everybody[parent].id, everybody[child].id) for parent, child in raw.relations]
    lines.next = raw.line
    return built(lines, raw.name, everybody, relations, missing="")


def built(
    lines: Lines, name: str, people: Sequence[Somebody], relations: Sequence[Relation], *, missing: str
) -> Family:
    """Returns a family of people and relations; a child with one parent gets another one without a result.

    Raises:
        FamiliasNotUnderstood: Two fathers, two mothers, or an impossible pedigree.
    """
    sexes = {one.id: one.sex for one in people}
    parents: dict[str, dict[int, str]] = {one.id: {} for one in people}
    for parent, child in relations:
        if parent not in sexes or child not in sexes:
            lines.refuse("a relation names somebody whom the file does not have")
        if sexes[parent] in parents[child] or not sexes[parent]:
            lines.refuse("a child has two fathers, two mothers, or a parent without a sex")
        parents[child][sexes[parent]] = parent
    tree, added = [], []
    for who, of in parents.items():
        for sex in (1, 2):
            if of and sex not in of:
                of[sex] = f"~other-parent-of-{who}"
                added.append((of[sex], UNRELATED, UNRELATED, sex))
        tree.append((who, of.get(1, UNRELATED), of.get(2, UNRELATED), sexes[who]))
    typed = {one.id: one.genotypes for one in people if one.genotypes}
    try:
        return family(name, [*tree, *added], missing=missing, genotypes=typed)
    except InputNotUnderstood as wrong:
        lines.refuse(wrong.message, wrong.hint)


def result(lines: Lines, alleles: Sequence[str], marker: FamiliasMarker) -> str:
    """Returns alleles by name as a genotype.

    Raises:
        FamiliasNotUnderstood: The database does not have one of them.
    """
    if any(allele and canonical(allele) not in marker.frequencies for allele in alleles):
        lines.refuse("a result names an allele that the database does not have", "add it to the database")
    said, _ = genotype(tuple(alleles), lone=LoneAllele.PARTIAL, place="", marker=marker.name)
    return said
