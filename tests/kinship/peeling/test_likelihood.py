"""Closed forms: the algebra stands beside each number."""

from __future__ import annotations

import math

import numpy as np
import pytest

from repatria.errors import RepatriaError
from repatria.kinship import (
    FrequenciesImpossible,
    GenotypeNotUnderstood,
    Inheritance,
    Marker,
    Mutation,
    Observation,
    Pedigree,
    PedigreeImpossible,
    log_likelihood,
)
from repatria.kinship.mutation import Kind
from repatria.kinship.peeling import NotTogether, TooLarge

P = {"8": 0.1, "9": 0.2, "10": 0.3, "11": 0.4}
PLAIN = Marker.of("M", P)
EQUAL = Marker.of("M", P, mutation=Mutation(Kind.EQUAL, male=0.006, female=0.003))
STEPWISE = Marker.of("M", P, mutation=Mutation(Kind.STEPWISE, 0.003, 0.001, (1e-5, 1e-5)))
ON_X = Marker.of("M", P, inheritance=Inheritance.X)
SILENT = Marker.of("M", P, silent=0.02)

TRIO = Pedigree.of(["FA", "MO", "CH"], ["0", "0", "FA"], ["0", "0", "MO"], [1, 2, 1])
GIRL = Pedigree.of(["FA", "MO", "CH"], ["0", "0", "FA"], ["0", "0", "MO"], [1, 2, 2])
SIBS = Pedigree.of(["FA", "MO", "S1", "S2"], ["0", "0", "FA", "FA"], ["0", "0", "MO", "MO"], [1, 2, 1, 2])
ALONE = Pedigree.of(["CH"], ["0"], ["0"], [1])
TWO = Pedigree.of(["A", "B"], ["0", "0"], ["0", "0"], [1, 2])
INCEST = Pedigree.of(
    ["FA", "MO", "S", "D", "CH"],
    ["0", "0", "FA", "FA", "S"],
    ["0", "0", "MO", "MO", "D"],
    [1, 2, 1, 2, 1],
)


def value(pedigree: Pedigree, marker: Marker, seen: dict[str, object], **more: object) -> float:
    """Returns the likelihood itself."""
    return float(np.exp(log_likelihood(pedigree, [marker], {p: [one] for p, one in seen.items()}, **more)[0]))


def near(number: float) -> object:
    return pytest.approx(number, rel=1e-12)


def test_one_person_is_hardy_and_weinberg() -> None:
    assert value(ALONE, PLAIN, {"CH": "8/8"}) == near(0.1**2)
    assert value(ALONE, PLAIN, {"CH": "8/9"}) == near(2 * 0.1 * 0.2)


def test_one_allele_seen_leaves_the_other_open() -> None:
    assert value(ALONE, PLAIN, {"CH": "8/-"}) == near(1 - 0.9**2)


def test_nothing_seen_is_certain() -> None:
    assert value(SIBS, PLAIN, {"S1": "-/-", "S2": ""}) == 1.0


def test_father_and_child_share_one_allele() -> None:
    # father 8/9 gives 8 with 1/2 and the mother 10 from the population
    assert value(TRIO, PLAIN, {"FA": "8/9", "CH": "8/10"}) == near(2 * 0.1 * 0.2 * 0.5 * 0.3)


def test_both_parents() -> None:
    assert value(TRIO, PLAIN, {"FA": "8/9", "MO": "10/10", "CH": "8/10"}) == near(2 * 0.1 * 0.2 * 0.3**2 * 0.5)


def test_child_that_shares_nothing_is_impossible_without_mutation() -> None:
    assert log_likelihood(TRIO, [PLAIN], {"FA": ["8/9"], "CH": ["10/10"]})[0] == -math.inf


def test_child_that_shares_nothing_has_mutated() -> None:
    # the father's allele becomes 10 at 0.006 / 3; an allele of the untyped mother is 10 after one meiosis of hers
    mother = 0.3 * (1 - 0.003) + 0.7 * 0.003 / 3
    assert value(TRIO, EQUAL, {"FA": "8/9", "CH": "10/10"}) == near(2 * 0.1 * 0.2 * 0.002 * mother)


def test_familias_draws_the_allele_of_an_only_child_from_the_population() -> None:
    seen = {"FA": "8/9", "CH": "10/10"}
    assert value(TRIO, EQUAL, seen, convention="familias") == near(2 * 0.1 * 0.2 * 0.002 * 0.3)


def test_full_sibs() -> None:
    # 8/8 and 8/8: none, one or two alleles identical by descent with 1/4, 1/2, 1/4
    assert value(SIBS, PLAIN, {"S1": "8/8", "S2": "8/8"}) == near(0.1**4 / 4 + 0.1**3 / 2 + 0.1**2 / 4)


def test_sibs_married() -> None:
    # a child of full sibs is inbred: F = 1/4
    assert value(INCEST, PLAIN, {"CH": "8/8"}) == near(0.1**2 + 0.25 * 0.1 * 0.9)


