"""What each level of agreement weighs, in bits: every learned number of the comparison stands here.

Source: logistic regression with few, ordered parameters on the development halves of public pairs (OpenSanctions pairs,
nomenklatura's name_bench), cross-validated; `python benchmarks/names.py --fit` learns them anew and prints this table.
Held by order: a better level never weighs less, a word left over never weighs more than nothing.
"""

from __future__ import annotations

from typing import Final

from repatria.names.comparing.births import BirthLevel
from repatria.names.comparing.levels import Level

BASE_BITS: Final = 1.89
"""What two names weigh before any word is looked at: pairs are handed in because somebody thought them alike."""

LEVEL_BITS: Final[dict[Level, float]] = {
    Level.SAME: 0.0,
    Level.SPELT: -0.2,
    Level.FORM: -0.3,
    Level.VARIANT: -0.3,
    Level.JOINED: -0.81,
    Level.CLOSE: -0.81,
    Level.NEAR: -1.16,
    Level.FAR: -3.43,
    Level.ALIKE: -3.43,
    Level.INITIAL: -0.47,
    Level.SHORTENED: -1.0,
    Level.FATHER: -1.87,
    Level.OTHER: -6.4,
    Level.OTHER_PATRONYMIC: -5.32,
    Level.OTHER_PART: -4.25,
    Level.LIGHT: -3.52,
    Level.LEFT_WORD: -1.27,
    Level.LEFT_PATRONYMIC: -0.05,
    Level.LEFT_INITIAL: -0.27,
    Level.LEFT_LIGHT: -0.21,
}
"""What one word of the shorter name and its counterpart weigh, or a word left over."""

RAREST_BITS: Final = 0.1
"""For each bit of rarity of the rarest word that both names have."""

TURNED_BITS: Final = -1.04
"""Two words of one kind stand in another order."""

SPELLING_BITS: Final = -0.14
"""For each doubling of the number of pairs of spellings among which the best was taken."""

BIRTH_BITS: Final[dict[BirthLevel, float]] = {
    BirthLevel.SAME: 3.59,
    BirthLevel.SWAPPED: 3.0,
    BirthLevel.COMPATIBLE: 1.92,
    BirthLevel.ANOTHER_YEAR: -1.8,
    BirthLevel.YEAR_BESIDE: -0.16,
    BirthLevel.SAME_YEAR: -0.73,
    BirthLevel.OTHER: -5.54,
    BirthLevel.NONE: 0.0,
}

PRIOR: Final = 0.5
"""Share of the pairs handed in that are one person, assumed: with it, a weight of 0 bits is a probability of 0.5."""


def probability(bits: float) -> float:
    """Returns the probability that belongs to a weight under `PRIOR`."""
    odds: float = 2.0 ** min(max(bits, -60.0), 60.0) * PRIOR / (1 - PRIOR)
    return odds / (1 + odds)
