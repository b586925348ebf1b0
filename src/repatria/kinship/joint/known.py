"""Pairs that a search has weighed already: a family with one missing person needs no more to be weighed with others.

The likelihood of an assignment is a product over families. Where a family misses one person, its factor relative to nobody is
the pairwise LR itself, so what is left of the joint identification are sums over who is used. Families with several missing
are weighed whole, since what one shows depends on who the other is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from repatria.kinship.joint.identification import marginals
from repatria.kinship.joint.packing.clusters import Cluster, Weights, competing, weights
from repatria.kinship.joint.packing.states import MOST_STEPS
from repatria.kinship.joint.packing.sums import Prior, Table, ln_prior
from repatria.kinship.joint.pairs import Pair
from repatria.kinship.joint.reading import Case
from repatria.kinship.joint.weighing.choices import NOBODY
from repatria.kinship.joint.weighing.family import Family, population, weigh


@dataclass(frozen=True, slots=True)
class Known:
    """What a search says of every pair that a case's pairings allow.

    Attributes:
        ln_lr: Natural logarithm of the pairwise LR, finite.
        contradictions: Markers at which the pair is impossible without mutation.
    """

    ln_lr: Mapping[Pair, float]
    contradictions: Mapping[Pair, int]


def posteriors(
    case: Case, known: Known, *, prior: Prior | None = None, most_steps: int = MOST_STEPS
) -> dict[str, dict[str, float]]:
    """Returns victim → missing person or ``none`` → probability over all assignments, as `identify` does.

    Args:
        case: Victims and families; its pairings say which pairs are possible.
        known: Those pairs.
        prior: As `identify` takes it.
        most_steps: Where exact sums are given up.

    Raises:
        JointTooLarge: A cluster of competing candidates is too large.
    """
    candidates = case.candidates()
    logs = ln_prior(case, prior)
    logs = logs[:, :-1] - logs[:, -1:]
    sought = [{one: candidates[one] for one in family.missing if candidates[one]} for family in case.families]
    several = any(len(own) > 1 for own in sought)
    unrelated = population(case.victims, case.markers) if several else np.zeros(len(case.victims))
    blocks: list[Weights] = []
    for family, own in zip(case.families, sought, strict=True):
        columns = {person: logs[:, case.missing.index(person)] for person in own}
        if len(own) > 1:
            blocks += _several(case, replace(family, missing=tuple(own)), own, unrelated, columns)
        else:
            blocks += [_single(person, own[person], known, columns[person]) for person in own]
    return marginals(case, [Cluster(group, at_most=most_steps) for group in competing(blocks)])


def _single(person: str, victims: tuple[int, ...], known: Known, logs: Table) -> Weights:
    rows = np.array([NOBODY, *victims], np.int64)[:, None]
    likelihood = np.array([0.0, *(known.ln_lr[person, victim] for victim in victims)])
    weight = likelihood + np.array([0.0, *logs[list(victims)]])
    kept = np.isfinite(weight)
    return Weights((person,), rows[kept], likelihood[kept], weight[kept])


def _several(
    case: Case,
    family: Family,
    candidates: Mapping[str, tuple[int, ...]],
    unrelated: Table,
    columns: Mapping[str, Table],
) -> list[Weights]:
    weighed = weigh(family, case.victims, case.markers, candidates)
    found = [
        weights(block, unrelated, np.array([columns[person] for person in block.persons]).reshape(-1, len(unrelated)))
        for block in weighed
    ]
    return [one for one in found if len(one.rows) and math.isfinite(one.ln_weight[0])]
