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
from repatria.names.comparing.kernels import ASCII, Space, compare_chunk
from repatria.names.comparing.levels import Level
from repatria.names.comparing.pairs import Births, Columns
from repatria.names.comparing.pieces import Text, text_of
from repatria.names.comparing.pieces.kernels import in_one_order
from repatria.names.comparing.rows import rarities
from repatria.names.comparing.vocabulary import MOST_KEPT, Dates, Vocabulary, letter_bits, letters_alike
from repatria.names.comparing.words import MOST_SPELLINGS


@cache
def _tuning() -> tuple[Any, Any, Any, Any, int, Any]:
    """Returns weights, corrections for many spellings, limits of distances, and what letters count, as the kernel takes them."""
    bits = [
        *(weights.LEVEL_BITS[level] for level in Level),
        weights.BASE_BITS,
        weights.RAREST_BITS,
        weights.TURNED_BITS,
    ]
    chances = [weights.SPELLING_BITS * log2(max(n, 1)) for n in range(MOST_SPELLINGS**2 + 1)]
    letters = list(map(chr, range(ASCII)))
    changes, gaps = [levels.change(x, y) for x in letters for y in letters], list(map(levels.gap, letters))
    limits = np.array([levels.CLOSE, levels.NEAR, levels.FAR, levels.NEAR_PATRONYMIC], np.int64)
    counts = np.array([*changes, *gaps], np.uint8)
    return np.array(bits), np.array(chances), limits, counts, letter_bits()[0], letters_alike()


@cache
def _birth_bits() -> Any:
    return np.array([weights.BIRTH_BITS[level] for level in BirthLevel])


class Compiled:
    """Weighs pairs by the kernel; remembers words and dates, at most `MOST_KEPT` of each."""

    def __init__(self, read_births: Callable[[str], Births]) -> None:
        self._read_births = read_births
        self._space = Space.empty()
        self._forget()

    def weigh(self, pairs: Columns) -> tuple[list[float], list[int]]:
        """Returns a weight in bits for each pair, and the code of its reasons."""
        names, births = [""] * (2 * len(pairs.a_names)), [""] * (2 * len(pairs.a_births))
        names[::2], names[1::2] = pairs.a_names, pairs.b_names
        births[::2], births[1::2] = pairs.a_births, pairs.b_births
        bits, codes = self.weigh_text(text_of(names), text_of(births))
        return bits.tolist(), codes.tolist()

    def weigh_text(self, names: Text, births: Text) -> tuple[Any, Any]:
        """Returns likewise, as arrays, for pairs as a file has them.

        Args:
            names: Cells of names, those of pair n in places 2n and 2n + 1; put into one order.
            births: Cells of dates of birth likewise.
        """
        if max(len(self._words.pieces), len(self._dates.cells)) > MOST_KEPT:
            self._forget()
        bits, codes = self._names(names)
        born = self._dates.levels(births)
        born[codes == 0] = BirthLevel.NONE
        codes[codes != 0] |= born[codes != 0]
        bits += _birth_bits()[born]
        return bits, codes

    def _forget(self) -> None:
        self._words = Vocabulary()
        self._dates = Dates(self._read_births)

    def _names(self, names: Text) -> tuple[Any, Any]:
        in_one_order(*names)
        words, spelling_ends, cell_ends = self._words.numbered(names)
        rows, givens, wide = self._words.arrays()
        bits, codes = np.empty(len(names.cells) // 2), np.empty(len(names.cells) // 2, np.int64)
        compare_chunk(
            rows,
            rarities(rows),
            givens,
            wide,
            words,
            spelling_ends,
            cell_ends,
            *_tuning(),
            self._space,
            bits,
            codes,
        )
        return bits, codes
