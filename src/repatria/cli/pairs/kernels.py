"""Rows of CSV found and written, compiled: the fast twin of `reading.Rows`.

Invariant: the cells that Python's csv module finds, and the text that `reading.as_text` makes of them.
"""

from __future__ import annotations

from typing import Any

import numba

from repatria.names.comparing.borrowing import borrowed

QUOTE, LINE_FEED, RETURN = 34, 10, 13
BEGIN, SPLIT, END, MISSING = range(4)
"""Columns of what is told of a row: where its text begins, where cells beyond the columns begin in it, where it ends, and how
many cells it is short of."""

DONE, UNENDED, TOO_LONG = range(3)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def usual_letters(text: Any) -> int:
    """Returns up to where bytes are surely UTF-8: letters of one or two bytes, and most of those of three."""
    at, size = 0, len(text)
    while at < size:
        first = text[at]
        if first < 0x80:
            at += 1
        elif 0xC2 <= first < 0xE0:
            if at + 1 >= size or text[at + 1] & 0xC0 != 0x80:
                return at
            at += 2
        elif 0xE0 < first < 0xF0 and first != 0xED:
            if at + 2 >= size or text[at + 1] & 0xC0 != 0x80 or text[at + 2] & 0xC0 != 0x80:
                return at
            at += 3
        else:
            return at
    return size


@numba.njit(cache=True, nogil=True, error_model="numpy")
def line_ends(text: Any) -> int:
    """Returns how many line feeds and returns there are."""
    found = 0
    for letter in text:
        found += (letter == LINE_FEED) | (letter == RETURN)
    return found


@numba.njit(cache=True, nogil=True, error_model="numpy")
def scan(
    text: Any,
    is_last: bool,
    delimiter: int,
    width: int,
    limit: int,
    wanted: Any,
    apart: int,
    kept: Any,
    rows: Any,
    cells: Any,
) -> tuple[int, int, bool]:
    """Finds the rows of a piece of CSV.

    Args:
        text: UTF-8.
        is_last: Whether nothing comes after it.
        delimiter: What stands between cells.
        width: How many columns there are.
        limit: Most characters of a cell.
        wanted: Which columns are wanted, -1 for one that is not there.
        apart: From where on cells are kept that stand in quotes because of what they hold.
        kept: Is filled with the rows as they go out again, and from ``apart`` on with such cells.
        rows: Is filled with what is told of each row, by the columns above.
        cells: Is filled with where each wanted cell begins and ends in ``kept``.

    Returns:
        How many rows there are, where the first one begins that has not ended yet, and whether a cell is too long.
    """
    text, wanted, kept, rows = borrowed(text), borrowed(wanted), borrowed(kept), borrowed(rows)
    cells = borrowed(cells)
    at, count, place = 0, 0, 0
    while at < len(text):
        if text[at] == LINE_FEED or text[at] == RETURN:
            at += 1
            continue
        begin, column, found = at, 0, DONE
        rows[count, BEGIN], rows[count, SPLIT] = place, -1
        for k in range(len(wanted)):
            cells[count, k, 0], cells[count, k, 1] = 0, 0
        row_end = False
        while not row_end:
            at, stop, special, found = _cell(text, at, is_last, delimiter, limit, kept, place)
            if found != DONE:
                return count, begin, found == TOO_LONG
            start, end = place, stop
            if special:
                start, end, stop, apart = _quoted(kept, place, stop, apart)
            for k in range(len(wanted)):
                if wanted[k] == column:
                    cells[count, k, 0], cells[count, k, 1] = start, end
            place = stop
            column += 1
            row_end = at >= len(text) or text[at] != delimiter
            if not row_end:
                if column == width:
                    rows[count, SPLIT] = place
                kept[place] = delimiter
                place += 1
                at += 1
        rows[count, END] = place
        rows[count, MISSING] = max(width - column, 0)
        if rows[count, SPLIT] < 0:
            rows[count, SPLIT] = place
        count += 1
    return count, len(text), False


