"""Where profiles come from."""

from __future__ import annotations

from repatria.desk.reassociating import read_places
from repatria.remains.reading import named_rows

HEADINGS = ("Bag", "Specimen", "Part", "Sample")


def places(*rows):
    return read_places(named_rows(HEADINGS, list(enumerate(rows, 2)), kind="contents"))


def said(found, profile):
    one = found.of(profile)
    return one.specimen, one.ref, one.bag


def test_a_bag_known_by_its_line_gives_specimens_with_references():
    found = places(
        ("south-5:17", "A", "left femur", "K-1"), ("south-5:17", "B", "", "K-2"), ("south-5:17", "A", "", "K-3")
    )
    assert said(found, "K-1") == ("A", "south-5:17/1", "south-5:17")
    assert said(found, "K-2") == ("B", "south-5:17/2", "south-5:17")
    assert said(found, "K-3") == ("A", "south-5:17/1", "south-5:17")
    assert found.are_one_specimen("K-1", "K-3")
    assert not found.are_one_specimen("K-1", "K-2")
    assert str(found.item("K-1").part) == "left femur"


def test_a_bag_known_by_its_tag_keeps_it_and_its_specimens_have_no_reference():
    found = places(("S-10452", "A", "", "K-1"), ("s-10452", "B", "", "K-2"), ("north-2:1", "C", "", "K-3"))
    assert said(found, "K-1") == ("A", None, "S-10452")
    assert said(found, "K-2") == ("B", None, "S-10452")
    assert said(found, "K-3") == ("C", "north-2:1/1", "north-2:1")
    assert found.findings == ()


def test_a_profile_may_be_called_as_its_specimen():
    found = places(("S-1", "A", "", ""), ("S-2", "B", "", "A"))
    assert said(found, "A") == ("B", None, "S-2")
    assert said(found, "B") == ("B", None, "S-2")


def test_profiles_that_stand_nowhere_are_counted():
    found = places(("S-1", "A", "", "K-1"), ("", "B", "", "K-2"))
    assert said(found, "K-2") == ("", None, "")
    assert [(one.code, one.place) for one in found.findings] == [("row-without-bag", "row 3 of contents")]
    assert [one.message for one in found.unplaced(["K-1", "K-2", "K-9"])] == [
        "2 profiles stand in no contents: their bags are not known"
    ]
    assert places().unplaced(["K-1"]) == ()
