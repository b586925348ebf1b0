"""Theta: founders' alleles are drawn from one urn, so that they tend to be alike (Balding & Nichols 1994).

After n draws, of which c were allele a, the next is a with probability (c theta + (1 - theta) p_a) / (1 + (n - 1) theta). Draws
that are known (typed founders) change the contents for the others; the unknown ones fall into groups of equal
alleles, and every way to group them is a network of its own, with one variable a group: a group of s draws weighs theta^(s-1) (s-1)!.
The number of groupings is Bell's; groupings that differ only in which of a founder's two alleles is which are counted once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from math import factorial, log, log1p, prod
from typing import NamedTuple

import numpy as np

from repatria.kinship.peeling.network import Network, Setting, build, scope
from repatria.kinship.peeling.plan import LARGEST, TINY, Plan, TooLarge, follow, follow_scaled, plan_of
from repatria.kinship.peeling.seen import Seen
from repatria.kinship.peeling.tables import Array

MOST_DRAWS = 10
"""Unknown draws at most: 115,975 groupings before equal ones are put together."""

Grouping = tuple[int, ...]
"""For each draw the number of its group, groups numbered as they first occur."""


class Drawn(NamedTuple):
    """A way to group the unknown draws.

    Attributes:
        plan: Of the network in which a group is one variable; after the factors come the contents of the urn, a group each.
        times: How many groupings it stands for.
        groups: Number of draws in each group.
        tied: Factors of which both axes are one variable: their diagonal counts.
    """

    plan: Plan
    times: int
    groups: tuple[int, ...]
    tied: tuple[int, ...]

    def weight(self, theta: float) -> float:
        """Returns how likely the grouping is, apart from contents and the number of draws."""
        return self.times * prod(theta ** (size - 1) * factorial(size - 1) for size in self.groups)


def groupings(draws: int) -> Iterator[Grouping]:
    """Yields every way to put draws into groups."""
    if draws == 0:
        yield ()
        return
    for shorter in groupings(draws - 1):
        for group in range(max(shorter, default=-1) + 2):
            yield (*shorter, group)


def alike(grouping: Grouping, twins: Sequence[tuple[int, int]]) -> Grouping:
    """Returns the first of the groupings that differ only by exchanging a founder's two alleles."""
    found = []
    for exchanged in product((False, True), repeat=len(twins)):
        other = list(grouping)
        for (a, b), turned in zip(twins, exchanged, strict=True):
            if turned:
                other[a], other[b] = other[b], other[a]
        names: dict[int, int] = {}
        found.append(tuple(names.setdefault(group, len(names)) for group in other))
    return min(found)


@lru_cache(maxsize=256)
def drawn(setting: Setting) -> tuple[Drawn, ...]:
    """Returns a plan for every way in which founders' alleles may be equal, remembered.

    Raises:
        TooLarge: There are more unknown draws than `MOST_DRAWS`, or a table would be too large.
    """
    network = build(setting)
    if len(network.drawn) > MOST_DRAWS:
        raise TooLarge(
            "too many untyped founders for a theta above 0",
            hint="set theta to 0, or leave out relatives without profile",
        )
    counted = Counter(alike(grouping, network.twins) for grouping in groupings(len(network.drawn)))
    ways = tuple(_planned(network, grouping, times) for grouping, times in counted.items())
    if max(way.plan.largest for way in ways) > LARGEST:
        raise TooLarge(
            "the pedigree is too entangled for a theta above 0",
            hint="set theta to 0, or leave out relatives without profile",
        )
    return ways


def _planned(network: Network, grouping: Grouping, times: int) -> Drawn:
    first = {group: network.drawn[grouping.index(group)] for group in grouping}
    name = {draw: first[group] for draw, group in zip(network.drawn, grouping, strict=True)}
    scopes = [tuple(name.get(variable, variable) for variable in scope(factor)) for factor in network.factors]
    tied = tuple(place for place, one in enumerate(scopes) if len(set(one)) < len(one))
    scopes = [tuple(dict.fromkeys(one)) for one in scopes]
    plan = plan_of(network, [*scopes, *((variable,) for variable in first.values())])
    sizes = Counter(grouping)
    return Drawn(plan, times, tuple(sizes[group] for group in first), tied)


def contents(seen: Seen, founders: Sequence[int], haploid: Sequence[bool], theta: float) -> tuple[Array, Array, int]:
    """Returns what typed founders' alleles leave in the urn, [m, A], the logarithm of their probability, [m], and their number."""
    tables = seen.tables
    held = (1 - theta) * tables.prior
    logs, draws = np.zeros(tables.count), 0
    for person, single in zip(founders, haploid, strict=True):
        alleles = seen.alleles[seen.whole[person]]
        for copy in range(1 if single else 2):
            logs += np.log(held[tables.rows, alleles[:, copy]] / (1 + (draws - 1) * theta))
            held[tables.rows, alleles[:, copy]] += theta
            draws += 1
        if not single:
            logs += np.log(np.where(alleles[:, 0] == alleles[:, 1], 1, 2))
    return held, logs, draws


def log_from_urn(setting: Setting, seen: Seen, theta: float, haploid: Sequence[bool]) -> Array:
    """Returns the natural logarithm of the likelihood where founders' alleles come from one urn, [m]."""
    network = build(setting)
    held, logs, draws = contents(seen, network.known, [haploid[person] for person in network.known], theta)
    logs -= sum(log1p((draws + j - 1) * theta) for j in range(len(network.drawn)))
    tensors = [seen.tensor(factor) for factor in network.factors]
    if not tensors:
        return logs
    ways = drawn(setting)
    total = sum(way.weight(theta) * follow(way.plan, _tensors(tensors, way, held)) for way in ways)
    if np.all(total > TINY):
        return logs + np.log(total)
    terms = [log(way.weight(theta)) + follow_scaled(way.plan, _tensors(tensors, way, held), len(held)) for way in ways]
    scaled: Array = logs + np.logaddexp.reduce(terms, axis=0)
    return scaled


def _tensors(tensors: Sequence[Array], way: Drawn, held: Array) -> list[Array]:
    """Returns the factors' tables for a grouping, and the contents of the urn once for each group."""
    tables = [np.diagonal(one, axis1=1, axis2=2) if place in way.tied else one for place, one in enumerate(tensors)]
    return tables + [held] * len(way.groups)
