"""Two whole names weighed, compiled: the fast twin of `plain`, for many pairs.

Invariant: the same bits and the same code of reasons as `plain`, in the same order of work; a test holds them equal. Loops
instead of slices, and few kinds of arrays: that is what the compiler is quick with.

Whatever is learned or may be tuned comes in as an argument (`Tuning`): the compiler keeps what it made on disk and does not
see that another module has changed.

Words of the pair at hand stand in ``num[side, word]`` (word number, key number, kind, length; both numbers `JOINED` for
a word that was joined), ``let[side, word]`` (letters; row `SPARE` is for trying) and ``rar[side, word]`` (rarity in bits).
"""

from __future__ import annotations

from math import inf
from typing import Any

import numba
import numpy as np

from repatria.names.comparing import levels
from repatria.names.comparing.births import BirthLevel
from repatria.names.comparing.levels import AGREEING, Level
from repatria.names.comparing.plain import EXACT_WORDS, LEAST_JOINED
from repatria.names.comparing.reasons import LEVEL_BITS, MOST_REASONS, WORD_BITS, WORDS_SHIFT
from repatria.names.comparing.words import MOST_CLASSES, MOST_LETTERS, MOST_WORDS, Kind

KEY, KIND, LENGTH, FATHER, SURNAME, FIRST, SIGNS, PARTNERS, GIVEN = range(9)
LETTERS = GIVEN + MOST_CLASSES
COLUMNS = LETTERS + MOST_LETTERS
"""What is known of a word, by column: numbers of its classes (-1 for none), a bit for each of its letters (the last five
bits of the letter's code) and for each letter that one of them is confused with, and from `LETTERS` on the letters of its key."""

SPARE = MOST_WORDS
JOINED = -2
ASCII = 128
GAPS = 3
"""Row of the room for distances, after the three last rows of a table, that says what each letter counts left out."""

_WORD, _GIVEN, _PATRONYMIC, _INITIAL, _LIGHT = (int(kind) for kind in Kind)
_AGREEING = int(AGREEING)

BASE, RAREST, TURNED = range(len(Level), len(Level) + 3)
"""Where the weights stand that belong to no level, after those of the levels."""


