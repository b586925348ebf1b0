"""Dates of birth as offices write them: ISO 8601, a month or a year where no more is known, and their errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from invented_lists.lines import Office

Numbers = NDArray[np.int64]
_LENGTHS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_FIRST, _LAST = 1915, 2016


def written_dates(office: Office, born: Numbers) -> NDArray[np.object_]:
    """Returns the text of each date with its errors; the empty ones are made later."""
    days = born.astype("datetime64[D]")
    months, years = days.astype("datetime64[M]"), days.astype("datetime64[Y]")
    year, month = years.astype(np.int64) + 1970, (months - years).astype(np.int64) + 1
    day = (days - months).astype(np.int64) + 1
    year = _mistaken_years(office, year)
    month, day = _mistaken_days(office, month, day)
    found = _texts(year, month, day)
    only = office.befalls("date.month_only")
    found[only] = [text[:7] for text in found[only].tolist()]
    only = office.befalls("date.year_only")
    found[only] = [text[:4] for text in found[only].tolist()]
    return _from_age(office, found, year)


def _texts(year: Numbers, month: Numbers, day: Numbers) -> NDArray[np.object_]:
    """Returns ISO 8601 texts; each distinct day is written once."""
    keys, inverse = np.unique((year * 100 + month) * 100 + day, return_inverse=True)
    found = np.empty(len(keys), object)
    found[:] = [f"{k // 10000:04}-{k // 100 % 100:02}-{k % 100:02}" for k in keys.tolist()]
    texts: NDArray[np.object_] = found[inverse]
    return texts


def _another_digit(rng: np.random.Generator, numbers: Numbers, place: Numbers) -> Numbers:
    """Returns the numbers with the digit at a place (1, 10, 100 ...) changed to another."""
    digit = numbers // place % 10
    change: Numbers = ((digit + rng.integers(1, 10, len(numbers))) % 10 - digit) * place
    return numbers + change


def _kept(new: Numbers, old: Numbers, low: int | Numbers, high: int | Numbers) -> Numbers:
    """Returns the new numbers where they are within bounds, elsewhere the old ones."""
    return np.where((new >= low) & (new <= high), new, old)


def _mistaken_years(office: Office, year: Numbers) -> Numbers:
    rng, count = office.rng, office.count
    off = np.where(office.befalls("date.year_off_by_one"), rng.choice([-1, 1], count), 0)
    year = year + off
    wrong = _another_digit(rng, year, 10 ** rng.integers(0, 2, count))
    year = np.where(office.befalls("date.year_digit"), _kept(wrong, year, _FIRST, _LAST), year)
    turned = year // 100 * 100 + year % 10 * 10 + year // 10 % 10
    return np.where(office.befalls("date.digits_turned"), _kept(turned, year, _FIRST, _LAST), year)


def _mistaken_days(office: Office, month: Numbers, day: Numbers) -> tuple[Numbers, Numbers]:
    rng, count = office.rng, office.count
    swapped = office.befalls("date.swapped") & (day <= 12)
    month, day = np.where(swapped, day, month), np.where(swapped, month, day)
    wrong = office.befalls("date.digit")
    in_day = rng.random(count) < 0.7
    other_day = _kept(_another_digit(rng, day, 10 ** rng.integers(0, 2, count)), day, 1, _LENGTHS[month - 1])
    day = np.where(wrong & in_day, other_day, day)
    other_month = _kept(_another_digit(rng, month, np.ones(count, np.int64)), month, 1, 12)
    month = np.where(wrong & ~in_day, other_month, month)
    turned = day % 10 * 10 + day // 10
    day = np.where(office.befalls("date.digits_turned"), _kept(turned, day, 1, 28), day)
    day = np.where(office.befalls("date.mid_month"), 15, day)
    first = office.befalls("date.first_january")
    month, day = np.where(first, 1, month), np.where(first, 1, day)
    return month, np.minimum(day, _LENGTHS[month - 1])


def _from_age(office: Office, found: NDArray[np.object_], year: Numbers) -> NDArray[np.object_]:
    """Returns the dates with some of them a year reckoned from an age, half of these one too high or too low."""
    aged = office.befalls("date.from_age")
    reckoned = year + office.rng.choice([-1, 0, 0, 1], office.count)
    found[aged] = [str(number) for number in reckoned[aged].tolist()]
    return found
