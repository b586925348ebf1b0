from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.kinship.joint.packing.states import Chooser, JointTooLarge, Packing

CHOOSERS = st.lists(
    st.lists(st.tuples(st.integers(0, 31), st.floats(-20, 5)), min_size=0, max_size=5), min_size=1, max_size=4
)


def _chooser(options: list[tuple[int, float]]) -> Chooser:
    whole = [(0, 0.0), *options]
    return Chooser(np.array([mask for mask, _ in whole], np.uint64), np.array([weight for _, weight in whole]))


def _ways(choosers: list[Chooser]) -> list[tuple[tuple[int, ...], float, int]]:
    found = []
    for way in product(*(range(len(one.masks)) for one in choosers)):
        masks = [int(one.masks[option]) for one, option in zip(choosers, way, strict=True)]
        if (
            sum(masks) == int(np.bitwise_or.reduce(masks))
            and sum(m.bit_count() for m in masks) == sum(masks).bit_count()
        ):
            weight = sum(float(one.ln_weights[option]) for one, option in zip(choosers, way, strict=True))
            found.append((way, weight, sum(masks)))
    return found


def _total(values: list[float]) -> float:
    return math.log(math.fsum(map(math.exp, values))) if values else -math.inf


@settings(max_examples=60, deadline=None)
@given(CHOOSERS)
def test_sums_and_best_equal_listing(options: list[list[tuple[int, float]]]):
    choosers = [_chooser(one) for one in options]
    packing, ways = Packing(choosers), _ways(choosers)
    assert math.isclose(packing.ln_total, _total([w for _, w, _ in ways]), abs_tol=1e-9)
    for number, share in enumerate(packing.shares()):
        for option in range(len(choosers[number].masks)):
            own = [w for way, w, _ in ways if way[number] == option]
            assert math.isclose(share.ln_sum[option], _total(own), abs_tol=1e-9)
            assert math.isclose(share.ln_best[option], max(own), abs_tol=1e-9)
    for bit, value in packing.ln_untaken().items():
        assert math.isclose(value, _total([w for _, w, used in ways if not used >> bit & 1]), abs_tol=1e-9)


@settings(max_examples=60, deadline=None)
@given(CHOOSERS, st.integers(1, 12))
def test_the_best_are_the_first_of_all(options: list[list[tuple[int, float]]], count: int):
    choosers = [_chooser(one) for one in options]
    values, taken = Packing(choosers).best(count)
    ways = _ways(choosers)
    falling = sorted((w for _, w, _ in ways), reverse=True)[:count]
    assert np.allclose(values, falling, rtol=0, atol=1e-9)
    assert len({tuple(row) for row in taken.tolist()}) == len(values)
    by_way = {way: weight for way, weight, _ in ways}
    assert np.allclose([by_way[tuple(row)] for row in taken.tolist()], values, rtol=0, atol=1e-9)


def test_choosers_that_share_nothing_need_one_state():
    assert Packing([_chooser([(1 << k, 1.0)]) for k in range(40)]).states == 1


def test_too_many_steps_are_refused_and_nothing_is_approximated():
    everything = [(1 << k, 0.0) for k in range(30)]
    with pytest.raises(JointTooLarge) as refused:
        Packing([_chooser(everything) for _ in range(15)], at_most=10_000)
    assert refused.value.exit_status == 1
    assert refused.value.message == "a cluster of 15 groups that compete needs more than 10,000 steps"
