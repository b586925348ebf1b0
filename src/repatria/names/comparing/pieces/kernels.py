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
import numpy as np

from repatria.names.comparing.borrowing import borrowed

SEPARATOR, COMMA, LINE_END = 124, 44, 10
BASIS, PRIME = 2166136261 >> 1, 16777619  # FNV-1a, of 31 bits, so that a number of 64 holds it and another
LOW = (1 << 31) - 1
AT_ONCE = 64
"""Pieces that are looked up side by side."""


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
def numbered(
    text: Any, at: int, end: int, found: int, slots: Any, begins: Any, hashes: Any, kept: Any, filled: Any
) -> int:
    """Returns the number of a piece with a hash, the next one where it is new."""
    size = end - at
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
def find_cells(text: Any, cells: Any, slots: Any, kept: Any, numbers: Any) -> None:
    """Fills in the numbers of whole cells that are known, -1 for others."""
    mask = len(slots) // 2 - 1
    for cell in range(len(cells)):
        at, size = cells[cell, 0], cells[cell, 1] - cells[cell, 0]
        found = BASIS
        for k in range(at, at + size):
            found = ((found ^ text[k]) * PRIME) & LOW
        found ^= found >> 15
        slot = found & mask
        numbers[cell] = -1
        while slots[2 * slot] and numbers[cell] < 0:
            if slots[2 * slot] >> 32 == found and slots[2 * slot + 1] & LOW == size:
                begin, k = slots[2 * slot + 1] >> 32, 0
                while k < size and kept[begin + k] == text[at + k]:
                    k += 1
                if k == size:
                    numbers[cell] = (slots[2 * slot] & LOW) - 1
            slot = (slot + 1) & mask


@numba.njit(cache=True, nogil=True, error_model="numpy")
def put_back(slots: Any, begins: Any, hashes: Any, count: int) -> None:
    """Fills empty slots with the pieces that are known; some at a time are looked up first, as in `number_cells`."""
    mask, found, place = len(slots) // 2 - 1, np.empty(AT_ONCE, np.int64), 0
    while place < count:
        end = min(place + AT_ONCE, count)
        for known in range(place, end):
            found[known - place] = slots[2 * (hashes[known] & mask)]
        for known in range(place, end):
            slot, is_taken = hashes[known] & mask, found[known - place]
            is_taken = is_taken or slots[2 * slot]
            while is_taken:
                slot = (slot + 1) & mask
                is_taken = slots[2 * slot]
            slots[2 * slot] = hashes[known] << 32 | (known + 1)
            slots[2 * slot + 1] = begins[known] << 32 | (begins[known + 1] - begins[known] - 1)
        place = end


