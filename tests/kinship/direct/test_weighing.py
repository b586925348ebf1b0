"""Given pairs weighed."""

from __future__ import annotations

import numpy as np
import pytest

from repatria.kinship import Marker
from repatria.kinship.direct import Model, Samples, per_marker, plain, weigh

MARKERS = [
    Marker.of("INV1", {"10": 0.2, "11": 0.5, "12": 0.3}),
    Marker.of("INV2", {"7": 0.4, "8.3": 0.6}),
    Marker.of("INV3", {"20": 0.1, "21": 0.2, "22": 0.3, "23": 0.4}),
]
SEEN = np.array(
    [
        [[0, 2], [0, 1], [0, 1]],
        [[0, 2], [0, -1], [2, 3]],
        [[0, 0], [-1, -1], [0, 2]],
        [[0, -1], [1, 1], [-1, -1]],
    ],
    np.int16,
)
MODEL = Model((0.05, 0.3), 0.01)
SAMPLES = Samples(tuple("ABCD"), np.zeros(4, np.int64), SEEN, np.array([0, 1, 1, 0]))


def told(i, k):
    a, b = SEEN[i, k]
    return "" if a < 0 else "/".join(MARKERS[k].alleles[x] if x >= 0 else "-" for x in (a, b))


@pytest.mark.parametrize(("i", "j"), [(i, j) for i in range(4) for j in range(4)])
def test_each_marker_is_the_slow_twins(i, j):
    found = per_marker(SAMPLES, SAMPLES, left=i, right=j, markers=MARKERS, model=MODEL)
    for k, one in enumerate(found):
        same, siblings, apart = plain.likelihoods(
            MARKERS[k], told(i, k), told(j, k), dropin=0.01,
            dropouts=(MODEL.classes[SAMPLES.classes[i]], MODEL.classes[SAMPLES.classes[j]]),
        )  # fmt: skip
        assert one.marker == MARKERS[k].name
        assert one.log10_lr == pytest.approx(np.log10(same / apart), abs=1e-12)
        assert one.log10_siblings == pytest.approx(np.log10(siblings / apart), abs=1e-12)
        assert one.shared == bool(told(i, k) and told(j, k))


def test_a_pair_is_the_sum_of_its_markers_and_symmetric():
    left, right = np.array([0, 1, 2, 0]), np.array([1, 3, 0, 0])
    found = weigh(SAMPLES, SAMPLES, left=left, right=right, markers=MARKERS, model=MODEL)
    turned = weigh(SAMPLES, SAMPLES, left=right, right=left, markers=MARKERS, model=MODEL)
    for name in ("log10_lr", "log10_siblings", "shared", "conflicts", "losses"):
        assert getattr(found, name).tolist() == getattr(turned, name).tolist()
    expected = sum(one.log10_lr for one in per_marker(SAMPLES, SAMPLES, left=0, right=1, markers=MARKERS, model=MODEL))
    assert found.log10_lr[0] == pytest.approx(expected, abs=1e-9)


def test_what_is_shared_and_what_is_in_the_way():
    left, right = np.array([0, 0, 0, 1]), np.array([1, 2, 3, 2])
    found = weigh(SAMPLES, SAMPLES, left=left, right=right, markers=MARKERS, model=MODEL)
    assert found.shared.tolist() == [3, 2, 2, 2]
    assert found.conflicts.tolist() == [1, 1, 0, 1]
    assert found.losses.tolist() == [1, 1, 2, 1]


def test_no_pairs_are_no_weights():
    none = np.zeros(0, np.intp)
    found = weigh(SAMPLES, SAMPLES, left=none, right=none, markers=MARKERS, model=MODEL)
    assert found.log10_lr.tolist() == []
