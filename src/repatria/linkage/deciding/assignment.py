"""From weighed pairs to proposals: each line at most one line of the other list, the best ones together.

Pairs are first cut into connected components, then the assignment with the greatest sum of log odds is found exactly in
each (Jonker and Volgenant's successor in OR-Tools); a line may stay without.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pairs = tuple[NDArray[np.int32], NDArray[np.int32]]


def one_to_one(left: NDArray[np.int32], right: NDArray[np.int32], gain: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Returns which pairs are in the best one-to-one assignment: greatest sum of gains, pairs without gain left out.

    Ties are broken by the order of the pairs. Cost: linear but for components of several pairs, there cubic in lines.
    """
    chosen = np.zeros(len(left), np.bool_)
    wanted = np.flatnonzero(gain > 0)
    if not len(wanted):
        return chosen
    i, j = left[wanted], right[wanted]
    alone = (np.bincount(i)[i] == 1) & (np.bincount(j)[j] == 1)
    chosen[wanted[alone]] = True
    rest = wanted[~alone]
    for component in components(left[rest], right[rest]):
        pairs = rest[component]
        chosen[pairs[_best(left[pairs], right[pairs], gain[pairs])]] = True
    return chosen


def components(left: NDArray[np.int32], right: NDArray[np.int32]) -> list[NDArray[np.int64]]:
    """Returns the numbers of the pairs of each connected component, in order of their first pair."""
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = node = parent[parent[node]]
        return node

    nodes = list(zip(left.tolist(), right.tolist(), strict=True))
    for i, j in nodes:
        a, b = root((0, i)), root((1, j))
        if a != b:
            parent[max(a, b)] = min(a, b)
    found: dict[tuple[int, int], list[int]] = {}
    for n, (i, _) in enumerate(nodes):
        found.setdefault(root((0, i)), []).append(n)
    return [np.array(numbers) for numbers in found.values()]


LARGEST = 400
"""Lines of a component that are assigned exactly; larger ones, which only repetitive lists have, greedily."""


def _best(left: NDArray[np.int32], right: NDArray[np.int32], gain: NDArray[np.float64]) -> NDArray[np.int64]:
    lefts, i = np.unique(left, return_inverse=True)
    rights, j = np.unique(right, return_inverse=True)
    if len(lefts) == 1 or len(rights) == 1:
        return np.array([int(np.argmax(gain))])
    if max(len(lefts), len(rights)) > LARGEST:
        return _greedy(i, j, gain)
    return _exact(i, j, gain)


def _greedy(i: NDArray[np.int64], j: NDArray[np.int64], gain: NDArray[np.float64]) -> NDArray[np.int64]:
    used_left, used_right, kept = set(), set(), []
    for n in np.argsort(-gain, kind="stable").tolist():
        if int(i[n]) not in used_left and int(j[n]) not in used_right:
            used_left.add(int(i[n]))
            used_right.add(int(j[n]))
            kept.append(n)
    return np.array(kept)


UNITS = 1_000
"""Units of a bit in which the solver counts."""


def _exact(i: NDArray[np.int64], j: NDArray[np.int64], gain: NDArray[np.float64]) -> NDArray[np.int64]:
    from ortools.graph.python import linear_sum_assignment

    n, k = int(i.max()) + 1, int(j.max()) + 1
    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    # each left line may take its own dummy, each right line's dummy anything: n + k on both sides
    costs = np.concatenate(
        [-np.round(gain * UNITS).astype(np.int64), np.zeros(n + k, np.int64), np.zeros(len(i), np.int64)]
    )
    tails = np.concatenate([i, np.arange(n), n + np.arange(k), n + j])
    heads = np.concatenate([j, k + np.arange(n), np.arange(k), k + i])
    solver.add_arcs_with_cost(tails, heads, costs)
    if solver.solve() != solver.OPTIMAL:
        return _greedy(i, j, gain)
    taken = {(a, solver.right_mate(a)) for a in range(n)}
    return np.array([m for m, (a, b) in enumerate(zip(i.tolist(), j.tolist(), strict=True)) if (a, b) in taken])
