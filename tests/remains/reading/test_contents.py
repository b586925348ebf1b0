"""Contents of bags."""

from __future__ import annotations

import pytest

from repatria.people.record import Sex
from repatria.remains.graph import Essentials, Kind

HEAD = "bag|specimen|part|sample|taken_on|sex|age_from|age_to|stature_cm|condition|recovered_at|recovered_on"


def test_specimens_are_numbered_as_they_first_appear_in_their_bag(contents):
    found = contents("""bag|specimen|sample
        S-1|b|L1
        S-2|c|L2
        s-1|a|L3
        south-5:1|b|L4""")
    assert [(one.ref, one.label) for one in found.specimens] == [
        ("south-5:1/1", "b"), ("south-5:2/1", "c"), ("south-5:1/2", "a"),
    ]  # fmt: skip
    assert found.by_sample == {
        "L1": "south-5:1/1", "L2": "south-5:2/1", "L3": "south-5:1/2", "L4": "south-5:1/1",
    }  # fmt: skip
    assert found.specimens_by_bag == {"south-5:1": 2, "south-5:2": 1}
    assert found.numbers(4) == (2, 1, 0, 0)
    assert found.findings == ()


def test_the_contents_as_links(contents):
    found = contents("bag|specimen|sample\nS-1|a|L1\n")
    assert [(link.upper_kind, link.lower, link.said_by) for link in found.links] == [
        (Kind.CONSIGNMENT, "south-5:1", "north"),
        (Kind.BAG, "south-5:1/1", "north"),
        (Kind.SPECIMEN, "L1", "north"),
    ]


def test_essentials_are_read_and_completed_by_later_rows(contents):
    found = contents(f"""{HEAD}
        S-1|a|left femur|L1|2031-06-03|m|20||178|dry|12.5, 40.1|02.06.2031
        S-1|a|||||  |30||||""")
    (one,) = found.specimens
    assert (one.part.element, one.essentials.recovered_on.text) == ("femur", "2031-06-02")
    assert one.essentials == Essentials(Sex.MALE, 20, 30, 178, "dry", "12.5, 40.1", one.essentials.recovered_on)
    assert found.findings == ()


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("S-9|a||||||||||", "bag-not-on-paper", "bag"),
        ("S-1|||||||||||", "specimen-without-label", "specimen"),
        ("S-1|a|hyperspace||||||||||", "part-not-counted", "part"),
        ("S-1|a||||||150|||||", "number-not-believed", "age_to"),
        ("S-1|a||||||-1|||||", "number-not-believed", "age_to"),
        ("S-1|a|||||||300||||", "number-not-believed", "stature_cm"),
        ("S-1|a|||||40|30|||||", "ages-turned-round", "age_from"),
        ("S-1|a||||||nan|||||", "number-not-believed", "age_to"),
        ("S-1|a||||hen|||||||", "sex-not-understood", "sex"),
        ("S-1|a||||||||||31.02.2031", "date-not-understood", "recovered_on"),
        ("S-1|a|||||||||| yesterday", "date-not-understood", "recovered_on"),
        ("S-1|a||L1|2031-06-01|||||||2031-06-02", "sample-before-recovery", "taken_on"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_without_the_cell(contents, row: str, code: str, column: str):
    (finding,) = contents(f"{HEAD}\n{row}").findings
    assert (finding.code, finding.place, finding.column) == (code, "row 2 of contents", column)
    assert not any(cell.strip() and cell.strip() in finding.message for cell in row.split("|") if len(cell.strip()) > 2)


def test_nothing_that_could_be_a_person_is_dropped(contents):
    found = contents("bag|specimen\nS-1|\nS-1|\nS-9|a\n")
    assert [one.ref for one in found.specimens] == ["south-5:1/1", "south-5:1/2"]
    assert found.unplaced == 1


def test_a_label_in_two_bags_is_two_specimens_and_a_finding(contents):
    found = contents("bag|specimen\nS-1|a\nS-2|a\n")
    assert [one.ref for one in found.specimens] == ["south-5:1/1", "south-5:2/1"]
    assert found.by_label == {"a": "south-5:1/1"}
    assert [f.code for f in found.findings] == ["specimen-label-twice"]


def test_a_sample_twice_keeps_the_first(contents):
    found = contents("bag|specimen|sample\nS-1|a|L1\nS-1|a|L1\nS-2|b|L1\n")
    assert found.by_sample == {"L1": "south-5:1/1"}
    assert [(f.code, f.severity, f.message) for f in found.findings] == [
        ("sample-label-twice", "warning", "this sample stands here twice"),
        ("sample-label-twice", "error", "a sample of another specimen has this label"),
    ]


def test_rows_that_differ_keep_the_first_and_tell(contents):
    found = contents("bag|specimen|part|sex\nS-1|a|skull|m\nS-1|a|mandible|f\n")
    (one,) = found.specimens
    assert (one.words, one.essentials.sex) == ("skull", Sex.MALE)
    assert {f.column for f in found.findings} == {"part", "sex"}


def test_a_line_of_another_list_is_not_on_this_paper(rows):
    from repatria.people.refs import LineRef, ListId
    from repatria.remains.reading import read_contents

    other = {"S-1": LineRef("south-6:1")}
    found = read_contents(rows("contents", "bag|specimen\nS-1|a"), bags=other, consignment=ListId("south-5"))
    assert (found.specimens, found.unplaced) == ((), 1)
