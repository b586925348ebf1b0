"""Each line at most one line of the other list, the best ones together."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.linkage.deciding import assignment
from repatria.linkage.deciding.assignment import components, one_to_one

graphs = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(-5, 40), min_size=1, max_size=10)


def arrays(graph: dict[tuple[int, int], int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    left, right = (np.array([pair[side] for pair in graph], np.int32) for side in (0, 1))
    return left, right, np.array(list(graph.values()), float)


def greatest(graph: dict[tuple[int, int], int]) -> int:
    """The greatest sum over all sets of pairs in which nobody stands twice."""
    best = 0
    for choice in product((0, 1), repeat=len(graph)):
        chosen = [pair for pair, taken in zip(graph, choice, strict=True) if taken]
        if len({i for i, _ in chosen}) == len({j for _, j in chosen}) == len(chosen):
            best = max(best, sum(graph[pair] for pair in chosen))
    return best


@settings(deadline=None)
@given(graphs)
def test_the_sum_of_gains_is_the_greatest_there_is(graph: dict[tuple[int, int], int]) -> None:
    left, right, gain = arrays(graph)
    chosen = one_to_one(left, right, gain)
    assert len(set(left[chosen].tolist())) == len(set(right[chosen].tolist())) == chosen.sum()
    assert gain[chosen].sum() == greatest(graph)
    assert (gain[chosen] > 0).all()


@settings(deadline=None)
@given(graphs)
def test_components_are_what_can_be_reached(graph: dict[tuple[int, int], int]) -> None:
    left, right, _ = arrays(graph)
    found = components(left, right)
    assert sorted(n for part in found for n in part.tolist()) == list(range(len(graph)))
    lines = [({("left", left[n]) for n in part} | {("right", right[n]) for n in part}) for part in found]
    assert sum(map(len, lines)) == len(set().union(*lines))
    for part in found:  # within one, every pair shares a line with another
        assert len(part) == 1 or all(
            any(n != m and (left[n] == left[m] or right[n] == right[m]) for m in part) for n in part
        )


def test_two_good_pairs_are_better_than_one_best() -> None:
    chosen = one_to_one(np.array([0, 0, 1], np.int32), np.array([0, 1, 0], np.int32), np.array([10.0, 8.0, 8.0]))
    assert chosen.tolist() == [False, True, True]


def test_very_large_knots_are_paired_greedily_and_still_one_to_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assignment, "LARGEST", 1)
    chosen = one_to_one(np.array([0, 0, 1], np.int32), np.array([0, 1, 0], np.int32), np.array([10.0, 8.0, 8.0]))
    assert chosen.tolist() == [True, False, False]


def test_nothing_comes_of_nothing() -> None:
    none = np.zeros(0, np.int32)
    assert one_to_one(none, none, np.zeros(0)).tolist() == []
    assert one_to_one(np.array([0], np.int32), np.array([0], np.int32), np.array([0.0])).tolist() == [False]
