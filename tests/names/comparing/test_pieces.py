"""Cells are taken apart like Python takes them apart, and equal pieces have equal numbers."""

from __future__ import annotations

import sys
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.names.comparing.pieces import Pieces, Text, text_of, texts_of
from repatria.names.comparing.pieces.kernels import in_one_order
from repatria.names.comparing.words import SPELLINGS, in_order

cells = st.lists(
    st.sampled_from([*"abяї ,|", "\t", "\xa0", "\u2003", "\u3000", "\n", "\x00", "€", "𐀀"]), max_size=9
).map("".join)
WHITE = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()]


def by_python(cell: str) -> list[list[str]]:
    return [in_order(part).split() for part in cell.split(SPELLINGS)] if cell else []


def every(pieces: Pieces) -> list[str]:
    return texts_of(pieces.text_since(0), slice(None))


def by_the_kernel(pieces: Pieces, text: Text) -> list[list[list[str]]]:
    numbers, spelling_ends, cell_ends = pieces.number_names(text)
    texts = every(pieces)
    spellings = [[texts[number] for number in numbers[begin:end]] for begin, end in pairwise(spelling_ends)]
    return [spellings[begin:end] for begin, end in pairwise(cell_ends)]


@settings(deadline=None)
@given(st.lists(cells | st.text(max_size=9), max_size=6))
def test_names_are_taken_apart_like_python_does_it(found: list[str]) -> None:
    assert by_the_kernel(Pieces(), text_of(found)) == [by_python(cell) for cell in found]


def test_everything_that_is_white_space_to_python_divides() -> None:
    found = [f"a{white}b" for white in WHITE]
    assert by_the_kernel(Pieces(), text_of(found)) == [[["a", "b"]]] * len(WHITE)


@settings(deadline=None)
@given(st.lists(cells, max_size=6))
def test_whole_cells_keep_their_text_and_their_number(found: list[str]) -> None:
    pieces = Pieces()
    first, again = (pieces.number_cells(text_of(found)).tolist() for _ in range(2))
    assert [every(pieces)[number] for number in first] == found
    assert (first == again, len(pieces)) == (True, len(set(found)))


def test_a_table_grows_and_forgets_nothing() -> None:
    pieces, found = Pieces(), [f"п{n} {n * n}" for n in range(40_000)]
    assert by_the_kernel(pieces, text_of(found)) == [[cell.split()] for cell in found]
    long = ["я" * 2_000_000, *found[:9]]
    assert by_the_kernel(pieces, text_of(long)) == [[cell.split()] for cell in long]


@settings(deadline=None)
@given(st.tuples(cells, cells))
def test_the_cells_of_a_pair_come_in_the_order_of_python(pair: tuple[str, str]) -> None:
    text = text_of(pair)
    in_one_order(text.bytes, text.cells)
    turned = text.cells[0].tolist() != text_of(pair).cells[0].tolist()
    assert turned == (pair[1] < pair[0]) or pair[0] == pair[1]
