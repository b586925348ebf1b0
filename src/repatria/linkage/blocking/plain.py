"""What is done with the keys of lines, in NumPy: the definition, and the twin of `kernels`.

The functions are called like those of `kernels` and give the same numbers. A key is a uint64; 0 has nobody.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int32]

_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def mix(keys: Keys, said: NDArray[np.bool_], values: NDArray[np.int64]) -> None:
    """Mixes a value into each key (splitmix64), and notes where a value is 0: nothing is said."""
    said &= values != 0
    keys[:] = (keys ^ values.astype(np.uint64)) * _MIX[0]
    keys[:] = (keys ^ (keys >> np.uint64(30))) * _MIX[1]
    keys[:] = (keys ^ (keys >> np.uint64(27))) * _MIX[2]
    keys ^= keys >> np.uint64(31)


def seal(keys: Keys, said: NDArray[np.bool_]) -> None:
    """Makes keys 0 where something is not said, and only there."""
    keys[:] = np.where(said, keys | np.uint64(1), np.uint64(0))


def together(left: Keys, right: Keys, heaps: int) -> tuple[int, int, int]:
    """Returns how many pairs of keys lie in one heap, of so many (a power of 2), and how many keys each side has."""
    said_left, said_right = left[left != 0], right[right != 0]
    many = np.bincount(_heap(said_right, heaps), minlength=heaps)
    return int(many[_heap(said_left, heaps)].sum()), len(said_left), len(said_right)


def maybe_among(some: Keys, keys: Keys, heaps: int) -> Numbers:
    """Returns the numbers of the keys that lie in a heap in which one of some keys lies: all equal ones are among them."""
    marked = np.zeros(heaps, np.bool_)
    marked[_heap(some, heaps)] = True
    return np.flatnonzero(marked[_heap(keys, heaps)] & (keys != 0)).astype(np.int32)


def _heap(keys: Keys, heaps: int) -> NDArray[np.int64]:
    return np.asarray((keys >> np.uint64(8)).astype(np.int64) & (heaps - 1))


def group(left: Keys, right: Keys) -> tuple[Numbers, Numbers, Numbers]:
    """Returns where each left key's equals begin and end in the order of the right keys, and that order."""
    order = np.argsort(right, kind="stable").astype(np.int32)
    ordered = right[order]
    begin = np.searchsorted(ordered, left, "left").astype(np.int32)
    end = np.searchsorted(ordered, left, "right").astype(np.int32)
    begin[left == 0] = end[left == 0] = 0
    return begin, end, order
