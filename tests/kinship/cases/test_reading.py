from __future__ import annotations

from typing import Any

import pytest

from repatria.errors import RepatriaError
from repatria.kinship import Convention, FrequencyTable, Mutation
from repatria.kinship.cases import Reader

TABLE = FrequencyTable({"M": {"8": 0.5, "9": 0.5}, "N": {"8": 0.25, "9": 0.75}}, persons=50, name="here")


def found(name: str) -> FrequencyTable:
    assert name == "here"
    return TABLE


def case(**more: Any) -> dict[str, Any]:
    return {
        "id": "C1",
        "H1": [{"id": ["FA", "MO", "MP"], "fid": ["0", "0", "FA"], "mid": ["0", "0", "MO"], "sex": [1, 2, 1]}],
        "H2": [
            {"id": ["FA"], "fid": ["0"], "mid": ["0"], "sex": [1]},
            {"id": ["MP"], "fid": ["0"], "mid": ["0"], "sex": [1]},
        ],
        "markers": ["M", "N"],
        "genotypes": {"MP": ["8/9", "9/9"], "FA": ["8/8", "8/-"]},
        "db": "here",
        "mutation": None,
        **more,
    }


def test_a_case_is_read() -> None:
    read = Reader(found).read(case(theta=0.02))
    assert (read.name, read.h2.ids, [marker.name for marker in read.markers]) == ("C1", ("FA", "MP"), ["M", "N"])
    assert (read.model, read.corrections.convention) == ("no mutation; theta 0.02", Convention.AS_GIVEN)


@pytest.mark.parametrize(
    ("more", "convention"),
    [
        ({"silent": 0.02}, "familias"),
        ({"silent": 0.02, "theta": 0.01}, "as_given"),
        ({"silent": 0.02, "convention": "as_given"}, "as_given"),
        ({"convention": "familias"}, "familias"),
        ({"convention": None, "silent": 0.02}, "familias"),
        ({}, "as_given"),
    ],
)
def test_which_convention_holds(more: dict[str, Any], convention: str) -> None:
    assert Reader(found).read(case(**more)).corrections.convention == convention


def test_markers_are_remembered_from_case_to_case() -> None:
    reader = Reader(found)
    first, second = reader.read(case()), reader.read(case(id="C2"))
    assert [a is b for a, b in zip(first.markers, second.markers, strict=True)] == [True, True]
    other = reader.read(case(mutation={"model": "equal", "rate": 0.1}))
    assert other.markers[0] is not first.markers[0]


def test_a_model_for_each_marker() -> None:
    equal = {"model": "equal", "rate": 0.1}
    read = Reader(found).read(case(mutation={"M": equal, "N": None}))
    assert (read.markers[0].female is None, read.markers[1].female is None) == (False, True)
    assert read.model == f"{Mutation.of_json(equal).name}; no mutation"


def test_an_unseen_allele_by_a_rule() -> None:
    seen = {"MP": ["8/10", "8/8"], "FA": ["8/8", "-/-"]}
    read = Reader(found).read(case(genotypes=seen, unseen={"rule": "5/2N"}))
    assert [marker.alleles for marker in read.markers] == [("8", "9", "10"), ("8", "9")]
    assert read.markers[0].frequencies.tolist() == pytest.approx([0.5 / 1.05, 0.5 / 1.05, 0.05 / 1.05])
    assert read.model == "no mutation; unseen alleles 5/2N"
    assert read.notes == ("M: an allele without frequency gets one by rule 5/2N, the marker scaled to 1",)


def test_a_rule_that_had_nothing_to_do_is_in_the_model_and_in_no_note() -> None:
    read = Reader(found).read(case(unseen={"rule": "fixed", "at": 0.001}))
    assert (read.model, read.notes) == ("no mutation; unseen alleles fixed 0.001", ())


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"markers": []}, "the case has no list of markers"),
        ({"H1": None}, "the case has no list of H1"),
        ({"H1": [{"id": ["A"]}]}, "a component of H1 lacks id, fid, mid or sex"),
        ({"H1": [{"id": ["A"], "fid": ["B"], "mid": ["0"], "sex": [1]}]}, "H1 A: a parent is not in the pedigree"),
        ({"genotypes": []}, "the case has no object genotypes"),
        ({"genotypes": {"MP": "8/9"}}, "genotypes of a person are not a list"),
        ({"genotypes": {"MP": [8, 9]}}, "a genotype is neither text nor an object"),
        ({"db": None}, "the case has no frequencies"),
        ({"markers": ["M", "Q"]}, "Q: the marker is not in the table of frequencies"),
        ({"theta": "much"}, "theta is not a number"),
        ({"chrom": "Y"}, "chrom is neither autosomal nor X"),
        ({"convention": "mine"}, "this convention is not known"),
        ({"mutation": "equal"}, "mutation is neither null nor an object"),
        ({"mutation": {"M": None}}, "N: a marker has no mutation model"),
        ({"unseen": {"rule": "guess"}}, "this rule for unseen alleles is not known"),
        ({"markers": ["M", "M"]}, "M: a marker stands in the case twice"),
        ({"db": None, "freq": {"M": {"8": "half"}, "N": {"8": 1}}}, "M: a frequency is not a number"),
        ({"db": None, "freq": {"M": [0.5, 0.5], "N": {"8": 1}}}, "M: a frequency is not a number"),
        ({"founder_inbreeding": {"ZZ": 0.25}}, "ZZ: an inbreeding coefficient is of nobody in H1 or H2"),
        ({"founder_inbreeding": {"FA": "much"}}, "FA is not a number"),
        ({"founder_inbreeding": [0.25]}, "the case has no object founder_inbreeding"),
        (
            {"H2": [{"id": ["FA", "MP"], "fid": ["0", "0"], "mid": ["0", "0"], "sex": [1, 2]}]},
            "MP: a person's sex under H1 is not that under H2",
        ),
    ],
)
def test_what_is_not_understood_is_named(more: dict[str, Any], told: str) -> None:
    with pytest.raises(RepatriaError) as refused:
        Reader(found).read(case(**more))
    assert str(refused.value).partition(" (")[0] == told
