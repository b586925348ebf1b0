"""Weighs everybody with everybody: the likelihood of every assignment of victims to missing persons, and what follows.

The likelihood of an assignment is the product over families of what their relatives and the victims assigned to them show, times
what victims left over show as unrelated persons (Vigeland & Egeland 2021, doi:10.1038/s41598-021-93071-5). Families,
and blocks within them, meet only in the victims they compete for. So each block's choices are weighed once (`family`), and
brought together by sums over who is used (`packing`): exact, whatever the number of assignments.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.kinship.joint.clusters import Cluster, Weights, competing, weights
from repatria.kinship.joint.packing import MOST_STEPS
from repatria.kinship.joint.pairs import ln_ratios
from repatria.kinship.joint.reading import Case
from repatria.kinship.joint.weighing.choices import NOBODY, count_assignments
from repatria.kinship.joint.weighing.family import Block, Family, Victim, population, weigh, without_mutation
from repatria.kinship.markers import Marker

Table = NDArray[np.float64]
Prior = Mapping[str, Mapping[str, float]]
NONE = "none"
"""How a prior or a marginal calls nobody."""

SAME_WITHIN = 1e-9
"""ln-likelihoods closer than this count as equal: assignments that a symmetry exchanges differ by rounding only."""
MOST_LISTED = 1000


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


class NothingPossible(InputNotUnderstood):
    """No assignment explains what was seen: some family contradicts itself and mutation is excluded."""


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
    sums = _Sums.of(case, weighed, unrelated, _ln_prior(case, prior), most_steps)
    assignments = _listed(case, sums, most_listed)
    return Identification(
        n_assignments=count_assignments(case.allowed()),
        assignments=assignments,
        marginals=_marginals(case, sums.clusters),
        ties=_ties(assignments),
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


def _ln_prior(case: Case, prior: Prior | None) -> Table:
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


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """The clusters of a case, and what is common to all assignments."""

    clusters: tuple[Cluster, ...]
    constant: float
    ln_prior: Table
    ln_total: float

    @classmethod
    def of(cls, case: Case, weighed: Sequence[_Weighed], unrelated: Table, ln_prior: Table, most_steps: int) -> _Sums:
        blocks = [block for one in weighed for block in one.blocks]
        column = {person: place for place, person in enumerate(case.missing)}
        nobody = ln_prior[:, -1]
        possible = [
            weights(block, unrelated, np.array([ln_prior[:, column[person]] - nobody for person in block.persons]))
            for block in blocks
        ]
        if not all(len(block.rows) for block in possible):
            raise NothingPossible(
                "no assignment is possible: relatives contradict each other, and there is no mutation",
                hint="check the relatives, or choose a mutation model",
            )
        clusters = tuple(Cluster(group, at_most=most_steps) for group in competing(possible))
        constant = float(unrelated.sum())
        total = sum(cluster.ln_total for cluster in clusters) + constant + float(nobody.sum())
        return cls(clusters, constant, ln_prior, total)


def _listed(case: Case, sums: _Sums, count: int) -> tuple[Assignment, ...]:
    """Returns the best assignments of all clusters together; equal ones in the order of the missing persons.

    Impossible ones come last, if there is room.
    """
    values, rows = np.zeros(1), np.zeros((1, 0), np.int64)
    for cluster in sums.clusters:
        values, rows = _heaviest_pairs(values, rows, *cluster.best(count), count)
    blocks = [block for cluster in sums.clusters for block in cluster.blocks]
    shift = sums.constant + float(sums.ln_prior[:, -1].sum()) - sums.ln_total
    found = []
    for value, chosen in zip(values.tolist(), rows.tolist(), strict=True):
        likelihood = sums.constant + sum(float(b.ln_likelihood[row]) for b, row in zip(blocks, chosen, strict=True))
        places = _places(case, blocks, chosen)
        found.append((round(value / SAME_WITHIN), places, likelihood, math.exp(value + shift)))
    found.sort(key=lambda one: (-one[0], one[1]))
    listed = [(places, likelihood, posterior) for _, places, likelihood, posterior in found]
    room = islice(_others(case, {places for places, *_ in listed}), count - len(listed))
    listed += [(places, -math.inf, 0.0) for places in room]
    return tuple(_named(case, *one) for one in listed)


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


def _heaviest_pairs(
    one: Table, one_rows: NDArray[np.int64], other: Table, other_rows: NDArray[np.int64], count: int
) -> tuple[Table, NDArray[np.int64]]:
    """Returns the heaviest sums of two falling lists: the i-th and the j-th together are behind i j others."""
    i, j = np.nonzero(np.outer(np.arange(1, len(one) + 1), np.arange(1, len(other) + 1)) <= count)
    values = one[i] + other[j]
    best = np.argsort(-values, kind="stable")[:count]
    return values[best], np.hstack([one_rows[i[best]], other_rows[j[best]]])


def _marginals(case: Case, clusters: Sequence[Cluster]) -> dict[str, dict[str, float]]:
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


def _ties(assignments: Sequence[Assignment]) -> tuple[Tie, ...]:
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
