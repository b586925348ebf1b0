"""Two whole names weighed, compiled: the fast twin of `plain`, for many pairs.

Invariant: the same bits and the same code of reasons as `plain`, in the same order of work; a test holds them equal. Loops
instead of slices, and few kinds of arrays: that is what the compiler is quick with.

Whatever is learned or may be tuned comes in as an argument (`Tuning`): the compiler keeps what it made on disk and does not
see that another module has changed.

The words of the pair at hand are copied to ``row``, `COLUMNS` numbers for each, and stand for themselves by where theirs begin;
``shape`` is the same seen as bytes (see `rows`). In place of rarity, which stands in ``rar``, two of the numbers are that of the
word (`JOINED` for one that was joined) and the first letter of its key. Letters that no byte holds stand in ``let``.
"""

from __future__ import annotations

from math import inf
from typing import Any, NamedTuple

import numba
import numpy as np

from repatria.names.comparing import levels
from repatria.names.comparing.borrowing import borrowed
from repatria.names.comparing.levels import AGREEING, Level
from repatria.names.comparing.plain import EXACT_WORDS, LEAST_JOINED
from repatria.names.comparing.reasons import LEVEL_BITS, MOST_REASONS, WORD_BITS, WORDS_SHIFT
from repatria.names.comparing.rows import (
    COLUMNS,
    FATHER,
    FIRST,
    GIVEN,
    KEY,
    KIND,
    LENGTH,
    LETTER_BITS,
    LETTERS,
    PARTNERS,
    PLACE,
    RARITY,
    SIGNS,
    SURNAME,
    WIDE,
    as_bytes,
)
from repatria.names.comparing.words import MOST_CLASSES, MOST_LETTERS, MOST_WORDS, Kind

WORD, LETTER = 2 * RARITY, 2 * RARITY + 1
SIDE = (MOST_WORDS + 1) * COLUMNS
SPARE = MOST_WORDS * COLUMNS
"""Numbers of the words of one name, and where in them the word begins that is for trying."""

JOINED = -2
ASCII = 128
AHEAD = 32
"""Pairs whose words are looked up side by side."""

STRIDE = max(MOST_LETTERS + 1, LETTER_BITS)
SECOND, SECOND_GAP, SOUND_ALIKE = 3 * STRIDE, 4 * STRIDE, 5 * STRIDE
"""Where in the room for distances, after the three last rows of a table, stand the letters of the second word, what they count
left out, and where in it a letter like each stands."""

_WORD, _GIVEN, _PATRONYMIC, _INITIAL, _LIGHT = (int(kind) for kind in Kind)
_AGREEING = int(AGREEING)

BASE, RAREST, TURNED = range(len(Level), len(Level) + 3)
"""Where the weights stand that belong to no level, after those of the levels."""


