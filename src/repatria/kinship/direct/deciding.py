"""From a likelihood ratio to a proposal: how sure one person is, before it is weighed how many others there are.

Two samples drawn at random from N are one person's with odds of about 1 : N - 1 for each further sample that a person is
expected to have. Full siblings lie among the dead too. Over the three stories *one person*, *full siblings*, *unrelated*, with
weights before 1 : s : N - 1,

    P(one person | seen) = 1 / (1 + s LR_sib / LR + (N - 1) / LR),

where LR and LR_sib are ratios to unrelated people. A pair is proposed where that reaches a bar; with the bar 0.999 no more
than one proposal of a thousand is expected to be wrong, if the frequencies and the model hold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.direct.model import DropoutImpossible

LEAST_POSTERIOR = 0.999
"""The issue's figure: at most one wrong proposal of re-association in a thousand."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is expected of a pair before anything is seen.

    Attributes:
        others: Number of samples that one sample is compared with: N - 1 within a set.
        same: Of those, how many are expected to be of the same person.
        siblings: Of those, how many are expected to be of a full sibling: as many as of the same person, which is more than
            in any large register, so that brothers must be told apart by what is seen.
    """

    others: int
    same: float = 1.0
    siblings: float = 1.0

    def __post_init__(self) -> None:
        if self.others < 0 or not self.same > 0 or not self.siblings >= 0:
            raise DropoutImpossible("what is expected before is no number of samples", hint="0 or more; same above 0")

    def threshold(self, least: float = LEAST_POSTERIOR) -> float:
        """Returns the log10 LR to unrelated people below which no pair reaches a posterior, siblings or not."""
        if not 0 < least < 1:
            raise DropoutImpossible("the least posterior is no probability", hint="above 0 and below 1: 0.999")
        return float(np.log10(max(1, self.others) / self.same) + np.log10(least / (1 - least)))

    def posterior(self, log10_lr: NDArray[np.float64], log10_siblings: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns how probable it is that each pair is one person's, siblings and unrelated people being the alternatives."""
        with np.errstate(over="ignore", invalid="ignore"):
            against = self.siblings * 10.0 ** (log10_siblings - log10_lr) + max(1, self.others) * 10.0**-log10_lr
            found = 1 / (1 + against / self.same)
        return np.where(np.isneginf(log10_lr), 0.0, found)


def chance_hits(comparisons: int, log10_lr: float) -> float:
    """Returns how many of so many comparisons of unrelated people are expected to reach an LR, at most.

    P(LR >= x | unrelated) <= 1 / x, whatever the markers (Turing's bound; Royall 1997). The true number is far lower.
    """
    return float(comparisons * 10.0**-log10_lr)
