"""Why two names weigh what they weigh, in words that a registrar understands; no name is repeated.

A reason travels as one number, so that the kernel can give it: three bits for the dates of birth, one for the order of
the words, then seven for each word, the part of the name and its level, at most eight of them.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from repatria.names.comparing.births import BirthLevel
from repatria.names.comparing.levels import Level
from repatria.names.comparing.plain import Weighed
from repatria.names.comparing.words import Kind, Word

NOTHING = "nothing to compare"
"""The reason where a side has no name."""

MOST_REASONS = 8
"""Words whose level is said."""

WORDS_SHIFT, WORD_BITS, LEVEL_BITS = 4, 7, 5


class NamePart(IntEnum):
    """Which part of a name a reason is about."""

    NAME = 1  # a surname, or a word of which nothing is known
    GIVEN = 0
    PATRONYMIC = 2
    LIGHT = 3


_ABOUT_ONE = {
    Level.SAME: "the same",
    Level.SPELT: "one name in two spellings",
    Level.FORM: "two forms of one name",
    Level.VARIANT: "two forms of one name",
    Level.JOINED: "written as one word and as two",
    Level.CLOSE: "one letter differs",
    Level.NEAR: "one or two letters differ",
    Level.FAR: "several letters differ",
    Level.ALIKE: "two names that are much alike",
    Level.INITIAL: "the initial agrees",
    Level.SHORTENED: "one is the beginning of the other",
    Level.OTHER: "different",
    Level.OTHER_PATRONYMIC: "different",
}
_WHOLE = {
    Level.FATHER: "patronymic on one side, the father's name on the other",
    Level.OTHER_PART: "patronymic on one side, another name on the other",
    Level.LIGHT: "title or particle on one side, a name on the other",
    Level.LEFT_PATRONYMIC: "patronymic missing on one side",
    Level.LEFT_INITIAL: "initial missing on one side",
    Level.LEFT_LIGHT: "title or particle missing on one side",
}
_BIRTHS = {
    BirthLevel.SAME: "date of birth: the same",
    BirthLevel.SWAPPED: "date of birth: day and month swapped",
    BirthLevel.COMPATIBLE: "date of birth: agrees as far as it is known",
    BirthLevel.ANOTHER_YEAR: "date of birth: another year, day and month agree",
    BirthLevel.YEAR_BESIDE: "date of birth: one year apart",
    BirthLevel.SAME_YEAR: "date of birth: the year agrees, the day does not",
    BirthLevel.OTHER: "date of birth: different",
}


def part_of(a: Kind, b: Kind) -> NamePart:
    """Returns the part of a name that two aligned words are, as far as the words tell."""
    for kind, part in (
        (Kind.LIGHT, NamePart.LIGHT),
        (Kind.PATRONYMIC, NamePart.PATRONYMIC),
        (Kind.GIVEN, NamePart.GIVEN),
    ):
        if kind in (a, b):
            return part
    return NamePart.NAME


def code_of(found: Weighed | None, birth: BirthLevel) -> int:
    """Returns the number that stands for the reasons; 0 where there was nothing to compare."""
    if found is None:
        return 0
    code = 0
    for n, one in enumerate(found.words[:MOST_REASONS]):
        other: Word = one.b or one.a
        item = part_of(one.a.kind, other.kind) << LEVEL_BITS | one.level
        code |= (item + 1) << (WORDS_SHIFT + WORD_BITS * n)
    return code | found.turned << 3 | birth


@lru_cache(maxsize=65_536)
def sentence(code: int) -> str:
    """Returns the reasons behind a code, joined by "; ": given names first, then surnames, patronymics, the date of birth."""
    items = _items(code)
    if not items:
        return NOTHING
    given_known = any(part is NamePart.GIVEN for part, _ in items)
    said = dict.fromkeys(filter(None, (_said(part, level, given_known=given_known) for part, level in items)))
    said = said or {"only titles or particles to compare": None}
    turned = ["words in another order"] if code >> 3 & 1 else []
    birth = _BIRTHS.get(BirthLevel(code & 7))
    return "; ".join([*said, *turned, *([birth] if birth else [])])


def _items(code: int) -> list[tuple[NamePart, Level]]:
    found = []
    rest = code >> WORDS_SHIFT
    while rest:
        item = (rest & (1 << WORD_BITS) - 1) - 1
        found.append((NamePart(item >> LEVEL_BITS), Level(item & (1 << LEVEL_BITS) - 1)))
        rest >>= WORD_BITS
    return sorted(found)


def _said(part: NamePart, level: Level, *, given_known: bool) -> str:
    if level in _WHOLE:
        return _WHOLE[level]
    if part is NamePart.LIGHT:
        return ""
    name = {NamePart.GIVEN: "given name", NamePart.PATRONYMIC: "patronymic"}.get(
        part, "surname" if given_known else "name"
    )
    return f"{name} missing on one side" if level is Level.LEFT_WORD else f"{name}: {_ABOUT_ONE[level]}"
