"""How many people bear a name: shares by class key, for what a shared name says of two records.

The counts are those of russiannames 2.0.0 (Russian lists, women and men; their origin is not documented upstream), summed
by class. No openly licensed counts of Ukrainian surnames are known; Ukrainian surnames have the share they have there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from repatria.names.classes import Part
from repatria.names.tables import read_table


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of the classes of one part.

    Attributes:
        known: Share of people, between 0 and 1, by class key.
        floor: Share given to a class that is not there: the mean of those that were counted and left out.
    """

    known: Mapping[str, float]
    floor: float


def share(key: str, part: Part) -> float:
    """Returns the share of people, above 0 and at most 1, who bear a name of this class key; 1 for an empty key.

    Several words multiply, as if they were borne independently, but never below the floor of unknown names.
    """
    shares = shares_of(part)
    found = shares.known.get(key)
    if found is not None:
        return found
    product = 1.0
    for word in key.split():
        product *= shares.known.get(word, shares.floor)
    return max(product, shares.floor)


@cache
def shares_of(part: Part) -> Shares:
    """Returns the shares of one part, read from the table when they are first asked for."""
    return _all_shares()[part]


@cache
def _all_shares() -> Mapping[Part, Shares]:
    counts: dict[str, dict[str, float]] = {part.value: {} for part in Part}
    for part, bearers, classes in read_table("shares.tsv.gz"):
        counts[part].update(dict.fromkeys(classes.split(), float(bearers)))
    return {part: _shares(counts[part.value]) for part in Part}


def _shares(counts: dict[str, float]) -> Shares:
    everybody, left_out = counts.pop("*"), counts.pop("?")
    return Shares({key: count / everybody for key, count in counts.items()}, left_out / everybody)
