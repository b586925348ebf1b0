"""The dates of birth of a file, each cell read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

import numpy as np

from repatria.names.comparing.pieces import Pieces, Text, texts_of
from repatria.names.comparing.vocabulary.days import DATE_COLUMNS, UNREAD, date_levels, date_row, day_levels, read_days
from repatria.names.comparing.vocabulary.meanings import FIRST_ROOM, with_room
from repatria.people.dates import PartialDate


class Dates:
    """The dates of birth of a file; what is not one day as 1987-03-12 is read by a reader, once, and kept as arrays.

    Args:
        read: Returns the dates that a cell says. Not asked of a pair of cells that are each empty or one such day.
    """

    def __init__(self, read: Callable[[str], Sequence[PartialDate]]) -> None:
        self.cells = Pieces()
        self._read_cell = read
        self._known = 0
        self._ends: Any = np.zeros(FIRST_ROOM, np.int64)
        self._rows: Any = np.empty((FIRST_ROOM, DATE_COLUMNS), np.int64)

    def levels(self, text: Text) -> Any:
        """Returns the `BirthLevel` of every pair; cells 2n and 2n + 1 are pair n."""
        found = np.empty(len(text.cells) // 2, np.int64)
        day_levels(text.bytes, text.cells, found)
        unread = np.flatnonzero(found == UNREAD)
        if len(unread):
            numbers = self.cells.number_cells(Text(text.bytes, text.cells.reshape(-1, 2, 2)[unread].reshape(-1, 2)))
            if len(self.cells) > self._known:
                self._read(self.cells.text_since(self._known))
            told = np.empty(len(unread), np.int64)
            date_levels(self._rows, self._ends, numbers, told)
            found[unread] = told
        return found

    def _read(self, new: Text) -> None:
        rows, read = np.zeros((len(new.cells), DATE_COLUMNS), np.int64), np.empty(len(new.cells), np.bool_)
        read_days(new.bytes, new.cells, rows, read)
        others = np.flatnonzero(~read)
        days = [self._read_cell(cell) for cell in texts_of(new, others)]
        sizes = read.astype(np.int64)
        sizes[others] = list(map(len, days))
        first, self._known = self._known, self._known + len(sizes)
        self._ends = with_room(self._ends, self._known + 1)
        begin = self._ends[first]
        self._ends[first + 1 : self._known + 1] = begin + np.cumsum(sizes)
        end, are_read = self._ends[self._known], np.repeat(read, sizes)
        self._rows = with_room(self._rows, int(end))
        kept = self._rows[begin:end]
        kept[are_read] = rows[read]
        kept[~are_read] = np.array([date_row(day) for day in chain.from_iterable(days)], np.int64).reshape(
            -1, DATE_COLUMNS
        )
