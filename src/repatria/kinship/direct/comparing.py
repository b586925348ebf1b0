"""All samples against all: which pairs reach a threshold, found in single precision, settled in double.

Sixteen samples of one class of dropout stand side by side (*lanes*); every other sample adds the rows of its results. After
the first markers most pairs are given up: even the best that the rest could bring would not lift them to the threshold. Both
bars lie lower than needed by more than single precision can err, and what is left is weighed again exactly, so that neither
the order of work nor the number of threads changes anything.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from repatria.errors import AnswerIsNo
from repatria.kinship.direct.model import Model
from repatria.kinship.direct.samples import Samples
from repatria.kinship.direct.weighing import Prepared, Weights, prepare, weigh_in
from repatria.kinship.markers import Marker

HEAD: Final = 12
"""Markers after which most pairs are given up, the most telling first. Of 24: measured, see benchmarks/reassociate.py."""

MARGIN: Final = 0.01
"""How much lower the bars of single precision lie, in log10. A ratio is a sum of as many as 2,000 genotypes, all above 0: it errs
by 2,000 x 2**-24 of itself, 0.00005 in log10; 60 markers and their sum (60 sums of 400 or less) err by no more than 0.006."""

AT_ONCE: Final = 8
"""Blocks that a thread compares at a time."""

MOST_PAIRS: Final = 10_000_000
"""Pairs that are kept: more is no re-association but one profile many times over, as a control's."""

