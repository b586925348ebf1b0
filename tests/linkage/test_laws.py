"""Laws of linkage, whatever the lists."""

from __future__ import annotations

from random import Random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_lists.romanise import CUSTOMS, romanise

from repatria.linkage.learning.training import field_bits, starting_model, strata_of, z_of
from repatria.linkage.linking import Linked, Settings, link
from repatria.linkage.said.lines import TEXT_COLUMNS, Encoded, encode
from repatria.linkage.weighing import plain
from repatria.linkage.weighing.levels import Compared
from repatria.linkage.weighing.weigher import Weigher

few = settings(max_examples=25, deadline=None)
Refs = dict[tuple[str, str], tuple[float, ...]]


def by_refs(found: Linked) -> Refs:
    """What is found of each pair: weight, levels, probability, link or not."""
    left, right = found.encoded.left.refs.to_pylist(), found.encoded.right.refs.to_pylist()
    pairs = found.pairs
    return {
        (left[i], right[j]): (weight, levels, probability, link)
        for i, j, weight, levels, probability, link in zip(
            pairs.left.tolist(), pairs.right.tolist(), pairs.weight_bits.tolist(), pairs.levels.tolist(),
            found.probability.tolist(), found.links.tolist(), strict=True,
        )
    }  # fmt: skip


def mirrored(found: Refs) -> Refs:
    return {(b, a): values for (a, b), values in found.items()}


def weighed(encoded: Encoded) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """All pairs: left and right numbers, weights, levels, bits."""
    weigher = Weigher.of(encoded, workers=1)
    model = starting_model(encoded, z_of(encoded, weigher.days, seed=1))
    i, j = (x.ravel() for x in np.indices((len(encoded.left), len(encoded.right)), np.int32))
    sides = (plain.prepare(side.rows, weigher.base, weigher.packed) for side in (encoded.left, encoded.right))
    return i, j, *plain.weigh_pairs(
        i, j, *sides, model.table, model.family, weigher.packed, weigher.letters, weigher.days
    )  # fmt: skip


@few
@given(st.data())
def test_weights_are_symmetric(encodeds: st.SearchStrategy[Encoded], data: st.DataObject) -> None:
    encoded = data.draw(encodeds)
    shape = (len(encoded.left), len(encoded.right))
    _, _, weights, levels, _ = weighed(encoded)
    _, _, others, other_levels, _ = weighed(encoded.mirrored())
    assert weights.reshape(shape).T.ravel() == pytest.approx(others, abs=1e-12)
    assert levels.reshape(*shape, -1).transpose(1, 0, 2).reshape(levels.shape).tolist() == other_levels.tolist()


@pytest.mark.parametrize("sizes", [(150, 150), (90, 200), (200, 90)])
def test_a_against_b_is_b_against_a(invent: object, sizes: tuple[int, int]) -> None:
    lists = invent(seed=sum(sizes), left=sizes[0], right=sizes[1], both=60)  # type: ignore[operator]
    one, other = link(lists.left, lists.right), link(lists.right, lists.left)
    assert by_refs(one) == mirrored(by_refs(other))
    assert one.calibration.twice == other.calibration.twice[::-1]
    assert one.looked_at == other.looked_at


