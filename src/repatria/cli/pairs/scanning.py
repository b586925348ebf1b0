"""Rows of a long file of pairs, as arrays, a piece at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TextIO

import numpy as np

from repatria.cli.pairs.kernels import END, SPLIT, scan, scan_plain
from repatria.cli.pairs.reading import PIECE, Head, next_piece

_ROOM = 4
"""Bytes that one byte of a row comes to at most: a quote in quotes."""


class Scanned(NamedTuple):
    """Rows of a piece.

    Attributes:
        text: uint8: the rows as they go out again, and cells, in UTF-8.
        rows: int64 [rows, 4]: what is told of each row, by the columns of `kernels`.
        cells: int64 [rows, wanted columns, 2]: where each cell begins and ends in the text.
    """

    text: Any
    rows: Any
    cells: Any

    def beyond(self) -> list[int]:
        """Returns the rows that have more cells than there are columns."""
        return np.flatnonzero(self.rows[:, SPLIT] < self.rows[:, END]).tolist()

    def column(self, wanted: int) -> list[str]:
        """Returns the cells of one of the wanted columns."""
        text: bytes = self.text.tobytes()
        return [text[begin:end].decode() for begin, end in self.cells[:, wanted].tolist()]


def scanned(first: str, file: TextIO, head: Head, wanted: Sequence[str]) -> Iterator[Scanned]:
    """Yields the rows of a file, piece after piece; none of them is empty.

    Args:
        first: The piece after the head that has been read.
        file: What comes after it.
        head: The first line.
        wanted: Columns whose cells are wanted.

    Raises:
        csv.Error: A cell is longer than the csv module reads.
    """
    places = np.array([-1 if (place := head.place(name)) is None else place for name in wanted], np.int64)
    rest, text, has_quotes = b"", first, False
    while True:
        is_last = len(text) < PIECE
        has_quotes = has_quotes or '"' in text
        piece = np.frombuffer(bytearray(rest + text.encode()), np.uint8)  # of one kind with others, for the compiler
        most = text.count("\n") + text.count("\r") + 1
        rows, cells = np.empty((most, 4), np.int64), np.empty((most, len(places), 2), np.int64)
        if has_quotes:
            apart = _ROOM * len(piece) + 1
            kept, mark = np.empty(apart + len(piece), np.uint8), ord(head.delimiter)
            count, begin, too_long = scan(
                piece, is_last, mark, len(head.names), csv.field_size_limit(), places, apart, kept, rows, cells
            )
            if too_long:
                raise csv.Error
        else:
            kept = piece
            count, begin = scan_plain(piece, is_last, ord(head.delimiter), len(head.names), places, rows, cells)
        if count:
            yield Scanned(kept, rows[:count], cells[:count])
        if is_last:
            return
        rest, text = piece[begin:].tobytes(), next_piece(file)
