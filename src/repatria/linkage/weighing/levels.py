"""What is compared of two lines, and on which steps: fields, levels of agreement, what each is called in words.

Invariant: levels are small integers shared by the plain comparison (`plain`) and the compiled one (`kernels`);
0 always means that one side says nothing, and weighs nothing.
"""

from __future__ import annotations

from enum import IntEnum


class Compared(IntEnum):
    """A field of the comparison; the number is its column in an array of levels."""

    SURNAME = 0
    GIVEN = 1
    PATRONYMIC = 2
    BIRTH = 3
    PLACE = 4
    SEX = 5
    MOTHER = 6
    DOCUMENT = 7


class NameLevel(IntEnum):
    """How two names, or two places, agree."""

    MISSING = 0
    SAME = 1  # equal class keys
    OTHER_CLASS = 2  # a short form that may stand for the other name
    NEAR = 3  # one edit (Damerau 1964, adjacent letters exchanged count as one)
    SOUND = 4  # equal consonants
    CLOSE = 5  # two edits, or the one is the beginning of the other
    PART = 6  # a part of a double name
    INITIAL = 7  # one is an initial, and it is that of the other
    OTHER_INITIAL = 8
    DIFFERENT = 9


class DateLevel(IntEnum):
    """How two dates of birth agree."""

    MISSING = 0
    SAME = 1
    SWAPPED = 2  # day and month exchanged
    YEAR_MONTH = 3  # as far as the less complete one goes: year and month
    YEAR = 4  # as far as the less complete one goes: the year
    FIRST_JANUARY = 5  # same year, one of them is the 1 January that offices write for an unknown day
    DAY_DIGIT = 6  # day differs in one digit, or by one
    MONTH = 7  # month differs
    YEAR_DIGIT = 8  # same day and month, year differs in one digit, or by one, or two digits exchanged
    OTHER_YEAR = 9  # same day and month
    DAY = 10  # same year and month
    SAME_YEAR = 11
    NEXT_YEAR = 12
    DIFFERENT = 13
    ABOUT = 14  # a range or an "about" on one side, and they overlap


class SexLevel(IntEnum):
    """How two sexes agree."""

    MISSING = 0
    SAME = 1
    IMPLIED = 2  # the same, but the agreeing given name says it already
    DIFFERENT = 3


FIELDS = len(Compared)
LEVELS = 15
"""Columns of a table of weights: enough for every field's levels."""

NAME_FIELDS = (Compared.SURNAME, Compared.GIVEN, Compared.PATRONYMIC, Compared.PLACE, Compared.MOTHER)
