"""The picture of the account: every line is in it once, on both sides."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from repatria.desk.pictures.families import Family
from repatria.desk.pictures.flow import WIDTH, End, Stream, flow

FLOWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 10_000)), max_size=20)
ENDS = [End(f"list {n}", "1 & <2>") for n in range(4)]
TARGETS = [End(family.words, "", family) for family in list(Family)[:5]]


def drawn(flows: list[tuple[int, int, int]], *, rtl: bool) -> str:
    return flow(ENDS, TARGETS, [Stream(*one, words=f"{one[2]} so") for one in flows], title='a "b"', rtl=rtl)


@given(FLOWS, st.booleans())
def test_ends_are_as_high_as_what_flows_through_them_and_lie_apart(
    flows: list[tuple[int, int, int]], rtl: bool
) -> None:
    text = drawn(flows, rtl=rtl)
    if not any(number for _, _, number in flows):
        assert text == ""
        return
    picture = ET.fromstring(text)
    boxes = [tuple(float(one.attrib[name]) for name in ("x", "y", "height")) for one in picture.iter("rect")]
    starts = boxes[: len(ENDS)]
    assert abs(sum(h for _, _, h in starts) - sum(h for _, _, h in boxes[len(ENDS) :])) < 15  # least heights, rounding
    assert all(0 <= x < WIDTH for x, _, _ in boxes)
    for side in (starts, boxes[len(ENDS) :]):
        assert all(a[1] + a[2] < b[1] for a, b in pairwise(side))
    assert len(list(picture.iter("path"))) == sum(number > 0 for _, _, number in flows)


def test_right_to_left_is_the_mirror_image() -> None:
    flows = [(0, 0, 30), (0, 1, 10), (1, 1, 5)]
    xs = [[float(x) for x in re.findall(r'<rect x="([\d.]+)"', drawn(flows, rtl=rtl))] for rtl in (False, True)]
    assert [WIDTH - x - 18 for x in xs[0]] == xs[1]


def test_words_run_nowhere() -> None:
    text = drawn([(0, 0, 1)], rtl=False)
    assert "1 &amp; &lt;2&gt;" in text
    assert 'aria-label="a &quot;b&quot;"' in text
    assert "style" not in text
