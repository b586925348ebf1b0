"""The words of a file's names, read once, as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

import numpy as np

from repatria.names.bulk import divide, fold_lines, small_letters
from repatria.names.comparing.pieces import Pieces, Text, firsts, text_of
from repatria.names.comparing.pieces.kernels import LINE_END, words_of_pieces
from repatria.names.comparing.rows import empty_rows
from repatria.names.comparing.vocabulary.keys import Keys
from repatria.names.comparing.vocabulary.meanings import FIRST_ROOM, Meanings, with_room
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
        self._meanings.extend(meant, np.add.reduceat(sizes, np.cumsum(parts) - parts))

    def _number_plain(self, texts: Text, keys: Text) -> Any:
        """Returns the numbers of words of plain letters, in small letters and by key."""
        known = len(self._texts)
        numbers = self._texts.number_cells(texts)
        new = firsts(numbers, known)
        self._rows = with_room(self._rows, len(self._texts))
        self._rows[known : len(self._texts)] = self._keys.of_plain(
            Text(texts.bytes, texts.cells[new]), Text(keys.bytes, keys.cells[new])
        )
        return numbers

    def _number(self, words: Sequence[Word]) -> Any:
        """Returns the numbers of words."""
        known = len(self._texts)
        numbers = self._texts.number_cells(text_of([word.text for word in words]))
        new = firsts(numbers, known).tolist()
        self._rows = with_room(self._rows, len(self._texts))
        self._rows[known : len(self._texts)] = self._keys.of_words([words[n] for n in new])
        return numbers


def _odd(lines: Any, cells: Any, ends: Any) -> Iterator[tuple[int, str]]:
    """Yields the place and text of lines that are no words of plain letters."""
    for n in np.flatnonzero(ends[1:] < 0).tolist():
        yield n, lines[cells[n, 0] : cells[n, 1]].tobytes().decode("utf-8", "surrogatepass")
