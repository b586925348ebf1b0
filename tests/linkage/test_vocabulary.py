"""Values are numbered once for both lists, with what is rare about them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.linkage.said.vocabulary import (
    FINENESS,
    POPULATION_WEIGHT,
    SHORTEST_SKELETON,
    WIDTH,
    Packed,
    number,
    vocabulary,
)
from repatria.names.fold import skeleton


def column(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


def numbered(*columns: list[str]) -> tuple[list[str], list[list[int]]]:
    keys, numbers = number([pa.array(column, pa.string()) for column in columns])
    return keys.to_pylist(), [of.tolist() for of in numbers]


def test_numbers_follow_the_alphabet_and_nothing_is_0() -> None:
    assert numbered(["vovk", ""], ["bondar", "vovk"]) == (["", "bondar", "vovk"], [[2, 0], [1, 2]])


def test_parts_of_double_names_are_values_too() -> None:
    assert numbered(["vovk bondar"]) == (["", "bondar", "vovk", "vovk bondar"], [[3]])


def test_the_order_of_the_lists_numbers_nothing_else() -> None:
    assert numbered(["b", "a"], ["c"])[0] == numbered(["c"], ["a", "b"])[0]


texts = st.text(st.sampled_from("aeioubcdkQW яґ漢\n\0"), max_size=30) | st.text(max_size=6)


@given(st.lists(st.lists(texts, max_size=5), min_size=1, max_size=3))
def test_keys_are_numbered_and_described_one_by_one_alike(columns: list[list[str]]) -> None:
    keys, numbers = numbered(*columns)
    parts = {part for column in columns for key in column if " " in key for part in key.split(" ")}
    assert keys == sorted({"", *parts, *(key for column in columns for key in column)})
    assert [[keys[n] for n in of] for of in numbers] == columns
    found = vocabulary(pa.array(keys, pa.string()), [column(*of) for of in numbers], None)
    letters = [key.encode("latin-1", "replace")[:WIDTH].ljust(WIDTH, b"\0") for key in keys]
    assert [row.tobytes() for row in found.letters] == letters
    assert found.parts.tolist() == [
        [keys.index(part) for part in key.split(" ")[:2]] if " " in key else [0, 0] for key in keys
    ]
    skeletons = [one if len(one := skeleton(key)) >= SHORTEST_SKELETON else "" for key in keys]
    numbers_of_skeletons = {one: n for n, one in enumerate(sorted({"", *skeletons}))}
    assert found.skeletons.tolist() == [numbers_of_skeletons[one] for one in skeletons]


def test_rarity_is_the_share_of_lines_that_say_anything() -> None:
    found = vocabulary(pa.array(["", "a", "b"]), [column(1, 1, 1, 0), column(2, 0)], None)
    assert found.bits == pytest.approx([0.0, np.log2(4 / 3), 2.0], abs=1 / FINENESS)
    assert (found.bits * FINENESS).tolist() == found.packed[:, Packed.BITS].tolist()


def test_bearers_of_a_double_name_bear_its_parts() -> None:
    keys, columns = number([pa.array(["a b"]), pa.array(["a"])])
    found = vocabulary(keys, columns, None)
    assert found.bits.tolist() == [0.0, 0.0, 1.0, 1.0]  # all bear a, half bear b
    assert found.parts.tolist() == [[0, 0], [0, 0], [1, 3], [0, 0]]


def test_a_population_counts_for_so_many_lines() -> None:
    found = vocabulary(pa.array(["", "a", "b"]), [column(1), column(1)], {"a": 0.5, "b": 0.25}.__getitem__)
    shares = np.array([2 + 0.5 * POPULATION_WEIGHT, 0.25 * POPULATION_WEIGHT]) / (2 + POPULATION_WEIGHT)
    assert found.bits[1:] == pytest.approx(-np.log2(shares), abs=1 / FINENESS)


def test_long_keys_are_cut_and_short_skeletons_say_nothing() -> None:
    keys = ["", "au", "b" * 40, "marko", "merko"]
    found = vocabulary(pa.array(keys), [column(1), column(2)], None)
    assert found.lengths.tolist() == [0, 2, WIDTH, 5, 5]
    assert found.skeletons.tolist()[:2] == [0, 0]
    assert found.skeletons[3] == found.skeletons[4] > 0


def test_letter_sets_have_a_bit_for_each_letter() -> None:
    found = vocabulary(pa.array(["", "abba", "b"]), [column(1), column(2)], None)
    assert np.bitwise_count(found.packed[:, Packed.LETTER_SET].view(np.uint32)).tolist() == [0, 2, 1]
