"""How genotypes fit a pedigree at one marker: without a mutation, by so many steps, by a silent allele, or not at all.

What is needed is read off the likelihood itself. Where each repeat of a mutation is given the weight e, the likelihood falls
as e^k when e goes to zero, and k is the least number of repeats that all meioses together must have mutated by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from repatria.kinship.markers import Marker
from repatria.kinship.pedigree import Pedigree
from repatria.kinship.peeling import Observations, log_likelihood
from repatria.kinship.power.conditional import Array

_SMALL = (1e-5, 1e-6)
"""Weights of a step at which the likelihood is taken; the power of ten between them gives k, to a rounding."""

_SILENT = 1e-4
"""Frequency at which a silent allele is tried: only whether the likelihood is above zero counts."""


class Fit(StrEnum):
    """How the profile fits the relatives at a marker."""

    NO_RESULT = "no result"  # of the profile, or of every relative
    SHARED = "shared"  # nothing but inheritance is needed
    ONE_STEP = "one step"  # a mutation by one repeat is needed, and enough
    SILENT = "silent"  # a silent allele is enough, one step is not
    IMPOSSIBLE = "impossible without mutation"  # more than one step, or one between whole and part repeats


@dataclass(frozen=True, slots=True)
class MarkerFit:
    """The fit at one marker.

    Attributes:
        fit: In a word.
        steps: Repeats that must have mutated because of the profile; None where no number of whole repeats does.
        silent: Whether a silent allele would do instead.
        against: Relatives with whom, taken alone, the profile needs a mutation; empty where only several together do.
        relatives_alone: Whether the relatives need a mutation among themselves, without the profile.
    """

    fit: Fit
    steps: int | None
    silent: bool
    against: tuple[str, ...]
    relatives_alone: bool


def fits(
    pedigree: Pedigree, *, missing: str, markers: Sequence[Marker], observations: Observations, profile: Sequence[str]
) -> tuple[MarkerFit, ...]:
    """Returns the fit of a profile at each marker, in the place of the missing person.

    Args:
        pedigree: The family.
        missing: Whose place is tried.
        markers: The markers; their own mutation models do not count.
        observations: What was seen of the relatives, by person, one a marker.
        profile: Genotypes of the profile, one a marker.
    """
    relatives = {who: row for who, row in observations.items() if who != missing}
    both = {**relatives, missing: profile}
    plain = [replace(marker, female=None, male=None) for marker in markers]
    possible = np.isfinite(log_likelihood(pedigree, plain, both))
    alone = np.isfinite(log_likelihood(pedigree, plain, relatives))
    steps, steps_alone = _steps(pedigree, markers, both), _steps(pedigree, markers, relatives)
    hidden = [replace(marker, silent=marker.silent or _SILENT) for marker in plain]
    silent = np.isfinite(log_likelihood(pedigree, hidden, both))
    against = {
        who: ~np.isfinite(log_likelihood(pedigree, plain, {who: row, missing: profile}))
        for who, row in relatives.items()
    }
    found = []
    for k in range(len(markers)):
        nobody = not any(_seen(row[k]) for row in relatives.values())
        more = _less(steps[k], steps_alone[k])
        one = MarkerFit(Fit.NO_RESULT, 0, silent=False, against=(), relatives_alone=not alone[k])
        if not nobody and _seen(profile[k]):
            who = tuple(person for person, wrong in against.items() if wrong[k])
            one = MarkerFit(
                _fit(possible=bool(possible[k]), steps=more, silent=bool(silent[k])), more,
                silent=bool(silent[k]) and more != 0, against=who, relatives_alone=not alone[k],
            )  # fmt: skip
        found.append(one)
    return tuple(found)


def _less(steps: int | None, alone: int | None) -> int | None:
    return None if steps is None or alone is None else steps - alone


def _fit(*, possible: bool, steps: int | None, silent: bool) -> Fit:
    if possible or steps == 0:
        return Fit.SHARED
    if steps == 1:
        return Fit.ONE_STEP
    return Fit.SILENT if silent else Fit.IMPOSSIBLE


def _seen(said: object) -> bool:
    return said not in (None, "", "-", "-/-")


def _steps(pedigree: Pedigree, markers: Sequence[Marker], seen: Observations) -> list[int | None]:
    """Returns the least number of repeats that must have mutated, a marker each."""
    found = []
    for weight in _SMALL:
        stepping = [_stepping(marker, weight) for marker in markers]
        found.append(log_likelihood(pedigree, stepping, seen))
    with np.errstate(invalid="ignore"):
        order = (found[0] - found[1]) / np.log(_SMALL[0] / _SMALL[1])
    return [round(float(k)) if np.isfinite(k) else None for k in order]


def _stepping(marker: Marker, weight: float) -> Marker:
    """Returns a marker at which a mutation by d whole repeats has probability ``weight`` to the d."""
    matrix = _weights(marker.alleles, weight)
    return replace(marker, female=matrix, male=matrix)


def _weights(alleles: Sequence[str], weight: float) -> Array:
    sizes = np.array([_size(allele) for allele in alleles])
    apart = np.abs(sizes[:, None] - sizes)
    whole = np.abs(apart - np.rint(apart)) < 1e-6
    matrix: Array = np.where(np.isfinite(apart) & whole, weight ** np.nan_to_num(apart), 0.0)
    np.fill_diagonal(matrix, 0.0)
    np.fill_diagonal(matrix, 1 - matrix.sum(axis=1))
    return matrix


def _size(allele: str) -> float:
    try:
        return float(allele)
    except ValueError:
        return np.nan
