"""The slow obvious twin of `identification`: every assignment listed, and weighed with the exact engine for pedigrees."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

import numpy as np

from repatria.kinship.joint.reading import Case
from repatria.kinship.joint.weighing.family import Victim
from repatria.kinship.pedigree import Pedigree
from repatria.kinship.peeling import log_likelihood


def enumerated(case: Case) -> Iterator[tuple[tuple[str | None, ...], float]]:
    """Yields every assignment, missing persons in the order of the victims (None: nobody), with its ln-likelihood.

    Cost: one engine call for each way to fill a family whose parts are possible, one sum for each assignment.
    """

    @cache
    def weigh_family(number: int, chosen: tuple[tuple[str, int], ...]) -> float:
        if len(chosen) > 1 and -math.inf in (weigh_family(number, chosen[:-1]), weigh_family(number, chosen[-1:])):
            return -math.inf  # more cannot be seen with more probability than less
        return _of_family(case, number, chosen)

    alone = {victim.name: _alone(victim, case) for victim in case.victims}
    for assignment in _assignments(case):
        at = {person: place for place, person in enumerate(assignment) if person is not None}
        total = sum(
            alone[victim.name] for victim, person in zip(case.victims, assignment, strict=True) if person is None
        )
        for number, family in enumerate(case.families):
            chosen = tuple((person, at[person]) for person in family.missing if person in at)
            total += weigh_family(number, chosen)
        yield assignment, total


def _assignments(case: Case) -> Iterator[tuple[str | None, ...]]:
    allowed = case.allowed()

    def grown(before: tuple[str | None, ...]) -> Iterator[tuple[str | None, ...]]:
        if len(before) == len(allowed):
            yield before
            return
        for person, may in zip((*case.missing, None), (*allowed[len(before)], True), strict=True):
            if may and (person is None or person not in before):
                yield from grown((*before, person))

    return grown(())


def _of_family(case: Case, number: int, chosen: tuple[tuple[str, int], ...]) -> float:
    family = case.families[number]
    found = {person: case.victims[victim].genotypes for person, victim in chosen}
    return float(np.sum(log_likelihood(family.pedigree, case.markers, {**family.typed, **found})))


def _alone(victim: Victim, case: Case) -> float:
    pedigree = Pedigree.of([victim.name], ["0"], ["0"], [int(victim.sex)])
    return float(np.sum(log_likelihood(pedigree, case.markers, {victim.name: victim.genotypes})))
