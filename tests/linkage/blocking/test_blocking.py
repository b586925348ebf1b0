"""Pairs that share a key are all found, and counted before they are made."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.linkage import blocking
from repatria.linkage.blocking import RULES, Rule, choose, estimate, ingredients, join, join_some, keys_of
from repatria.linkage.learning.training import starting_model, z_of
from repatria.linkage.said.lines import Encoded
from repatria.linkage.weighing.weigher import Weigher

keys = st.lists(st.integers(0, 6) | st.integers(0, 2**64 - 1), max_size=30).map(lambda k: np.array(k, np.uint64))


def equal(left: np.ndarray, right: np.ndarray) -> set[tuple[int, int]]:
    return {(i, j) for i, a in enumerate(left.tolist()) for j, b in enumerate(right.tolist()) if a and a == b}


def pairs_of(joined: blocking.Joined) -> set[tuple[int, int]]:
    return {
        (i, j)
        for i, (b, e) in enumerate(zip(joined.begin.tolist(), joined.end.tolist(), strict=True))
        for j in joined.order[b:e].tolist()
    }


@given(keys, keys)
def test_whoever_shares_a_key_is_joined_and_counted(left: np.ndarray, right: np.ndarray) -> None:
    for joined in (join(RULES[0], left, right), join_some(RULES[0], left, right)):
        assert pairs_of(joined) == equal(left, right)
        assert joined.pairs == len(equal(left, right))


@given(keys, keys, st.data())
def test_some_lines_of_a_join_are_the_join_of_some_lines(
    left: np.ndarray, right: np.ndarray, data: st.DataObject
) -> None:
    some = np.array(data.draw(st.lists(st.integers(0, len(left) - 1), unique=True)) if len(left) else [], np.int64)
    joined = join(RULES[0], left, right).of_lines(some)
    assert pairs_of(joined) == equal(left[some], right)
    assert joined.pairs == len(equal(left[some], right))


def test_estimates_are_near_the_count() -> None:
    rng = np.random.default_rng(1)
    values = rng.integers(1, 2**63, 3_000).astype(np.uint64)
    left, right = rng.choice(values, 20_000), rng.choice(values, 20_000)
    assert estimate(left, right) == pytest.approx(join(RULES[0], left, right).pairs, rel=0.02)
    assert estimate(left, np.zeros(10, np.uint64)) == 0.0


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12))
def test_keys_are_equal_when_all_ingredients_are_said_and_equal(lines: list[tuple[int, int]]) -> None:
    found = {name: np.array([line[n] for line in lines], np.int64) for n, name in enumerate(("surname", "given"))}
    made = keys_of(Rule(("surname", "given")), found).tolist()
    for one, key in zip(lines, made, strict=True):
        assert (key == 0) is (0 in one)
        assert [k == key and k != 0 for k in made] == [0 not in one and other == one for other in lines]


def test_order_of_ingredients_matters_so_that_columns_are_not_confused() -> None:
    found = {"surname": np.array([1, 2]), "given": np.array([2, 1])}
    one, other = keys_of(Rule(("surname", "given")), found).tolist()
    assert one != other


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_engine_looks_at_every_pair_that_shares_a_key_of_any_rule_once(
    encodeds: st.SearchStrategy[Encoded], data: st.DataObject
) -> None:
    encoded = data.draw(encodeds)
    weigher = Weigher.of(encoded, workers=2)
    model = starting_model(encoded, z_of(encoded, weigher.days, seed=1))
    left, right = (ingredients(side, encoded.vocabularies) for side in (encoded.left, encoded.right))
    made = [(rule, keys_of(rule, left), keys_of(rule, right)) for rule in RULES]
    joined = [join(rule, a, b, weigher.keys) for rule, a, b in made]
    pairs, looked_at = weigher.join(encoded.left.rows, encoded.right.rows, joined, model, floor=-1e9)
    expected = set().union(*(equal(a, b) for _, a, b in made))
    assert list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)) == sorted(expected)
    assert looked_at == len(expected)


def test_ingredients_say_nothing_where_the_line_does_not(table: object) -> None:
    from repatria.linkage.said.lines import encode

    full = {"surname": "Криниченко", "given_names": "Оксана", "patronymic": "Іванівна", "sex": "f", "date_of_birth": "1984-03-09", "place": "Зорине", "document": "7"}  # fmt: skip
    encoded = encode(table([full, {}, full | {"date_of_birth": "1984-09-03"}]), table([full]))  # type: ignore[operator]
    found = ingredients(encoded.left, encoded.vocabularies)
    assert {name for name, values in found.items() if not values[0]} == set()
    assert {name for name, values in found.items() if values[1]} == set()
    assert found["day"][0] == found["day"][2]  # day and month exchanged
    assert {name for rule in RULES for name in rule.ingredients} == set(found)


def test_the_rule_with_most_likely_matches_a_pair_comes_first() -> None:
    made = np.array([[1, 1, 0], [1, 0, 0], [1, 0, 1], [0, 0, 1]], bool)
    likely = np.array([1.0, 1.0, 1.0, 1.0])
    assert choose([30, 2, 40], made, likely, lines=100, most_pairs=100, enough=1.0) == ([1, 0, 2], 1.0)
    assert choose([30, 2, 40], made, likely, lines=100, most_pairs=100, enough=0.7) == ([1, 0], 0.75)
    assert choose([30, 2, 40], made, likely, lines=100, most_pairs=45, enough=1.0) == ([1, 0], 0.75)
    assert choose([30, 2, 40], made, likely, lines=100, most_pairs=1, enough=1.0) == ([], 0.0)


def test_without_likely_matches_nothing_can_be_said_of_rules() -> None:
    chosen, kept = choose([1], np.zeros((0, 1), bool), np.zeros(0), lines=100, most_pairs=10, enough=0.99)
    assert (chosen, np.isnan(kept)) == ([], True)


def test_a_rule_that_finds_next_to_nothing_for_its_pairs_is_left_out() -> None:
    made = np.array([[1, 0]] * 9_999 + [[0, 1]], bool)
    chosen, kept = choose([100, 10_000], made, np.ones(10_000), lines=100, most_pairs=1e6, enough=1.0)
    assert (chosen, kept) == ([0], 0.9999)
