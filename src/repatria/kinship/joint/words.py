"""The words of conclusions, and where they begin."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Word(StrEnum):
    """What is concluded."""

    UNDISPUTED = "Undisputed"
    MATCH = "Match (GLR)"
    SYMMETRIC = "Symmetric match"
    PROBABLE = "Probable"
    DISPUTED = "Disputed"
    INCONCLUSIVE = "Inconclusive"
    NO_MATCH = "No match"
    EXCLUDED = "Excluded"
    NONIDENTIFIABLE = "Nonidentifiable"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where conclusions begin; the defaults are dvir's.

    Attributes:
        match: LR of a match.
        probable: LR of a probable match; None is a tenth of ``match``, at least 1.
        most_contradictions: Markers impossible without mutation that a candidate may have.
    """

    match: float = 10_000.0
    probable: float | None = None
    most_contradictions: int = 2

    @property
    def ln_match(self) -> float:
        """Natural logarithm of ``match``."""
        return math.log(self.match)

    @property
    def ln_probable(self) -> float:
        """Natural logarithm of ``probable``."""
        return math.log(max(1.0, self.match / 10) if self.probable is None else self.probable)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What is concluded of a missing person or a victim.

    Attributes:
        word: The conclusion.
        who: Victims (of a missing person) or missing persons (of a victim) whom it speaks of; those of a symmetric match together.
        log10_lr: Of the pairwise LR, where there is one pair.
        log10_glr: Of the generalised LR.
        comment: Which step, who else, or how many contradictions.
    """

    word: Word
    who: tuple[str, ...] = ()
    log10_lr: float | None = None
    log10_glr: float | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Conclusions:
    """Conclusions on everybody, by reference.

    Attributes:
        missing: Of each missing person.
        victims: Of each victim.
    """

    missing: Mapping[str, Conclusion]
    victims: Mapping[str, Conclusion]