@numba.njit(cache=True, nogil=True, error_model="numpy")
def scan_plain(
    text: Any, is_last: bool, delimiter: int, width: int, wanted: Any, rows: Any, cells: Any
) -> tuple[int, int]:
    """Finds likewise the rows of a piece without quotes, which go out as they stand; returns how many, and where the next begins."""
    at, count, size = 0, 0, len(text)
    while at < size:
        if text[at] == LINE_FEED or text[at] == RETURN:
            at += 1
            continue
        begin, start, column = at, at, 0
        rows[count, BEGIN], rows[count, SPLIT] = begin, -1
        for k in range(len(wanted)):
            cells[count, k, 0], cells[count, k, 1] = 0, 0
        while True:
            while at < size and text[at] != delimiter and text[at] != LINE_FEED and text[at] != RETURN:
                at += 1
            if at == size and not is_last:
                return count, begin
            for k in range(len(wanted)):
                if wanted[k] == column:
                    cells[count, k, 0], cells[count, k, 1] = start, at
            column += 1
            if at == size or text[at] != delimiter:
                break
            if column == width:
                rows[count, SPLIT] = at
            at += 1
            start = at
        rows[count, END] = at
        rows[count, MISSING] = max(width - column, 0)
        if rows[count, SPLIT] < 0:
            rows[count, SPLIT] = at
        count += 1
    return count, size


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _cell(
    text: Any, at: int, is_last: bool, delimiter: int, limit: int, kept: Any, place: int
) -> tuple[int, int, bool, int]:
    """Puts what a cell holds at a place; returns where it ended here and there, whether it has to be in quotes, and how it went."""
    quotes, special, size = False, False, 0
    if at < len(text) and text[at] == QUOTE:
        quotes, at = True, at + 1
    while at < len(text):
        letter = text[at]
        if quotes and letter == QUOTE:
            if at + 1 == len(text) or text[at + 1] != QUOTE:
                quotes, at = False, at + 1
                continue
            at += 1
        elif not quotes and (letter == delimiter or letter == LINE_FEED or letter == RETURN):
            return at, place, special, DONE
        if letter == QUOTE or letter == delimiter or letter == LINE_FEED or letter == RETURN:
            special = True
        size += letter & 0xC0 != 0x80
        if size > limit:
            return at, place, special, TOO_LONG
        kept[place] = letter
        place += 1
        at += 1
    return at, place, special, DONE if is_last else UNENDED


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _quoted(kept: Any, begin: int, end: int, apart: int) -> tuple[int, int, int, int]:
    """Puts a cell aside, and in quotes where it stood; returns where it is now, where that ends, and where the next goes."""
    size = end - begin
    for k in range(size):
        kept[apart + k] = kept[begin + k]
    place = begin
    kept[place] = QUOTE
    place += 1
    for k in range(size):
        if kept[apart + k] == QUOTE:
            kept[place] = QUOTE
            place += 1
        kept[place] = kept[apart + k]
        place += 1
    kept[place] = QUOTE
    return apart, apart + size, place + 1, apart + size


@numba.njit(cache=True, nogil=True, error_model="numpy")
def write(
    kept: Any,
    rows: Any,
    delimiter: int,
    line_end: Any,
    weights: Any,
    weight_ends: Any,
    weight_of: Any,
    reasons: Any,
    reason_ends: Any,
    reason_of: Any,
    out: Any,
) -> int:
    """Writes rows with two more pieces of text each, before cells beyond the columns; returns how many bytes they have.

    Args:
        kept: Rows as they go out, from `scan`.
        rows: What is told of them.
        delimiter: What stands between cells.
        line_end: What stands after rows.
        weights: Texts one after the other.
        weight_ends: Where each ends in them, after a first 0.
        weight_of: Which of them each row gets.
        reasons: Texts that come after those.
        reason_ends: Where each ends in them, after a first 0.
        reason_of: Which of them each row gets.
        out: Is filled.
    """
    kept, rows, line_end, weights = borrowed(kept), borrowed(rows), borrowed(line_end), borrowed(weights)
    weight_ends, weight_of, reasons, reason_ends = (
        borrowed(weight_ends),
        borrowed(weight_of),
        borrowed(reasons),
        borrowed(reason_ends),
    )
    reason_of, out = borrowed(reason_of), borrowed(out)
    place = 0
    for n in range(len(rows)):
        place = _copied(kept, rows[n, BEGIN], rows[n, SPLIT], out, place)
        for _ in range(rows[n, MISSING] + 1):
            out[place] = delimiter
            place += 1
        place = _copied(weights, weight_ends[weight_of[n]], weight_ends[weight_of[n] + 1], out, place)
        out[place] = delimiter
        place = _copied(reasons, reason_ends[reason_of[n]], reason_ends[reason_of[n] + 1], out, place + 1)
        place = _copied(kept, rows[n, SPLIT], rows[n, END], out, place)
        place = _copied(line_end, 0, len(line_end), out, place)
    return place


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _copied(text: Any, begin: int, end: int, out: Any, place: int) -> int:
    for k in range(begin, end):
        out[place + k - begin] = text[k]
    return place + end - begin
