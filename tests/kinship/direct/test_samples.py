"""Profiles taken into arrays."""

from __future__ import annotations

import numpy as np
import pytest

from repatria.kinship import Marker
from repatria.kinship.direct import Model, Samples
from repatria.kinship.direct.samples import Results
from repatria.kinship.files import read_profiles

MARKERS = [
    Marker.of("INV1", {"10": 0.2, "11": 0.5, "12": 0.3}),
    Marker.of("INV2", {"7": 0.4, "8.3": 0.6}),
]
CSV = b"profile,sex,INV1,INV2\nA,M,12/10,8.3/-\nB,,99/10,7/7\nC,F,,\n"


def test_a_table_is_read_and_what_cannot_be_used_is_told():
    samples = Samples.of(read_profiles(CSV), markers=MARKERS, model=Model())
    assert samples.names == ("A", "B")
    assert samples.seen.tolist() == [[[0, 2], [1, -1]], [[-1, -1], [0, 0]]]
    assert [(one.code, one.place, one.column) for one in samples.findings] == [
        ("result-set-aside", "row 3 of profiles", "INV1"),
        ("profile-empty", "row 4 of profiles", ""),
    ]


def test_a_known_dropout_is_taken():
    model = Model()
    samples = Samples.of(read_profiles(CSV), markers=MARKERS, model=model, dropouts={"B": 0.36, "nobody": 0.1})
    assert model.classes[samples.classes[1]] == 0.35


def test_results_are_numbered_from_one_and_no_result_is_nought():
    samples = Samples.of(read_profiles(CSV), markers=MARKERS, model=Model())
    results = Results.of(samples)
    assert results.start.tolist() == [1, 2, 4]
    assert results.codes[0].tolist() == [[1, 3], [0, 2]]
    assert [one.tolist() for one in results.seen] == [[[0, 2]], [[0, 0], [1, -1]]]


def test_two_sets_share_their_numbers():
    samples = Samples.of(read_profiles(CSV), markers=MARKERS, model=Model())
    both = Results.of(samples.chosen([1]), samples.chosen([0]))
    assert [one.tolist() for one in both.codes] == [[[0, 2]], [[1, 3]]]


def test_a_name_comes_once_when_sets_are_joined():
    samples = Samples.of(read_profiles(CSV), markers=MARKERS, model=Model())
    joined = samples.chosen([0]).joined(samples)
    assert joined.names == ("A", "B")
    assert joined.seen.tolist() == samples.seen.tolist()
    assert [one.code for one in joined.findings] == ["result-set-aside", "profile-empty", "profile-twice"]


def test_an_empty_table_is_no_samples():
    samples = Samples.of(read_profiles(b"profile,INV1,INV2\n"), markers=MARKERS, model=Model())
    assert len(samples) == 0
    assert samples.seen.shape == (0, 2, 2)


@pytest.mark.parametrize("sets", [1, 2])
def test_no_results_at_all(sets):
    empty = Samples((), np.zeros(0, np.int64), np.zeros((0, 2, 2), np.int16), np.zeros(0, np.intp))
    assert Results.of(*[empty] * sets).start.tolist() == [1, 1, 1]
