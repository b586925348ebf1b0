"""Notices when victims' genotypes stand in another order of markers than the families', and finds the order.

A case may bring profiles and references together from two laboratories' files. One of dvir's example sets does: its victims'
genotypes have TH01's alleles under D3S1358. Read as listed, such a case gives numbers that mean nothing. The rule: where
victims have alleles that the markers do not know, the likeliest order under which they know all of them (an assignment
problem over ln-frequencies) is taken if it is `SURE` ahead of every other, and that is said. An order that takes one more column out of the listed
sequence counts as so much less likely. Where no order is sure the columns are left, and the first
allele without a frequency is refused.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

from repatria.kinship.genotypes import parse
from repatria.kinship.markers import Marker

SURE = math.log(1000)
"""By how much (ln) an order must be ahead of any other; also what a column out of sequence costs. A choice, not a measurement."""

PER_NAT = 1000
"""ln-likelihoods are compared as whole thousandths: the solver takes whole numbers."""


def victims_order(profiles: Sequence[Sequence[str | None]], markers: Sequence[Marker]) -> list[int]:
    """Returns for each marker the column of the victims' genotypes that belongs to it."""
    listed = list(range(len(markers)))
    seen = [[allele for one in profiles for allele in parse(one[column] or "") if allele] for column in listed]
    if all(allele in marker.index for marker, alleles in zip(markers, seen, strict=True) for allele in alleles):
        return listed
    scores = [[_score(alleles, marker) for alleles in seen] for marker in markers]
    best = _best(scores)
    if best is None:
        return listed
    rivals = [_best(scores, without=(marker, column)) for marker, column in enumerate(best)]
    ahead = min(
        (_total(scores, best) - _total(scores, rival) for rival in rivals if rival is not None), default=math.inf
    )
    return best if ahead >= SURE else listed


def _score(alleles: Sequence[str], marker: Marker) -> float:
    if any(allele not in marker.index for allele in alleles):
        return -math.inf
    return sum(math.log(marker.frequencies[marker.index[allele]]) for allele in alleles)


def _total(scores: Sequence[Sequence[float]], order: Sequence[int]) -> float:
    """Returns the ln-likelihood of an order, less what its columns out of sequence cost."""
    found = sum(scores[marker][column] for marker, column in enumerate(order))
    return found - SURE * (len(order) - _in_sequence(order))


def _in_sequence(order: Sequence[int]) -> int:
    """Returns the length of the longest rising subsequence."""
    ends: list[int] = []
    for column in order:
        place = bisect_left(ends, column)
        ends[place : place + 1] = [column]
    return len(ends)


def _best(scores: Sequence[Sequence[float]], *, without: tuple[int, int] | None = None) -> list[int] | None:
    """Returns the likeliest order among those that know every allele, None where there is none."""
    from ortools.graph.python import linear_sum_assignment as solver

    arcs = [
        (marker, column, score)
        for marker, row in enumerate(scores)
        for column, score in enumerate(row)
        if math.isfinite(score) and (marker, column) != without
    ]
    if len({marker for marker, _, _ in arcs}) < len(scores) or len({column for _, column, _ in arcs}) < len(scores):
        return None  # the solver takes its size from the arcs: it would leave a marker out and read past its end
    problem = solver.SimpleLinearSumAssignment()
    for marker, column, score in arcs:
        problem.add_arc_with_cost(marker, column, round(-score * PER_NAT))
    if problem.solve() != problem.OPTIMAL:
        return None
    return [problem.right_mate(marker) for marker in range(len(scores))]
