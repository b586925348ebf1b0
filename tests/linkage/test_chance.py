"""Chance is counted rightly: by pairs within the lists, and by lines that are taken."""

from __future__ import annotations

import numpy as np
import pytest

from repatria.linkage.learning.calibration import calibrate
from repatria.linkage.learning.chance import Decoys, Seen, by_decoys, by_taken_lines

LINES, MATCHES, CHANCE = 60_000, 30_000, 40_000
EDGES = np.arange(-10, 41, 1.0)


class Invented:
    """Two lists: half of each is in the other; chance pairs between them and within each, `within` times as many there."""

    def __init__(self, seed: int, *, within: float = 1.0, matches: int = MATCHES) -> None:
        rng = np.random.default_rng(seed)
        true = np.arange(matches)
        left = np.concatenate([true, rng.integers(0, LINES, CHANCE)])
        right = np.concatenate([true, rng.integers(0, LINES, CHANCE)])
        bits = np.concatenate([rng.normal(12, 4, matches), self.chance(rng, CHANCE)])
        self.true = np.arange(len(bits)) < matches
        most = [np.full(LINES, -np.inf) for _ in range(2)]
        for of, lines in zip(most, (left, right), strict=True):
            np.maximum.at(of, lines, bits)
        self.between = Seen(bits, np.maximum(most[0][left], most[1][right]))
        self.within = [self.decoys(rng, round(CHANCE * within), of) for of in most]
        self.pairs, self.matches = (np.histogram(b, EDGES)[0].astype(float) for b in (bits, bits[:matches]))

    @staticmethod
    def chance(rng: np.random.Generator, many: int) -> np.ndarray:
        return rng.exponential(2.0, many) - 10

    def decoys(self, rng: np.random.Generator, many: int, most: np.ndarray) -> Decoys:
        a, b = rng.integers(0, LINES, (2, many))
        return Decoys(Seen(self.chance(rng, many), np.maximum(most[a], most[b])), 1.0, LINES)


def test_decoys_are_counted_as_their_geometric_mean() -> None:
    found = by_decoys([np.array([100.0, 0.0]), np.array([400.0, 0.0])], [4.0, 4.0], taken=np.zeros(2))
    assert found.count / found.share == pytest.approx([200, 0], abs=4)


def test_more_decoys_say_more_but_beside_taken_lines_never_all() -> None:
    counts = [
        by_decoys([np.array([many]), np.array([many])], [1.0, 1.0], taken=np.array([1e9])).count[0]
        for many in (4.0, 40.0, 4e6)
    ]
    assert counts == sorted(counts)
    assert counts[-1] == pytest.approx(1 / 0.25**2, rel=0.01)


@pytest.mark.parametrize("within", [0.5, 1.0, 2.0])
def test_taken_lines_count_chance_however_many_decoys_there_are(within: float) -> None:
    lists = Invented(1, within=within)
    none = [np.zeros(len(EDGES) - 1)] * 2
    found = by_taken_lines(lists.between, lists.within, EDGES, lists.matches, none)
    chance = lists.pairs - lists.matches
    many = chance >= 300
    assert (found.share[many] > 0).all()
    assert found.count[many] / found.share[many] == pytest.approx(chance[many], rel=0.12)


def test_nobody_is_taken_where_no_weight_is_sure() -> None:
    lists = Invented(2, matches=0)
    found = by_taken_lines(lists.between, lists.within, EDGES, lists.matches, [lists.matches] * 2)
    assert (found.count == 0).all()
    assert found.share == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("within", [0.75, 1.0, 1.3])
def test_probabilities_hold_where_decoys_are_too_many_or_too_few(within: float) -> None:
    said, true = [], []
    for seed in range(5):
        lists = Invented(seed, within=within)
        odds = calibrate(lists.between, lists.within, lowest=-10.0)(lists.between.bits)
        said.append(1 / (1 + np.exp2(-odds)))
        true.append(lists.true)
    p, y = np.concatenate(said), np.concatenate(true)
    bands = [(p >= low) & (p < high) for low, high in ((0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.99))]
    assert [p[band].mean() for band in bands] == pytest.approx([y[band].mean() for band in bands], abs=0.05)


def test_lines_that_stand_twice_are_not_taken_for_chance() -> None:
    """A third of the right list's matches stand there twice: their second pairs have taken lines, and are true."""
    rng = np.random.default_rng(5)
    lists = Invented(5)
    again = rng.integers(0, MATCHES, MATCHES // 3)
    bits = rng.normal(12, 4, len(again))
    heaviest = np.maximum(bits, lists.between.bits[again])
    between = Seen(np.append(lists.between.bits, bits), np.append(lists.between.heaviest, heaviest))
    twice = np.histogram(rng.normal(12, 4, 2 * len(again)), EDGES)[0].astype(float)
    matches = lists.matches + np.histogram(bits, EDGES)[0]
    found = by_taken_lines(between, lists.within, EDGES, matches, [np.zeros(len(EDGES) - 1), twice])
    naive = by_taken_lines(between, lists.within, EDGES, matches, [np.zeros(len(EDGES) - 1)] * 2)
    chance = (lists.pairs - lists.matches)[10:13].sum()
    estimates = [(of.count[10:13] / of.share[10:13]).sum() for of in (found, naive)]
    assert abs(estimates[0] - chance) < abs(estimates[1] - chance)
