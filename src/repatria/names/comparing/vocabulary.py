"""The distinct words and dates of a file as arrays, so that the kernel reads each of them once.

Invariant: word number n stands in row n of every array; what is remembered is words and dates, never names or pairs, and
no more than `MOST_KEPT` of either.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from itertools import accumulate, chain, islice
from operator import itemgetter
from typing import Any

import numpy as np

from repatria.names.comparing.kernels import COLUMNS, GIVEN, LETTERS, SIGNS
from repatria.names.comparing.words import (
    MOST_LETTERS,
    MOST_SPELLINGS,
    MOST_WORDS,
    SPELLINGS,
    Word,
    in_order,
    is_plain,
    texts_in,
    words_of,
)
from repatria.people.dates import PartialDate

MOST_KEPT = 400_000
"""Distinct pieces of text that are remembered; then all are forgotten and read anew. About 500 bytes each."""

END_OF_CELL, END_OF_SPELLING = "\0", "\1"
"""Pieces that stand between cells and between spellings; no name has them (`scripts.visible` strips them)."""

FIRST_ROOM = 1024
DATE_COLUMNS = 8
_CONTROLS = str.maketrans("", "", END_OF_CELL + END_OF_SPELLING)


class Pieces(dict[str, int]):
    """Pieces of text, numbered; each stands for a few numbers, which are found when the piece is first met.

    Args:
        read: Returns what new pieces stand for, one piece after the other, and how many numbers each of them has.
    """

    def __init__(self, read: Callable[[list[str]], tuple[list[int], list[int]]]) -> None:
        super().__init__()
        self._read = read
        self._unread: list[str] = []
        self._ends = array("q", [0])
        self._meant = array("q")  # what the pieces stand for, one piece after the other

    def __missing__(self, piece: str) -> int:
        number = self[piece] = len(self)
        self._unread.append(piece)
        return number

    def numbers(self, pieces: Sequence[str]) -> Any:
        """Returns the numbers of pieces as an array; new ones are read."""
        found = np.fromiter(map(self.__getitem__, pieces), np.int64, len(pieces))
        if self._unread:
            values, sizes = self._read(self._unread)
            self._meant.extend(values)
            self._ends.extend(islice(accumulate(sizes, initial=self._ends[-1]), 1, None))
            self._unread = []
        return found

    def expand(self, numbers: Any) -> tuple[Any, Any]:
        """Returns what pieces given by number stand for, and where each piece ends in that, after a first 0."""
        starts, meant = np.frombuffer(self._ends, np.int64), _numbers(self._meant)
        sizes = starts[numbers + 1] - starts[numbers]
        ends = _after_0(np.cumsum(sizes))
        places = np.arange(ends[-1]) + np.repeat(starts[numbers] - ends[:-1], sizes)
        return meant[places], ends

    def of(self, pieces: Sequence[str]) -> tuple[int, ...]:
        """Returns what pieces stand for, one after the other."""
        return tuple(self.expand(self.numbers(pieces))[0].tolist())


class Dates:
    """The dates of birth of a file, read once, as arrays."""

    def __init__(self, read: Callable[[str], Sequence[PartialDate]]) -> None:
        self.cells = Pieces(self._read)
        self._read_cell = read
        self._rows = array("q")

    def numbered(self, cells: Sequence[str]) -> tuple[Any, Any]:
        """Returns the dates of cells, one row a date (`date_row`), and where each cell ends in them, after a first 0."""
        numbers, ends = self.cells.expand(self.cells.numbers(cells))
        return _numbers(self._rows).reshape(-1, DATE_COLUMNS)[numbers], ends

    def _read(self, cells: list[str]) -> tuple[list[int], list[int]]:
        days = [self._read_cell(cell) for cell in cells]
        first = len(self._rows) // DATE_COLUMNS
        for day in chain.from_iterable(days):
            self._rows.extend(date_row(day))
        return list(range(first, len(self._rows) // DATE_COLUMNS)), list(map(len, days))


class Vocabulary:
    """The words of a file's names, read once, as arrays."""

    def __init__(self) -> None:
        self.pieces = Pieces(self._read)
        self._texts: dict[str, int] = {}
        self._keys: dict[str, int] = {}
        self._classes: dict[str, int] = {}
        self._new: list[Word] = []
        self._known = 0
        self._facts: Any = np.empty((FIRST_ROOM, COLUMNS), np.int32)
        self._rarity: Any = np.empty(FIRST_ROOM, np.float64)
        self._cell, self._spelling = self.pieces[END_OF_CELL], self.pieces[END_OF_SPELLING]

    @property
    def is_full(self) -> bool:
        """Whether it holds more than is to be remembered."""
        return len(self.pieces) > MOST_KEPT

    def numbered(self, cells: Sequence[str]) -> tuple[Any, Any, Any]:
        """Returns the words of cells, where each spelling ends in them, and where each cell ends in these, after a first 0."""
        text = f" {END_OF_CELL} ".join(cells)
        if SPELLINGS in text or "," in text or END_OF_SPELLING in text or text.count(END_OF_CELL) >= len(cells) > 0:
            text = f" {END_OF_CELL} ".join(map(self._plain, cells))
        found = self.pieces.numbers([*text.split(), END_OF_CELL])
        words, ends = self.pieces.expand(found)
        spelling_ends = ends[1:][found <= self._spelling]
        stays = np.diff(spelling_ends, prepend=0) > 0
        cell_ends = np.cumsum(stays)[found[found <= self._spelling] == self._cell]
        return words, _after_0(spelling_ends[stays]), _after_0(cell_ends)

    def _plain(self, cell: str) -> str:
        """Returns a cell with different spellings only, `END_OF_SPELLING` between them, as `words.spellings` has them."""
        if SPELLINGS not in cell and "," not in cell and cell.isprintable():
            return cell
        found: dict[tuple[int, ...], str] = {}
        for text in map(in_order, cell.translate(_CONTROLS).split(SPELLINGS)):
            numbers = self.pieces.of(text.split())[:MOST_WORDS]
            if numbers:
                found.setdefault(numbers, text)
        return f" {END_OF_SPELLING} ".join(list(found.values())[:MOST_SPELLINGS])

    def _read(self, pieces: list[str]) -> tuple[list[int], list[int]]:
        """Returns the numbers of the words of new pieces, and how many each piece has."""
        texts = [(piece,) if is_plain(piece) else texts_in(piece) for piece in pieces]
        words = words_of(chain.from_iterable(texts))
        numbers = [self._number(word) for word in words]
        if all(map(itemgetter(1), words)):
            return numbers, list(map(len, texts))
        keys = iter(words)
        sizes = [sum(bool(word.key) for word in islice(keys, len(several))) for several in texts]
        return [number for number, word in zip(numbers, words, strict=True) if word.key], sizes

    def _number(self, word: Word) -> int:
        number = self._texts.get(word.text)
        if number is None:
            number = self._texts[word.text] = len(self._texts)
            self._new.append(word)
        return number

    def arrays(self) -> tuple[Any, Any]:
        """Returns what the kernel knows of all words met so far: facts by the columns of `kernels`, and rarity in bits."""
        if self._new:
            before, self._known = self._known, self._known + len(self._new)
            while self._known > len(
                self._facts
            ):  # twice the room, so that what is known is not copied with every piece
                self._facts = np.concatenate([self._facts, np.empty_like(self._facts)])
                self._rarity = np.concatenate([self._rarity, np.empty_like(self._rarity)])
            self._facts[before : self._known] = self._rows(self._new)
            self._rarity[before : self._known] = [word.rarity_bits for word in self._new]
            self._new = []
        return self._facts, self._rarity

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
        rows[:, LETTERS:] = letters
        return rows


def date_row(day: PartialDate) -> tuple[int, ...]:
    """Returns a date as the kernel reads it: full, first and last day it may be, their years, year, month, day."""
    first, last = day.bounds()
    own = day.earliest
    return int(day.is_full), first.toordinal(), last.toordinal(), first.year, last.year, own.year, own.month, own.day


def _numbers(kept: array[int]) -> Any:
    """Returns a look at kept numbers; it has to be let go before they grow."""
    return np.frombuffer(kept, np.int64) if kept else np.empty(0, np.int64)


def _after_0(ends: Any) -> Any:
    return np.concatenate([np.zeros(1, np.int64), ends])