@numba.njit(cache=True, nogil=True, error_model="numpy")
def compare_chunk(
    facts: Any,
    rarity: Any,
    words: Any,
    spelling_ends: Any,
    cell_ends: Any,
    weights: Any,
    chances: Any,
    limits: Any,
    changes: Any,
    gaps: Any,
    hard: int,
    bits: Any,
    codes: Any,
) -> None:
    """Weighs the names of every pair of a chunk.

    Args:
        facts: What is known of each distinct word, one row a word, by the columns above.
        rarity: Rarity of each distinct word in bits.
        words: Word numbers, spelling after spelling.
        spelling_ends: Where each spelling ends in ``words``, after a first 0.
        cell_ends: Where each cell ends in ``spelling_ends``, after a first 0; cells 2n and 2n + 1 are pair n.
        weights: Bits of each `Level`, then those of `BASE`, `RAREST`, `TURNED`.
        chances: What the best of so many pairs of spellings is corrected by, in bits.
        limits: Most thousandths of a letter that differ for close, near and far, and for near patronymics.
        changes: What one ASCII letter in place of another counts, in quarters of a letter.
        gaps: What an ASCII letter more or less counts.
        hard: Letters, a bit for each, that never count less than a whole one when they are left out.
        bits: Is filled with a weight for each pair, 0 where there is nothing to compare.
        codes: Is filled with the code of the reasons of each pair, dates of birth not counted in.
    """
    num = np.empty((2, MOST_WORDS, 4), np.int64)
    let = np.empty((2, MOST_WORDS + 1, MOST_LETTERS), np.int64)
    rar = np.empty((2, MOST_WORDS), np.float64)
    gains = np.empty((MOST_WORDS, MOST_WORDS), np.float64)
    agree = np.empty((MOST_WORDS, MOST_WORDS), np.int64)
    chosen, sizes = np.empty(MOST_WORDS, np.int64), np.empty(2, np.int64)
    best, last = np.empty(1 << EXACT_WORDS, np.float64), np.empty(1 << EXACT_WORDS, np.int64)
    rows = np.empty((GAPS + 1, MOST_LETTERS + 1), np.int64)
    for n in range(len(bits)):
        first, middle, end = cell_ends[2 * n], cell_ends[2 * n + 1], cell_ends[2 * n + 2]
        most, code = -inf, 0
        for pair in range((middle - first) * (end - middle)):
            x, y = first + pair // (end - middle), middle + pair % (end - middle)
            for side in range(2):
                at = x if side == 0 else y
                sizes[side] = _load(facts, rarity, words, spelling_ends[at], spelling_ends[at + 1], side, num, let, rar)
            for side in range(2):
                sizes[side] = _join(side, sizes[side], sizes[1 - side], num, let, rar, changes, gaps, rows)
            short = 1 if sizes[0] > sizes[1] else 0
            size, count = sizes[short], sizes[1 - short]
            _level_all(facts, short, size, count, num, let, weights, agree, gains, limits, changes, gaps, hard, rows)
            if count <= EXACT_WORDS:
                _exact(gains, size, count, chosen, best, last)
            else:
                _greedy(gains, size, count, chosen)
            found, found_code = _weigh(facts, short, size, count, num, rar, weights, agree, chosen)
            if found > most:
                most, code = found, found_code
        bits[n] = most + chances[(middle - first) * (end - middle)] if code else 0.0
        codes[n] = code


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _load(facts: Any, rarity: Any, words: Any, start: int, end: int, side: int, num: Any, let: Any, rar: Any) -> int:
    """Puts the words of one spelling on a side; returns how many there are."""
    size = min(end - start, MOST_WORDS)
    for i in range(size):
        word = words[start + i]
        num[side, i, 0] = word
        num[side, i, 1] = facts[word, KEY]
        num[side, i, 2] = facts[word, KIND]
        num[side, i, 3] = facts[word, LENGTH]
        rar[side, i] = rarity[word]
        for k in range(facts[word, LENGTH]):
            let[side, i, k] = facts[word, LETTERS + k]
    return size


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _join(
    side: int, size: int, other_size: int, num: Any, let: Any, rar: Any, changes: Any, gaps: Any, rows: Any
) -> int:
    """Joins neighbouring words that the other side writes as one; returns how many words are left."""
    at: Any = np.int64(0)  # a plain 0 would be compiled apart
    kept: Any = np.int64(0)
    while at < size:
        length = _whole(side, at, other_size, num, let, changes, gaps, rows) if at + 1 < size else -1
        start = SPARE if length >= 0 else at
        rar[side, kept] = max(rar[side, at], rar[side, at + 1]) if length >= 0 else rar[side, at]
        num[side, kept, 0] = JOINED if length >= 0 else num[side, at, 0]
        num[side, kept, 1] = JOINED if length >= 0 else num[side, at, 1]
        num[side, kept, 2] = _WORD if length >= 0 else num[side, at, 2]
        num[side, kept, 3] = length if length >= 0 else num[side, at, 3]
        for k in range(num[side, kept, 3]):
            let[side, kept, k] = let[side, start, k]
        at += 2 if length >= 0 else 1
        kept += 1
    return int(kept)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _whole(side: int, at: int, other_size: int, num: Any, let: Any, changes: Any, gaps: Any, rows: Any) -> int:
    """Puts two words as one into the spare row and returns its length where the other side spells them so, else -1."""
    spare: Any = np.int64(SPARE)
    first = num[side, at, 3]
    length: int = min(first + num[side, at + 1, 3], MOST_LETTERS)
    for j in range(other_size):
        long = num[1 - side, j, 3]
        if long < LEAST_JOINED or abs(length - long) > 1 or let[side, at, 0] != let[1 - side, j, 0]:
            continue
        if _same_key(side, at, j, num, let) or _same_key(side, at + 1, j, num, let):
            continue
        for k in range(length):
            let[side, SPARE, k] = let[side, at, k] if k < first else let[side, at + 1, k - first]
        if _distance(side, spare, length, j, long, levels.HALF, let, changes, gaps, rows) <= levels.HALF:
            return length
    return -1


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _same_key(side: int, i: int, j: int, num: Any, let: Any) -> bool:
    if num[side, i, 1] != JOINED and num[1 - side, j, 1] != JOINED:
        return bool(num[side, i, 1] == num[1 - side, j, 1])
    if num[side, i, 3] != num[1 - side, j, 3]:
        return False
    for k in range(num[side, i, 3]):
        if let[side, i, k] != let[1 - side, j, k]:
            return False
    return True


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _level_all(
    facts: Any,
    side: int,
    size: int,
    count: int,
    num: Any,
    let: Any,
    weights: Any,
    agree: Any,
    gains: Any,
    limits: Any,
    changes: Any,
    gaps: Any,
    hard: int,
    rows: Any,
) -> None:
    """Fills in the level of every two words, and what it weighs more than the second word left over."""
    for i in range(size):
        for j in range(count):
            agree[i, j] = _level(facts, side, i, j, num, let, limits, changes, gaps, hard, rows)
            gains[i, j] = weights[agree[i, j]] - weights[_left_over(num[1 - side, j, 2])]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _left_over(kind: int) -> int:
    if kind == _PATRONYMIC:
        return Level.LEFT_PATRONYMIC.value
    if kind == _INITIAL:
        return Level.LEFT_INITIAL.value
    return Level.LEFT_LIGHT.value if kind == _LIGHT else Level.LEFT_WORD.value


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _weigh(
    facts: Any, side: int, size: int, count: int, num: Any, rar: Any, weights: Any, agree: Any, chosen: Any
) -> tuple[float, int]:
    """Returns the weight of two aligned names, and the code of its reasons."""
    total, rarest, code, used = weights[BASE], 0.0, 0, 0
    for i in range(size):
        j, level = chosen[i], agree[i, chosen[i]]
        used |= 1 << j
        total += weights[level]
        if level <= _AGREEING:
            shared = min(rar[side, i], rar[1 - side, j])
            rarest = max(rarest, shared * 0.5 if level == _AGREEING else shared)
        if i < MOST_REASONS:
            code |= _item(num[side, i, 2], num[1 - side, j, 2], level) << (WORDS_SHIFT + WORD_BITS * i)
    place = size
    for j in range(count):
        if not used >> j & 1:
            kind = num[1 - side, j, 2]
            total += weights[_left_over(kind)]
            if place < MOST_REASONS:
                code |= _item(kind, kind, _left_over(kind)) << (WORDS_SHIFT + WORD_BITS * place)
            place += 1
    total = total + weights[RAREST] * rarest
    if _crossed(facts, side, size, count, num, agree, chosen):
        total = total + weights[Level.OTHER.value]
    if _turned(side, size, num, agree, chosen):
        return total + weights[TURNED], code | 8
    return total, code


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _item(a: int, b: int, level: int) -> int:
    part = 1
    if _LIGHT in (a, b):
        part = 3
    elif _PATRONYMIC in (a, b):
        part = 2
    elif _GIVEN in (a, b):
        part = 0
    return (part << LEVEL_BITS | level) + 1


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _turned(side: int, size: int, num: Any, agree: Any, chosen: Any) -> bool:
    for i in range(size):
        for k in range(i + 1, size):
            x, y = chosen[i], chosen[k]
            alike = num[side, i, 2] == num[side, k, 2] and num[1 - side, x, 2] == num[1 - side, y, 2]
            if x > y and alike and agree[i, x] <= _AGREEING and agree[k, y] <= _AGREEING:
                return True
    return False


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _crossed(facts: Any, side: int, size: int, count: int, num: Any, agree: Any, chosen: Any) -> bool:
    at_a, at_b = _own_name(facts, side, size, num), _own_name(facts, 1 - side, count, num)
    if at_a < 0 or at_b < 0 or agree[at_a, at_b] <= _AGREEING:
        return False
    for i in range(size):
        j = chosen[i]
        if agree[i, j] <= _AGREEING and ((i == at_a and j > at_b + 1) or (j == at_b and i > at_a + 1)):
            return True
    return False


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _own_name(facts: Any, side: int, size: int, num: Any) -> int:
    """Returns the place of the word before the first "son of", -1 where there is none."""
    for n in range(1, size):
        word = num[side, n, 0]
        if num[side, n, 2] == _LIGHT and word >= 0 and facts[word, FATHER] >= 0:
            return n - 1
    return -1


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _level(
    facts: Any,
    side: int,
    i: int,
    j: int,
    num: Any,
    let: Any,
    limits: Any,
    changes: Any,
    gaps: Any,
    hard: int,
    rows: Any,
) -> int:
    x, y = num[side, i, 0], num[1 - side, j, 0]
    kinds = num[side, i, 2], num[1 - side, j, 2]
    joined = JOINED in (x, y)
    if joined:
        if _spells(side, i, j, num, let, changes, gaps, rows):
            return Level.JOINED.value
    elif num[side, i, 1] == num[1 - side, j, 1]:
        return Level.SAME.value if x == y else Level.SPELT.value
    elif _shares_class(facts, x, y) or (facts[x, FATHER] >= 0 and facts[x, FATHER] == facts[y, FATHER]):
        return Level.FORM.value
    elif facts[x, SURNAME] >= 0 and facts[x, SURNAME] == facts[y, SURNAME] and kinds != (_GIVEN, _GIVEN):
        return Level.VARIANT.value
    if _INITIAL in kinds and _LIGHT not in kinds:
        same = let[side, i, 0] == let[1 - side, j, 0] or (not joined and facts[x, FIRST] == facts[y, FIRST])
        return Level.INITIAL.value if same else Level.OTHER.value
    if not joined and (_is_father(facts, x, y) or _is_father(facts, y, x)):
        return Level.FATHER.value
    return _by_letters(facts, side, i, j, num, let, limits, changes, gaps, hard, rows)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _spells(side: int, i: int, j: int, num: Any, let: Any, changes: Any, gaps: Any, rows: Any) -> bool:
    long_a, long_b = num[side, i, 3], num[1 - side, j, 3]
    if let[side, i, 0] != let[1 - side, j, 0] or abs(long_a - long_b) > 1:
        return False
    return _distance(side, i, long_a, j, long_b, levels.HALF, let, changes, gaps, rows) <= levels.HALF


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _shares_class(facts: Any, x: int, y: int) -> bool:
    if facts[x, GIVEN] < 0 or facts[y, GIVEN] < 0:
        return False
    for k in range(GIVEN, GIVEN + MOST_CLASSES):
        if facts[x, k] < 0:
            return False
        for m in range(GIVEN, GIVEN + MOST_CLASSES):
            if facts[y, m] < 0:
                break
            if facts[x, k] == facts[y, m]:
                return True
    return False


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _is_father(facts: Any, x: int, y: int) -> bool:
    if facts[x, FATHER] < 0:
        return False
    for k in range(GIVEN, GIVEN + MOST_CLASSES):
        if facts[y, k] == facts[x, FATHER]:
            return True
    return False


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _by_letters(
    facts: Any,
    side: int,
    i: int,
    j: int,
    num: Any,
    let: Any,
    limits: Any,
    changes: Any,
    gaps: Any,
    hard: int,
    rows: Any,
) -> int:
    long_a, long_b = num[side, i, 3], num[1 - side, j, 3]
    short, long = min(long_a, long_b), max(long_a, long_b)
    kinds = num[side, i, 2], num[1 - side, j, 2]
    most = (limits[2] + 1) * levels.WHOLE * long // 1000 + 1
    x, y = num[side, i, 0], num[1 - side, j, 0]
    permille = limits[2] + 1
    if x < 0 or y < 0 or _least(facts[x, SIGNS], facts[y, SIGNS], facts[x, PARTNERS], facts[y, PARTNERS], hard) <= most:
        permille = 1000 * _distance(side, i, long_a, j, long_b, most, let, changes, gaps, rows) // (levels.WHOLE * long)
    if permille <= limits[1] and kinds[0] == _GIVEN and kinds[1] == _GIVEN:
        return Level.ALIKE.value
    if permille <= limits[0]:
        return Level.CLOSE.value
    if _LIGHT in kinds:
        return Level.LIGHT.value
    if kinds[0] == _PATRONYMIC and kinds[1] == _PATRONYMIC:
        return Level.NEAR.value if permille <= limits[3] else Level.OTHER_PATRONYMIC.value
    if permille <= limits[1]:
        return Level.NEAR.value
    at = 0
    while at < short and let[side, i, at] == let[1 - side, j, at]:
        at += 1
    if at == short and short >= levels.SHORTEST_PREFIX:
        return Level.SHORTENED.value
    if permille <= limits[2]:
        return Level.FAR.value
    return Level.OTHER_PART.value if _PATRONYMIC in kinds else Level.OTHER.value


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _distance(
    side: int, i: int, long_a: int, j: int, long_b: int, most: int, let: Any, changes: Any, gaps: Any, rows: Any
) -> int:
    """Returns the distance of word ``i`` of a side and word ``j`` of the other, in quarters of a letter.

    What is more than ``most`` may come out as anything more than that.
    """
    if levels.HALF * abs(long_a - long_b) > most:
        return most + 1
    now, least = 0, 0
    rows[0, 0] = 0
    for m in range(long_b):
        rows[GAPS, m] = _gap(gaps, let[1 - side, j, m])
        rows[0, m + 1] = rows[0, m] + rows[GAPS, m]
    for k in range(long_a):
        before, last, least_before = now, (now + 2) % 3, least
        now = (now + 1) % 3
        x, gap = let[side, i, k], _gap(gaps, let[side, i, k])
        found = rows[before, 0] + gap
        rows[now, 0] = found
        least = found
        for m in range(long_b):
            y = let[1 - side, j, m]
            found = min(rows[before, m] + _change(changes, x, y), rows[before, m + 1] + gap, found + rows[GAPS, m])
            if k and m and x == let[1 - side, j, m - 1] and let[side, i, k - 1] == y:
                found = min(found, rows[last, m - 1] + levels.WHOLE)
            rows[now, m + 1] = found
            least = min(least, found)
        if least > most and least_before + levels.WHOLE > most:  # a turned pair of letters reaches back over one row
            return most + 1
    return int(rows[now, long_b])


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _least(a: int, b: int, partners_a: int, partners_b: int, hard: int) -> int:
    """Returns what two keys differ by at least, by their letters as bits.

    A letter that only one of them has is left out, or another put for it: half a letter, or a whole one where it is hard
    and the other key has no letter that it is confused with.
    """
    only_a, only_b = a & ~b, b & ~a
    count_a = _bits(only_a) + _bits(only_a & hard & ~partners_b)
    return levels.HALF * max(count_a, _bits(only_b) + _bits(only_b & hard & ~partners_a))


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _bits(of: int) -> int:
    """Returns how many of 32 bits are set."""
    of &= 0xFFFFFFFF
    of -= of >> 1 & 0x55555555
    of = (of & 0x33333333) + (of >> 2 & 0x33333333)
    return ((of + (of >> 4) & 0x0F0F0F0F) * 0x01010101 & 0xFFFFFFFF) >> 24


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _gap(gaps: Any, letter: int) -> int:
    return int(gaps[letter]) if letter < ASCII else levels.WHOLE


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _change(changes: Any, x: int, y: int) -> int:
    if x == y:
        return 0
    return int(changes[x, y]) if x < ASCII and y < ASCII else levels.WHOLE


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _exact(gains: Any, size: int, count: int, chosen: Any, best: Any, last: Any) -> None:
    for taken in range(1 << count):
        best[taken] = -inf
    best[0], final = 0.0, -1
    for taken in range(1 << count):
        i, rest = 0, taken
        while rest:
            rest &= rest - 1
            i += 1
        if i == size and (final < 0 or best[taken] > best[final]):
            final = taken
        for j in range(count if i < size else 0):
            more = taken | 1 << j
            if more != taken and best[taken] + gains[i, j] > best[more]:
                best[more], last[more] = best[taken] + gains[i, j], j
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


