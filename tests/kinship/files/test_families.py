"""Families from tables of relatives, from .ped and from JSON lines: the same pedigree, and refusals with their place."""

from __future__ import annotations

import json

import pytest

from repatria.errors import InputNotUnderstood
from repatria.kinship.files import FileNotUnderstood, read_families, read_map, read_ped, read_relatives, to_line
from repatria.kinship.files.relatives import RELATIONS


def tree(family):
    line = to_line(family)
    return list(zip(line["id"], line["fid"], line["mid"], line["sex"], strict=True))


def relatives(rows, head="family,person,relation,sex,SYN01"):
    return read_relatives("\n".join([head, *rows]).encode())


def one(rows, **more):
    (family,), findings = relatives(rows, **more)
    assert findings == ()
    return family


def refused(rows, **more):
    with pytest.raises(FileNotUnderstood) as wrong:
        relatives(rows, **more)
    return [(one.place, one.message) for one in wrong.value.findings]


def test_a_mother_alone_adds_the_father_without_a_result():
    family = one(["K-1,K-1-m,missing,M,", "K-1,K-1-a,mother,,13/14"])
    assert tree(family) == [("K-1-m", "~father", "K-1-a", 1), ("K-1-a", "0", "0", 2), ("~father", "0", "0", 1)]
    assert (family.missing, family.genotypes, family.markers) == ("K-1-m", {"K-1-a": {"SYN01": "13/14"}}, ("SYN01",))


def test_spouse_and_children_are_below_a_missing_founder():
    family = one(["K-1,m,missing,F,", "K-1,h,husband,,9/9", "K-1,s,son,,9/10", "K-1,d,daughter,,9/9"])
    assert tree(family) == [("m", "0", "0", 2), ("h", "0", "0", 1), ("s", "h", "m", 1), ("d", "h", "m", 2)]


def test_children_without_a_spouse_share_one_unknown_parent():
    family = one(["K-1,m,missing,M,", "K-1,s,son,,9/10", "K-1,d,daughter,,9/9"])
    assert tree(family) == [
        ("m", "0", "0", 1),
        ("s", "m", "~spouse", 1),
        ("d", "m", "~spouse", 2),
        ("~spouse", "0", "0", 2),
    ]


def test_brothers_half_brothers_uncles_and_grandmothers():
    family = one(
        ["K-1,m,missing,,", "K-1,b,brother,,9/9", "K-1,h,paternal half-sister,,9/9", "K-1,u,Maternal Uncle,,9/9",
         "K-1,g,paternal grandmother,,9/9"]
    )  # fmt: skip
    assert tree(family) == [
        ("m", "~father", "~mother", 0),
        ("b", "~father", "~mother", 1),
        ("h", "~father", "~other-parent-of-h", 2),
        ("~other-parent-of-h", "0", "0", 2),
        ("u", "~maternal-grandfather", "~maternal-grandmother", 1),
        ("g", "0", "0", 2),
        ("~father", "~paternal-grandfather", "g", 1),
        ("~maternal-grandfather", "0", "0", 1),
        ("~maternal-grandmother", "0", "0", 2),
        ("~mother", "~maternal-grandfather", "~maternal-grandmother", 2),
        ("~paternal-grandfather", "0", "0", 1),
    ]


@pytest.mark.parametrize("relation", sorted(set(RELATIONS) - {"missing"}))
def test_every_relation_makes_a_pedigree(relation):
    family = one(["K-1,m,missing,M,", f"K-1,r,{relation},,9/9"])
    assert set(family.pedigree.ids) >= {"m", "r"}
    assert len(family.pedigree.components()) == (2 if relation == "spouse" else 1)


def test_parents_may_be_given_by_reference():
    head = "family,person,father,mother,missing,sex,SYN01"
    rows = ["K-1,f,,,,M,9/9", "K-1,a,,,,F,", "K-1,m,f,a,yes,M,"]
    family = one(rows, head=head)
    assert tree(family) == [("f", "0", "0", 1), ("a", "0", "0", 2), ("m", "f", "a", 1)]
    assert (family.missing, dict(family.genotypes)) == ("m", {"f": {"SYN01": "9/9"}})


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["K,m,missing,M,", "K,x,cousin,,9/9"], ("row 3 of relatives", "the relation is not known")),
        (["K,x,mother,,9/9"], ("row 2 of relatives", "the family has no missing person")),
        (
            ["K,m,missing,M,", "K,x,mother,M,9/9"],
            ("row 3 of relatives", "the relation and the sex contradict each other"),
        ),
        (
            ["K,m,missing,M,", "K,x,mother,,", "K,y,mother,,"],
            ("row 4 of relatives", "a second person of this relation"),
        ),
        (["K,m,missing,,", "K,x,son,,9/9"], ("row 2 of relatives", "a parent's sex is not said")),
        (["K,m,missing,M,", "K,x,spouse,M,"], ("row 2 of relatives", "the spouse has the missing person's sex")),
    ],
)
def test_relatives_that_make_no_family_are_refused_with_their_row(rows, told):
    assert refused(rows) == [told]


