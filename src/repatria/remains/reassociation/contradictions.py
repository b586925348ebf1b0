"""What speaks against two items being one person, beside their likelihood ratio: parts, sex, age, stature, place.

None of these splits a cluster: an apparent sex is an estimate and a bone may be labelled wrongly. They are shown to those who
judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repatria.people.record import Sex
from repatria.remains.graph.essentials import Essentials, age_range_of, kilometres_apart
from repatria.remains.reassociation.values import Contradiction, Contradicts, Item

AGE_SLACK_YEARS: Final = 5
"""How far estimated ages may miss each other. Assumption of this project: laboratories give ranges of their own."""

STATURE_SLACK_CM: Final = 10
"""How far statures may differ: two and a half standard errors of a stature from a femur, 3.94 cm (Trotter & Gleser 1958, American
Journal of Physical Anthropology 16)."""

FAR_KM: Final = 5.0
"""From which distance two places of recovery are far apart. Assumption of this project; no published figure is known."""


def between(one: Item, other: Item, *, far_km: float = FAR_KM) -> Iterator[Contradiction]:
    """Yields what in two items' descriptions speaks against one person."""
    if _same_part(one, other):
        yield Contradiction(Contradicts.PART, one.label, other.label)
    for what in _essentials(one.essentials, other.essentials, far_km):
        yield Contradiction(what, one.label, other.label)


def _same_part(one: Item, other: Item) -> bool:
    """Whether both have a landmark of which a person has one; a fragment has none."""
    if one.part is None or other.part is None:
        return False
    return any(most == 1 for _, most in set(one.part.landmarks) & set(other.part.landmarks))


def _essentials(one: Essentials, other: Essentials, far_km: float) -> Iterator[Contradicts]:
    if {one.sex, other.sex} == {Sex.FEMALE, Sex.MALE}:
        yield Contradicts.SEX
    (from_1, to_1), (from_2, to_2) = age_range_of(one), age_range_of(other)
    if max(from_1, from_2) - min(to_1, to_2) > AGE_SLACK_YEARS:
        yield Contradicts.AGE
    if one.stature_cm and other.stature_cm and abs(one.stature_cm - other.stature_cm) > STATURE_SLACK_CM:
        yield Contradicts.STATURE
    apart = kilometres_apart(one.recovered_at, other.recovered_at)
    if apart is not None and apart > far_km:
        yield Contradicts.PLACE
