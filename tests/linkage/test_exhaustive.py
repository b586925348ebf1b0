"""The slow twin: every pair, one after the other."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.linkage.exhaustive import competing, probabilities, weigh
from repatria.linkage.learning.training import starting_model, z_of
from repatria.linkage.linking import link
from repatria.linkage.said.lines import Encoded
from repatria.linkage.weighing import plain
from repatria.linkage.weighing.weigher import Weigher


def matchings(pairs: list[tuple[int, int]]) -> list[set[tuple[int, int]]]:
    """Every set of pairs in which nobody stands twice."""
    subsets = [
        {p for p, chosen in zip(pairs, choice, strict=True) if chosen} for choice in product((0, 1), repeat=len(pairs))
    ]
    return [s for s in subsets if len({i for i, _ in s}) == len({j for _, j in s}) == len(s)]


def by_matchings(odds: dict[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    likely = [(found, float(np.prod([odds[p] for p in found]))) for found in matchings(list(odds))]
    total = sum(weight for _, weight in likely)
    return {p: sum(weight for found, weight in likely if p in found) / total for p in odds}


graphs = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.floats(0.01, 100), min_size=1, max_size=9)


def test_two_even_rivals_and_nobody_share_alike() -> None:
    assert competing({(0, 0): 1.0, (0, 1): 1.0}) == pytest.approx({(0, 0): 1 / 3, (0, 1): 1 / 3})


@given(graphs)
def test_rivals_are_settled_as_by_listing_every_matching(odds: dict[tuple[int, int], float]) -> None:
    assert competing(odds) == pytest.approx(by_matchings(odds))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_weights_are_those_of_the_plain_engine(encodeds: st.SearchStrategy[Encoded], data: st.DataObject) -> None:
    encoded = data.draw(encodeds)
    weigher = Weigher.of(encoded, workers=1)
    model = starting_model(encoded, z_of(encoded, weigher.days, seed=1))
    i, j = (x.ravel() for x in np.indices((len(encoded.left), len(encoded.right)), np.int32))
    sides = (plain.prepare(side.rows, weigher.base, weigher.packed) for side in (encoded.left, encoded.right))
    weights, levels, bits = plain.weigh_pairs(
        i, j, *sides, model.table, model.family, weigher.packed, weigher.letters, weigher.days
    )
    one_by_one = list(weigh(encoded, model).values())
    assert [list(w.levels) for w in one_by_one] == levels.tolist()
    assert [w.bits for w in one_by_one] == pytest.approx([pytest.approx(b) for b in bits.tolist()])
    assert [w.weight_bits for w in one_by_one] == pytest.approx(weights, abs=1e-8)


def test_linking_finds_the_same_weights_and_probabilities(invent: object) -> None:
    lists = invent(left=40, right=50, both=20)  # type: ignore[operator]
    linked = link(lists.left, lists.right)
    weighed = weigh(linked.encoded, linked.model)
    found = list(zip(linked.pairs.left.tolist(), linked.pairs.right.tolist(), strict=True))
    every, expected = (
        probabilities(of, linked.encoded, linked.model, linked.calibration)
        for of in (weighed, {pair: weighed[pair] for pair in found})
    )
    assert linked.pairs.weight_bits == pytest.approx([weighed[p].weight_bits for p in found], abs=1e-8)
    assert linked.probability == pytest.approx([expected[p] for p in found], abs=1e-6)
    missed = {pair: p for pair, p in every.items() if pair not in found}
    assert max(missed.values(), default=0.0) < 0.01
