"""The best assignments, listed, and those of them that nothing can tell apart."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.joint.packing.clusters import Weights
from repatria.kinship.joint.packing.sums import Sums
from repatria.kinship.joint.reading import Case
from repatria.kinship.joint.weighing.choices import NOBODY

Table = NDArray[np.float64]
Index = NDArray[np.integer[Any]]

SAME_WITHIN = 1e-9
"""ln-likelihoods closer than this count as equal: assignments that a symmetry exchanges differ by rounding only."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One way to give victims to missing persons.

    Attributes:
        pairs: Victim → missing person, None for nobody.
        ln_likelihood: Natural logarithm of the probability of all genotypes.
        posterior: Its share among all assignments.
    """

    pairs: Mapping[str, str | None]
    ln_likelihood: float
    posterior: float


@dataclass(frozen=True, slots=True)
class Tie:
    """Listed assignments that nothing seen can tell apart.

    Attributes:
        assignments: Their places in the list, from 0.
        victims: Who is exchanged between them, with the missing persons (None: nobody) each may be.
    """

    assignments: tuple[int, ...]
    victims: Mapping[str, tuple[str | None, ...]]


def listed(case: Case, sums: Sums, count: int) -> tuple[Assignment, ...]:
    """Returns the best assignments of all clusters together; equal ones in the order of the missing persons.

    Impossible ones come last, if there is room.
    """
    values: Table = np.zeros(1)
    rows: Index = np.zeros((1, 0), np.int64)
    for cluster in sums.clusters:
        values, rows = _heaviest_pairs(values, rows, *cluster.best(count), count)
    blocks = [block for cluster in sums.clusters for block in cluster.blocks]
    shift = sums.ln_nobody - sums.ln_total
    found = []
    for value, chosen in zip(values.tolist(), rows.tolist(), strict=True):
        likelihood = sums.constant + sum(float(b.ln_likelihood[row]) for b, row in zip(blocks, chosen, strict=True))
        places = _places(case, blocks, chosen)
        found.append((round(value / SAME_WITHIN), places, likelihood, math.exp(value + shift)))
    found.sort(key=lambda one: (-one[0], one[1]))
    possible = [_named(case, places, likelihood, posterior) for _, places, likelihood, posterior in found]
    room = islice(_others(case, {one[1] for one in found}), count - len(found))
    return (*possible, *(_named(case, places, -math.inf, 0.0) for places in room))


def _places(case: Case, blocks: Sequence[Weights], chosen: Sequence[int]) -> tuple[int, ...]:
    """Returns the place of each victim's missing person in the case; the one after the last is nobody."""
    places = [len(case.missing)] * len(case.victims)
    for block, row in zip(blocks, chosen, strict=True):
        for person, victim in zip(block.persons, block.rows[row].tolist(), strict=True):
            if victim != NOBODY:
                places[victim] = case.missing.index(person)
    return tuple(places)


def _named(case: Case, places: Sequence[int], likelihood: float, posterior: float) -> Assignment:
    named = (*case.missing, None)
    pairs = {victim.name: named[place] for victim, place in zip(case.victims, places, strict=True)}
    return Assignment(pairs, likelihood, posterior)


def _others(case: Case, known: AbstractSet[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
    """Yields the assignments that are not known, in the order of the missing persons."""
    nobody = len(case.missing)
    options = [[*(place for place in range(nobody) if row[place]), nobody] for row in case.allowed()]

    def grown(before: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(before) == len(options):
            yield before
            return
        for place in options[len(before)]:
            if place == nobody or place not in before:
                yield from grown((*before, place))

    return (one for one in grown(()) if one not in known)


def _heaviest_pairs(one: Table, one_rows: Index, other: Table, other_rows: Index, count: int) -> tuple[Table, Index]:
    """Returns the heaviest sums of two falling lists: the i-th and the j-th together are behind i j others."""
    i, j = np.nonzero(np.outer(np.arange(1, len(one) + 1), np.arange(1, len(other) + 1)) <= count)
    values = one[i] + other[j]
    best = np.argsort(-values, kind="stable")[:count]
    return values[best], np.hstack([one_rows[i[best]], other_rows[j[best]]])


def ties(assignments: Sequence[Assignment]) -> tuple[Tie, ...]:
    """Returns runs of the list, two or more, whose likelihood and posterior are the same."""
    found, start = [], 0
    for place in range(1, len(assignments) + 1):
        if (
            place == len(assignments)
            or assignments[place].posterior == 0
            or not _equal(assignments[place - 1], assignments[place])
        ):
            if place - start > 1:
                found.append(_tie(assignments, start, place))
            start = place
    return tuple(found)


def _equal(one: Assignment, other: Assignment) -> bool:
    near = abs(one.ln_likelihood - other.ln_likelihood) <= SAME_WITHIN
    return near and math.isclose(one.posterior, other.posterior, rel_tol=SAME_WITHIN)


def _tie(assignments: Sequence[Assignment], start: int, end: int) -> Tie:
    options = {
        victim: tuple(dict.fromkeys(one.pairs[victim] for one in assignments[start:end]))
        for victim in assignments[start].pairs
    }
    return Tie(tuple(range(start, end)), {victim: found for victim, found in options.items() if len(found) > 1})
