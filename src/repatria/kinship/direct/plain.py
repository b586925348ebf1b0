"""The slow twin: one marker, two profiles, every pair of genotypes in turn. Tests hold `tables` against it."""

from __future__ import annotations

from itertools import product

from repatria.kinship.genotypes import Observation, parse
from repatria.kinship.markers import Marker


def chance(marker: Marker, text: str, genotype: tuple[int, int], *, dropout: float, dropin: float) -> float:
    """Returns P(seen | genotype): of ``13/14`` or ``13/13``, that these alleles and no others are seen.

    Of ``13/-`` only that 13 is seen, whatever else may be; of no result, 1.
    """
    first, second = parse(text)
    if first is None:
        return 1.0
    if second is not None:
        alleles = tuple(dict.fromkeys((first, second)))
        return float(Observation(alleles, dropout, dropin).likelihoods(marker)[genotype])
    copies = genotype.count(marker.index[first])
    return 1 - dropout**copies if copies else dropin * float(marker.frequencies[marker.index[first]])


def drawn(marker: Marker, alleles: tuple[int, ...], theta: float) -> float:
    """Returns the probability of drawing these alleles one after another from a population (Balding and Nichols 1994)."""
    probability = 1.0
    for n, allele in enumerate(alleles):
        before = alleles[:n].count(allele)
        probability *= (before * theta + (1 - theta) * float(marker.frequencies[allele])) / (1 + (n - 1) * theta)
    return probability


def likelihoods(
    marker: Marker, one: str, other: str, *, dropouts: tuple[float, float], dropin: float, theta: float = 0.0
) -> tuple[float, float, float]:
    """Returns P(both seen) if they are one person, two full siblings (without mutation), and two unrelated people."""
    places = range(len(marker.alleles))
    two, three, four = list(product(places, places)), list(product(places, repeat=3)), list(product(places, repeat=4))
    p, q = (
        {genotype: chance(marker, text, genotype, dropout=dropout, dropin=dropin) for genotype in two}
        for text, dropout in zip((one, other), dropouts, strict=True)
    )
    same = sum(drawn(marker, (a, b), theta) * p[a, b] * q[a, b] for a, b in two)
    half = sum(drawn(marker, (a, b, c), theta) * p[a, b] * q[a, c] for a, b, c in three)
    apart = sum(drawn(marker, (a, b, c, d), theta) * p[a, b] * q[c, d] for a, b, c, d in four)
    return same, same / 4 + half / 2 + apart / 4, apart
