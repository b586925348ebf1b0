"""Probabilities that mean what they say, without labels: pairs within one list show what chance alone makes.

Two lines of one list are (nearly always) two people. So the weights of pairs within the left list, and within the right
one, have the distribution that pairs of different people have in lists like these, with all the dependence between
fields that a model misses: namesakes in one village, twins, a clerk's habits. Of the pairs between the lists at a
weight, the share that chance does not explain is the share of matches. The idea is that of decoys in the search of
spectra (Elias and Gygi 2007). Between two lists as many pairs agree by chance as the geometric mean of what agrees
within each (at most so many: Cauchy and Schwarz, for shares of values).

A line that stands twice in its list makes pairs there that weigh what matches weigh. They are told from chance by that:
they have the shape of matches, and above the median weight of matches there is little else.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BITS_A_BIN = 1.0
LOWEST, HIGHEST = -10.0, 40.0
MODEL_PAIRS = 10.0
"""How many pairs in each bin the model's own probability counts for."""
ROUNDS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Bits above even odds, as the model has them → log2 odds as the lists show them; rising.

    Attributes:
        at: Middles of bins, bits above even odds.
        log2_odds: Calibrated there; beyond both ends one bit is one bit.
    """

    at: NDArray[np.float64]
    log2_odds: NDArray[np.float64]

    def __call__(self, bits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns calibrated log2 odds of pairs with these bits above even odds."""
        inside = np.interp(bits, self.at, self.log2_odds)
        below, above = np.minimum(bits - self.at[0], 0.0), np.maximum(bits - self.at[-1], 0.0)
        return np.asarray(inside + below + above)


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """What the lists show of weights.

    Attributes:
        between: For pairs between the lists.
        within: For pairs within each list: how probably they are one person listed twice.
        twice: Share of lines of each list that stand in it twice, as far as they would be seen.
    """

    between: Curve
    within: tuple[Curve, ...] = ()
    twice: tuple[float, ...] = ()

    def __call__(self, bits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns calibrated log2 odds of pairs between the lists with these bits above even odds."""
        return self.between(bits)

    def mirrored(self) -> Calibration:
        """Returns the same with left and right exchanged."""
        return Calibration(self.between, self.within[::-1], self.twice[::-1])


def calibrate(
    between: NDArray[np.float64], within: Sequence[NDArray[np.float64]], scales: Sequence[float], *, lowest: float
) -> Calibration:
    """Returns what pairs between the lists and pairs within each of them say.

    Args:
        between: Bits above even odds of the pairs between the lists.
        within: Those of pairs within each list (of a sample).
        scales: What one such pair counts for: pairs between the lists over pairs of the sample.
        lowest: Bits below which pairs were not kept.
    """
    scales = [max(scale, 1e-6) for scale in scales]  # 0 where a list is empty
    edges = np.arange(max(LOWEST, lowest), HIGHEST + BITS_A_BIN, BITS_A_BIN)
    middles = edges[:-1] + BITS_A_BIN / 2
    pairs = np.histogram(between, edges)[0].astype(float)
    model = 1 / (1 + np.exp2(-middles))
    found = [np.histogram(bits, edges)[0] * scale for bits, scale in zip(within, scales, strict=True)]
    p = model
    chances = found
    for _ in range(ROUNDS):
        chances = [_by_chance(of, pairs * p, scale) for of, scale in zip(found, scales, strict=True)]
        chance = _geometric_mean(chances, scales)
        p = (np.maximum(pairs - chance, 0.0) + MODEL_PAIRS * model) / (pairs + MODEL_PAIRS)
        p = rising(p, pairs + MODEL_PAIRS)
    twice = [np.maximum(of - by_chance, 0.0) for of, by_chance in zip(found, chances, strict=True)]
    curves = tuple(
        _curve(middles, (extra + scale * model * TWICE_PRIOR) / (of + scale), of + scale)
        for extra, of, scale in zip(twice, found, scales, strict=True)
    )
    shares = tuple(float(extra.sum() / max(1.0, (pairs * p).sum())) for extra in twice)
    return Calibration(_curve(middles, p, pairs + MODEL_PAIRS), curves, shares)


TWICE_PRIOR = 0.1
"""Against a match between lists, how probable one person twice in a list is where no pair of its weight was found.
Assumption."""


def _by_chance(found: NDArray[np.float64], matches: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    """What is left of pairs within a list when those that stand twice are taken out.

    Those have the shape of matches, so their share is at most what any part of the heavier half shows, within two
    standard deviations of what was counted there (Poisson), and at most that of the whole half.
    """
    so_far = np.cumsum(matches) / max(matches.sum(), 1.0)
    half = so_far >= HEAVIER[0]
    parts = [(so_far >= low) & (so_far < high) for low, high in itertools.pairwise(HEAVIER)]
    shares = [float(found[half].sum() / max(matches[half].sum(), 1.0))]
    for part in parts:
        if matches[part].sum() >= MODEL_PAIRS:
            counted = float(found[part].sum())
            shares.append((counted + 2 * np.sqrt(counted * scale) + 3 * scale) / float(matches[part].sum()))
    return np.asarray(np.maximum(found - min(shares) * matches, 0.0))


HEAVIER = (0.5, 0.65, 0.8, 0.9, 1.01)
"""Parts of the matches, by weight, in which pairs within a list are compared with them."""


def _geometric_mean(chances: Sequence[NDArray[np.float64]], scales: Sequence[float]) -> NDArray[np.float64]:
    """Of what both lists have by chance; half a pair more in each bin, so that none seen in one is not none at all."""
    halves = [scale / 2 for scale in scales]
    logs = [np.log(of + half) for of, half in zip(chances, halves, strict=True)]
    floor = np.exp(np.mean([np.log(half) for half in halves]))
    return np.asarray(np.exp(np.mean(logs, axis=0)) - floor)


def _curve(middles: NDArray[np.float64], p: NDArray[np.float64], weights: NDArray[np.float64]) -> Curve:
    p = np.clip(rising(p, weights), 1e-6, 1 - 1e-9)
    return Curve(middles, np.log2(p / (1 - p)))


def rising(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns the rising values nearest to the given ones by weighted squares (pool adjacent violators, Ayer 1955)."""
    blocks: list[list[float]] = []
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        blocks.append([value, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            v, w, n = blocks.pop()
            blocks[-1] = [
                (blocks[-1][0] * blocks[-1][1] + v * w) / (blocks[-1][1] + w),
                blocks[-1][1] + w,
                blocks[-1][2] + n,
            ]
    return np.concatenate([np.full(int(n), v) for v, _, n in blocks])
