"""Dates of birth as numbers."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.linkage.said.cells import bits
from repatria.people.dates import partial_date

_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_ISO = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?\Z")


def read_births(texts: pa.Array) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Returns dates in EDTF as numbers, and which texts cannot be read as one: they count as not given.

    The numbers are int32 [texts, 3]: packed date, first and last year, as in `Column`.
    """
    values, unread = np.zeros((len(texts), 3), np.int32), np.zeros(len(texts), np.bool_)
    is_day = bits(pc.match_substring_regex(texts, _DAY))
    _read_days(texts.filter(pa.array(is_day)), is_day, values, unread)
    others = np.flatnonzero(~is_day)
    for n, text in zip(others.tolist(), texts.take(pa.array(others)).to_pylist(), strict=True):
        read = _read(text)
        unread[n] = read is None
        values[n] = read or (0, 0, 0)
    return values, unread


def _read_days(days: pa.Array, places: NDArray[np.bool_], values: NDArray[np.int32], unread: NDArray[np.bool_]) -> None:
    """Reads days in full, ten letters each."""
    if not len(days):
        return
    letters = np.frombuffer("".join(days.to_pylist()).encode(), np.uint8).reshape(-1, 10).astype(np.int32) - ord("0")
    year, month, day = (letters[:, list(of)] @ 10 ** np.arange(len(of))[::-1] for of in ((0, 1, 2, 3), (5, 6), (8, 9)))
    known = (year >= 1) & (month <= 12) & (day <= 31) & ((month > 0) | (day == 0))
    values[places] = np.where(known[:, None], np.stack([10000 * year + 100 * month + day, year, year], axis=1), 0)
    unread[places] = ~known


def _read(text: str) -> tuple[int, int, int] | None:
    """Packed date, first and last year; None where it cannot be read."""
    text = text.strip()
    if not text:
        return (0, 0, 0)
    if match := _ISO.match(text):
        year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
        if year >= 1 and month <= 12 and day <= 31 and (month or not day):
            return (10000 * year + 100 * month + day, year, year)
        return None
    try:
        partial = partial_date(text)
    except InputNotUnderstood:
        return None
    first, last = partial.bounds()
    if first.year == last.year:
        month = first.month if first.month == last.month else 0
        day = first.day if first == last else 0
        return (10000 * first.year + 100 * month + day, first.year, first.year)
    return (0, first.year, last.year)
