"""Cells of UTF-8 text taken apart and their pieces numbered, compiled.

Invariant: pieces stand between what `str.split` takes for white space; equal bytes have equal numbers, counted from 0 in the
order in which they are first met.

A table has ``slots``, at the hash of a piece or after it: the hash and the piece's number and one in one number (0: none),
and in the next where the piece begins in ``kept`` and how long it is; side by side, so that a piece costs two lines of cache.
``kept`` holds the pieces themselves, each with a line end after it, ``begins`` where each of them begins, ``hashes`` the
hashes. ``filled`` says how many pieces are known, and how many bytes are kept.
"""

from __future__ import annotations

from typing import Any

import numba

SEPARATOR, COMMA, LINE_END = 124, 44, 10
BASIS, PRIME = 2166136261 >> 1, 16777619  # FNV-1a, of 31 bits, so that a number of 64 holds it and another
LOW = (1 << 31) - 1


@numba.njit(cache=True, nogil=True, error_model="numpy")
def white_space(text: Any, at: int, end: int) -> int:
    """Returns how many bytes the white space at a place has, 0 where there is none."""
    first = text[at]
    if first < 128:
        return int(first == 32 or 9 <= first <= 13 or 28 <= first <= 31)
    if first < 0xE1:
        return 2 if first == 0xC2 and at + 1 < end and (text[at + 1] == 0x85 or text[at + 1] == 0xA0) else 0
    if first > 0xE3 or at + 2 >= end:
        return 0
    second, third = text[at + 1], text[at + 2]
    if first == 0xE1:
        return 3 if second == 0x9A and third == 0x80 else 0
    if first == 0xE3:
        return 3 if second == 0x80 and third == 0x80 else 0
    if second == 0x80 and (third <= 0x8A or third == 0xA8 or third == 0xA9 or third == 0xAF):
        return 3
    return 3 if second == 0x81 and third == 0x9F else 0


@numba.njit(cache=True, nogil=True, error_model="numpy")
def number(text: Any, at: int, end: int, slots: Any, begins: Any, hashes: Any, kept: Any, filled: Any) -> int:
    """Returns the number of a piece, the next one where it is new."""
    found, size = BASIS, end - at
    for k in range(at, end):
        found = ((found ^ text[k]) * PRIME) & LOW
    found ^= found >> 15
    mask = len(slots) // 2 - 1
    slot = found & mask
    while slots[2 * slot]:
        if slots[2 * slot] >> 32 == found and slots[2 * slot + 1] & LOW == size:
            begin, k = slots[2 * slot + 1] >> 32, 0
            while k < size and kept[begin + k] == text[at + k]:
                k += 1
            if k == size:
                return int((slots[2 * slot] & LOW) - 1)
        slot = (slot + 1) & mask
    new, place = filled[0], filled[1]
    hashes[new] = found
    slots[2 * slot], slots[2 * slot + 1] = found << 32 | (new + 1), place << 32 | size
    for k in range(size):
        kept[place + k] = text[at + k]
    kept[place + size] = LINE_END
    begins[new + 1] = place + size + 1
    filled[0], filled[1] = new + 1, place + size + 1
    return int(new)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def put_back(slots: Any, begins: Any, hashes: Any, count: int) -> None:
    """Fills empty slots with the pieces that are known."""
    mask = len(slots) // 2 - 1
    for known in range(count):
        slot = hashes[known] & mask
        while slots[2 * slot]:
            slot = (slot + 1) & mask
        slots[2 * slot] = hashes[known] << 32 | (known + 1)
        slots[2 * slot + 1] = begins[known] << 32 | (begins[known + 1] - begins[known] - 1)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def number_cells(
    text: Any, cells: Any, start: int, slots: Any, begins: Any, hashes: Any, kept: Any, filled: Any, numbers: Any
) -> int:
    """Numbers whole cells from one on; returns the first for which there may not be room."""
    for cell in range(start, len(cells)):
        at, end = cells[cell, 0], cells[cell, 1]
        if filled[0] + 1 > len(hashes) or filled[1] + end - at + 1 > len(kept):
            return cell
        numbers[cell] = number(text, at, end, slots, begins, hashes, kept, filled)
    return len(cells)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def number_names(
    text: Any,
    cells: Any,
    start: int,
    slots: Any,
    begins: Any,
    hashes: Any,
    kept: Any,
    filled: Any,
    numbers: Any,
    spelling_ends: Any,
    cell_ends: Any,
    counts: Any,
) -> int:
    """Numbers the pieces of cells of names from one on; returns the first for which there may not be room.

    Args:
        text: UTF-8.
        cells: Where each cell begins and ends in it.
        start: The first cell.
        slots: The table, and its other parts as they are told above.
        begins: Where the pieces begin.
        hashes: Their hashes.
        kept: Their text.
        filled: How much of the table is filled.
        numbers: Is filled with the numbers of pieces, given name first where a comma says which is the surname.
        spelling_ends: Is filled with the end of each spelling in them, after a first 0.
        cell_ends: Is filled with the end of each cell in these, after a first 0.
        counts: How many numbers and spellings there are.
    """
    for cell in range(start, len(cells)):
        at, end = cells[cell, 0], cells[cell, 1]
        if filled[0] + (end - at) // 2 + 1 > len(hashes) or filled[1] + 2 * (end - at) + 2 > len(kept):
            return cell
        while at <= end and end > cells[cell, 0]:
            stop, commas, comma = at, 0, at
            while stop < end and text[stop] != SEPARATOR:
                if text[stop] == COMMA:
                    commas, comma = commas + 1, stop
                stop += 1
            count = counts[0]
            if commas == 1:
                count = _pieces(text, comma + 1, stop, slots, begins, hashes, kept, filled, numbers, count)
            if commas == 1 and count > counts[0]:
                count = _pieces(text, at, comma, slots, begins, hashes, kept, filled, numbers, count)
            else:
                count = _pieces(text, at, stop, slots, begins, hashes, kept, filled, numbers, counts[0])
            counts[0] = count
            counts[1] += 1
            spelling_ends[counts[1]] = count
            at = stop + 1
        cell_ends[cell + 1] = counts[1]
    return len(cells)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _pieces(
    text: Any, at: int, end: int, slots: Any, begins: Any, hashes: Any, kept: Any, filled: Any, numbers: Any, count: int
) -> int:
    while at < end:
        space = white_space(text, at, end)
        if space:
            at += space
            continue
        stop = at + 1
        while stop < end and not white_space(text, stop, end):
            stop += 1
        numbers[count] = number(text, at, stop, slots, begins, hashes, kept, filled)
        count += 1
        at = stop
    return count


