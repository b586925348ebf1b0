"""Compiled loops of re-association: sixteen samples' tables side by side, and their sums against all others.

Imported only when samples are compared: importing numba takes about half a second.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from repatria.kinship.search.kernels import LANES, sum_rows

compiled: Any = numba.njit(cache=True, nogil=True, error_model="numpy")


@compiled
def lay_out(tables: Any, square: Any, start: Any, codes: Any, turned: bool, out: Any, most: Any) -> None:
    """Fills a block: for each lane's sample, log10 of the ratio to every result; row 0, no result, stays 0.

    Args:
        tables: float32, marker after marker, [left result, right result].
        square: Where each marker's table begins.
        start: Number of each marker's first result, and of all.
        codes: Results of the lanes' samples, [lane, marker].
        turned: Whether the lanes' samples stand on the right of the tables.
        out: float32, [result, lane], to be filled.
        most: float32, [lane, marker]: the best that each can still bring, 0 at least.
    """
    for lane in range(LANES):
        out[0, lane] = 0.0
        for k in range(start.size - 1):
            first, size, most[lane, k] = start[k], start[k + 1] - start[k], np.float32(0)
            code = codes[lane, k]
            for row in range(size):
                value = np.float32(0)
                if code:
                    mine = code - first
                    value = tables[square[k] + (row * size + mine if turned else mine * size + row)]
                out[first + row, lane] = value
                most[lane, k] = max(most[lane, k], value)


@compiled
def score(
    table: Any, codes: Any, samples: Any, near: Any, head: int, after: int, lanes: int, sums: Any, out: Any, hits: int
) -> int:
    """Compares a block with samples; returns the number of hits after it.

    Args:
        table: What `lay_out` filled, as [result * LANES].
        codes: Results of all right samples, one after another.
        samples: First right sample, and the one after the last.
        near: float32: what the sum of the first `head` markers must reach in a lane, and what all must.
        head: Markers after which most pairs are given up.
        after: Right samples up to this place plus the lane are passed over: each pair once within one set.
        lanes: Lanes in use.
        sums: float32, room for a sum a lane.
        out: int32 places of the lanes, and of the right samples, of hits.
        hits: How many there are.
    """
    count = codes.size // max(1, samples[2])
    for right in range(samples[0], samples[1]):
        place = right * count
        if not sum_rows(table, codes, place, head, near[0], sums):
            continue
        if not sum_rows(table, codes, place, count, near[1], sums):
            continue
        for lane in range(lanes):
            if sums[lane] >= near[1] and right > after + lane:
                out[0, hits] = lane
                out[1, hits] = right
                hits += 1
    return hits
