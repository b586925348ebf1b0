"""The distinct words and dates of a file as arrays, so that the kernel reads each of them once.

Invariant: word number n stands in row n of every array; what is remembered is words and dates, never names or pairs, and
no more than `MOST_KEPT` of either.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np

from repatria.names.comparing.kernels import COLUMNS, GIVEN, LETTERS
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

DATE_COLUMNS = 8
_CONTROLS = str.maketrans(dict.fromkeys(map(chr, (0, 1)), " "))


class Pieces(dict[str, int]):
    """Pieces of text, numbered; each stands for a few numbers, which are found when the piece is first met.

    Args:
        read: Returns for each of several new pieces what it stands for.
    """

    def __init__(self, read: Callable[[list[str]], Iterable[Sequence[int]]]) -> None:
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
        for values in self._read(self._unread):
            self._meant.extend(values)
            self._ends.append(len(self._meant))
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

    def __init__(self, read: Callable[[str], Iterable[PartialDate]]) -> None:
        self.cells = Pieces(self._read)
        self._read_cell = read
        self._rows = array("q")

    def numbered(self, cells: Sequence[str]) -> tuple[Any, Any]:
        """Returns the dates of cells, one row a date (`date_row`), and where each cell ends in them, after a first 0."""
        numbers, ends = self.cells.expand(self.cells.numbers(cells))
        return _numbers(self._rows).reshape(-1, DATE_COLUMNS)[numbers], ends

    def _read(self, cells: list[str]) -> Iterator[range]:
        for cell in cells:
            before = len(self._rows) // DATE_COLUMNS
            for day in self._read_cell(cell):
                self._rows.extend(date_row(day))
            yield range(before, len(self._rows) // DATE_COLUMNS)


class Vocabulary:
    """The words of a file's names, read once, as arrays."""

    def __init__(self) -> None:
        self.pieces = Pieces(self._read)
        self._texts: dict[str, int] = {}
        self._keys: dict[str, int] = {}
        self._classes: dict[str, int] = {}
        self._new: list[Word] = []
        self._facts: Any = np.empty((0, COLUMNS), np.int32)
        self._rarity: Any = np.empty(0, np.float64)
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

    def _read(self, pieces: list[str]) -> Iterator[list[int]]:
        """Yields the numbers of the words of each new piece."""
        texts = [(piece,) if is_plain(piece) else texts_in(piece) for piece in pieces]
        read = iter(words_of(text for several in texts for text in several))
        known, new = self._texts, self._new
        for several in texts:
            numbers = []
            for word in islice(read, len(several)):
                number = known.setdefault(word.text, len(known))
                if number == len(self._rarity) + len(new):
                    new.append(word)
                if word.key:
                    numbers.append(number)
            yield numbers

    def arrays(self) -> tuple[Any, Any]:
        """Returns what the kernel knows of all words met so far: facts by the columns of `kernels`, and rarity in bits."""
        if self._new:
            self._facts = np.concatenate([self._facts, self._rows(self._new)])
            self._rarity = np.concatenate([self._rarity, np.array([word.rarity_bits for word in self._new])])
            self._new = []
        return self._facts, self._rarity

    def _rows(self, words: Sequence[Word]) -> Any:
        keys, classes = self._keys, self._classes
        rows = np.full((len(words), COLUMNS), -1, np.int32)
        rows[:, :GIVEN] = [
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
        letters = np.array([word.key for word in words], f"<U{MOST_LETTERS}")
        rows[:, LETTERS:] = letters.view("<u4").reshape(-1, MOST_LETTERS)
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
