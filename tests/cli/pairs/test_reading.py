from __future__ import annotations

import csv
import io
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.cli.pairs import PIECE, Rows, as_text

cells = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\x1c\x1d\x1e\x85\u2028\u2029\v\f"), max_size=6
)


@given(st.lists(st.lists(cells, min_size=2, max_size=3), max_size=8), st.sampled_from(",;\t"))
def test_rows_are_those_that_a_csv_reader_finds(rows: list[list[str]], delimiter: str) -> None:
    text = "".join(as_text(row, delimiter) + "\n" for row in rows)
    reader, found = Rows(io.StringIO(text, newline=""), delimiter), []
    while (piece := reader.take())[0]:
        found += piece[0]
        assert [next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter)) for line in piece[1]] == piece[0]
    assert found == list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) == rows


def test_a_line_without_quotes_stays_as_it_is() -> None:
    rows = Rows(io.StringIO("a, b ,=c\r\n\r\nd,e\n", newline=""), ",")
    assert rows.take() == ([["a", " b ", "=c"], ["d", "e"]], ["a, b ,=c", "d,e"])


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_long_file_comes_in_pieces_that_end_where_lines_end(quote: str) -> None:
    lines = [f"{quote}{n}{quote},{'x' * 40}" for n in range(60_000)]
    rows, found = Rows(io.StringIO("\n".join(lines), newline=""), ","), []
    while not rows.ended:
        found.append([row[0] for row in rows.take()[0]])
    assert (len(found) > 2, list(chain.from_iterable(found))) == (True, [str(n) for n in range(60_000)])


def test_blank_pieces_end_nothing() -> None:
    rows = Rows(io.StringIO("\n" * (2 * PIECE) + "a,b\n", newline=""), ",")
    assert rows.take() == ([["a", "b"]], ["a,b"])
