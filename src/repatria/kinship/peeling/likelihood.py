"""Likelihoods of pedigrees: markers are put side by side where one plan serves them, computed, and put back in order."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from repatria.errors import InputNotUnderstood
from repatria.kinship.genotypes import Code, Observation, Status, code
from repatria.kinship.markers import Inheritance, Marker
from repatria.kinship.pedigree import Pedigree, PedigreeImpossible, Sex
from repatria.kinship.peeling.lumping import lumped
from repatria.kinship.peeling.network import Convention, Setting, build
from repatria.kinship.peeling.plan import STEP_COST, TINY, Plan, cheapest, compiled, follow, follow_scaled
from repatria.kinship.peeling.seen import Seen
from repatria.kinship.peeling.tables import Array, Tables, extended, tables_of
from repatria.kinship.peeling.urn import log_from_urn

Observations = Mapping[str, Sequence[str | Observation | None]]
"""Person → what was seen at each marker, in the order of the markers; persons left out are untyped."""

SMALL = 200_000
"""Multiplications in all below which markers stay together, whatever their numbers of alleles."""

FEW_DRAWS = 5
"""Unknown draws from the urn (theta) above which alleles are lumped: 5 have 52 groupings."""

HEAVY = 2_000_000
"""Multiplications in all above which alleles are lumped."""


class NotTogether(InputNotUnderstood):
    """Two corrections that this library cannot apply at once; the message names them."""


class Typed(NamedTuple):
    """What was seen of the typed persons: index in the pedigree, one code a marker."""

    person: int
    codes: tuple[Code, ...]


def log_likelihood(
    pedigree: Pedigree,
    markers: Sequence[Marker],
    observations: Observations,
    *,
    theta: float = 0.0,
    convention: Convention = Convention.AS_GIVEN,
    founder_inbreeding: Mapping[str, float] | None = None,
    rho: float | None = None,
    lump: bool | None = None,
) -> Array:
    """Returns the natural logarithm of the likelihood at each marker, [markers]; of two linked ones together, [1].

    Args:
        pedigree: Who descends from whom; several components stand side by side.
        markers: The markers. Keep the same objects from call to call: what is derived from them is remembered.
        observations: What was seen, by person.
        theta: Correction for relatedness of the population, over all founders (Balding & Nichols 1994).
        convention: How untyped founders with one child are taken.
        founder_inbreeding: Coefficient by founder.
        rho: Recombination fraction of exactly two markers; None for markers that are inherited independently.
        lump: Whether unseen alleles are put together where that changes nothing; None where it saves much.

    Returns:
        Minus infinity where what was seen is impossible.

    Raises:
        PedigreeImpossible: Somebody is not in the pedigree, or an inbreeding coefficient is not a founder's.
        GenotypeNotUnderstood: A genotype breaks a rule.
        FrequenciesImpossible: An allele has no frequency.
        TooLarge: The pedigree is too entangled.
        NotTogether: theta with linkage or with founder inbreeding; linkage with founder inbreeding.
    """
    markers = tuple(markers)
    _check(markers, theta, founder_inbreeding, rho)
    typed = read(pedigree, markers, observations)
    base = _Base(pedigree, Convention(convention), _inbreeding(pedigree, founder_inbreeding, markers), rho, theta > 0)
    if rho is not None:
        return _linked(base, markers, typed)
    result = np.empty(len(markers))
    for places, setting in _alike(base, markers, typed):
        one = len(places) == len(markers)
        some = markers if one else tuple(markers[k] for k in places)
        rows = typed if one else [Typed(person, tuple(codes[k] for k in places)) for person, codes in typed]
        result[places] = _side_by_side(setting, some, rows, theta, lump)
    return result


def read(pedigree: Pedigree, markers: Sequence[Marker], observations: Observations) -> list[Typed]:
    """Returns what was seen as codes, persons with no result at all left out.

    Raises:
        PedigreeImpossible: Somebody is not in the pedigree, or has not one observation a marker.
        InputNotUnderstood: A genotype is not understood; its place is person and marker.
    """
    typed = []
    for person, row in observations.items():
        index = pedigree.index(person)
        if len(row) != len(markers):
            raise PedigreeImpossible(
                "a person has not one genotype a marker", hint="write -/- for no result", place=person
            )
        male = pedigree.sexes[index] is Sex.MALE
        try:
            codes = tuple(code(marker, seen, male=male) for marker, seen in zip(markers, row, strict=True))
        except InputNotUnderstood as wrong:
            raise type(wrong)(wrong.message, hint=wrong.hint, place=f"{person} at {wrong.place}") from None
        if any(one[0] for one in codes):
            typed.append(Typed(index, codes))
    return typed


def _check(markers: Sequence[Marker], theta: float, inbreeding: Mapping[str, float] | None, rho: float | None) -> None:
    if not 0 <= theta < 1:
        raise NotTogether("theta is not between 0 and 1", hint="0.01 to 0.03 is usual")
    if rho is not None and not (0 <= rho <= 0.5 and len(markers) == 2):
        raise NotTogether(
            "linkage is of two markers, by a recombination fraction from 0 to 0.5", hint="give two markers"
        )
    if rho is not None and markers[0].inheritance is not markers[1].inheritance:
        raise NotTogether("linked markers are on different chromosomes", hint="both autosomal, or both on X")
    corrections = {
        "theta": theta > 0,
        "linkage": rho is not None,
        "founder inbreeding": any((inbreeding or {}).values()),
    }
    if sum(corrections.values()) > 1:
        asked = " and ".join(name for name, there in corrections.items() if there)
        raise NotTogether(f"{asked} cannot be taken into account together", hint="choose one of them")


def _inbreeding(pedigree: Pedigree, given: Mapping[str, float] | None, markers: Sequence[Marker]) -> tuple[float, ...]:
    found = [0.0] * len(pedigree.ids)
    on_x = any(marker.inheritance is Inheritance.X for marker in markers)
    for person, value in (given or {}).items():
        index = pedigree.index(person)
        if value and (not 0 <= value <= 1 or not pedigree.is_founder(index)):
            raise PedigreeImpossible(
                "an inbreeding coefficient is not a founder's, or not between 0 and 1", hint="add the ancestors instead",
                place=person,
            )  # fmt: skip
        if value and on_x and pedigree.sexes[index] is Sex.MALE:
            raise PedigreeImpossible("a male is not inbred on X", hint="leave the coefficient out", place=person)
        found[index] = float(value)
    return tuple(found)


class _Base(NamedTuple):
    """What a setting has from the call."""

    pedigree: Pedigree
    convention: Convention
    inbreeding: tuple[float, ...]
    rho: float | None
    theta: bool

    def setting(self, markers: Sequence[Marker], places: Sequence[int], typed: Sequence[Typed], size: int) -> Setting:
        """Returns the setting of markers that are inherited together."""
        statuses = []
        for k in places:
            row = [Status.NOTHING] * len(self.pedigree.ids)
            for person, codes in typed:
                row[person] = codes[k][0]
            statuses.append(tuple(row))
        inheritance = markers[places[0]].inheritance
        if inheritance is Inheritance.X and Sex.UNKNOWN in self.pedigree.sexes:
            raise PedigreeImpossible("a sex is unknown, and markers on X need it", hint="give the sex, or leave X out")
        return Setting(
            self.pedigree, tuple(statuses), inheritance, self.convention, self.inbreeding, self.rho, self.theta,
            coins=True, size=size,
        )  # fmt: skip


def _alike(base: _Base, markers: Sequence[Marker], typed: Sequence[Typed]) -> list[tuple[list[int], Setting]]:
    """Returns groups of markers that one plan serves: same chromosome, same persons typed in the same way."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for k, marker in enumerate(markers):
        groups.setdefault((marker.inheritance, *[codes[k][0] for _, codes in typed]), []).append(k)
    return [
        (places, base.setting(markers, places[:1], typed, max(_size(markers[k]) for k in places)))
        for places in groups.values()
    ]


