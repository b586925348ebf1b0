"""What many families can show, by the tables of the search: sixteen families at a time, every genotype of a body.

The figures are those of `measure`, of which this is the fast twin. Draws use one set of random numbers for all families, so that
a family's figures do not depend on its company, and families can be compared with each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.power.conditional import Array
from repatria.kinship.power.measures import QUANTILES, at_least
from repatria.kinship.search.comparing import BLOCKS, Room
from repatria.kinship.search.families import Lot
from repatria.kinship.search.panel import Columns, Panel


@dataclass(frozen=True, slots=True)
class Reach:
    """What one family can show.

    Attributes:
        line: Its row.
        mean: log10 LR to expect of the missing person's profile, exact.
        greatest: The greatest log10 LR that any whole profile can have with it.
        quantiles: Of the log10 LR of the missing person's profile, at `QUANTILES`, drawn.
        reaches: Share of draws at or above the threshold.
        excluded: P(at least k markers exclude an unrelated body), k = 1, 2, 3; exact, mutation aside.
        markers: How many markers tell anything.
    """

    line: int
    mean: float
    greatest: float
    quantiles: tuple[float, ...]
    reaches: float
    excluded: tuple[float, float, float]
    markers: int


def reach(panel: Panel, lot: Lot, *, threshold: float, draws: int, seed: int) -> Iterator[Reach]:
    """Yields what each family of a lot can show.

    Args:
        panel: The markers by which the lot was read.
        lot: The families.
        threshold: log10 LR whose share of draws is told.
        draws: Profiles drawn for each family, at least 1.
        seed: Whence they come.
    """
    from repatria.kinship.search import kernels

    columns = Columns.of(
        panel, [[(i, j) for i in range(size) for j in range(i, size)] for size in panel.sizes.tolist()]
    )
    strict = Panel.of([replace(marker, male=None, female=None) for marker in panel.markers])
    luck = np.random.default_rng(seed).random((len(panel), draws))
    room, plain = Room.of(panel, columns, lot), Room.of(strict, columns, lot)
    for block in range(0, -(-len(lot) // kernels.LANES), BLOCKS):
        ratios, without = room.tables(lot, block)[0], plain.tables(lot, block)[0]
        kernels.build(block, *room.what_to_build(panel, columns, lot), ratios)
        kernels.build(block, *plain.what_to_build(strict, columns, lot), without)
        first = block * kernels.LANES
        here = min(len(lot) - first, len(ratios) * kernels.LANES)
        shaped = [by_family(one, len(columns))[:here] for one in (ratios, without)]
        yield from _told(shaped[0], shaped[1], columns, luck, threshold, lot.lines[first : first + here])


def whole(panel: Panel) -> Columns:
    """Returns a column for every whole genotype."""
    return Columns.of(panel, [[(i, j) for i in range(size) for j in range(i, size)] for size in panel.sizes.tolist()])


def by_family(ratios: Array, columns: int) -> Array:
    """Returns a search's tables as [family, column], row 0 (no result) included."""
    blocks = ratios.reshape(len(ratios), columns, -1)
    return np.ascontiguousarray(blocks.transpose(0, 2, 1).reshape(-1, columns))


def _told(
    ratios: Array, without: Array, columns: Columns, luck: Array, threshold: float, lines: NDArray[np.int64]
) -> Iterator[Reach]:
    chance = 1 / columns.weights
    related = ratios * chance
    with np.errstate(divide="ignore"):
        logs = np.log10(ratios)
    starts = columns.start[:-1]
    weighed = np.where(related > 0, related * np.where(related > 0, logs, 0.0), 0.0)
    mean = np.add.reduceat(weighed, starts, axis=1).sum(axis=1)
    greatest = np.maximum.reduceat(logs, starts, axis=1).sum(axis=1)
    telling = np.maximum.reduceat((ratios != 1).astype(np.int64), starts, axis=1).sum(axis=1)
    excluded = np.add.reduceat(np.where(without == 0, chance, 0.0), starts, axis=1)
    drawn = _drawn(related, logs, columns, luck)
    quantiles = np.quantile(drawn, QUANTILES, axis=1, method="lower")
    for k, line in enumerate(lines.tolist()):
        yield Reach(
            line, float(mean[k]), float(greatest[k]), tuple(map(float, quantiles[:, k])),
            float((drawn[k] >= threshold).mean()), at_least(excluded[k].tolist()), int(telling[k]),
        )  # fmt: skip


def _drawn(related: Array, logs: Array, columns: Columns, luck: Array) -> Array:
    """Returns log10 LRs of the missing person's profile, [family, draw]."""
    rows = np.arange(len(related))[:, None]
    total = np.zeros((len(related), luck.shape[1]))
    for marker, uniform in enumerate(luck):
        total += logs[rows, chosen(related, columns, marker, uniform)]
    return total


def chosen(related: Array, columns: Columns, marker: int, uniform: Array) -> NDArray[np.int64]:
    """Returns the columns of genotypes drawn at a marker, [family, draw].

    A genotype is where a random number falls among the summed chances; the sums of all families stand in one rising row, a
    family's between its number and the next.
    """
    families = np.arange(len(related))[:, None]
    first, last = columns.start[marker], columns.start[marker + 1]
    ends = np.cumsum(related[:, first:last], axis=1)
    ends /= ends[:, -1:]
    ends[:, -1] = 1.0
    places = np.searchsorted((ends + families).ravel(), (uniform + families).ravel(), side="right")
    within = places.reshape(families.size, -1) - families * (last - first)
    found: NDArray[np.int64] = np.minimum(within, last - first - 1) + first
    return found