@numba.njit(cache=True, nogil=True, error_model="numpy")
def number_cells(
    text: Any, cells: Any, start: int, slots: Any, begins: Any, hashes: Any, kept: Any, filled: Any, numbers: Any
) -> int:
    """Numbers whole cells from one on; returns the first for which there may not be room.

    Some at a time are looked up without asking yet what they are, so that memory is waited for once for all of them.
    """
    text, cells, slots, begins = borrowed(text), borrowed(cells), borrowed(slots), borrowed(begins)
    hashes, kept, filled, numbers = borrowed(hashes), borrowed(kept), borrowed(filled), borrowed(numbers)
    mask, place, found = len(slots) // 2 - 1, start, np.empty(AT_ONCE, np.int64)
    while place < len(cells):
        end = min(place + AT_ONCE, len(cells))
        for cell in range(place, end):
            one = BASIS
            for k in range(cells[cell, 0], cells[cell, 1]):
                one = ((one ^ text[k]) * PRIME) & LOW
            found[cell - place] = one ^ one >> 15
            numbers[cell] = slots[2 * (found[cell - place] & mask) + 1] >> 32
        for cell in range(place, end):
            numbers[cell] = kept[numbers[cell]]
        for cell in range(place, end):
            at, stop = cells[cell, 0], cells[cell, 1]
            if filled[0] + 1 > len(hashes) or filled[1] + stop - at + 1 > len(kept):
                return cell
            numbers[cell] = numbered(text, at, stop, found[cell - place], slots, begins, hashes, kept, filled)
        place = end
    return len(cells)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def pieces_of_names(text: Any, cells: Any, pieces: Any, spelling_ends: Any, cell_ends: Any) -> tuple[int, int]:
    """Finds the pieces of names; returns how many there are, and how many spellings.

    Args:
        text: UTF-8.
        cells: Where each cell begins and ends in it.
        pieces: Is filled with where each piece begins and ends, and its hash; given name first where a comma says which is
            the surname.
        spelling_ends: Is filled with the end of each spelling in them, after a first 0.
        cell_ends: Is filled with the end of each cell in these, after a first 0.
    """
    text, cells, pieces, spelling_ends = borrowed(text), borrowed(cells), borrowed(pieces), borrowed(spelling_ends)
    cell_ends = borrowed(cell_ends)
    count, spellings = 0, 0
    for cell in range(len(cells)):
        at, end = cells[cell, 0], cells[cell, 1]
        while at <= end and end > cells[cell, 0]:
            first = count
            count, stop, commas, comma = _pieces(text, at, end, pieces, first)
            if commas == 1:
                given, _, _, _ = _pieces(text, comma + 1, stop, pieces, first)
                if given > first:
                    count, _, _, _ = _pieces(text, at, comma, pieces, given)
                else:
                    count, _, _, _ = _pieces(text, at, stop, pieces, first)
            spellings += 1
            spelling_ends[spellings] = count
            at = stop + 1
        cell_ends[cell + 1] = spellings
    return count, spellings


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _pieces(text: Any, at: int, end: int, pieces: Any, count: int) -> tuple[int, int, int, int]:
    """Finds the pieces of a spelling; returns how many there are now, where it ended, how many commas it has, and where one is."""
    begin, commas, comma = at, 0, at
    found: Any = BASIS
    while at < end:
        letter = np.int64(text[at])
        space = 0
        if letter <= COMMA or 0xE0 < letter <= 0xE3 or letter == 0xC2 or letter == SEPARATOR:
            if letter == SEPARATOR:
                break
            if letter == COMMA:
                commas, comma = commas + 1, at
            else:
                space = white_space(text, at, end)
        if space:
            if at > begin:
                pieces[count, 0], pieces[count, 1], pieces[count, 2] = begin, at, found ^ found >> 15
                count += 1
            at += space
            begin, found = at, BASIS
        else:
            found = ((found ^ letter) * PRIME) & LOW
            at += 1
    if at > begin:
        pieces[count, 0], pieces[count, 1], pieces[count, 2] = begin, at, found ^ found >> 15
        count += 1
    return count, at, commas, comma


@numba.njit(cache=True, nogil=True, error_model="numpy")
def number_pieces(
    text: Any, pieces: Any, start: int, slots: Any, begins: Any, hashes: Any, kept: Any, filled: Any, numbers: Any
) -> int:
    """Numbers pieces that have been found from one on; returns the first for which there may not be room.

    Some at a time are looked up without asking yet what they are, so that memory is waited for once for all of them.
    """
    text, pieces, slots, begins = borrowed(text), borrowed(pieces), borrowed(slots), borrowed(begins)
    hashes, kept, filled, numbers = borrowed(hashes), borrowed(kept), borrowed(filled), borrowed(numbers)
    mask, place = len(slots) // 2 - 1, start
    while place < len(pieces):
        end = min(place + AT_ONCE, len(pieces))
        for n in range(place, end):
            numbers[n] = slots[2 * (pieces[n, 2] & mask) + 1] >> 32
        for n in range(place, end):
            numbers[n] = kept[numbers[n]]
        for n in range(place, end):
            at, size = pieces[n, 0], pieces[n, 1] - pieces[n, 0]
            if filled[0] + 1 > len(hashes) or filled[1] + size + 1 > len(kept):
                return n
            numbers[n] = numbered(text, at, at + size, pieces[n, 2], slots, begins, hashes, kept, filled)
        place = end
    return len(pieces)


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
    words, spelling_ends = borrowed(words), borrowed(spelling_ends)
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
