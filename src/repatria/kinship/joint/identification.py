"""Weighs everybody with everybody: the likelihood of every assignment of victims to missing persons, and what follows.

The likelihood of an assignment is the product over families of what their relatives and the victims assigned to them show, times
what victims left over show as unrelated persons (Vigeland & Egeland 2021, doi:10.1038/s41598-021-93071-5). Families,
and blocks within them, meet only in the victims they compete for. So each block's choices are weighed once (`family`), and
brought together by sums over who is used (`packing`): exact, whatever the number of assignments.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.joint.listing import Assignment, Tie, listed, ties
from repatria.kinship.joint.packing.clusters import Cluster
from repatria.kinship.joint.packing.states import MOST_STEPS
from repatria.kinship.joint.packing.sums import NONE, NothingPossible, Prior, Sums, ln_prior
from repatria.kinship.joint.pairs import ln_ratios
from repatria.kinship.joint.reading import Case
from repatria.kinship.joint.telling import places
from repatria.kinship.joint.weighing.choices import NOBODY, count_assignments
from repatria.kinship.joint.weighing.family import Block, Family, Victim, population, weigh, without_mutation
from repatria.kinship.markers import Marker

Table = NDArray[np.float64]

MOST_LISTED = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Identification:
    """What follows from all assignments together.

    Attributes:
        n_assignments: How many there are, exactly.
        assignments: The best, by posterior.
        marginals: Victim → missing person or `NONE` → probability over all assignments.
        ties: Sets of listed assignments that are equally likely.
        log10_lr: Victim → missing person → log10 of the pairwise LR; None where neither story is possible.
        glr: Victim → missing person → ln of the generalised LR: best assignment with the pair over best without it.
        clusters: Victims and missing persons that compete; those of different clusters do not.
        states: The largest number of states that the sums kept.
        model: The mutation model in words.
        without_mutation: Families whose mutation was switched off because they are consistent, where that was asked for.
    """

    n_assignments: int
    assignments: tuple[Assignment, ...]
    marginals: Mapping[str, Mapping[str, float]]
    ties: tuple[Tie, ...]
    log10_lr: Mapping[str, Mapping[str, float | None]]
    glr: Mapping[str, Mapping[str, float]]
    clusters: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    states: int
    model: str
    without_mutation: tuple[str, ...] = ()


def identify(
    case: Case,
    *,
    prior: Prior | None = None,
    mutation_off_when_consistent: bool = False,
    most_listed: int = MOST_LISTED,
    most_steps: int = MOST_STEPS,
) -> Identification:
    """Returns the joint identification of a case, exact.

    Args:
        case: Victims and families.
        prior: Victim → missing person or ``none`` → weight; an assignment's prior is proportional to the product over
            victims. What is not named has weight 1. None is flat over assignments.
        mutation_off_when_consistent: Without mutation in families whose own relatives need none, as dvir's jointDVI does.
        most_listed: How many assignments are listed.
        most_steps: Where exact sums are given up.

    Raises:
        JointTooLarge: A cluster of competing candidates is too large.
        NothingPossible: No assignment has a likelihood above 0.
    """
    weighed = [_weighed(case, family, mutation_off_when_consistent) for family in case.families]
    unrelated = population(case.victims, case.markers)
    sums = Sums.of(
        case, [block for one in weighed for block in one.blocks], unrelated, ln_prior(case, prior), at_most=most_steps
    )
    assignments = listed(case, sums, most_listed)
    return Identification(
        n_assignments=count_assignments(case.allowed()),
        assignments=assignments,
        marginals=marginals(case, sums.clusters),
        ties=ties(assignments),
        log10_lr=_log10_lr(case, weighed, unrelated),
        glr=_glr(case, sums.clusters),
        clusters=tuple(
            (tuple(case.victims[victim].name for victim in cluster.victims), cluster.persons)
            for cluster in sums.clusters
            if cluster.victims
        ),
        states=max((cluster.states for cluster in sums.clusters), default=1),
        model=case.model,
        without_mutation=tuple(one.family.name for one in weighed if one.without_mutation),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Weighed:
    family: Family
    blocks: tuple[Block, ...]
    single: tuple[Block, ...]
    without_mutation: bool


def _weighed(case: Case, family: Family, off_when_consistent: bool) -> _Weighed:
    """Returns a family's choices weighed; pairs that are impossible alone are so in every choice, and left out."""
    markers = case.markers
    off = off_when_consistent and is_consistent(family, case.victims, markers)
    if off:
        markers = tuple(without_mutation(marker) for marker in markers)
    candidates = {person: found for person, found in case.candidates().items() if person in family.missing}
    single = weigh(family, case.victims, markers, candidates, most=1)
    if any(math.isinf(block.ln_likelihood[0]) for block in single):
        raise NothingPossible(
            f"relatives contradict each other, and there is no mutation: at {places(family, markers)}",
            hint="check the relatives, or choose a mutation model", place=family.name,
        )  # fmt: skip
    possible = {person: _possible(person, single) for person in family.missing}
    sought = sum(map(bool, possible.values()))
    return _Weighed(family, single if sought < 2 else weigh(family, case.victims, markers, possible), single, off)


def is_consistent(family: Family, victims: Sequence[Victim], markers: Sequence[Marker]) -> bool:
    """Whether a family's own relatives can be explained without mutation."""
    strict = [without_mutation(marker) for marker in markers]
    blocks = weigh(family, victims, strict, dict.fromkeys(family.missing, ()), most=1)
    return all(math.isfinite(block.ln_likelihood[0]) for block in blocks)


def _possible(person: str, single: Sequence[Block]) -> tuple[int, ...]:
    for block in single:
        if person in block.persons:
            chosen = block.rows[:, block.persons.index(person)]
            return tuple(int(v) for v in chosen[(chosen != NOBODY) & np.isfinite(block.ln_likelihood)])
    return ()


def marginals(case: Case, clusters: Sequence[Cluster]) -> dict[str, dict[str, float]]:
    """Returns victim → missing person or `NONE` → probability over all assignments of a case's clusters."""
    found: dict[str, dict[str, float]] = {
        victim.name: {**dict.fromkeys(case.missing, 0.0), NONE: 1.0} for victim in case.victims
    }
    for cluster in clusters:
        for number, person, ln_share, _ in cluster.pairs():
            found[case.victims[number].name][person] = math.exp(ln_share)
        for number, ln_share in cluster.left_over():
            found[case.victims[number].name][NONE] = math.exp(ln_share)
    return found


def _glr(case: Case, clusters: Sequence[Cluster]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {victim.name: {} for victim in case.victims}
    for cluster in clusters:
        for number, person, _, ln_glr in cluster.pairs():
            found[case.victims[number].name][person] = ln_glr
    return found


def _log10_lr(case: Case, weighed: Sequence[_Weighed], unrelated: Table) -> dict[str, dict[str, float | None]]:
    found: dict[str, dict[str, float | None]] = {victim.name: {} for victim in case.victims}
    for one in weighed:
        for (person, victim), value in ln_ratios(one.single, unrelated).items():
            found[case.victims[victim].name][person] = None if math.isnan(value) else value / math.log(10)
    return found
