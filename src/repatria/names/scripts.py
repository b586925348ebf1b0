"""Scripts: which letters a name is written in, and what in it cannot be seen.

A cell is always kept as received. What is stripped or repaired here serves keys and warnings only.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of text: they can make a name read as another one (Unicode TR 36, 3.3)."""

INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
"""Characters without a glyph of their own (Default_Ignorable_Code_Point of Unicode, without those of `DIRECTION`)."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Control characters other than tab and line ends; no office types them."""

_UNSEEN = re.compile(f"{DIRECTION.pattern}|{INVISIBLE.pattern}|{CONTROL.pattern}")

_TO_CYRILLIC = str.maketrans("ABCEHIJKMOPSTXYaceijkopsxyïÏ", "АВСЕНІЈКМОРЅТХУасеіјкорѕхуїЇ")
_TO_LATIN = str.maketrans("АВСЕНІЈКМОРЅТХУасеіјкорѕхуїЇ", "ABCEHIJKMOPSTXYaceijkopsxyïÏ")


class Script(StrEnum):
    """The letters that a text is written in."""

    CYRILLIC = "cyrillic"
    LATIN = "latin"
    ARABIC = "arabic"
    OTHER = "other"
    MIXED = "mixed"  # Cyrillic and Latin letters within one word, or words of several scripts
    NONE = "none"  # no letter at all


def visible(text: str) -> str:
    """Returns the text in NFC without control characters, invisible ones and those that turn its direction."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


@lru_cache(maxsize=65_536)
def script_of(text: str) -> Script:
    """Returns the script of all letters in the text, `Script.MIXED` when there are several."""
    found = {script for script in map(_letter_script, text) if script}
    return found.pop() if len(found) == 1 else Script.MIXED if found else Script.NONE


def has_mixed_word(text: str) -> bool:
    """Returns whether any single word of the text mixes Cyrillic and Latin letters."""
    return bool(_MIXED.search(text))


@lru_cache(maxsize=65_536)
def repair(word: str) -> str:
    """Returns the word with look-alikes of the rarer script replaced, where that makes it one script; else unchanged.

    Cyrillic wins a draw: on lists from the region a single Latin letter in a Cyrillic word is the usual slip.
    """
    if not has_mixed_word(word):
        return word
    cyrillic, latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    count = sum(1 if _is_cyrillic(c) else -1 if _is_latin(c) else 0 for c in word)
    for candidate in (cyrillic, latin) if count >= 0 else (latin, cyrillic):
        if not has_mixed_word(candidate):
            return candidate
    return word


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u052f"


def _is_latin(letter: str) -> bool:
    return letter.isalpha() and (letter < "\u0250" or "\u1e00" <= letter <= "\u1eff")


def _letter_script(letter: str) -> Script | None:
    if not letter.isalpha():
        return None
    if _is_cyrillic(letter):
        return Script.CYRILLIC
    if _is_latin(letter):
        return Script.LATIN
    arabic = "\u0600" <= letter <= "\u06ff" or "\u0750" <= letter <= "\u077f" or "\ufb50" <= letter <= "\ufefc"
    return Script.ARABIC if arabic else Script.OTHER


_LATIN_CLASS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_MIXED = re.compile(f"[{_LATIN_CLASS}]['’ʼ]?[\u0400-\u052f]|[\u0400-\u052f]['’ʼ]?[{_LATIN_CLASS}]")
