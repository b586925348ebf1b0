"""Power: what a family's relatives can show before any body is compared, and whose further sample would help most."""

from __future__ import annotations

from repatria.kinship.power.asking import RELATIVES, Gain, RelativeNotKnown, ask, with_relative
from repatria.kinship.power.conditional import PowerImpossible, Table, tables
from repatria.kinship.power.measures import QUANTILES, Chance, Power, Spread, at_least, chance, measure

__all__ = [
    "QUANTILES",
    "RELATIVES",
    "Chance",
    "Gain",
    "Power",
    "PowerImpossible",
    "RelativeNotKnown",
    "Spread",
    "Table",
    "ask",
    "at_least",
    "chance",
    "measure",
    "tables",
    "with_relative",
]
