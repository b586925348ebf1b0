"""Every spelling of a marker is one name, and what is not known stays as it is written."""

from __future__ import annotations

import pytest

from repatria.kinship import Marker
from repatria.kinship.files import Profile, ProfileTable, read_frequencies, read_profiles
from repatria.kinship.files.families import from_line
from repatria.kinship.files.naming import Use, is_known, marker_name, use_of
from repatria.kinship.files.naming.markers import rows_of
from repatria.kinship.search.panel import Panel
from repatria.kinship.search.profiles import Profiles


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("vWA", ("VWA", "vWA", "v WA", "vwf")),
        ("Penta E", ("PENTAE", "Penta_E", "penta e")),
        ("TH01", ("THO1", "th01")),
        ("TPOX", ("TP0X",)),
        ("D21S11", ("d21s11", "D21 S11", "D21_S11")),
        ("DYS389II", ("DYS389 II", "DYS389-2")),
        ("Y-GATA-H4", ("YGATAH4", "Y GATA H4")),
        ("Yindel", ("Y indel", "YINDEL", "Y-Indel")),
        ("D4S2408", ("d4s2408", "D4 S2408")),
    ],
)
def test_spellings_are_one(name, spellings):
    assert {marker_name(one) for one in (name, *spellings)} == {name}


def test_a_name_that_is_not_known_stays():
    assert [marker_name(one) for one in ("SYN01", " rs12345 ", "M0", "my marker")] == [
        "SYN01", "rs12345", "M0", "my marker",
    ]  # fmt: skip
    assert [is_known(one) for one in ("SYN01", "Comments", "D3S1358", "dys391")] == [False, False, True, True]


def test_what_a_marker_is_good_for():
    names = ("FGA", "AMEL", "Amelogenin", "DYS391", "DYS385a/b", "DYF387S1", "Yindel", "DXS10135", "IQCS", "SYN01")
    assert [use_of(one) for one in names] == [
        Use.AUTOSOMAL, Use.AMELOGENIN, Use.AMELOGENIN, Use.Y, Use.Y, Use.Y, Use.Y, Use.X, Use.SENSOR, Use.AUTOSOMAL,
    ]  # fmt: skip


def test_no_spelling_is_of_two_markers():
    seen = {}
    for name, _, *more in rows_of("markers.tsv"):
        for spelling in {name, *(more[0].split("|") if more and more[0] else ())}:
            seen.setdefault(spelling.casefold().replace(" ", "").replace("-", ""), set()).add(name)
    assert [names for names in seen.values() if len(names) > 1] == []


def test_profiles_frequencies_and_families_meet_under_one_name():
    table = read_profiles(b"profile,PENTAE,VWA\nK-1,7/12,16/17\n")
    frequencies = read_frequencies(b"marker,allele,frequency\nPenta_E,7,0.5\nPenta_E,12,0.5\nvwa,16,0.5\nvwa,17,0.5\n")
    line = (
        b'{"family":"F","id":["A","B"],"fid":["0","0"],"mid":["0","0"],"sex":[1,2],"missing":"A",'
        b'"markers":["penta e","VWA"],"genotypes":{"B":["7/7","16/16"]}}'
    )
    assert table.markers == tuple(frequencies.markers) == from_line(line, place="line 1").markers == ("Penta E", "vWA")


def test_profiles_and_markers_made_by_hand_meet_whatever_their_spelling():
    table = ProfileTable(("VWA",), (Profile("K-1", 0, {"VWA": "16/17"}, {}, "row 2"),), ())
    marker = Marker.of("v WA", {"16": 0.5, "17": 0.5})
    found = Profiles.of(table, panel=Panel.of([marker]))
    assert (found.names, found.findings) == (("K-1",), ())
