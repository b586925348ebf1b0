"""Places on the genome: a marker's alleles, how frequent they are, how they mutate and how they are inherited.

Frequencies come from the laboratory's own table; this library ships none. An allele that the table does not have is
refused, unless a rule is chosen by name (`Unseen`): it is then added at the rule's frequency and the rest is scaled down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.kinship.mutation import Matrix, Mutation

SUM_WITHIN = 1e-6
"""How far the frequencies of a marker may be from 1 in all."""


class FrequenciesImpossible(InputNotUnderstood):
    """Frequencies are no distribution, or an allele has none; the place names the marker."""


class Inheritance(StrEnum):
    """Which chromosome a marker is on."""

    AUTOSOMAL = "autosomal"
    X = "X"


@dataclass(frozen=True, slots=True, eq=False)
class Marker:
    """A marker as the engine uses it; two are the same only if they are one object.

    Attributes:
        name: As in the genotype table.
        alleles: Labels, each once.
        frequencies: Of the alleles, summing to 1 within 1e-6; without the silent one.
        inheritance: Autosomal or X.
        female: Mutation in a mother's meiosis, [from, to], rows sum to 1; None is no mutation.
        male: Mutation in a father's meiosis.
        silent: Frequency of an allele that is not seen. Those of the others are then scaled by 1 - silent.
        index: Place of each label.
        coded: What the engine has read genotypes as, by text: the same few come again and again.
    """

    name: str
    alleles: tuple[str, ...]
    frequencies: NDArray[np.float64]
    inheritance: Inheritance = Inheritance.AUTOSOMAL
    female: Matrix | None = None
    male: Matrix | None = None
    silent: float = 0.0
    index: dict[str, int] = field(init=False, repr=False)
    coded: dict[Any, Any] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        given = np.array(self.frequencies, np.float64)
        _check(self.name, self.alleles, given)
        if not 0 <= self.silent < 1:
            raise FrequenciesImpossible("a silent allele's frequency is not between 0 and 1", place=self.name)
        for matrix in (self.female, self.male):
            if matrix is not None and np.shape(matrix) != (len(given), len(given)):
                raise FrequenciesImpossible(
                    "a mutation matrix does not fit the marker", hint="one row and column an allele", place=self.name
                )
        given.flags.writeable = False
        object.__setattr__(self, "frequencies", given)
        object.__setattr__(self, "index", {allele: place for place, allele in enumerate(self.alleles)})

    @classmethod
    def of(
        cls,
        name: str,
        frequencies: Mapping[str, float],
        *,
        mutation: Mutation | None = None,
        inheritance: Inheritance = Inheritance.AUTOSOMAL,
        silent: float = 0.0,
    ) -> Self:
        """Returns a marker from a table of frequencies, alleles in order of repeats.

        Raises:
            FrequenciesImpossible: The frequencies are no distribution.
            MutationImpossible: The model does not go with these alleles.
        """
        alleles = tuple(sorted(frequencies, key=by_repeats))
        values = np.array([frequencies[allele] for allele in alleles], np.float64)
        _check(name, alleles, values)
        try:
            female, male = (mutation or Mutation()).matrices(alleles, values, silent=silent)
        except InputNotUnderstood as wrong:
            wrong.place = wrong.place or name
            raise
        return cls(name, alleles, values, Inheritance(inheritance), female, male, silent)


def by_repeats(allele: str) -> tuple[int, float, str]:
    """Returns what sorts alleles: numbers of repeats first, as numbers, then other labels."""
    try:
        return 0, float(allele), allele
    except ValueError:
        return 1, 0.0, allele


def _check(name: str, alleles: Sequence[str], values: NDArray[np.float64]) -> None:
    if not len(alleles) == values.size == len(set(alleles)) or not len(alleles):
        raise FrequenciesImpossible("a marker has no alleles, or one twice", hint="one frequency an allele", place=name)
    if not np.isfinite(values).all() or (values <= 0).any():
        raise FrequenciesImpossible("a frequency is not above 0", hint="leave unseen alleles out", place=name)
    if abs(float(values.sum()) - 1) > SUM_WITHIN:
        raise FrequenciesImpossible(
            "the frequencies do not sum to 1", hint="add what is missing, or scale the table to 1", place=name
        )


class Unseen(StrEnum):
    """What is done with an allele that a table does not have."""

    REFUSE = "refuse"  # nothing is computed
    FIVE_OVER_2N = "5/2N"  # five copies among the 2N of the sample (National Research Council 1996)
    FIXED = "fixed"  # a frequency given by the laboratory


@dataclass(frozen=True, slots=True)
class FrequencyTable:
    """Allele frequencies of a population, by marker.

    Attributes:
        loci: Marker → allele → frequency.
        persons: How many persons were typed (N), 0 where not known.
        name: What the table is called, for results.
    """

    loci: Mapping[str, Mapping[str, float]]
    persons: int = 0
    name: str = ""

    def of(self, marker: str) -> Mapping[str, float]:
        """Returns the frequencies of a marker.

        Raises:
            FrequenciesImpossible: The table does not have it.
        """
        if marker not in self.loci:
            raise FrequenciesImpossible(
                "the marker is not in the table of frequencies", hint="add it, or leave the marker out", place=marker
            )
        return self.loci[marker]

    def with_unseen(
        self, seen: Mapping[str, Iterable[str]], *, rule: Unseen = Unseen.REFUSE, at: float = 0.0
    ) -> FrequencyTable:
        """Returns the table with alleles that were seen but are not in it, each marker scaled to 1 again.

        Args:
            seen: Marker → alleles that profiles have.
            rule: What is done; `Unseen.REFUSE` checks only.
            at: Frequency of `Unseen.FIXED`.

        Raises:
            FrequenciesImpossible: An allele has no frequency and the rule gives none.
        """
        loci = dict(self.loci)
        for marker, alleles in seen.items():
            known = self.of(marker)
            added = sorted(set(alleles) - set(known), key=by_repeats)
            if added:
                grown = {**known, **dict.fromkeys(added, self._frequency(marker, rule, at))}
                total = sum(grown.values())
                loci[marker] = {allele: value / total for allele, value in grown.items()}
        return FrequencyTable(loci, self.persons, self.name)

    def _frequency(self, marker: str, rule: Unseen, at: float) -> float:
        match rule:
            case Unseen.FIVE_OVER_2N if self.persons > 0:
                return 5 / (2 * self.persons)
            case Unseen.FIXED if 0 < at < 1:
                return at
            case _:
                raise FrequenciesImpossible(
                    "an allele has no frequency", hint="choose a rule for unseen alleles: 5/2N or fixed", place=marker
                )
