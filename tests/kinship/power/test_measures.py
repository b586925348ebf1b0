"""Power of a family: exact means and exclusions against algebra, draws against exact sums."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.kinship import Marker, Mutation, Pedigree
from repatria.kinship.power import Chance, PowerImpossible, at_least, chance, measure, tables
from repatria.kinship.power.measures import choose, drawn, logs

TRIO = Pedigree.of(["f", "a", "m"], ["0", "0", "f"], ["0", "0", "a"], [1, 2, 1])
P = {"8": 0.1, "9": 0.3, "10": 0.6}


def power(markers=2, **more):
    made = tables(
        TRIO,
        missing="m",
        markers=[Marker.of(f"SYN0{k}", P) for k in range(markers)],
        observations={"f": ["8/8"] * markers},
    )
    asked = {"threshold": 1.5, "profiles": 1000, "draws": 4000, "seed": 7} | more
    return made, measure(made, without_mutation=made, **asked)


def test_the_mean_of_the_missing_person_is_exact():
    # one marker, father 8/8: 8/8 with 0.1 gives log10(10), 8/b with 0.9 gives log10(5)
    _, found = power()
    assert math.isclose(found.found.mean, 2 * (0.1 * 1 + 0.9 * math.log10(5)))
    assert found.unrelated.mean == -math.inf
    assert found.markers == 2


def test_exclusion_of_an_unrelated_body_is_exact():
    # a body without an 8 is excluded: (1 - p8)^2 at each of two markers
    _, found = power()
    no = 0.9**2
    np.testing.assert_allclose(found.excluded, [1 - (1 - no) ** 2, no**2, 0], atol=1e-12)


def test_chance_hits_agree_with_the_exact_sum():
    # LR >= 10^1.5 with two markers: 8/8 with either (LR 10 * 10, 10 * 5); 5 * 5 = 25 is below
    made, found = power()
    exact = sum(
        a * b
        for (a, x), (b, y) in itertools.product(*(zip(one.unrelated, one.ratio, strict=True) for one in made))
        if x * y > 10**1.5
    )
    assert math.isclose(exact, 0.01**2 + 2 * 0.01 * 0.18)
    assert abs(found.chance.share - exact) < 5 * found.chance.error
    assert 0 < found.chance.error < exact / 10
    assert found.chance.expected == found.chance.share * 1000
    assert found.chance.share <= found.chance.bound == 10**-1.5


def test_shares_and_quantiles_agree_with_the_exact_distribution():
    # related bodies reach 1.5 unless neither marker is 8/8
    _, found = power()
    assert abs(found.found.reaches - (1 - 0.9**2)) < 5 * math.sqrt(0.19 * 0.81 / 4000)
    low, middle, high = found.found.quantiles
    assert (round(low, 6), round(middle, 6), round(high, 6)) == (
        round(2 * math.log10(5), 6), round(2 * math.log10(5), 6), round(1 + math.log10(5), 6),
    )  # fmt: skip


def test_a_seed_gives_the_same_numbers_again():
    assert power()[1] == power()[1]
    assert power(seed=8)[1] != power()[1]


@given(st.lists(st.floats(0, 1), max_size=6))
def test_at_least_k_of_independent_events_by_enumeration(shares):
    by_count = [0.0] * (len(shares) + 4)
    for events in itertools.product((0, 1), repeat=len(shares)):
        by_count[sum(events)] += math.prod(p if yes else 1 - p for p, yes in zip(shares, events, strict=True))
    np.testing.assert_allclose(at_least(shares), [sum(by_count[k:]) for k in (1, 2, 3)], atol=1e-12)


def test_what_has_no_weight_is_never_chosen():
    weights = np.array([0.0, 0.25, 0.0, 0.75, 0.0])
    uniform = np.array([0.0, 0.2499, 0.25, 0.9999999])
    assert choose(weights, uniform).tolist() == [1, 1, 3, 3]


def test_draws_follow_the_weights():
    rng = np.random.default_rng(1)
    total = drawn([(np.array([0.5, 0.5]), np.array([0.0, 1.0]))] * 4, 20_000, rng)
    shares = [(total == k).mean() for k in range(5)]
    np.testing.assert_allclose(shares, np.array([1, 4, 6, 4, 1]) / 16, atol=0.02)


def test_a_threshold_that_nobody_reaches_gives_no_chance_hits():
    made, _ = power()
    assert chance(made, threshold=9, profiles=10, draws=100, rng=np.random.default_rng(1)) == Chance(
        0.0, 0.0, 1e-9, 0.0
    )


@pytest.mark.parametrize("threshold", [-0.5, 0.0, 2.0, 4.0, 4.9])
def test_chance_hits_are_accurate_far_from_and_near_to_what_relatives_give(threshold):
    markers = [Marker.of(f"SYN{k}", P, mutation=Mutation.of_json({"model": "equal", "rate": 0.01})) for k in range(6)]
    made = tables(TRIO, missing="m", markers=markers, observations={"f": ["8/8", "8/9"] * 3})
    found = chance(made, threshold=threshold, profiles=1, draws=20_000, rng=np.random.default_rng(3))
    sums, weights = np.zeros(1), np.ones(1)
    for one in made:  # every combination of genotypes, 6 ** 6
        sums = (sums[:, None] + logs(one)).ravel()
        weights = (weights[:, None] * one.unrelated).ravel()
    exact = weights[sums >= threshold].sum()
    assert abs(found.share - exact) < 5 * found.error
    assert found.error < 0.05 * exact
    assert exact <= found.bound


def test_without_markers_or_draws_there_is_no_power():
    with pytest.raises(PowerImpossible) as refused:
        power(draws=0)
    assert str(refused.value) == "no marker, or no draws (give both)"
