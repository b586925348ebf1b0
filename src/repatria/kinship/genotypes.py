"""What was seen of a person at a marker: a genotype, part of one, or a degraded sample's likelihoods.

``13/14`` is whole; ``13/-`` is one allele seen, the other unknown (any, 13 again included); ``-/-`` and empty text are no
result. On X a male has one allele: ``13``, ``13/13`` or ``13/-``. Three alleles at a marker are refused: which two are
inherited is not for software to choose.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.kinship.markers import FrequenciesImpossible, Inheritance, Marker

UNKNOWN: Final = "-"
"""What stands for an allele that was not seen."""


class GenotypeNotUnderstood(InputNotUnderstood):
    """A genotype is not understood or breaks a rule; the message names the rule and never the alleles."""


def parse(text: str) -> tuple[str | None, str | None]:
    """Returns the two alleles of a genotype, None for each that was not seen; a single allele comes with None.

    Raises:
        GenotypeNotUnderstood: There are more than two alleles, or an empty one.
    """
    parts = [part.strip() for part in text.split("/")] if text.strip() else [UNKNOWN]
    if len(parts) > 2:
        raise GenotypeNotUnderstood(
            "a marker has three alleles or more", hint="leave the marker out, or settle which two are inherited"
        )
    if "" in parts:
        raise GenotypeNotUnderstood("a genotype lacks an allele", hint="write an allele that was not seen as -")
    first, second = (part if part != UNKNOWN else None for part in (*parts, UNKNOWN)[:2])
    return (first, second) if first is not None else (second, None)


def is_single(text: str) -> bool:
    """Whether one allele is written without a second, as of a male on X."""
    return text.strip() not in ("", UNKNOWN) and "/" not in text


@dataclass(frozen=True, slots=True)
class Observation:
    """A degraded sample: the alleles that were seen, where alleles may have dropped out or in.

    P(seen | genotype) is a product: an allele present in one copy is missed with probability ``dropout``, one in two
    copies with its square; an allele seen but not in the genotype is a drop-in, ``dropin`` times its frequency; and 1 -
    ``dropin`` where there is none (Gill et al. 2012, doi:10.1016/j.fsigen.2012.06.002).

    Attributes:
        alleles: What was seen, each allele once; empty where nothing was, which counts as evidence of dropout.
        dropout: Probability that a single copy is missed.
        dropin: Probability of a drop-in at a marker.
    """

    alleles: tuple[str, ...]
    dropout: float = 0.0
    dropin: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.dropout <= 1 or not 0 <= self.dropin < 1:
            raise GenotypeNotUnderstood("dropout and drop-in are not probabilities", hint="numbers from 0 to 1")
        if len(set(self.alleles)) < len(self.alleles):
            raise GenotypeNotUnderstood("an allele is given twice", hint="give each allele that was seen once")

    def likelihoods(self, marker: Marker, *, hemizygous: bool = False) -> NDArray[np.float64]:
        """Returns P(seen | genotype) over ordered pairs, [A, A]; A counts the silent allele, last, where there is one.

        For a hemizygous male the diagonal counts, as one copy.

        Raises:
            FrequenciesImpossible: An allele has no frequency.
        """
        known = len(marker.alleles)
        size = known + (marker.silent > 0)
        seen = np.zeros(size, bool)
        seen[[place(marker, allele) for allele in self.alleles]] = True
        copies = np.eye(size)[:, None, :] + (0 if hemizygous else np.eye(size)[None, :, :]) * np.ones((size, size, 1))
        copies[..., known:] = 0  # a silent allele is never seen
        missed = np.power(self.dropout, copies, where=copies > 0, out=np.ones_like(copies))
        shown = np.where(seen, 1 - missed, missed)
        frequencies = np.zeros(size)
        frequencies[:known] = marker.frequencies * (1 - marker.silent)
        strange = seen & (copies == 0)
        in_ = np.where(strange, self.dropin * frequencies, 1.0).prod(axis=-1)
        own = np.where(copies > 0, shown, 1.0).prod(axis=-1)
        result: NDArray[np.float64] = own * np.where(strange.any(axis=-1), in_, 1 - self.dropin)
        return result


class Status(IntEnum):
    """How much is known of a person at a marker."""

    NOTHING = 0
    WHOLE = 1  # both alleles; the one of a hemizygous male
    LIKELIHOODS = 2  # one number for each ordered pair


Code = tuple[Status, int, int, NDArray[np.float64] | None]
"""Status, the places of two alleles (`Status.WHOLE`), likelihoods over ordered pairs (`Status.LIKELIHOODS`)."""

NOTHING: Final[Code] = (Status.NOTHING, 0, 0, None)


def place(marker: Marker, allele: str) -> int:
    """Returns the place of an allele.

    Raises:
        FrequenciesImpossible: It has no frequency.
    """
    try:
        return marker.index[allele]
    except KeyError:
        raise FrequenciesImpossible(
            "an allele has no frequency", hint="add it to the table, or choose a rule for unseen alleles",
            place=marker.name,
        ) from None  # fmt: skip


def code(marker: Marker, seen: str | Observation | None, *, male: bool = False) -> Code:
    """Returns what was seen as the engine takes it; remembered by the marker.

    Raises:
        GenotypeNotUnderstood: It breaks a rule.
        FrequenciesImpossible: An allele has no frequency.
    """
    key = (seen, male)
    known: Code | None = marker.coded.get(key)
    if known is None:
        hemizygous = male and marker.inheritance is Inheritance.X
        try:
            known = (
                _observed(marker, seen, hemizygous)
                if isinstance(seen, Observation)
                else _read(marker, seen, hemizygous)
            )
        except InputNotUnderstood as wrong:
            wrong.place = wrong.place or marker.name
            raise
        marker.coded[key] = known
    return known


def _observed(marker: Marker, seen: Observation, hemizygous: bool) -> Code:
    return Status.LIKELIHOODS, 0, 0, seen.likelihoods(marker, hemizygous=hemizygous)


def _read(marker: Marker, text: str | None, hemizygous: bool) -> Code:
    first, second = parse(text or "")
    if first is None:
        return NOTHING
    if hemizygous:
        if second not in (None, first):
            raise GenotypeNotUnderstood("a male has two alleles on X", hint="check the sex and the profile")
        return Status.WHOLE, place(marker, first), place(marker, first), None
    if second is None:
        if is_single(text or ""):
            raise GenotypeNotUnderstood(
                "one allele is given where two are inherited", hint="write 13/13, or 13/- where the other was not seen"
            )
        return Status.LIKELIHOODS, 0, 0, _having(marker, (place(marker, first),))
    one, two = place(marker, first), place(marker, second)
    if marker.silent > 0 and one == two:
        return Status.LIKELIHOODS, 0, 0, _only(marker, one)
    return Status.WHOLE, one, two, None


def _having(marker: Marker, alleles: Collection[int]) -> NDArray[np.float64]:
    size = len(marker.alleles) + (marker.silent > 0)
    table = np.zeros((size, size))
    for allele in alleles:
        table[allele, :] = table[:, allele] = 1
    return table


def _only(marker: Marker, allele: int) -> NDArray[np.float64]:
    """Returns 1 where this allele and nothing else is seen: twice, or beside the silent one."""
    size = len(marker.alleles) + 1
    table = np.zeros((size, size))
    table[allele, allele] = table[allele, -1] = table[-1, allele] = 1
    return table
