"""Weighing many pairs: the compiled kernels or their plain twin, whichever is quicker for so many.

What is computed is defined in `plain`; `kernels` gives the same numbers and is imported only when lists are long: to
load a compiler takes longer than to link two lists of some hundred lines.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from types import ModuleType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from repatria.linkage.blocking import Joined
from repatria.linkage.learning.training import days_of
from repatria.linkage.said.lines import Encoded
from repatria.linkage.said.vocabulary import WIDTH, Packed
from repatria.linkage.weighing.levels import FIELDS, Compared
from repatria.linkage.weighing.model import Model
from repatria.names.memory import LINE, aligned

Rows = NDArray[np.int32]
A = TypeVar("A")
B = TypeVar("B")

PLAIN_LINES = 8_000
"""Up to so many lines in both lists together the plain twin is quicker than loading the compiled one: 1.0 s against 2.2 s
of processor time for 6,000 lines, 2.0 s against 2.8 s for 12,000 (measured); and it never waits for a compiler."""
_FIELDS = (
    Compared.SURNAME, Compared.GIVEN, Compared.PATRONYMIC, Compared.PLACE, Compared.MOTHER, Compared.DOCUMENT,
)  # fmt: skip

FOUR_BITS_EACH = 4 * np.arange(FIELDS)
"""How far the level of each field is shifted in `Pairs.levels`."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Weighed pairs, side by side: one array for each thing said of them, equally long.

    Attributes:
        left: int32: number of the left line.
        right: int32: number of the right line.
        weight_bits: float64: log2 of the evidence alone.
        levels: int64: levels of the fields, four bits each, the first field lowest.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    weight_bits: NDArray[np.float64]
    levels: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.left)

    def keys(self, rights: int) -> NDArray[np.int64]:
        """Returns a number of each pair, in the order of left lines and then of right ones, of which there are so many."""
        return np.asarray(self.left.astype(np.int64) * rights + self.right)

    @staticmethod
    def of(left: NDArray[np.int32], right: NDArray[np.int32]) -> Pairs:
        """Returns pairs that are still to be weighed."""
        return Pairs(left, right, np.zeros(len(left)), np.zeros(len(left), np.int64))

    def only(self, wanted: NDArray[np.bool_] | NDArray[np.int64]) -> Pairs:
        """Returns some of the pairs."""
        return Pairs(self.left[wanted], self.right[wanted], self.weight_bits[wanted], self.levels[wanted])

    def and_also(self, more: Pairs) -> Pairs:
        """Returns these pairs and then the others."""
        return Pairs(
            np.concatenate([self.left, more.left]), np.concatenate([self.right, more.right]),
            np.concatenate([self.weight_bits, more.weight_bits]), np.concatenate([self.levels, more.levels]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Weigher:
    """What weighing needs besides the rows and the model.

    Attributes:
        base: First number of each field's values among those of all fields.
        packed: int32: the packed values of all vocabularies, one field after the other, one line of memory each.
        letters: uint8: their letters, which lie in the rest of that line.
        days: Bits of rarity of each year [0] and of each day of the year [1].
        workers: Threads.
        engine: What compares: `kernels` or `plain`.
        keys: What makes and groups keys of lines: `blocking.kernels` or `blocking.plain`.
    """

    base: tuple[int, ...]
    packed: NDArray[np.int32]
    letters: NDArray[np.uint8]
    days: NDArray[np.float64]
    workers: int
    engine: ModuleType
    keys: ModuleType

    @staticmethod
    def of(encoded: Encoded, *, workers: int) -> Weigher:
        """Returns the weigher for two lists."""
        few = len(encoded.left) + len(encoded.right) <= PLAIN_LINES
        engine, keys = (
            importlib.import_module(f"repatria.linkage.{room}.{'plain' if few else 'kernels'}")
            for room in ("weighing", "blocking")
        )
        names = [encoded.vocabularies[f] for f in _FIELDS]
        base = [0, *np.cumsum([len(v.keys) for v in names]).tolist()]
        packed = aligned(base[-1], LINE // 4)
        wide = names[0].packed.shape[1]
        letters = packed.view(np.uint8)[:, 4 * wide : 4 * wide + WIDTH]
        for v, first in zip(names, base, strict=False):
            of = packed[first : first + len(v.keys)]
            of[:, :wide] = v.packed
            letters[first : first + len(v.keys)] = v.letters
            parts = of[:, Packed.PART_ONE : Packed.PART_TWO + 1]
            parts[parts > 0] += first
        return Weigher(tuple(base[:-1]), packed, letters, days_of(encoded), workers, engine, keys)

    @property
    def _values(self) -> tuple[NDArray[np.int32], NDArray[np.uint8], NDArray[np.float64]]:
        return self.packed, self.letters, self.days

    def _prepared(self, rows: Rows) -> Rows:
        prepared: Rows = self.engine.prepare(rows, self.base, self.packed)
        return prepared

    def join(
        self, left: Rows, right: Rows, joined: Sequence[Joined], model: Model, *, floor: float
    ) -> tuple[Pairs, int]:
        """Returns every pair that shares a key and weighs at least ``floor`` bits, and how many different ones were weighed.

        Pairs are in the order of left lines, then of right ones: that is how the engines make them.

        Args:
            left: Rows of left lines, those that ``joined`` speaks of.
            right: Rows of the right list.
            joined: Who shares keys with whom.
            model: What levels weigh.
            floor: Bits.
        """
        if not joined:
            return _NONE, 0
        offsets = np.cumsum([0, *(len(j.order) for j in joined)])
        begin = np.array([j.begin + offset for j, offset in zip(joined, offsets.tolist(), strict=False)], np.int32)
        end = np.array([j.end + offset for j, offset in zip(joined, offsets.tolist(), strict=False)], np.int32)
        order = np.concatenate([j.order for j in joined])
        left, right = self._prepared(left), self._prepared(right)
        table, family, size = model.table, model.family, max(2_000, len(left) // 32 + 1)

        def weigh(low: int) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64], NDArray[np.int64], int]:
            found: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64], NDArray[np.int64], int]
            found = self.engine.join(
                low, min(len(left), low + size), left, right, begin, end, order, floor, table, family, *self._values,
            )  # fmt: skip
            return found

        with ThreadPoolExecutor(self.workers) as pool:
            parts = list(pool.map(weigh, range(0, len(left), size)))
        i, j, w, packed = (np.concatenate([part[k] for part in parts]) for k in range(4))
        return Pairs(i, j, w, packed), sum(part[4] for part in parts)

    def details(
        self, pairs: Pairs, left: Rows, right: Rows, model: Model
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Returns the levels [pairs, fields] and the rarity [pairs, fields] of pairs."""
        _, levels, rarity = self._weighed(pairs, left, right, np.zeros_like(model.table), model)
        return levels, rarity

    def weigh(self, pairs: Pairs, left: Rows, right: Rows, model: Model) -> Pairs:
        """Returns given pairs with their weights and levels."""
        weights, levels, _ = self._weighed(pairs, left, right, model.table, model)
        return replace(pairs, weight_bits=weights, levels=(levels << FOUR_BITS_EACH).sum(axis=1))

    def _weighed(
        self, pairs: Pairs, left: Rows, right: Rows, table: NDArray[np.float64], model: Model
    ) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
        """Weights, levels and bits of given pairs; only their own rows are made ready."""
        one_each = np.arange(len(pairs), dtype=np.int32)
        left, right = self._prepared(left[pairs.left]), self._prepared(right[pairs.right])
        found: tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]
        found = self.engine.weigh_pairs(one_each, one_each, left, right, table, model.family, *self._values)
        return found

    def side_by_side(self, work: Callable[[A], B], items: Sequence[A]) -> list[B]:
        """Returns what the work makes of each item, in order, the items shared out among the threads."""
        if self.workers == 1:
            return list(map(work, items))
        with ThreadPoolExecutor(self.workers) as pool:
            return list(pool.map(work, items))

    def rivals(self, pairs: Pairs, odds: NDArray[np.float64], *, lefts: int, rights: int) -> NDArray[np.float64]:
        """Returns the probability of each pair when each line is at most one line of the other list."""
        found: NDArray[np.float64] = self.engine.rival_odds(pairs.left, pairs.right, odds, lefts, rights, 12)
        return found


_NONE = Pairs(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0), np.zeros(0, np.int64))
