"""Evidence explained: for one profile and one family, what fits, what needs a mutation, and what the number is worth."""

from __future__ import annotations

from repatria.kinship.evidence.fit import Fit, MarkerFit, fits
from repatria.kinship.evidence.weighing import Evidence, MarkerLine, Model, Rival, Search, explain, weigh
from repatria.kinship.evidence.words import statement, times

__all__ = [
    "Evidence",
    "Fit",
    "MarkerFit",
    "MarkerLine",
    "Model",
    "Rival",
    "Search",
    "explain",
    "fits",
    "statement",
    "times",
    "weigh",
]
