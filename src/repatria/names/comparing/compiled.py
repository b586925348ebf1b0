"""Columns of pairs handed to the kernel, chunk after chunk.

Invariant: the same weights and codes as `pairs.Plain`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import log2
from typing import Any

import numpy as np

from repatria.names.comparing import levels, weights
from repatria.names.comparing.births import BirthLevel
from repatria.names.comparing.kernels import ASCII, compare_chunk, date_levels
from repatria.names.comparing.levels import Level
from repatria.names.comparing.pairs import Births, Columns
from repatria.names.comparing.vocabulary import MOST_KEPT, Dates, Vocabulary
from repatria.names.comparing.words import MOST_SPELLINGS


@cache
def _tuning() -> tuple[Any, Any, Any, Any, Any]:
    """Returns weights, corrections for many spellings, limits of distances, and what letters count, as the kernel takes them."""
    bits = [
        *(weights.LEVEL_BITS[level] for level in Level),
        weights.BASE_BITS,
        weights.RAREST_BITS,
        weights.TURNED_BITS,
    ]
    chances = [weights.SPELLING_BITS * log2(max(n, 1)) for n in range(MOST_SPELLINGS**2 + 1)]
    letters = list(map(chr, range(ASCII)))
    changes = np.array([[levels.change(x, y) for y in letters] for x in letters], np.int64)
    limits = np.array([levels.CLOSE, levels.NEAR, levels.FAR, levels.NEAR_PATRONYMIC], np.int64)
    return np.array(bits), np.array(chances), limits, changes, np.array(list(map(levels.gap, letters)), np.int64)


@cache
def _birth_bits() -> Any:
    return np.array([weights.BIRTH_BITS[level] for level in BirthLevel])


class Compiled:
    """Weighs pairs by the kernel; remembers words and dates, at most `MOST_KEPT` of each."""

    def __init__(self, read_births: Callable[[str], Births]) -> None:
        self._read_births = read_births
        self._forget()

    def weigh(self, pairs: Columns) -> tuple[list[float], list[int]]:
        """Returns a weight in bits for each pair, and the code of its reasons."""
        if self._words.is_full or len(self._dates.cells) > MOST_KEPT:
            self._forget()
        bits, codes = self._names(pairs)
        births = self._births(pairs)
        births[codes == 0] = BirthLevel.NONE
        codes[codes != 0] |= births[codes != 0]
        return (bits + _birth_bits()[births]).tolist(), codes.tolist()

    def _forget(self) -> None:
        self._words = Vocabulary()
        self._dates = Dates(self._read_births)

    def _names(self, pairs: Columns) -> tuple[Any, Any]:
        cells = [
            cell for a, b in zip(pairs.a_names, pairs.b_names, strict=True) for cell in ((b, a) if b < a else (a, b))
        ]
        words, spelling_ends, cell_ends = self._words.numbered(cells)
        facts, rarity = self._words.arrays()
        weighed, chances, limits, changes, gaps = _tuning()
        bits, codes = np.empty(len(cells) // 2), np.empty(len(cells) // 2, np.int64)
        compare_chunk(
            facts, rarity, words, spelling_ends, cell_ends, weighed, chances, limits, changes, gaps, bits, codes
        )
        return bits, codes

    def _births(self, pairs: Columns) -> Any:
        cells = [""] * (2 * len(pairs.a_births))
        cells[::2], cells[1::2] = pairs.a_births, pairs.b_births
        dates, ends = self._dates.numbered(cells)
        levels = np.empty(len(cells) // 2, np.int64)
        date_levels(dates, ends, levels)
        return levels
