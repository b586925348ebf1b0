"""One class key for all forms of one name: languages, romanisations, short forms, sexes.

A fold brings the spellings of one word together; a class brings the words of one name together: Микола, Николай and
Коля, Миколайович and Николаевна, Біла and Белый. Invariant: a key is made of the letters of `fold` and, between the
words of one cell, spaces; equal keys say that two cells may be forms of one name, never that they are one person's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from repatria.names.fold import equivalents, fold, words

_FATHERS = re.compile(r"(.{2,}?)(?:ov(?:iQ|na)|iQ|i(?:ni)?Qna)\Z")
_FEMININE = re.compile(r"(?<=..[oei][vn])a\Z")
_ADJECTIVE = re.compile(r"(?<=[sCcz]k)(?:a|aa)\Z|(?<=[ei]C[kC])a\Z")


class Part(StrEnum):
    """What a word is in a name."""

    GIVEN = "given"
    PATRONYMIC = "patronymic"
    SURNAME = "surname"


def class_of(text: str, part: Part) -> str:
    """Returns the class key of a cell, empty for one without letters; several words keep their order, but a surname's.

    Parts of a double surname are sorted, because lists turn them round.
    """
    keys = [_classes_of_word(word, part)[0] for word in words(text)]
    return " ".join(sorted(keys) if part is Part.SURNAME else keys)


def classes_of(word: str, part: Part) -> tuple[str, ...]:
    """Returns every class key that one word may stand for (Славко: several), the likeliest first; empty for none."""
    found = words(word)
    return _classes_of_word(found[0], part) if len(found) == 1 else tuple(filter(None, (class_of(word, part),)))


def class_keys(cells: Sequence[str], part: Part) -> list[str]:
    """Returns `class_of` of every cell, in order; the way for many cells, best for distinct ones."""
    return [class_of(cell, part) for cell in cells]


def father_class(patronymic: str) -> str:
    """Returns the class key of the given name that a patronymic is built from, empty when the word is none."""
    key = class_of(patronymic, Part.PATRONYMIC)
    return key.removesuffix("ovic") if key.endswith("ovic") else ""


def patronymic_of(given: str) -> str:
    """Returns the class key of the patronymic that the children of a father with this given name bear."""
    return _patronymic(class_of(given, Part.GIVEN))


@lru_cache(maxsize=262_144)
def _classes_of_word(word: str, part: Part) -> tuple[str, ...]:
    key = fold(word)
    match part:
        case Part.GIVEN:
            return tuple(sorted(map(fold, equivalents(word)))) or (key,)
        case Part.PATRONYMIC:
            found = _FATHERS.match(key)
            return (_patronymic(_given_of_stem(found[1])),) if found else (key,)
        case Part.SURNAME:
            return (_ADJECTIVE.sub("i", _FEMININE.sub("", key)),)


def _given_of_stem(stem: str) -> str:
    for ending in ("", "i", "a", "o"):
        if known := equivalents(stem + ending):
            return min(map(fold, known))
    return stem


def _patronymic(father: str) -> str:
    return father + "ovic" if father else ""