def test_samples_are_drawn_alike_from_either_side(invent: object, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PROBED", "LEARNED_FROM", "DECOYS"):
        monkeypatch.setattr(f"repatria.linkage.linking.{name}", 80)
    lists = invent(seed=5)  # type: ignore[operator]
    order = list(range(len(lists.right)))
    Random(5).shuffle(order)
    once = by_refs(link(lists.left, lists.right))
    again = by_refs(link(lists.right.take(order), lists.left))
    assert {p: v[1] for p, v in once.items()} == {p: v[1] for p, v in mirrored(again).items()}
    assert [v[0] for v in once.values()] == pytest.approx([mirrored(again)[p][0] for p in once], abs=1e-9)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_lines_changes_nothing(invent: object, seed: int) -> None:
    lists = invent(seed=seed)  # type: ignore[operator]
    rng = Random(seed)
    orders = [rng.sample(range(len(side)), len(side)) for side in (lists.left, lists.right)]
    once = by_refs(link(lists.left, lists.right))
    again = by_refs(link(lists.left.take(orders[0]), lists.right.take(orders[1])))
    assert once.keys() == again.keys()
    for pair, values in once.items():
        assert again[pair] == pytest.approx(values, abs=1e-9)


def test_one_engine_finds_what_the_other_finds(linked: Linked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repatria.linkage.weighing.weigher.PLAIN_LINES", 0)
    from repatria.linkage.linking import link_encoded

    once, again = by_refs(linked), by_refs(link_encoded(linked.encoded, settings=Settings()))
    assert once.keys() == again.keys()
    for pair, values in once.items():
        assert again[pair] == pytest.approx(values, abs=1e-6)


@few
@given(st.data())
def test_an_empty_field_weighs_nothing(encodeds: st.SearchStrategy[Encoded], data: st.DataObject) -> None:
    _, _, weights, levels, bits = weighed(data.draw(encodeds))
    assert bits[levels == 0].tolist() == [0.0] * int((levels == 0).sum())
    nothing = (levels == 0).all(axis=1)
    assert weights[nothing] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("column", ["surname", "given_names", "patronymic", "sex", "date_of_birth", "place"])
def test_emptying_a_field_leaves_only_that_field_without_bits(invent: object, column: str) -> None:
    lists = invent(left=20, right=20, both=10)  # type: ignore[operator]
    field = dict(zip(TEXT_COLUMNS, (Compared.SURNAME, Compared.GIVEN, Compared.PATRONYMIC, None, Compared.SEX, Compared.BIRTH, Compared.PLACE), strict=False))[column]  # fmt: skip
    at = lists.right.column_names.index(column)
    emptied = lists.right.set_column(at, column, pa.array([""] * len(lists.right)))
    _, _, _, full, _ = weighed(encode(lists.left, lists.right))
    _, _, _, levels, bits = weighed(encode(lists.left, emptied))
    assert np.count_nonzero(levels[:, field]) == np.count_nonzero(bits[:, field]) == 0
    others = [f for f in Compared if f not in {field, Compared.SEX}]
    assert levels[:, others].tolist() == full[:, others].tolist()


def test_the_waterfall_adds_up(linked: Linked) -> None:
    weigher = Weigher.of(linked.encoded, workers=1)
    pairs = linked.pairs
    levels, rarity = weigher.details(pairs, linked.encoded.left.rows, linked.encoded.right.rows, linked.model)
    strata = strata_of(linked.encoded, pairs.left, pairs.right)
    bits = field_bits(linked.model, strata, levels, rarity)
    relatives = plain.family_bits(bits, levels, linked.model.family)
    assert bits.sum(axis=1) + relatives == pytest.approx(pairs.weight_bits, abs=1e-8)
    assert (relatives <= 0).all()
    assert (levels << (4 * np.arange(len(Compared)))).sum(axis=1).tolist() == pairs.levels.tolist()


@pytest.mark.parametrize("forms", ["0", "1", "2"])
def test_a_match_found_in_one_script_is_found_in_all(invent: object, links_of: object, forms: str) -> None:
    lists = invent(seed=8, left=120, right=120, both=60, errors=0.0, forms=forms)  # type: ignore[operator]
    assert links_of(link(lists.left, lists.right)) == lists.truth  # type: ignore[operator]


@pytest.mark.parametrize("custom", CUSTOMS)
def test_a_match_found_in_cyrillic_is_found_after_every_custom_of_romanising(
    invent: object, links_of: object, custom: str
) -> None:
    lists = invent(seed=8, left=120, right=120, both=60, errors=0.0, forms="0" if CUSTOMS[custom][0] == "uk" else "1")  # type: ignore[operator]
    latin = lists.right
    for column in ("surname", "given_names", "patronymic", "place"):
        words = [romanise(word, custom) for word in latin[column].to_pylist()]
        latin = latin.set_column(latin.column_names.index(column), column, pa.array(words))
    assert lists.truth - links_of(link(lists.left, latin)) == set()  # type: ignore[operator]


@settings(max_examples=12, deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 7), st.integers(0, 7)), st.floats(1e-3, 1e3), min_size=1, max_size=12))
def test_probabilities_of_rivals_never_exceed_one_together(odds: dict[tuple[int, int], float]) -> None:
    ii, jj = (np.array([p[side] for p in odds], np.int32) for side in (0, 1))
    p = plain.rival_odds(ii, jj, np.array(list(odds.values())), 8, 8, 50)
    assert np.bincount(ii, p).max() <= 1 + 0.02
    assert np.bincount(jj, p).max() <= 1 + 0.02
