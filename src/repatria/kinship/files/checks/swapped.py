"""Columns that were swapped: the alleles of one marker fit the frequencies of another much better, and the other way round.

For columns a and b the likelihood ratio of *exchanged* against *as headed* is the product over all alleles seen; an allele
that a marker's table does not have counts with `FLOOR`. Both columns must fit better exchanged.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from repatria.errors import Finding, Severity
from repatria.kinship.files.profiles import ProfileTable

FLOOR: Final = 0.001
"""Frequency of an allele that a table does not have: less than one copy in the 500 people that a table has, as a rule."""

LEAST_ALLELES: Final = 20
"""Alleles that each column must have: ten people."""

FROM: Final = 6.0
"""log10 from which a pair of columns is told: with some 300 pairs of columns and one table in a thousand swapped, what is told
is then wrong less than once in three."""

FROM_EACH: Final = 0.14
"""Least gain an allele, in log10: people of another population than the table's fit it worse, but not another marker better.
Over all pairs of 47 published populations (NIST 1036, FBI 2015, STRidER 2020, PopSTR and others) no two columns that were not
swapped gain more than 0.136 each; nine of ten that were gain more than 0.14. The rest are markers that resemble each other."""


@dataclass(frozen=True, slots=True)
class Swapped:
    """Two columns that fit exchanged; ``log10`` is how much likelier that is."""

    one: str
    other: str
    log10: float


def check_columns(
    table: ProfileTable, frequencies: Mapping[str, Mapping[str, float]], *, kind: str = "profiles"
) -> tuple[tuple[Swapped, ...], tuple[Finding, ...]]:
    """Returns pairs of columns that were likely swapped, the likeliest first, each column once, and findings."""
    seen = {marker: _alleles(table, marker) for marker in table.markers if marker in frequencies}
    seen = {marker: of for marker, of in seen.items() if of.total() >= LEAST_ALLELES}
    names = list(seen)
    pairs = [
        Swapped(a, b, gain[0] + gain[1])
        for k, a in enumerate(names)
        for b in names[k + 1 :]
        if (gain := _gains(seen, frequencies, a, b))
    ]
    chosen: list[Swapped] = []
    for pair in sorted(pairs, key=lambda one: (-one.log10, one.one, one.other)):
        if not {pair.one, pair.other} & {name for one in chosen for name in (one.one, one.other)}:
            chosen.append(pair)
    return tuple(chosen), tuple(_told(one, kind) for one in chosen)


def _alleles(table: ProfileTable, marker: str) -> Counter[str]:
    said = Counter(one.genotypes.get(marker, "") for one in table.profiles)
    found: Counter[str] = Counter()
    for text, many in said.items():
        for allele in text.split("/"):
            if allele not in ("", "-"):
                found[allele] += many
    return found


def _gains(
    seen: Mapping[str, Counter[str]], frequencies: Mapping[str, Mapping[str, float]], a: str, b: str
) -> tuple[float, float] | None:
    """Returns by how much each of two columns fits the other's frequencies better, None where that is not enough."""
    gains = (_gain(seen[a], frequencies[a], frequencies[b]), _gain(seen[b], frequencies[b], frequencies[a]))
    each = (gains[0] / seen[a].total(), gains[1] / seen[b].total())
    return gains if sum(gains) >= FROM and min(each) >= FROM_EACH else None


def _gain(alleles: Mapping[str, int], own: Mapping[str, float], other: Mapping[str, float]) -> float:
    return math.fsum(
        many * math.log10(max(other.get(allele, 0.0), FLOOR) / max(own.get(allele, 0.0), FLOOR))
        for allele, many in alleles.items()
    )


def _told(one: Swapped, kind: str) -> Finding:
    message = (
        f"the columns {one.one} and {one.other} fit the frequencies much better exchanged (log10 LR {one.log10:.1f})"
    )
    hint = "look at the export; nothing was exchanged"
    return Finding(Severity.WARNING, "columns-swapped", f"headings of {kind}", message, hint, one.one)
