"""Every distinct value of a field in two lists, once: its letters, how rare it is, what it sounds like.

Invariant: number 0 is "nothing said"; numbers of values follow the alphabetical order of their keys, so that they do not
depend on which list came first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from repatria.names.fold import skeleton

WIDTH = 24
"""Letters of a key that are compared; longer ones are cut (1 in 3,000 surnames)."""

SHORTEST_SKELETON = 3
"""Consonants below which equal ones say nothing."""

POPULATION_WEIGHT = 2_000
"""How many lines of a list the shares of the population table count for."""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The values of one field.

    Attributes:
        keys: Value number → key.
        letters: uint8 [values, `WIDTH`], zero padded.
        lengths: uint8 [values].
        skeletons: int32 [values]: number of the consonant skeleton, 0 where it is too short.
        parts: int32 [values, 2]: numbers of the two parts of a double name, 0 where it is none.
        bits: float64 [values]: −log2 of the share of lines with the value, of those that say anything; whole
            multiples of 1 / `FINENESS`.
        packed: int32 [values, 8]: everything but the letters side by side (one line of cache), columns as `Packed`.
    """

    keys: tuple[str, ...]
    letters: NDArray[np.uint8]
    lengths: NDArray[np.uint8]
    skeletons: NDArray[np.int32]
    parts: NDArray[np.int32]
    bits: NDArray[np.float64]
    packed: NDArray[np.int32]


class Packed(IntEnum):
    """Columns of `Vocabulary.packed`."""

    LENGTH = 0
    SKELETON = 1
    PART_ONE = 2
    PART_TWO = 3
    LETTER_SET = 4  # one bit for each letter modulo 32: two edits change at most four
    FIRST = 5
    BITS = 6  # in units of 1 / FINENESS


FINENESS = 4096


def number(columns: Sequence[Iterable[str]]) -> dict[str, int]:
    """Returns the numbers of all keys in the columns, and of the parts of double names; the empty one is 0."""
    found = {key for column in columns for key in column}
    found |= {part for key in found if " " in key for part in key.split(" ")}
    found.discard("")
    return {"": 0} | {key: n for n, key in enumerate(sorted(found), 1)}


def vocabulary(
    numbers: dict[str, int], columns: Sequence[NDArray[np.int32]], share: Callable[[str], float] | None
) -> Vocabulary:
    """Returns the vocabulary of numbered values as they occur in the columns.

    Args:
        numbers: Key → number, from `number`.
        columns: Value numbers of every line, one array a list.
        share: Share of a population that bears a key; None where none is known.
    """
    keys = tuple(numbers)
    packed = np.array([key.encode("latin-1", "replace") for key in keys], dtype=f"S{WIDTH}")
    letters = packed.view(np.uint8).reshape(len(keys), WIDTH).copy()
    parts = np.zeros((len(keys), 2), np.int32)
    for n, key in enumerate(keys):
        if " " in key:
            parts[n] = [numbers[part] for part in key.split(" ")[:2]]
    lengths = (letters != 0).sum(axis=1, dtype=np.uint8)
    skeletons = _skeletons(keys)
    counts = np.asarray(np.sum([np.bincount(c, minlength=len(keys)) for c in columns], axis=0), np.float64)
    fixed = rarity(keys, counts, share, parts)
    sets = np.bitwise_or.reduce(np.where(letters > 0, np.uint32(1) << (letters % 32).astype(np.uint32), 0), axis=1)
    packed = np.zeros((len(keys), 8), np.int32)
    for column, values in (
        (Packed.LENGTH, lengths), (Packed.SKELETON, skeletons), (Packed.PART_ONE, parts[:, 0]),
        (Packed.PART_TWO, parts[:, 1]), (Packed.LETTER_SET, sets.astype(np.uint32).view(np.int32)),
        (Packed.FIRST, letters[:, 0]), (Packed.BITS, fixed),
    ):  # fmt: skip
        packed[:, column] = values
    return Vocabulary(keys, letters, lengths, skeletons, parts, fixed / FINENESS, packed)


def _skeletons(keys: Sequence[str]) -> NDArray[np.int32]:
    found = [skeleton(key) for key in keys]
    numbers = {key: n for n, key in enumerate(sorted({s for s in found if len(s) >= SHORTEST_SKELETON}), 1)}
    return np.array([numbers.get(s, 0) for s in found], np.int32)


def rarity(
    keys: Sequence[str], counts: NDArray[np.float64], share: Callable[[str], float] | None, parts: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Returns the bits of rarity of values in units of 1 / `FINENESS`.

    Args:
        keys: Value number → key.
        counts: How many lines have each value; changed.
        share: Share of a population that bears a key; None where none is known.
        parts: Numbers of the parts of double names.
    """
    counts[0] = 0
    total = counts.sum()
    for side in (0, 1):  # bearers of a double name bear its parts
        np.add.at(counts, parts[parts[:, side] > 0, side], counts[parts[:, side] > 0])
    weight = 0.0
    if share is not None and total < 100 * POPULATION_WEIGHT:
        weight = float(POPULATION_WEIGHT)
        counts += weight * np.array([share(key) if key else 0.0 for key in keys])
    shares = np.maximum(counts, 0.5) / max(total + weight, 1.0)
    shares[0] = 1.0
    return np.asarray(np.round(-np.log2(np.minimum(shares, 1.0)) * FINENESS).astype(np.int32))
