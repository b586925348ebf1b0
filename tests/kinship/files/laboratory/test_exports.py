"""Tables as genotyping software exports them: columns passed over, controls set apart, commas, runs."""

from __future__ import annotations

import pytest

from repatria.errors import InputNotUnderstood
from repatria.kinship.files import read_profiles
from repatria.kinship.files.laboratory.roles import Role, may_be_control, role_of
from repatria.kinship.files.profiles import Kept

HEAD = "Sample File\tSample Name\tSample Type\tPanel\tMarker\tDye\tAllele 1\tAllele 2\tAllele 3\tSize 1\tSize 2\tHeight 1\n"


def row(name: str, marker: str, *alleles: str, type_: str = "Sample", file: str = "a") -> str:
    cells = [*alleles, "", "", ""][:3]
    return "\t".join([file, name, type_, "GlobalFiler_Panel_v1", marker, "B", *cells, "123,4", "130,1", "900"]) + "\n"


def long(*rows: str):
    return read_profiles((HEAD + "".join(rows)).encode())


def told(table):
    return [(one.severity.value, one.code, one.place, one.column) for one in table.findings]


MEASURES = ("note", "columns-passed-over", "headings of profiles", "")


def test_genemapper_with_decimal_commas_sizes_and_heights():
    table = long(row("K-1", "D1S1656", "17,3", "12"), row("K-1", "vWA", "16", "17"), row("K-2", "VWA", "14", "14"))
    assert (table.markers, table.panels) == (("D1S1656", "vWA"), ("GlobalFiler_Panel_v1",))
    assert {one.id: dict(one.genotypes) for one in table.profiles} == {
        "K-1": {"D1S1656": "17.3/12", "vWA": "16/17"},
        "K-2": {"D1S1656": "-/-", "vWA": "14/14"},
    }
    assert told(table) == [MEASURES]


def test_controls_staff_and_relatives_are_set_apart_by_type():
    table = long(
        row("K-1", "FGA", "20", "21"),
        row("L", "FGA", "17", "18", type_="Allelic Ladder"),
        row("P", "FGA", "24", "26", type_="Positive Control"),
        row("N", "FGA", type_="Negative Control"),
        row("E-1", "FGA", "22", "23", type_="Staff"),
        row("R", "FGA", "22", "23", type_="Biological Mother"),
        row("Q", "FGA", "22", "23", type_="nobody knows"),
    )
    assert [one.id for one in table.profiles] == ["K-1", "Q"]
    assert [(one.role, one.profile.id) for one in table.apart] == [
        (Role.LADDER, "L"), (Role.POSITIVE, "P"), (Role.NEGATIVE, "N"), (Role.STAFF, "E-1"), (Role.RELATIVE, "R"),
    ]  # fmt: skip
    assert [one[1:3] for one in told(table)] == [
        ("columns-passed-over", "headings of profiles"),
        ("type-not-understood", "row 8 of profiles"),
        ("set-apart", "row 3 of profiles"),
        ("set-apart", "row 4 of profiles"),
        ("set-apart", "row 5 of profiles"),
        ("set-apart", "row 6 of profiles"),
        ("set-apart", "row 7 of profiles"),
    ]


def test_alleles_in_a_negative_control_are_told():
    table = long(row("K-1", "FGA", "20", "21"), row("NC 1", "FGA", "20", "21", type_="Negative Control"))
    assert told(table)[-1] == ("warning", "negative-control-typed", "row 3 of profiles", "")


@pytest.mark.parametrize(
    ("label", "type_", "role"),
    [
        ("K-17", "", Role.SAMPLE),
        ("Allelic Ladder 2", "", Role.LADDER),
        ("ladder_1", "Sample", Role.LADDER),
        ("NEG CTRL-3", "", Role.NEGATIVE),
        ("NTC", "", Role.NEGATIVE),
        ("Positive control", "", Role.POSITIVE),
        ("Negev-3", "", Role.SAMPLE),
        ("N-12", "", Role.SAMPLE),
        ("PC-12", "", Role.SAMPLE),
        ("007", "", Role.SAMPLE),
        ("K-17", "Unidentified Person", Role.SAMPLE),
        ("K-17", "Elimination, Known", Role.STAFF),
        ("K-17", "Missing Person", Role.OWN),
        ("K-17", "zzz", None),
    ],
)
def test_a_type_decides_and_otherwise_a_label_that_is_only_a_word(label, type_, role):
    assert role_of(label, type_) is role