def test_inbred_founder() -> None:
    assert value(ALONE, PLAIN, {"CH": "8/8"}, founder_inbreeding={"CH": 0.25}) == near(0.25 * 0.1 + 0.75 * 0.1**2)
    assert value(ALONE, PLAIN, {"CH": "8/9"}, founder_inbreeding={"CH": 0.25}) == near(0.75 * 2 * 0.1 * 0.2)


def test_a_male_has_one_allele_on_x() -> None:
    assert value(ALONE, ON_X, {"CH": "8"}) == near(0.1)
    assert value(GIRL, ON_X, {"FA": "8", "CH": "8/9"}) == near(0.1 * 0.2)
    assert value(TRIO, ON_X, {"FA": "8", "CH": "9"}) == near(0.1 * 0.2)


def test_theta_draws_from_an_urn() -> None:
    # Balding & Nichols 1994: the second 8 is (theta + (1 - theta) p) / 1 after one draw, and so on
    t, p = 0.03, 0.1
    assert value(ALONE, PLAIN, {"CH": "8/8"}, theta=t) == near(p * (t + (1 - t) * p))
    third, fourth = (2 * t + (1 - t) * p) / (1 + t), (3 * t + (1 - t) * p) / (1 + 2 * t)
    assert value(TWO, PLAIN, {"A": "8/8", "B": "8/8"}, theta=t) == near(p * (t + (1 - t) * p) * third * fourth)


def test_theta_reaches_untyped_parents() -> None:
    # two sibs 8/8: of four founder alleles the sibs show 4, 3 or 2
    t, p = 0.02, 0.1
    two = p * (t + (1 - t) * p)
    three = two * (2 * t + (1 - t) * p) / (1 + t)
    four = three * (3 * t + (1 - t) * p) / (1 + 2 * t)
    assert value(SIBS, PLAIN, {"S1": "8/8", "S2": "8/8"}, theta=t) == near(four / 4 + three / 2 + two / 4)


def test_a_silent_allele_hides_behind_a_homozygote() -> None:
    p, s = 0.1 * 0.98, 0.02
    assert value(ALONE, SILENT, {"CH": "8/8"}) == near(p * p + 2 * p * s)
    # father shows 8, child shows 9: father 8/silent gives silent, the mother 9
    assert value(TRIO, SILENT, {"FA": "8/8", "CH": "9/9"}) == near(2 * p * s * 0.5 * 0.2 * 0.98)


def test_linked_markers_of_sibs() -> None:
    # half sibs share the father's allele with 1/2 at each marker, together (1-rho)^2 + rho^2 halves
    half = Pedigree.of(
        ["FA", "M1", "M2", "H1", "H2"], ["0", "0", "0", "FA", "FA"], ["0", "0", "0", "M1", "M2"], [1, 2, 2, 1, 1]
    )
    rho = 0.1
    r = (1 - rho) ** 2 + rho**2
    alike, other = 0.1**3, 0.1**4
    expected = 0.5 * (r * alike**2 + 2 * (1 - r) * alike * other + r * other**2)
    seen = {"H1": ["8/8", "8/8"], "H2": ["8/8", "8/8"]}
    assert float(np.exp(log_likelihood(half, [PLAIN, PLAIN], seen, rho=rho)[0])) == near(expected)


def test_linkage_of_one_half_is_none() -> None:
    seen = {"S1": ["8/9", "10/11"], "S2": ["8/8", "9/11"]}
    apart = log_likelihood(SIBS, [STEPWISE, PLAIN], seen).sum()
    assert log_likelihood(SIBS, [STEPWISE, PLAIN], seen, rho=0.5)[0] == near(apart)


def test_dropout_is_a_likelihood_of_genotypes() -> None:
    d = 0.2
    # 8 seen: 8/8 with 1 - d^2, 8/x with (1 - d) d
    assert value(ALONE, PLAIN, {"CH": Observation(("8",), dropout=d)}) == near(
        0.1**2 * (1 - d * d) + 2 * 0.1 * 0.9 * (1 - d) * d
    )


def test_drop_in_makes_a_stranger_of_an_allele() -> None:
    # no dropout: 8 and 9 seen is 8/9 without drop-in, or 8/8 or 9/9 with the other dropped in
    c = 0.05
    expected = 2 * 0.1 * 0.2 * (1 - c) + 0.1**2 * c * 0.2 + 0.2**2 * c * 0.1
    assert value(ALONE, PLAIN, {"CH": Observation(("8", "9"), dropin=c)}) == near(expected)


def test_a_large_family_does_not_underflow() -> None:
    n = 400
    ids = [f"P{i}" for i in range(n)]
    crowd = Pedigree.of(ids, ["0"] * n, ["0"] * n, [1] * n)
    found = log_likelihood(crowd, [PLAIN], {person: ["8/8"] for person in ids})[0]
    assert found == near(2 * n * math.log(0.1))