@numba.njit(cache=True, nogil=True, error_model="numpy")
def words_of_pieces(
    numbers: Any,
    piece_spelling_ends: Any,
    piece_cell_ends: Any,
    piece_ends: Any,
    piece_words: Any,
    most_words: int,
    most_spellings: int,
    words: Any,
    spelling_ends: Any,
    cell_ends: Any,
) -> None:
    """Puts words for pieces; of each cell only different spellings that have words are kept, the first ones.

    Args:
        numbers: Numbers of pieces.
        piece_spelling_ends: Where each spelling ends in them, after a first 0.
        piece_cell_ends: Where each cell ends in these, after a first 0.
        piece_ends: Where the words of each piece end in ``piece_words``, after a first 0.
        piece_words: The words that pieces stand for.
        most_words: Words of a spelling that are kept.
        most_spellings: Spellings of a cell that are kept.
        words: Is filled with the words.
        spelling_ends: Is filled with the end of each spelling in them, after a first 0.
        cell_ends: Is filled with the end of each cell in these, after a first 0.
    """
    place, spelling = 0, 0
    for cell in range(len(cell_ends) - 1):
        first = spelling
        for given in range(piece_cell_ends[cell], piece_cell_ends[cell + 1]):
            begin = place
            for k in range(piece_spelling_ends[given], piece_spelling_ends[given + 1]):
                piece = numbers[k]
                for word in range(piece_ends[piece], piece_ends[piece + 1]):
                    if place - begin < most_words:
                        words[place] = piece_words[word]
                        place += 1
            if place == begin or _is_there(words, spelling_ends, first, spelling, begin, place):
                place = begin
            elif spelling - first < most_spellings:
                spelling += 1
                spelling_ends[spelling] = place
            else:
                place = begin
        cell_ends[cell + 1] = spelling


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _is_there(words: Any, ends: Any, first: int, last: int, begin: int, end: int) -> bool:
    """Whether one of some spellings is the one between two places."""
    for spelling in range(first, last):
        start, k = ends[spelling], 0
        if ends[spelling + 1] - start == end - begin:
            while k < end - begin and words[start + k] == words[begin + k]:
                k += 1
            if k == end - begin:
                return True
    return False


@numba.njit(cache=True, nogil=True, error_model="numpy")
def in_one_order(text: Any, cells: Any) -> None:
    """Exchanges the two cells of each pair where the second comes before the first."""
    for n in range(0, len(cells), 2):
        at, other = cells[n, 0], cells[n + 1, 0]
        end, other_end = cells[n, 1], cells[n + 1, 1]
        while at < end and other < other_end and text[at] == text[other]:
            at += 1
            other += 1
        if other < other_end and at < end:
            turned = text[other] < text[at]
        else:
            turned = other == other_end and at < end
        if turned:
            for k in range(2):
                cells[n, k], cells[n + 1, k] = cells[n + 1, k], cells[n, k]
