"""Two stories of kinship compared: how much likelier what was seen is under H1 than under H2.

A likelihood ratio is told as log10, at each marker and in all. Zero over zero is no number (NaN): what was seen is
impossible under both stories, and the ratio says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from repatria.errors import Finding, Severity
from repatria.kinship.markers import Marker
from repatria.kinship.pedigree import Pedigree
from repatria.kinship.peeling import Convention, Observations, log_likelihood

LN_10 = float(np.log(10))


class Corrections(NamedTuple):
    """What a likelihood takes into account beside pedigree, markers and profiles; see `log_likelihood`."""

    theta: float = 0.0
    convention: Convention = Convention.AS_GIVEN
    founder_inbreeding: Mapping[str, float] | None = None
    rho: float | None = None

    def within(self, pedigree: Pedigree) -> Corrections:
        """Returns them without founders who are not in the pedigree."""
        there = {person: value for person, value in (self.founder_inbreeding or {}).items() if person in pedigree.ids}
        return self._replace(founder_inbreeding=there)


@dataclass(frozen=True, slots=True, eq=False)
class Ratio:
    """How two stories compare.

    Attributes:
        ln_h1: Natural logarithm of the likelihood under H1, a marker each (of two linked markers one).
        ln_h2: The same under H2.
    """

    ln_h1: NDArray[np.float64]
    ln_h2: NDArray[np.float64]

    @property
    def log10_lr(self) -> NDArray[np.float64]:
        """log10 of the ratio at each marker; NaN where both are impossible."""
        with np.errstate(invalid="ignore"):
            found: NDArray[np.float64] = (self.ln_h1 - self.ln_h2) / LN_10
        return found

    @property
    def total(self) -> float:
        """log10 of the ratio over all markers; NaN where one has none, or H1 and H2 are each impossible at one."""
        with np.errstate(invalid="ignore"):
            return float(self.ln_h1.sum() - self.ln_h2.sum()) / LN_10


def likelihood_ratio(
    h1: Pedigree,
    h2: Pedigree,
    markers: Sequence[Marker],
    observations: Observations,
    *,
    theta: float = 0.0,
    convention: Convention = Convention.AS_GIVEN,
    founder_inbreeding: Mapping[str, float] | None = None,
    rho: float | None = None,
) -> Ratio:
    """Returns how likely the profiles are under H1 and under H2.

    All persons with profiles stand in both pedigrees: somebody who is a stranger under H2 is a component of their own there.
    A coefficient of inbreeding of a founder who is in one of the pedigrees only counts there.

    Raises:
        RepatriaError: As `log_likelihood` does.
    """
    given = Corrections(theta, Convention(convention), founder_inbreeding, rho)
    first, second = (
        log_likelihood(story, markers, observations, **given.within(story)._asdict()) for story in (h1, h2)
    )
    return Ratio(first, second)


def in_the_way(
    pedigree: Pedigree,
    markers: Sequence[Marker],
    observations: Observations,
    *,
    corrections: Corrections = Corrections(),  # noqa: B008 - immutable
) -> list[tuple[str, tuple[str, ...]]]:
    """Returns each marker at which what was seen is impossible, with the persons without whose profile it would be possible.

    Linked markers are one. Nobody is named where no profile alone is in the way.

    Args:
        pedigree: One story.
        markers: The markers.
        observations: The profiles.
        corrections: As in the likelihood.
    """
    given = corrections.within(pedigree)._asdict()
    impossible = np.isneginf(log_likelihood(pedigree, markers, observations, **given))
    if not impossible.any():
        return []
    linked = corrections.rho is not None
    places = list(range(len(markers))) if linked else [int(k) for k in np.flatnonzero(impossible)]
    some = [markers[k] for k in places]
    seen = {person: [row[k] for k in places] for person, row in observations.items()}
    without = {
        person: ~np.isneginf(
            log_likelihood(pedigree, some, {p: row for p, row in seen.items() if p != person}, **given)
        )
        for person in seen
    }
    names = [" and ".join(marker.name for marker in some)] if linked else [marker.name for marker in some]
    return [
        (name, tuple(person for person, possible in without.items() if possible[k])) for k, name in enumerate(names)
    ]


def impossibilities(
    pedigree: Pedigree,
    markers: Sequence[Marker],
    observations: Observations,
    *,
    story: str,
    corrections: Corrections = Corrections(),  # noqa: B008 - immutable
) -> list[Finding]:
    """Returns what `in_the_way` does as findings; ``story`` is what the story is called: ``H1``."""
    found = in_the_way(pedigree, markers, observations, corrections=corrections)
    return [_told(name, persons, story) for name, persons in found]


def _told(marker: str, persons: Sequence[str], story: str) -> Finding:
    who = ", ".join(persons) or "several persons"
    return Finding(
        Severity.NOTE,
        "impossible-observation",
        f"{story} at {marker}",
        f"what was seen is impossible under {story}: it would be possible without the profile of {who}"
        if persons
        else f"what was seen is impossible under {story}, also without any one of the profiles",
        "a mutation model would give it a probability; else check the profile, or the kinship",
    )
