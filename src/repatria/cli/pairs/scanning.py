"""Rows of a long file of pairs, as arrays, a piece at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from typing import Any, BinaryIO, NamedTuple, TextIO

import numpy as np

from repatria.cli.pairs.kernels import END, SPLIT, line_ends, scan, scan_plain, usual_letters
from repatria.cli.pairs.reading import PIECE, Head, next_piece

BYTES = 3 << 19
"""Bytes that are read at once."""

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
        UnicodeDecodeError: The file is not UTF-8.
    """
    places = np.array([-1 if (place := head.place(name)) is None else place for name in wanted], np.int64)
    rest, has_quotes = bytearray(), False
    for data, is_last in _data(first, file, begins=head.size):
        has_quotes = has_quotes or b'"' in data
        piece = np.frombuffer(rest + data if rest else data, np.uint8)
        most = line_ends(piece) + 1
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
        rest = bytearray(piece[begin:])


def _data(first: str, file: TextIO, *, begins: int) -> Iterator[tuple[bytearray, bool]]:
    """Yields the text of a file as UTF-8, in pieces that end with a line, and whether each is the last.

    What a file on a disk has after the first piece is taken from it as bytes, of which no text is made. Pieces may be
    changed, as arrays of letters are: kernels are compiled once.
    """
    is_last, data = len(first) < PIECE, bytearray(first, "utf-8")
    yield data, is_last
    if not is_last and isinstance(file, TextIOWrapper) and file.encoding == "utf-8" and file.seekable():
        file.buffer.seek(begins + len(data))
        yield from _lines(file.buffer)
        return
    while not is_last:
        text = next_piece(file)
        is_last = len(text) < PIECE
        yield bytearray(text, "utf-8"), is_last


def _lines(file: BinaryIO) -> Iterator[tuple[bytearray, bool]]:
    """Yields likewise what a file has from where it stands.

    Raises:
        UnicodeDecodeError: It is not UTF-8.
    """
    rest, is_last = bytearray(), False
    while not is_last:
        more = file.read(BYTES)
        is_last = len(more) < BYTES
        data = rest + more
        end = len(data) if is_last else max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
        rest = data[end:]
        del data[end:]
        data[usual_letters(np.frombuffer(data, np.uint8)) :].decode()
        yield data, is_last
