"""Alleles that nobody has are put together, where that provably changes nothing.

A chain of alleles may be lumped if every allele of the lump becomes each of the others with the same probability (strong
lumpability: Kemeny & Snell 1960, theorem 6.3.2). That is asked of the matrices themselves, without tolerance: it holds for no
mutation, equal and proportional, and for no stepwise model. What was seen must not tell the lumped alleles apart either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.genotypes import Code, Status
from repatria.kinship.peeling.tables import Array


class Lumped(NamedTuple):
    """A marker after lumping.

    Attributes:
        frequencies: Of the alleles that are left; that of the lump is the last.
        female: Mutation among them, None for none.
        male: The same of fathers.
        codes: What was seen, in the same order as before.
    """

    frequencies: Array
    female: Array | None
    male: Array | None
    codes: tuple[Code, ...]


def lumped(frequencies: Array, female: Array | None, male: Array | None, codes: Sequence[Code]) -> Lumped | None:
    """Returns a marker with its unseen alleles put together, None where fewer than two may be."""
    tables = [code[3] for code in codes if code[3] is not None]
    own = {place for code in codes if code[0] is Status.WHOLE for place in code[1:3]}
    lump = _alike(len(frequencies), own, tables)
    kept = np.array([place for place in range(len(frequencies)) if place not in set(lump)], np.int64)
    if len(lump) < 2 or not all(_lumps(matrix, lump, kept) for matrix in (female, male)):
        return None
    places = np.full(len(frequencies), len(kept))
    places[kept] = np.arange(len(kept))
    one_each = np.append(kept, lump[0])
    return Lumped(
        np.append(frequencies[kept], frequencies[lump].sum()),
        _joined(female, one_each, lump),
        _joined(male, one_each, lump),
        tuple(
            (status, int(places[a]), int(places[b]), None if table is None else table[np.ix_(one_each, one_each)])
            for status, a, b, table in codes
        ),
    )


def _alike(count: int, own: set[int], tables: Sequence[Array]) -> NDArray[np.int64]:
    """Returns the largest set of alleles that no profile has and no likelihood tells apart."""
    sets: dict[bytes, list[int]] = {}
    for place in range(count):
        if place not in own:
            sets.setdefault(b"".join(table[place].tobytes() for table in tables), []).append(place)
    return np.array(max(sets.values(), key=len, default=[]), np.int64)


def _lumps(matrix: Array | None, lump: NDArray[np.int64], kept: NDArray[np.int64]) -> bool:
    if matrix is None:
        return True
    out = matrix[np.ix_(lump, kept)]
    return bool((out == out[:1]).all())


def _joined(matrix: Array | None, one_each: NDArray[np.int64], lump: NDArray[np.int64]) -> Array | None:
    if matrix is None:
        return None
    joined = matrix[np.ix_(one_each, one_each)]
    joined[:-1, -1] = matrix[np.ix_(one_each[:-1], lump)].sum(axis=1)
    joined[-1, -1] = 1 - joined[-1, :-1].sum()
    return joined
