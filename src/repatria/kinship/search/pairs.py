"""What each marker says of chosen pairs: the hits of a search taken apart, by the tables that the search itself uses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.search.comparing import BLOCKS, Room
from repatria.kinship.search.families import Lot
from repatria.kinship.search.panel import NO_RESULT, Columns, Panel
from repatria.kinship.search.profiles import Profiles


@dataclass(frozen=True, slots=True, eq=False)
class ByMarker:
    """Pairs of a profile and a family, marker by marker.

    Attributes:
        ratio: LR of each pair at each marker, [pair, marker]; 1 where one of them has no result.
        shared: Whether both have a result there, [pair, marker].
        contradicts: Whether it is impossible there without mutation, or the relatives alone are, [pair, marker].
        alone: Whether the relatives alone are impossible there without mutation, [pair, marker].
    """

    ratio: NDArray[np.float64]
    shared: NDArray[np.bool_]
    contradicts: NDArray[np.bool_]
    alone: NDArray[np.bool_]

    @property
    def log10_lr(self) -> NDArray[np.float64]:
        """log10 LR of each pair, summed marker by marker in double precision, as the search does."""
        with np.errstate(divide="ignore"):
            total: NDArray[np.float64] = np.cumsum(np.log10(self.ratio), axis=1)[:, -1]
        return total


def by_marker(
    panel: Panel, profiles: Profiles, lot: Lot, *, profile: NDArray[np.int64], family: NDArray[np.int64]
) -> ByMarker:
    """Returns what each marker says of pairs.

    Cost: the tables of the families that occur, twice: with the mutation of the markers and without any.

    Args:
        panel: The markers; those by which `profiles` and `lot` were read.
        profiles: The profiles.
        lot: The families.
        profile: Place of each pair's profile.
        family: Place of each pair's family in the lot.
    """
    seen = list(zip(*profiles.seen, strict=True)) or [() for _ in panel.markers]
    columns = Columns.of(panel, [{*some, (0, 0)} for some in seen])  # a column at least, to see relatives who cannot be
    codes = profiles.codes(columns).reshape(len(profiles), len(panel))
    used, place = np.unique(family, return_inverse=True)
    some = lot.chosen(used)
    strict = Panel.of([replace(marker, male=None, female=None) for marker in panel.markers])
    ratio = _gathered(panel, columns, some, codes[profile], place)
    without = _gathered(strict, columns, some, codes[profile], place)
    alone = _gathered(strict, columns, some, np.tile(columns.start[:-1], (len(place), 1)), place)
    told = np.array([[one != NO_RESULT for one in row] for row in profiles.seen], bool).reshape(len(profiles), -1)
    return ByMarker(
        ratio=ratio,
        shared=told[profile] & _told(some, len(panel))[place],
        contradicts=~(without > 0) | np.isnan(alone),
        alone=np.isnan(alone),
    )


def _told(lot: Lot, markers: int) -> NDArray[np.bool_]:
    """Returns whether any relative has a result, [family, marker]."""
    ends = np.append(lot.obs_start, lot.obs.size)
    found = np.zeros((len(lot), markers), bool)
    for k in range(len(lot)):
        mine = lot.obs[ends[k] : ends[k + 1]].reshape(markers, -1)
        if mine.shape[1]:
            found[k] = mine.max(axis=1) >= 0
    return found


def _gathered(
    panel: Panel, columns: Columns, lot: Lot, rows: NDArray[np.int64], family: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Returns the table entries that rows [pair, marker] name of each pair's family."""
    from repatria.kinship.search import kernels

    found = np.ones((len(family), len(panel)))
    room = Room.of(panel, columns, lot)
    block_of, lane = np.divmod(family, kernels.LANES)
    for block in range(0, -(-len(lot) // kernels.LANES), BLOCKS):
        ratios, _ = room.tables(lot, block)
        kernels.build(block, *room.what_to_build(panel, columns, lot), ratios)
        here = np.flatnonzero((block_of >= block) & (block_of < block + len(ratios)))
        cells = rows[here].astype(np.int64) * kernels.LANES + lane[here, None]
        found[here] = ratios[(block_of[here] - block)[:, None], cells]
    return found
