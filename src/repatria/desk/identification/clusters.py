"""Competing candidates: profiles and missing persons that hits link, directly or through others, are one cluster."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """A profile and a missing person that may be one.

    Attributes:
        profile: Name of the profile.
        family: Reference of the family.
        missing: Reference of the missing person in it.
        row: Row of the file of families.
        log10_lr: Exact pairwise LR.
        shared: Markers with a result on both sides.
        exclusions: Markers impossible without mutation because of the profile.
        contradictions: The same with those at which the relatives alone are impossible, as dvir counts.
    """

    profile: str
    family: str
    missing: str
    row: int
    log10_lr: float
    shared: int
    exclusions: int
    contradictions: int

    @property
    def person(self) -> str:
        """The missing person's reference in the file: family/person."""
        return f"{self.family}/{self.missing}"


def clusters(pairs: Iterable[Pair]) -> list[tuple[Pair, ...]]:
    """Returns pairs in groups that share neither a profile nor a family; order does not depend on that of the pairs.

    Those missing from one family are together, since what one of them shows depends on who the others are.
    """
    some = sorted(pairs, key=lambda one: (one.profile, one.family, one.missing))
    root: dict[Hashable, Hashable] = {}

    def top(one: Hashable) -> Hashable:
        while root.setdefault(one, one) != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for pair in some:
        root[top(("family", pair.family))] = top(("profile", pair.profile))
    groups: dict[Hashable, list[Pair]] = {}
    for pair in some:
        groups.setdefault(top(("profile", pair.profile)), []).append(pair)
    return [tuple(group) for group in groups.values()]


def profiles_of(pairs: Sequence[Pair]) -> tuple[str, ...]:
    """Returns the profiles of a cluster, by name."""
    return tuple(sorted({pair.profile for pair in pairs}))
