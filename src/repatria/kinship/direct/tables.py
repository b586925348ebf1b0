"""What two results at one marker say of being one person: exactly for given pairs of results, nearly for all at once.

H1, one person: sum over genotypes g of P(g) P(s1 | g) P(s2 | g). H2, unrelated: P(s1) P(s2), or with coancestry the sum over
pairs of genotypes. Full siblings share both alleles by descent with probability 1/4, one with 1/2, none with 1/4; mutation
between siblings is left out: without it no pair of results is impossible for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.direct.model import Model
from repatria.kinship.markers import Marker

Numbers = NDArray[np.float64]


LEAST: Final = 1e-37
"""Ratios below it count as this in single precision, which holds no less: a bound from above, also of what is impossible."""

AT_ONCE: Final = 1 << 13
"""Pairs of results weighed at a time, which bounds memory."""


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

    def near(self, one: int, other: int) -> NDArray[np.float32]:
        """Returns log10 of the ratio of one person to two unrelated people for all pairs of results, in single precision.

        Cost: results² x genotypes.
        """
        left, right = (of.astype(np.float32) for of in (self.by_class[one], self.by_class[other]))
        ratio = (left * self.expected.astype(np.float32)) @ right.T
        if self.unrelated is not None:
            ratio /= left @ self.unrelated.astype(np.float32) @ right.T
        found: NDArray[np.float32] = np.log10(np.maximum(ratio, np.float32(LEAST)))
        return found

    def exactly(
        self, classes: NDArray[np.intp], results: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Returns log10 of the ratios of one person, and of full siblings, to two unrelated people, for given pairs.

        The same pair gives the same bits in any company and any order.

        Args:
            classes: Classes of dropout, [pair, 2].
            results: Numbers of results, [pair, 2].
        """
        many = len(self.by_class[0])
        sides = np.sort(classes.astype(np.int64) * many + results, axis=1)
        pairs, where = np.unique(sides[:, 0] * (many * len(self.by_class)) + sides[:, 1], return_inverse=True)
        both = np.stack(np.divmod(pairs, many * len(self.by_class)), axis=1)
        parts = [self._exactly(both[at : at + AT_ONCE] // many, both[at : at + AT_ONCE] % many)
                 for at in range(0, max(1, len(both)), AT_ONCE)]  # fmt: skip
        same, siblings = (np.concatenate([part[k] for part in parts])[where] for k in range(2))
        return same, siblings

    def _exactly(self, classes: NDArray[np.int64], results: NDArray[np.int64]) -> tuple[Numbers, Numbers]:
        left, right = (self._of(self.by_class, classes[:, k], results[:, k]) for k in range(2))
        same = (left * right * self.expected).sum(axis=1)
        if self.half is None or self.unrelated is None:
            one, other = (self._of(self.carriers, classes[:, k], results[:, k]) for k in range(2))
            half, apart = (one * other * self.frequencies).sum(axis=1), np.ones(len(left))
        else:
            half, apart = ((left @ of * right).sum(axis=1) for of in (self.half, self.unrelated))
        with np.errstate(divide="ignore"):
            return np.log10(same / apart), np.log10((same / 4 + half / 2 + apart / 4) / apart)

    @staticmethod
    def _of(tables: Sequence[Numbers], classes: NDArray[np.int64], results: NDArray[np.int64]) -> Numbers:
        found = np.empty((len(results), tables[0].shape[1]))
        for one in np.unique(classes).tolist():
            mine = classes == one
            found[mine] = tables[one][results[mine]]
        return found


def _other_allele(p: Numbers, genotypes: NDArray[np.intp]) -> Numbers:
    """Returns P(genotype | one of its alleles), [genotype, allele]."""
    rows = np.arange(len(genotypes))
    x, y = genotypes.T
    found = np.zeros((len(rows), len(p)))
    found[rows, x] = p[y]
    found[rows, y] = p[x]
    return found


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
