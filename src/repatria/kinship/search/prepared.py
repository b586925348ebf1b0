"""Families kept with their tables, so that a new profile is compared with all of them at once.

The tables of 100,000 families at 24 markers take about a gigabyte in single precision. They choose who is looked at; what is
returned is worked out again in double precision, and is what `comparing` gives, bit by bit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from repatria.kinship.files import ProfileTable
from repatria.kinship.search.comparing import BLOCKS, Best, Room, Search, without_contradicted
from repatria.kinship.search.families import Lot
from repatria.kinship.search.panel import Columns, Panel
from repatria.kinship.search.profiles import Profiles
from repatria.kinship.search.running import best_table, hits_table
from repatria.kinship.search.runs import SCHEMA, ranked


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Families with their tables.

    Attributes:
        panel: The markers.
        columns: Every result that a profile may have.
        lots: The families.
        tables: log10 of the tables of each lot, [block, column x lane].
        slack: How far a sum may be off at a bound of 0.
    """

    panel: Panel
    columns: Columns
    lots: tuple[Lot, ...]
    tables: tuple[NDArray[np.float32], ...]
    slack: float

    @classmethod
    def of(cls, panel: Panel, lots: Iterable[Lot]) -> Prepared:
        """Returns families with tables for every result that a profile may have."""
        from repatria.kinship.search import kernels

        columns = Columns.every(panel)
        kept, tables = [], []
        slack = [0.0]
        for lot in lots:
            blocks = -(-len(lot) // kernels.LANES)
            table = np.empty((blocks, len(columns) * kernels.LANES), np.float32)
            room = Room.of(panel, columns, lot)
            for block in range(0, blocks, BLOCKS):
                ratios, _ = room.tables(lot, block)
                mine = table[block : block + len(ratios)]
                kernels.build(block, *room.what_to_build(panel, columns, lot), ratios)
                without_contradicted(ratios, columns.start, block, len(lot))
                kernels.logarithms(ratios.reshape(-1), ratios.view(np.int64).reshape(-1), mine.reshape(-1))
            slack += [float(kernels.slack_of(one, columns.start)) for one in table]
            tables.append(table)
            kept.append(lot)
        return cls(panel, columns, tuple(kept), tuple(tables), max(slack))

    def compare(self, profiles: ProfileTable, *, threshold: float, top: int = 0) -> pa.Table:
        """Returns the hits of a few profiles, ranked, and the best families of each: profile, family, log10_lr.

        Memory: four bytes a profile and family.
        """
        search = Search(self.panel, Profiles.of(profiles, panel=self.panel), threshold, top)
        best = Best.nothing(len(search.profiles), top)
        names: dict[int, str] = {}
        found = [SCHEMA.empty_table()]
        for lot in self._worth_it(search):
            hits, mine = search.compare(lot, best.bounds())
            best = best.merged(mine)
            names |= zip(lot.lines.tolist(), lot.names, strict=True)
            found.append(hits_table(search, lot, hits))
        return ranked(pa.concat_tables([*found, best_table(search, best, names)]))

    def _worth_it(self, search: Search) -> list[Lot]:
        """Returns the families that may reach a bar of one of the profiles."""
        sums = [self._sums(table, lot, search) for table, lot in zip(self.tables, self.lots, strict=True)]
        if not sums or not len(search.profiles):
            return []
        bars = np.full(len(search.profiles), search.threshold)
        together = np.concatenate(sums, axis=1)
        if search.top:
            beyond = min(search.top, together.shape[1]) - 1
            order = np.partition(np.where(np.isnan(together), np.inf, -together), beyond, axis=1)
            bars = np.minimum(bars, -order[:, beyond])
        slack = self.slack + 6e-8 * (len(self.panel) + 4) * np.abs(np.where(np.isfinite(bars), bars, 0))
        bars = np.maximum(bars - 2 * slack, -3e38)
        return [
            lot.chosen(np.flatnonzero((some >= bars[:, None]).any(axis=0)))
            for some, lot in zip(sums, self.lots, strict=True)
        ]

    def _sums(self, table: NDArray[np.float32], lot: Lot, search: Search) -> NDArray[np.float32]:
        """Returns log10 LR in single precision, [profile, family]; -inf where known sexes differ."""
        from repatria.kinship.search import kernels

        sums = np.empty((len(search.profiles), table.shape[0] * kernels.LANES), np.float32)
        kernels.sum_tables(table, search.profiles.codes(self.columns), len(self.panel), sums)
        sums = sums[:, : len(lot)]
        sexes = search.profiles.sexes[:, None]
        sums[(sexes > 0) & (lot.sexes > 0) & (sexes != lot.sexes)] = -np.inf
        return sums
