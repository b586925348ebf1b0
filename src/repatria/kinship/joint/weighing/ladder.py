"""A marker's alleles as the sums run over them, and what was seen as tables over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.genotypes import Code, Status
from repatria.kinship.markers import Inheritance, Marker

Table = NDArray[np.float64]

SAME_WITHIN = 1e-15
"""How far, relative to the largest, probabilities may differ that lumping alleles takes to be the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """A marker's alleles as the sums run over them: those never seen lumped to one, where that changes nothing.

    Attributes:
        frequencies: Of the alleles, silent one included.
        male: Mutation in a father's meiosis [from, to]; the identity without mutation.
        female: Mutation in a mother's meiosis.
        place: Place of each of the marker's alleles (silent last) in the ladder.
        on_x: Whether the marker is on X.
    """

    frequencies: Table
    male: Table
    female: Table
    place: NDArray[np.int64]
    on_x: bool

    @classmethod
    def of(cls, marker: Marker, seen: Sequence[Code]) -> Ladder:
        """Returns the ladder for all that was seen at a marker.

        Alleles may be lumped when each of them becomes any other allele with the same probability (strong lumpability,
        Kemeny & Snell 1960): true of no mutation, of the equal and of the proportional model, and tested by the numbers.
        """
        frequencies, male, female = _whole(marker)
        kept = np.zeros(len(frequencies), bool)
        for status, one, two, likelihoods in seen:
            if status is Status.WHOLE:
                kept[[one, two]] = True
            elif status is Status.LIKELIHOODS and likelihoods is not None:
                kept |= _told_apart(likelihoods)
        rest = np.flatnonzero(~kept)
        lumped = len(rest) > 1 and all(_alike(matrix[rest][:, kept]) for matrix in (male, female))
        place = np.arange(len(frequencies))
        if lumped:
            place[kept] = np.arange(kept.sum())
            place[rest] = kept.sum()
        onto = np.eye(place.max() + 1)[place]
        first = np.array([np.flatnonzero(place == one)[0] for one in range(place.max() + 1)])
        on_x = marker.inheritance is Inheritance.X
        summed = frequencies @ onto
        if lumped:
            summed[-1] += 1 - summed.sum()  # what rounding of the table left over is unseen too
        return cls(summed, male[first] @ onto, female[first] @ onto, place, on_x)

    def __len__(self) -> int:
        return len(self.frequencies)

    def likelihoods(self, code: Code) -> Table:
        """Returns P(seen | ordered pair) over the ladder, [A, A]; for a male on X the diagonal counts."""
        status, one, two, table = code
        n = len(self)
        if status is Status.WHOLE:
            seen = np.zeros((n, n))
            seen[self.place[one], self.place[two]] = seen[self.place[two], self.place[one]] = 1
            return seen
        if table is None:
            return np.ones((n, n))
        first = np.array([np.flatnonzero(self.place == allele)[0] for allele in range(n)])
        result: Table = table[np.ix_(first, first)]
        return result

    def terms(self, code: Code) -> tuple[Table, Table]:
        """Returns u and w, [term, A], so that P(seen | p, m) is the sum of u[t, p] w[t, m]."""
        status, one, two, _ = code
        n = len(self)
        if status is Status.NOTHING:
            return np.ones((1, n)), np.ones((1, n))
        if status is Status.WHOLE:
            pair = [self.place[one]] if one == two else [self.place[one], self.place[two]]
            return np.eye(n)[pair], np.eye(n)[pair[::-1]]
        rows, kind = np.unique(self.likelihoods(code), axis=0, return_inverse=True)
        some = rows.any(axis=1)
        return np.eye(len(rows))[kind.ravel()].T[some], rows[some]

    def population(self, code: Code, *, male: bool) -> float:
        """Returns the probability of what was seen in a person without relatives."""
        if self.on_x and male:
            return float(np.diag(self.likelihoods(code)) @ self.frequencies)
        return float(self.frequencies @ self.likelihoods(code) @ self.frequencies)


def _whole(marker: Marker) -> tuple[Table, Table, Table]:
    n = len(marker.alleles)
    male = np.eye(n) if marker.male is None else marker.male
    female = np.eye(n) if marker.female is None else marker.female
    if marker.silent == 0:
        return marker.frequencies, male, female
    frequencies = np.append(marker.frequencies * (1 - marker.silent), marker.silent)
    grown = [np.eye(n + 1) for _ in range(2)]
    grown[0][:n, :n], grown[1][:n, :n] = male, female
    return frequencies, grown[0], grown[1]


def _told_apart(likelihoods: Table) -> NDArray[np.bool_]:
    """Returns which alleles an observation tells from the most common kind of allele."""
    both = np.concatenate([likelihoods, likelihoods.T], axis=1)
    _, kind, count = np.unique(both, axis=0, return_inverse=True, return_counts=True)
    common = kind.ravel() == np.argmax(count)
    block = likelihoods[np.ix_(common, common)]
    return ~common if np.ptp(block) == 0 else np.ones(len(common), bool)


def _alike(rows: Table) -> bool:
    return rows.size == 0 or bool((np.ptp(rows, axis=0) <= SAME_WITHIN * rows.max()).all())
