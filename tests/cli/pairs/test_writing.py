"""Weights are written like Python writes them, and rows as they came."""

from __future__ import annotations

import io

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.cli.pairs import Head
from repatria.cli.pairs.scanning import scanned
from repatria.cli.pairs.writing import Texts, Writer, thousandths, weight_cell


@given(st.lists(st.floats(-300, 300) | st.integers(-9999, 9999).map(lambda n: n / 2000) | st.just(-0.0)))
def test_a_weight_has_the_three_decimals_that_python_gives_it(bits: list[float]) -> None:
    assert [weight_cell(n) for n in thousandths(np.array(bits, np.float64)).tolist()] == [f"{one:.3f}" for one in bits]


def test_new_columns_stand_before_cells_beyond_the_columns() -> None:
    head = Head("", ";", "\r\n", ("a", "b"), 2)
    (piece,) = scanned('x;y\r\nx\r\nx;"y;";z;"1"', io.StringIO(""), head, ("a", "b"))
    writer = Writer(head, "p{}".format, "r{}".format)
    written = bytes(writer.written(piece, np.array([1.5, -0.25, 1.5]), np.array([7, 8, 8]))).decode()
    assert written == 'x;y;1.500;p1.500;r7\r\nx;;-0.250;p-0.250;r8\r\nx;"y;";1.500;p1.500;r8;z;1\r\n'
    assert piece.beyond() == [2]


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(-5, 5))))
def test_texts_are_those_that_the_numbers_stand_for(pieces: list[list[int]]) -> None:
    texts = Texts(lambda number: "я" * abs(number) + str(number))
    for numbers in pieces:
        text, ends, which = texts.of(np.array(numbers, np.int64))
        found = [text[ends[n] : ends[n + 1]].tobytes().decode() for n in which]
        assert found == ["я" * abs(number) + str(number) for number in numbers]