def test_a_long_line_of_descent_does_not_underflow() -> None:
    n = 250
    ids = ["A0", *(name for i in range(1, n) for name in (f"M{i}", f"A{i}"))]
    fathers = ["0", *(parent for i in range(1, n) for parent in ("0", f"A{i - 1}"))]
    mothers = ["0", *(parent for i in range(1, n) for parent in ("0", f"M{i}"))]
    sexes = [1, *([2, 1] * (n - 1))]
    line = Pedigree.of(ids, fathers, mothers, sexes)
    seen = {person: ["8/9"] for person in ids if person.startswith("A")}
    # each son: 8 from his father and 9 from his mother, or the other way round
    expected = math.log(2 * 0.1 * 0.2) + (n - 1) * math.log(0.5 * 0.2 + 0.5 * 0.1)
    assert log_likelihood(line, [PLAIN], seen)[0] == near(expected)


def test_twelve_children_of_untyped_parents() -> None:
    ids = ["FA", "MO", *(f"C{i}" for i in range(12))]
    many = Pedigree.of(ids, ["0", "0", *["FA"] * 12], ["0", "0", *["MO"] * 12], [1, 2, *[1] * 12])
    seen = {person: ["8/9"] for person in ids[2:]}
    # by the parents' genotypes: each child is 8/9 with the probability that their gametes make it so
    alleles = [0.1, 0.2, 0.7]
    expected = sum(
        math.prod(alleles[a] for a in four) * (sum(0.25 for f in four[:2] for m in four[2:] if {f, m} == {0, 1}) ** 12)
        for four in np.ndindex(3, 3, 3, 3)
    )
    assert value(many, PLAIN, {p: s[0] for p, s in seen.items()}) == near(expected)


def test_persons_without_results_change_nothing() -> None:
    few, many = {"S1": ["8/9"], "S2": ["8/8"]}, {"S1": ["8/9"], "S2": ["8/8"], "FA": ["-/-"], "MO": [None]}
    assert log_likelihood(SIBS, [STEPWISE], few)[0] == log_likelihood(SIBS, [STEPWISE], many)[0]


def test_order_of_markers_is_kept_where_they_are_computed_apart() -> None:
    other = Marker.of("N", {"1": 0.5, "2": 0.5})
    seen = {"FA": ["8/9", "1/-", "8/8"], "CH": ["8/10", "1/2", "-/-"]}
    together = log_likelihood(TRIO, [PLAIN, other, EQUAL], seen)
    apart = [
        log_likelihood(TRIO, [marker], {p: [row[k]] for p, row in seen.items()})[0]
        for k, marker in enumerate((PLAIN, other, EQUAL))
    ]
    assert together.tolist() == near(apart)


@pytest.mark.parametrize(
    ("kind", "marker", "seen", "more"),
    [
        (FrequenciesImpossible, PLAIN, "8/12", {}),
        (GenotypeNotUnderstood, PLAIN, "8/9/10", {}),
        (GenotypeNotUnderstood, PLAIN, "8", {}),
        (GenotypeNotUnderstood, ON_X, "8/9", {}),
        (PedigreeImpossible, PLAIN, "8/9", {"founder_inbreeding": {"XX": 0.1}}),
        (PedigreeImpossible, PLAIN, "8/9", {"founder_inbreeding": {"CH": 1.5}}),
        (NotTogether, PLAIN, "8/9", {"theta": 1.0}),
        (NotTogether, PLAIN, "8/9", {"rho": 0.1}),
        (NotTogether, PLAIN, "8/9", {"theta": 0.01, "founder_inbreeding": {"CH": 0.1}}),
    ],
)
def test_what_cannot_be_computed_is_refused(kind: type[RepatriaError], marker: Marker, seen: str, more: dict) -> None:
    with pytest.raises(kind) as refused:
        log_likelihood(ALONE, [marker], {"CH": [seen]}, **more)
    assert [number for number in ("12", "8/9", "10") if number in str(refused.value)] == []


def test_one_genotype_a_marker() -> None:
    with pytest.raises(PedigreeImpossible):
        log_likelihood(ALONE, [PLAIN], {"CH": ["8/8", "8/8"]})


def test_a_stranger_to_the_pedigree_is_refused() -> None:
    with pytest.raises(PedigreeImpossible):
        log_likelihood(ALONE, [PLAIN], {"XX": ["8/8"]})


def test_too_many_untyped_founders_for_theta_are_refused_not_guessed() -> None:
    ids = [f"F{i}" for i in range(12)] + [f"C{i}" for i in range(12)]
    fathers = ["0"] * 12 + [f"F{2 * (i // 2)}" for i in range(12)]
    mothers = ["0"] * 12 + [f"F{2 * (i // 2) + 1}" for i in range(12)]
    crowd = Pedigree.of(ids, fathers, mothers, [1, 2] * 6 + [1] * 12)
    with pytest.raises(TooLarge):
        log_likelihood(crowd, [PLAIN], {f"C{i}": ["8/9"] for i in range(12)}, theta=0.01)
