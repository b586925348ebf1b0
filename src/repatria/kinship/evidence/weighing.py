"""One profile against one family: the LR of each marker, by the model in use and by others beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from repatria.kinship.evidence.fit import MarkerFit, fits
from repatria.kinship.markers import Marker
from repatria.kinship.pedigree import Pedigree
from repatria.kinship.peeling import Convention, Observations
from repatria.kinship.power import Chance, chance, tables
from repatria.kinship.ratios import likelihood_ratio

OTHER = "~somebody-else"
"""Reference of the missing person under H2, where the body is a stranger."""

WEAKEST = -300.0
"""log10 LR from which down nothing is said of chance: 1/LR would not fit a number."""

ROUNDING = 1e-9
"""By how much two ways of computing one log10 LR may differ."""


@dataclass(frozen=True, slots=True)
class Model:
    """Markers with frequencies and mutation, and what they are called in a report; theta and convention."""

    name: str
    markers: tuple[Marker, ...]
    theta: float = 0.0
    convention: Convention = Convention.AS_GIVEN


@dataclass(frozen=True, slots=True)
class MarkerLine:
    """A line of the table that a board reads.

    Attributes:
        marker: Its name.
        profile: The profile's genotype.
        relatives: Relative → genotype.
        log10_lr: At this marker; minus infinity where the model does not allow it.
        fit: What is needed.
    """

    marker: str
    profile: str
    relatives: Mapping[str, str]
    log10_lr: float
    fit: MarkerFit


@dataclass(frozen=True, slots=True)
class Rival:
    """Another pair of the same profile or the same family, from the hits of a search."""

    profile: str
    family: str
    log10_lr: float


@dataclass(frozen=True, slots=True)
class Search:
    """The search in which the pair was found: how much was compared, and its other hits."""

    profiles: int = 1
    families: int = 1
    hits: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against one profile being the missing person of one family.

    Attributes:
        profile: Its reference.
        family: Its reference.
        missing: The missing person.
        model: Name of the model in use.
        lines: One a marker.
        log10_lr: In all.
        others: log10 LR in all by each other model, by name.
        chance: Chance hits at this LR or above with this family among the profiles searched; None where the LR is zero
            or theta is in use.
        bound: Expected chance hits in the whole search, at most: pairs over LR; None where the LR is zero.
        search: The search.
        sexes: Whether the sexes of profile and missing person agree; None where one is not known.
    """

    profile: str
    family: str
    missing: str
    model: str
    lines: tuple[MarkerLine, ...]
    log10_lr: float
    others: Mapping[str, float]
    chance: Chance | None
    bound: float | None
    search: Search
    sexes: bool | None

    @property
    def range(self) -> tuple[float, float]:
        """Returns the least and the greatest log10 LR over all models."""
        every = (self.log10_lr, *self.others.values())
        return min(every), max(every)

    @property
    def exclusions(self) -> int:
        """Returns how many markers need a mutation or a silent allele because of the profile."""
        return sum(line.fit.steps != 0 for line in self.lines)

    @property
    def rivals(self) -> tuple[Rival, ...]:
        """Returns the other hits of the same profile or family, the strongest first."""
        own = (self.profile, self.family)
        near = [
            hit
            for hit in self.search.hits
            if (hit.profile, hit.family) != own and (hit.profile == own[0] or hit.family == own[1])
        ]
        return tuple(sorted(near, key=lambda hit: (-hit.log10_lr, hit.profile, hit.family)))


def explain(
    pedigree: Pedigree,
    *,
    profile: str,
    family: str,
    missing: str,
    genotypes: Sequence[str],
    sex: int,
    observations: Observations,
    models: Sequence[Model],
    search: Search,
    draws: int,
    seed: int,
) -> Evidence:
    """Returns the evidence on one pair.

    Args:
        pedigree: The family.
        profile: The profile's reference.
        family: The family's reference.
        missing: Who is missing.
        genotypes: The profile's, one a marker.
        sex: Of the profile: 1, 2, or 0 where not known.
        observations: What was seen of the relatives, by person, one a marker.
        models: The one in use, then those beside it; all with the same markers in the same order.
        search: In which the pair was found.
        draws: How many profiles are drawn for `Evidence.chance`.
        seed: Whence they come.

    Raises:
        PedigreeImpossible: The missing person is not in the pedigree.
        GenotypeNotUnderstood: A genotype breaks a rule.
        FrequenciesImpossible: An allele has no frequency.
    """
    relatives = {who: row for who, row in observations.items() if who != missing}
    main = models[0]
    ratios = [
        weigh(pedigree, missing=missing, genotypes=genotypes, observations=relatives, model=one) for one in models
    ]
    per_marker, total = ratios[0]
    fitting = fits(pedigree, missing=missing, markers=main.markers, observations=relatives, profile=genotypes)
    lines = tuple(
        MarkerLine(marker.name, genotypes[k], {who: str(row[k] or "-/-") for who, row in relatives.items()}, lr, fit)
        for k, (marker, lr, fit) in enumerate(zip(main.markers, per_marker, fitting, strict=True))
    )
    sexes = {int(pedigree.sexes[pedigree.index(missing)]), sex}
    return Evidence(
        profile, family, missing, main.name, lines, total,
        {one.name: of[1] for one, of in zip(models[1:], ratios[1:], strict=True)},
        _by_chance(pedigree, missing, relatives, lines, main, total, search, draws, seed),
        search.profiles * search.families * 10.0**-total if total > WEAKEST else None,
        search, None if 0 in sexes else len(sexes) == 1,
    )  # fmt: skip


def weigh(
    pedigree: Pedigree, *, missing: str, genotypes: Sequence[str], observations: Observations, model: Model
) -> tuple[tuple[float, ...], float]:
    """Returns log10 LR at each marker and in all: the profile is the missing person, or a stranger."""
    place = pedigree.index(missing)
    ids = (*pedigree.ids[:place], OTHER, *pedigree.ids[place + 1 :])
    stranger = Pedigree.of([missing], ["0"], ["0"], [pedigree.sexes[place]])
    ratio = likelihood_ratio(
        pedigree, Pedigree.joined((replace(pedigree, ids=ids), stranger)), model.markers,
        {**observations, missing: list(genotypes)}, theta=model.theta, convention=model.convention,
    )  # fmt: skip
    return tuple(map(float, ratio.log10_lr)), float(ratio.total)


def _by_chance(
    pedigree: Pedigree,
    missing: str,
    relatives: Observations,
    lines: Iterable[MarkerLine],
    model: Model,
    total: float,
    search: Search,
    draws: int,
    seed: int,
) -> Chance | None:
    """Returns chance hits at this LR; only markers at which the profile has a result could have given it."""
    if math.isnan(total) or total <= WEAKEST or model.theta > 0:
        return None
    places = [k for k, line in enumerate(lines) if line.profile not in ("", "-", "-/-")]
    seen = {who: [row[k] for k in places] for who, row in relatives.items()}
    markers = [model.markers[k] for k in places]
    if any(marker.silent for marker in markers) or not markers:
        return None
    made = tables(pedigree, missing=missing, markers=markers, observations=seen, convention=model.convention)
    rng = np.random.default_rng(seed)
    return chance(made, threshold=total - ROUNDING, profiles=search.profiles, draws=draws, rng=rng)
