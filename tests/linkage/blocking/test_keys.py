"""The compiled twin of keys gives what the plain one gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.linkage.blocking import HEAPS, RULES, join, kernels, plain

few = settings(max_examples=50, deadline=None)
keys = st.lists(st.integers(0, 6) | st.integers(0, 2**64 - 1), max_size=30).map(lambda k: np.array(k, np.uint64))


def partners(left: np.ndarray, right: np.ndarray) -> list[list[list[int]]]:
    return [
        [sorted(order[b:e].tolist()) for b, e in zip(begin.tolist(), end.tolist(), strict=True)]
        for begin, end, order in (by.group(left, right) for by in (plain, kernels))
    ]


@few
@given(keys, keys)
def test_groups_have_the_same_partners(left: np.ndarray, right: np.ndarray) -> None:
    one, other = partners(left, right)
    assert one == other


@pytest.mark.parametrize("different", [1, 40, 3_000, 10**9])
def test_groups_of_long_lists_have_the_same_partners(different: int) -> None:
    rng = np.random.default_rng(different)
    mixed = [rng.integers(0, different + 1, many).astype(np.uint64) for many in (700, 20_000)]
    left, right = (key * np.uint64(0x9E3779B97F4A7C15) | (key > 0) for key in mixed)
    one, other = partners(left, right)
    assert one == other
    assert sum(map(len, one)) or different == 10**9


def test_keys_of_one_heap_are_told_apart() -> None:
    """Keys whose lower bits are all the same fall into one heap, and are put in order there."""
    rng = np.random.default_rng(5)
    right = rng.integers(1, 90, 5_000).astype(np.uint64) << np.uint64(50) | np.uint64(1)
    left = np.unique(right)
    one, other = partners(left, right)
    assert one == other
    assert sum(map(len, one)) == len(right)


@few
@given(keys, st.data())
def test_mixing_and_sealing_are_the_same(before: np.ndarray, data: st.DataObject) -> None:
    values = st.lists(st.integers(0, 3) | st.integers(0, 2**62), min_size=len(before), max_size=len(before))
    mixed = []
    more = np.array(data.draw(values), np.int64)
    for by in (plain, kernels):
        made, said = before.copy(), np.ones(len(before), np.bool_)
        by.mix(made, said, more)
        by.seal(made, said)
        mixed.append((made.tolist(), said.tolist()))
    assert mixed[0] == mixed[1]
    assert [key == 0 for key in mixed[0][0]] == [value == 0 for value in more.tolist()]


@few
@given(keys, keys)
def test_counts_of_heaps_are_the_same(left: np.ndarray, right: np.ndarray) -> None:
    assert plain.together(left, right, 64) == kernels.together(left, right, 64)


@few
@given(keys, keys)
def test_lines_left_out_can_have_no_partner(some: np.ndarray, right: np.ndarray) -> None:
    found = [by.maybe_among(some, right, HEAPS).tolist() for by in (plain, kernels)]
    assert found[0] == found[1]
    assert join(RULES[0], some, right).pairs == join(RULES[0], some, right[found[0]]).pairs
