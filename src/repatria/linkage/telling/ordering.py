"""Many rows put into order by their first key, and by others only where that is equal; texts by their first letters as numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

HEAD = 8
"""Bytes of a text that are compared as one number, after those that all texts begin with."""


def in_order(first: NDArray[Any], then: Callable[[NDArray[np.int64]], tuple[NDArray[Any], ...]]) -> NDArray[np.int64]:
    """Returns the order of rows by a key, and of rows with equal keys by others, as they came where all are equal.

    Args:
        first: The key of each row.
        then: Returns the further keys of some rows, the last one first as `numpy.lexsort` takes them; asked only of rows
            whose first key another row has.
    """
    order = np.argsort(first)
    again = first[order[1:]] == first[order[:-1]]
    tied = np.flatnonzero(np.append(again, False) | np.append(False, again))
    if len(tied):
        some = np.sort(order[tied])
        order[tied] = some[np.lexsort((*then(some), first[some]))]
    return order


def ranks(texts: pa.Array) -> NDArray[np.int64]:
    """Returns the place of each text in the order of all of them, by their bytes in UTF-8; of equals the first comes first."""
    return _places(in_order(_heads(texts.cast(pa.large_string())), lambda some: (_sorted(texts.take(pa.array(some))),)))


def _sorted(texts: pa.Array) -> NDArray[np.int64]:
    return _places(pc.sort_indices(texts).to_numpy())


def _places(order: NDArray[Any]) -> NDArray[np.int64]:
    """The place of each row in an order."""
    found = np.empty(len(order), np.int64)
    found[order] = np.arange(len(order))
    return found


def _heads(texts: pa.Array) -> NDArray[np.uint64]:
    """The first bytes of each text after those that all have in common, as numbers in the same order."""
    if not len(texts):
        return np.zeros(0, np.uint64)
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    letters = np.concatenate([np.frombuffer(data or b"", np.uint8)[: ends[-1]], np.zeros(HEAD, np.uint8)])
    common = _in_common(texts)
    at_each_byte = np.ndarray(len(letters) - HEAD + 1, ">u8", letters, strides=(1,))
    sizes = np.minimum(ends[1:] - ends[:-1] - common, HEAD)
    beyond = (8 * (HEAD - sizes)).astype(np.uint64)
    heads = at_each_byte[ends[:-1] + common].astype(np.uint64)
    return np.asarray(np.where(sizes > 0, heads >> beyond << beyond, 0), np.uint64)


def _in_common(texts: pa.Array) -> int:
    """How many bytes all texts begin with."""
    ends = pc.min_max(texts).as_py()
    first, last = ends["min"].encode(), ends["max"].encode()
    return next((n for n, (x, y) in enumerate(zip(first, last, strict=False)) if x != y), min(len(first), len(last)))
