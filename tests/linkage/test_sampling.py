"""Samples depend on what lines say."""

from __future__ import annotations

import numpy as np

from repatria.linkage.learning.sampling import digests, in_order, sample
from repatria.linkage.said.lines import encode


def test_equal_lines_have_equal_digests_and_others_have_not(invent: object) -> None:
    lists = invent()  # type: ignore[operator]
    encoded = encode(lists.left, lists.left)
    of = digests(encoded.left)
    distinct = len(np.unique(encoded.left.rows, axis=0))
    assert of.tolist() == digests(encoded.right).tolist()
    assert len(np.unique(of)) == distinct


def test_the_same_lines_are_drawn_in_whatever_order_they_stand() -> None:
    of = np.random.default_rng(1).integers(0, 2**63, 1_000).astype(np.uint64)
    order = np.random.default_rng(2).permutation(1_000)
    drawn = sample(of, 100, seed=1, purpose=1)
    again = sample(of[order], 100, seed=1, purpose=1)
    assert len(set(drawn.tolist())) == 100
    assert sorted(of[drawn].tolist()) == sorted(of[order][again].tolist())


def test_other_purposes_and_seeds_draw_other_lines_without_favour() -> None:
    of = np.random.default_rng(1).integers(0, 2**63, 1_000).astype(np.uint64)
    times = np.zeros(1_000)
    for seed in range(300):
        times[sample(of, 100, seed=seed, purpose=seed % 3)] += 1
    assert times.sum() == 30_000
    assert times.max() < 30 + 6 * np.sqrt(30)
    assert times.min() > 30 - 6 * np.sqrt(30)


def test_short_lists_are_drawn_whole() -> None:
    assert sample(np.zeros(3, np.uint64), 3, seed=1, purpose=1).tolist() == [0, 1, 2]
    assert sample(np.zeros(0, np.uint64), 3, seed=1, purpose=1).tolist() == []


def test_the_shorter_list_comes_first_and_of_two_equally_long_ones_always_the_same(invent: object) -> None:
    for sizes in ((20, 30), (30, 30)):
        lists = invent(left=sizes[0], right=sizes[1], both=10)  # type: ignore[operator]
        encoded = encode(lists.left, lists.right)
        one, other = digests(encoded.left), digests(encoded.right)
        assert in_order(encoded, one, other) is not in_order(encoded.mirrored(), other, one)
    encoded = encode(lists.left.slice(0, 5), lists.right)
    assert in_order(encoded, digests(encoded.left), digests(encoded.right))
