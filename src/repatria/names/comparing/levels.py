"""How far two words of two names agree: a closed list of levels, and the distance of two keys that some of them rest on."""

from __future__ import annotations

from enum import IntEnum

from repatria.names.comparing.words import Kind, Word


class Level(IntEnum):
    """How one word of a name agrees with one of the other, or what is left over; falling from the best."""

    SAME = 0
    SPELT = 1  # equal keys: another script, romanisation or spelling
    FORM = 2  # forms of one given name, or of one patronymic
    VARIANT = 3  # forms of one surname: feminine and masculine, Ukrainian and Russian
    JOINED = 4  # two words written as one
    CLOSE = 5  # about one letter in eight differs
    NEAR = 6  # about one in four
    FAR = 7  # about one in three
    ALIKE = (
        8  # two given names that tables know apart, with about as many letters that differ as in NEAR: Oleg and Olga
    )
    INITIAL = 9
    SHORTENED = 10  # one begins with the other
    FATHER = 11  # a patronymic, and the given name that it is built from
    OTHER = 12
    OTHER_PATRONYMIC = 13
    OTHER_PART = 14  # a patronymic on one side, another word on the other
    LIGHT = 15  # a particle or title against a word
    LEFT_WORD = 16  # from here on: a word of the longer name without a counterpart
    LEFT_PATRONYMIC = 17
    LEFT_INITIAL = 18
    LEFT_LIGHT = 19


AGREEING = Level.NEAR
"""Levels up to this one say that two words are forms of one."""

# Distances are counted in quarters of a letter: a vowel for a vowel, a vowel more or less, and
# consonants that romanisations and ears confuse count half. Own choice (2026): what the fold leaves open between
# romanisations, and what differs most often between the Latin and Russian tokens of Wikidata that Merhav and Ash (2018,
# CC0) aligned.
WHOLE, HALF = 4, 2
VOWELS = "aeiou"
CONFUSED = "gk vu Cs sz QW JW td bp tf vf vb Ji CQ Jz Ws ks Ck Qk Cz Qt Qg".split()
_HALVES = frozenset(CONFUSED) | frozenset(pair[::-1] for pair in CONFUSED)

CLOSE, NEAR, FAR = 125, 250, 330
"""Most thousandths of a letter that differ, a letter of the longer key, for each level."""

NEAR_PATRONYMIC = 187
"""The same for two patronymics, whose endings agree in any case."""

SHORTEST_PREFIX = 3
"""Letters that a shortened word has at least."""


def left_over(kind: Kind) -> Level:
    """Returns the level of a word without a counterpart."""
    match kind:
        case Kind.PATRONYMIC:
            return Level.LEFT_PATRONYMIC
        case Kind.INITIAL:
            return Level.LEFT_INITIAL
        case Kind.LIGHT:
            return Level.LEFT_LIGHT
        case Kind.WORD | Kind.GIVEN:
            return Level.LEFT_WORD


def level_of(a: Word, b: Word) -> Level:
    """Returns how two words agree; the same for both orders."""
    if a.key == b.key:
        return Level.SAME if a.text == b.text else Level.SPELT
    if not set(a.given).isdisjoint(b.given) or (a.father and a.father == b.father):
        return Level.FORM
    kinds = (a.kind, b.kind)
    if a.surname and a.surname == b.surname and kinds != (Kind.GIVEN, Kind.GIVEN):
        return Level.VARIANT
    if Kind.INITIAL in kinds and Kind.LIGHT not in kinds:
        return Level.INITIAL if a.key[0] == b.key[0] or a.text[:1] == b.text[:1] else Level.OTHER
    if a.father in b.given or b.father in a.given:
        return Level.FATHER
    return _by_letters(a, b)


def _by_letters(a: Word, b: Word) -> Level:
    short, long = sorted((a.key, b.key), key=len)
    permille = 1000 * distance(short, long) // (WHOLE * len(long))
    patronymics = (a.kind is Kind.PATRONYMIC) + (b.kind is Kind.PATRONYMIC)
    if permille <= NEAR and a.kind is Kind.GIVEN and b.kind is Kind.GIVEN:
        return Level.ALIKE
    if permille <= CLOSE:
        return Level.CLOSE
    if Kind.LIGHT in (a.kind, b.kind):
        return Level.LIGHT
    if patronymics == 2:
        return Level.NEAR if permille <= NEAR_PATRONYMIC else Level.OTHER_PATRONYMIC
    if permille <= NEAR:
        return Level.NEAR
    if len(short) >= SHORTEST_PREFIX and long.startswith(short):
        return Level.SHORTENED
    if permille <= FAR:
        return Level.FAR
    return Level.OTHER_PART if patronymics else Level.OTHER


def distance(a: str, b: str) -> int:
    """Returns by how much two keys differ, in quarters of a letter: letters changed, left out, added, neighbours swapped."""
    before: list[int] = []
    row = [0]
    for letter in b:
        row.append(row[-1] + gap(letter))
    for i, x in enumerate(a):
        last, before, row = before, row, [row[0] + gap(x)]
        for j, y in enumerate(b):
            best = min(before[j] + change(x, y), before[j + 1] + gap(x), row[j] + gap(y))
            if i and j and x == b[j - 1] and a[i - 1] == y:
                best = min(best, last[j - 1] + WHOLE)
            row.append(best)
    return row[-1]


def change(x: str, y: str) -> int:
    """Returns what one letter in place of another counts."""
    if x == y:
        return 0
    return HALF if x + y in _HALVES or (x in VOWELS and y in VOWELS) else WHOLE


def gap(letter: str) -> int:
    """Returns what a letter more or less counts."""
    return HALF if letter in VOWELS else WHOLE
