from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from repatria.errors import InputNotUnderstood
from repatria.kinship.joint import CaseNotUnderstood, read_case
from repatria.kinship.markers import FrequenciesImpossible
from repatria.kinship.pedigree import PedigreeImpossible


def test_a_table_for_all_markers(golden: Path, read: Any):
    value, case = read(golden / "dvi_syn_singles5.json")
    assert [marker.name for marker in case.markers] == value["markers"]
    assert case.model == "stepwise (male 0.003, female 0.001, rate2 1e-05, range 0.1)"
    assert case.missing == ("M1", "M2", "M3", "M4", "M5")
    assert {victim.name: int(victim.sex) for victim in case.victims} == {
        name: one["sex"] for name, one in value["victims"].items()
    }


def test_a_table_for_each_marker(father_and_brothers: dict[str, Any]):
    case = read_case(father_and_brothers)
    assert case.model == "no mutation"
    assert case.candidates() == {"M1": (0, 1), "M2": (0, 1)}
    assert case.findings == ()


def test_models_that_differ_are_all_named(father_and_brothers: dict[str, Any]):
    of_sex = {"model": "equal", "rate": 0.001, "rate2": 0, "range": 0.1}
    father_and_brothers["markers"][1]["mutation"] = {"female": of_sex, "male": {**of_sex, "rate": 0.002}}
    assert read_case(father_and_brothers).model == "no mutation; equal (male 0.002, female 0.001)"


def test_pairings_restrict_beyond_sex(father_and_brothers: dict[str, Any]):
    father_and_brothers["pairings"] = {"V1": ["*", "M2"]}
    assert read_case(father_and_brothers).candidates() == {"M1": (1,), "M2": (0, 1)}


def test_the_order_of_victims_columns_can_be_said(father_and_brothers: dict[str, Any]):
    father_and_brothers["victim_markers"] = ["B", "A"]
    father_and_brothers["markers"][1]["freq"] = {"1": 0.6, "2": 0.3, "3": 0.1}
    case = read_case(father_and_brothers)
    assert case.victims[0].genotypes == ("1/1", "1/2")
    assert case.findings == ()


def test_columns_in_another_order_are_read_so_and_it_is_said(father_and_brothers: dict[str, Any]):
    father_and_brothers["markers"][1]["freq"] = {"15": 0.6, "16": 0.4}
    father_and_brothers["families"]["F1"]["typed"]["R1"] = ["1/1", "15/16"]
    for victim in father_and_brothers["victims"].values():
        victim["genotypes"] = ["15/16", victim["genotypes"][0]]
    case = read_case(father_and_brothers)
    assert case.victims[1].genotypes == ("1/3", "15/16")
    assert [finding.code for finding in case.findings] == ["victims-in-another-order"]


def test_a_result_that_breaks_a_rule_is_told_with_whose_it_is(father_and_brothers: dict[str, Any]):
    victims, typed = father_and_brothers["victims"], father_and_brothers["families"]["F1"]["typed"]
    for row, place, text, told in (
        (victims["V1"]["genotypes"], 1, "1/9", "V1 at B: an allele has no frequency"),
        (victims["V1"]["genotypes"], 1, "1", "V1 at B: one allele is given where two are inherited"),
        (typed["R1"], 0, "1/9", "R1 at A: an allele has no frequency"),
        (typed["R1"], 0, "1/2/3", "R1, result 1: a marker has three alleles or more"),
    ):
        before, row[place] = row[place], text
        with pytest.raises(InputNotUnderstood) as refused:
            read_case(father_and_brothers)
        assert str(refused.value).partition(" (")[0] == told
        row[place] = before
    father_and_brothers["markers"] = [{**one, "chrom": "X"} for one in father_and_brothers["markers"]]
    with pytest.raises(InputNotUnderstood) as refused:
        read_case(father_and_brothers)
    assert str(refused.value).partition(" (")[0] == "V1 at A: a male has two alleles on X"


@pytest.mark.parametrize("pairings", [{"V9": ["M1"]}, {"V1": ["M9"]}])
def test_pairings_are_of_those_who_are_there(father_and_brothers: dict[str, Any], pairings: dict[str, list[str]]):
    with pytest.raises(InputNotUnderstood) as refused:
        read_case({**father_and_brothers, "pairings": pairings})
    assert refused.value.message == "pairings name somebody who is not in the case"


def test_the_model_says_that_alleles_may_be_silent(father_and_brothers: dict[str, Any]):
    assert read_case({**father_and_brothers, "silent": 0.01}).model == "no mutation; silent 0.01"


def _with(case: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**case, **more}


def test_what_is_refused_says_why(father_and_brothers: dict[str, Any]):
    case = father_and_brothers
    refused = [
        (_with(case, theta=0.02), "theta and linked markers are not part of joint identification"),
        (_with(case, convention="familias"), "joint identification takes pedigrees as given"),
        (_with(case, victims=None), "the case has no victims"),
        (_with(case, markers=[]), "the case has no markers, or one twice"),
        (_with(case, markers=["A", "B"]), "a marker has no frequencies"),
        (_with(case, missing=["M1", "M1"]), "a missing person is listed twice"),
        (_with(case, missing=["M1", "M9"]), "a missing person is in no family"),
        (_with(case, missing=["M1", "R1"]), "a missing person is typed"),
        (_with(case, victim_markers=["A"]), "victim_markers are not the markers of the case"),
        (_with(case, victims={"V1": {"sex": 1, "genotypes": ["1/1"]}}), "a person does not have one genotype a marker"),
        (_with(case, families={"F1": {"components": []}}), "a family has no persons"),
    ]
    for value, message in refused:
        with pytest.raises(CaseNotUnderstood) as error:
            read_case(value)
        assert error.value.message == message


@pytest.mark.parametrize(
    "part",
    [
        {"victims": {"V1": {"sex": "man", "genotypes": ["1/1", "1/1"]}}},
        {"victims": {"V1": None}},
        {"families": {"F1": {"components": [{"id": ["R1"]}]}}},
        {"families": {"F1": []}},
        {"markers": [{"name": "A"}]},
        {"markers": [{"name": "A", "freq": {"1": "much"}}]},
        {"pairings": ["V1"]},
        {"missing": 3},
    ],
)
def test_what_is_laid_out_otherwise_is_refused(father_and_brothers: dict[str, Any], part: dict[str, Any]):
    with pytest.raises(CaseNotUnderstood):
        read_case(_with(father_and_brothers, **part))


def test_rules_of_pedigrees_and_frequencies_hold(father_and_brothers: dict[str, Any]):
    father_and_brothers["markers"][0]["freq"]["1"] = 0.9
    with pytest.raises(FrequenciesImpossible):
        read_case(father_and_brothers)
    father_and_brothers["markers"][0]["freq"]["1"] = 0.2
    father_and_brothers["families"]["F1"]["components"][0]["sex"][1] = 1
    with pytest.raises(PedigreeImpossible):
        read_case(father_and_brothers)
