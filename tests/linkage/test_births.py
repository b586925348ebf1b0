"""Dates of birth as numbers."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from repatria.linkage.said.births import read_births

days = st.tuples(st.integers(0, 2100), st.integers(0, 14), st.integers(0, 33))


@given(st.lists(days, max_size=9))
def test_days_are_read_all_at_once_as_one_by_one(found: list[tuple[int, int, int]]) -> None:
    texts = [f"{year:04d}-{month:02d}-{day:02d}" for year, month, day in found]
    values, unread = read_births(pa.array([text for day in texts for text in (day, f" {day}")], pa.string()))
    assert (values[::2].tolist(), unread[::2].tolist()) == (values[1::2].tolist(), unread[1::2].tolist())


def test_what_stands_beside_days_keeps_its_place() -> None:
    values, unread = read_births(pa.array(["1984", "1984-03-09", "someday", "1984-03-32", "", "1984-03-09 "]))
    assert values[:, 0].tolist() == [19840000, 19840309, 0, 0, 0, 19840309]
    assert unread.tolist() == [False, False, True, True, False, False]
