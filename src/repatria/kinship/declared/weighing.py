"""The LR of one relative's own profile against the rest of the family, for many stories at once.

The search compares every profile with every family; here each family is held against one profile only. The tables are the
same, so the numbers are the search's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.declared.stories import Story
from repatria.kinship.files.cells import NO_RESULT
from repatria.kinship.files.naming import marker_name
from repatria.kinship.search.comparing import BLOCKS, Room
from repatria.kinship.search.families import Lot, Reader
from repatria.kinship.search.panel import NO_RESULT as NOTHING_SEEN
from repatria.kinship.search.panel import Columns, Panel, Seen

Table = NDArray[np.float64]


def weigh(stories: Sequence[Story], *, panel: Panel, reader: Reader) -> Table:
    """Returns log10 of the LR of each story at each marker, [story, marker]; NaN rows for those that cannot be weighed.

    An LR of 0 is -inf: the relative's result is impossible under the story.
    """
    seen = _seen(stories, panel)
    columns = Columns.of(panel, [{row[k] for row in seen} for k in range(len(panel))])
    lot = reader.read_rows([story.row for story in stories], first=0)
    found = np.full((len(stories), len(panel)), np.nan)
    codes = np.array([[columns.row[k][one] for k, one in enumerate(row)] for row in seen], np.int64)
    for first, ratios in _tables(panel, columns, lot):
        for block in range(len(ratios)):
            _look_up(ratios[block], lot, (first + block), codes, found)
    return found


def _seen(stories: Sequence[Story], panel: Panel) -> list[list[Seen]]:
    """Returns what is seen of each story's person at each marker; a person's stories follow each other and share it."""
    places = {marker_name(marker.name): k for k, marker in enumerate(panel.markers)}
    columns: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    rows: list[list[Seen]] = []
    before: tuple[str, ...] | None = None
    for story in stories:
        if story.profile is before:
            rows.append(rows[-1])
            continue
        before = story.profile
        names = tuple(story.row.markers)
        if names not in columns:
            found = [places.get(marker_name(name), -1) for name in names]
            columns[names] = [(here, place) for here, place in enumerate(found) if place >= 0]
        row = [NOTHING_SEEN] * len(panel)
        for here, place in columns[names]:
            if story.profile[here] != NO_RESULT:
                row[place] = panel.understand(place, story.profile[here])
        rows.append(row)
    return rows


def _tables(panel: Panel, columns: Columns, lot: Lot) -> Iterator[tuple[int, Table]]:
    """Yields the number of a block and the ratios of the blocks from there, [block, column x lane]."""
    from repatria.kinship.search import kernels

    if not len(lot):
        return
    room = Room.of(panel, columns, lot)
    for block in range(0, -(-len(lot) // kernels.LANES), BLOCKS):
        ratios, _ = room.tables(lot, block)
        kernels.build(block, *room.what_to_build(panel, columns, lot), ratios)
        yield block, ratios


def _look_up(ratios: Table, lot: Lot, block: int, codes: NDArray[np.int64], found: Table) -> None:
    from repatria.kinship.search.kernels import LANES

    lanes = np.arange(block * LANES, min((block + 1) * LANES, len(lot)))
    rows = lot.lines[lanes]
    table = ratios.reshape(-1, LANES)
    with np.errstate(divide="ignore"):
        found[rows] = np.log10(table[codes[rows], (lanes % LANES)[:, None]])
