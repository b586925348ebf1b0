"""What a family's relatives can show: how strong an LR to expect, how sure an exclusion, how many chance hits.

Means and exclusions are exact sums over the tables; quantiles, shares and chance hits are drawn, from a seed given by the
caller. A seed gives the same numbers again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from repatria.kinship.power.conditional import Array, PowerImpossible, Table

QUANTILES = (0.05, 0.5, 0.95)
"""Quantiles that are told of each distribution."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A distribution of log10 LR.

    Attributes:
        mean: Exact; minus infinity where impossible genotypes have weight.
        quantiles: At `QUANTILES`, drawn.
        reaches: Share at or above the threshold, drawn.
        draws: How many were drawn.
    """

    mean: float
    quantiles: tuple[float, ...]
    reaches: float
    draws: int


@dataclass(frozen=True, slots=True)
class Chance:
    """Hits at or above a threshold among unrelated bodies.

    Attributes:
        share: P(LR at or above the threshold | unrelated), drawn from bodies that come near it (`chance`).
        error: Its standard error.
        bound: 1 / threshold, which it cannot exceed (Markov's inequality, the mean LR being one).
        expected: Expected hits in the search: ``share`` times the number of profiles.
    """

    share: float
    error: float
    bound: float
    expected: float


@dataclass(frozen=True, slots=True)
class Power:
    """What one family can show.

    Attributes:
        found: log10 LR of the missing person's profile.
        unrelated: log10 LR of unrelated bodies.
        chance: Hits by chance.
        excluded: P(at least k markers exclude an unrelated body), k = 1, 2, 3; exact, mutation aside.
        markers: How many markers tell anything.
    """

    found: Spread
    unrelated: Spread
    chance: Chance
    excluded: tuple[float, float, float]
    markers: int


def measure(
    tables: Sequence[Table],
    *,
    without_mutation: Sequence[Table],
    threshold: float,
    profiles: int,
    draws: int,
    seed: int,
) -> Power:
    """Returns what a family can show.

    Args:
        tables: From `tables`, by the mutation model in use.
        without_mutation: The same without mutation, markers left out where the relatives themselves need one.
        threshold: log10 LR from which on a pair is a hit.
        profiles: How many profiles are searched.
        draws: How many bodies are drawn of either kind, at least 1.
        seed: Whence the draws come.

    Raises:
        PowerImpossible: There is no marker, or nothing to draw.
    """
    if not tables or draws < 1:
        raise PowerImpossible("no marker, or no draws", hint="give both")
    rng = np.random.default_rng(seed)
    found = drawn([(table.related, logs(table)) for table in tables], draws, rng)
    other = drawn([(table.unrelated, logs(table)) for table in tables], draws, rng)
    return Power(
        _spread(sum(mean(table.related, logs(table)) for table in tables), found, threshold),
        _spread(sum(mean(table.unrelated, logs(table)) for table in tables), other, threshold),
        chance(tables, threshold=threshold, profiles=profiles, draws=draws, rng=rng),
        at_least([float(table.unrelated[table.ratio == 0].sum()) for table in without_mutation]),
        sum(bool((table.ratio != 1).any()) for table in tables),
    )


def logs(table: Table) -> Array:
    """Returns log10 LR of each genotype, minus infinity where it is impossible."""
    with np.errstate(divide="ignore"):
        found: Array = np.log10(table.ratio)
    return found


def mean(weights: Array, values: Array) -> float:
    """Returns the mean of values; what has no weight does not count, were it infinite."""
    return float((weights[weights > 0] * values[weights > 0]).sum())


def drawn(parts: Sequence[tuple[Array, Array]], draws: int, rng: np.random.Generator) -> Array:
    """Returns sums of one value a part, each part drawn by its weights, [draws]."""
    total = np.zeros(draws)
    for weights, values in parts:
        total += values[choose(weights, rng.random(draws))]
    return total


def choose(weights: Array, uniform: Array) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Returns the place that each number of [0, 1) falls on, by weights; places without weight are never chosen."""
    there = np.flatnonzero(weights > 0)
    ends = np.cumsum(weights[there])
    places = np.searchsorted(ends, uniform * ends[-1], side="right")
    chosen: np.ndarray[tuple[int], np.dtype[np.int64]] = there[np.minimum(places, len(there) - 1)]
    return chosen


def _spread(mean_log: float, log10_lr: Array, threshold: float) -> Spread:
    told = np.quantile(log10_lr, QUANTILES, method="lower")
    return Spread(float(mean_log), tuple(map(float, told)), float((log10_lr >= threshold).mean()), len(log10_lr))


def chance(tables: Sequence[Table], *, threshold: float, profiles: int, draws: int, rng: np.random.Generator) -> Chance:
    """Returns chance hits among unrelated bodies.

    Bodies are drawn from weights unrelated * ratio**s, s such that their mean log10 LR is the threshold, and counted
    with the factor that takes this back (exponential tilting; s = 1 draws the missing person): P(LR >= t) = E[1{LR >= t} prod(Z) / LR**s]. No rare event is waited for.

    Args:
        tables: Of the family.
        threshold: log10 LR.
        profiles: How many are searched.
        draws: How many bodies are drawn.
        rng: Whence they come.
    """
    s = _tilt(tables, threshold)
    parts, log10_z = [], 0.0
    for table in tables:
        weights = _tilted(table, s)
        log10_z += float(np.log10(weights.sum()))
        parts.append((weights, logs(table)))
    log10_lr = drawn(parts, draws, rng)
    reached = log10_lr >= threshold
    weight = np.zeros(draws)
    weight[reached] = 10.0 ** (log10_z - s * log10_lr[reached])
    share = float(weight.mean())
    error = float(weight.std() / np.sqrt(draws))
    return Chance(share, error, min(1.0, 10.0**-threshold), share * profiles)


MOST_TILT = 30.0
"""Greatest exponent tried: what the heaviest tilt does not reach hardly exists."""


def _tilt(tables: Sequence[Table], threshold: float) -> float:
    """Returns the exponent at which the mean log10 LR of tilted bodies is the threshold; it grows with the exponent."""
    low, high = 0.0, MOST_TILT
    for _ in range(40):
        middle = (low + high) / 2
        found = 0.0
        for table in tables:
            weights = _tilted(table, middle)
            found += mean(weights / weights.sum(), logs(table))
        low, high = (middle, high) if found < threshold else (low, middle)
    return high


def _tilted(table: Table, s: float) -> Array:
    there = table.ratio > 0
    weights = np.zeros(len(table.ratio))
    weights[there] = table.unrelated[there] * table.ratio[there] ** s
    return weights


def at_least(exclusions: Sequence[float]) -> tuple[float, float, float]:
    """Returns P(at least 1, 2, 3 of independent events happen) from their probabilities, exactly."""
    count = np.zeros(4)  # P(0), P(1), P(2) and the rest
    count[0] = 1.0
    for p in exclusions:
        count[1:3] = count[1:3] * (1 - p) + count[:2] * p
        count[0] *= 1 - p
    one, two, three = 1 - count[0], 1 - count[0] - count[1], 1 - count[:3].sum()
    return float(max(one, 0)), float(max(two, 0)), float(max(three, 0))
