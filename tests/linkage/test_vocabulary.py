"""Values are numbered once for both lists, with what is rare about them."""

from __future__ import annotations

import numpy as np
import pytest

from repatria.linkage.said.vocabulary import FINENESS, POPULATION_WEIGHT, WIDTH, Packed, number, vocabulary


def column(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


def test_numbers_follow_the_alphabet_and_nothing_is_0() -> None:
    assert number([["vovk", ""], ["bondar", "vovk"]]) == {"": 0, "bondar": 1, "vovk": 2}


def test_parts_of_double_names_are_values_too() -> None:
    assert number([["vovk bondar"]]) == {"": 0, "bondar": 1, "vovk": 2, "vovk bondar": 3}


def test_the_order_of_the_lists_numbers_nothing_else() -> None:
    assert number([["b", "a"], ["c"]]) == number([["c"], ["a", "b"]])


def test_rarity_is_the_share_of_lines_that_say_anything() -> None:
    found = vocabulary({"": 0, "a": 1, "b": 2}, [column(1, 1, 1, 0), column(2, 0)], None)
    assert found.bits == pytest.approx([0.0, np.log2(4 / 3), 2.0], abs=1 / FINENESS)
    assert (found.bits * FINENESS).tolist() == found.packed[:, Packed.BITS].tolist()


def test_bearers_of_a_double_name_bear_its_parts() -> None:
    numbers = number([["a b"], ["a"]])
    found = vocabulary(numbers, [column(numbers["a b"]), column(numbers["a"])], None)
    assert found.bits.tolist() == [0.0, 0.0, 1.0, 1.0]  # all bear a, half bear b
    assert found.parts.tolist() == [[0, 0], [0, 0], [numbers["a"], numbers["b"]], [0, 0]]


def test_a_population_counts_for_so_many_lines() -> None:
    found = vocabulary({"": 0, "a": 1, "b": 2}, [column(1), column(1)], {"a": 0.5, "b": 0.25}.__getitem__)
    shares = np.array([2 + 0.5 * POPULATION_WEIGHT, 0.25 * POPULATION_WEIGHT]) / (2 + POPULATION_WEIGHT)
    assert found.bits[1:] == pytest.approx(-np.log2(shares), abs=1 / FINENESS)


def test_long_keys_are_cut_and_short_skeletons_say_nothing() -> None:
    keys = ["", "au", "b" * 40, "marko", "merko"]
    found = vocabulary({key: n for n, key in enumerate(keys)}, [column(1), column(2)], None)
    assert found.lengths.tolist() == [0, 2, WIDTH, 5, 5]
    assert found.skeletons.tolist()[:2] == [0, 0]
    assert found.skeletons[3] == found.skeletons[4] > 0


def test_letter_sets_have_a_bit_for_each_letter() -> None:
    found = vocabulary({"": 0, "abba": 1, "b": 2}, [column(1), column(2)], None)
    assert np.bitwise_count(found.packed[:, Packed.LETTER_SET].view(np.uint32)).tolist() == [0, 2, 1]
