"""What a level of a field is called in words that a registrar understands; no name and no date is repeated.

A reason travels as one small number (`reason`): the level, why equal names are equal (`Why`), and whether the line had
its surname and given name in each other's column. So a million reasons are a million numbers, and few sentences.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from repatria.linkage.weighing.levels import Compared, DateLevel, NameLevel, SexLevel


class Why(IntEnum):
    """Why two values of one class are one."""

    AGREES = 0  # not asked, or taken out of a whole name
    SPELT = 1
    SCRIPTS = 2
    LANGUAGES = 3
    SHORT = 4
    SEXES = 5
    OTHERWISE = 6
    BOTH = 7  # another form, in another script


FAMILY = "could be brother, sister or twin"
"""The last step of every waterfall: what is taken off because relatives share what a pair shares."""

NOBODY = "no line shares enough with this one"
"""The reason where nobody of the other list is proposed."""

TITLES = {
    Compared.SURNAME: "surname",
    Compared.GIVEN: "given name",
    Compared.PATRONYMIC: "patronymic",
    Compared.BIRTH: "date of birth",
    Compared.PLACE: "place",
    Compared.SEX: "sex",
    Compared.MOTHER: "mother",
    Compared.DOCUMENT: "document",
}

_EQUAL = {
    Why.AGREES: "agrees",
    Why.SPELT: "the same",
    Why.SCRIPTS: "one {} in two scripts",
    Why.LANGUAGES: "Ukrainian and Russian form of one {}",
    Why.SHORT: "full and short form of one {}",
    Why.SEXES: "feminine and masculine form of one {}",
    Why.OTHERWISE: "two forms or spellings of one {}",
    Why.BOTH: "forms of one {} in two scripts",
}
_NAMES = {
    NameLevel.OTHER_CLASS: "one is a short form that may stand for the other",
    NameLevel.NEAR: "one letter differs, or two are exchanged",
    NameLevel.SOUND: "the consonants agree, the vowels do not",
    NameLevel.CLOSE: "two letters differ, or one is the beginning of the other",
    NameLevel.PART: "one part agrees",
    NameLevel.INITIAL: "only an initial on one side, and it agrees",
    NameLevel.OTHER_INITIAL: "only an initial on one side, and it does not agree",
    NameLevel.DIFFERENT: "different",
}
_DATES = {
    DateLevel.SAME: "the same",
    DateLevel.SWAPPED: "day and month swapped",
    DateLevel.YEAR_MONTH: "year and month agree, no more is known",
    DateLevel.YEAR: "the year agrees, no more is known",
    DateLevel.FIRST_JANUARY: "the year agrees, one side has New Year's Day as offices write an unknown day",
    DateLevel.DAY_DIGIT: "the day differs in one digit, or by one",
    DateLevel.MONTH: "day and year agree, the month differs",
    DateLevel.YEAR_DIGIT: "day and month agree, the year differs in one digit, or by one",
    DateLevel.OTHER_YEAR: "day and month agree, the year differs",
    DateLevel.DAY: "month and year agree, the day differs",
    DateLevel.SAME_YEAR: "the year agrees, the day does not",
    DateLevel.NEXT_YEAR: "one year apart",
    DateLevel.DIFFERENT: "different",
    DateLevel.ABOUT: "within the years that are possible",
}
_SEXES = {
    SexLevel.SAME: "the same",
    SexLevel.IMPLIED: "the same, as the given name says already",
    SexLevel.DIFFERENT: "different",
}
_DOCUMENTS = {NameLevel.SAME: "the same", NameLevel.DIFFERENT: "different"}

_LEVEL, _WHY, _EXCHANGED = 0x0F, 4, 0x80


def reason(
    level: NDArray[np.int64], why: NDArray[np.int64] | int = 0, exchanged: NDArray[np.bool_] | bool = False
) -> NDArray[np.int64]:
    """Returns the numbers of reasons; 0 where a side says nothing."""
    return np.asarray(np.where(level == 0, 0, level | np.asarray(why) << _WHY | np.asarray(exchanged) * _EXCHANGED))


def level_name(field: Compared, code: int) -> str:
    """Returns the level of a reason in one or two words: ``same``, ``day digit``."""
    level = code & _LEVEL
    match field:
        case Compared.BIRTH:
            name = DateLevel(level).name
        case Compared.SEX:
            name = SexLevel(level).name
        case _:
            name = NameLevel(level).name
    return name.lower().replace("_", " ")


def sentence(field: Compared, code: int) -> str:
    """Returns what a reason says of a field, without the field's name."""
    level = code & _LEVEL
    match field:
        case Compared.BIRTH:
            return _DATES[DateLevel(level)]
        case Compared.SEX:
            return _SEXES[SexLevel(level)]
        case Compared.DOCUMENT:
            return _DOCUMENTS[NameLevel(level)]
        case _:
            return _of_name(field, level, Why(code >> _WHY & 7)) + (_TURNED if code & _EXCHANGED else "")


_TURNED = " (it stood in the other name's column)"


def _of_name(field: Compared, level: int, why: Why) -> str:
    if level != NameLevel.SAME:
        return _NAMES[NameLevel(level)]
    noun = {Compared.PLACE: "place", Compared.SURNAME: "surname", Compared.PATRONYMIC: "patronymic"}
    return _EQUAL[why].format(noun.get(field, "name"))
