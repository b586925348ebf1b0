"""Evidence on one pair: numbers with the algebra beside them, chance, rivals and other models."""

from __future__ import annotations

import math

import pytest

from repatria.kinship import Marker, Mutation, Pedigree
from repatria.kinship.evidence import Model, Rival, Search, explain, weigh

TRIO = Pedigree.of(["f", "a", "m"], ["0", "0", "f"], ["0", "0", "a"], [1, 2, 1])
P = {"8": 0.1, "9": 0.3, "10": 0.6}
Q = {"8": 0.2, "9": 0.3, "10": 0.5}
EQUAL = Mutation.of_json({"model": "equal", "rate": 0.01})


def model(name, table, *, mutation=None, theta=0.0):
    return Model(
        name, (Marker.of("SYN01", table, mutation=mutation), Marker.of("SYN02", table, mutation=mutation)), theta
    )


def evidence(profile=("8/8", "8/9"), models=None, **more):
    asked = {
        "profile": "R-0001", "family": "K-1", "missing": "m", "genotypes": list(profile), "sex": 1,
        "observations": {"f": ["8/8", "8/10"]}, "models": models or [model("plain", P)],
        "search": Search(profiles=1000, families=50), "draws": 4000, "seed": 5,
    }  # fmt: skip
    return explain(TRIO, **(asked | more))


def test_a_father_and_child_by_the_formulas():
    # 8/8 under 8/8: 1/p8; 8/9 under 8/10: half a chance of the 8, then p9, over 2 p8 p9: 1/(4 p8)
    found = evidence()
    assert [math.isclose(line.log10_lr, lr) for line, lr in zip(found.lines, (1, math.log10(2.5)), strict=True)] == [
        True
    ] * 2
    assert math.isclose(found.log10_lr, math.log10(25))
    assert found.exclusions == 0


def test_the_range_over_tables_and_models():
    # with p8 = 0.2: 1/0.2 and 1/0.8
    found = evidence(models=[model("plain", P), model("other table", Q), model("mutation", P, mutation=EQUAL)])
    assert list(found.others) == ["other table", "mutation"]
    assert math.isclose(found.others["other table"], math.log10(5 * 1.25))
    assert found.range == (found.others["other table"], found.others["mutation"])


def test_an_exclusion_without_a_model_is_impossible_and_with_one_is_not():
    found = evidence(profile=("9/9", "8/9"), models=[model("plain", P), model("mutation", P, mutation=EQUAL)])
    assert found.log10_lr == -math.inf
    assert (found.exclusions, found.chance, found.bound) == (1, None, None)
    assert found.lines[0].fit.against == ("f",)
    # father 8/8, child 9/9, rate 0.01 over three alleles: 8 becomes 9 with 0.005; the other 9 comes from a mother untyped,
    # whose 9 has 0.3 * 0.99 + 0.7 * 0.005 = 0.3005; over 0.3^2
    nine = 0.005 * (0.3 * 0.99 + 0.7 * 0.005) / 0.09
    eight_nine = weigh(
        TRIO,
        missing="m",
        genotypes=["-/-", "8/9"],
        observations={"f": ["8/8", "8/10"]},
        model=model("", P, mutation=EQUAL),
    )[1]
    assert math.isclose(found.others["mutation"], math.log10(nine) + eight_nine, rel_tol=1e-9)


def test_chance_hits_by_the_family_and_by_the_whole_search():
    found = evidence()
    # LR >= 25: 8/8 with 8/8 (10 * 5 = 50), 8/8 with 8/9, 8/10 (10 * 2.5), also 10/10 and the like are below; 8/b with 8/8 (5 * 5)
    exact = 0.01 * (0.01 + 2 * 0.1 * 0.3) + 0.18 * 0.01
    ten = 1 / 4 / 0.1 + 1 / 4 / 0.6  # 8/10 under 8/10: both ways
    exact += 0.01 * 0.12 * (10 * ten >= 25)
    assert abs(found.chance.share - exact) < 5 * found.chance.error
    assert found.chance.expected == found.chance.share * 1000
    assert math.isclose(found.bound, 1000 * 50 / 25)


def test_theta_is_told_without_a_share_by_chance():
    found = evidence(models=[model("theta", P, theta=0.02)])
    # Balding & Nichols: P(third 8 | two 8s) in the denominator pairs; a homozygous child of a homozygous father:
    # LR = 1 / P(8 | three 8s) = (1 + 2 theta) / (3 theta + (1 - theta) p8)
    assert math.isclose(found.lines[0].log10_lr, math.log10(1.04 / (0.06 + 0.98 * 0.1)))
    assert found.chance is None
    assert found.bound is not None


def test_rivals_are_hits_of_the_same_profile_or_family():
    hits = (
        Rival("R-0001", "K-1", 9.0), Rival("R-0002", "K-1", 3.0), Rival("R-0001", "K-2", 4.0), Rival("R-0002", "K-2", 8.0),
    )  # fmt: skip
    found = evidence(search=Search(1000, 50, hits))
    assert found.rivals == (Rival("R-0001", "K-2", 4.0), Rival("R-0002", "K-1", 3.0))


@pytest.mark.parametrize(("sex", "agree"), [(1, True), (2, False), (0, None)])
def test_sexes_are_compared(sex, agree):
    assert evidence(sex=sex).sexes is agree


def test_what_the_missing_person_was_seen_with_does_not_count():
    with_own = evidence(observations={"f": ["8/8", "8/10"], "m": ["10/10", "10/10"]})
    assert with_own.log10_lr == evidence().log10_lr
    assert [dict(line.relatives) for line in with_own.lines] == [{"f": "8/8"}, {"f": "8/10"}]
