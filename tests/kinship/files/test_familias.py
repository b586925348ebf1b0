"""Familias' files: what is certain is read, what is not is refused with its line. The files are invented."""

from __future__ import annotations

import re

import pytest

from repatria.kinship import Marker, Mutation
from repatria.kinship.files import to_line
from repatria.kinship.files.familias import FamiliasNotUnderstood, read_fam

HEAD = '"Output from Familias, version 3.3.1"\n"DO NOT EDIT!"\n3.3.1\n""\n'
PEOPLE = """3
"N-1"
#FALSE#
-1
#FALSE#
#TRUE#
2
1
0
0
2
2
1
"N-2"
#FALSE#
-1
#FALSE#
#FALSE#
0
"N-3"
#FALSE#
1990
#FALSE#
#TRUE#
1
1
1
0
"""
PEDIGREES = """"Known relations"
0
0
0
2
0
"as said"
0
0
2
0
2
1
2
1
"unrelated"
1
0
1
3
2
"""
DATABASE = """#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: 0.01 )
2
#TRUE#
"North, invented"
"SYN01"
0.001
0.002
4
4
2
0.1
0.2
1e-006
1e-005
#FALSE#
0
2\t(DatabaseSize = 500 , Dropout probability = 0 , Minor allele frequency = 0.001 )
"9.3"
0.25
"10"
0.75
"SYN02"
0
0
0
0
3
0.1
0.1
0.0
0.0
#FALSE#
0
3\t(DatabaseSize = 400 , Dropout probability = 0 , Minor allele frequency = 0 )
"12"
0.5
"13"
0.25
"14"
0.25
"""
SETTINGS = "[Advanced]\n[[Direct/Identity]]\nDropin= 0\n[[DVI]]\nQuickSearch= Enabled\n"
FAM = HEAD + PEOPLE + PEDIGREES + DATABASE + SETTINGS

DVI = """
[DVI]
[[Unidentified persons]]
nPersons= 2
[[[Person 1 ]]]
Name= R-0001
Gender= Male
[[[[DNA data]]]]
nSystems= 1
SystemName= SYN01
Allele1= 10
Allele2= 9.3
[[[Person 2 ]]]
Name= R-0002
Gender= Unknown
[[[[DNA data]]]]
nSystems= 0
[[Notes]]
nFamilies= 1

[[Reference Families]]
nFamilies= 1
[[[Family 1 ]]]
Name= K-1
[[[[Persons]]]]
nPersons= 2
[[[[[Person 1]]]]]
Name= K-1-a
Gender= Female
[[[[[[DNA data]]]]]]
nSystems= 1
SystemName= SYN02
Allele1= 12
Allele2= 12
[[[[[Person 2]]]]]
Name= K-1-b
Gender= Male
[[[[[[DNA data]]]]]]
nSystems= 0
[[[[Pedigrees]]]]
nPedigrees= 2
[[[[[Pedigree 1]]]]]
Name= Reference pedigree
nRelations= 1
Parent= K-1-a
Child= Missing person
[[[[[Pedigree 2]]]]]
Name= PED-1
nRelations= 2
Parent= K-1-a
Child= K-1-b
Parent= Missing person
Child= K-1-b
[Prior]
UseList= Yes
Size= 3
"""
DVI_FAM = HEAD + '0\n"Known relations"\n0\n0\n0\n0\n' + DATABASE + DVI + SETTINGS


def tree(family):
    line = to_line(family)
    return list(zip(line["id"], line["fid"], line["mid"], line["sex"], strict=True))


def refusal(text):
    with pytest.raises(FamiliasNotUnderstood) as refused:
        read_fam(text.encode())
    number = re.fullmatch("line ([0-9]+) of fam", refused.value.place)
    return text.splitlines()[int(number[1]) - 1], refused.value.message


