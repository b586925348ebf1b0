"""The stories that a family is weighed under: as declared, and as it would be if one relative were something else.

A story takes one typed relative out, as the search takes out a missing person, so that the relative's own profile can be
held against the rest: LR = P(all) / (P(rest) P(relative)). Under *unrelated* it is 1. A story with another father or
mother applies to relatives who have no children in the pedigree: the rest of the family is then the same as declared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from repatria.kinship.files import Family
from repatria.kinship.files.cells import NO_RESULT
from repatria.kinship.pedigree import FOUNDER, UNRELATED
from repatria.kinship.search.families import FamilyRow


class Kind(StrEnum):
    """What one relative may be instead of what was declared."""

    DECLARED = "as declared"
    OTHER_FATHER = "the child of another father"
    OTHER_MOTHER = "the child of another mother"


@dataclass(frozen=True, slots=True)
class Story:
    """One typed relative and one kind of story.

    Attributes:
        family: Place of the family among those given.
        person: The relative.
        kind: The story.
        row: The family without the relative's results, the relative as the one looked for.
        profile: The relative's results, in the order of the row's markers.
    """

    family: int
    person: str
    kind: Kind
    row: FamilyRow
    profile: tuple[str, ...]


def stories(place: int, family: Family) -> Iterator[Story]:
    """Yields the stories of a family; ``place`` is where it stands among those given."""
    markers = list(family.markers)
    if len(family.genotypes) < 2:
        return
    said = {who: [of.get(marker, NO_RESULT) for marker in markers] for who, of in family.genotypes.items()}
    results = {who: [None if text == NO_RESULT else text for text in row] for who, row in said.items()}
    for person, row in said.items():
        profile = tuple(row)
        others: dict[str, list[str | None]] = {who: of for who, of in results.items() if who != person}
        for kind in _kinds(family, person):
            yield Story(place, person, kind, _row(family, person, kind, markers, others), profile)


def _kinds(family: Family, person: str) -> tuple[Kind, ...]:
    tree = family.pedigree
    at = tree.index(person)
    if tree.fathers[at] == FOUNDER or tree.children(at):
        return (Kind.DECLARED,)
    return (Kind.DECLARED, Kind.OTHER_FATHER, Kind.OTHER_MOTHER)


def _row(family: Family, person: str, kind: Kind, markers: list[str], others: dict[str, list[str | None]]) -> FamilyRow:
    tree = family.pedigree
    ids, sexes = list(tree.ids), [int(sex) for sex in tree.sexes]
    fathers = [tree.ids[i] if i != FOUNDER else UNRELATED for i in tree.fathers]
    mothers = [tree.ids[i] if i != FOUNDER else UNRELATED for i in tree.mothers]
    at = tree.index(person)
    if kind is not Kind.DECLARED:
        parents, sex = (fathers, 1) if kind is Kind.OTHER_FATHER else (mothers, 2)
        new = "another parent"
        while new in ids:
            new += " still"
        parents[at] = new
        ids.append(new)
        fathers.append(UNRELATED)
        mothers.append(UNRELATED)
        sexes.append(sex)
    return FamilyRow(family.id, ids, fathers, mothers, sexes, person, markers, others)
