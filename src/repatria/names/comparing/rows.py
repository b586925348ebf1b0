"""How the kernel knows a word: sixteen numbers side by side, as long as a line of a processor's cache.

By number: those of the columns below, then rarity in bits (a float64, `RARITY` in the view as such), then the letters of the
key, a byte each. `KIND`, `LENGTH` and `WIDE` are single bytes of `SHAPE`. A key with letters that no byte holds is `WIDE`:
its letters stand in a table of their own, in the row that the place of its letters tells.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from repatria.names.comparing.words import MOST_LETTERS
from repatria.names.memory import aligned

KEY, FATHER, SURNAME, SIGNS, PARTNERS, GIVEN, FIRST, SHAPE = range(8)
"""Numbers of the key, of the classes of the father's name and the surname (-1: none); a bit for each letter of the key (the last
five bits of its code), and for each that one of them is confused with; the row with its given names' classes (-1: none); the
code of the first letter as written; and its shape."""

COLUMNS = 16
KIND, LENGTH, WIDE = range(4 * SHAPE, 4 * SHAPE + 3)
RARITY = 4
PLACE = 10
LETTERS = 4 * PLACE

LETTER_BITS = 32


def empty_rows(count: int) -> Any:
    """Returns room for so many words, each in a line of cache of its own."""
    rows = aligned(count, COLUMNS)
    rows[:] = -1
    return rows


def with_more_rows(rows: Any, count: int) -> Any:
    """Returns rows with room for so many words; twice what there was, so that what is kept is seldom copied."""
    room = len(rows)
    while room < count:
        room *= 2
    if room == len(rows):
        return rows
    made = aligned(room, COLUMNS)
    made[: len(rows)] = rows
    return made


def as_bytes(rows: Any) -> Any:
    """Returns rows seen as bytes."""
    return rows.view(np.uint8)


def rarities(rows: Any) -> Any:
    """Returns the column of rarities of some rows."""
    return rows.view(np.float64)[:, RARITY]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def fill_keys(
    text: Any, cells: Any, first: int, partners: Any, endings: Any, rows: Any, shapes: Any, ends: Any
) -> None:
    """Fills in what keys of plain letters say by their letters alone.

    Args:
        text: Keys in ASCII.
        cells: Where each begins and ends in it.
        first: The number of the first key; they are numbered one after the other.
        partners: uint32 [`LETTER_BITS`]: which letters each one is confused with.
        endings: uint8: endings that are looked for, a row each: length, letters.
        rows: Is filled.
        shapes: The same rows, seen as bytes.
        ends: Is filled with whether each key has such an ending.
    """
    for n in range(len(cells)):
        at, size = cells[n, 0], min(cells[n, 1] - cells[n, 0], MOST_LETTERS)
        signs, confused = np.uint32(0), np.uint32(0)
        for k in range(size):
            letter = text[at + k]
            signs |= np.uint32(1) << np.uint32(letter & 31)
            confused |= partners[letter & 31]
            shapes[n, LETTERS + k] = letter
        rows[n, KEY], rows[n, FATHER] = first + n, -1
        rows[n, SIGNS], rows[n, PARTNERS] = np.int32(signs), np.int32(confused)
        shapes[n, LENGTH], shapes[n, WIDE] = size, 0
        ends[n] = False
        for row in range(len(endings)):
            many, k = np.int64(endings[row, 0]), 0
            while k < many <= size and text[at + size - many + k] == endings[row, 1 + k]:
                k += 1
            ends[n] |= k == many
