"""The missing person's genotype given the relatives: one table a marker, from which power and explanations are read.

For one family and marker, with g running over the genotypes that a body can have,

    ratio[g]     = P(relatives, missing = g) / P(relatives, unrelated body = g)        the LR of a body with g
    unrelated[g] = P(body = g | relatives, H2)
    related[g]   = unrelated[g] ratio[g] = P(missing = g | relatives)

Both distributions sum to one, so the mean of the LR over unrelated bodies is one (by the convention of Familias only nearly,
where the model is not stationary: it cuts founders away under one story and not the other).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.kinship.genotypes import Observation
from repatria.kinship.markers import Inheritance, Marker
from repatria.kinship.pedigree import Pedigree, Sex
from repatria.kinship.peeling import Convention, Observations, log_likelihood

Array = NDArray[np.float64]

Seen = str | Observation | None
"""What was seen of a person at one marker."""

BODY = "~body"
"""Reference of the unrelated body under H2."""

AT_ONCE = 400
"""Genotypes that are weighed in one call of the engine: more cost memory and save no time."""


class PowerImpossible(InputNotUnderstood):
    """A family or marker whose power cannot be told; the message names the rule."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One marker of one family.

    Attributes:
        marker: Its name.
        genotypes: What a body can have, ``13/14``; ``13`` of a man on X.
        unrelated: P(genotype | unrelated body), [genotypes]; sums to 1.
        ratio: LR of a body with the genotype, [genotypes].
    """

    marker: str
    genotypes: tuple[str, ...]
    unrelated: Array
    ratio: Array

    @property
    def related(self) -> Array:
        """Returns P(genotype | the missing person, relatives), [genotypes]; sums to 1."""
        return self.unrelated * self.ratio


def genotypes(marker: Marker, *, male: bool) -> tuple[str, ...]:
    """Returns every genotype that can be seen at a marker."""
    if male and marker.inheritance is Inheritance.X:
        return marker.alleles
    pairs = zip(*np.triu_indices(len(marker.alleles)), strict=True)
    return tuple(f"{marker.alleles[a]}/{marker.alleles[b]}" for a, b in pairs)


def tables(
    pedigree: Pedigree,
    *,
    missing: str,
    markers: Sequence[Marker],
    observations: Observations,
    theta: float = 0.0,
    convention: Convention = Convention.AS_GIVEN,
) -> tuple[Table, ...]:
    """Returns the tables of a family, one a marker.

    Args:
        pedigree: The family, the missing person in it.
        missing: Who is missing; any observation of them is left out.
        markers: Markers without silent alleles.
        observations: What was seen of the relatives, by person, one a marker.
        theta: Correction for relatedness of the population.
        convention: How untyped founders with one child are taken.

    Raises:
        PowerImpossible: A marker has a silent allele, or the relatives' genotypes are impossible at it.
        PedigreeImpossible: The missing person is not in the pedigree.
    """
    male = pedigree.sexes[pedigree.index(missing)] is Sex.MALE
    seen = {person: row for person, row in observations.items() if person != missing}
    return tuple(
        _table(pedigree, missing, marker, {who: row[k] for who, row in seen.items()}, theta, convention, male=male)
        for k, marker in enumerate(markers)
    )


def _table(
    pedigree: Pedigree,
    missing: str,
    marker: Marker,
    seen: Mapping[str, Seen],
    theta: float,
    convention: Convention,
    *,
    male: bool,
) -> Table:
    if marker.silent:
        raise PowerImpossible("the marker has a silent allele", hint="leave it out", place=marker.name)
    possible = genotypes(marker, male=male)
    alone = Pedigree.of([BODY], ["0"], ["0"], [pedigree.sexes[pedigree.index(missing)]])
    given = {who: [one] * len(possible) for who, one in seen.items()}
    found = weighed(pedigree, marker, given | {missing: possible}, theta=theta, convention=convention)
    if theta > 0:
        other = weighed(
            Pedigree.joined((pedigree, alone)), marker, given | {BODY: possible}, theta=theta, convention=convention
        )
    else:
        relatives = weighed(
            pedigree, marker, {who: [one] for who, one in seen.items()}, theta=theta, convention=convention
        )
        other = relatives + weighed(alone, marker, {BODY: possible})
    if not np.isfinite(other.max()):
        message, hint = "the relatives' genotypes are impossible together", "check them, or allow mutation"
        raise PowerImpossible(message, hint=hint, place=marker.name)
    unrelated = np.exp(other - other.max())
    return Table(marker.name, possible, unrelated / unrelated.sum(), np.exp(found - other))


def weighed(
    pedigree: Pedigree,
    marker: Marker,
    rows: Observations,
    *,
    theta: float = 0.0,
    convention: Convention = Convention.AS_GIVEN,
) -> Array:
    """Returns ln-likelihoods at one marker of many sets of genotypes, [sets]: it is given to the engine once for each.

    Args:
        pedigree: The family.
        marker: The marker.
        rows: Person → one observation a set; all of one length.
        theta: As `log_likelihood`.
        convention: As `log_likelihood`.
    """
    sets = max(map(len, rows.values()), default=1)
    parts = []
    for start in range(0, sets, AT_ONCE):
        some = {who: row[start : start + AT_ONCE] for who, row in rows.items()}
        copies = (marker,) * min(AT_ONCE, sets - start)
        parts.append(log_likelihood(pedigree, copies, some, theta=theta, convention=convention))
    return np.concatenate(parts)
