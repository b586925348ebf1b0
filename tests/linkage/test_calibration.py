"""Probabilities mean what they say."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.linkage.learning.calibration import Calibration, calibrate, likeliest, rising
from repatria.linkage.learning.chance import Counted, Decoys, Seen

numbers = st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 10)), min_size=1, max_size=12)


@given(numbers)
def test_rising_values_rise_and_keep_their_mean(found: list[tuple[float, float]]) -> None:
    values, weights = (np.array([f[n] for f in found]) for n in (0, 1))
    risen = rising(values, weights)
    assert (np.diff(risen) >= -1e-12).all()
    assert risen @ weights == pytest.approx(values @ weights)
    assert rising(risen, weights) == pytest.approx(risen)


@given(numbers)
def test_no_other_rising_values_are_nearer(found: list[tuple[float, float]]) -> None:
    """Min-max formula of isotonic regression (Barlow 1972)."""
    values, weights = (np.array([f[n] for f in found]) for n in (0, 1))
    n = len(values)

    def mean(a: int, b: int) -> float:
        return float(values[a : b + 1] @ weights[a : b + 1] / weights[a : b + 1].sum())

    expected = [max(min(mean(a, b) for b in range(k, n)) for a in range(k + 1)) for k in range(n)]
    assert rising(values, weights) == pytest.approx(expected)


def alone(bits: np.ndarray) -> Seen:
    """Pairs of lines that have no other pair."""
    return Seen(bits, bits)


def decoys(bits: np.ndarray, *, lines: int = 20_000) -> Decoys:
    """Pairs within a list of whose lines nothing is known, each counting for one."""
    return Decoys(Seen(bits, np.full(len(bits), -np.inf)), 1.0, lines)


def lists(
    rng: np.random.Generator, *, matches: int, chance: int, overstated: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Bits above even odds of matches, normal about 12, and of chance pairs, an exponential tail; some overstated."""
    return rng.normal(12, 4, matches), rng.exponential(1.8, chance) - 10 + overstated


def shown(calibration: Calibration, bits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp2(-calibration(bits)))


@pytest.mark.parametrize("overstated", [0.0, 3.0])
@pytest.mark.parametrize("twice", [0.0, 0.03])
def test_a_known_share_of_matches_is_recovered(overstated: float, twice: float) -> None:
    """Also where chance pairs weigh more than the model thinks, and where lines stand twice within each list."""
    told, matched = [], []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        true, chance = lists(rng, matches=10_000, chance=200_000, overstated=overstated)
        within = [
            np.concatenate(lists(rng, matches=int(10_000 * twice), chance=200_000, overstated=overstated))
            for _ in range(2)
        ]
        bits = np.concatenate([true, chance])
        found = calibrate(alone(bits), [decoys(of) for of in within], lowest=-10.0)
        told.append(shown(found, bits))
        matched.append(np.repeat([True, False], [len(true), len(chance)]))
        assert found.twice == pytest.approx((twice, twice), abs=0.01)
    p, y = np.concatenate(told), np.concatenate(matched)
    bands = [(p >= low) & (p < high) for low, high in pairwise((0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0))]
    assert [y[band].mean() for band in bands] == pytest.approx([p[band].mean() for band in bands], abs=0.05)
    assert p.sum() == pytest.approx(y.sum(), rel=0.05)


def test_odds_rise_with_bits_and_bit_for_bit_beyond_what_was_seen() -> None:
    rng = np.random.default_rng(8)
    true, chance = lists(rng, matches=2_000, chance=40_000)
    found = calibrate(alone(np.concatenate([true, chance])), [decoys(chance)], lowest=-10.0)
    bits = np.linspace(-30, 80, 1_000)
    assert (np.diff(found(bits)) >= 0).all()
    assert found(np.array([60.0, 70.0])) @ [-1, 1] == pytest.approx(10.0)


def test_without_pairs_the_model_is_believed() -> None:
    found = calibrate(alone(np.zeros(0)), [decoys(np.zeros(0)), decoys(np.zeros(0))], lowest=-10.0)
    bits = np.linspace(-9, 19, 100)
    assert found(bits) == pytest.approx(bits, abs=0.01)


def test_counts_of_chance_that_fit_one_smooth_curve_give_it_back() -> None:
    middles = np.arange(-9.5, 20, 1.0)
    odds = 0.8 * middles - 1.0
    pairs = np.full(len(middles), 1e6)
    share = np.full(len(middles), 0.5)
    counted = Counted(share * pairs / (1 + np.exp2(odds)), share)
    assert likeliest(pairs, [counted], middles) == pytest.approx(odds, abs=0.02)
    assert likeliest(pairs, [counted, counted], middles) == pytest.approx(odds, abs=0.02)
