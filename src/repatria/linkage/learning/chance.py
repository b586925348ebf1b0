"""How many pairs at a weight are chance: counted twice over, in two ways that fail in different places.

**Decoys.** Two lines of one list are (nearly always) two people. So pairs within the left list, and within the right one,
have the weights that pairs of different people have in lists like these, with all the dependence between fields that a
model misses: namesakes in one village, twins, a clerk's habits. The idea is that of decoys in the search of spectra
(Elias and Gygi 2007). Between two lists about as many pairs agree by chance as the geometric mean of what agrees within
each: at most so many for shares of values (Cauchy and Schwarz), fewer where the lists write one value in two ways.

**Taken lines.** Who is surely another line of the other list is not this one: the lighter pairs of a line that has a much
heavier one are chance, and they stand between the lists themselves, every one of them counted. Which share of all chance
pairs has such a line the decoys tell: it is a share, so that it does not matter how many decoys there are.

A line that stands twice in its list makes pairs there that weigh what matches weigh. They are told from chance by that:
they have the shape of matches, and above the median weight of matches there is little else.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bins = NDArray[np.float64]

DECOYS_OFF = 0.25
"""How far, on a log scale, the geometric mean is off however many decoys there are: by factors of 0.79 to 1.31 on four
pairs of invented lists of 100,000 to 1,000,000 lines (measured). It matters where taken lines are counted too."""
SURE = 0.98
"""Share of matches among all heavier pairs from which on a pair takes its lines."""
HEAVIER_BY = 4.0
"""Bits by which the pair that takes a line is heavier than the one that it makes chance."""
NEARBY = 0.7
"""Bins, standard deviation, over which the share of taken lines is averaged."""
COUNTED = 10.0
"""Matches in a part of the weights below which it is not compared with what stands twice."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Pairs weighed.

    Attributes:
        bits: Above even odds, as the model has them.
        heaviest: Bits of the heaviest pair between the lists that either line of each pair has; -inf for none.
    """

    bits: NDArray[np.float64]
    heaviest: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Decoys:
    """Pairs within one list, weighed.

    Attributes:
        seen: The pairs.
        scale: How many pairs between the lists one of them counts for, by the numbers of pairs that there are.
        lines: Of how many lines all partners are among them.
    """

    seen: Seen
    scale: float
    lines: int


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """A count of chance pairs in each bin of weights, on which to lean as on a Poisson one.

    Attributes:
        count: How many; less than were seen where they say less than as many independent ones.
        share: Of all chance pairs in the bin, how many such a count expects.
    """

    count: Bins
    share: Bins


def by_decoys(chances: Sequence[Bins], scales: Sequence[float], *, taken: Bins) -> Counted:
    """Returns what pairs within the lists say of chance between them.

    Args:
        chances: For each list, pairs in each bin, those of lines that stand twice taken out, times its scale.
        scales: What one pair of each list counts for.
        taken: How many pairs of taken lines are counted in each bin.
    """
    seen = [of / scale + 0.5 for of, scale in zip(chances, scales, strict=True)]  # half a pair: none seen is not none
    mean, scale = _geometric_mean(seen), _geometric_mean([np.array(scale) for scale in scales])
    worth = len(seen) ** 2 / np.sum([1 / of for of in seen], axis=0)  # of the logarithms' variances
    share, count = worth / (mean * scale), worth * (1 - 0.5 / mean)
    most = 1 / DECOYS_OFF**2
    less = 1 / (1 + count / most * taken / (taken + most))
    return Counted(count * less, share * less)


def by_taken_lines(
    between: Seen, within: Sequence[Decoys], edges: Bins, matches: Bins, twice: Sequence[Bins]
) -> Counted:
    """Returns what the pairs of lines that are taken by heavier pairs say of chance.

    Args:
        between: Pairs between the lists.
        within: Of each list.
        edges: Of the bins.
        matches: Pairs between the lists in each bin that are one person, as far as is known.
        twice: For each list, pairs within it in each bin that are one person, times the list's scale.
    """
    pairs = np.histogram(between.bits, edges)[0].astype(float)
    sure = _surely(pairs, matches, edges)
    count = np.histogram(between.bits[_taken(between, sure)], edges)[0].astype(float)
    found = [np.histogram(of.seen.bits, edges)[0] for of in within]
    free = [np.histogram(of.seen.bits[~_taken(of.seen, sure)], edges)[0] for of in within]
    near = np.exp(-0.5 * ((np.arange(len(pairs))[:, None] - np.arange(len(pairs))) / NEARBY) ** 2)
    share = 1 - _geometric_mean([(near @ f + 0.5) / (near @ n + 0.5) for f, n in zip(free, found, strict=True)])
    known = near @ np.sum(found, axis=0)
    a_line = sum(float(of.sum()) / d.scale / max(d.lines, 1) for of, d in zip(twice, within, strict=True))
    heavier = np.interp(np.maximum(edges[:-1] + HEAVIER_BY, sure), edges, _from_above(matches), right=0.0)
    doubled = np.minimum(a_line * heavier * matches / max(matches.sum(), 1.0), count)
    less = (1 - doubled / np.maximum(count, 1.0)) / (1 + count * (1 - share) / np.maximum(share * known, 1.0))
    return Counted((count - doubled) * less, share * less)


def _surely(pairs: Bins, matches: Bins, edges: Bins) -> float:
    """Bits from which on pairs take their lines; inf for none."""
    heavy, true = _from_above(pairs)[:-1], _from_above(matches)[:-1]
    enough = (heavy > 0) & (true >= SURE * heavy) & (matches > 0.5 * pairs)
    return float(edges[np.argmax(enough)]) if enough.any() else np.inf


def _from_above(values: Bins) -> Bins:
    """Sums from each edge up."""
    return np.append(np.cumsum(values[::-1])[::-1], 0.0)


def _taken(seen: Seen, sure: float) -> NDArray[np.bool_]:
    return np.asarray(seen.heaviest >= np.maximum(sure, seen.bits + HEAVIER_BY))


def _geometric_mean(values: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.asarray(np.exp(np.mean(np.log(values), axis=0)))


def without_twice(found: Bins, matches: Bins, scale: float) -> Bins:
    """Returns what is left of pairs within a list when those that stand twice are taken out.

    Those have the shape of matches, so their share is at most what any part of the heavier half shows, within two
    standard deviations of what was counted there (Poisson), and at most that of the whole half.

    Args:
        found: Pairs within the list in each bin, times the scale.
        matches: Pairs between the lists that are one person.
        scale: What one pair within the list counts for.
    """
    so_far = np.cumsum(matches) / max(matches.sum(), 1.0)
    half = so_far >= HEAVIER[0]
    parts = [(so_far >= low) & (so_far < high) for low, high in itertools.pairwise(HEAVIER)]
    shares = [float(found[half].sum() / max(matches[half].sum(), 1.0))]
    for part in parts:
        if matches[part].sum() >= COUNTED:
            counted = float(found[part].sum())
            shares.append((counted + 2 * np.sqrt(counted * scale) + 3 * scale) / float(matches[part].sum()))
    return np.asarray(np.maximum(found - min(shares) * matches, 0.0))


HEAVIER = (0.5, 0.65, 0.8, 0.9, 1.01)
"""Parts of the matches, by weight, in which pairs within a list are compared with them."""
