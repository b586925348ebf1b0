"""Small numbers withheld from a publication, and with them every number from which they could be computed.

A count from 1 to 9 points to people. Leaving only it out is not enough: whoever knows a sum and all its other parts subtracts.
So numbers that are published together are described together, with every sum among them, and the smallest further numbers
are withheld until each withheld one could be anything from 1 to 9 as far as the publication tells (complementary
suppression: Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapter 4). All numbers may be taken as known
exactly in this reasoning; that they are rounded to 5 when shown comes on top.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from repatria.register.statements import MINIMUM_CELL

Cell = tuple[str, ...]
"""What a number counts, as its publication names it."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A number that is published beside the parts it is made of; no part belongs to two sums."""

    whole: Cell
    parts: tuple[Cell, ...]


Range = tuple[int, float]
"""The least and the greatest that a number may be, for whoever reads the publication."""


def withheld(
    counts: Mapping[Cell, int],
    *,
    sums: Sequence[Sum] = (),
    alike: Sequence[Collection[Cell]] = (),
    dear: Collection[Cell] = (),
    minimum: int = MINIMUM_CELL,
) -> frozenset[Cell]:
    """Returns the cells that must not be published; never a zero, for nobody is nothing to hide.

    Args:
        counts: Every number of one publication; each is 0 or more, and each whole is the sum of its parts.
        sums: The sums among them, as trees: a part may be the whole of a further sum.
        alike: Sets of cells of several tables that count the same people: where two of them are nearly equal and one is
            withheld, both are.
        dear: Cells that are withheld only where nothing else can be: what the publication is read for.
        minimum: The smallest number that is published, besides 0.

    Cost: linear in cells and sums for each cell that has to be withheld.
    """
    table = _Table(counts, sums, minimum)
    hidden = {cell for cell, n in counts.items() if 0 < n < minimum}
    size = -1
    while size != len(hidden):
        size = len(hidden)
        for together in alike:
            hidden |= _nearly_equal([cell for cell in together if counts.get(cell)], counts, hidden, minimum)
        told = table.first_told(hidden)
        if told is not None:
            free = (cell for cell in table.near(told) if counts[cell] and cell not in hidden)
            hidden.add(min(free, key=lambda cell: cell in dear))
    return frozenset(hidden)


def _nearly_equal(
    cells: Sequence[Cell], counts: Mapping[Cell, int], hidden: Collection[Cell], minimum: int
) -> set[Cell]:
    """Returns the cells that are as large as a withheld one, give or take what is small."""
    known = [counts[cell] for cell in cells if cell in hidden]
    return {cell for cell in cells if any(abs(counts[cell] - n) < minimum for n in known)}


class _Table:
    """The numbers of one publication, and what its sums tell of those withheld."""

    def __init__(self, counts: Mapping[Cell, int], sums: Sequence[Sum], minimum: int) -> None:
        self._counts, self._minimum = counts, minimum
        self._parts = {one.whole: one.parts for one in sums}
        self._whole = {part: one.whole for one in sums for part in one.parts}
        self._tops = [one.whole for one in sums if one.whole not in self._whole]

    def first_told(self, hidden: Collection[Cell]) -> Cell | None:
        """Returns a withheld number that the publication narrows down too far; None when it does so for none."""
        ranges: dict[Cell, Range] = {}
        for top in self._tops:
            self._up(top, hidden, ranges)
            self._down(top, ranges)
        return next((cell for cell in ranges if cell in hidden and self._is_told(cell, *ranges[cell])), None)

    def _is_told(self, cell: Cell, least: int, most: float) -> bool:
        """Whether a small number cannot be everything small, or a larger one leaves fewer possibilities than that."""
        if self._counts[cell] < self._minimum:
            return least > self._known_least(cell) or most < self._minimum - 1
        return most - least < self._minimum - 2

    def near(self, cell: Cell) -> Iterator[Cell]:
        """Yields what may be withheld to protect a cell, the least loss first: beside it, above it, anywhere."""
        at = cell
        while at in self._whole:
            whole = self._whole[at]
            yield from self._smallest(part for part in self._parts[whole] if part != at)
            yield whole
            at = whole
        yield from self._smallest(self._below(at))

    def _smallest(self, cells: Iterator[Cell]) -> list[Cell]:
        return sorted(cells, key=lambda cell: (self._counts[cell], cell))

    def _below(self, whole: Cell) -> Iterator[Cell]:
        for part in self._parts.get(whole, ()):
            yield part
            yield from self._below(part)

    def _known_least(self, cell: Cell) -> int:
        """How many there are at least, for whoever knows which numbers are zero."""
        if cell not in self._parts:
            return int(self._counts[cell] > 0)
        return sum(map(self._known_least, self._parts[cell]))

    def _up(self, cell: Cell, hidden: Collection[Cell], ranges: dict[Cell, Range]) -> Range:
        """Notes what is told of a cell by itself and by its parts."""
        least, most = 1, float("inf")
        if cell in self._parts:
            of_parts = [self._up(part, hidden, ranges) for part in self._parts[cell]]
            least, most = sum(low for low, _ in of_parts), sum(high for _, high in of_parts)
        n = self._counts[cell]
        ranges[cell] = (least, most) if cell in hidden else (n, n)
        return ranges[cell]

    def _down(self, cell: Cell, ranges: dict[Cell, Range]) -> None:
        """Narrows each part by the whole and the other parts; in a tree that tells all that can be told."""
        parts = self._parts.get(cell, ())
        least, most = ranges[cell]
        known = [ranges[part] for part in parts]
        for at, part in enumerate(parts):
            others = known[:at] + known[at + 1 :]
            low = max(known[at][0], least - sum(high for _, high in others))
            high = min(known[at][1], most - sum(low for low, _ in others))
            ranges[part] = int(low), high
            self._down(part, ranges)
