"""All clusters of a case with their prior: what every assignment's weight is measured against."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.kinship.joint.packing.clusters import Cluster, competing, weights
from repatria.kinship.joint.reading import Case
from repatria.kinship.joint.weighing.family import Block

Table = NDArray[np.float64]
Prior = Mapping[str, Mapping[str, float]]
NONE = "none"
"""How a prior or a marginal calls nobody."""


class NothingPossible(InputNotUnderstood):
    """No assignment explains what was seen: some family contradicts itself and mutation is excluded."""


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """The clusters of a case, and what is common to all assignments.

    Attributes:
        clusters: Blocks that compete, each cluster with its own sums.
        constant: ln-likelihood of all victims as nobody's; likelihoods of choices are relative to it.
        ln_nobody: The same with the prior's weights for nobody.
        ln_total: ln of the summed weight of all assignments.
    """

    clusters: tuple[Cluster, ...]
    constant: float
    ln_nobody: float
    ln_total: float

    @classmethod
    def of(cls, case: Case, blocks: Sequence[Block], unrelated: Table, prior: Table, *, at_most: int) -> Sums:
        """Returns the sums over all choices of a case's blocks.

        Args:
            case: Whose references the blocks use.
            blocks: All families' blocks.
            unrelated: ln-likelihood of each victim as nobody's.
            prior: From `ln_prior`.
            at_most: Steps at which exact sums are given up.

        Raises:
            NothingPossible: Some block has no possible choice.
            JointTooLarge: A cluster needs more steps.
        """
        column = {person: place for place, person in enumerate(case.missing)}
        nobody = prior[:, -1]
        possible = [
            weights(block, unrelated, np.array([prior[:, column[person]] - nobody for person in block.persons]))
            for block in blocks
        ]
        if not all(len(block.rows) for block in possible):
            raise NothingPossible(
                "no assignment is possible: relatives contradict each other, and there is no mutation",
                hint="check the relatives, or choose a mutation model",
            )
        clusters = tuple(Cluster(group, at_most=at_most) for group in competing(possible))
        constant = float(unrelated.sum())
        ln_nobody = constant + float(nobody.sum())
        return cls(clusters, constant, ln_nobody, sum(cluster.ln_total for cluster in clusters) + ln_nobody)


def ln_prior(case: Case, prior: Prior | None) -> Table:
    """Returns ln weights [victim, missing person or nobody (last)]."""
    names = {victim.name for victim in case.victims}
    for victim, row in (prior or {}).items():
        if victim not in names or not set(row) <= {*case.missing, NONE}:
            raise InputNotUnderstood(
                "the prior names somebody who is not in the case", hint="use the case's references"
            )
        if not all(_is_weight(weight) for weight in row.values()) or row.get(NONE) == 0:
            raise InputNotUnderstood(
                "a prior weight is not a number from 0 up, above 0 for none", hint="weights need not sum to 1"
            )
    rows = [
        [(prior or {}).get(victim.name, {}).get(one, 1.0) for one in (*case.missing, NONE)] for victim in case.victims
    ]
    with np.errstate(divide="ignore"):
        result: Table = np.log(np.array(rows, np.float64).reshape(len(rows), len(case.missing) + 1))
    return result


def _is_weight(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value < math.inf
