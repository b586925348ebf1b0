"""The dates of birth of a file, each cell read once."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from repatria.names.comparing.pieces import Pieces, Text
from repatria.names.comparing.vocabulary.meanings import Meanings, numbers_in
from repatria.people.dates import PartialDate

DATE_COLUMNS = 8


class Dates:
    """The dates of birth of a file, read once, as arrays."""

    def __init__(self, read: Callable[[str], Sequence[PartialDate]]) -> None:
        self.cells = Pieces()
        self._read_cell = read
        self._meanings = Meanings()
        self._rows = array("q")

    def numbered(self, text: Text) -> tuple[Any, Any, Any, Any]:
        """Returns the dates met so far, one row a date (`date_row`), and which of them the cells have.

        That is where the dates of each distinct cell end, after a first 0; their rows; and which distinct cell each cell is.
        """
        numbers = self.cells.number_cells(text)
        if len(self.cells) > len(self._meanings):
            self._read(self.cells.since(len(self._meanings)))
        ends, meant = self._meanings.arrays()
        return numbers_in(self._rows).reshape(-1, DATE_COLUMNS), ends, meant, numbers

    def _read(self, cells: list[str]) -> None:
        days = [self._read_cell(cell) for cell in cells]
        first = len(self._rows) // DATE_COLUMNS
        for day in chain.from_iterable(days):
            self._rows.extend(date_row(day))
        self._meanings.extend(range(first, len(self._rows) // DATE_COLUMNS), list(map(len, days)))


def date_row(day: PartialDate) -> tuple[int, ...]:
    """Returns a date as the kernel reads it: full, first and last day it may be, their years, year, month, day."""
    first, last = day.bounds()
    own = day.earliest
    return int(day.is_full), first.toordinal(), last.toordinal(), first.year, last.year, own.year, own.month, own.day
