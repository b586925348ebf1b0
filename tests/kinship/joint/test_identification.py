from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from repatria.errors import InputNotUnderstood
from repatria.kinship.joint import Case, Identification, JointTooLarge, NothingPossible, identify, read_case
from repatria.kinship.joint.enumeration import enumerated

SYNTHETIC = ("brothers_lost", "father_and_son_fewloci", "nobody_home", "singles5")
OTHERS = (
    "KETPchap481", "KETPchap484", "KETPexer497", "KETPexer498", "example1", "example2", "exclusionExample", "fire",
    "grave", "icmp", "planecrash", "symmetricSibs",
)  # fmt: skip
WITHIN = 1e-7


def _ln(value: Any) -> float:
    return -math.inf if value == "-Inf" else float(value)


def _check_against_dvir(value: dict[str, Any], case: Case) -> Identification:
    """Compares pairwise LRs, every joint row that the list may hold, and posteriors where given."""
    found = identify(case)
    for victim, row in value["pairwiseLR"].items():
        assert {person for person, lr in row.items() if lr is not None} == set(found.log10_lr[victim])
        for person, lr in row.items():
            if lr is not None:
                expected = math.log10(float(lr)) if float(lr) else -math.inf
                assert found.log10_lr[victim][person] == pytest.approx(expected, abs=WITHIN)
    joint = value.get("dviJoint")
    if joint:
        rows = _rows(joint["top"], [victim.name for victim in case.victims])
        likelihood = {tuple(one.pairs.values()): one.ln_likelihood for one in found.assignments}
        listed = [(pairs, expected) for pairs, expected in rows if pairs in likelihood]
        assert len(listed) == min(len(found.assignments), joint["n"]) or found.n_assignments > 1000
        for pairs, expected in listed:
            assert likelihood[pairs] == pytest.approx(expected, abs=WITHIN)
        missed = [expected for pairs, expected in rows if pairs not in likelihood]
        assert max(missed, default=-math.inf) <= found.assignments[-1].ln_likelihood + WITHIN
    for victim, row in (value.get("Bmarginal") or {}).items():
        for person, probability in row.items():
            mine = found.marginals[victim]["none" if person == "*" else person]
            assert mine == pytest.approx(float(probability), rel=1e-6, abs=1e-300)
    return found


def _rows(top: dict[str, list[Any]], victims: list[str]) -> Iterator[tuple[tuple[str | None, ...], float]]:
    for place, value in enumerate(top["loglik"]):
        pairs = [top[victim][place] for victim in victims]
        yield tuple(None if one == "*" else one for one in pairs), _ln(value)


@pytest.mark.parametrize("name", SYNTHETIC)
def test_synthetic_cases_as_dvir(name: str, golden: Path, read: Any):
    value, case = read(golden / f"dvi_syn_{name}.json")
    assert _check_against_dvir(value, case).n_assignments == value["n_assignments"]


@pytest.mark.reference
@pytest.mark.parametrize("name", OTHERS)
def test_reference_cases_as_dvir(name: str, reference: Path, read: Any):
    value, case = read(reference / "kinship" / "reference" / f"dvi_{name}.json")
    found = _check_against_dvir(value, case)
    assert found.n_assignments == value["n_assignments"]["size"]
    assert [finding.code for finding in case.findings] == (
        ["victims-in-another-order"] if name == "exclusionExample" else []
    )


def _check_against_listing(case: Case) -> None:
    found = identify(case, most_listed=10**6)
    listed = list(enumerated(case))
    assert len(listed) == found.n_assignments == len(found.assignments)
    mine = {tuple(one.pairs.values()): one for one in found.assignments}
    largest = max(value for _, value in listed)
    total = largest + math.log(math.fsum(math.exp(value - largest) for _, value in listed))
    shares: dict[tuple[str, str], list[float]] = {}
    for pairs, value in listed:
        assert mine[pairs].ln_likelihood == pytest.approx(value, abs=WITHIN)
        assert mine[pairs].posterior == pytest.approx(math.exp(value - total), rel=1e-6, abs=1e-300)
        for victim, person in zip(case.victims, pairs, strict=True):
            shares.setdefault((victim.name, person or "none"), []).append(math.exp(value - total))
    for (victim, person), parts in shares.items():
        assert found.marginals[victim][person] == pytest.approx(math.fsum(parts), rel=1e-6, abs=1e-300)


@pytest.mark.parametrize("name", SYNTHETIC)
def test_synthetic_cases_equal_listing(name: str, golden: Path, read: Any):
    _check_against_listing(read(golden / f"dvi_syn_{name}.json")[1])


@pytest.mark.reference
@pytest.mark.parametrize("name", ["KETPchap484", "example1", "example2", "fire", "planecrash", "symmetricSibs"])
def test_reference_cases_equal_listing(name: str, reference: Path, read: Any):
    _check_against_listing(read(reference / "kinship" / "reference" / f"dvi_{name}.json")[1])


@pytest.mark.reference
def test_forty_billion_times_a_thousand_assignments_follow_from_pairwise_ratios(reference: Path, read: Any):
    """Families miss one each: an assignment's weight is a product of dvir's LRs, and their sum goes over sets of those taken."""
    value, case = read(reference / "kinship" / "reference" / "dvi_exclusionExample.json")
    assert {len(family.missing) for family in case.families} == {1}
    found = identify(case)
    ratios = {victim.name: value["pairwiseLR"][victim.name] for victim in case.victims}
    sums: dict[frozenset[str], float] = {frozenset(): 1.0}
    for row in ratios.values():
        grown = dict(sums)
        for taken, weight in sums.items():
            for person, ratio in row.items():
                if ratio and person not in taken:
                    grown[taken | {person}] = grown.get(taken | {person}, 0.0) + weight * ratio
        sums = grown
    total = math.fsum(sums.values())
    products = [
        math.prod(ratios[victim][person] for victim, person in one.pairs.items() if person) for one in found.assignments
    ]
    assert len(products) == 1000
    assert [one.posterior for one in found.assignments] == pytest.approx([one / total for one in products], rel=1e-7)