def test_a_label_that_is_a_control_dna_stays_and_is_told():
    table = read_profiles(b"profile,FGA\n007,20/21\n2800M,22/23\n")
    assert [one.id for one in table.profiles] == ["007", "2800M"]
    assert [one.code for one in table.findings] == ["perhaps-a-control", "perhaps-a-control"]
    assert [may_be_control(one) for one in ("9947A", "NC 1", "PC+", "8007", "PC-12")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_y_and_x_are_kept_apart_and_amelogenin_gives_the_sex():
    table = read_profiles(b"profile,AMEL,FGA,DYS391,Yindel,DXS10135,IQCS\nK-1,X/Y,20/21,10,2,19,+\nK-2,X/X,20/21,,,,\n")
    assert (table.markers, table.others) == (("FGA",), ("AMEL", "DYS391", "Yindel", "DXS10135", "IQCS"))
    assert [one.sex for one in table.profiles] == [1, 2]
    place = "row 2 of profiles"
    assert dict(table.profiles[0].kept) == {
        "DYS391": Kept("Y", ("10",), place),
        "Yindel": Kept("Y", ("2",), place),
        "DXS10135": Kept("X", ("19",), place),
        "IQCS": Kept("sensor", ("+",), place),
    }
    assert told(table) == []


def test_results_on_y_of_a_woman_are_told():
    table = read_profiles(b"profile,AMEL,FGA,DYS391\nK-1,X/X,20/21,10\nK-2,X/X,20/21,?\n")
    assert told(table) == [("warning", "sex-contradicted", "row 2 of profiles", "")]


@pytest.mark.parametrize(
    ("cell", "code"),
    [("OL/20", "off-ladder"), ("OMR", "outside-range"), ("<16/20", "beyond-ladder"), (">30", "beyond-ladder"),
     ("2031-03-09", "date-in-cell"), ("20/21/22", "tri-allele"), ("20/x*", "allele-not-understood")],
)  # fmt: skip
def test_what_gives_no_result_is_kept_as_it_is_written(cell, code):
    table = read_profiles(f"profile,FGA\nK-1,{cell}\n".encode())
    assert dict(table.profiles[0].genotypes) == {"FGA": "-/-"}
    assert dict(table.profiles[0].kept) == {"FGA": Kept(code, (cell,), "row 2 of profiles")}
    assert told(table) == [("warning", code, "row 2 of profiles", "FGA")]


def test_a_question_mark_is_an_allele_not_known():
    table = read_profiles(b"profile,FGA,TH01\nK-1,?/20,?\n")
    assert dict(table.profiles[0].genotypes) == {"FGA": "20/-", "TH01": "-/-"}


@pytest.mark.parametrize(
    ("content", "genotype"),
    [
        ("profile;TH01;FGA\nK-1;9,3/7;20/21\n", "9.3/7"),  # the slash parts, so the comma is decimal
        ("profile;TH01;FGA\nK-1;9,3;20/21\n", "9.3/-"),  # the file parts by a slash elsewhere
        ("profile;TH01;FGA\nK-1;9,3;22.2\n", "9/3"),  # the file has decimal points
        ("profile;TH01\nK-1;9,3\n", "-/-"),  # either way
        ("profile;TH01\nK-1;13,14\n", "13/14"),  # no allele has two decimals
        ("profile;TH01 1;TH01 2\nK-1;9,3;7\n", "9.3/7"),
    ],
)
def test_commas_are_decimal_or_part_alleles_as_the_file_tells(content, genotype):
    table = read_profiles(content.encode())
    assert table.profiles[0].genotypes["TH01"] == genotype
    assert ("comma-ambiguous" in [one.code for one in table.findings]) == (genotype == "-/-")


def test_a_sample_typed_twice_is_compared_and_never_averaged():
    table = long(
        row("K-1", "FGA", "20", "21"), row("K-1", "TH01", "6", "9"), row("K-1", "vWA", "16", "17"),
        row("K-1", "FGA", "21", "20", file="b"), row("K-1", "TH01", "6", "7", file="b"), row("K-1", "TPOX", "8", "9", file="b"),
    )  # fmt: skip
    assert dict(table.profiles[0].genotypes) == {"FGA": "20/21", "TH01": "6/9", "vWA": "16/17", "TPOX": "8/9"}
    assert told(table)[1:] == [("error", "profile-twice", "row 5 of profiles", "")]
    assert table.findings[1].message == (
        "the sample is typed 2 times: 1 results agree, 1 differ at 1 markers; the first is used, nothing is averaged"
    )


def test_a_row_a_peak():
    table = read_profiles(b"Sample Name,Marker,Allele,RFU\nK-1,FGA,20,900\nK-1,FGA,21,800\nK-1,TH01,6,700\n")
    assert dict(table.profiles[0].genotypes) == {"FGA": "20/21", "TH01": "6/-"}


def test_wide_with_ten_alleles_and_office_columns():
    heads = [f"D3S1358 Allele {k}" for k in range(1, 11)] + [f"D3S1358 Height {k}" for k in range(1, 11)]
    content = ",".join(["Title", *[""] * 22]) + "\n" + ",".join(["Sample Name", "Comments", "Run Name", *heads]) + "\n"
    content += ",".join(["K-1", "wet", "7", "15", "16", *[""] * 8, *["900"] * 10]) + "\n"
    table = read_profiles(content.encode())
    assert (table.markers, dict(table.profiles[0].genotypes)) == (("D3S1358",), {"D3S1358": "15/16"})
    assert told(table) == [MEASURES]


def test_a_column_that_holds_nothing_like_alleles_is_passed_over_and_told():
    table = read_profiles(b"profile,SYN01,weather\nK-1,13/14,fine\nK-2,13/13,rain\n")
    assert table.markers == ("SYN01",)
    assert told(table) == [("warning", "columns-not-understood", "headings of profiles", "")]


def test_three_alleles_at_several_markers_are_one_finding():
    table = read_profiles(b"profile,FGA,TH01,vWA\nK-1,20/21/22,6/7/9,16/17\nK-2,20/21/22,6/7,16/17\n")
    assert told(table) == [
        ("warning", "mixture", "row 2 of profiles", ""),
        ("warning", "tri-allele", "row 3 of profiles", "FGA"),
    ]


def test_names_of_markers_that_end_in_numbers_are_no_halves():
    table = read_profiles(b"profile,M1,M2,M11,M12,TH01,D21S11\nK-1,8/9,8/9,8/9,8/9,6/7,30/31\n")
    assert table.markers == ("M1", "M2", "M11", "M12", "TH01", "D21S11")


def test_ten_thousand_columns_are_refused():
    content = ",".join(["profile", *(f"S{k}" for k in range(10_000))]) + "\nK-1\n"
    with pytest.raises(InputNotUnderstood) as refused:
        read_profiles(content.encode())
    assert str(refused.value) == "profiles: more than 2,000 columns (check its delimiters)"


def test_a_line_that_never_ends_is_refused():
    with pytest.raises(InputNotUnderstood) as refused:
        read_profiles(b"profile,FGA\nK-1," + b"2" * 2**21)
    assert str(refused.value) == "profiles: a line of more than 1 MB (check its line ends and delimiters)"


def test_an_empty_column_without_a_heading_is_nothing():
    table = read_profiles(b"profile,,FGA\nK-1,,20/21\n")
    assert (table.markers, told(table)) == (("FGA",), [])