@numba.njit(cache=True, nogil=True, error_model="numpy")
def date_levels(dates: Any, ends: Any, found: Any) -> None:
    """Fills in the best level of any date of one side with any of the other, for every pair of a chunk.

    Args:
        dates: One row a date: full, first and last day it may be, their years, its own year, month and day.
        ends: Where each cell's dates end in ``dates``, after a first 0; cells 2n and 2n + 1 are pair n.
        found: Is filled with a `BirthLevel` for each pair.
    """
    for n in range(len(found)):
        found[n] = BirthLevel.NONE.value
        for x in range(ends[2 * n], ends[2 * n + 1]):
            for y in range(ends[2 * n + 1], ends[2 * n + 2]):
                found[n] = min(found[n], _of_dates(dates, x, y))


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _of_dates(dates: Any, x: int, y: int) -> int:
    if dates[x, 0] and dates[y, 0]:
        same_day = dates[x, 6] == dates[y, 6] and dates[x, 7] == dates[y, 7]
        apart = abs(dates[x, 5] - dates[y, 5])
        if same_day:
            return BirthLevel.SAME.value if apart == 0 else BirthLevel.ANOTHER_YEAR.value
        if apart == 0:
            swapped = dates[x, 6] == dates[y, 7] and dates[x, 7] == dates[y, 6]
            return BirthLevel.SWAPPED.value if swapped else BirthLevel.SAME_YEAR.value
        return BirthLevel.YEAR_BESIDE.value if apart == 1 else BirthLevel.OTHER.value
    if dates[x, 1] <= dates[y, 2] and dates[y, 1] <= dates[x, 2]:
        return BirthLevel.COMPATIBLE.value
    if dates[x, 3] - 1 <= dates[y, 4] and dates[y, 3] - 1 <= dates[x, 4]:
        same_year = dates[x, 3] <= dates[y, 4] and dates[y, 3] <= dates[x, 4]
        return BirthLevel.SAME_YEAR.value if same_year else BirthLevel.YEAR_BESIDE.value
    return BirthLevel.OTHER.value
