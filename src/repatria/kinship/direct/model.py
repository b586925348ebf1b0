"""What may have gone wrong between a body and its profile, and how a profile itself tells how much alleles dropped out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.kinship.markers import Marker

CLASSES: Final = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5)
"""Dropout is brought to one of these, so that profiles share tables. A profile estimated from 24 markers is known no better
than to about 0.05 (the binomial error of its single alleles), and above one half nothing is left to compare."""


class DropoutImpossible(InputNotUnderstood):
    """A probability of dropout, drop-in or coancestry is out of its range."""


@dataclass(frozen=True, slots=True)
class Model:
    """How a profile comes from a genotype (Gill et al. 2012, doi:10.1016/j.fsigen.2012.06.002), and genotypes from a population.

    Attributes:
        classes: Probabilities that one copy of an allele is missed, ascending, each 0 or more and below 1.
        dropin: Probability of a stray allele at a marker; 0.01 is what the issue's consignments have, laboratories measure
            theirs on blanks.
        theta: Coancestry, 0 or more and below 1 (Balding and Nichols 1994); 0 is Hardy and Weinberg.
    """

    classes: tuple[float, ...] = CLASSES
    dropin: float = 0.01
    theta: float = 0.0

    def __post_init__(self) -> None:
        probabilities = (*self.classes, self.dropin, self.theta)
        if not self.classes or not all(0 <= one < 1 for one in probabilities):
            raise DropoutImpossible("a dropout, drop-in or theta is not a probability", hint="0 or more and below 1")
        if list(self.classes) != sorted(set(self.classes)):
            raise DropoutImpossible("classes of dropout are not ascending", hint="give each once, smallest first")

    def nearest(self, dropout: float) -> int:
        """Returns the class that a given probability comes into; the lower of two that are equally near.

        Raises:
            DropoutImpossible: It is no probability, or 1.
        """
        if not 0 <= dropout < 1:
            raise DropoutImpossible("a dropout is not a probability", hint="0 or more and below 1")
        return int(np.argmin([abs(one - dropout) for one in self.classes]))

    def estimate(self, seen: NDArray[np.int16], markers: Sequence[Marker]) -> NDArray[np.intp]:
        """Returns the class of each profile that makes its single alleles likeliest (maximum likelihood).

        Of the markers with a result, a share of 1 - h shows one allele for being homozygous (h: expected heterozygosity),
        and h 2d / (1 + d) for having lost one of two: Gill's model, given that anything is seen. Markers without a result do
        not count: they may not have been typed. The lower class where two are equally likely.

        Args:
            seen: Places of alleles, [profile, marker, 2], -1 where not seen.
            markers: The markers.
        """
        typed, single = seen[:, :, 0] >= 0, (seen[:, :, 1] < 0) | (seen[:, :, 0] == seen[:, :, 1])
        h = np.array([1 - float((marker.frequencies**2).sum()) for marker in markers])
        told = np.empty((len(self.classes), len(seen)))
        for k, d in enumerate(self.classes):
            one = np.clip(1 - h + h * 2 * d / (1 + d), 1e-300, 1)
            two = np.clip(h * (1 - d) / (1 + d), 1e-300, 1)
            told[k] = np.where(typed, np.where(single, np.log(one), np.log(two)), 0.0).sum(axis=1)
        likeliest: NDArray[np.intp] = np.argmax(np.round(told, 9), axis=0)
        return likeliest
