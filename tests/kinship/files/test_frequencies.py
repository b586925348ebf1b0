"""Frequency tables: the same table in three forms, and what does not sum to one."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from repatria.errors import InputNotUnderstood
from repatria.kinship.files import FileNotUnderstood, Sum, origins, read_frequencies, read_strider

LONG = b"marker,allele,frequency\nSYN01,12,0.25\nSYN01,9.3,0.75\nSYN02,5,1\n"
WIDE = b"Allele;SYN01;SYN02\r\n5;;1\r\n9.3;0,75;\r\n12;0,25;0\r\n"
XML = b"""<?xml version="1.0"?><frequencies>
<marker><name>SYN01</name><alleles>9.3, 12</alleles>
 <origin name="NORTH" n="200"><frequency allele="9.3">0.75</frequency><frequency allele="12">0.25</frequency></origin>
 <origin name="SOUTH" n="50"><frequency allele="9.3">0.5</frequency><frequency allele="12">0.5</frequency></origin>
</marker>
<marker><name>SYN02</name><origin name="NORTH" n="199"><frequency allele="5">1</frequency></origin></marker>
</frequencies>"""
TABLE = {"SYN01": {"9.3": 0.75, "12": 0.25}, "SYN02": {"5": 1.0}}


def refusal(content, **more):
    with pytest.raises(FileNotUnderstood) as refused:
        read_frequencies(content, **more)
    return [(one.code, one.place, one.column, one.message) for one in refused.value.findings]


def test_long_wide_and_strider_say_the_same_and_alleles_ascend():
    for read in (read_frequencies(LONG), read_frequencies(WIDE), read_strider(XML, origin="NORTH")):
        assert read.markers == TABLE
        assert [list(of) for of in read.markers.values()] == [["9.3", "12"], ["5"]]
        assert read.findings == ()


def test_strider_has_origins_with_their_number_of_people():
    assert origins(XML) == ("NORTH", "SOUTH")
    south = read_strider(XML, origin="SOUTH")
    assert south.markers == {"SYN01": {"9.3": 0.5, "12": 0.5}}
    assert south.people == {"SYN01": 50}
    with pytest.raises(InputNotUnderstood) as refused:
        read_strider(XML, origin="EAST")
    assert str(refused.value) == "frequencies: the file has no such origin (origins() says which it has)"


@pytest.mark.parametrize(
    "content",
    [b"marker,allele", b"<a/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<a>"],
)
def test_what_is_no_strider_file_is_refused(content):
    with pytest.raises(InputNotUnderstood):
        origins(content)


def test_the_tables_own_minimum_and_sample_size_are_no_alleles():
    read = read_frequencies(b"Allele,SYN01\n9,0.5\n10,0.5\nfmin,0.002\nN,361\n")
    assert read.markers == {"SYN01": {"9": 0.5, "10": 0.5}}
    assert (read.minimum, read.people) == ({"SYN01": 0.002}, {"SYN01": 361})
    assert read_frequencies(b"Allele,SYN01\n-1,0.002\n1,0.5\n10,0.5\n").markers == {"SYN01": {"1": 0.5, "10": 0.5}}


def test_frequencies_that_do_not_sum_to_one_are_refused_with_marker_and_sum():
    content = b"marker,allele,frequency\nSYN01,9,0.5\nSYN01,10,0.49\nSYN02,9,1\n"
    message = "the frequencies sum to 0.99, not to one"
    assert refusal(content) == [("frequencies-do-not-sum", "frequencies", "SYN01", message)]


def test_or_are_brought_to_one_by_a_named_rule():
    content = b"marker,allele,frequency\nSYN01,9,0.5\nSYN01,10,0.48\nSYN02,9,0.51\nSYN02,10,0.51\n"
    rescaled = read_frequencies(content, total=Sum.RESCALE)
    assert rescaled.markers == {"SYN01": {"9": 0.5 / 0.98, "10": 0.48 / 0.98}, "SYN02": {"9": 0.5, "10": 0.5}}
    assert [one.code for one in rescaled.findings] == ["frequencies-rescaled", "frequencies-rescaled"]
    rest = read_frequencies(content, total=Sum.REST)
    assert list(rest.markers["SYN01"].items())[:2] == [("9", 0.5), ("10", 0.48)]
    assert math.isclose(rest.markers["SYN01"]["Rest allele"], 0.02)
    assert rest.markers["SYN02"] == {"9": 0.5, "10": 0.5}
    assert [one.code for one in rest.findings] == ["rest-allele-added", "frequencies-rescaled"]


def test_what_is_far_from_one_is_a_defect_that_no_rule_mends():
    content = b"marker,allele,frequency\nSYN01,9,0.5\nSYN01,10,0.4\n"
    message = "the frequencies sum to 0.9, not to one"
    assert refusal(content, total=Sum.RESCALE) == [("frequencies-do-not-sum", "frequencies", "SYN01", message)]


def test_all_cells_that_are_no_frequencies_are_told_at_once():
    content = b"marker,allele,frequency\nSYN01,9,1\nSYN01,10,many\nSYN01,9,0.1\nSYN01,11,-0.2\nSYN01,,0.2\n"
    impossible = "not a frequency between 0 and 1 of an allele"
    assert refusal(content) == [
        ("frequency-not-understood", "row 3 of frequencies", "SYN01", impossible),
        ("allele-twice", "row 4 of frequencies", "SYN01", "the marker has this allele before"),
        ("frequency-not-understood", "row 5 of frequencies", "SYN01", impossible),
        ("frequency-not-understood", "row 6 of frequencies", "SYN01", impossible),
    ]


@pytest.mark.reference
def test_published_wide_tables_are_read_and_sum_to_one(reference: Path):
    tables = sorted((reference / "kinship/freq/euroformix").glob("*.csv"))
    read = {path.stem: read_frequencies(path.read_bytes(), total=Sum.RESCALE) for path in tables}
    assert {name: len(table.markers) for name, table in read.items()} == {
        "ESX17_Norway": 16, "Fusion6C_Norway": 23, "Identifiler_Caucasian": 15, "Identifiler_NIST": 15,
        "NGM_Holland": 15, "SGMPlus_Norway": 10, "SGMPlus_UK": 10,
    }  # fmt: skip
    sums = [math.fsum(of.values()) for table in read.values() for of in table.markers.values()]
    assert max(abs(total - 1) for total in sums) <= 1e-6
