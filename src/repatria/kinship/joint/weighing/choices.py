"""Who may be whom, as lists: the choices of a few missing persons, and how many assignments there are in all.

A *choice* of some missing persons gives each of them a victim or nobody, no victim twice. Choices of the same persons
stand in a fixed order (`Choices.rows`), nobody first, so that tables of different persons can be brought together by index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
NOBODY = -1
"""Stands for no victim."""


@dataclass(slots=True)
class Choices:
    """The choices of missing persons, listed once and kept.

    Attributes:
        candidates: Missing person (a key of the caller) → victims that may be that person, rising.
        most: At most so many victims in one choice; None is no bound. With 1 the rows are the single pairs.
    """

    candidates: Mapping[int, tuple[int, ...]]
    most: int | None = None
    _rows: dict[tuple[int, ...], Rows] = field(default_factory=dict, repr=False)
    _index: dict[tuple[tuple[int, ...], tuple[int, ...]], Rows] = field(default_factory=dict, repr=False)

    def rows(self, persons: tuple[int, ...]) -> Rows:
        """Returns the choices of ``persons`` (rising keys), [choice, person], `NOBODY` or a victim; row 0 is nobody."""
        known = self._rows.get(persons)
        if known is None:
            known = self._grown(persons) if persons else np.zeros((1, 0), np.int64)
            self._rows[persons] = known
        return known

    def __len__(self) -> int:
        return len(self.candidates)

    def count(self, persons: tuple[int, ...]) -> int:
        """Returns an upper bound of the number of choices, without listing them."""
        known = self._rows.get(persons)
        if known is not None:
            return len(known)
        options = [len(self.candidates[person]) for person in persons]
        if self.most == 1:
            return 1 + sum(options)
        bound = 1
        for option in options:
            bound *= 1 + option
        return bound

    def index(self, whole: tuple[int, ...], part: tuple[int, ...]) -> Rows | None:
        """Returns for each choice of ``whole`` the row of its part in ``rows(part)``; None where they are the same rows."""
        if whole == part:
            return None
        known = self._index.get((whole, part))
        if known is None:
            columns = [whole.index(person) for person in part]
            known = np.searchsorted(_keys(self.rows(part)), _keys(self.rows(whole)[:, columns]))
            self._index[whole, part] = known
        return known

    def _grown(self, persons: tuple[int, ...]) -> Rows:
        before = self.rows(persons[:-1])
        options = np.array([NOBODY, *self.candidates[persons[-1]]], np.int64)
        grown = np.empty((len(before) * len(options), len(persons)), np.int64)
        grown[:, :-1] = np.repeat(before, len(options), axis=0)
        grown[:, -1] = np.tile(options, len(before))
        last = grown[:, -1:]
        right = ((last == NOBODY) | (grown[:, :-1] != last)).all(axis=1)
        if self.most is not None:
            right &= (grown != NOBODY).sum(axis=1) <= self.most
        kept: Rows = grown[right]
        return kept


def _keys(rows: Rows) -> NDArray[np.bytes_]:
    """Returns one sortable value a row, in the order of the rows."""
    if rows.shape[1] == 0:
        return np.zeros(len(rows), "S1")
    big_endian = np.ascontiguousarray(rows + 1, dtype=">u2")
    return big_endian.view(f"S{2 * rows.shape[1]}").ravel()


def count_assignments(allowed: Sequence[Sequence[bool]]) -> int:
    """Returns how many assignments there are: ways to give some victims a missing person, no person twice.

    Victims with the same candidates count as one kind, so that the work is bounded by the kinds: with sex alone to part
    them, two million by two million is counted at once. The number is exact however large.

    Args:
        allowed: [victim][missing person], whether the victim may be the person.
    """
    kinds: dict[tuple[bool, ...], int] = {}
    for victim in allowed:
        kinds[tuple(victim)] = kinds.get(tuple(victim), 0) + 1
    patterns = list(kinds)
    ways = {tuple(kinds.values()): 1}
    for person in range(len(allowed[0]) if allowed else 0):
        grown = dict(ways)
        for left, count in ways.items():
            for kind, pattern in enumerate(patterns):
                if pattern[person] and left[kind]:
                    after = (*left[:kind], left[kind] - 1, *left[kind + 1 :])
                    grown[after] = grown.get(after, 0) + count * left[kind]
        ways = grown
    return sum(ways.values())
