"""The markers of a search as arrays, and the columns of its tables: what may be seen of a profile at a marker.

A column is a whole genotype (13/14) or a part of one (13/-); no result is row 0 of every table, a ratio of 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.kinship.genotypes import is_single, parse
from repatria.kinship.markers import FrequenciesImpossible, Inheritance, Marker

NOT_SEEN = -1
"""Place of an allele that was not seen."""

NO_RESULT = (NOT_SEEN, NOT_SEEN)
"""What is seen where there is no result."""

Seen = tuple[int, int]
"""Places of two alleles, ascending; `NOT_SEEN` second for a part of a genotype, and twice for no result."""


class MarkerNotSearched(InputNotUnderstood):
    """A marker is of a kind that the search does not take; the place names it."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Markers with all that the kernels need of them.

    Attributes:
        markers: As given.
        sizes: Number of alleles of each.
        constants: Tables that all families share, marker after marker, in the order of `plans.Constant`.
        constant_start: Where each marker's begin, and where all end.
        inherited: Frequencies after one meiosis, [marker, side (0 paternal), allele].
        mutation: Mutation matrices, [marker, side, from, to].
        places: Of each marker: text of a genotype → what it says; filled while reading.
    """

    markers: tuple[Marker, ...]
    sizes: NDArray[np.int64]
    constants: NDArray[np.float64]
    constant_start: NDArray[np.int64]
    inherited: NDArray[np.float64]
    mutation: NDArray[np.float64]
    places: tuple[dict[str | None, Seen], ...]

    @classmethod
    def of(cls, markers: Sequence[Marker]) -> Panel:
        """Returns the panel of autosomal markers without silent alleles.

        Raises:
            MarkerNotSearched: A marker is on X or has a silent allele, or there is none.
        """
        if not markers:
            raise MarkerNotSearched("no autosomal marker has frequencies", hint="add frequencies", place="frequencies")
        for marker in markers:
            if marker.inheritance is not Inheritance.AUTOSOMAL or marker.silent:
                raise MarkerNotSearched(
                    "the search takes autosomal markers without silent alleles",
                    hint="weigh this marker by `kinship lr`", place=marker.name,
                )  # fmt: skip
        sizes = np.array([len(marker.alleles) for marker in markers], np.int64)
        widest = int(sizes.max(initial=1))
        mutation = np.zeros((len(markers), 2, widest, widest))
        inherited = np.zeros((len(markers), 2, widest))
        buffers = []
        for k, marker in enumerate(markers):
            size = len(marker.alleles)
            for side, matrix in enumerate((marker.male, marker.female)):
                mutation[k, side, :size, :size] = np.eye(size) if matrix is None else matrix
                inherited[k, side, :size] = marker.frequencies @ mutation[k, side, :size, :size]
            buffers.append(_constants(marker.frequencies, inherited[k, :, :size], mutation[k, :, :size, :size]))
        starts = np.cumsum([0, *map(len, buffers)]).astype(np.int64)
        places: tuple[dict[str | None, Seen], ...] = tuple({None: NO_RESULT, "": NO_RESULT} for _ in markers)
        return cls(tuple(markers), sizes, np.concatenate(buffers), starts, inherited, mutation, places)

    def __len__(self) -> int:
        return len(self.markers)

    def read(self, marker: int, text: str | None) -> Seen:
        """Returns what a genotype says.

        Raises:
            GenotypeNotUnderstood: It has three alleles, or half of one.
            FrequenciesImpossible: An allele has no frequency.
        """
        known = self.places[marker].get(text)
        if known is None:
            known = self.places[marker][text] = self._read(self.markers[marker], text or "")
        return known

    def understand(self, marker: int, text: str | None) -> Seen:
        """Returns what a genotype says; one that breaks a rule says nothing: it was told where its file was read."""
        try:
            return self.read(marker, text)
        except InputNotUnderstood:
            return NO_RESULT

    def _read(self, marker: Marker, text: str) -> Seen:
        first, second = parse(text)
        if first is None:
            return NO_RESULT
        if is_single(text):
            raise HalfAGenotype("one allele stands alone", hint="write 13/13, or 13/- where the other was not seen")
        try:
            one = marker.index[first]
            two = NOT_SEEN if second is None else marker.index[second]
        except KeyError:
            raise FrequenciesImpossible(
                "an allele has no frequency", hint="add it to the frequencies at the least that you use",
                place=marker.name,
            ) from None  # fmt: skip
        return (one, two) if two == NOT_SEEN or one <= two else (two, one)


class HalfAGenotype(InputNotUnderstood):
    """One allele is given where two are inherited, and it is not said whether it was seen twice."""


def _constants(
    frequencies: NDArray[np.float64], inherited: NDArray[np.float64], mutation: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Returns a marker's shared tables, one after another as `plans.Constant` has them."""
    parts = [frequencies, inherited[0], inherited[1]]
    for side in range(2):
        for which in range(2):
            table = np.ones((2, *mutation[side].shape))
            table[which] = mutation[side]
            parts.append(table.ravel())
    return np.concatenate([*parts, mutation[0].ravel(), mutation[1].ravel(), np.ones(1)])


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The columns of a search's tables.

    Attributes:
        row: Of each marker: what is seen → row of the table; row 0 is no result.
        seen: What each row stands for, [row, 2].
        weights: One over the population's probability of it.
        start: First row of each marker, and the number of rows.
    """

    row: tuple[dict[Seen, int], ...]
    seen: NDArray[np.int64]
    weights: NDArray[np.float64]
    start: NDArray[np.int64]

    @classmethod
    def of(cls, panel: Panel, seen: Sequence[Iterable[Seen]]) -> Columns:
        """Returns columns for what is seen at each marker."""
        rows: list[dict[Seen, int]] = []
        all_: list[Seen] = [(0, 0)]
        weights, start = [1.0], [1]
        for marker, some in zip(panel.markers, seen, strict=True):
            mine = {NO_RESULT: 0}
            for one in sorted(set(some) - {NO_RESULT}):
                mine[one] = len(all_)
                all_.append(one)
                weights.append(1 / _chance(marker.frequencies, one))
            rows.append(mine)
            start.append(len(all_))
        return cls(tuple(rows), np.array(all_, np.int64), np.array(weights), np.array(start, np.int64))

    @classmethod
    def every(cls, panel: Panel) -> Columns:
        """Returns a column for everything that can be seen."""
        sizes = [range(int(size)) for size in panel.sizes]
        return cls.of(panel, [[(i, j) for i in some for j in (NOT_SEEN, *range(i, len(some)))] for some in sizes])

    def __len__(self) -> int:
        return len(self.seen)


def _chance(frequencies: NDArray[np.float64], seen: Seen) -> float:
    """Returns the probability in the population of a genotype (Hardy and Weinberg), or of having one allele at least."""
    one, two = seen
    p = float(frequencies[one])
    if two == NOT_SEEN:
        return p * (2 * float(frequencies.sum()) - p)
    return p * float(frequencies[two]) * (1 if one == two else 2)
