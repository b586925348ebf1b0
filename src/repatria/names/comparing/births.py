"""How two people's dates of birth agree, where each side may have several, none, or parts of one."""

from __future__ import annotations

from enum import IntEnum

from repatria.people.dates import PartialDate


class BirthLevel(IntEnum):
    """How two dates of birth agree; falling from the best."""

    SAME = 0
    SWAPPED = 1  # day and month exchanged
    COMPATIBLE = 2  # one says less than the other, and nothing contradicts
    ANOTHER_YEAR = 3  # day and month agree, the year does not
    YEAR_BESIDE = 4  # neighbouring years
    SAME_YEAR = 5  # the year agrees, day or month do not
    OTHER = 6
    NONE = 7  # at least one side says nothing


def birth_level(a: tuple[PartialDate, ...], b: tuple[PartialDate, ...]) -> BirthLevel:
    """Returns the best level of any date of one side with any of the other; the same for both orders."""
    return min((_level(x, y) for x in a for y in b), default=BirthLevel.NONE)


def _level(a: PartialDate, b: PartialDate) -> BirthLevel:
    if a.is_full and b.is_full:
        return _of_days(a, b)
    (first_a, last_a), (first_b, last_b) = a.bounds(), b.bounds()
    if first_a <= last_b and first_b <= last_a:
        return BirthLevel.COMPATIBLE
    if first_a.year - 1 <= last_b.year and first_b.year - 1 <= last_a.year:
        same = first_a.year <= last_b.year and first_b.year <= last_a.year
        return BirthLevel.SAME_YEAR if same else BirthLevel.YEAR_BESIDE
    return BirthLevel.OTHER


def _of_days(a: PartialDate, b: PartialDate) -> BirthLevel:
    x, y = a.earliest, b.earliest
    if x == y:
        return BirthLevel.SAME
    if x.year == y.year:
        return BirthLevel.SWAPPED if (x.month, x.day) == (y.day, y.month) else BirthLevel.SAME_YEAR
    if (x.month, x.day) == (y.month, y.day):
        return BirthLevel.ANOTHER_YEAR
    return BirthLevel.YEAR_BESIDE if abs(x.year - y.year) == 1 else BirthLevel.OTHER
