from __future__ import annotations

import math

import numpy as np

from repatria.kinship import Marker, Pedigree, likelihood_ratio
from repatria.kinship.ratios import Corrections, impossibilities

P = {"8": 0.1, "9": 0.2, "10": 0.3, "11": 0.4}
MARKERS = (Marker.of("M", P), Marker.of("N", P))
H1 = Pedigree.of(["FA", "MO", "MP"], ["0", "0", "FA"], ["0", "0", "MO"], [1, 2, 1])
H2 = Pedigree.joined(
    [
        Pedigree.of(["FA", "MO", "MPx"], ["0", "0", "FA"], ["0", "0", "MO"], [1, 2, 1]),
        Pedigree.of(["MP"], ["0"], ["0"], [1]),
    ]
)


def test_father_and_child_that_share_an_allele() -> None:
    # LR = (1/2 p_10) / (2 p_8 p_10) = 1 / (4 p_8)
    ratio = likelihood_ratio(H1, H2, MARKERS, {"FA": ["8/9", "8/8"], "MP": ["8/10", "8/8"]})
    np.testing.assert_allclose(ratio.log10_lr, [math.log10(1 / (4 * 0.1)), math.log10(1 / 0.1)], rtol=1e-12)
    assert math.isclose(ratio.total, math.log10(2.5) + 1, rel_tol=1e-12)


def test_impossible_under_h1_alone_excludes() -> None:
    ratio = likelihood_ratio(H1, H2, MARKERS, {"FA": ["8/9", "8/8"], "MP": ["10/11", "8/8"]})
    assert (ratio.log10_lr[0], ratio.total) == (-math.inf, -math.inf)


def test_impossible_under_both_says_nothing() -> None:
    seen = {"FA": ["8/9", "8/8"], "MO": ["8/8", "8/8"], "MPx": ["11/11", "8/8"], "MP": ["8/8", "8/8"]}
    story = Pedigree.joined([H2])
    ratio = likelihood_ratio(story, H2, MARKERS, seen)
    assert math.isnan(ratio.log10_lr[0])
    assert ratio.log10_lr[1] == 0.0
    assert math.isnan(ratio.total)


def test_whose_profile_is_in_the_way() -> None:
    seen = {"FA": ["8/9", "8/8"], "MO": ["10/11", "8/9"], "MP": ["10/11", "8/8"]}
    found = impossibilities(H1, MARKERS, seen, story="H1")
    assert [(one.code, one.place, one.message) for one in found] == [
        (
            "impossible-observation",
            "H1 at M",
            "what was seen is impossible under H1: it would be possible without the profile of FA, MP",
        )
    ]
    assert impossibilities(H2, MARKERS, seen, story="H2") == []


def test_two_profiles_in_the_way_at_once() -> None:
    seen = {"FA": ["8/8", "8/8"], "MO": ["8/8", "8/8"], "MP": ["9/9", "8/8"]}
    sib = Pedigree.of(["FA", "MO", "MP", "S"], ["0", "0", "FA", "FA"], ["0", "0", "MO", "MO"], [1, 2, 1, 1])
    found = impossibilities(sib, MARKERS, {**seen, "S": ["10/10", "8/8"]}, story="H1")
    assert [one.message for one in found] == [
        "what was seen is impossible under H1, also without any one of the profiles"
    ]


def test_linked_markers_are_told_as_one() -> None:
    seen = {"FA": ["8/9", "8/8"], "MP": ["10/11", "8/8"]}
    found = impossibilities(H1, MARKERS, seen, story="H1", corrections=Corrections(rho=0.1))
    assert [one.place for one in found] == ["H1 at M and N"]


def test_inbreeding_of_somebody_who_is_in_one_story_only() -> None:
    ratio = likelihood_ratio(H1, H2, MARKERS[:1], {"MP": ["8/8"]}, founder_inbreeding={"MPx": 0.0, "ZZ": 0.5})
    assert ratio.total == 0.0
