"""Genotype tables of every form say the same, and each rule is told where it was used."""

from __future__ import annotations

import pytest

from repatria.errors import InputNotUnderstood
from repatria.kinship.files import LoneAllele, read_profiles


def told(table):
    return [(one.severity.value, one.code, one.place, one.column) for one in table.findings]


def genotypes(content, **more):
    return {one.id: dict(one.genotypes) for one in read_profiles(content, **more).profiles}


ONE_COLUMN = b"profile,sex,SYN01,SYN02\nR-0001,M,13/14,9.3/9.3\nR-0002,,13/-,\n"
TWO_COLUMNS = b"profile;sex;SYN01 1;SYN01 2;SYN02 1;SYN02 2\r\nR-0001;M;13;14;9.3;9.3\r\nR-0002;;13;-;;\r\n"
SAME_HEADINGS = (
    b"Sample Name\tGender\tSYN01\tSYN01\tSYN02\tSYN02\nR-0001\tMale\t13\t14\t9.3\t9.3\nR-0002\t\t13\t-\t\t\n"
)
LONG = (
    b"Sample Name,Sex,Marker,Allele 1,Allele 2\nR-0001,M,SYN01,13,14\nR-0001,M,SYN02,9.3,9.3\n"
    b"R-0002,,SYN01,13,-\nR-0002,,SYN02,,\n"
)


@pytest.mark.parametrize("content", [ONE_COLUMN, TWO_COLUMNS, SAME_HEADINGS, LONG])
def test_every_form_of_table_says_the_same(content):
    table = read_profiles(content)
    assert table.markers == ("SYN01", "SYN02")
    assert [(one.id, one.sex) for one in table.profiles] == [("R-0001", 1), ("R-0002", 0)]
    assert genotypes(content) == {
        "R-0001": {"SYN01": "13/14", "SYN02": "9.3/9.3"},
        "R-0002": {"SYN01": "13/-", "SYN02": "-/-"},
    }
    assert told(table) == []


def test_utf_16_and_a_byte_order_mark_are_read():
    text = ONE_COLUMN.decode()
    assert genotypes(text.encode("utf-16")) == genotypes(text.encode("utf-8-sig")) == genotypes(ONE_COLUMN)


def test_spellings_of_one_allele_are_one():
    assert genotypes(b"profile,SYN01\nR-0001,09/9.0\nR-0002,9/10\n") == {
        "R-0001": {"SYN01": "9/9"},
        "R-0002": {"SYN01": "9/10"},
    }


def test_three_alleles_give_no_result_by_a_named_rule():
    table = read_profiles(b"sample,marker,allele 1,allele 2,allele 3\nR-0001,SYN01,11,12,13\nR-0001,SYN02,8,9,\n")
    assert dict(table.profiles[0].genotypes) == {"SYN01": "-/-", "SYN02": "8/9"}
    assert told(table) == [("warning", "tri-allele", "row 2 of profiles", "SYN01")]
    assert table.findings[0].message == "three alleles or more (rule tri-allele): no result at this marker"


def test_a_lone_allele_is_partial_and_said_so_unless_told_that_it_is_a_homozygote():
    content = b"profile,SYN01,SYN02\nR-0001,13,13/-\n"
    table = read_profiles(content)
    assert dict(table.profiles[0].genotypes) == {"SYN01": "13/-", "SYN02": "13/-"}
    assert told(table) == [("note", "one-allele", "row 2 of profiles", "SYN01")]
    table = read_profiles(content, lone=LoneAllele.HOMOZYGOTE)
    assert dict(table.profiles[0].genotypes) == {"SYN01": "13/13", "SYN02": "13/-"}
    assert told(table) == []


def test_what_is_outside_the_ladder_or_no_allele_gives_no_result():
    table = read_profiles(b"profile,SYN01,SYN02\nR-0001,OL/13,13/1*4\n")
    assert dict(table.profiles[0].genotypes) == {"SYN01": "-/-", "SYN02": "-/-"}
    assert told(table) == [
        ("warning", "off-ladder", "row 2 of profiles", "SYN01"),
        ("warning", "allele-not-understood", "row 2 of profiles", "SYN02"),
    ]


@pytest.mark.parametrize(
    ("sex", "amelogenin", "found", "codes"),
    [
        ("", "X/Y", 1, []),
        ("", "X/X", 2, []),
        ("", "X", 0, []),
        ("F", "X", 2, []),
        ("F", "X/Y", 0, ["sex-contradicted"]),
        ("zzz", "", 0, ["sex-not-understood"]),
    ],
)
def test_sex_is_what_is_said_and_what_amelogenin_shows(sex, amelogenin, found, codes):
    table = read_profiles(f"profile,sex,AMEL,SYN01\nR-0001,{sex},{amelogenin},13/14\n".encode())
    assert table.markers == ("SYN01",)
    assert (table.profiles[0].sex, [one.code for one in table.findings]) == (found, codes)


def test_what_stands_there_twice_is_told_and_the_first_kept():
    wide = read_profiles(b"profile,SYN01\nR-0001,13/14\nR-0001,15/15\n,9/9\n")
    assert genotypes(b"profile,SYN01\nR-0001,13/14\nR-0001,15/15\n,9/9\n") == {"R-0001": {"SYN01": "13/14"}}
    assert told(wide) == [
        ("error", "profile-without-id", "row 4 of profiles", ""),
        ("error", "profile-twice", "row 3 of profiles", ""),
    ]
    long = read_profiles(b"sample,marker,genotype\nR-0001,SYN01,13/14\nR-0001,SYN01,15/15\n")
    assert dict(long.profiles[0].genotypes) == {"SYN01": "13/14"}
    assert told(long) == [("error", "profile-twice", "row 3 of profiles", "")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "profiles: the table is empty (the first row holds the headings)"),
        (b"a,b\n1,2\n", "profiles: no column says whose profile it is (name it: profile)"),
        (b"\x00\x01", "profiles: the file is not UTF-8 text (save it as CSV in UTF-8)"),
        (b"profile,X\nR,1,2\n", "row 2 of profiles: more cells than headings (check its delimiters)"),
        (
            b"profile,X,X,X\nR,1,2,3\n",
            "headings of profiles: a marker with more than two columns (give each marker one column, or two)",
        ),
        (b"sample,marker\nR,X\n", "profiles: no column of alleles (name them: allele 1, allele 2)"),
    ],
)
def test_tables_that_are_none_are_refused(content, message):
    with pytest.raises(InputNotUnderstood) as refused:
        read_profiles(content)
    assert str(refused.value) == message


def test_no_finding_says_an_allele():
    content = b"profile,sex,AMEL,SYN01,SYN02,SYN03\nR-0001,F,X/Y,11.3/12.3/17.3,OL17.3,17.3\nR-0001,,,17.3/17.3,,\n"
    findings = read_profiles(content).findings
    assert len(findings) == 5
    assert "17.3" not in "".join(f"{one.message}{one.hint}{one.place}{one.column}" for one in findings)
