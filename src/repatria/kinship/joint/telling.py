"""What stands in the way where something is impossible: the relatives and the markers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from repatria.kinship.joint.reading import Case
from repatria.kinship.joint.weighing.family import Family
from repatria.kinship.markers import Marker
from repatria.kinship.ratios import in_the_way

MOST_MARKERS = 5
"""Markers that one sentence names; further ones it counts."""


def against(case: Case, log10_lr: Mapping[str, Mapping[str, float | None]]) -> tuple[str, ...]:
    """Returns a sentence for each victim and missing person whose LR is minus infinity: at which markers, and whose profile.

    Cost: a likelihood a relative and pair.
    """
    victims = {victim.name: victim for victim in case.victims}
    told = []
    for name, row in log10_lr.items():
        for person, value in row.items():
            if value == -float("inf"):
                family = case.family(person).with_identified(person, victims[name].genotypes)
                told.append(f"{name} as {person}: impossible at {places(family, case.markers, apart=person)}")
    return tuple(told)


def places(family: Family, markers: Sequence[Marker], *, apart: str = "") -> str:
    """Returns at which markers a family's profiles are impossible together, each with those who are in the way.

    Args:
        family: With everybody typed who is looked at.
        markers: In the order of the genotypes.
        apart: Somebody who is in the way anyhow and is not named.
    """
    found = in_the_way(family.pedigree, markers, family.typed)
    named = [
        f"{marker} ({', '.join(one for one in persons if one != apart) or 'several persons'})"
        for marker, persons in found[:MOST_MARKERS]
    ]
    more = len(found) - MOST_MARKERS
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")