def test_impossible_pedigrees_are_refused_by_rule_and_person():
    head = "family,person,father,mother,missing,sex,SYN01"
    assert refused(["K-1,a,b,c,yes,M,", "K-1,b,a,c,,M,", "K-1,c,,,,F,"], head=head) == [
        ("a", "a person is their own ancestor")
    ]
    assert refused(["K-1,a,b,c,yes,M,", "K-1,b,,,,M,", "K-1,c,,,,M,"], head=head) == [("a", "the mother is not female")]
    assert refused(["K-1,a,b,,yes,M,", "K-1,b,,,,M,"], head=head) == [("a", "only one parent is given")]


def test_a_row_without_a_family_is_refused():
    with pytest.raises(InputNotUnderstood) as wrong:
        relatives([",m,missing,M,"])
    assert (
        str(wrong.value)
        == "row 2 of relatives: a row names no family (a table of relatives has family, person, sex, relation)"
    )


@pytest.mark.parametrize("row", ["K-1,m,missing,M,13/14", "K-1,m,missing,M,13/-"])
def test_a_missing_person_with_results_is_refused(row: str):
    with pytest.raises(FileNotUnderstood) as wrong:
        relatives([row, "K-1,a,mother,,13/14"])
    assert [(one.place, one.message) for one in wrong.value.findings] == [
        ("row 2 of relatives", "the missing person has results")
    ]


def test_ped_and_map_give_families():
    markers = read_map(b"1 SYN01 0 1\n# a remark\n1 SYN02 2\n")
    assert markers == ("SYN01", "SYN02")
    content = b"K-1 f 0 0 1 -9 9 9 0 0\nK-1 a 0 0 2 -9 0 0 0 0\n\nK-1 m f a 1 -9 9 0 11 12\nK-2 s 0 0 2 0 1 2 3 4\n"
    (first, second), findings = read_ped(content, markers=markers, missing="m")
    assert tree(first) == [("f", "0", "0", 1), ("a", "0", "0", 2), ("m", "f", "a", 1)]
    assert first.genotypes == {"f": {"SYN01": "9/9", "SYN02": "-/-"}, "m": {"SYN01": "9/-", "SYN02": "11/12"}}
    assert (first.missing, second.missing, findings) == ("m", "", ())


def test_ped_lines_that_are_none_are_all_told():
    with pytest.raises(FileNotUnderstood) as wrong:
        read_ped(b"K-1 f 0 0 1 -9 9\nK-1 a 0 0 0 -9 9 9\nK-2 a b 0 1 -9 9 9\n", markers=("SYN01",))
    assert [(one.place, one.message) for one in wrong.value.findings] == [
        ("line 1 of ped", "the line has another number of columns"),
        ("line 2 of ped", "the line says no sex"),
        ("line 3 of ped", "a parent is not in the pedigree"),
    ]


def test_lines_of_families_come_back_as_they_were_written():
    (family,), _ = relatives(["K-1,m,missing,M,", "K-1,a,mother,,13/14"])
    line = json.dumps(to_line(family)).encode()
    assert list(read_families(line + b"\n\n")) == [family]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"[]", "line 1 of families: the line is not a family"),
        (b'{"family": "K-1"}', "line 1 of families: the line is not a family"),
        (
            b'{"family":"K-1","id":["m"],"fid":["0"],"mid":["0"],"sex":[1],"missing":"x","markers":[],"genotypes":{}}',
            "line 1 of families: somebody named is not in the pedigree",
        ),
        (
            b'{"family":"K-1","id":["m"],"fid":["m"],"mid":["0"],"sex":[1],"missing":"m","markers":[],"genotypes":{}}',
            "line 1 of families, m: only one parent is given",
        ),
    ],
)
def test_lines_that_are_no_families_are_refused(line, message):
    with pytest.raises(InputNotUnderstood) as wrong:
        list(read_families(line))
    assert str(wrong.value).partition(" (")[0] == message
