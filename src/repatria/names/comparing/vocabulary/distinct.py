"""The words of a file's names, read once, as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

import numpy as np

from repatria.names.bulk import fold_lines, small_letters
from repatria.names.comparing.kernels import ASCII, COLUMNS, FIRST
from repatria.names.comparing.pieces import Pieces, Text, text_of
from repatria.names.comparing.pieces.kernels import LINE_END, words_of_pieces
from repatria.names.comparing.vocabulary.meanings import FIRST_ROOM, Meanings, with_room
from repatria.names.comparing.vocabulary.models import Models
from repatria.names.comparing.words import LIGHT, MOST_SPELLINGS, MOST_WORDS, Word, texts_in, words_of


class Vocabulary:
    """The words of a file's names, read once, as arrays."""

    def __init__(self) -> None:
        self.pieces = Pieces()
        self._meanings = Meanings()
        self._texts = Pieces()
        self._facts: Any = np.empty((FIRST_ROOM, COLUMNS), np.int32)
        self._rarity: Any = np.empty(FIRST_ROOM, np.float64)
        self._models = Models()
        self._number(words_of(sorted(LIGHT)))

    def numbered(self, text: Text) -> tuple[Any, Any, Any]:
        """Returns the words of cells, where each spelling ends in them, and where each cell ends in these, after a first 0."""
        numbers, piece_spelling_ends, piece_cell_ends = self.pieces.number_names(text)
        if len(self.pieces) > len(self._meanings):
            self._read(self.pieces.lines_since(len(self._meanings)))
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

    def _read(self, lines: Any) -> None:
        """Reads new pieces, a line each: one word of plain letters, but for a few."""
        line_ends = np.flatnonzero(lines == LINE_END)
        begins = np.concatenate([np.zeros(1, np.int64), line_ends[:-1] + 1])
        keys, ends = fold_lines(lines, len(begins))
        places = np.where(ends < 0, -ends - 1, ends)
        plain = np.flatnonzero(np.diff(places))
        cells, key_cells = np.column_stack([begins, line_ends]), np.column_stack([places[:-1], places[1:]])
        words = np.zeros(len(begins), np.int64)
        words[plain] = self._number_plain(Text(small_letters(lines), cells[plain]), Text(keys, key_cells[plain]))
        several = {n: texts_in(text) for n, text in _odd(lines, cells, ends)}
        read = iter(words_of(chain.from_iterable(several.values())))
        odd = {n: [word for word in islice(read, len(texts)) if word.key] for n, texts in several.items()}
        numbers = iter(self._number(list(chain.from_iterable(odd.values()))).tolist())
        sizes = (np.diff(places) > 0).astype(np.int64)
        sizes[list(odd)] = list(map(len, odd.values()))
        meant, at = np.repeat(words, sizes), np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        for n, found in odd.items():
            meant[at[n] : at[n] + len(found)] = list(islice(numbers, len(found)))
        self._meanings.extend(meant, sizes)

    def _number_plain(self, texts: Text, keys: Text) -> Any:
        """Returns the numbers of words of plain letters, in small letters and by key; new ones are like their models."""
        known = len(self._texts)
        numbers = self._texts.number_cells(texts)
        _, firsts = np.unique(np.where(numbers < known, -1, numbers), return_index=True)
        firsts = firsts[numbers[firsts] >= known]
        self._make_room()
        models = self._models.of(Text(texts.bytes, texts.cells[firsts]), Text(keys.bytes, keys.cells[firsts]))
        self._facts[known : len(self._texts)] = self._models.facts[models]
        self._facts[known : len(self._texts), FIRST] = _first_letters(texts.bytes, texts.cells[firsts, 0])
        self._rarity[known : len(self._texts)] = self._models.rarity[models]
        return numbers

    def _number(self, words: Sequence[Word]) -> Any:
        """Returns the numbers of words."""
        known = len(self._texts)
        numbers = self._texts.number_cells(text_of([word.text for word in words]))
        new = {number: word for number, word in zip(numbers.tolist(), words, strict=True) if number >= known}
        rows = np.array(list(new), np.int64)
        self._make_room()
        self._facts[rows] = self._models.rows(list(new.values()))
        self._rarity[rows] = [word.rarity_bits for word in new.values()]
        return numbers

    def _make_room(self) -> None:
        self._facts, self._rarity = (
            with_room(self._facts, len(self._texts)),
            with_room(self._rarity, len(self._texts)),
        )


def _odd(lines: Any, cells: Any, ends: Any) -> Iterator[tuple[int, str]]:
    """Yields the place and text of lines that are no words of plain letters."""
    for n in np.flatnonzero(ends[1:] < 0).tolist():
        yield n, lines[cells[n, 0] : cells[n, 1]].tobytes().decode("utf-8", "surrogatepass")


def _first_letters(text: Any, places: Any) -> Any:
    """Returns the codes of the letters at some places of UTF-8, of one or two bytes each."""
    first, second = text[places].astype(np.int64), text[np.minimum(places + 1, len(text) - 1)].astype(np.int64)
    return np.where(first < ASCII, first, (first & 31) << 6 | second & 63)