class Space(NamedTuple):
    """Room for the pair at hand.

    Attributes:
        row: int32: its words, as they stand in rows, `SIDE` numbers for each name.
        shape: The same, seen as bytes.
        let: int32: letters that no byte holds.
        rar: float64: rarity of the words.
        gains: float64: what each word of the shorter name and each of the other weigh together, one left over weighed against it.
        agree: int64: their level.
        chosen: int64: the counterpart of each word of the shorter name.
        sizes: int64: how many words each name has.
        best: float64: the most that each set of counterparts weighs.
        last: int64: its last counterpart.
        room: int64: for distances of words.
    """

    row: Any
    shape: Any
    let: Any
    rar: Any
    gains: Any
    agree: Any
    chosen: Any
    sizes: Any
    best: Any
    last: Any
    room: Any

    @classmethod
    def empty(cls) -> Space:
        """Returns room for one pair."""
        row, sets = np.empty(2 * SIDE, np.int32), 1 << EXACT_WORDS
        return cls(
            row, as_bytes(row), np.empty(4 * SIDE, np.int32), np.empty(2 * SIDE // COLUMNS), np.empty((MOST_WORDS, MOST_WORDS)),
            np.empty((MOST_WORDS, MOST_WORDS), np.int64), np.empty(MOST_WORDS, np.int64), np.empty(2, np.int64),
            np.empty(sets), np.empty(sets, np.int64), np.zeros(SOUND_ALIKE + STRIDE, np.int64),
        )  # fmt: skip


@numba.njit(cache=True, nogil=True, error_model="numpy")
def compare_chunk(
    rows: Any,
    rarity: Any,
    givens: Any,
    wide: Any,
    words: Any,
    spelling_ends: Any,
    cell_ends: Any,
    weights: Any,
    chances: Any,
    limits: Any,
    counts: Any,
    hard: int,
    alike: Any,
    space: Any,
    bits: Any,
    codes: Any,
) -> None:
    """Weighs the names of every pair of a chunk.

    Args:
        rows: What is known of each distinct word, one row a word (see `rows`).
        rarity: Rarity of each distinct word in bits.
        givens: Classes of given names that words may be forms of, -1 for none.
        wide: Letters of keys that no bytes hold.
        words: Word numbers, spelling after spelling.
        spelling_ends: Where each spelling ends in ``words``, after a first 0.
        cell_ends: Where each cell ends in ``spelling_ends``, after a first 0; cells 2n and 2n + 1 are pair n.
        weights: Bits of each `Level`, then those of `BASE`, `RAREST`, `TURNED`.
        chances: What the best of so many pairs of spellings is corrected by, in bits.
        limits: Most thousandths of a letter that differ for close, near and far, and for near patronymics.
        counts: What one ASCII letter in place of another counts, in quarters of a letter, `ASCII` numbers for each; then what
            each counts more or less.
        hard: Letters, a bit for each, that never count less than a whole one when they are left out.
        alike: For each five last bits of a letter's code those of the letters that count less than a whole one in its
            place, itself among them: how many, and which; `STRIDE` numbers for each.
        space: Room for the pair at hand.
        bits: Is filled with a weight for each pair, 0 where there is nothing to compare.
        codes: Is filled with the code of the reasons of each pair, dates of birth not counted in.
    """
    rows, rarity, givens, wide = borrowed(rows), borrowed(rarity), borrowed(givens), borrowed(wide)
    words, spelling_ends, cell_ends = borrowed(words), borrowed(spelling_ends), borrowed(cell_ends)
    weights, chances, limits = borrowed(weights), borrowed(chances), borrowed(limits)
    counts, alike, bits, codes = borrowed(counts), borrowed(alike), borrowed(bits), borrowed(codes)
    row, shape, let, rar = borrowed(space.row), borrowed(space.shape), borrowed(space.let), borrowed(space.rar)
    gains, agree, chosen = borrowed(space.gains), borrowed(space.agree), borrowed(space.chosen)
    sizes, best, last = borrowed(space.sizes), borrowed(space.best), borrowed(space.last)
    room = borrowed(space.room)
    for n in range(len(bits)):
        if n % AHEAD == 0:
            room[0] = _looked_at(
                rows, words, spelling_ends[cell_ends[2 * n]], spelling_ends[cell_ends[2 * min(n + AHEAD, len(bits))]]
            )
        first, middle, end = cell_ends[2 * n], cell_ends[2 * n + 1], cell_ends[2 * n + 2]
        most, code = -inf, 0
        for pair in range((middle - first) * (end - middle)):
            x, y = first + pair // (end - middle), middle + pair % (end - middle)
            for side in range(2):
                at = x if side == 0 else y
                sizes[side] = _load(
                    rows,
                    rarity,
                    wide,
                    words,
                    spelling_ends[at],
                    spelling_ends[at + 1],
                    side * SIDE,
                    row,
                    shape,
                    let,
                    rar,
                )
            for side in range(2):
                if sizes[side] > 1:
                    other, many = (1 - side) * SIDE, sizes[1 - side]
                    sizes[side] = _join(side * SIDE, sizes[side], other, many, row, shape, let, rar, counts, room)
            short = 1 if sizes[0] > sizes[1] else 0
            size, count = sizes[short], sizes[1 - short]
            ours, theirs = short * SIDE, (1 - short) * SIDE
            for j in range(count):
                b = theirs + COLUMNS * j
                left = weights[_left_over(shape[4 * b + KIND])]
                for i in range(size):
                    level = _level(ours + COLUMNS * i, b, row, shape, let, givens, limits, counts, hard, alike, room)
                    agree[i, j] = level
                    gains[i, j] = weights[level] - left
            if count <= EXACT_WORDS:
                _exact(gains, size, count, chosen, best, last)
            else:
                _greedy(gains, size, count, chosen)
            found, found_code = _weigh(ours, theirs, size, count, row, shape, rar, weights, agree, chosen)
            if found > most:
                most, code = found, found_code
        bits[n] = most + chances[(middle - first) * (end - middle)] if code else 0.0
        codes[n] = code


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _looked_at(rows: Any, words: Any, start: int, end: int) -> Any:
    """Returns something of the rows of some words, so that memory is waited for once for all of them."""
    found = 0
    for word in range(start, end):
        found ^= rows[words[word], 0]
    return found


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _load(
    rows: Any,
    rarity: Any,
    wide: Any,
    words: Any,
    start: int,
    end: int,
    at: int,
    row: Any,
    shape: Any,
    let: Any,
    rar: Any,
) -> int:
    """Puts the words of one spelling in their places from one on; returns how many there are."""
    size = min(end - start, MOST_WORDS)
    for i in range(size):
        word, a = words[start + i], at + COLUMNS * i
        for k in range(COLUMNS):
            row[a + k] = rows[word, k]
        rar[a // COLUMNS] = rarity[word]
        if shape[4 * a + WIDE]:
            for k in range(shape[4 * a + LENGTH]):
                let[2 * a + k] = wide[row[a + PLACE], k]
        row[a + WORD], row[a + LETTER] = word, _letter(a, 0, shape, let)
    return size


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _letter(a: int, k: int, shape: Any, let: Any) -> Any:
    """Returns a letter of a word's key."""
    return np.int64(let[2 * a + k]) if shape[4 * a + WIDE] else np.int64(shape[4 * a + LETTERS + k])


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _length(a: int, shape: Any) -> Any:
    """Returns how many letters a word's key has."""
    return np.int64(shape[4 * a + LENGTH])


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _join(
    at: int, size: int, other: int, other_size: int, row: Any, shape: Any, let: Any, rar: Any, counts: Any, room: Any
) -> int:
    """Joins neighbouring words that the other side writes as one; returns how many words are left."""
    done, kept, spare = 0, 0, at + SPARE
    while done < size:
        a, joins = at + COLUMNS * done, False
        if done + 1 < size:
            length = min(_length(a, shape) + _length(a + COLUMNS, shape), MOST_LETTERS)
            for j in range(other_size):
                b = other + COLUMNS * j
                long = _length(b, shape)
                if (
                    long >= LEAST_JOINED
                    and abs(length - long) <= 1
                    and row[a + LETTER] == row[b + LETTER]
                    and not joins
                ):
                    joins = _whole(a, b, spare, length, row, shape, let, counts, room)
        if joins:
            rar[spare // COLUMNS] = max(rar[a // COLUMNS], rar[a // COLUMNS + 1])
        start, to = spare if joins else a, at + COLUMNS * kept
        if start != to:
            for k in range(COLUMNS):
                row[to + k] = row[start + k]
            for k in range(MOST_LETTERS):
                let[2 * to + k] = let[2 * start + k]
            rar[to // COLUMNS] = rar[start // COLUMNS]
        done += 2 if joins else 1
        kept += 1
    return kept


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _whole(a: int, b: int, spare: int, length: int, row: Any, shape: Any, let: Any, counts: Any, room: Any) -> bool:
    """Puts a word and the one after it as one into the spare place; returns whether another spells them so."""
    after = a + COLUMNS
    if _same_key(a, b, row, shape, let) or _same_key(after, b, row, shape, let):
        return False
    first, is_wide = _length(a, shape), shape[4 * a + WIDE] | shape[4 * after + WIDE]
    row[spare + KEY], row[spare + FATHER] = JOINED, -1
    row[spare + WORD], row[spare + LETTER] = JOINED, row[a + LETTER]
    shape[4 * spare + KIND], shape[4 * spare + LENGTH], shape[4 * spare + WIDE] = _WORD, length, is_wide
    for k in range(length):
        letter = _letter(a, k, shape, let) if k < first else _letter(after, k - first, shape, let)
        if is_wide:
            let[2 * spare + k] = letter
        else:
            shape[4 * spare + LETTERS + k] = letter
    return bool(_distance(spare, b, levels.HALF, shape, let, counts, room) <= levels.HALF)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _same_key(a: int, b: int, row: Any, shape: Any, let: Any) -> bool:
    if row[a + KEY] != JOINED and row[b + KEY] != JOINED:
        return bool(row[a + KEY] == row[b + KEY])
    if _length(a, shape) != _length(b, shape):
        return False
    for k in range(_length(a, shape)):
        if _letter(a, k, shape, let) != _letter(b, k, shape, let):
            return False
    return True


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _left_over(kind: int) -> int:
    if kind == _PATRONYMIC:
        return Level.LEFT_PATRONYMIC.value
    if kind == _INITIAL:
        return Level.LEFT_INITIAL.value
    return Level.LEFT_LIGHT.value if kind == _LIGHT else Level.LEFT_WORD.value


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _weigh(
    ours: int,
    theirs: int,
    size: int,
    count: int,
    row: Any,
    shape: Any,
    rar: Any,
    weights: Any,
    agree: Any,
    chosen: Any,
) -> tuple[float, int]:
    """Returns the weight of two aligned names, and the code of its reasons."""
    total, rarest, code, used = weights[BASE], 0.0, 0, 0
    for i in range(size):
        j, level = chosen[i], agree[i, chosen[i]]
        used |= 1 << j
        total += weights[level]
        if level <= _AGREEING:
            shared = min(rar[ours // COLUMNS + i], rar[theirs // COLUMNS + j])
            rarest = max(rarest, shared * 0.5 if level == _AGREEING else shared)
        if i < MOST_REASONS:
            item = _item(_kind(ours, i, shape), _kind(theirs, j, shape), level)
            code |= item << (WORDS_SHIFT + WORD_BITS * i)
    place = size
    for j in range(count):
        if not used >> j & 1:
            kind = _kind(theirs, j, shape)
            total += weights[_left_over(kind)]
            if place < MOST_REASONS:
                code |= _item(kind, kind, _left_over(kind)) << (WORDS_SHIFT + WORD_BITS * place)
            place += 1
    total = total + weights[RAREST] * rarest
    if _crossed(ours, theirs, size, count, row, shape, agree, chosen):
        total = total + weights[Level.OTHER.value]
    if _turned(ours, theirs, size, shape, agree, chosen):
        return total + weights[TURNED], code | 8
    return total, code


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _kind(at: int, i: int, shape: Any) -> Any:
    return np.int64(shape[4 * (at + COLUMNS * i) + KIND])


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _item(a: int, b: int, level: int) -> int:
    part = 1
    if a == _LIGHT or b == _LIGHT:
        part = 3
    elif a == _PATRONYMIC or b == _PATRONYMIC:
        part = 2
    elif a == _GIVEN or b == _GIVEN:
        part = 0
    return (part << LEVEL_BITS | level) + 1


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _turned(ours: int, theirs: int, size: int, shape: Any, agree: Any, chosen: Any) -> bool:
    for i in range(size):
        for k in range(i + 1, size):
            x, y = chosen[i], chosen[k]
            if x > y and agree[i, x] <= _AGREEING and agree[k, y] <= _AGREEING:
                alike = _kind(ours, i, shape) == _kind(ours, k, shape)
                if alike and _kind(theirs, x, shape) == _kind(theirs, y, shape):
                    return True
    return False


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _crossed(ours: int, theirs: int, size: int, count: int, row: Any, shape: Any, agree: Any, chosen: Any) -> bool:
    at_a, at_b = _own_name(ours, size, row, shape), _own_name(theirs, count, row, shape)
    if at_a < 0 or at_b < 0 or agree[at_a, at_b] <= _AGREEING:
        return False
    for i in range(size):
        j = chosen[i]
        if agree[i, j] <= _AGREEING and ((i == at_a and j > at_b + 1) or (j == at_b and i > at_a + 1)):
            return True
    return False


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _own_name(at: int, size: int, row: Any, shape: Any) -> int:
    """Returns the place of the word before the first "son of", -1 where there is none."""
    for n in range(1, size):
        if _kind(at, n, shape) == _LIGHT and row[at + COLUMNS * n + FATHER] >= 0:
            return n - 1
    return -1


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _level(
    a: int,
    b: int,
    row: Any,
    shape: Any,
    let: Any,
    givens: Any,
    limits: Any,
    counts: Any,
    hard: int,
    alike: Any,
    room: Any,
) -> int:
    kind_a, kind_b = shape[4 * a + KIND], shape[4 * b + KIND]
    joined = row[a + WORD] == JOINED or row[b + WORD] == JOINED
    given_a, given_b = row[a + GIVEN], row[b + GIVEN]
    father_a, father_b = row[a + FATHER], row[b + FATHER]
    if joined:
        if _spells(a, b, row, shape, let, counts, room):
            return Level.JOINED.value
    elif row[a + KEY] == row[b + KEY]:
        return Level.SAME.value if row[a + WORD] == row[b + WORD] else Level.SPELT.value
    elif (given_a >= 0 and given_b >= 0 and _shares_class(given_a, given_b, givens)) or (
        father_a >= 0 and father_a == father_b
    ):
        return Level.FORM.value
    elif row[a + SURNAME] == row[b + SURNAME] and not (kind_a == _GIVEN and kind_b == _GIVEN):
        return Level.VARIANT.value
    if (kind_a == _INITIAL or kind_b == _INITIAL) and kind_a != _LIGHT and kind_b != _LIGHT:
        same = row[a + LETTER] == row[b + LETTER] or (not joined and row[a + FIRST] == row[b + FIRST])
        return Level.INITIAL.value if same else Level.OTHER.value
    if not joined and (
        (father_a >= 0 and given_b >= 0 and _is_one_of(father_a, given_b, givens))
        or (father_b >= 0 and given_a >= 0 and _is_one_of(father_b, given_a, givens))
    ):
        return Level.FATHER.value
    return _by_letters(a, b, joined, row, shape, let, limits, counts, hard, alike, room)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _spells(a: int, b: int, row: Any, shape: Any, let: Any, counts: Any, room: Any) -> bool:
    if row[a + LETTER] != row[b + LETTER] or abs(_length(a, shape) - _length(b, shape)) > 1:
        return False
    return bool(_distance(a, b, levels.HALF, shape, let, counts, room) <= levels.HALF)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _shares_class(x: int, y: int, givens: Any) -> bool:
    for k in range(MOST_CLASSES):
        if givens[x, k] < 0:
            return False
        for m in range(MOST_CLASSES):
            if givens[y, m] < 0:
                break
            if givens[x, k] == givens[y, m]:
                return True
    return False


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _is_one_of(father: int, given: int, givens: Any) -> bool:
    for k in range(MOST_CLASSES):
        if givens[given, k] == father:
            return True
    return False


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _by_letters(
    a: int,
    b: int,
    joined: bool,
    row: Any,
    shape: Any,
    let: Any,
    limits: Any,
    counts: Any,
    hard: int,
    alike: Any,
    room: Any,
) -> int:
    kind_a, kind_b = shape[4 * a + KIND], shape[4 * b + KIND]
    long_a, long_b = _length(a, shape), _length(b, shape)
    short, long = min(long_a, long_b), max(long_a, long_b)
    most = (limits[2] + 1) * levels.WHOLE * long // 1000 + 1
    permille = limits[2] + 1
    if levels.HALF * (long - short) <= most and (
        joined or _least(row[a + SIGNS], row[b + SIGNS], row[a + PARTNERS], row[b + PARTNERS], hard) <= most
    ):
        apart = long_a + long_b - 2 * _in_one_order(a, long_a, b, long_b, shape, let, alike, room)
        if levels.HALF * apart <= most:
            permille = 1000 * _distance(a, b, most, shape, let, counts, room) // (levels.WHOLE * long)
    if permille <= limits[1] and kind_a == _GIVEN and kind_b == _GIVEN:
        return Level.ALIKE.value
    if permille <= limits[0]:
        return Level.CLOSE.value
    if kind_a == _LIGHT or kind_b == _LIGHT:
        return Level.LIGHT.value
    if kind_a == _PATRONYMIC and kind_b == _PATRONYMIC:
        return Level.NEAR.value if permille <= limits[3] else Level.OTHER_PATRONYMIC.value
    if permille <= limits[1]:
        return Level.NEAR.value
    if short >= levels.SHORTEST_PREFIX and row[a + LETTER] == row[b + LETTER]:
        at = 1
        while at < short and _letter(a, at, shape, let) == _letter(b, at, shape, let):
            at += 1
        if at == short:
            return Level.SHORTENED.value
    if permille <= limits[2]:
        return Level.FAR.value
    return Level.OTHER_PART.value if kind_a == _PATRONYMIC or kind_b == _PATRONYMIC else Level.OTHER.value


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _in_one_order(a: int, long_a: int, b: int, long_b: int, shape: Any, let: Any, alike: Any, room: Any) -> int:
    """Returns how many letters of two words stand in one order and are the same or confused, at most.

    Each letter that is not among them counts half a letter at least, however the words are held against each other: so two
    words that differ by little have many. A bit for each letter of the second word, all at once (Hyyro 2004).
    """
    for k in range(LETTER_BITS):
        room[SOUND_ALIKE + k] = 0
    for m in range(long_b):
        letter = (_letter(b, m, shape, let) & (LETTER_BITS - 1)) * STRIDE
        for k in range(1, alike[letter] + 1):
            room[SOUND_ALIKE + alike[letter + k]] |= 1 << m
    whole = (1 << long_b) - 1
    rest = whole
    for k in range(long_a):
        met = rest & room[SOUND_ALIKE + (_letter(a, k, shape, let) & (LETTER_BITS - 1))]
        rest = (rest + met | rest - met) & whole
    return long_b - _bits(rest)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _distance(a: int, b: int, most: int, shape: Any, let: Any, counts: Any, room: Any) -> Any:
    """Returns the distance of two words, in quarters of a letter.

    What is more than ``most`` may come out as anything more than that.
    """
    long_a, long_b = _length(a, shape), _length(b, shape)
    if levels.HALF * abs(long_a - long_b) > most:
        return most + 1
    now, least, earlier = 0, 0, -1
    room[0] = 0
    for m in range(long_b):
        letter = _letter(b, m, shape, let)
        room[SECOND + m], room[SECOND_GAP + m] = letter, _gap(counts, letter)
        room[m + 1] = room[m] + room[SECOND_GAP + m]
    for k in range(long_a):
        before, last, least_before = now, (now + 2 * STRIDE) % (3 * STRIDE), least
        now = (now + STRIDE) % (3 * STRIDE)
        x = _letter(a, k, shape, let)
        gap, across = _gap(counts, x), room[before]
        found = across + gap
        room[now] = found
        least = found
        for m in range(long_b):
            y, above = room[SECOND + m], room[before + m + 1]
            found = min(across + _change(counts, x, y), above + gap, found + room[SECOND_GAP + m])
            if earlier == y and k and m and x == room[SECOND + m - 1]:
                found = min(found, room[last + m - 1] + levels.WHOLE)
            room[now + m + 1] = found
            least, across = min(least, found), above
        earlier = x
        if least > most and least_before + levels.WHOLE > most:  # a turned pair of letters reaches back over one row
            return most + 1
    return room[now + long_b]


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _least(a: int, b: int, partners_a: int, partners_b: int, hard: int) -> int:
    """Returns what two keys differ by at least, by their letters as bits.

    A letter that only one of them has is left out, or another put for it: half a letter, or a whole one where it is hard
    and the other key has no letter that it is confused with.
    """
    only_a, only_b = a & ~b, b & ~a
    count_a = _bits(only_a) + _bits(only_a & hard & ~partners_b)
    return levels.HALF * max(count_a, _bits(only_b) + _bits(only_b & hard & ~partners_a))


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _bits(of: int) -> int:
    """Returns how many of 32 bits are set."""
    of &= 0xFFFFFFFF
    of -= of >> 1 & 0x55555555
    of = (of & 0x33333333) + (of >> 2 & 0x33333333)
    return ((of + (of >> 4) & 0x0F0F0F0F) * 0x01010101 & 0xFFFFFFFF) >> 24


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _gap(counts: Any, letter: int) -> Any:
    return np.int64(counts[ASCII * ASCII + letter]) if letter < ASCII else np.int64(levels.WHOLE)


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _change(counts: Any, x: int, y: int) -> Any:
    if x < ASCII and y < ASCII:
        return np.int64(counts[x * ASCII + y])
    return np.int64(0) if x == y else np.int64(levels.WHOLE)


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _exact(gains: Any, size: int, count: int, chosen: Any, best: Any, last: Any) -> None:
    best[0], final = 0.0, -1
    for taken in range(1, 1 << count):
        i = _bits(taken) - 1
        if i >= size:
            continue
        most, at = -inf, 0
        for j in range(count - 1, -1, -1):  # of equals the one that leaves the fewest, counted as bits
            if taken >> j & 1:
                found = best[taken ^ 1 << j] + gains[i, j]
                if found > most:
                    most, at = found, j
        best[taken], last[taken] = most, at
        if i == size - 1 and (final < 0 or most > best[final]):
            final = taken
    for i in range(size - 1, -1, -1):
        chosen[i] = last[final]
        final ^= 1 << chosen[i]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _greedy(gains: Any, size: int, count: int, chosen: Any) -> None:
    for i in range(size):
        chosen[i] = -1
    used = 0
    for _ in range(size):
        most, at, to = -inf, -1, -1
        for i in range(size):
            for j in range(count if chosen[i] < 0 else 0):
                if not used >> j & 1 and gains[i, j] > most:
                    most, at, to = gains[i, j], i, j
        chosen[at] = to
        used |= 1 << to