def test_people_and_pedigrees_of_the_main_part():
    case = read_fam(FAM.encode())
    assert (case.version, case.theta) == ("3.3.1", 0.01)
    assert [(one.id, one.sex, dict(one.genotypes)) for one in case.people] == [
        ("N-1", 1, {"SYN01": "10/9.3", "SYN02": "14/14"}),
        ("N-2", 2, {}),
        ("N-3", 1, {"SYN01": "10/10"}),
    ]
    first, second = case.pedigrees
    assert tree(first) == [("N-1", "0", "0", 1), ("N-2", "0", "0", 2), ("N-3", "N-1", "N-2", 1)]
    assert tree(second) == [
        ("N-1", "0", "0", 1), ("N-2", "0", "0", 2), ("N-3", "~other-parent-of-N-3", "~further-1", 1),
        ("~further-1", "0", "0", 2), ("~other-parent-of-N-3", "0", "0", 1),
    ]  # fmt: skip
    assert set(first.genotypes) == {"N-1", "N-3"}


def test_markers_with_frequencies_and_mutation_mothers_first():
    first, second = read_fam(FAM.encode()).markers
    assert (first.name, dict(first.frequencies), first.people, first.minimum) == (
        "SYN01", {"9.3": 0.25, "10": 0.75}, 500, 0.001,
    )  # fmt: skip
    assert first.mutation == {
        "model": "stepwise",
        "rate": {"female": 0.001, "male": 0.002},
        "rate2": {"female": 1e-6, "male": 1e-5},
        "range": {"female": 0.1, "male": 0.2},
    }
    assert second.mutation is None
    # 9.3 and 10 are of different classes: only rate2 leads from one to the other
    marker = Marker.of(first.name, first.frequencies, mutation=Mutation.of_json(first.mutation))
    assert (marker.female.tolist(), marker.male.tolist()) == (
        [[1 - 1e-6, 1e-6], [1e-6, 1 - 1e-6]],
        [[1 - 1e-5, 1e-5], [1e-5, 1 - 1e-5]],
    )


def test_settings_are_passed_over_and_told():
    found = read_fam(FAM.encode()).findings
    assert [(one.code, one.message) for one in found] == [
        ("settings-passed-over", "the settings [Advanced] are passed over")
    ]


def test_unidentified_persons_and_reference_families():
    case = read_fam(DVI_FAM.encode())
    assert [(one.id, one.sex, dict(one.genotypes)) for one in case.unidentified] == [
        ("R-0001", 1, {"SYN01": "10/9.3"}),
        ("R-0002", 0, {}),
    ]
    (family,) = case.families
    reference, second = family.pedigrees
    assert (family.name, reference.id, second.id) == ("K-1", "Reference pedigree", "PED-1")
    assert tree(reference) == [
        ("K-1-a", "0", "0", 2), ("K-1-b", "0", "0", 1), ("Missing person", "~other-parent-of-Missing person", "K-1-a", 0),
        ("~other-parent-of-Missing person", "0", "0", 1),
    ]  # fmt: skip
    assert tree(second) == [
        ("K-1-a", "0", "0", 2), ("K-1-b", "Missing person", "K-1-a", 1), ("Missing person", "0", "0", 1),
    ]  # fmt: skip
    assert (reference.missing, dict(reference.genotypes)) == ("Missing person", {"K-1-a": {"SYN02": "12/12"}})


def test_a_missing_parent_whose_sex_nobody_says_is_taken_as_male_and_told():
    case = read_fam(DVI_FAM.replace("nRelations= 2\nParent= K-1-a\nChild= K-1-b\n", "nRelations= 1\n").encode())
    assert tree(case.families[0].pedigrees[1])[1:3] == [
        ("K-1-b", "Missing person", "~other-parent-of-K-1-b", 1), ("Missing person", "0", "0", 1),
    ]  # fmt: skip
    assert [one.code for one in case.findings] == ["sex-of-missing", "settings-passed-over", "settings-passed-over"]


