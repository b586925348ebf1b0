"""Rows of custody."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from repatria.remains.custody import Moment
from repatria.remains.reading import read_custody

CONTENTS = "bag|specimen|sample\nS-1|a|L1\nS-2|S-1|L2\nS-2|L3|L3\n"


def test_items_are_found_by_tag_line_label_reference_and_sample(rows, bags, contents):
    items = ["south-5", "S-3", "south-5:2", "a", "south-5:1/1", "L1"]
    table = "item|from|to|at\n" + "\n".join(f"{item}|x|y|2031-06-02" for item in items)
    found = read_custody(rows("custody", table), bags=bags, contents=contents(CONTENTS))
    assert [(h.item.kind, h.item.ref) for h in found.handings] == [
        ("consignment", "south-5"), ("bag", "south-5:3"), ("bag", "south-5:2"),
        ("specimen", "south-5:1/1"), ("specimen", "south-5:1/1"), ("sample", "L1"),
    ]  # fmt: skip
    assert found.findings == ()


def test_a_label_that_means_several_things_needs_its_kind(rows, bags, contents):
    table = "item|kind|from|to|at\nL3||x|y|2031-06-02\nL3|sample|x|y|2031-06-02\nzz||x|y|2031-06-02\n"
    found = read_custody(rows("custody", table), bags=bags, contents=contents(CONTENTS))
    assert [(h.item.kind, h.item.ref) for h in found.handings] == [("sample", "L3")]
    assert [(f.message, f.place) for f in found.findings] == [
        ("several things have this label", "row 2 of custody"),
        ("nothing in this consignment has this label", "row 4 of custody"),
    ]


@pytest.mark.parametrize(
    ("cell", "moment", "codes"),
    [
        ("2031-06-02", Moment(date(2031, 6, 2)), []),
        ("2031-06-02T14:30:00Z", Moment(date(2031, 6, 2), datetime(2031, 6, 2, 14, 30, tzinfo=UTC)), []),
        ("2031-06-02T14:30", Moment(date(2031, 6, 2)), ["time-without-offset"]),
        ("at noon", None, ["time-not-understood"]),
        ("", None, ["time-not-understood"]),
    ],
)
def test_times_are_days_or_have_an_offset(rows, bags, contents, cell: str, moment: Moment | None, codes: list[str]):
    found = read_custody(rows("custody", f"item|from|to|at\nS-3|x|y|{cell}"), bags=bags, contents=contents(CONTENTS))
    assert [h.at for h in found.handings] == ([moment] if moment else [])
    assert [f.code for f in found.findings] == codes
