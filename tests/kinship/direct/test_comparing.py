"""All samples against all, held against weighing every pair."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from repatria.errors import AnswerIsNo
from repatria.kinship.direct import Model, comparing, weigh
from repatria.kinship.direct.comparing import compare

MODEL = Model()


@pytest.fixture
def mixed(dead):
    """150 samples, two each of 60 people, ten pairs of brothers, ten more people; one sample nearly empty."""
    people = dead.people(70)
    one, two = dead.brothers(10)
    every = np.concatenate([people, one, two, people[:60]])
    seen = dead.degraded(every, dead.dice.uniform(0.02, 0.4, len(every)))
    seen[5, 2:] = -1
    return dead.samples(seen)


def every_pair(one, other, markers, threshold, *, within):
    i, j = np.triu_indices(len(one), 1) if within else np.indices((len(one), len(other))).reshape(2, -1)
    weights = weigh(one, other, left=i, right=j, markers=markers, model=MODEL)
    kept = weights.log10_lr >= threshold
    return i[kept].tolist(), j[kept].tolist(), weights.log10_lr[kept].tolist()


@pytest.mark.parametrize("threshold", [-20.0, 8.0])
def test_within_a_set_every_pair_that_reaches_the_threshold_is_found_once(dead, mixed, threshold):
    found = compare(mixed, markers=dead.markers, model=MODEL, threshold=threshold)
    assert found.comparisons == 150 * 149 // 2
    expected = every_pair(mixed, mixed, dead.markers, threshold, within=True)
    assert (found.left.tolist(), found.right.tolist(), found.weights.log10_lr.tolist()) == expected
    assert len(found) > 50


@pytest.mark.parametrize("threshold", [0.0, 8.0])
def test_between_sets_too(dead, mixed, threshold):
    one, other = mixed.chosen(range(70)), mixed.chosen(range(70, 150))
    found = compare(one, other, markers=dead.markers, model=MODEL, threshold=threshold)
    assert found.comparisons == 70 * 80
    expected = every_pair(one, other, dead.markers, threshold, within=False)
    assert (found.left.tolist(), found.right.tolist(), found.weights.log10_lr.tolist()) == expected


def test_threads_change_nothing(dead, mixed, monkeypatch):
    monkeypatch.setattr(comparing, "AT_ONCE", 1)
    runs = [compare(mixed, markers=dead.markers, model=MODEL, threshold=0.0, workers=n) for n in (1, 2, 5)]
    for one in runs[1:]:
        assert one.left.tolist() == runs[0].left.tolist()
        assert one.right.tolist() == runs[0].right.tolist()
        assert one.weights.log10_lr.tobytes() == runs[0].weights.log10_lr.tobytes()


def test_new_samples_against_known_ones_find_what_a_whole_run_finds(dead, mixed):
    known, new = mixed.chosen(range(100)), mixed.chosen(range(100, 150))
    whole = compare(mixed, markers=dead.markers, model=MODEL, threshold=6.0)
    parts = [
        compare(known, markers=dead.markers, model=MODEL, threshold=6.0),
        compare(new, markers=dead.markers, model=MODEL, threshold=6.0),
        compare(new, known, markers=dead.markers, model=MODEL, threshold=6.0),
    ]
    names = [(known, known), (new, new), (new, known)]
    found = {
        (frozenset((a.names[i], b.names[j])), lr)
        for (a, b), part in zip(names, parts, strict=True)
        for i, j, lr in zip(part.left, part.right, part.weights.log10_lr, strict=True)
    }
    assert found == {
        (frozenset((mixed.names[i], mixed.names[j])), lr)
        for i, j, lr in zip(whole.left, whole.right, whole.weights.log10_lr, strict=True)
    }


def test_the_order_of_samples_changes_nothing(dead, mixed):
    order = dead.dice.permutation(150)
    turned = mixed.chosen(order)
    one = compare(mixed, markers=dead.markers, model=MODEL, threshold=6.0)
    other = compare(turned, markers=dead.markers, model=MODEL, threshold=6.0)

    def named(samples, pairs):
        return {
            (frozenset((samples.names[i], samples.names[j])), lr)
            for i, j, lr in zip(pairs.left, pairs.right, pairs.weights.log10_lr, strict=True)
        }

    assert named(turned, other) == named(mixed, one)


def test_a_profile_many_times_over_is_no_re_association(dead, monkeypatch):
    monkeypatch.setattr(comparing, "MOST_PAIRS", 1000)
    samples = dead.samples(np.repeat(dead.degraded(dead.people(1), 0.02), 60, axis=0))
    with pytest.raises(AnswerIsNo) as refused:
        compare(samples, markers=dead.markers, model=MODEL, threshold=8.0)
    assert refused.value.message == "more than 1,000 pairs of profiles reach the threshold"


@pytest.mark.parametrize("n", [0, 1])
def test_nothing_to_compare(dead, mixed, n):
    found = compare(mixed.chosen(range(n)), markers=dead.markers, model=MODEL, threshold=0.0)
    assert (len(found), found.comparisons) == (0, 0)
    found = compare(mixed.chosen([]), mixed, markers=dead.markers, model=MODEL, threshold=0.0)
    assert (len(found), found.comparisons) == (0, 0)


def test_without_dropout_and_drop_in_what_differs_is_impossible(dead):
    model = Model((0.0,), 0.0)
    people = dead.people(20)
    samples = dead.samples(np.sort(np.concatenate([people, people]), axis=2).astype(np.int16), model=model)
    found = compare(samples, markers=dead.markers, model=model, threshold=-1e9)
    assert list(zip(found.left.tolist(), found.right.tolist(), strict=True)) == [(i, i + 20) for i in range(20)]


def test_classes_may_be_given_in_any_mix(dead, mixed):
    shuffled = replace(mixed, classes=dead.dice.integers(0, 6, 150))
    found = compare(shuffled, markers=dead.markers, model=MODEL, threshold=4.0)
    expected = every_pair(shuffled, shuffled, dead.markers, 4.0, within=True)
    assert (found.left.tolist(), found.right.tolist(), found.weights.log10_lr.tolist()) == expected
