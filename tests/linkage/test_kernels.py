"""The compiled twin gives what the plain one gives."""

from __future__ import annotations

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from repatria.linkage.learning.training import starting_model, z_of
from repatria.linkage.linking import Linked
from repatria.linkage.said.lines import Encoded
from repatria.linkage.weighing import kernels, plain
from repatria.linkage.weighing.machine import set_bits
from repatria.linkage.weighing.weigher import Weigher
from repatria.names.memory import LINE

few = settings(max_examples=30, deadline=None)


def all_pairs(encoded: Encoded) -> tuple[np.ndarray, np.ndarray]:
    i, j = np.indices((len(encoded.left), len(encoded.right)), np.int32)
    return i.ravel(), j.ravel()


def both_ways(encoded: Encoded) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    weigher = Weigher.of(encoded, workers=1)
    model = starting_model(encoded, z_of(encoded, weigher.days, seed=1))
    values = (model.table, model.family, weigher.packed, weigher.letters, weigher.days)
    return [
        engine.weigh_pairs(
            *all_pairs(encoded),
            *(engine.prepare(side.rows, weigher.base, weigher.packed) for side in (encoded.left, encoded.right)),
            *values,
        )
        for engine in (plain, kernels)
    ]


@few
@given(st.data())
def test_levels_and_bits_are_those_of_the_plain_twin(encodeds: st.SearchStrategy[Encoded], data: st.DataObject) -> None:
    (weights, levels, bits), (others, other_levels, other_bits) = both_ways(data.draw(encodeds))
    assert levels.tolist() == other_levels.tolist()
    assert bits == pytest.approx(other_bits, abs=1e-9)
    assert weights == pytest.approx(others, abs=1e-8)


def test_whole_lists_are_weighed_like_by_the_plain_twin(linked: Linked) -> None:
    (weights, levels, bits), (others, other_levels, other_bits) = both_ways(linked.encoded)
    assert (levels != other_levels).sum(axis=0).tolist() == [0] * levels.shape[1]
    assert bits == pytest.approx(other_bits, abs=1e-9)
    assert weights == pytest.approx(others, abs=1e-8)


@few
@given(st.binary(max_size=24), st.binary(max_size=24), st.integers(0, 3))
def test_edits_are_optimal_string_alignment_up_to_two(a: bytes, b: bytes, alike: int) -> None:
    a, b = a.replace(b"\0", b"a"), b.replace(b"\0", b"b")
    if alike:
        b = (a[:5] + a[6:7] + a[5:6] + a[7:] + b[: alike - 1])[:24]
    letters = np.zeros((2, 24), np.uint8)
    letters[0, : len(a)], letters[1, : len(b)] = list(a), list(b)
    room = np.empty((3, 26), np.int64)
    assert kernels.edits(letters, 0, len(a), 1, len(b), room) == min(OSA.distance(a, b), 3)


@few
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.floats(1e-6, 1e9)), min_size=1, unique_by=lambda p: p[:2]
    )
)
def test_rivals_are_those_of_the_plain_twin(pairs: list[tuple[int, int, float]]) -> None:
    ii, jj = (np.array([p[side] for p in pairs], np.int32) for side in (0, 1))
    odds = np.array([p[2] for p in pairs])
    assert kernels.rival_odds(ii, jj, odds, 6, 6, 12) == pytest.approx(plain.rival_odds(ii, jj, odds, 6, 6, 12))


@few
@given(st.data())
def test_no_pair_weighs_more_than_its_rows_let_one_expect(
    encodeds: st.SearchStrategy[Encoded], data: st.DataObject
) -> None:
    encoded = data.draw(encodeds)
    weigher = Weigher.of(encoded, workers=1)
    table = starting_model(encoded, z_of(encoded, weigher.days, seed=1)).table
    names = [f for f in range(table.shape[1]) if f not in {3, 5}]
    noise = np.array(data.draw(st.lists(st.floats(-9, 9), min_size=len(names) * 9, max_size=len(names) * 9)))
    table[:, names, 1:10] += noise.reshape(1, len(names), 9)  # whatever a list may teach
    family = np.full(3, -99.0)
    left, right = (kernels.prepare(side.rows, weigher.base, weigher.packed) for side in (encoded.left, encoded.right))
    values = (weigher.packed, weigher.letters, weigher.days)
    weights, _, _ = kernels.weigh_pairs(*all_pairs(encoded), left, right, table, family, *values)
    top, most = kernels.tops(table), kernels.most_bits(table, weigher.packed)
    for i, j, weight in zip(*all_pairs(encoded), weights, strict=True):
        assert weight <= kernels.ceiling(left, i, right, j, top, table, weigher.days, most) + kernels.SLACK


def test_rows_begin_where_lines_of_memory_do(linked: Linked) -> None:
    weigher = Weigher.of(linked.encoded, workers=1)
    rows = kernels.prepare(linked.encoded.left.rows, weigher.base, weigher.packed)
    assert [of.ctypes.data % LINE for of in (rows, weigher.packed)] == [0, 0]
    assert [of.strides[0] for of in (rows, weigher.packed)] == [LINE, LINE]


@few
@given(st.integers(0, 2**32 - 1))
def test_bits_are_counted(x: int) -> None:
    assert counted(np.uint32(x)) == x.bit_count()


@numba.njit
def counted(x):
    return set_bits(x)


@few
@given(st.data())
def test_joins_find_the_pairs_of_the_plain_twin(encodeds: st.SearchStrategy[Encoded], data: st.DataObject) -> None:
    encoded = data.draw(encodeds)
    weigher = Weigher.of(encoded, workers=1)
    model = starting_model(encoded, z_of(encoded, weigher.days, seed=1))
    lefts, rights = len(encoded.left), len(encoded.right)
    order = np.tile(np.arange(rights, dtype=np.int32), 2)
    begin, end = np.zeros((2, lefts), np.int32), np.full((2, lefts), rights, np.int32)
    begin[1], end[1] = rights, 2 * rights - 1  # the second rule finds pairs of the first once more
    found = []
    for engine in (plain, kernels):
        sides = (engine.prepare(side.rows, weigher.base, weigher.packed) for side in (encoded.left, encoded.right))
        i, j, weights, levels, looked = engine.join(
            0, lefts, *sides, begin, end, order, -3.0, model.table, model.family, weigher.packed, weigher.letters,
            weigher.days,
        )  # fmt: skip
        assert looked == lefts * rights
        found.append({(a, b): (round(w, 7), four) for a, b, w, four in zip(i, j, weights, levels, strict=True)})
    assert found[0] == found[1]