EVERYTHING: Final = np.iinfo(np.int64).min // 2


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs that reach a threshold, by left place and then by right place.

    Attributes:
        left: Place of a sample among the left ones; within one set the lower of the two.
        right: Place among the right ones.
        weights: What they say.
        comparisons: How many pairs were compared.
    """

    left: NDArray[np.intp]
    right: NDArray[np.intp]
    weights: Weights
    comparisons: int

    def __len__(self) -> int:
        return len(self.left)


def compare(
    one: Samples,
    other: Samples | None = None,
    *,
    markers: Sequence[Marker],
    model: Model,
    threshold: float,
    workers: int = 1,
) -> Pairs:
    """Returns the pairs whose log10 LR (one person against two unrelated) reaches the threshold.

    Within one set each pair is compared once; with another set, every sample of the first with every one of the second.
    Cost: pairs x markers.

    Raises:
        AnswerIsNo: More than `MOST_PAIRS` pairs come near the threshold.
    """
    return compare_in(prepare(one, one if other is None else other, markers=markers, model=model), markers=markers,
                      threshold=threshold, workers=workers)  # fmt: skip


def compare_in(prepared: Prepared, *, markers: Sequence[Marker], threshold: float, workers: int = 1) -> Pairs:
    """Returns the pairs of prepared samples that reach the threshold, as `compare` does."""
    within = prepared.one is prepared.other
    many = len(prepared.one) * (len(prepared.one) - 1) // 2 if within else len(prepared.one) * len(prepared.other)
    found = _Search(prepared, markers, threshold, within).run(workers)
    left, right = found
    if within:
        left, right = np.minimum(left, right), np.maximum(left, right)
    weights = weigh_in(prepared, left=left, right=right)
    kept = np.flatnonzero(weights.log10_lr >= threshold)
    kept = kept[np.lexsort((right[kept], left[kept]))]
    chosen = Weights(*(getattr(weights, name)[kept] for name in Weights.__dataclass_fields__))
    return Pairs(left[kept], right[kept], chosen, many)


class _Search:
    """Samples in the order in which they are compared: by class of dropout, markers by how much they tell.

    Invariant: nothing here changes after it is made; threads share it.
    """

    def __init__(self, prepared: Prepared, markers: Sequence[Marker], threshold: float, within: bool) -> None:
        self.within = within
        self.threshold = threshold
        results = prepared.results
        telling = np.argsort([float((marker.frequencies**2).sum()) for marker in markers], kind="stable")
        starts = results.start
        sizes = np.diff(starts)[telling]
        self.start = np.cumsum([1, *sizes]).astype(np.int64)
        self.square = np.cumsum([0, *(sizes**2)]).astype(np.int64)
        shift = self.start[:-1] - starts[:-1][telling]
        self.sides = tuple(
            _Side.of(samples, codes[:, telling].astype(np.int64), shift)
            for samples, codes in ((prepared.one, results.codes[0]), (prepared.other, results.codes[-1]))
        )
        pairs = {(min(a, b), max(a, b)) for a in self.sides[0].groups for b in self.sides[1].groups}
        self.tables = {
            key: np.concatenate([prepared.tables[k].near(*key).ravel() for k in telling]) for key in sorted(pairs)
        }

    def run(self, workers: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Returns the places of pairs that come near the threshold, in no order that means anything."""
        from repatria.kinship.search.kernels import LANES

        blocks = [
            (group, first) for group, (begin, end) in self.sides[0].groups.items() for first in range(begin, end, LANES)
        ]
        lots = [blocks[at : at + AT_ONCE] for at in range(0, len(blocks), AT_ONCE)]
        left, right = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)]
        total = 0
        for i, j in _in_order(self._lot, lots, workers):
            total += len(i)
            if total > MOST_PAIRS:
                raise AnswerIsNo(
                    f"more than {MOST_PAIRS:,} pairs of profiles reach the threshold",
                    hint="take out controls and profiles of few markers, or raise the threshold",
                )
            left.append(self.sides[0].order[i])
            right.append(self.sides[1].order[j])
        return np.concatenate(left), np.concatenate(right)

    def _lot(self, blocks: Sequence[tuple[int, int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        from repatria.kinship.search.kernels import LANES

        table = np.zeros((int(self.start[-1]), LANES), np.float32)
        out = np.empty((2, LANES * len(self.sides[1].order)), np.int32)
        found = [np.zeros((2, 0), np.int64)]
        for group, first in blocks:
            lanes = min(LANES, self.sides[0].groups[group][1] - first)
            for other, bounds in self.sides[1].groups.items():
                hits = self._block(table, (group, other), (first, lanes), bounds, out)
                found.append(out[:, :hits].astype(np.int64) + np.array([[first], [0]]))
        every = np.concatenate(found, axis=1)
        return every[0], every[1]

    def _block(
        self, table: NDArray[np.float32], classes: tuple[int, int], left: tuple[int, int], right: tuple[int, int],
        out: NDArray[np.int32],
    ) -> int:  # fmt: skip
        """Compares one block of lanes with the samples of one class; returns how many pairs come near."""
        from repatria.kinship.direct import kernels
        from repatria.kinship.search.kernels import LANES

        first, lanes = left
        begin, end = (max(right[0], first + 1), right[1]) if self.within else right
        if begin >= end:
            return 0
        codes = self.sides[0].codes[first + np.minimum(np.arange(LANES), lanes - 1)]
        most = np.zeros(codes.shape, np.float32)
        key = (min(classes), max(classes))
        turned = classes[0] > classes[1]
        kernels.lay_out(self.tables[key], self.square, self.start, codes, turned, table, most)
        head = min(HEAD, codes.shape[1])
        near = self.threshold - MARGIN
        bars = np.array([near - float(most[:, head:].astype(np.float64).sum(axis=1).max()), near], np.float32)
        sums = np.zeros(LANES, np.float32)
        side = self.sides[1]
        places = np.array([begin, end, len(side.order)])
        after = first if self.within else EVERYTHING
        found: int = kernels.score(table.ravel(), side.codes.ravel(), places, bars, head, after, lanes, sums, out, 0)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """Samples by class of dropout.

    Attributes:
        order: Places of the samples.
        codes: Their results.
        groups: Class → first and last but one.
    """

    order: NDArray[np.intp]
    codes: NDArray[Any]
    groups: dict[int, tuple[int, int]]

    @classmethod
    def of(cls, samples: Samples, codes: NDArray[np.int64], shift: NDArray[np.int64]) -> _Side:
        order = np.argsort(samples.classes, kind="stable")
        classes = samples.classes[order]
        groups = {
            int(one): (int(np.searchsorted(classes, one)), int(np.searchsorted(classes, one, side="right")))
            for one in np.unique(classes)
        }
        shifted = np.where(codes > 0, codes + shift, 0)[order]
        kind = np.uint16 if int(shifted.max(initial=0)) < 1 << 16 else np.uint32
        return cls(order, np.ascontiguousarray(shifted.astype(kind)), groups)


def _in_order(work: Callable[[Any], Any], lots: Sequence[Any], workers: int) -> Iterator[Any]:
    if workers == 1 or len(lots) < 2:
        yield from map(work, lots)
        return
    with ThreadPoolExecutor(workers) as pool:  # no more lots under way than threads: what is found is taken off at once
        waiting: deque[Future[Any]] = deque()
        for lot in lots:
            waiting.append(pool.submit(work, lot))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
