"""How frequent a haplotype is, as a whole: by counting, with an upper bound, or by the kappa method."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from repatria.errors import InputNotUnderstood

Haplotype = Mapping[str, str]
"""Marker → allele; a marker with several copies (DYS385) has them with commas, ascending. Absent or empty: no result."""


class LineageImpossible(InputNotUnderstood):
    """Counts or haplotypes that cannot be; the message names the rule."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often a haplotype was seen: ``seen`` times among ``size`` people of a database, itself not counted in."""

    seen: int
    size: int

    def __post_init__(self) -> None:
        if not 0 <= self.seen <= self.size or self.size < 1:
            raise LineageImpossible("a haplotype count is not between 0 and the database's size", hint="check both")


def counting(count: Count) -> float:
    """Returns the frequency by the counting method, (x + 1) / (n + 1): the haplotype in question joins the database."""
    return (count.seen + 1) / (count.size + 1)


def upper_bound(count: Count, *, confidence: float = 0.95) -> float:
    """Returns the upper bound of Clopper & Pearson (1934, one-sided) of the frequency.

    It is the p at which ``seen`` or fewer of ``size`` have probability 1 - confidence; for none seen that is
    1 - (1 - confidence) ** (1 / size), about 3 / size at 95 %. Accurate to 1e-12, relatively.

    Raises:
        LineageImpossible: The confidence is not between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise LineageImpossible("a confidence is not between 0 and 1", hint="0.95 is usual")
    if count.seen == count.size:
        return 1.0
    low, high = 0.0, 1.0
    while high - low > 1e-13 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(count, middle) > 1 - confidence else (low, middle)
    return high


def _at_most(count: Count, p: float) -> float:
    """Returns the binomial probability of ``seen`` or fewer of ``size`` at p, 0 < p < 1."""
    n = count.size
    log_n = math.lgamma(n + 1)
    yes, no = math.log(p), math.log1p(-p)
    terms = (
        log_n - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * yes + (n - k) * no for k in range(count.seen + 1)
    )
    return math.fsum(map(math.exp, terms))


def kappa(*, singletons: int, size: int) -> float:
    """Returns the probability that somebody unrelated has a haplotype never seen before, (1 - kappa) / n.

    Brenner 2010 (FSI: Genetics 4:281): n is the size of the database *extended* by the haplotype in question, and
    kappa the share of the extended database that was seen once. The haplotype itself is one of these.

    Args:
        singletons: Haplotypes that the database has once.
        size: People in the database; neither counts the haplotype in question.

    Raises:
        LineageImpossible: More singletons than people, or nobody; or every one is a singleton: the method then gives
            zero, which no finite database can show.
    """
    if not 0 <= singletons <= size or size < 1:
        raise LineageImpossible("singletons are not between 0 and the database's size", hint="check both")
    if singletons == size:
        raise LineageImpossible("the kappa method needs a database with repeats", hint="use the counting method")
    return (1 - (singletons + 1) / (size + 1)) / (size + 1)


def count(haplotype: Haplotype, database: Sequence[Haplotype]) -> tuple[Count, int]:
    """Returns how often a database has a haplotype, and how many of its haplotypes it has once.

    Compared are the markers at which the haplotype has a result; a record without a result at one of them is left out
    of the size, for it can neither match nor differ.

    Raises:
        LineageImpossible: The haplotype has no result, or no record can be compared.
    """
    markers = [marker for marker, allele in haplotype.items() if allele]
    whole = [tuple(one.get(marker, "") for marker in markers) for one in database]
    comparable = [one for one in whole if all(one)]
    if not markers or not comparable:
        raise LineageImpossible("no record can be compared with the haplotype", hint="check the markers' names")
    times: dict[tuple[str, ...], int] = {}
    for one in comparable:
        times[one] = times.get(one, 0) + 1
    own = tuple(haplotype[marker] for marker in markers)
    return Count(times.get(own, 0), len(comparable)), sum(seen == 1 for seen in times.values())
