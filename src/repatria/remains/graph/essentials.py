"""What a mortuary writes down of a specimen after death: the little that everybody needs.

Fields: what Sahana Eden's minimum record of a body and INTERPOL's PM (pink) form have in common: apparent sex, estimated age,
stature, condition, place and day of recovery (Sahana Eden, modules/s3db/dvi.py; INTERPOL DVI Guide 2018). INTERPOL's forms
number their blocks from 100 to 900, the same before and after death; the numbers of single fields are not repeated here.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from repatria.people.dates import PartialDate
from repatria.people.record import Sex

OLDEST_YEARS = 122
"""Oldest age ever verified (Jeanne Calment, 1875-1997)."""

STATURES_CM = (20, 272)
"""Statures that are believed: from an unborn child to the tallest person ever measured, 272 cm."""

_EARTH_KM = 6371.0  # mean radius (IUGG)
_COORDINATES = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*\Z")


@dataclass(frozen=True, slots=True)
class Essentials:
    """What was seen of a specimen; None and empty where nothing was.

    Attributes:
        sex: Apparent sex.
        age_from: Least estimated age in years.
        age_to: Greatest estimated age in years.
        stature_cm: Estimated stature.
        condition: In the laboratory's words.
        recovered_at: Where, in words or as latitude and longitude in degrees.
        recovered_on: When, as far as it is known.
    """

    sex: Sex | None = None
    age_from: int | None = None
    age_to: int | None = None
    stature_cm: int | None = None
    condition: str = ""
    recovered_at: str = ""
    recovered_on: PartialDate | None = None


NOTHING_SEEN = Essentials()
"""Where nothing was written down."""


def age_range_of(essentials: Essentials) -> tuple[int, int]:
    """Returns the ages that it may have had, unknown ends wide open."""
    least = 0 if essentials.age_from is None else essentials.age_from
    most = OLDEST_YEARS if essentials.age_to is None else essentials.age_to
    return least, most


def is_coordinates(place: str) -> bool:
    """Returns whether a place is written as latitude and longitude in degrees, such as ``12.5, 40.25``."""
    return _degrees(place) is not None


def kilometres_apart(one: str, other: str) -> float | None:
    """Returns how far two places are apart, over the sphere; None unless both are latitude and longitude."""
    a, b = _degrees(one), _degrees(other)
    if a is None or b is None:
        return None
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (a, b))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _degrees(place: str) -> tuple[float, float] | None:
    match = _COORDINATES.match(place)
    if not match:
        return None
    lat, lon = float(match[1]), float(match[2])
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None
