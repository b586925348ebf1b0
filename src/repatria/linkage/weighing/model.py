"""The model of Fellegi and Sunter (1969): what a level of agreement weighs, in bits, and how likely that makes a match.

A field at a level weighs log2(m / u): m is how often it occurs between two lines of one person, u between lines of two.
u follows from how rare the agreeing values are in the lists themselves: two lines that share a rare value share more.
`Model.table` holds log2 m - log2 z, the part that does not depend on the values; `rarity` adds the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repatria.linkage.weighing.levels import FIELDS, LEVELS, Compared, DateLevel, NameLevel, SexLevel

STRATA = 9
"""Kinds of pairs whose m are learned apart: both, one or no line in Latin letters, by sex (0 not said, 1, 2)."""


SIBLINGS_NAMESAKES = 0.05
"""How often siblings bear like given names, against any two people of the lists. Assumption."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Everything that weighing needs besides the lists.

    Attributes:
        m: float64 [`STRATA`, fields, levels]: probability of a level between two lines of one person, both saying
            something. Sums to 1 over the levels from 1 on.
        z: float64 [fields, levels]: what m is divided by before rarity is added; for levels without rarity it is u.
        prior: Probability that a random pair is one person, λ.
        siblings: Probability that a random pair of different people are brothers or sisters, not twins.
        twins: Likewise twins.
    """

    m: NDArray[np.float64]
    z: NDArray[np.float64]
    prior: float
    siblings: float
    twins: float

    @property
    def table(self) -> NDArray[np.float64]:
        """Bits of each stratum, field and level before rarity; 0 for level 0."""
        m = self.m.copy()
        sex = m[:, Compared.SEX]
        sex[:, SexLevel.SAME] += sex[:, SexLevel.IMPLIED]
        sex[:, SexLevel.IMPLIED] = 1.0  # the given name has said it: nothing is added
        table = np.log2(np.maximum(m, 1e-9)) - np.log2(np.maximum(self.z, 1e-12))[None]
        table[:, :, 0] = 0.0
        return table

    @property
    def family(self) -> NDArray[np.float64]:
        """log2 of ``siblings`` and of ``twins``, and of how seldom siblings bear one given name (`SIBLINGS_NAMESAKES`)."""
        return np.asarray(np.log2(np.array([self.siblings, self.twins, SIBLINGS_NAMESAKES])))

    @property
    def prior_bits(self) -> float:
        """log2 of the prior odds."""
        return float(np.log2(self.prior / (1 - self.prior)))


def default_m() -> NDArray[np.float64]:
    """Returns the m that training starts from and small lists lean on."""
    m = np.zeros((FIELDS, LEVELS))
    name, date, sex = NameLevel, DateLevel, SexLevel
    rows: dict[Compared, dict[int, float]] = {
        Compared.SURNAME: {
            name.SAME: 0.84, name.OTHER_CLASS: 0.001, name.NEAR: 0.06, name.SOUND: 0.02, name.CLOSE: 0.015,
            name.PART: 0.01, name.INITIAL: 0.001, name.OTHER_INITIAL: 0.001, name.DIFFERENT: 0.053,
        },
        Compared.GIVEN: {
            name.SAME: 0.91, name.OTHER_CLASS: 0.01, name.NEAR: 0.03, name.SOUND: 0.01, name.CLOSE: 0.01,
            name.PART: 0.005, name.INITIAL: 0.01, name.OTHER_INITIAL: 0.001, name.DIFFERENT: 0.014,
        },
        Compared.PATRONYMIC: {
            name.SAME: 0.88, name.OTHER_CLASS: 0.001, name.NEAR: 0.035, name.SOUND: 0.02, name.CLOSE: 0.015,
            name.PART: 0.001, name.INITIAL: 0.02, name.OTHER_INITIAL: 0.002, name.DIFFERENT: 0.026,
        },
        Compared.BIRTH: {
            date.SAME: 0.82, date.SWAPPED: 0.015, date.YEAR_MONTH: 0.01, date.YEAR: 0.05, date.FIRST_JANUARY: 0.015,
            date.DAY_DIGIT: 0.02, date.MONTH: 0.01, date.YEAR_DIGIT: 0.025, date.OTHER_YEAR: 0.006, date.DAY: 0.006,
            date.SAME_YEAR: 0.004, date.NEXT_YEAR: 0.004, date.DIFFERENT: 0.01, date.ABOUT: 0.005,
        },
        Compared.PLACE: {
            name.SAME: 0.65, name.OTHER_CLASS: 0.001, name.NEAR: 0.06, name.SOUND: 0.02, name.CLOSE: 0.03,
            name.PART: 0.03, name.INITIAL: 0.001, name.OTHER_INITIAL: 0.001, name.DIFFERENT: 0.207,
        },
        Compared.SEX: {sex.SAME: 0.05, sex.IMPLIED: 0.945, sex.DIFFERENT: 0.005},
        Compared.MOTHER: {
            name.SAME: 0.80, name.OTHER_CLASS: 0.001, name.NEAR: 0.06, name.SOUND: 0.02, name.CLOSE: 0.02,
            name.PART: 0.05, name.INITIAL: 0.005, name.OTHER_INITIAL: 0.002, name.DIFFERENT: 0.042,
        },
        Compared.DOCUMENT: {name.SAME: 0.80, name.DIFFERENT: 0.20},
    }  # fmt: skip
    for field, levels in rows.items():
        for level, share in levels.items():
            m[field, level] = share
    return np.asarray(m / np.maximum(m.sum(axis=1, keepdims=True), 1e-12))
