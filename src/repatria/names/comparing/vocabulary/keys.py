"""What the keys of words say, each read once; words of plain letters mostly have nothing else to say.

Invariant: a word of plain letters has the row of its key, but for its first letter as written, for patronymics, and for
surnames that are read by their spelling in Latin letters; it says what `words.words_of` tells of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from repatria.names.bulk import surname_stems
from repatria.names.classes import father_of, meant, patronymic_class, surname_class, tables
from repatria.names.comparing import rows as at
from repatria.names.comparing.kernels import ASCII, STRIDE
from repatria.names.comparing.levels import WHOLE, change, gap
from repatria.names.comparing.pieces import Pieces, Text, firsts, text_of, texts_of
from repatria.names.comparing.vocabulary.known import classes_in_rows, known
from repatria.names.comparing.vocabulary.meanings import FIRST_ROOM, with_room
from repatria.names.comparing.words import MOST_LETTERS, PATRONYMIC_ENDS, Kind, Word, words_of
from repatria.names.forms import is_patronymic


class Keys:
    """The keys of a file's words, numbered, with what each of them says.

    Attributes:
        givens: int32: classes of given names, a row for each set of them that words may be forms of.
        wide: int32: letters of keys that no bytes hold.
    """

    def __init__(self) -> None:
        of = known()
        self._known = of
        self._numbers, self._classes, self._surnames = Pieces(), of.classes.copy(), of.surnames.copy()
        self._rows: Any = at.empty_rows(FIRST_ROOM)
        self._patronymic: Any = np.zeros(FIRST_ROOM, np.bool_)
        self._fathers: dict[str, int] = {}
        self._given_rows: dict[tuple[str, ...], int] = {}
        self.givens: Any = of.givens
        self.wide: Any = np.zeros((0, MOST_LETTERS), np.int32)

    def of_plain(self, texts: Text, keys: Text) -> Any:
        """Returns a row for each word of plain letters, given in small letters and by key."""
        sizes = keys.cells[:, 1] - keys.cells[:, 0]
        numbers = self._number(keys)
        rows = self._rows[numbers]
        rows[:, at.FIRST] = _first_letters(texts.bytes, texts.cells[:, 0])
        latin = texts.bytes[texts.cells[:, 0]] < ASCII
        misread = self._known.misread[np.minimum(rows[:, at.SURNAME], len(self._known.misread) - 1)]
        for places, read in (
            (np.flatnonzero(latin & misread), self._read_misread),
            (np.flatnonzero(self._patronymic[numbers]), self._read_patronymics),
        ):
            if len(places):
                read(rows, places, texts_of(texts, places), texts_of(keys, places))
        odd = np.flatnonzero((sizes < 2) | (sizes > MOST_LETTERS))
        if len(odd):
            rows[odd] = self.of_words(words_of(texts_of(texts, odd), texts_of(keys, odd)))
        return rows

    def of_words(self, words: Sequence[Word]) -> Any:
        """Returns a row for each word."""
        if not words:
            return at.empty_rows(0)
        rows = self._rows[self._number(text_of([word.key for word in words]))]
        rows[:, at.FIRST] = [ord(word.text[0]) for word in words]
        rows[:, at.SURNAME] = self._surnames.number_cells(text_of([word.surname for word in words]))
        fathers = self._classes.number_cells(text_of([word.father for word in words]))
        rows[:, at.FATHER] = np.where([word.father != "" for word in words], fathers, -1)
        rows[:, at.GIVEN] = self._rows_of_given([word.given for word in words])
        at.rarities(rows)[:] = [word.rarity_bits for word in words]
        at.as_bytes(rows)[:, at.KIND] = [word.kind for word in words]
        wide = [n for n, word in enumerate(words) if not word.key.isascii()]
        if wide:
            self._widen(rows, wide, [words[n].key for n in wide])
        return rows

    def _number(self, keys: Text) -> Any:
        """Returns the numbers of keys; new ones are read."""
        first = len(self._numbers)
        numbers = self._numbers.number_cells(keys)
        if len(self._numbers) > first:
            self._read(Text(keys.bytes, keys.cells[firsts(numbers, first)]), first)
        return numbers

    def _read(self, keys: Text, first: int) -> None:
        """Reads new keys."""
        of, end = self._known, first + len(keys.cells)
        self._rows, self._patronymic = at.with_more_rows(self._rows, end), with_room(self._patronymic, end)
        rows = self._rows[first:end]
        at.fill_keys(
            keys.bytes,
            keys.cells,
            first,
            letter_bits()[1],
            _endings(),
            rows,
            at.as_bytes(rows),
            self._patronymic[first:end],
        )
        text, stems, changed = surname_stems(keys.bytes, keys.cells, tables().beginnings)
        found = of.stems.find_cells(Text(text, stems))
        surnames = self._surnames.number_cells(Text(text, changed))
        rows[:, at.SURNAME] = np.where(found < 0, surnames, of.stem_surnames[found])
        rows[:, at.GIVEN] = of.given_keys.find_cells(keys)
        self._count(rows, rows[:, at.GIVEN])

    def _count(self, rows: Any, given: Any) -> None:
        """Fills in rarity, and whether more people bear a key as a given name, numbered among those known, than as a surname."""
        called, borne = self._known.called, self._known.borne
        surnames = np.minimum(rows[:, at.SURNAME], len(borne.shares) - 1)
        at.rarities(rows)[:] = np.minimum(called.rarity[given], borne.rarity[surnames])
        at.as_bytes(rows)[:, at.KIND] = np.where(called.shares[given] >= borne.shares[surnames], Kind.GIVEN, Kind.WORD)

    def _read_misread(self, rows: Any, places: Any, texts: list[str], keys: list[str]) -> None:
        """Fills in the surnames that Latin spellings mean."""
        of = tables()
        surnames = [meant(surname_class(key, of), text, of.misread) for text, key in zip(texts, keys, strict=True)]
        found = rows[places]
        found[:, at.SURNAME] = self._surnames.number_cells(text_of(surnames))
        self._count(found, found[:, at.GIVEN])
        rows[places] = found

    def _read_patronymics(self, rows: Any, places: Any, texts: list[str], keys: list[str]) -> None:
        """Fills in the kind and the father of words that are patronymics; their keys may be."""
        which = [n for n, text in enumerate(texts) if is_patronymic(text)]
        new = {key: None for key in (keys[n] for n in which) if key not in self._fathers}
        fathers = [father_of(patronymic_class(key, tables())) for key in new]
        numbers = self._classes.number_cells(text_of(fathers)).tolist()
        self._fathers.update({key: n if name else -1 for key, name, n in zip(new, fathers, numbers, strict=True)})
        rows[places[which], at.FATHER] = [self._fathers[keys[n]] for n in which]
        at.as_bytes(rows)[places[which], at.KIND] = Kind.PATRONYMIC

    def _rows_of_given(self, given: Sequence[tuple[str, ...]]) -> list[int]:
        new = [row for row in dict.fromkeys(given) if row and row not in self._given_rows]
        if new:
            self._given_rows.update({row: n for n, row in enumerate(new, len(self.givens))})
            self.givens = np.concatenate([self.givens, classes_in_rows(new, self._classes)])
        return [self._given_rows[row] if row else -1 for row in given]

    def _widen(self, rows: Any, places: list[int], keys: list[str]) -> None:
        """Fills in keys with letters other than ASCII."""
        letters = np.array(keys, f"<U{MOST_LETTERS}").view("<u4").reshape(-1, MOST_LETTERS)
        signs = np.where(letters > 0, np.uint32(1) << (letters & 31), np.uint32(0))
        partners = np.where(letters > 0, letter_bits()[1][letters & 31], np.uint32(0))
        rows[places, at.SIGNS] = np.bitwise_or.reduce(signs, axis=1).view(np.int32)
        rows[places, at.PARTNERS] = np.bitwise_or.reduce(partners, axis=1).view(np.int32)
        rows[places, at.PLACE] = np.arange(len(self.wide), len(self.wide) + len(keys))
        shapes = at.as_bytes(rows)
        shapes[places, at.LENGTH], shapes[places, at.WIDE] = list(map(len, keys)), 1
        self.wide = np.concatenate([self.wide, letters.astype(np.int32)])


@cache
def letter_bits() -> tuple[int, Any]:
    """Returns which letters, a bit for each, always count a whole one when left out, and which each one is confused with.

    A letter's bit is told by the last five bits of its code; letters that share a bit are taken together.
    """
    hard, partners = (1 << at.LETTER_BITS) - 1, np.zeros(at.LETTER_BITS, np.uint32)
    for x in map(chr, range(ASCII)):
        if gap(x) < WHOLE:
            hard &= ~(1 << ord(x) % at.LETTER_BITS)
        for y in map(chr, range(ASCII)):
            if x != y and change(x, y) < WHOLE:
                partners[ord(x) % at.LETTER_BITS] |= np.uint32(1 << ord(y) % at.LETTER_BITS)
    return hard, partners


@cache
def letters_alike() -> Any:
    """Returns the letters that each is confused with, itself first: how many, and which, by the last five bits of their codes.

    `STRIDE` numbers for each.
    """
    partners = letter_bits()[1].tolist()
    found = [[x, *(y for y in range(at.LETTER_BITS) if y != x and partners[x] >> y & 1)] for x in range(at.LETTER_BITS)]
    return np.array([[len(row), *row, *[0] * (STRIDE - 1 - len(row))] for row in found], np.int64).ravel()


@cache
def _endings() -> Any:
    return np.array([list(bytes((len(end), *end.encode())).ljust(4, b"\0")) for end in PATRONYMIC_ENDS], np.uint8)


def _first_letters(text: Any, places: Any) -> Any:
    """Returns the codes of the letters at some places of UTF-8, of one or two bytes each."""
    first, second = text[places].astype(np.int64), text[np.minimum(places + 1, len(text) - 1)].astype(np.int64)
    return np.where(first < ASCII, first, (first & 31) << 6 | second & 63)
