"""What two results at one marker say of being one person: tables over all pairs of results, for two classes of dropout.

H1, one person: sum over genotypes g of P(g) P(s1 | g) P(s2 | g). H2, unrelated: P(s1) P(s2), or with coancestry the sum over
pairs of genotypes. Full siblings share both alleles by descent with probability 1/4, one with 1/2, none with 1/4; mutation
between siblings is left out: without it no pair of results is impossible for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.direct.model import Model
from repatria.kinship.markers import Marker

Numbers = NDArray[np.float64]


class Ratios(NamedTuple):
    """log10 of ratios to two unrelated people, [result of one, result of the other]."""

    same: Numbers
    siblings: Numbers


def chances(frequencies: Numbers, genotypes: NDArray[np.intp], seen: NDArray[np.int16], d: float, c: float) -> Numbers:
    """Returns P(seen | genotype), [result, genotype]; see `plain.chance`.

    Args:
        frequencies: Of the alleles.
        genotypes: Places of both alleles, [genotype, 2], unordered.
        seen: Places of alleles seen, [result, 2]; -1 second where the other is not known.
        d: Dropout.
        c: Drop-in.
    """
    x, y = genotypes.T
    one, two = seen[:, :1].astype(np.intp), seen[:, 1:].astype(np.intp)
    has_x, has_y = (x == one) | (x == two), (y == one) | (y == two)
    alone = np.where(has_x, 1 - d**2, d**2)
    own = np.where(x == y, alone, np.where(has_x, 1 - d, d) * np.where(has_y, 1 - d, d))
    without_one = (x != one) & (y != one)
    without_two = (x != two) & (y != two) & (one != two)
    stray = np.where(without_one, c * frequencies[one], 1) * np.where(without_two, c * frequencies[two], 1)
    whole = own * np.where(without_one | without_two, stray, 1 - c)
    copies = (x == one).astype(np.int64) + (y == one)
    part = np.where(
        copies > 0, 1 - np.power(d, copies, where=copies > 0, out=np.ones(copies.shape)), c * frequencies[one]
    )
    found: Numbers = np.where(two < 0, part, whole)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class MarkerTables:
    """One marker's results, ready to be weighed in any two classes of dropout.

    Attributes:
        unrelated: Weights of pairs of genotypes of two unrelated people; None where they are independent.
        half: The same of two who have one allele by descent in common.
        expected: P(genotype).
        frequencies: Of the alleles.
        by_class: P(seen | genotype) of each class, [result, genotype], each row divided by P(seen).
        carriers: The same given one of the two alleles, [result, allele].
    """

    unrelated: Numbers | None
    half: Numbers | None
    expected: Numbers
    frequencies: Numbers
    by_class: tuple[Numbers, ...]
    carriers: tuple[Numbers, ...]

    @classmethod
    def of(cls, marker: Marker, seen: NDArray[np.int16], model: Model) -> MarkerTables:
        """Returns what is needed of a marker and the results seen at it, [result, 2]."""
        p = marker.frequencies / marker.frequencies.sum()
        genotypes = np.stack(np.triu_indices(len(p)), axis=1)
        expected, half, unrelated = _population(p, genotypes, model.theta)
        found = tuple(chances(p, genotypes, seen, d, model.dropin) for d in model.classes)
        scaled = tuple(of / (of @ expected)[:, None] for of in found)
        other = _other_allele(p, genotypes)
        return cls(unrelated, half, expected, p, scaled, tuple(of @ other for of in scaled))

    def ratios(self, one: int, other: int) -> Ratios:
        """Returns the tables for two classes of dropout; that of one class with itself is exactly symmetric.

        Cost: results² x genotypes.
        """
        left, right = self.by_class[one], self.by_class[other]
        same = (left * self.expected) @ right.T
        if self.half is None or self.unrelated is None:
            half, apart = (self.carriers[one] * self.frequencies) @ self.carriers[other].T, np.ones(1)
        else:
            half, apart = left @ self.half @ right.T, left @ self.unrelated @ right.T
        siblings = same / 4 + half / 2 + apart / 4
        with np.errstate(divide="ignore"):
            return Ratios(*(_even(np.log10(of / apart), one == other) for of in (same, siblings)))


def _other_allele(p: Numbers, genotypes: NDArray[np.intp]) -> Numbers:
    """Returns P(genotype | one of its alleles), [genotype, allele]."""
    rows = np.arange(len(genotypes))
    x, y = genotypes.T
    found = np.zeros((len(rows), len(p)))
    found[rows, x] = p[y]
    found[rows, y] = p[x]
    return found


def _even(table: Numbers, symmetric: bool) -> Numbers:
    return (table + table.T) / 2 if symmetric else table


def _population(
    p: Numbers, genotypes: NDArray[np.intp], theta: float
) -> tuple[Numbers, Numbers | None, Numbers | None]:
    """Returns P(genotype), and with coancestry the weights of pairs of them with one allele by descent in common, and none."""
    x, y = genotypes.T
    orders = np.where(x == y, 1, 2)
    expected = _drawn(p, (x, y), theta) * orders
    if not theta:
        return expected, None, None
    apart = _drawn(p, np.broadcast_arrays(x[:, None], y[:, None], x, y), theta) * orders[:, None] * orders
    number = np.empty((len(p), len(p)), np.intp)
    number[x, y] = number[y, x] = np.arange(len(x))
    a, b, c = np.indices((len(p),) * 3).reshape(3, -1)
    half = np.zeros((len(x), len(x)))
    np.add.at(half, (number[a, b], number[a, c]), _drawn(p, (a, b, c), theta))
    return expected, half, apart


def _drawn(p: Numbers, alleles: Sequence[NDArray[np.intp]], theta: float) -> Numbers:
    """Returns the probability of drawing alleles one after another (Balding and Nichols 1994), for many sequences at once."""
    found = np.ones(alleles[0].shape)
    for k, allele in enumerate(alleles):
        before = sum((other == allele for other in alleles[:k]), np.zeros(allele.shape))
        found *= (before * theta + (1 - theta) * p[allele]) / (1 + (k - 1) * theta)
    return found


def starts_of(sizes: Sequence[int]) -> NDArray[np.int64]:
    """Returns where each marker's results begin among all; row 0 is no result."""
    return np.cumsum([1, *sizes]).astype(np.int64)


def squares(starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns where each marker's table begins in one buffer, and its length."""
    return np.cumsum([0, *((int(b) - int(a)) ** 2 for a, b in pairwise(starts))]).astype(np.int64)