@pytest.mark.long
@pytest.mark.reference
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", ["grave", "icmp"])
def test_large_reference_cases_equal_listing(name: str, reference: Path, read: Any):
    _check_against_listing(read(reference / "kinship" / "reference" / f"dvi_{name}.json")[1])


def test_posteriors_and_marginals_sum_to_one(father_and_brothers: dict[str, Any]):
    found = identify(read_case(father_and_brothers))
    assert math.fsum(one.posterior for one in found.assignments) == pytest.approx(1, abs=1e-12)
    assert [math.fsum(row.values()) for row in found.marginals.values()] == pytest.approx([1, 1, 1], abs=1e-12)
    assert found.marginals["V3"] == {"M1": 0.0, "M2": 0.0, "none": 1.0}


def test_two_sons_by_algebra(father_and_brothers: dict[str, Any]):
    found = identify(read_case(father_and_brothers))
    # V1 as a son: 0.3 x 0.3 (see test_family) against 0.12 x 0.36 unrelated; V2: 0.25 against 0.2 x 0.48
    first, second = 0.09 * 2 * 0.5 / 0.9 / (0.12 * 0.36) * 0.9, 0.25 / (0.2 * 0.48)
    first = 0.3 * 0.3 / (0.12 * 0.36)
    # two sons may be exchanged: flat over nobody, 2 x one, 2 x other, 2 x both
    total = 1 + 2 * first + 2 * second + 2 * first * second
    assert found.n_assignments == 7
    assert found.assignments[0].posterior == pytest.approx(first * second / total, rel=1e-12)
    assert found.marginals["V1"]["none"] == pytest.approx((1 + 2 * second) / total, rel=1e-12)
    assert [tie.assignments for tie in found.ties] == [(0, 1), (2, 3), (4, 5)]
    assert found.ties[0].victims == {"V1": ("M1", "M2"), "V2": ("M2", "M1")}


def test_prior_weighs_pairs(father_and_brothers: dict[str, Any]):
    case = read_case(father_and_brothers)
    flat = identify(case)
    weighed = identify(case, prior={"V1": {"M1": 3, "none": 1}, "V2": {"M2": 0}})
    ratio = {
        tuple(one.pairs.values()): one.posterior / other.posterior
        for one in weighed.assignments
        for other in flat.assignments
        if one.pairs == other.pairs
    }
    nobody = ratio[None, None, None]
    assert ratio["M1", None, None] / nobody == pytest.approx(3, rel=1e-12)
    assert ratio["M2", None, None] / nobody == pytest.approx(1, rel=1e-12)
    assert ratio["M1", "M2", None] == 0
    assert weighed.marginals["V2"]["M2"] == 0


def test_prior_on_strangers_is_refused(father_and_brothers: dict[str, Any]):
    case = read_case(father_and_brothers)
    for prior in ({"V9": {}}, {"V1": {"M9": 1}}, {"V1": {"none": 0}}, {"V1": {"M1": -1}}, {"V1": {"M1": math.inf}}):
        with pytest.raises(InputNotUnderstood):
            identify(case, prior=prior)


def test_mutation_can_be_switched_off_by_name(golden: Path, read: Any):
    _, case = read(golden / "dvi_syn_nobody_home.json")
    found = identify(case, mutation_off_when_consistent=True)
    assert found.without_mutation == ("F1", "F2")
    assert found.log10_lr["V91"]["M1"] == -math.inf
    assert identify(case).without_mutation == ()


def test_relatives_who_contradict_each_other_need_mutation(father_and_brothers: dict[str, Any]):
    family = father_and_brothers["families"]["F1"]
    family["typed"]["M2"] = ["2/2", "1/1"]
    father_and_brothers["missing"] = ["M1"]
    with pytest.raises(NothingPossible) as refused:
        identify(read_case(father_and_brothers))
    assert str(refused.value).partition(" (check")[0] == (
        "F1: relatives contradict each other, and there is no mutation: at A (R1, M2)"
    )
    model = {"model": "equal", "rate": 0.001, "rate2": 0, "range": 0.1}
    father_and_brothers["markers"][0]["mutation"] = {"female": model, "male": model}
    found = identify(read_case(father_and_brothers), mutation_off_when_consistent=True)
    assert found.without_mutation == ()
    assert found.n_assignments == 3


def test_too_large_clusters_are_refused(golden: Path, read: Any):
    _, case = read(golden / "dvi_syn_singles5.json")
    with pytest.raises(JointTooLarge):
        identify(case, most_steps=50)


def test_clusters_fall_apart_where_nobody_is_shared(father_and_brothers: dict[str, Any]):
    found = identify(read_case(father_and_brothers))
    assert found.clusters == ((("V1", "V2"), ("M1", "M2")),)
    father_and_brothers["pairings"] = {"V1": ["M1"], "V2": ["M2"]}
    apart = identify(read_case(father_and_brothers))
    assert apart.clusters == ((("V1",), ("M1",)), (("V2",), ("M2",)))
    assert apart.states == 1
