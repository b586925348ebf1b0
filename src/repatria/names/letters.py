"""Where two spellings part: which letters of each have no counterpart that sounds alike in the other, in any script.

Words are paired in any order. Words that fold to one key (Бойко, Boiko) do not part at all. For people who look at two
cells side by side; it decides nothing and weighs nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import zip_longest

from repatria.names.fold import fold, letters_of_scripts
from repatria.names.latin import ONE, groups_of_letters

LONGEST = 200
"""Letters of a text that are looked at; what follows counts as differing where the texts do."""

LEAST_ALIKE = 0.5
"""Share of sounds in one order that two words have at least to be held against each other (ours: half of them)."""

_WORD = re.compile(r"\w+(?:['’ʼ`´]\w+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some letters of a text, as written, and whether the other text has nothing that sounds like them."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class _Sound:
    """What some letters of a text sound like, and where they stand."""

    heard: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Spelt:
    """A word of a text, and where it stands."""

    text: str
    start: int


def differing(left: str, right: str, *, in_order: bool = False) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Returns both texts in pieces; joined, the pieces are the text. Cost: words of the one times words of the other.

    Args:
        left: A text.
        right: The other one.
        in_order: Words are paired by their places, as in a date; otherwise by how alike they are.
    """
    if left.casefold() == right.casefold():
        return _pieces(left, set()), _pieces(right, set())
    ours, theirs = _words(left[:LONGEST]), _words(right[:LONGEST])
    marked = _beyond(left), _beyond(right)
    for a, b in zip_longest(ours, theirs) if in_order else _paired(ours, theirs):
        if a is None or b is None:
            alone, at = (a, 0) if a else (b, 1)
            assert alone is not None
            marked[at].update(range(alone.start, alone.start + len(alone.text)))
        elif fold(a.text) != fold(b.text) or not fold(a.text):
            _mark(a, b, marked)
    return _pieces(left, marked[0]), _pieces(right, marked[1])


def _beyond(text: str) -> set[int]:
    return set(range(LONGEST, len(text)))


def _words(text: str) -> list[_Spelt]:
    return [_Spelt(found.group(), found.start()) for found in _WORD.finditer(text)]


def _paired(ours: list[_Spelt], theirs: list[_Spelt]) -> list[tuple[_Spelt | None, _Spelt | None]]:
    """Pairs the words that sound most alike first; what is left over stands alone."""
    likeness = sorted(
        ((_likeness(a, b), -i, -j) for i, a in enumerate(ours) for j, b in enumerate(theirs)), reverse=True
    )
    left, right = dict(enumerate(ours)), dict(enumerate(theirs))
    pairs: list[tuple[_Spelt | None, _Spelt | None]] = []
    for alike, i, j in likeness:
        if alike >= LEAST_ALIKE and -i in left and -j in right:
            pairs.append((left.pop(-i), right.pop(-j)))
    return [*pairs, *((a, None) for a in left.values()), *((None, b) for b in right.values())]


def _likeness(a: _Spelt, b: _Spelt) -> float:
    if fold(a.text) == fold(b.text) != "":
        return 1.0
    return _matcher(_sounds(a.text), _sounds(b.text)).ratio()


def _matcher(one: list[_Sound], other: list[_Sound]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, [sound.heard for sound in one], [sound.heard for sound in other], autojunk=False)


def _mark(a: _Spelt, b: _Spelt, marked: tuple[set[int], set[int]]) -> None:
    sounds = _sounds(a.text), _sounds(b.text)
    for kind, *ends in _matcher(*sounds).get_opcodes():
        if kind != "equal":
            for side, word, at in ((0, a, ends[:2]), (1, b, ends[2:])):
                for sound in sounds[side][at[0] : at[1]]:
                    marked[side].update(range(word.start + sound.start, word.start + sound.end))


def _sounds(word: str) -> list[_Sound]:
    """Returns what is heard of a word, a sound at a time; letters that are silent belong to the sound before."""
    found: list[_Sound] = []
    at = 0
    while at < len(word):
        heard, letters = _heard(word, at)
        found += [_Sound(one, at, at + letters) for one in heard]
        at += letters
    return found


def _heard(word: str, at: int) -> tuple[str, int]:
    """What the letters at a place sound like, and how many letters that takes."""
    for letters in range(min(_longest_group(), len(word) - at), 1, -1):
        sound = _groups().get(word[at : at + letters].casefold())
        if sound is not None:
            return sound, letters
    letter = word[at].casefold()
    sound = letters_of_scripts()[1].get(ord(letter[0]))
    if sound is None:
        plain = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
        sound = plain.encode().translate(ONE).decode() if plain.isascii() else plain
    return sound, 1


@cache
def _groups() -> dict[str, str]:
    return {spelled: sound for _, groups in groups_of_letters() for spelled, sound in groups if len(spelled) > 1}


@cache
def _longest_group() -> int:
    return max(map(len, _groups()))


def _pieces(text: str, marked: set[int]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or (at in marked) != (start in marked):
            found.append(Piece(text[start:at], start in marked))
            start = at
    return tuple(found)
