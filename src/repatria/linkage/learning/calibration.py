"""Probabilities that mean what they say, without labels: of the pairs at a weight, those that are not chance are matches.

How many are chance is counted in `chance`. The curve from weights to odds is the smooth one under which those counts are
likeliest, near the model's own where little was counted; it rises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from repatria.linkage.learning.chance import Bins, Counted, Decoys, Seen, by_decoys, by_taken_lines, without_twice

BITS_A_BIN = 1.0
LOWEST, HIGHEST = -10.0, 40.0
BEND = 0.8
"""Bits, standard deviation, by which the rise of the curve changes from bin to bin. Assumption."""
ASTRAY = 16.0
"""Bits, standard deviation, by which the model may be off in one bin; as it is off alike in some ten bins together, 5
bits in all of them. Assumption."""
ROUNDS, STEPS, PRECISE = 3, 40, 1e-4


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


def calibrate(between: Seen, within: Sequence[Decoys], *, lowest: float) -> Calibration:
    """Returns what pairs between the lists and pairs within each of them say.

    Args:
        between: Pairs between the lists.
        within: Pairs within each list (of a sample of its lines).
        lowest: Bits below which pairs were not kept.
    """
    edges = np.arange(max(LOWEST, lowest), HIGHEST + BITS_A_BIN, BITS_A_BIN)
    middles = edges[:-1] + BITS_A_BIN / 2
    pairs = np.histogram(between.bits, edges)[0].astype(float)
    within = [replace(of, scale=max(of.scale, 1e-6)) for of in within]  # 0 where a list is empty
    scales = [of.scale for of in within]
    found = [np.histogram(of.seen.bits, edges)[0] * scale for of, scale in zip(within, scales, strict=True)]
    p = model = 1 / (1 + np.exp2(-middles))
    for _ in range(ROUNDS):
        matches = pairs * p
        chances = [without_twice(of, matches, scale) for of, scale in zip(found, scales, strict=True)]
        twice = [np.maximum(of - by_chance, 0.0) for of, by_chance in zip(found, chances, strict=True)]
        taken = by_taken_lines(between, within, edges, matches, twice)
        odds = likeliest(pairs, [by_decoys(chances, scales, taken=taken.count), taken], middles)
        p = 1 / (1 + np.exp2(-odds))
    curves = tuple(
        _curve(middles, (extra + scale * model * TWICE_PRIOR) / (of + scale), of + scale)
        for extra, of, scale in zip(twice, found, scales, strict=True)
    )
    shares = tuple(float(extra.sum() / max(1.0, (pairs * p).sum())) for extra in twice)
    return Calibration(Curve(middles, odds), curves, shares)


TWICE_PRIOR = 0.1
"""Against a match between lists, how probable one person twice in a list is where no pair of its weight was found.
Assumption."""


def likeliest(pairs: Bins, counts: Sequence[Counted], middles: Bins) -> Bins:
    """Returns the log2 odds of a match in each bin, smooth and rising, under which the counts of chance are likeliest.

    Poisson counts with mean share × pairs × (1 - p); the curve is normal about the model's (`ASTRAY`), and so are its second
    differences about 0 (`BEND`). By scoring with bounded steps (Fisher; Eilers and Marx 1996 for such penalties).

    Args:
        pairs: In each bin.
        counts: Of chance pairs among them.
        middles: Of bins, bits above even odds.
    """
    bend = np.diff(np.eye(len(middles)), 2, axis=0)
    stiff = bend.T @ bend / (BEND * np.log(2)) ** 2 + np.eye(len(middles)) / (ASTRAY * np.log(2)) ** 2
    model = middles * np.log(2)
    log_odds = model
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-log_odds))
        slope, known = -stiff @ (log_odds - model), np.zeros(len(p))
        for of in counts:
            expected = of.share * pairs * (1 - p)
            slope += p * (expected - of.count)
            known += p**2 * np.maximum(expected, 0.3 * of.count)
        step = np.clip(np.linalg.solve(np.diag(known) + stiff, slope), -1.0, 1.0)
        log_odds = log_odds + step
        if np.abs(step).max() < PRECISE:
            break
    return np.asarray(np.clip(rising(log_odds, pairs + 1.0) / np.log(2), -20.0, 2 * HIGHEST))


def _curve(middles: Bins, p: Bins, weights: Bins) -> Curve:
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
