"""Tags of bags."""

from __future__ import annotations

from repatria.people.refs import LineRef
from repatria.remains.reading import tags_of


def test_bags_are_found_by_tag_and_by_line():
    tags = tags_of([(LineRef("south-5:1"), "s  1"), (LineRef("south-5:2"), "")])
    assert tags.bags == {"S 1": "south-5:1", "SOUTH-5:1": "south-5:1", "SOUTH-5:2": "south-5:2"}
    assert tags.findings == ()


def test_a_tag_that_the_paper_has_twice_is_found_by_line_alone():
    tags = tags_of([(LineRef("south-5:1"), "S-1"), (LineRef("south-5:2"), "s-1")])
    assert tags.bags == {"SOUTH-5:1": "south-5:1", "SOUTH-5:2": "south-5:2"}
    assert [(f.code, f.place) for f in tags.findings] == [("tag-twice", "south-5:2")]
