"""The slow twin of the engine: every genotype of every person is tried, one after another.

It shares no code with `repatria.kinship.peeling` beyond reading genotypes, and knows no shortcut: a person more takes A squared times
as long. For tests, and for whoever doubts a number.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.genotypes import Code, Observation, Status, code
from repatria.kinship.markers import Inheritance, Marker
from repatria.kinship.pedigree import FOUNDER, Pedigree, Sex
from repatria.kinship.peeling import Convention

Alleles = tuple[int, ...]
"""The allele from the father, then that from the mother; of a male on X the one that there is."""

State = tuple[Alleles, ...]
"""What a person has at each marker that is inherited together."""


@dataclass(frozen=True, slots=True)
class _World:
    """What is fixed while genotypes are tried."""

    pedigree: Pedigree
    parents: tuple[tuple[int, int], ...]
    there: tuple[bool, ...]
    markers: tuple[Marker, ...]
    codes: Mapping[int, tuple[Code, ...]]
    theta: float
    inbreeding: tuple[float, ...]
    rho: float

    def haploid(self, person: int) -> bool:
        return self.markers[0].inheritance is Inheritance.X and self.pedigree.sexes[person] is Sex.MALE

    def frequency(self, locus: int, allele: int) -> float:
        marker = self.markers[locus]
        if allele == len(marker.alleles):
            return marker.silent
        return float(marker.frequencies[allele]) * (1 - marker.silent)

    def mutates(self, locus: int, sex: Sex, before: int, after: int) -> float:
        marker = self.markers[locus]
        matrix = marker.male if sex is Sex.MALE else marker.female
        if matrix is None or len(marker.alleles) in (before, after):
            return float(before == after)
        return float(matrix[before, after])


def log_likelihood(
    pedigree: Pedigree,
    markers: Sequence[Marker],
    observations: Mapping[str, Sequence[str | Observation | None]],
    *,
    theta: float = 0.0,
    convention: Convention = Convention.AS_GIVEN,
    founder_inbreeding: Mapping[str, float] | None = None,
    rho: float | None = None,
) -> NDArray[np.float64]:
    """Returns what `repatria.kinship.peeling.log_likelihood` returns, by trying all genotypes.

    Cost grows as A to the power of twice the number of persons.
    """
    groups = [list(range(len(markers)))] if rho is not None else [[k] for k in range(len(markers))]
    inbreeding = tuple((founder_inbreeding or {}).get(person, 0.0) for person in pedigree.ids)
    sums = []
    for places in groups:
        codes = {
            pedigree.index(person): tuple(
                code(markers[k], row[k], male=pedigree.sexes[pedigree.index(person)] is Sex.MALE) for k in places
            )
            for person, row in observations.items()
        }
        typed = {person for person, seen in codes.items() if any(one[0] for one in seen)}
        parents, there = _cut(pedigree, typed, Convention(convention))
        world = _World(
            pedigree, parents, there, tuple(markers[k] for k in places), codes, theta, inbreeding, rho or 0.0
        )
        sums.append(_sum(world, 0, {}, [{} for _ in places], [0] * len(places)))
    return np.array([math.log(total) if total > 0 else -math.inf for total in sums])


def _cut(
    pedigree: Pedigree, typed: set[int], convention: Convention
) -> tuple[tuple[tuple[int, int], ...], tuple[bool, ...]]:
    """Returns parents and who is there after untyped founders with one child or none are cut away (Familias)."""
    parents = list(zip(pedigree.fathers, pedigree.mothers, strict=True))
    there = [True] * len(parents)
    if convention is Convention.FAMILIAS:
        while (idle := _idle(parents, there, typed)) is not None:
            there[idle] = False
            parents = [(FOUNDER if f == idle else f, FOUNDER if m == idle else m) for f, m in parents]
    return tuple(parents), tuple(there)


def _idle(parents: Sequence[tuple[int, int]], there: Sequence[bool], typed: set[int]) -> int | None:
    for person, both in enumerate(parents):
        children = [child for child, above in enumerate(parents) if there[child] and person in above]
        if (
            there[person]
            and person not in typed
            and (not children or (both == (FOUNDER, FOUNDER) and len(children) == 1))
        ):
            return person
    return None


def _sum(world: _World, turn: int, states: dict[int, State], urns: list[dict[int, int]], draws: list[int]) -> float:
    """Returns the probability of everything seen of persons from this turn on, given who has what before them."""
    if turn == len(world.pedigree.order):
        return 1.0
    person = world.pedigree.order[turn]
    if not world.there[person]:
        return _sum(world, turn + 1, states, urns, draws)
    total = 0.0
    for state in _possible(world, person):
        seen = _seen(world, person, state)
        if seen:
            total += seen * _with(world, turn, person, state, states, urns, draws)
    return total


def _with(
    world: _World, turn: int, person: int, state: State, states: dict[int, State], urns: list[dict[int, int]],
    draws: list[int],
) -> float:  # fmt: skip
    """Returns the probability that a person has these alleles, and of everything after."""
    urns, draws = [dict(urn) for urn in urns], list(draws)
    chance = _inherited(world, person, state, states)
    for locus, alleles in enumerate(state):
        drawn = [allele for side, allele in enumerate(alleles) if _from_outside(world, person, side)]
        if len(drawn) == 2 and world.inbreeding[person]:
            f, p = world.inbreeding[person], world.frequency(locus, drawn[0])
            chance *= (1 - f) * p * world.frequency(locus, drawn[1]) + f * p * (drawn[0] == drawn[1])
            continue
        for allele in drawn:
            chance *= (
                urns[locus].get(allele, 0) * world.theta + (1 - world.theta) * world.frequency(locus, allele)
            ) / (1 + (draws[locus] - 1) * world.theta)
            urns[locus][allele] = urns[locus].get(allele, 0) + 1
            draws[locus] += 1
    if not chance:
        return 0.0
    return chance * _sum(world, turn + 1, {**states, person: state}, urns, draws)


def _from_outside(world: _World, person: int, side: int) -> bool:
    return world.parents[person][1 if world.haploid(person) else side] == FOUNDER


def _possible(world: _World, person: int) -> Iterator[State]:
    sizes = [len(marker.alleles) + (marker.silent > 0) for marker in world.markers]
    copies = 1 if world.haploid(person) else 2
    yield from product(*(list(product(range(size), repeat=copies)) for size in sizes))


def _seen(world: _World, person: int, state: State) -> float:
    """Returns the probability of what was seen of a person who has these alleles."""
    chance = 1.0
    for (status, a, b, table), alleles in zip(world.codes.get(person, ()), state, strict=False):
        if status is Status.WHOLE:
            chance *= sorted(alleles) == ([a] if len(alleles) == 1 else sorted((a, b)))
        elif table is not None:
            chance *= float(table[alleles[0], alleles[-1]])
    return chance


def _inherited(world: _World, person: int, state: State, states: Mapping[int, State]) -> float:
    chance = 1.0
    for side, parent in enumerate(world.parents[person]):
        if parent == FOUNDER or (side == 0 and world.haploid(person)):
            continue
        passed = [alleles[0 if len(alleles) == 1 else side] for alleles in state]
        chance *= _passed(world, parent, states[parent], passed)
    return chance


def _passed(world: _World, parent: int, state: State, passed: Sequence[int]) -> float:
    """Returns the probability that a parent passes on these alleles, one a marker."""
    sex = world.pedigree.sexes[parent]
    if world.haploid(parent):
        return math.prod(world.mutates(k, sex, state[k][0], allele) for k, allele in enumerate(passed))
    total = 0.0
    for coins in product((0, 1), repeat=len(passed)):
        weight = 0.5
        for before, after in pairwise(coins):
            weight *= world.rho if before != after else 1 - world.rho
        total += weight * math.prod(
            world.mutates(k, sex, state[k][coin], allele)
            for k, (coin, allele) in enumerate(zip(coins, passed, strict=True))
        )
    return total
