"""Contamination by those who handled the samples: each profile against each profile of an elimination database.

A sample that is a member of staff's (or the positive control's) is found by the likelihood ratio of one person against two
unrelated people, dropout and drop-in considered (`kinship.direct`). In a sample with three alleles or more at markers, a
mixture perhaps, it is told who has all alleles there. Neither proves anything: staff have relatives, and mixtures have many
alleles.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from repatria.errors import Finding, Severity
from repatria.kinship.direct import Model, Samples
from repatria.kinship.direct.comparing import compare
from repatria.kinship.files.cells import canonical, parts
from repatria.kinship.files.laboratory.roles import Role
from repatria.kinship.files.profiles import MIXED_FROM, Profile, ProfileTable
from repatria.kinship.markers import Marker

CHANCE: Final = 0.001
"""Hits by chance that are allowed in a whole run: the bar is the log10 of comparisons / this (P(LR >= x) <= 1/x for unrelated
people)."""

LEAST_SHARED: Final = 10
"""Markers that must be shared before it is told that a mixture has all alleles of somebody."""


LOST_ONE_OF: Final = 10
"""Of so many shared markers of a mixture one may lack an allele of somebody's: dropout of 5 % of alleles loses as much."""


@dataclass(frozen=True, slots=True)
class Resembling:
    """A sample that resembles somebody who handled it.

    Attributes:
        profile: Label of the sample.
        staff: Label of the other profile.
        role: Whose that is: staff, or a positive control of the same file.
        log10_lr: One person against two unrelated people; None for a mixture.
        shared: Markers with a result in both.
        lacking: Of those, markers at which an allele of the other is not seen in the sample.
    """

    profile: str
    staff: str
    role: Role
    log10_lr: float | None
    shared: int
    lacking: int


def check_staff(
    table: ProfileTable,
    staff: Sequence[Profile] = (),
    *,
    markers: Sequence[Marker],
    model: Model | None = None,
    workers: int = 1,
) -> tuple[tuple[Resembling, ...], tuple[Finding, ...]]:
    """Returns the samples that resemble staff or positive controls, and findings.

    Args:
        table: The samples; staff and positive controls that are in the same file are compared too.
        staff: Profiles of the elimination database.
        markers: With frequencies that have every allele, as those of a search.
        model: Dropout and drop-in.
        workers: Threads.
    """
    roles: dict[str, Role] = {
        one.profile.id: one.role for one in table.apart if one.role in (Role.STAFF, Role.POSITIVE)
    }
    others = {one.profile.id: one.profile for one in table.apart if one.role in (Role.STAFF, Role.POSITIVE)}
    for one in staff:
        others[one.id], roles[one.id] = one, Role.STAFF
    if not others or not table.profiles:
        return (), ()
    known = ProfileTable(table.markers, tuple(others.values()), ())
    used = model or Model()
    left = Samples.of(_bare(table), markers=markers, model=used)
    right = Samples.of(known, markers=markers, model=used)
    if not len(left) or not len(right):
        return (), ()
    bar = math.log10(len(left) * len(right) / CHANCE)
    pairs = compare(left, right, markers=markers, model=used, threshold=bar, workers=workers)
    found = [
        Resembling(
            left.names[int(i)], right.names[int(j)], roles[right.names[int(j)]], float(pairs.weights.log10_lr[k]),
            int(pairs.weights.shared[k]), int(pairs.weights.conflicts[k] + pairs.weights.losses[k]),
        )
        for k, (i, j) in enumerate(zip(pairs.left, pairs.right, strict=True))
    ]  # fmt: skip
    same = {(one.profile, one.staff) for one in found}
    found += [one for one in _in_mixtures(table, others, roles) if (one.profile, one.staff) not in same]
    places = {one.id: one.place for one in table.profiles}
    return tuple(found), tuple(_told(one, places[one.profile], bar) for one in found)


def _bare(table: ProfileTable) -> ProfileTable:
    return ProfileTable(table.markers, table.profiles, ())


def _in_mixtures(table: ProfileTable, others: dict[str, Profile], roles: dict[str, Role]) -> Iterator[Resembling]:
    """Yields who has all alleles, but at one marker of ten, in samples with three alleles or more at several markers."""
    for sample in table.profiles:
        if sum(kept.why == "tri-allele" for kept in sample.kept.values()) < MIXED_FROM:
            continue
        seen = {marker: _alleles(sample, marker) for marker in table.markers}
        for name, one in others.items():
            both = [marker for marker, of in seen.items() if of and _alleles(one, marker)]
            lacking = sum(not _alleles(one, marker) <= seen[marker] for marker in both)
            if len(both) >= LEAST_SHARED and lacking <= len(both) // LOST_ONE_OF:
                yield Resembling(sample.id, name, roles[name], None, len(both), lacking)


def _alleles(one: Profile, marker: str) -> frozenset[str]:
    kept = one.kept.get(marker)
    if kept is not None and kept.why == "tri-allele":
        return frozenset(canonical(text) for text in parts(kept.written) if text.strip() not in ("", "-"))
    return frozenset(one.genotypes.get(marker, "-/-").split("/")) - {"-", ""}


def _told(one: Resembling, place: str, bar: float) -> Finding:
    whose = "a positive control's" if one.role is Role.POSITIVE else "a member of staff's"
    if one.log10_lr is None:
        message = (
            f"all alleles of {one.staff} ({one.role.value}) are in this sample at {one.shared - one.lacking} of {one.shared} "
            "markers, and more besides: a mixture with it, perhaps"
        )
    else:
        message = (
            f"the profile is likelier {whose}, {one.staff}, than anybody else's (log10 LR {one.log10_lr:.1f} from {bar:.1f} on, "
            f"{one.shared} markers shared)"
        )
    hint = "take the sample again by other hands; leave this profile out until then"
    return Finding(Severity.WARNING, "staff-profile", place, message, hint)
