"""The search itself: lots of families against all profiles, in memory."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.kinship.search.families import Lot
from repatria.kinship.search.panel import Columns, Panel
from repatria.kinship.search.profiles import Profiles

ROOM_FOR_HITS = 1 << 18
"""Hits that are found before they are handed on."""

BLOCKS = 8
"""Blocks whose tables are made before they are compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Pairs that reach the threshold, by place of the profile and place of the family in its lot.

    Attributes:
        profile: Place of the profile.
        family: Place of the family in its lot.
        log10_lr: Of the pair.
        contradicted: Families whose own relatives are impossible together, each with a marker where they are (places): a ratio
            over nothing is no number, and they are in no pair.
    """

    profile: NDArray[np.int32]
    family: NDArray[np.int32]
    log10_lr: NDArray[np.float64]
    contradicted: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """The best families of each profile, falling; the earlier line first where equal.

    Attributes:
        log10_lr: [profile, K], -inf where there is none.
        line: Row of the family in the file, [profile, K].
    """

    log10_lr: NDArray[np.float64]
    line: NDArray[np.int64]

    @classmethod
    def nothing(cls, profiles: int, top: int) -> Best:
        """Returns empty lists."""
        shape = (profiles, top)
        return cls(np.full(shape, -np.inf), np.full(shape, np.iinfo(np.int64).max))

    def merged(self, other: Best) -> Best:
        """Returns the best of both."""
        value = np.concatenate([self.log10_lr, other.log10_lr], axis=1)
        line = np.concatenate([self.line, other.line], axis=1)
        order = np.lexsort((line, -value), axis=1)[:, : self.line.shape[1]]
        return Best(np.take_along_axis(value, order, axis=1), np.take_along_axis(line, order, axis=1))

    def bounds(self) -> NDArray[np.float64]:
        """Returns what a family must reach to be among the best of each profile; +inf where none are kept."""
        if not self.log10_lr.shape[1]:
            return np.full(len(self.log10_lr), np.inf)
        return self.log10_lr[:, -1].copy()


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """Profiles, markers and bars of a search.

    Attributes:
        panel: The markers.
        profiles: Who is compared.
        threshold: log10 LR that a hit reaches.
        top: How many of the best families of each profile are kept whatever their LR.
    """

    panel: Panel
    profiles: Profiles
    threshold: float
    top: int = 0
    columns: Columns = field(init=False)
    codes: NDArray[Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "threshold", float(self.threshold))
        if math.isnan(self.threshold):
            raise InputNotUnderstood("the threshold is no number", hint="a log10 LR, as 4")
        object.__setattr__(self, "columns", self.profiles.columns(self.panel))
        object.__setattr__(self, "codes", self.profiles.codes(self.columns))

    def compare(self, lot: Lot, bounds: NDArray[np.float64]) -> tuple[Hits, Best]:
        """Returns the hits of a lot, and the best of its families that reach the bounds.

        The result does not depend on how families are cut into lots; cost: linear in families x profiles.
        """
        from repatria.kinship.search import kernels

        room = Room.of(self.panel, self.columns, lot)
        best = Best.nothing(len(self.profiles), self.top)
        kept = (bounds.copy(), best.log10_lr, best.line)
        out = _room_for_hits(len(self.profiles) * BLOCKS * kernels.LANES)
        found: list[tuple[NDArray[Any], ...]] = []
        contradicted: list[tuple[int, int]] = []
        hits = 0
        for block in range(0, -(-len(lot) // kernels.LANES), BLOCKS):
            tables = room.tables(lot, block)
            kernels.build(block, *room.what_to_build(self.panel, self.columns, lot), tables[0])
            contradicted += without_contradicted(tables[0], self.columns.start, block, len(lot))
            kernels.logarithms(tables[0].reshape(-1), tables[0].view(np.int64).reshape(-1), tables[1].reshape(-1))
            hits = kernels.score(
                block, tables, self.columns.start, (self.codes, self.profiles.sexes), (lot.sexes, lot.lines),
                self.threshold, kept, room.sums, out, np.int64(hits),
            )  # fmt: skip
            if hits > ROOM_FOR_HITS:
                found.append(tuple(array[:hits].copy() for array in out))
                hits = 0
        found.append(tuple(array[:hits] for array in out))
        profile, family, value = (np.concatenate([part[k] for part in found]) for k in range(3))
        return Hits(profile, family, value, tuple(contradicted)), best

    def run(self, lots: Iterable[Lot], *, best: Best, workers: int = 1) -> Iterator[tuple[Lot, Hits, Best]]:
        """Yields each lot with its hits and the best families so far, in order; `workers` lots at a time."""
        if workers == 1:
            for lot in lots:
                hits, mine = self.compare(lot, best.bounds())
                best = best.merged(mine)
                yield lot, hits, best
            return
        with ThreadPoolExecutor(workers) as pool:
            waiting: list[tuple[Lot, Future[tuple[Hits, Best]]]] = []
            source = iter(lots)
            while True:
                more = islice(source, workers + 1 - len(waiting))
                waiting += [(lot, pool.submit(self.compare, lot, best.bounds())) for lot in more]
                if not waiting:
                    return
                lot, future = waiting.pop(0)
                hits, mine = future.result()
                best = best.merged(mine)
                yield lot, hits, best


def without_contradicted(
    ratios: NDArray[np.float64], start: NDArray[np.int64], block: int, families: int
) -> list[tuple[int, int]]:
    """Returns families whose relatives are impossible together and a marker where they are, and makes all their ratios no number.

    Args:
        ratios: Of blocks as `kernels.build` writes them; the row of no result is changed, by which all sums become no number.
        start: First row of each marker.
        block: Place of the first block.
        families: How many there are in the lot; lanes beyond are empty.
    """
    from repatria.kinship.search.kernels import LANES

    used = np.flatnonzero(start[1:] > start[:-1])
    table = ratios.reshape(len(ratios), -1, LANES)
    nothing = np.isnan(table[:, start[used], :])
    if not nothing.any():
        return []
    found = [
        (int((block + b) * LANES + lane), int(used[k]), int(b), int(lane))
        for b, k, lane in np.argwhere(nothing).tolist()
        if (block + b) * LANES + lane < families
    ]
    for _, _, b, lane in found:
        table[b, 0, lane] = np.nan
    return [(family, marker) for family, marker, _, _ in found]


def _room_for_hits(at_once: int) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    room = ROOM_FOR_HITS + at_once
    return np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """What the kernels write to; one for each thread."""

    work: NDArray[np.float64]
    constants: NDArray[np.float64]
    seen: NDArray[np.int64]
    loops: NDArray[np.int64]
    lanes: NDArray[np.int64]
    ratios: NDArray[np.float64]
    scores: NDArray[np.float32]
    sums: NDArray[np.float32]

    @classmethod
    def of(cls, panel: Panel, columns: Columns, lot: Lot) -> Room:
        """Returns room for the largest family of a lot."""
        from repatria.kinship.search.kernels import LANES
        from repatria.kinship.search.plans import MOST_AXES

        slots = int(lot.slots.max(initial=1))
        return cls(
            work=np.empty(max(1, lot.programs.cells) * LANES),
            constants=np.concatenate([panel.constants, np.zeros(lot.programs.shared_cells)]),
            seen=np.zeros((slots, 2, LANES), np.int64),
            loops=np.zeros((4, MOST_AXES), np.int64),
            lanes=np.zeros(LANES, np.int64),
            ratios=np.ones((BLOCKS, len(columns) * LANES)),
            scores=np.zeros((BLOCKS, len(columns) * LANES), np.float32),
            sums=np.zeros(LANES, np.float32),
        )

    def tables(self, lot: Lot, block: int) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        """Returns room for the ratios and logarithms of the blocks from `block` on."""
        blocks = min(BLOCKS, -(-len(lot) // self.lanes.size) - block)
        return self.ratios[:blocks], self.scores[:blocks]

    def what_to_build(self, panel: Panel, columns: Columns, lot: Lot) -> tuple[tuple[NDArray[Any], ...], ...]:
        """Returns what `kernels.build` takes."""
        markers = (
            panel.constant_start, panel.sizes, panel.inherited, panel.mutation, columns.seen, columns.weights,
            columns.start,
        )  # fmt: skip
        families = (lot.obs, lot.obs_start, lot.slots, lot.plan_of)
        own = (self.work, self.constants, self.seen, self.loops, self.lanes)
        return families, lot.programs.arrays(), markers, own
