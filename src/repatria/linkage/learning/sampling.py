"""Which lines are learned from, and which list comes first: told by what lines say, not by where they stand.

So neither the order of the lines nor the order of the lists changes what is learned from them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from repatria.linkage.said.lines import Encoded, Lines

Digests = NDArray[np.uint64]


def digests(lines: Lines) -> Digests:
    """Returns a number for each line, equal for lines that say the same."""
    found = np.zeros(len(lines), np.uint64)
    for column in lines.rows.T:
        found = _mixed(found ^ column.astype(np.uint64))
    return found


def sample(of: Digests, many: int, *, seed: int, purpose: int) -> NDArray[np.int64]:
    """Returns the numbers, rising, of ``many`` lines drawn by their digests; of all lines where there are not more."""
    if len(of) <= many:
        return np.arange(len(of))
    salt = np.random.SeedSequence([seed, purpose]).generate_state(1, np.uint64)
    return np.sort(np.argpartition(_mixed(of ^ salt), many)[:many])


def in_order(encoded: Encoded, left: Digests, right: Digests) -> bool:
    """Whether the shorter list is the left one; between lists of equal length, digests decide.

    The shorter one is the one to draw samples from: more of its lines are in the other.
    """
    sums = int(left.sum(dtype=np.uint64)), int(right.sum(dtype=np.uint64))
    return (len(encoded.left), sums[0]) <= (len(encoded.right), sums[1])


def _mixed(values: Digests) -> Digests:
    """Numbers as good as random, one for each value (splitmix64: Steele, Lea and Flood 2014)."""
    z = values + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ (z >> np.uint64(31)))
