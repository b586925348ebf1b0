"""Probabilities that mean what they say, without labels: pairs within one list show what chance alone makes.

Two lines of one list are (nearly always) two people. So the weights of pairs within the left list, and within the right
one, have the distribution that pairs of different people have in lists like these, with all the dependence between
fields that a model misses: namesakes in one village, twins, a clerk's habits. Of the pairs between the lists at a
weight, the share that chance does not explain is the share of matches. The idea is that of decoys in the search of
spectra (Elias and Gygi 2007). The few lines that stand twice in a list are told from chance by their weights, which
are those of matches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BITS_A_BIN = 1.0
LOWEST, HIGHEST = -10.0, 40.0
MODEL_PAIRS = 10.0
"""How many pairs in each bin the model's own probability counts for."""
TWICE = 12.0
"""Bits above even odds from which pairs within a list are taken for one person listed twice, if many."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Bits above even odds, as the model has them → log2 odds as the lists show them; rising.

    Attributes:
        at: Middles of bins, bits above even odds.
        log2_odds: Calibrated there; beyond both ends one bit is one bit.
        twice: Share of lines of each list that stand in it twice, as a match would be seen.
    """

    at: NDArray[np.float64]
    log2_odds: NDArray[np.float64]
    twice: tuple[float, ...] = ()

    def __call__(self, bits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns calibrated log2 odds of pairs with these bits above even odds."""
        inside = np.interp(bits, self.at, self.log2_odds)
        below, above = np.minimum(bits - self.at[0], 0.0), np.maximum(bits - self.at[-1], 0.0)
        return np.asarray(inside + below + above)


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
    edges = np.arange(max(LOWEST, lowest), HIGHEST + BITS_A_BIN, BITS_A_BIN)
    middles = edges[:-1] + BITS_A_BIN / 2
    all_pairs = np.histogram(between, edges)[0].astype(float)
    model = 1 / (1 + np.exp2(-middles))
    top = middles >= TWICE
    chance = np.zeros(len(middles))
    twice = []
    for bits, scale in zip(within, scales, strict=True):
        found = np.histogram(bits, edges)[0] * scale
        share = float(found[top].sum() / max(all_pairs[top].sum(), 1.0))
        twice.append(share)
        chance += np.maximum(found - share * all_pairs * model, 0.0) / len(within)
    p = (np.maximum(all_pairs - chance, 0.0) + MODEL_PAIRS * model) / (all_pairs + MODEL_PAIRS)
    p = rising(p, all_pairs + MODEL_PAIRS)
    p = np.clip(p, 1e-6, 1 - 1e-9)
    return Calibration(middles, np.log2(p / (1 - p)), tuple(twice))


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
