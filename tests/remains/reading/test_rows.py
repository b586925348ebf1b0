"""Rows by heading."""

from __future__ import annotations

import pytest

from repatria.errors import InputNotUnderstood
from repatria.remains.reading import named_rows


def test_headings_are_folded_and_short_rows_completed():
    (row,) = named_rows(["Bag", " Age From ", "new-seal", ""], [(7, ["S-1", " 20  30 "])], kind="contents")
    assert (row.place, row.text("bag"), row.text("age_from"), row.text("new_seal")) == (
        "row 7 of contents",
        "S-1",
        "20 30",
        "",
    )


@pytest.mark.parametrize(
    ("headings", "message"),
    [
        (["bag"], "the heading specimen is missing"),
        (["bag", "specimen", "Bag"], "a heading stands twice"),
    ],
)
def test_a_table_of_another_form_is_refused(headings: list[str], message: str):
    with pytest.raises(InputNotUnderstood) as refused:
        named_rows(headings, [], kind="contents", needs=("bag", "specimen"))
    assert (refused.value.message, refused.value.place) == (message, "contents")
