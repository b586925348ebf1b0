"""What the engine knows of markers before any profile: frequencies, mutation, and what founders pass on, as arrays.

Several markers stand side by side (first axis), padded to the largest number of alleles: a padded allele has frequency 0 and
is never mutated to. Whatever does not depend on profiles is computed once and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.markers import Marker
from repatria.kinship.pedigree import Sex

Array = NDArray[np.float64]
Kind = tuple[str | float | int, ...]
"""Which table: its name, then its arguments (see `Tables.table`)."""

KEPT = 128
"""Sets of markers that are remembered."""


class Tables:
    """Tables of m markers padded to A alleles, the silent one included; every array begins with the axis of markers.

    Attributes:
        prior: Frequencies, [m, A].
        mutation: By sex of the parent, [m, A (from), A (to)].
        rows: 0 .. m-1, for indexing.
    """

    def __init__(
        self,
        frequencies: Sequence[Array],
        female: Sequence[Array | None],
        male: Sequence[Array | None],
        *,
        at_least: int = 1,
    ) -> None:
        m, size = len(frequencies), max(at_least, *map(len, frequencies))
        self.size, self.count = size, m
        self.prior = np.zeros((m, size))
        self.rows = np.arange(m)
        for k, values in enumerate(frequencies):
            self.prior[k, : len(values)] = values
        self.mutation = {Sex.FEMALE: _padded(female, frequencies, size), Sex.MALE: _padded(male, frequencies, size)}
        self._kept: dict[tuple[Kind, tuple[int, ...] | None], Array] = {}

    @classmethod
    def of(cls, markers: Sequence[Marker], *, at_least: int = 1) -> Tables:
        """Returns the tables of markers, padded to this many alleles or more."""
        arrays = [extended(marker) for marker in markers]
        return cls([a[0] for a in arrays], [a[1] for a in arrays], [a[2] for a in arrays], at_least=at_least)

    def table(self, kind: Kind, axes: tuple[int, ...] | None = None) -> Array:
        """Returns a table, computed once; ``axes`` permutes all axes but the first.

        ``("prior",)`` [A] · ``("pair", f)`` both alleles of a founder with inbreeding f, [A, A] · ``("passed", sex)`` what an
        untyped founder passes to an only child, [A] · ``("shared", sex, k, f)`` to k children, [A] * k · ``("single", k)``
        the same of a hemizygous father · ``("mutate", sex)`` [from, to] · ``("choose", sex, side, weight)`` [2, from, to]: a
        coin of two sides decides whether the allele comes from here · ``("either", sex)`` [from, from, to]: from one of both
        · ``("coins", rho)`` two coins of linked markers, [2, 2] · ``("same",)`` 1 where two alleles are one, [A, A].
        """
        found = self._kept.get((kind, axes))
        if found is None:
            if axes is None:
                name, *arguments = kind
                makers: dict[str, Callable[..., Array]] = {
                    "prior": lambda: self.prior,
                    "pair": self._pair,
                    "passed": lambda sex: self.shared(sex, 1, 0.0),
                    "shared": self.shared,
                    "single": self._single,
                    "mutate": lambda sex: self.mutation[sex],
                    "choose": self._choose,
                    "either": self._either,
                    "coins": self._coins,
                    "same": lambda: np.broadcast_to(np.eye(self.size), (self.count, self.size, self.size)),
                }
                found = makers[str(name)](*arguments)
            else:
                found = np.ascontiguousarray(self.table(kind).transpose(0, *(axis + 1 for axis in axes)))
            self._kept[kind, axes] = found
        return found

    def _pair(self, inbreeding: float) -> Array:
        both = self.prior[:, :, None] * self.prior[:, None, :] * (1 - inbreeding)
        both[:, range(self.size), range(self.size)] += inbreeding * self.prior
        return both

    def shared(self, sex: Sex, k: int, inbreeding: float) -> Array:
        """Returns the probability of the alleles that an untyped founder passes to k children, [m] + [A] * k.

        Each child gets one of the founder's two alleles by a fair coin: the sum runs over which children share one.
        """
        together = [self._from_one(sex, n) for n in range(k + 1)]
        total = np.zeros(together[k].shape)
        for n in range(k + 1):
            for group in combinations(range(k), n):
                rest = [child for child in range(k) if child not in group]
                there = together[n].reshape(self.count, *(self.size if c in group else 1 for c in range(k)))
                other = together[k - n].reshape(self.count, *(self.size if c in rest else 1 for c in range(k)))
                total += there * other
        mixed: Array = inbreeding * together[k] + (1 - inbreeding) * 0.5**k * total
        return mixed

    def _single(self, k: int) -> Array:
        return self._from_one(Sex.MALE, k)

    def _from_one(self, sex: Sex, k: int) -> Array:
        """Returns the probability that one allele drawn from the population becomes these in k meioses."""
        if k == 0:
            return np.ones(self.count)
        mutation, m, size = self.mutation[sex], self.count, self.size
        grown = self.prior
        for done in range(k - 1):
            grown = grown[..., None, :] * mutation.transpose(0, 2, 1).reshape(m, *(1,) * done, size, size)
        return (grown.reshape(m, -1, size) @ mutation).reshape(m, *(size,) * k)

    def _choose(self, sex: Sex, side: int, weight: float) -> Array:
        table = np.full((self.count, 2, self.size, self.size), weight)
        table[:, side] = self.mutation[sex] * weight
        return table

    def _either(self, sex: Sex) -> Array:
        mutation = self.mutation[sex]
        return 0.5 * (mutation[:, :, None, :] + mutation[:, None, :, :])

    def _coins(self, rho: float) -> Array:
        return np.array([[[1 - rho, rho], [rho, 1 - rho]]]) / 2


def extended(marker: Marker) -> tuple[Array, Array | None, Array | None]:
    """Returns a marker's frequencies and matrices (female, male), the silent allele last; that one never mutates."""
    if marker.silent <= 0:
        return marker.frequencies, marker.female, marker.male
    frequencies = np.append(marker.frequencies * (1 - marker.silent), marker.silent)
    return frequencies, _with_silent(marker.female), _with_silent(marker.male)


def _with_silent(matrix: Array | None) -> Array | None:
    if matrix is None:
        return None
    grown = np.eye(len(matrix) + 1)
    grown[:-1, :-1] = matrix
    return grown


def _padded(matrices: Sequence[Array | None], frequencies: Sequence[Array], size: int) -> Array:
    table = np.zeros((len(frequencies), size, size))
    for k, (matrix, values) in enumerate(zip(matrices, frequencies, strict=True)):
        n = len(values)
        table[k, :n, :n] = np.eye(n) if matrix is None else matrix
    return table


@lru_cache(maxsize=KEPT)
def tables_of(markers: tuple[Marker, ...], at_least: int = 1) -> Tables:
    """Returns the tables of markers, remembered."""
    return Tables.of(markers, at_least=at_least)
