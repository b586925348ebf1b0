"""Given pairs of samples weighed exactly, in double precision, with what they share and where they are in each other's way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.direct.model import Model
from repatria.kinship.direct.samples import Results, Samples
from repatria.kinship.direct.tables import MarkerTables
from repatria.kinship.markers import Marker

DIGITS = 9
"""Decimals of log10 that are kept."""

AT_ONCE = 1 << 18
"""Pairs weighed at a time, which bounds memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What pairs of samples say, one number a pair.

    Attributes:
        log10_lr: One person against two unrelated people.
        log10_siblings: Two full siblings against two unrelated people.
        shared: Markers with a result in both.
        conflicts: Shared markers at which three or four different alleles are seen in all: only drop-in explains them.
        losses: Other shared markers at which they do not show the same: dropout explains them.
    """

    log10_lr: NDArray[np.float64]
    log10_siblings: NDArray[np.float64]
    shared: NDArray[np.int64]
    conflicts: NDArray[np.int64]
    losses: NDArray[np.int64]

    @property
    def log10_against_siblings(self) -> NDArray[np.float64]:
        """log10 LR of one person against two full siblings."""
        return self.log10_lr - self.log10_siblings


def weigh(
    one: Samples,
    other: Samples,
    *,
    left: NDArray[np.intp],
    right: NDArray[np.intp],
    markers: Sequence[Marker],
    model: Model,
) -> Weights:
    """Returns the weights of given pairs: sample `left` of one set with sample `right` of the other (or of the same).

    Only samples that stand in a pair are read; which others there are changes nothing.
    """
    return weigh_in(prepare(one, other, markers=markers, model=model), left=left, right=right)


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Two sets of samples with their results and each marker's tables; the two may be one set."""

    one: Samples
    other: Samples
    results: Results
    tables: tuple[MarkerTables, ...]

    def per_marker(
        self, left: NDArray[np.intp], right: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Returns log10 of the ratios (one person, full siblings; to unrelated people) of pairs, [pair, marker]."""
        classes = np.stack([self.one.classes[left], self.other.classes[right]], axis=1)
        codes = np.stack([self.results.codes[0][left], self.results.codes[-1][right]], axis=2).astype(np.intp)
        same, siblings = np.zeros(codes.shape[:2]), np.zeros(codes.shape[:2])
        for k, tables in enumerate(self.tables):
            both = np.flatnonzero((codes[:, k] > 0).all(axis=1))
            if len(both):
                found = tables.exactly(classes[both], codes[both, k] - self.results.start[k])
                same[both, k], siblings[both, k] = found
        return same, siblings


def prepare(one: Samples, other: Samples, *, markers: Sequence[Marker], model: Model) -> Prepared:
    """Returns two sets of samples ready to be weighed; give one twice for pairs within it."""
    results = Results.of(one) if one is other else Results.of(one, other)
    tables = (MarkerTables.of(marker, seen, model) for marker, seen in zip(markers, results.seen, strict=True))
    return Prepared(one, other, results, tuple(tables))


def weigh_in(prepared: Prepared, *, left: NDArray[np.intp], right: NDArray[np.intp]) -> Weights:
    """Returns the weights of given pairs of prepared samples."""
    parts = [
        _weigh(prepared, left[at : at + AT_ONCE], right[at : at + AT_ONCE])
        for at in range(0, max(1, len(left)), AT_ONCE)
    ]
    return Weights(*(np.concatenate([part[k] for part in parts]) for k in range(5)))


def _weigh(prepared: Prepared, left: NDArray[np.intp], right: NDArray[np.intp]) -> tuple[NDArray[np.generic], ...]:
    same, siblings = prepared.per_marker(left, right)
    shared, conflicts, losses = _compared(prepared.one.seen[left], prepared.other.seen[right])
    sums = (np.round(of.sum(axis=1), DIGITS) + 0.0 for of in (same, siblings))
    return (*sums, shared.sum(axis=1), conflicts.sum(axis=1), losses.sum(axis=1))


def _compared(
    one: NDArray[np.int16], other: NDArray[np.int16]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Returns of each pair at each marker whether it is shared, in conflict, and otherwise not alike."""
    shared = (one[:, :, 0] >= 0) & (other[:, :, 0] >= 0)
    alleles = np.sort(np.concatenate([one, other], axis=2), axis=2)
    new = (alleles[:, :, 1:] != alleles[:, :, :-1]) & (alleles[:, :, 1:] >= 0)
    different = (alleles[:, :, 0] >= 0) + new.sum(axis=2)
    conflicts = shared & (different > 2)
    first, second = (np.where(of[:, :, 1] < 0, of[:, :, 0], of[:, :, 1]) for of in (one, other))
    unlike = (one[:, :, 0] != other[:, :, 0]) | (first != second)
    return shared, conflicts, shared & ~conflicts & unlike


@dataclass(frozen=True, slots=True)
class AtMarker:
    """What one marker says of a pair of samples; both ratios are to two unrelated people."""

    marker: str
    log10_lr: float
    log10_siblings: float
    shared: bool
    conflict: bool


def per_marker(
    one: Samples, other: Samples, *, left: int, right: int, markers: Sequence[Marker], model: Model
) -> tuple[AtMarker, ...]:
    """Returns what each marker says of one pair, in the order of the markers."""
    first, second = one.chosen([left]), other.chosen([right])
    at = np.zeros(1, np.intp)
    same, siblings = prepare(first, second, markers=markers, model=model).per_marker(at, at)
    shared, conflicts, _ = _compared(first.seen, second.seen)
    return tuple(
        AtMarker(marker.name, float(same[0, k]), float(siblings[0, k]), bool(shared[0, k]), bool(conflicts[0, k]))
        for k, marker in enumerate(markers)
    )
