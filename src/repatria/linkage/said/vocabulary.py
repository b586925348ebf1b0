"""Every distinct value of a field in two lists, once: its letters, how rare it is, what it sounds like.

Invariant: number 0 is "nothing said"; numbers of values follow the alphabetical order of their keys, so that they do not
depend on which list came first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from repatria.linkage.said.cells import bits, numbers_of
from repatria.names.fold import skeleton

WIDTH = 24
"""Letters of a key that are compared; longer ones are cut (1 in 3,000 surnames)."""

SHORTEST_SKELETON = 3
"""Consonants below which equal ones say nothing."""

_STAND_IN = "\0"
"""Stands for a vowel that a skeleton keeps."""

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


def number(columns: Sequence[pa.Array]) -> tuple[pa.Array, list[NDArray[np.int32]]]:
    """Returns all keys of the columns, and of the parts of double names, by number; and the number of each cell.

    The empty key is number 0.
    """
    cells = pa.concat_arrays([pa.array([""]), *columns])
    distinct = pc.unique(cells)
    double = distinct.filter(pc.match_substring(distinct, " "))
    keys = pc.unique(pa.concat_arrays([distinct, pc.split_pattern(double, " ").flatten()]))
    keys = keys.take(pc.array_sort_indices(keys))  # by UTF-8, and so by code points
    numbers = np.asarray(pc.index_in(cells, value_set=keys).to_numpy(), np.int32)
    return keys, np.split(numbers[1:], np.cumsum([len(column) for column in columns])[:-1])


def vocabulary(
    keys: pa.Array, columns: Sequence[NDArray[np.int32]], share: Callable[[str], float] | None
) -> Vocabulary:
    """Returns the vocabulary of numbered keys as they occur in the columns.

    Args:
        keys: Number → key, from `number`.
        columns: Value numbers of every line, one array a list.
        share: Share of a population that bears a key; None where none is known.
    """
    texts = tuple(keys.to_pylist())
    letters = _letters(keys)
    lengths = (letters != 0).sum(axis=1, dtype=np.uint8)
    parts = np.zeros((len(texts), 2), np.int32)
    double = pc.match_substring(keys, " ")
    for side in (0, 1):
        part = pc.list_element(pc.split_pattern(keys.filter(double), " "), side)
        parts[bits(double), side] = pc.index_in(part, value_set=keys).to_numpy()
    skeletons = _skeletons(texts)
    counts = np.asarray(np.sum([np.bincount(c, minlength=len(texts)) for c in columns], axis=0), np.float64)
    fixed = rarity(texts, counts, share, parts)
    sets = np.bitwise_or.reduce(np.where(letters > 0, np.uint32(1) << (letters % 32).astype(np.uint32), 0), axis=1)
    packed = np.zeros((len(texts), 8), np.int32)
    for column, values in (
        (Packed.LENGTH, lengths), (Packed.SKELETON, skeletons), (Packed.PART_ONE, parts[:, 0]),
        (Packed.PART_TWO, parts[:, 1]), (Packed.LETTER_SET, sets.astype(np.uint32).view(np.int32)),
        (Packed.FIRST, letters[:, 0]), (Packed.BITS, fixed),
    ):  # fmt: skip
        packed[:, column] = values
    return Vocabulary(texts, letters, lengths, skeletons, parts, fixed / FINENESS, packed)


def _letters(keys: pa.Array) -> NDArray[np.uint8]:
    """The first letters of keys in Latin-1, zero padded."""
    plain = bits(pc.string_is_ascii(keys))
    cut = pc.ascii_rpad(pc.utf8_slice_codeunits(pc.if_else(pa.array(plain), keys, ""), 0, WIDTH), WIDTH, "\0")
    letters = np.frombuffer(cut.buffers()[2], np.uint8)[: WIDTH * len(keys)].reshape(-1, WIDTH).copy()
    for n in np.flatnonzero(~plain).tolist():
        found = keys[n].as_py().encode("latin-1", "replace")[:WIDTH]
        letters[n, : len(found)] = np.frombuffer(found, np.uint8)
    return letters


def _skeletons(keys: Sequence[str]) -> NDArray[np.int32]:
    """The numbers of what `skeleton` makes of keys, in the order of the alphabet; all keys are taken at once."""
    found = pa.array(_consonants(keys), pa.string()).dictionary_encode()
    distinct = found.dictionary
    order = pc.array_sort_indices(distinct).to_numpy()
    said = bits(pc.greater_equal(pc.utf8_length(distinct), SHORTEST_SKELETON))
    numbers = np.zeros(len(distinct), np.int32)
    numbers[order[said[order]]] = np.arange(1, said.sum() + 1)
    return np.asarray(numbers[numbers_of(found.indices)])


def _consonants(keys: Sequence[str]) -> list[str]:
    whole = "\n" + "\n".join(keys)
    if _STAND_IN in whole or whole.count("\n") != len(keys):
        return [skeleton(key) for key in keys]
    for vowel in "aeiou":
        whole = whole.replace(f"\n{vowel}", f"\n{_STAND_IN}")
    return whole[1:].encode().translate(None, b"aeiou").decode().replace(_STAND_IN, "a").split("\n")


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
