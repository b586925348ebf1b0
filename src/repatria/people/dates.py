"""Partial dates: what an office knows of a day, never more.

A `PartialDate` is the set of days it may be, with its text in EDTF (ISO 8601-2:2019, level 1, the part that offices
need): ``1987``, ``1987-03``, ``1987-03-12``, ``198X``, ``1987~`` (about), ``1987?`` (uncertain), ``1987/1989`` (between).
"About" widens the range by two years on either side: an assumption of ours, said here, used in ages only.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from repatria.errors import InputNotUnderstood

ABOUT_YEARS = 2
"""By how many years "about 1987" may miss on either side. Assumption of this project; no published rate is known."""

_ONE = re.compile(r"([0-9]{3}[0-9X]|[0-9]{2}XX)(?:-([0-9]{2}))?(?:-([0-9]{2}))?([~?%]?)\Z")


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Completed years of age on a day: at least and at most, both inclusive."""

    at_least: int
    at_most: int


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day as far as it is known.

    Attributes:
        text: Canonical EDTF.
        earliest: First day that it may be, "about" not counted in.
        latest: Last day that it may be, "about" not counted in.
        approximate: The source says "about" (EDTF ``~`` or ``%``).
        uncertain: The source doubts it (EDTF ``?`` or ``%``).
    """

    text: str
    earliest: date
    latest: date
    approximate: bool = False
    uncertain: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def is_full(self) -> bool:
        """Whether exactly one day is meant and the source does not say "about"."""
        return self.earliest == self.latest and not self.approximate

    def bounds(self) -> tuple[date, date]:
        """Returns first and last day that it may be, "about" counted in (`ABOUT_YEARS`)."""
        if not self.approximate:
            return self.earliest, self.latest
        return _shift_years(self.earliest, -ABOUT_YEARS), _shift_years(self.latest, ABOUT_YEARS)

    def age_on(self, day: date) -> AgeRange:
        """Returns the age in completed years that somebody born then may have on ``day``; never below 0."""
        first, last = self.bounds()
        return AgeRange(max(0, _completed_years(last, day)), max(0, _completed_years(first, day)))


def full_date(day: date) -> PartialDate:
    """Returns a fully known day."""
    return PartialDate(day.isoformat(), day, day)


@lru_cache(maxsize=65_536)
def partial_date(text: str) -> PartialDate:
    """Returns the partial date written in EDTF.

    Raises:
        InputNotUnderstood: Not EDTF of the forms above, or no such day, or a range that ends before it begins.
    """
    first, slash, second = text.partition("/")
    if not slash:
        return _one(text)
    a, b = _one(first), _one(second)
    if b.latest < a.earliest:
        raise InputNotUnderstood("a range of dates that ends before it begins", hint="write the earlier date first")
    return PartialDate(text, a.earliest, b.latest, a.approximate or b.approximate, a.uncertain or b.uncertain)


def _one(text: str) -> PartialDate:
    match = _ONE.match(text)
    if not match:
        raise InputNotUnderstood("not a date in EDTF", hint="1987, 1987-03, 1987-03-12, 1987~, 1987/1989")
    year, month, day, mark = match.groups()
    if "X" in year and month:
        raise InputNotUnderstood("not a date in EDTF", hint="a month needs a full year")
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    try:
        if day:
            earliest = latest = date(first_year, int(month), int(day))
        elif month:
            earliest = date(first_year, int(month), 1)
            latest = date(first_year, int(month), calendar.monthrange(first_year, int(month))[1])
        else:
            earliest, latest = date(first_year, 1, 1), date(last_year, 12, 31)
    except ValueError:
        raise InputNotUnderstood("no such day", hint="check day and month") from None
    return PartialDate(text, earliest, latest, mark in ("~", "%"), mark in ("?", "%"))


def _completed_years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _shift_years(day: date, years: int) -> date:
    year = min(max(day.year + years, 1), 9999)
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) else day.day)
