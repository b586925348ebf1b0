"""The words of a file's names, read once, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np

from repatria.names.bulk import divide, fold_lines, small_letters
from repatria.names.comparing.pieces import Pieces, Text, firsts, text_of, texts_of
from repatria.names.comparing.pieces.kernels import LINE_END, words_of_pieces
from repatria.names.comparing.rows import empty_rows, with_more_rows
from repatria.names.comparing.vocabulary.keys import Keys
from repatria.names.comparing.vocabulary.meanings import FIRST_ROOM, Meanings
from repatria.names.comparing.words import LIGHT, MOST_SPELLINGS, MOST_WORDS, Word, texts_in, words_of


class Vocabulary:
    """The words of a file's names, read once, as arrays."""

    def __init__(self) -> None:
        self.pieces = Pieces()
        self._meanings = Meanings()
        self._texts = Pieces()
        self._rows: Any = empty_rows(FIRST_ROOM)
        self._keys = Keys()
        self._number(words_of(sorted(LIGHT)))

    def numbered(self, text: Text) -> tuple[Any, Any, Any]:
        """Returns the words of cells, where each spelling ends in them, and where each cell ends in these, after a first 0."""
        numbers, piece_spelling_ends, piece_cell_ends = self.pieces.number_names(text)
        if len(self.pieces) > len(self._meanings):
            self._read(self.pieces.lines_since(len(self._meanings)))
        piece_ends, piece_words = self._meanings.arrays()
        most = len(piece_spelling_ends) * MOST_WORDS
        words, spelling_ends = np.empty(most, np.int64), np.zeros(len(piece_spelling_ends), np.int64)
        cell_ends = np.zeros(len(piece_cell_ends), np.int64)
        words_of_pieces(
            numbers, piece_spelling_ends, piece_cell_ends, piece_ends, piece_words, MOST_WORDS, MOST_SPELLINGS,
            words, spelling_ends, cell_ends,
        )  # fmt: skip
        return words[: spelling_ends[cell_ends[-1]]], spelling_ends, cell_ends

    def arrays(self) -> tuple[Any, Any, Any]:
        """Returns what the kernel knows of all words met so far: their rows, classes of given names, and letters of wide keys."""
        return self._rows, self._keys.givens, self._keys.wide

    def _read(self, pieces: Any) -> None:
        """Reads new pieces, a line each: one word of plain letters, or some with hyphens between them, but for a few."""
        lines, parts = divide(pieces, int((pieces == LINE_END).sum()))
        line_ends = np.flatnonzero(lines == LINE_END)
        cells = np.column_stack([np.concatenate([np.zeros(1, np.int64), line_ends[:-1] + 1]), line_ends])
        plain, odd, texts, keys = _folded(Text(lines, cells))
        words, sizes = np.zeros(len(cells), np.int64), np.zeros(len(cells), np.int64)
        words[plain], sizes[plain] = self._number_plain(texts, keys), 1
        found = list(map(texts_in, texts_of(Text(lines, cells), odd)))
        numbers, has_key = self._number_texts(list(chain.from_iterable(found)))
        sizes[odd] = np.bincount(np.repeat(np.arange(len(odd)), list(map(len, found)))[has_key], minlength=len(odd))
        is_odd = np.zeros(len(cells), np.bool_)
        is_odd[odd] = True
        meant = np.repeat(words, sizes)
        meant[np.repeat(is_odd, sizes)] = numbers[has_key]
        self._meanings.extend(meant, np.add.reduceat(sizes, np.cumsum(parts) - parts))

    def _number_texts(self, words: list[str]) -> tuple[Any, Any]:
        """Returns the numbers of words, and which of them have a key; those that were mended are mostly of plain letters."""
        numbers, has_key = np.zeros(len(words), np.int64), np.zeros(len(words), np.bool_)
        lines = text_of([f"{word}\n" for word in words])
        plain, odd, texts, keys = _folded(Text(lines.bytes, lines.cells - np.array([0, 1])))
        numbers[plain], has_key[plain] = self._number_plain(texts, keys), True
        read = dict(zip(odd.tolist(), words_of([words[n] for n in odd.tolist()]), strict=True))
        keyed = [n for n, word in read.items() if word.key]
        numbers[keyed], has_key[keyed] = self._number([read[n] for n in keyed]), True
        return numbers, has_key

    def _number_plain(self, texts: Text, keys: Text) -> Any:
        """Returns the numbers of words of plain letters, in small letters and by key."""
        known = len(self._texts)
        numbers = self._texts.number_cells(texts)
        new = firsts(numbers, known)
        self._rows = with_more_rows(self._rows, len(self._texts))
        self._rows[known : len(self._texts)] = self._keys.of_plain(
            Text(texts.bytes, texts.cells[new]), Text(keys.bytes, keys.cells[new])
        )
        return numbers

    def _number(self, words: Sequence[Word]) -> Any:
        """Returns the numbers of words."""
        known = len(self._texts)
        numbers = self._texts.number_cells(text_of([word.text for word in words]))
        new = firsts(numbers, known).tolist()
        self._rows = with_more_rows(self._rows, len(self._texts))
        self._rows[known : len(self._texts)] = self._keys.of_words([words[n] for n in new])
        return numbers


def _folded(lines: Text) -> tuple[Any, Any, Text, Text]:
    """Returns which lines are words of plain letters and which are to be read one by one; the former small, and by key."""
    keys, ends = fold_lines(lines.bytes, len(lines.cells))
    places = np.where(ends < 0, -ends - 1, ends)
    plain = np.flatnonzero(np.diff(places))
    cells = np.column_stack([places[:-1], places[1:]])
    small = Text(small_letters(lines.bytes), lines.cells[plain])
    return plain, np.flatnonzero(ends[1:] < 0), small, Text(keys, cells[plain])
