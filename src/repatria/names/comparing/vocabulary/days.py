"""How dates of birth agree, compiled: whole days by their letters alone, others by what a reader has made of them.

Invariant: the levels of `births.birth_level`; a cell that is read here says the day that `date.fromisoformat` reads.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from repatria.names.comparing.births import BirthLevel
from repatria.names.comparing.borrowing import borrowed
from repatria.people.dates import PartialDate

DATE_COLUMNS = 8
ISO_LENGTH, HYPHEN, ZERO = len("1987-03-12"), 45, 48
FIRST_YEAR = 1000
FEBRUARY = 2
LONG_MONTHS = sum(1 << month for month in (1, 3, 5, 7, 8, 10, 12))
"""A bit for each month of 31 days."""

MARCH = 306
"""Days from 1 March of the year 0 to the end of it, which are not counted in ordinals of days."""

UNREAD = -1


def date_row(day: PartialDate) -> tuple[int, ...]:
    """Returns a date as the kernel reads it: full, first and last day it may be, their years, year, month, day."""
    first, last = day.bounds()
    own = day.earliest
    return int(day.is_full), first.toordinal(), last.toordinal(), first.year, last.year, own.year, own.month, own.day


@numba.njit(cache=True, nogil=True, error_model="numpy")
def day_levels(text: Any, cells: Any, found: Any) -> None:
    """Fills in the level of every pair of a chunk of which each side is empty or one day, written 1987-03-12; else `UNREAD`.

    Args:
        text: UTF-8.
        cells: Where each cell begins and ends in it; cells 2n and 2n + 1 are pair n.
        found: Is filled with a `BirthLevel` for each pair.
    """
    text, cells, found = borrowed(text), borrowed(cells), borrowed(found)
    for n in range(len(found)):
        one_says = cells[2 * n, 0] < cells[2 * n, 1]
        other_says = cells[2 * n + 1, 0] < cells[2 * n + 1, 1]
        x = _day(text, cells[2 * n, 0], cells[2 * n, 1])
        y = _day(text, cells[2 * n + 1, 0], cells[2 * n + 1, 1])
        if (one_says and x == 0) or (other_says and y == 0):
            found[n] = UNREAD
        elif x and y:
            found[n] = _of_days(x // 10000, x // 100 % 100, x % 100, y // 10000, y // 100 % 100, y % 100)
        else:
            found[n] = BirthLevel.NONE.value


@numba.njit(cache=True, nogil=True, error_model="numpy")
def read_days(text: Any, cells: Any, rows: Any, read: Any) -> None:
    """Reads the cells that are one day, written 1987-03-12.

    Args:
        text: UTF-8.
        cells: Where each cell begins and ends in it.
        rows: int64 [cells, `DATE_COLUMNS`]: the rows of such cells are filled in as `date_row` has them.
        read: bool: is filled with whether a cell is one.
    """
    text = borrowed(text)
    for n in range(len(cells)):
        day = _day(text, cells[n, 0], cells[n, 1])
        read[n] = day > 0
        if day:
            year, month = day // 10000, day // 100 % 100
            past, months = (
                year - (month <= FEBRUARY),
                (month + 9) % 12,
            )  # years begin in March: a leap day is their last
            number = 365 * past + past // 4 - past // 100 + past // 400 + (153 * months + 2) // 5 + day % 100 - MARCH
            rows[n, 0], rows[n, 1], rows[n, 2], rows[n, 3], rows[n, 4] = 1, number, number, year, year
            rows[n, 5], rows[n, 6], rows[n, 7] = year, month, day % 100


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _day(text: Any, at: int, end: int) -> int:
    """Returns 10000 year + 100 month + day of a cell that is such a day, from the year 1000 on; else 0."""
    if end - at != ISO_LENGTH or text[at + 4] != HYPHEN or text[at + 7] != HYPHEN:
        return 0
    number: Any = 0
    for k in range(ISO_LENGTH - 2):
        digit = np.int64(text[at + k + (k >= 4) + (k >= 6)]) - ZERO
        if digit < 0 or digit > 9:
            return 0
        number = 10 * number + digit
    year, month, day = number // 10000, number // 100 % 100, number % 100
    if year < FIRST_YEAR or month < 1 or month > 12 or day < 1:
        return 0
    most = 30 + (LONG_MONTHS >> month & 1)
    if month == FEBRUARY:
        most = 28 + (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return number if day <= most else 0


@numba.njit(cache=True, nogil=True, error_model="numpy")
def date_levels(dates: Any, ends: Any, numbers: Any, found: Any) -> None:
    """Fills in the best level of any date of one side with any of the other, for every pair of a chunk.

    Args:
        dates: One row a date: full, first and last day it may be, their years, its own year, month and day.
        ends: Where the dates of each distinct cell end in ``dates``, after a first 0.
        numbers: Which distinct cell each cell is; cells 2n and 2n + 1 are pair n.
        found: Is filled with a `BirthLevel` for each pair.
    """
    dates, ends, numbers, found = borrowed(dates), borrowed(ends), borrowed(numbers), borrowed(found)
    for n in range(len(found)):
        found[n] = BirthLevel.NONE.value
        a, b = numbers[2 * n], numbers[2 * n + 1]
        for x in range(ends[a], ends[a + 1]):
            for y in range(ends[b], ends[b + 1]):
                found[n] = min(found[n], _of_dates(dates, x, y))


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _of_dates(dates: Any, x: int, y: int) -> int:
    if dates[x, 0] and dates[y, 0]:
        return _of_days(dates[x, 5], dates[x, 6], dates[x, 7], dates[y, 5], dates[y, 6], dates[y, 7])
    if dates[x, 1] <= dates[y, 2] and dates[y, 1] <= dates[x, 2]:
        return BirthLevel.COMPATIBLE.value
    if dates[x, 3] - 1 <= dates[y, 4] and dates[y, 3] - 1 <= dates[x, 4]:
        same_year = dates[x, 3] <= dates[y, 4] and dates[y, 3] <= dates[x, 4]
        return BirthLevel.SAME_YEAR.value if same_year else BirthLevel.YEAR_BESIDE.value
    return BirthLevel.OTHER.value


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _of_days(year: int, month: int, day: int, other_year: int, other_month: int, other_day: int) -> int:
    apart = abs(year - other_year)
    if month == other_month and day == other_day:
        return BirthLevel.SAME.value if apart == 0 else BirthLevel.ANOTHER_YEAR.value
    if apart == 0:
        swapped = month == other_day and day == other_month
        return BirthLevel.SWAPPED.value if swapped else BirthLevel.SAME_YEAR.value
    return BirthLevel.YEAR_BESIDE.value if apart == 1 else BirthLevel.OTHER.value