def _size(marker: Marker) -> int:
    return len(marker.alleles) + (marker.silent > 0)


def _side_by_side(
    setting: Setting, markers: Sequence[Marker], typed: Sequence[Typed], theta: float, lump: bool | None
) -> Array:
    """Returns the logarithms of markers that one plan serves, at first all together."""
    typed = [row for row in typed if row.codes[0][0]]
    sizes = tuple(_size(marker) for marker in markers)
    parts = _parts(setting, sizes)
    if len(parts) == 1:
        return _together(setting, markers, typed, theta, lump)
    result = np.empty(len(markers))
    for part in parts:
        some = [markers[k] for k in part]
        rows = [Typed(person, tuple(codes[k] for k in part)) for person, codes in typed]
        result[list(part)] = _together(setting.of_size(max(sizes[k] for k in part)), some, rows, theta, lump)
    return result


@lru_cache(maxsize=4096)
def _parts(setting: Setting, sizes: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Returns markers in portions of like size: a large marker must not make all others as dear as itself.

    What a portion costs is estimated from the plan for the largest marker, as a power of the number of alleles.
    """
    everyone = tuple(range(len(sizes)))
    if setting.size < 3:
        return (everyone,)
    each, steps = _effort(setting)
    if each * len(sizes) < SMALL:
        return (everyone,)
    power, fixed = math.log(each) / math.log(setting.size), 2 * STEP_COST * (steps + 10)
    order = sorted(everyone, key=lambda k: (sizes[k], k))

    def cost(first: int, end: int) -> float:
        return fixed + (end - first) * math.pow(sizes[order[end - 1]], power)

    def cut(first: int, end: int) -> list[tuple[int, ...]]:
        rated = [(cost(first, place) + cost(place, end), place) for place in range(first + 1, end)]
        best, place = min(rated, default=(cost(first, end), first))
        if best >= cost(first, end):
            return [tuple(order[first:end])]
        return [*cut(first, place), *cut(place, end)]

    return tuple(cut(0, len(order)))


def _effort(setting: Setting) -> tuple[float, int]:
    """Returns the multiplications and steps that a marker takes; with theta those of a typical grouping of founders' alleles."""
    if setting.theta:
        return float(setting.size**3), 20
    plan = cheapest(setting)
    return max(plan.cost, plan.network.largest_table(setting.size)), len(plan.steps)


def _together(
    setting: Setting, markers: Sequence[Marker], typed: Sequence[Typed], theta: float, lump: bool | None
) -> Array:
    tables = tables_of(tuple(markers))
    if lump or _heavy(setting, tables):
        return _one_by_one(setting, markers, typed, theta, lump is not False)
    return _computed(setting, Seen.of(tables, typed), theta)


def _heavy(setting: Setting, tables: Tables) -> bool:
    if setting.theta:
        return len(build(setting).drawn) > FEW_DRAWS
    return cheapest(setting).cost * tables.count > HEAVY


def _one_by_one(setting: Setting, markers: Sequence[Marker], typed: Sequence[Typed], theta: float, lump: bool) -> Array:
    """Returns the logarithms of markers of very different size, or lumped, each by itself."""
    result = np.empty(len(markers))
    for k, marker in enumerate(markers):
        codes = [row.codes[k] for row in typed]
        arrays = extended(marker)
        small = lumped(*arrays, codes) if lump else None
        if small is None:
            tables = tables_of((marker,))
        else:
            tables, codes = Tables([small.frequencies], [small.female], [small.male]), list(small.codes)
        seen = Seen.of(tables, [(row.person, (one,)) for row, one in zip(typed, codes, strict=True)])
        result[k] = _computed(setting.of_size(tables.size), seen, theta)[0]
    return result


def _computed(setting: Setting, seen: Seen, theta: float) -> Array:
    haploid = [setting.inheritance is Inheritance.X and sex is Sex.MALE for sex in setting.pedigree.sexes]
    if theta > 0:
        return log_from_urn(setting, seen, theta, haploid)
    plan = compiled(setting)
    known = plan.network.known
    founders = seen.founders(known, [haploid[p] for p in known], [setting.inbreeding[p] for p in known])
    return _logs(plan, [seen.tensor(factor) for factor in plan.network.factors], founders)


def _logs(plan: Plan, tensors: list[Array], founders: Array) -> Array:
    count = founders.shape[1]
    product = founders.prod(axis=0) if len(founders) else np.ones(count)
    if tensors:
        product = product * follow(plan, tensors)
    if (product > TINY).all():
        return np.log(product)
    with np.errstate(divide="ignore"):
        logs: Array = np.log(founders).sum(axis=0)
    return logs + follow_scaled(plan, tensors, count) if tensors else logs


def _linked(base: _Base, markers: Sequence[Marker], typed: Sequence[Typed]) -> Array:
    """Returns the logarithm of two linked markers together, [1]."""
    size = max(map(_size, markers))
    setting = base.setting(markers, (0, 1), typed, size)
    plan = compiled(setting)
    seen = [
        Seen.of(
            tables_of((marker,), size),
            [(row.person, (row.codes[locus],)) for row in typed if row.codes[locus][0]],
        )
        for locus, marker in enumerate(markers)
    ]
    tensors = [seen[factor.locus].tensor(factor) for factor in plan.network.factors]
    return _logs(plan, tensors, np.ones((0, 1)))
