"""What one victim and one missing person say to each other alone: likelihood ratio, and markers that contradict."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.joint.weighing.choices import NOBODY
from repatria.kinship.joint.weighing.family import (
    Block,
    Family,
    Victim,
    choices_of,
    tables_by_marker,
    without_mutation,
)
from repatria.kinship.markers import Marker
from repatria.kinship.pedigree import FOUNDER

Pair = tuple[str, int]
"""A missing person and a victim's index."""
Table = NDArray[np.float64]


def ln_ratios(single: Sequence[Block], unrelated: Table) -> dict[Pair, float]:
    """Returns ln LR of each pair (the victim is the person, against unrelated); nan where neither story is possible.

    Args:
        single: Blocks weighed with at most one victim.
        unrelated: ln-likelihood of each victim as nobody's.
    """
    found = {}
    for block in single:
        for row, value in zip(block.rows.tolist(), block.ln_likelihood.tolist(), strict=True):
            for person, victim in zip(block.persons, row, strict=True):
                if victim != NOBODY:
                    against = float(block.ln_likelihood[0] + unrelated[victim])
                    found[person, victim] = value - against if math.isfinite(against) else math.nan
    return found


def contradictions(
    family: Family, victims: Sequence[Victim], markers: Sequence[Marker], candidates: Mapping[str, Sequence[int]]
) -> dict[Pair, int]:
    """Returns at how many markers each pair is impossible without mutation, as dvir's exclusionMatrix counts."""
    choices = choices_of(family, candidates, most=1)
    found = {(person, victim): 0 for person in family.missing for victim in candidates[person]}
    strict = [without_mutation(marker) for marker in markers]
    for tables in tables_by_marker(family, victims, strict, choices):
        broken = sum(not math.isfinite(table[0]) for table in tables.values())
        for persons, table in tables.items():
            beside = broken - (not math.isfinite(table[0]))
            for row, value in zip(choices.rows(persons).tolist(), table.tolist(), strict=True):
                for person, victim in zip(persons, row, strict=True):
                    if victim != NOBODY:
                        found[family.pedigree.ids[person], victim] += bool(beside) or not math.isfinite(value)
    return found


def identifiable(family: Family) -> frozenset[str]:
    """Returns the missing persons whom a typed relative can speak for, directly or through other missing persons."""
    pedigree = family.pedigree
    ancestors: dict[int, set[int]] = {}
    for person in pedigree.order:
        parents = {pedigree.fathers[person], pedigree.mothers[person]} - {FOUNDER}
        ancestors[person] = {person}.union(*(ancestors[parent] for parent in parents))
    reached = {pedigree.index(person) for person in family.typed}
    left = {pedigree.index(person) for person in family.missing}
    while True:
        kin = {one for one in left if any(ancestors[one] & ancestors[other] for other in reached)}
        if not kin:
            return frozenset(person for person in family.missing if pedigree.index(person) not in left)
        reached |= kin
        left -= kin
