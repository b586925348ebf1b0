"""Words that others are like in all but their text: mostly a key says everything, and is looked up once.

Invariant: a word of plain letters that is numbered like its model has the facts that `words.words_of` tells of itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from repatria.names.classes import tables
from repatria.names.comparing.kernels import ASCII, COLUMNS, GIVEN, LETTERS, PARTNERS, SIGNS
from repatria.names.comparing.levels import WHOLE, change, gap
from repatria.names.comparing.pieces import Pieces, Text
from repatria.names.comparing.vocabulary.meanings import FIRST_ROOM, with_room
from repatria.names.comparing.words import MOST_LETTERS, PATRONYMIC_ENDS, Word, words_of
from repatria.names.forms import is_patronymic

LETTER_BITS = 32

ANY_WORD = "я"
"""A Cyrillic word that stands for any with a key."""

ITSELF, MISREAD = 1, 2
"""Doubts about a key: each of its words has to be looked at; each in Latin letters has to be."""

_SAYS_A_HABIT = re.compile("[cjwx]|ou").search


class Models:
    """Words that others are like in all but their text: mostly, only the key counts."""

    def __init__(self) -> None:
        self.facts: Any = np.empty((FIRST_ROOM, COLUMNS), np.int32)
        self.rarity: Any = np.empty(FIRST_ROOM, np.float64)
        self._count = 0
        self._by_key = Pieces()
        self._of_key: Any = np.empty(FIRST_ROOM, np.int64)
        self._doubts: Any = np.empty(FIRST_ROOM, np.int8)
        self._by_mark: dict[str, int] = {}
        self._keys: dict[str, int] = {}
        self._classes: dict[str, int] = {}

    def of(self, texts: Text, keys: Text) -> Any:
        """Returns the row of the model of each word of plain letters, given in small letters and by key."""
        known = len(self._by_key)
        numbers = self._by_key.number_cells(keys)
        if len(self._by_key) > known:
            self._read_keys(self._by_key.since(known), known)
        found, doubts = self._of_key[numbers], self._doubts[numbers]
        latin = texts.bytes[texts.cells[:, 0]] < ASCII
        doubtful = np.flatnonzero((doubts & ITSELF > 0) | ((doubts & MISREAD > 0) & latin))
        if len(doubtful):
            found[doubtful] = self._by_text(_texts(texts, doubtful), _texts(keys, doubtful))
        return found

    def _read_keys(self, keys: list[str], known: int) -> None:
        """Reads a model for each new key, and notes of which keys words have to be looked at themselves."""
        words, misread = words_of([ANY_WORD] * len(keys), keys), tables().misread
        self._of_key, self._doubts = (with_room(kept, known + len(keys)) for kept in (self._of_key, self._doubts))
        self._of_key[known : known + len(keys)] = self._add(words)
        self._doubts[known : known + len(keys)] = [
            MISREAD * (word.surname in misread)
            + ITSELF * (not 1 < len(key) <= MOST_LETTERS or key.endswith(PATRONYMIC_ENDS))
            for key, word in zip(keys, words, strict=True)
        ]

    def _by_text(self, texts: list[str], keys: list[str]) -> list[int]:
        """Returns the models of words that their keys alone do not tell."""
        marks = list(map(_mark, texts, keys))
        new = {
            mark: (text, key) for mark, text, key in zip(marks, texts, keys, strict=True) if mark not in self._by_mark
        }
        rows = self._add(words_of([text for text, _ in new.values()], [key for _, key in new.values()]))
        self._by_mark.update(zip(new, rows.tolist(), strict=True))
        return list(map(self._by_mark.__getitem__, marks))

    def _add(self, words: Sequence[Word]) -> Any:
        """Returns the rows of new models."""
        begin, self._count = self._count, self._count + len(words)
        self.facts, self.rarity = with_room(self.facts, self._count), with_room(self.rarity, self._count)
        self.facts[begin : self._count] = self.rows(words)
        self.rarity[begin : self._count] = [word.rarity_bits for word in words]
        return np.arange(begin, self._count)

    def rows(self, words: Sequence[Word]) -> Any:
        """Returns the facts of words, a row each."""
        if not words:
            return np.empty((0, COLUMNS), np.int32)
        keys, classes = self._keys, self._classes
        rows = np.full((len(words), COLUMNS), -1, np.int32)
        rows[:, :SIGNS] = [
            (
                keys.setdefault(word.key, len(keys)),
                word.kind,
                len(word.key),
                classes.setdefault(word.father, len(classes)) if word.father else -1,
                classes.setdefault(word.surname, len(classes)),
                ord(word.text[0]),
            )
            for word in words
        ]  # fmt: skip
        for n, word in enumerate(words):
            for place, given in enumerate(word.given, GIVEN):
                rows[n, place] = classes.setdefault(given, len(classes))
        letters = np.array([word.key for word in words], f"<U{MOST_LETTERS}").view("<u4").reshape(-1, MOST_LETTERS)
        signs = np.where(letters > 0, np.uint32(1) << (letters & 31), np.uint32(0))
        rows[:, SIGNS] = np.bitwise_or.reduce(signs, axis=1).view(np.int32)
        partners = np.where(letters > 0, letter_bits()[1][letters & 31], np.uint32(0))
        rows[:, PARTNERS] = np.bitwise_or.reduce(partners, axis=1).view(np.int32)
        rows[:, LETTERS:] = letters
        return rows


@cache
def letter_bits() -> tuple[int, Any]:
    """Returns which letters, a bit for each, always count a whole one when left out, and which each one is confused with.

    A letter's bit is told by the last five bits of its code; letters that share a bit are taken together.
    """
    hard, partners = (1 << LETTER_BITS) - 1, np.zeros(LETTER_BITS, np.uint32)
    for x in map(chr, range(ASCII)):
        if gap(x) < WHOLE:
            hard &= ~(1 << ord(x) % LETTER_BITS)
        for y in map(chr, range(ASCII)):
            if x != y and change(x, y) < WHOLE:
                partners[ord(x) % LETTER_BITS] |= np.uint32(1 << ord(y) % LETTER_BITS)
    return hard, partners


def _mark(text: str, key: str) -> str:
    """Returns what words of plain letters share that differ in nothing but their text, as `words_of` has them.

    Surnames in Latin letters are read by their spelling too.
    """
    if not 1 < len(key) <= MOST_LETTERS or (text.isascii() and _SAYS_A_HABIT(text)):
        return text
    kind = "p" if key.endswith(PATRONYMIC_ENDS) and is_patronymic(text) else "w"
    return f"{key} {kind} latin" if text.isascii() else f"{key} {kind}"


def _texts(text: Text, places: Any) -> list[str]:
    """Returns some cells of plain letters."""
    whole: bytes = text.bytes.tobytes()
    return [whole[begin:end].decode() for begin, end in text.cells[places].tolist()]
