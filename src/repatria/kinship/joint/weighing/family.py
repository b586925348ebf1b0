"""How likely each choice of a family's missing persons is: every sub-assignment weighed once, in blocks that are independent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.genotypes import Code, Status, code
from repatria.kinship.joint.weighing.choices import Choices
from repatria.kinship.joint.weighing.factors import Structure, logarithms, order, structure, summed
from repatria.kinship.joint.weighing.ladder import Ladder
from repatria.kinship.joint.weighing.network import Network
from repatria.kinship.markers import Marker
from repatria.kinship.pedigree import Pedigree, Sex

Table = NDArray[np.float64]
Profile = tuple[str | None, ...]
"""Genotypes, one a marker, in the order of the markers."""


@dataclass(frozen=True, slots=True)
class Victim:
    """A nameless profile.

    Attributes:
        name: Its reference, never a person's name.
        sex: `Sex.UNKNOWN` fits anybody.
        genotypes: One a marker.
    """

    name: str
    sex: Sex
    genotypes: Profile


@dataclass(frozen=True, slots=True)
class Family:
    """Typed relatives of some missing persons.

    Attributes:
        name: Reference of the family.
        pedigree: May have several components.
        typed: Relative → genotypes, one a marker.
        missing: Those who are sought.
    """

    name: str
    pedigree: Pedigree
    typed: Mapping[str, Profile]
    missing: tuple[str, ...]

    def with_identified(self, person: str, genotypes: Profile) -> Family:
        """Returns the family with a missing person found: the victim's profile is one of its relatives' from now on."""
        left = tuple(one for one in self.missing if one != person)
        return replace(self, typed={**self.typed, person: genotypes}, missing=left)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Missing persons of a family whose likelihood does not fall apart further.

    Attributes:
        persons: Their references.
        rows: Choices, [choice, person], -1 or a victim's index; row 0 is nobody.
        ln_likelihood: Of what was seen of this block's relatives and chosen victims, for each choice.
    """

    persons: tuple[str, ...]
    rows: NDArray[np.int64]
    ln_likelihood: Table


def weigh(
    family: Family,
    victims: Sequence[Victim],
    markers: Sequence[Marker],
    candidates: Mapping[str, Sequence[int]],
    *,
    most: int | None = None,
) -> tuple[Block, ...]:
    """Returns the blocks of a family; the likelihood of a choice is the product over them. A last one may have no persons.

    Args:
        family: Relatives and missing persons.
        victims: All profiles.
        markers: In the order of the genotypes.
        candidates: Missing person → indices of the victims that may be that person.
        most: At most so many victims at once; 1 gives what pairwise likelihood ratios need.
    """
    choices = choices_of(family, candidates, most=most)
    tables: dict[tuple[int, ...], Table] = {}
    for at_marker in tables_by_marker(family, victims, markers, choices):
        for persons, table in at_marker.items():
            tables[persons] = tables.get(persons, 0.0) + table
    return _blocks(family.pedigree, choices, tables)


def choices_of(family: Family, candidates: Mapping[str, Sequence[int]], *, most: int | None = None) -> Choices:
    """Returns the choices of those missing persons who have candidates, by their index in the pedigree."""
    index = {person: family.pedigree.index(person) for person in family.missing}
    return Choices({index[one]: tuple(sorted(candidates[one])) for one in family.missing if candidates[one]}, most)


def tables_by_marker(
    family: Family, victims: Sequence[Victim], markers: Sequence[Marker], choices: Choices
) -> Iterator[dict[tuple[int, ...], Table]]:
    """Yields for each marker the ln-likelihoods of the choices, by the missing persons that they depend on together."""
    orders: dict[Structure, list[int]] = {}
    for place, marker in enumerate(markers):
        factors = _network(family, victims, marker, place, choices).factors()
        key = structure(factors)
        if key not in orders:
            orders[key] = order(factors, choices)
        found: dict[tuple[int, ...], Table] = {}
        for factor in summed(factors, orders[key], choices):
            found[factor.persons] = found.get(factor.persons, 0.0) + logarithms(factor)
        yield found


def _network(family: Family, victims: Sequence[Victim], marker: Marker, place: int, choices: Choices) -> Network:
    seen = {
        family.pedigree.index(person): code(marker, genotypes[place], male=_is_male(family.pedigree, person))
        for person, genotypes in family.typed.items()
    }
    some = {victim for row in choices.candidates.values() for victim in row}
    codes = [
        code(marker, victim.genotypes[place], male=victim.sex is Sex.MALE) if number in some else _NOT_SEEN
        for number, victim in enumerate(victims)
    ]
    return Network(family.pedigree, Ladder.of(marker, [*seen.values(), *codes]), seen, choices, codes)


_NOT_SEEN: Code = (Status.NOTHING, 0, 0, None)


def _is_male(pedigree: Pedigree, person: str) -> bool:
    return pedigree.sexes[pedigree.index(person)] is Sex.MALE


def _blocks(pedigree: Pedigree, choices: Choices, tables: Mapping[tuple[int, ...], Table]) -> tuple[Block, ...]:
    """Returns tables brought together that share a person at some marker."""
    groups: list[tuple[set[int], list[tuple[int, ...]]]] = []
    for persons in sorted(tables):
        touched = [group for group in groups if group[0] & set(persons)]
        groups = [group for group in groups if not group[0] & set(persons)]
        groups.append(
            (set(persons).union(*(one[0] for one in touched)), [persons, *(p for one in touched for p in one[1])])
        )
    blocks = []
    for members, parts in groups:
        whole = tuple(sorted(members))
        rows = choices.rows(whole)
        total = np.zeros(len(rows))
        for part in parts:
            index = choices.index(whole, part)
            total = total + (tables[part] if index is None else tables[part][index])
        blocks.append(Block(tuple(pedigree.ids[person] for person in whole), rows, total))
    return tuple(blocks)


def population(victims: Sequence[Victim], markers: Sequence[Marker]) -> Table:
    """Returns each victim's ln-likelihood when nobody's relative."""
    total = np.zeros(len(victims))
    for place, marker in enumerate(markers):
        codes = [code(marker, victim.genotypes[place], male=victim.sex is Sex.MALE) for victim in victims]
        ladder = Ladder.of(marker, codes)
        with np.errstate(divide="ignore"):
            total += np.log(
                [
                    ladder.population(one, male=victim.sex is Sex.MALE)
                    for one, victim in zip(codes, victims, strict=True)
                ]
            )
    return total


def without_mutation(marker: Marker) -> Marker:
    """Returns a marker whose alleles never change from parent to child."""
    if marker.male is None and marker.female is None:
        return marker
    return Marker(marker.name, marker.alleles, marker.frequencies, marker.inheritance, silent=marker.silent)
