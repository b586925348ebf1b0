"""A table of pieces of text, each with its number.

Invariant: piece number n is the n-th that was met; what is remembered is pieces, never cells of names or pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from repatria.names.comparing.pieces.kernels import find_cells, number_cells, number_pieces, pieces_of_names, put_back

FIRST_ROOM = 1 << 14
BYTES_A_PIECE = 24
GROWTH = 4


class Text(NamedTuple):
    """Cells as a file has them.

    Attributes:
        bytes: uint8: UTF-8.
        cells: int64 [cells, 2]: where each begins and ends.
    """

    bytes: Any
    cells: Any


def text_of(cells: Sequence[str]) -> Text:
    """Returns cells as one text."""
    encoded = [cell.encode("utf-8", "surrogatepass") for cell in cells]
    ends = np.cumsum([0, *map(len, encoded)])
    whole = bytearray().join(encoded)  # that may be changed, as arrays of letters are: kernels are compiled once
    return Text(np.frombuffer(whole, np.uint8), np.column_stack([ends[:-1], ends[1:]]))


def texts_of(text: Text, places: Any) -> list[str]:
    """Returns some of the cells."""
    return [
        text.bytes[begin:end].tobytes().decode("utf-8", "surrogatepass") for begin, end in text.cells[places].tolist()
    ]


def firsts(numbers: Any, known: int) -> Any:
    """Returns where each number from one on stands first; they are new, and so come in their order."""
    before = np.maximum.accumulate(np.concatenate([[known - 1], numbers]))[:-1]
    return np.flatnonzero(numbers > before)


class Pieces:
    """Numbered pieces."""

    def __init__(self) -> None:
        self._slots: Any = np.zeros(4 * FIRST_ROOM, np.int64)
        self._begins: Any = np.zeros(FIRST_ROOM + 1, np.int64)
        self._hashes: Any = np.empty(FIRST_ROOM, np.int64)
        self._kept: Any = np.empty(FIRST_ROOM * BYTES_A_PIECE, np.uint8)
        self._filled: Any = np.zeros(2, np.int64)

    def __len__(self) -> int:
        return int(self._filled[0])

    def copy(self) -> Pieces:
        """Returns another table with the same pieces."""
        made = Pieces()
        made._slots, made._begins, made._hashes, made._kept, made._filled = (
            kept.copy() for kept in (self._slots, self._begins, self._hashes, self._kept, self._filled)
        )
        return made

    def find_cells(self, text: Text) -> Any:
        """Returns the numbers of whole cells that are known, -1 for others."""
        numbers = np.empty(len(text.cells), np.int64)
        find_cells(text.bytes, text.cells, self._slots, self._kept, numbers)
        return numbers

    def number_cells(self, text: Text) -> Any:
        """Returns the numbers of whole cells."""
        numbers = np.empty(len(text.cells), np.int64)
        done = 0
        while True:
            done = number_cells(
                text.bytes, text.cells, done, self._slots, self._begins, self._hashes, self._kept, self._filled, numbers
            )
            if done == len(text.cells):
                return numbers
            self._grow(int(text.cells[done, 1] - text.cells[done, 0]))

    def number_names(self, text: Text) -> tuple[Any, Any, Any]:
        """Returns the numbers of the pieces of names, where each spelling ends in them, and where each cell in these."""
        sizes = text.cells[:, 1] - text.cells[:, 0]
        most = int(sizes.sum()) + 2 * len(sizes) + 1
        pieces, spelling_ends = np.empty((most, 3), np.int64), np.zeros(most, np.int64)
        cell_ends = np.zeros(len(sizes) + 1, np.int64)
        count, spellings = pieces_of_names(text.bytes, text.cells, pieces, spelling_ends, cell_ends)
        pieces, numbers = pieces[:count], np.empty(count, np.int64)
        done = 0
        while True:
            done = number_pieces(
                text.bytes, pieces, done, self._slots, self._begins, self._hashes, self._kept, self._filled, numbers
            )
            if done == count:
                return numbers, spelling_ends[: spellings + 1], cell_ends
            self._grow(int(pieces[done, 1] - pieces[done, 0]))

    def text_since(self, count: int) -> Text:
        """Returns the pieces from a number on."""
        begins = self._begins[count : len(self) + 1] - self._begins[count]
        return Text(self.lines_since(count), np.column_stack([begins[:-1], begins[1:] - 1]))

    def lines_since(self, count: int) -> Any:
        """Returns the pieces from a number on in UTF-8, each with a line end after it."""
        return self._kept[self._begins[count] : self._filled[1]]

    def _grow(self, size: int) -> None:
        """Makes room for one more piece of so many bytes, and several times what there was."""
        if len(self) + 1 > len(self._hashes):
            room = GROWTH * len(self._hashes)
            self._begins, self._hashes = _longer(self._begins, room + 1), _longer(self._hashes, room)
            self._slots = np.zeros(4 * _power_of_2(room), np.int64)
            put_back(self._slots, self._begins, self._hashes, len(self))
        if self._filled[1] + size + 1 > len(self._kept):
            self._kept = _longer(self._kept, 2 * len(self._kept) + size + 1)


def _longer(kept: Any, size: int) -> Any:
    """Returns an array with room for more at its end."""
    made = np.empty(size, kept.dtype)
    made[: len(kept)] = kept
    return made


def _power_of_2(least: int) -> int:
    return 1 << (least - 1).bit_length()
