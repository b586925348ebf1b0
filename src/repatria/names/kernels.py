"""Words folded, compiled: the fast twin of `fold.fold_once` for many words in plain Cyrillic or plain Latin letters.

Invariant: the same key as the twin, or none at all: what follows a habit of its own (Polish cz, German tsch, an x) and
whatever is not plain letters is handed back. Rules that are data come in as arguments; each step here has its line there.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

NEW_LINE = 10
MOST_LETTERS = 64
SOFTENED, BEFORE_ENDING, HISSING, LOOSE = 1, 2, 4, 8
"""Marks of letters: io after it is e; an ending -ei, -oi after it is -i; zh, ts, ch, sh; e, i, o."""

HANDED_BACK = -1
ODD = 255


@numba.njit(cache=True, nogil=True, error_model="numpy")
def fold_lines(
    text: Any, cyrillic: Any, as_latin: Any, groups: Any, c_groups: int, one: Any, marks: Any, keys: Any, ends: Any
) -> None:
    """Folds every line of a text.

    Args:
        text: UTF-8, a word a line.
        cyrillic: uint8 [256, 3]: how many letters each of U+0400 to U+04FF folds to (`ODD`: no table knows it), and which.
        as_latin: Replacements for what Latin cannot tell apart, uint8 [n, 9]: length, letters, length, letters.
        groups: Replacements of groups of Latin letters, likewise, in their order.
        c_groups: How many of them come before those with a c.
        one: uint8 [256]: what single Latin letters fold to.
        marks: uint8 [128]: marks of letters.
        keys: Is filled with a key a line; as long as the text.
        ends: Is filled with the end of each line's key in ``keys``, after a first 0; the negative one for a word that is
            handed back, whose key is empty.
    """
    buf = np.empty(2 * MOST_LETTERS + 2, np.uint8)
    at, line, place = 0, 0, 0
    size = len(text)
    while line + 1 < len(ends):
        end = at
        while end < size and text[end] != NEW_LINE:
            end += 1
        n = _fold_one(text, at, end, cyrillic, as_latin, groups, c_groups, one, marks, buf)
        for k in range(n):
            keys[place + k] = buf[k]
        place += max(n, 0)
        line += 1
        ends[line] = place if n >= 0 else -place - 1
        at = end + 1


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _fold_one(
    text: Any,
    at: int,
    end: int,
    cyrillic: Any,
    as_latin: Any,
    groups: Any,
    c_groups: int,
    one: Any,
    marks: Any,
    buf: Any,
) -> int:
    """Puts the key of one word into the buffer; returns its length, or `HANDED_BACK`."""
    if end == at or end - at > MOST_LETTERS:
        return 0 if end == at else HANDED_BACK
    if text[at] < 128:
        n = _of_latin(text, at, end, groups, c_groups, one, buf)
    else:
        n = _of_cyrillic(text, at, end, cyrillic, buf)
        for rule in range(len(as_latin)):
            n = _replace(buf, n, as_latin[rule])
    if n <= 0:
        return n
    n = _same_sounds(buf, n, marks)
    return _with_ending(buf, n, marks)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _of_cyrillic(text: Any, at: int, end: int, cyrillic: Any, buf: Any) -> int:
    n = 0
    while at < end:
        lead = text[at]
        if lead < 0xD0 or lead > 0xD3:
            return HANDED_BACK
        code = (lead - 0xD0) * 64 + (text[at + 1] & 63)
        at += 2
        if (code == 0x4C or code == 0x2C) and at < end and text[at] == 0xD0:  # ь
            after = text[at + 1]
            if after == 0xBE or after == 0x9E:  # о: ьо is е
                code, at = 0x35, at + 2
        count = cyrillic[code, 0]
        if count == ODD:
            return HANDED_BACK
        for k in range(count):
            buf[n] = cyrillic[code, 1 + k]
            n += 1
    return n


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _of_latin(text: Any, at: int, end: int, groups: Any, c_groups: int, one: Any, buf: Any) -> int:
    n = 0
    has_v, has_w, has_c, before = False, False, False, 0
    for k in range(at, end):
        letter = text[k] | 32
        if letter < 97 or letter > 122 or text[k] < 65 or letter == 120:  # x
            return HANDED_BACK
        if (before == 99 and letter == 122) or (before == 115 and letter == 122):  # cz, sz
            return HANDED_BACK
        if letter == 104 and before == 99 and n > 1:
            if buf[n - 2] == 116 or (n > 2 and buf[n - 2] == 115 and buf[n - 3] == 116):  # tch, tsch
                return HANDED_BACK
        has_v |= letter == 118
        has_w |= letter == 119
        has_c |= letter == 99
        before = letter
        buf[n] = letter
        n += 1
    if n > 2 and buf[n - 1] == 102 and buf[n - 2] == 102 and (buf[n - 3] == 111 or buf[n - 3] == 101):  # off, eff
        n -= 1
        buf[n - 1] = 118
        has_v = True
    if has_w and has_c and not has_v:
        return HANDED_BACK
    for rule in range(c_groups):
        n = _replace(buf, n, groups[rule])
    if has_c:
        if n > 2 and buf[n - 1] == 99 and buf[n - 2] == 105 and buf[n - 3] == 118:  # vic
            buf[n - 1] = 81
        n = _ending_c(buf, n)
    for rule in range(c_groups, len(groups)):
        n = _replace(buf, n, groups[rule])
    for k in range(n):
        buf[k] = one[buf[k]]
    return n


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _ending_c(buf: Any, n: int) -> int:
    """Puts ts for (t)c before -ki, -ka, -kaja at the end and before v and w, and for c after e at the end."""
    at, to, before = 0, 0, 0
    while at < n:
        letter = buf[at]
        taken = 2 if letter == 116 and at + 1 < n and buf[at + 1] == 99 else 1
        if (taken == 2 or letter == 99) and _is_before_ts(buf, at + taken, n):
            letter = 67
        elif letter == 99 and before == 101 and at + 1 == n:
            letter, taken = 67, 1
        else:
            taken = 1
        before = buf[at + taken - 1]
        buf[to] = letter
        to += 1
        at += taken
    return to


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _is_before_ts(buf: Any, at: int, n: int) -> bool:
    """Whether k(i|y)(i|j)?, ka, ka(j|y|i), ka(j|y|i)a to the end stand here, or v or w."""
    if at >= n:
        return False
    if buf[at] == 118 or buf[at] == 119:
        return True
    left = n - at
    if buf[at] != 107 or left < 2 or left > 4:
        return False
    first = buf[at + 1]
    if first == 105 or first == 121:
        return left == 2 or (left == 3 and (buf[at + 2] == 105 or buf[at + 2] == 106))
    if first != 97:
        return False
    if left == 2:
        return True
    middle = buf[at + 2]
    return (middle == 106 or middle == 121 or middle == 105) and (left == 3 or buf[at + 3] == 97)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _replace(buf: Any, n: int, rule: Any) -> int:
    """Puts one group of letters for another that is no longer, from left to right; returns the new length."""
    size, first = rule[0], rule[1]
    at = 0
    while at < n and buf[at] != first:
        at += 1
    if at + size > n:
        return n
    to = at
    while at < n:
        found = buf[at] == first and at + size <= n
        k = 1
        while found and k < size:
            found = buf[at + k] == rule[1 + k]
            k += 1
        if found:
            start = 1 + size
            for k in range(rule[start]):
                buf[to] = rule[start + 1 + k]
                to += 1
            at += size
        else:
            buf[to] = buf[at]
            to += 1
            at += 1
    return to


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _pair(buf: Any, n: int, a: int, b: int, new: int) -> int:
    """Puts one letter for two."""
    at = 0
    while at + 1 < n and not (buf[at] == a and buf[at + 1] == b):
        at += 1
    if at + 1 >= n:
        return n
    to = at
    while at < n:
        if buf[at] == a and at + 1 < n and buf[at + 1] == b:
            buf[to] = new
            at += 2
        else:
            buf[to] = buf[at]
            at += 1
        to += 1
    return to


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _same_sounds(buf: Any, n: int, marks: Any) -> int:
    has_i, hisses = False, False
    for k in range(n):
        has_i |= buf[k] == 105
        hisses |= marks[buf[k]] & HISSING != 0
    if has_i:
        n = _pair(buf, n, 105, 105, 105)
        n = _pair(buf, n, 105, 101, 101)
        n = _pair(buf, n, 105, 117, 117)
        n = _soft_o(buf, n, marks)
    if hisses:
        n = _pair(buf, n, 116, 81, 81)  # tQ
        n = _pair(buf, n, 115, 81, 87)  # sQ
        n = _pair(buf, n, 87, 81, 87)  # WQ
        n = _hissed(buf, n, marks)
    to = 1
    for k in range(1, n):
        if buf[k] != buf[to - 1]:
            buf[to] = buf[k]
            to += 1
    return min(to, n)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _soft_o(buf: Any, n: int, marks: Any) -> int:
    at, to, before = 0, 0, 0
    while at < n:
        letter, taken = buf[at], 1
        if letter == 105 and at + 1 < n and buf[at + 1] == 111 and marks[before] & SOFTENED:
            letter, taken = 101, 2
        before = buf[at + taken - 1]
        buf[to] = letter
        to += 1
        at += taken
    return to


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _hissed(buf: Any, n: int, marks: Any) -> int:
    at, to, before = 0, 0, 0
    while at < n:
        letter, taken, kept = buf[at], 1, 1
        if marks[before] & HISSING:
            after = buf[at + 1] if at + 1 < n else 0
            if letter == 105 and (after == 97 or after == 117):
                kept = 0
            elif letter == 105 and after == 111 and at + 2 < n:
                letter, taken = 101, 2
            elif letter == 111 and at + 1 < n:
                letter = 101
        before = buf[at + taken - 1]
        if kept:
            buf[to] = letter
            to += 1
        at += taken
    return to


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _with_ending(buf: Any, n: int, marks: Any) -> int:
    if n < 3:
        return n
    x, y, z = buf[n - 3], buf[n - 2], buf[n - 1]
    if z == 105 and (y == 101 or y == 111) and marks[x] & BEFORE_ENDING:  # ei, oi
        buf[n - 2] = 105
        return n - 1
    if x == 97 and y == 105 and z == 97:  # aia
        return n - 2 if n > 5 else n
    if x == 122 and y == 107 and (z == 105 or z == 97):  # zki, zka
        buf[n - 3] = 67
        return n
    if x == 118 and ((y == 105 and z == 81) or (y == 110 and z == 97)):  # viQ, vna
        to = n - 3
        if to > 0 and marks[buf[to - 1]] & LOOSE:
            while to > 0 and marks[buf[to - 1]] & LOOSE:
                to -= 1
            buf[to], buf[to + 1], buf[to + 2], buf[to + 3] = 111, 118, y, z
            return to + 4
    return n


@numba.njit(cache=True, nogil=True, error_model="numpy")
def small_letters(text: Any, cyrillic: Any, small: Any) -> None:
    """Puts a text in small letters, those in ASCII and from U+0400 to U+04FF; others stay as they are.

    Args:
        text: UTF-8.
        cyrillic: int64 [256]: the small letter of each of U+0400 to U+04FF, as its place in these.
        small: Is filled; as long as the text.
    """
    for at in range(len(text)):
        letter = text[at]
        small[at] = letter + 32 if 65 <= letter <= 90 else letter
        if 0xD0 <= letter <= 0xD3 and at + 1 < len(text):
            small[at] = 0xD0 + cyrillic[(letter - 0xD0) * 64 + (text[at + 1] & 63)] // 64
        elif letter >= 0x80 and letter < 0xC0 and at and 0xD0 <= text[at - 1] <= 0xD3:
            small[at] = 0x80 + cyrillic[(text[at - 1] - 0xD0) * 64 + (letter & 63)] % 64


@numba.njit(cache=True, nogil=True, error_model="numpy")
def divide(text: Any, divided: Any, counts: Any) -> None:
    """Puts each part of words with hyphens in a line of its own, where a word is of plain letters of one script.

    Args:
        text: UTF-8, a word a line.
        divided: Is filled; as long as the text.
        counts: Is filled with how many lines each line has become.
    """
    at, size = 0, len(text)
    for line in range(len(counts)):
        end, hyphens, latin, cyrillic, others = at, 0, False, False, False
        while end < size and text[end] != NEW_LINE:
            letter = text[end]
            if letter < 128:
                is_hyphen = letter == 45
                hyphens += is_hyphen
                latin |= not is_hyphen
                others |= not is_hyphen and not 97 <= letter | 32 <= 122
            elif letter >= 0xC0:
                cyrillic = True
                second = text[end + 1]
                others |= letter < 0xD0 or letter > 0xD3 or (letter == 0xD2 and 0x82 <= second <= 0x89)
            end += 1
        counts[line] = 1
        apart = hyphens > 0 and not others and not (latin and cyrillic)
        for k in range(at, min(end + 1, size)):
            divided[k] = text[k]
            if apart and text[k] == 45:
                divided[k] = NEW_LINE
                counts[line] += 1
        at = end + 1


@numba.njit(cache=True, nogil=True, error_model="numpy")
def surname_stems(keys: Any, cells: Any, beginnings: Any, out: Any, stems: Any, changed: Any) -> None:
    """Puts the stem of each of some folded surnames, as `classes.surname_stem` has it, and the stem with its beginning changed.

    Args:
        keys: Keys in ASCII.
        cells: Where each begins and ends in them.
        beginnings: Beginnings of stems and what stands for them, uint8 as other replacements; the first one that fits counts.
        out: Is filled with stems; twice as long as the keys, and 16 letters for each more.
        stems: Is filled with where each stem begins and ends in it.
        changed: Is filled likewise with the stems whose beginnings are changed; the same places where none fits.
    """
    place = 0
    for cell in range(len(cells)):
        at, end = cells[cell, 0], cells[cell, 1]
        for k in range(at, end):
            out[place + k - at] = keys[k]
        n = _stem(out, place, end - at)
        stems[cell, 0], stems[cell, 1] = place, place + n
        changed[cell, 0], changed[cell, 1] = place, place + n
        for rule in range(len(beginnings)):
            size, k = beginnings[rule, 0], 0
            while k < size and k < n and out[place + k] == beginnings[rule, 1 + k]:
                k += 1
            if k == size:
                start, to = 1 + size, place + n
                for m in range(beginnings[rule, start]):
                    out[to] = beginnings[rule, start + 1 + m]
                    to += 1
                for m in range(place + size, place + n):
                    out[to] = out[m]
                    to += 1
                changed[cell, 0], changed[cell, 1] = place + n, to
                break
        place = changed[cell, 1]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _is_vowel(letter: int) -> bool:
    return letter == 97 or letter == 101 or letter == 105 or letter == 111 or letter == 117


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _stem(out: Any, at: int, n: int) -> int:
    """Makes a stem of the key of so many letters at a place; returns how many it has."""
    if n < 4:
        return n
    last, y, x = out[at + n - 1], out[at + n - 2], out[at + n - 3]
    if _is_vowel(last):
        if n > 5 and x == 111 and ((last == 111 and y == 103) or (last == 117 and y == 109)):  # ogo, omu
            n -= 3
        elif y == 105 or not _is_vowel(y):
            whole = n
            n -= 1
            while whole > 4 and n > 0 and out[at + n - 1] == 105:
                n -= 1
    if n > 2 and out[at + n - 2] == 115 and out[at + n - 1] == 107:  # sk
        if out[at + n - 3] != 118:
            return n
        n = _one_v(out, at, n - 2)
        out[at + n], out[at + n + 1] = 115, 107
        return n + 2
    if (
        n > 1 and out[at + n - 1] == 118 and (out[at + n - 2] == 101 or out[at + n - 2] == 105) and last != 105
    ):  # ev, iv
        return _one_v(out, at, n)
    return n


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _one_v(out: Any, at: int, n: int) -> int:
    """Puts ov for a soft vowel and v at the end."""
    before = out[at + n - 2]
    if n <= 4 or not (before == 101 or before == 105 or before == 111):
        return n
    n -= 1
    while n > 0 and (out[at + n - 1] == 101 or out[at + n - 1] == 105 or out[at + n - 1] == 111):
        n -= 1
    out[at + n], out[at + n + 1] = 111, 118
    return n + 2
