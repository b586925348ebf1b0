"""What pieces of text stand for, by number; arrays that grow."""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np

FIRST_ROOM = 1024


class Meanings:
    """What numbered pieces stand for: a few numbers each."""

    def __init__(self) -> None:
        self._ends = array("q", [0])
        self._meant = array("q")

    def __len__(self) -> int:
        return len(self._ends) - 1

    def extend(self, values: Any, sizes: Any) -> None:
        """Adds what new pieces stand for, one piece after the other, and how many numbers each of them has."""
        ends = np.cumsum(np.asarray(sizes, np.int64)) + self._ends[-1]
        self._ends.frombytes(ends.tobytes())
        self._meant.frombytes(np.asarray(values, np.int64).tobytes())

    def arrays(self) -> tuple[Any, Any]:
        """Returns where the numbers of each piece end, after a first 0, and the numbers; let go before they grow."""
        return np.frombuffer(self._ends, np.int64), numbers_in(self._meant)


def numbers_in(kept: array[int]) -> Any:
    """Returns a look at kept numbers; it has to be let go before they grow."""
    return np.frombuffer(kept, np.int64) if kept else np.empty(0, np.int64)


def with_room(kept: Any, count: int) -> Any:
    """Returns an array with room for so many rows; twice what there was, so that what is kept is seldom copied."""
    while count > len(kept):
        kept = np.concatenate([kept, np.empty_like(kept)])
    return kept