def test_windows_line_ends_and_code_page_are_read():
    text = DVI_FAM.replace("K-1-a", "K-1-ä").replace("\n", "\r\n")
    assert read_fam(text.encode("cp1252")) == read_fam(text.encode())


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            '"Output from Familias', '"Output from Elsewhere',
            '"Output from Elsewhere, version 3.3.1"', "the file is not from Familias",
        ),
        ("\n3.3.1\n", "\n2.1\n", "2.1", "the file is not from Familias 3"),
        (
            "#Databases: 1", "#Databases: 2",
            "#FALSE# (#Databases: 2 ;Theta/Kinship/Fst: 0.01 )", "the file has several databases",
        ),
        ("#FALSE#\n0\n2\t", "#TRUE#\n0.01\n2\t", "#TRUE#", "the marker has a silent allele"),
        ("#FALSE#\n0\n2\t", "#FALSE#\n0.01\n2\t", "0.01", "the marker has a silent allele"),
        ("\n4\n4\n2\n", "\n4\n1\n2\n", "1", "mothers and fathers have different mutation models"),
        ("\n4\n4\n2\n", "\n3\n3\n2\n", "3", "this mutation model is not read here"),
        ("\n4\n4\n2\n", "\n2\n2\n2\n", "2", "the stepwise model is read for whole repeats without gaps only"),
        ('"10"\n0.75', '"10"\n0.7', "0.7", "the frequencies of a marker do not sum to one"),
        (
            '"10"\n0.75', '"9.3"\n0.75',
            "0.75", "an allele stands there twice, or its frequency is not between 0 and 1",
        ),
        (
            '2\n2\n1\n"N-2"', '3\n2\n1\n"N-2"',
            "#TRUE#", "a result names a marker or an allele that the database does not have",
        ),
        (
            "\n1\n0\n1\n3\n2\n", "\n1\n1\n1\n3\n2\n",
            "1", "a pedigree has further women and men: their order is not known",
        ),
        (
            "\n0\n2\n1\n2\n1\n", "\n0\n2\n0\n2\n1\n",
            '"as said"', "a child has two fathers, two mothers, or a parent without a sex",
        ),
        ("\n0\n2\n1\n2\n1\n", "\n0\n2\n2\n0\n1\n", '"as said"', "a person is their own ancestor"),
        ("[Advanced]", "[Unheard of]", "[Unheard of]", "this part is not known"),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_refused_with_its_line(old, new, line, message):
    assert old in FAM
    assert refusal(FAM.replace(old, new)) == (line, message)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            "Allele2= 9.3", "Allele2= 11",
            "Allele2= 11", "a result names an allele that the database does not have",
        ),
        (
            "SystemName= SYN01", "SystemName= SYN09",
            "SystemName= SYN09", "a result is of a marker that the database does not have",
        ),
        ("Parent= K-1-a\nChild= Missing", "Direct= K-1-a\nChild= Missing", "Direct= K-1-a", "Parent is missing"),
        (
            "Parent= K-1-a\nChild= Missing", "Parent= K-1-z\nChild= Missing",
            "Child= Missing person", "a relation names somebody whom the file does not have",
        ),
        ("[[Notes]]", "[[Remarks]]", "[[Remarks]]", "the heading Notes is missing"),
        ("nPersons= 2\n[[[P", "nPersons= 3\n[[[P", "[[Notes]]", "the heading Person is missing"),
    ],
)  # fmt: skip
def test_the_dvi_part_is_refused_with_its_line(old, new, line, message):
    assert old in DVI_FAM
    assert refusal(DVI_FAM.replace(old, new, 1)) == (line, message)


def test_stepwise_on_whole_repeats_without_gaps_is_read():
    ladder = DATABASE.replace("0\n0\n0\n0\n3\n", "0.001\n0.001\n2\n2\n3\n")
    marker = read_fam((HEAD + PEOPLE + PEDIGREES + ladder).encode()).markers[1]
    assert marker.mutation == {
        "model": "stepwise",
        "rate": {"female": 0.001, "male": 0.001},
        "rate2": {"female": 0.0, "male": 0.0},
        "range": {"female": 0.1, "male": 0.1},
    }


def test_marked_people_are_refused_only_where_a_marker_has_dropout():
    marked = FAM.replace("1990\n#FALSE#", "1990\n#TRUE#")
    assert len(read_fam(marked.encode()).people) == 3
    message = "somebody is marked, perhaps for dropout, and markers have a dropout probability"
    assert refusal(marked.replace("probability = 0 ", "probability = 0.05 ")) == ("0.25", message)


@pytest.mark.parametrize("length", range(0, len(HEAD) + 400, 31))
def test_a_file_cut_short_is_refused_where_it_ends(length):
    with pytest.raises(FamiliasNotUnderstood):
        read_fam(DVI_FAM[:length].encode())
