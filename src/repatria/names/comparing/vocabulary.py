"""The distinct words and dates of a file as arrays, so that the kernel reads each of them once.

Invariant: word number n stands in row n of every array (some rows are models of words), and has the facts that `words.words_of` tells of it; what is
remembered is words and dates, never names or pairs, and no more than `MOST_KEPT` of either.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate, chain, islice
from typing import Any

import numpy as np

from repatria.names.bulk import fold_lines, keys_of
from repatria.names.classes import tables
from repatria.names.comparing.kernels import ASCII, COLUMNS, FIRST, GIVEN, LETTERS, PARTNERS, SIGNS
from repatria.names.comparing.levels import WHOLE, change, gap
from repatria.names.comparing.pieces import Pieces, Text
from repatria.names.comparing.pieces.kernels import words_of_pieces
from repatria.names.comparing.words import (
    LIGHT,
    MOST_LETTERS,
    MOST_SPELLINGS,
    MOST_WORDS,
    PATRONYMIC_ENDS,
    Word,
    texts_in,
    words_of,
)
from repatria.names.forms import is_patronymic
from repatria.people.dates import PartialDate

MOST_KEPT = 800_000
"""Distinct pieces of text that are remembered; then all are forgotten and read anew. About 400 bytes each."""

FIRST_ROOM = 1024
DATE_COLUMNS = 8
LETTER_BITS = 32

_OF_ANY_WORD, ANY_WORD = " w", "я"
"""Ends the mark of words of which only the key counts, and a Cyrillic word that stands for all of them."""

_SAYS_A_HABIT = re.compile("[cjwx]|ou").search


class Meanings:
    """What numbered pieces stand for: a few numbers each."""

    def __init__(self) -> None:
        self._ends = array("q", [0])
        self._meant = array("q")

    def __len__(self) -> int:
        return len(self._ends) - 1

    def extend(self, values: Sequence[int], sizes: Sequence[int]) -> None:
        """Adds what new pieces stand for, one piece after the other, and how many numbers each of them has."""
        self._meant.extend(values)
        self._ends.extend(islice(accumulate(sizes, initial=self._ends[-1]), 1, None))

    def arrays(self) -> tuple[Any, Any]:
        """Returns where the numbers of each piece end, after a first 0, and the numbers; let go before they grow."""
        return np.frombuffer(self._ends, np.int64), _numbers(self._meant)


class Dates:
    """The dates of birth of a file, read once, as arrays."""

    def __init__(self, read: Callable[[str], Sequence[PartialDate]]) -> None:
        self.cells = Pieces()
        self._read_cell = read
        self._meanings = Meanings()
        self._rows = array("q")

    def numbered(self, text: Text) -> tuple[Any, Any]:
        """Returns the dates of cells, one row a date (`date_row`), and where each cell ends in them, after a first 0."""
        numbers = self.cells.number_cells(text)
        if len(self.cells) > len(self._meanings):
            self._read(self.cells.since(len(self._meanings)))
        starts, meant = self._meanings.arrays()
        sizes = starts[numbers + 1] - starts[numbers]
        ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        places = np.arange(ends[-1]) + np.repeat(starts[numbers] - ends[:-1], sizes)
        return _numbers(self._rows).reshape(-1, DATE_COLUMNS)[meant[places]], ends

    def _read(self, cells: list[str]) -> None:
        days = [self._read_cell(cell) for cell in cells]
        first = len(self._rows) // DATE_COLUMNS
        for day in chain.from_iterable(days):
            self._rows.extend(date_row(day))
        self._meanings.extend(range(first, len(self._rows) // DATE_COLUMNS), list(map(len, days)))


class Vocabulary:
    """The words of a file's names, read once, as arrays."""

    def __init__(self) -> None:
        self.pieces = Pieces()
        self._meanings = Meanings()
        self._texts: dict[str, int] = {}
        self._keys: dict[str, int] = {}
        self._classes: dict[str, int] = {}
        self._models: dict[str, int] = {}  # rows that words are like in all but their text, by mark
        self._misread: set[str] = set()  # marks of which Latin words are to be looked at one by one
        self._new: list[Word] = []
        self._known = 0
        self._facts: Any = np.empty((FIRST_ROOM, COLUMNS), np.int32)
        self._rarity: Any = np.empty(FIRST_ROOM, np.float64)

    @property
    def is_full(self) -> bool:
        """Whether it holds more than is to be remembered."""
        return len(self.pieces) > MOST_KEPT

    def numbered(self, text: Text) -> tuple[Any, Any, Any]:
        """Returns the words of cells, where each spelling ends in them, and where each cell ends in these, after a first 0."""
        numbers, piece_spelling_ends, piece_cell_ends = self.pieces.number_names(text)
        if len(self.pieces) > len(self._meanings):
            self._read(self.pieces.since(len(self._meanings)), self.pieces.lines_since(len(self._meanings)))
        piece_ends, piece_words = self._meanings.arrays()
        most = int((piece_ends[numbers + 1] - piece_ends[numbers]).sum())
        words, spelling_ends = np.empty(most, np.int64), np.zeros(len(piece_spelling_ends), np.int64)
        cell_ends = np.zeros(len(piece_cell_ends), np.int64)
        words_of_pieces(
            numbers, piece_spelling_ends, piece_cell_ends, piece_ends, piece_words, MOST_WORDS, MOST_SPELLINGS,
            words, spelling_ends, cell_ends,
        )  # fmt: skip
        return words, spelling_ends, cell_ends

    def arrays(self) -> tuple[Any, Any]:
        """Returns what the kernel knows of all words met so far: facts by the columns of `kernels`, and rarity in bits."""
        return self._facts, self._rarity

    def _read(self, pieces: list[str], lines: Any) -> None:
        """Reads new pieces: one word of plain letters each, but for a few."""
        letters, ends = fold_lines(lines, len(pieces))
        keys, texts = keys_of(letters, ends), "\n".join(pieces).casefold().split("\n")
        self._read_words({text: key for text, key in zip(texts, keys, strict=True) if key})
        odd: dict[int, list[int]] = {n: [] for n, key in enumerate(keys) if not key}
        for n in np.flatnonzero(ends[1:] < 0).tolist():
            odd[n] = [self._number(word) for word in words_of(texts_in(pieces[n])) if word.key]
        self._fill()
        meant, sizes, last = array("q"), [1] * len(pieces), 0
        for n, numbers in odd.items():
            meant.extend(map(self._texts.__getitem__, texts[last:n]))
            meant.extend(numbers)
            sizes[n], last = len(numbers), n + 1
        meant.extend(map(self._texts.__getitem__, texts[last:]))
        self._meanings.extend(meant, sizes)

    def _read_words(self, keys: dict[str, str]) -> None:
        """Reads words of plain letters, given with their keys; those that differ in nothing but their text by one model."""
        likes = {text: _like(text, key) for text, key in keys.items() if text not in self._texts}
        self._read_models(likes, keys)
        own = {
            text: _like_in_latin(text, like) for text, like in likes.items() if like in self._misread and text.isascii()
        }
        self._read_models(own, keys)
        models = list(map(self._models.__getitem__, (likes | own).values()))
        begin = self._room(len(likes))
        self._texts.update(zip(likes, range(begin, self._known), strict=True))
        self._facts[begin : self._known] = self._facts[models]
        self._facts[begin : self._known, FIRST] = [ord(text[0]) for text in likes]
        self._rarity[begin : self._known] = self._rarity[models]

    def _read_models(self, likes: dict[str, str], keys: dict[str, str]) -> None:
        """Reads a word for each mark that has none."""
        first_of = {like: text for text, like in likes.items() if like not in self._models}
        texts = [ANY_WORD if like.endswith(_OF_ANY_WORD) else text for like, text in first_of.items()]
        self._new = words_of(texts, map(keys.__getitem__, first_of.values()))
        self._models.update(zip(first_of, range(self._known, self._known + len(texts)), strict=True))
        misread = tables().misread
        self._misread.update(like for like, word in zip(first_of, self._new, strict=True) if word.surname in misread)
        self._fill()

    def _number(self, word: Word) -> int:
        number = self._texts.get(word.text)
        if number is None:
            number = self._texts[word.text] = self._known + len(self._new)
            self._new.append(word)
        return number

    def _fill(self) -> None:
        """Fills in the rows of words that were numbered."""
        if self._new:
            begin = self._room(len(self._new))
            self._facts[begin : self._known] = self._rows(self._new)
            self._rarity[begin : self._known] = [word.rarity_bits for word in self._new]
            self._new = []

    def _room(self, count: int) -> int:
        """Makes room for more words, twice what there was, so that what is known is seldom copied; returns their first row."""
        begin, self._known = self._known, self._known + count
        while self._known > len(self._facts):
            self._facts = np.concatenate([self._facts, np.empty_like(self._facts)])
            self._rarity = np.concatenate([self._rarity, np.empty_like(self._rarity)])
        return begin

    def _rows(self, words: Sequence[Word]) -> Any:
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


def _like(text: str, key: str) -> str:
    """Returns a mark that words of plain letters share when they differ in nothing but their text, as `words_of` has them.

    But for Latin words whose spelling may mean another surname than it says: see `_like_in_latin`.
    """
    if not 1 < len(key) <= MOST_LETTERS or text in LIGHT:
        return f" {text}"
    if key.endswith(PATRONYMIC_ENDS) and is_patronymic(text):
        return f" {text}" if text.isascii() else f"{key} p"
    return key + _OF_ANY_WORD


def _like_in_latin(text: str, like: str) -> str:
    """Returns a mark that Latin words share whose surname is read by their spelling."""
    return f" {text}" if _SAYS_A_HABIT(text) else f"{like} latin"


def date_row(day: PartialDate) -> tuple[int, ...]:
    """Returns a date as the kernel reads it: full, first and last day it may be, their years, year, month, day."""
    first, last = day.bounds()
    own = day.earliest
    return int(day.is_full), first.toordinal(), last.toordinal(), first.year, last.year, own.year, own.month, own.day


def _numbers(kept: array[int]) -> Any:
    """Returns a look at kept numbers; it has to be let go before they grow."""
    return np.frombuffer(kept, np.int64) if kept else np.empty(0, np.int64)
