"""What a profile needs to fit its relatives: counted in steps, in cases where the answer is plain."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.kinship import Marker, Pedigree
from repatria.kinship.evidence import Fit, MarkerFit, fits

TRIO = Pedigree.of(["f", "a", "m", "s"], ["0", "0", "f", "f"], ["0", "0", "a", "a"], [1, 2, 1, 1])
MARKER = Marker.of("SYN01", {"8": 0.1, "9": 0.2, "9.3": 0.1, "10": 0.2, "11": 0.2, "12": 0.2})


def fit(profile, **relatives):
    (found,) = fits(
        TRIO,
        missing="m",
        markers=[MARKER],
        observations={who: [said] for who, said in relatives.items()},
        profile=[profile],
    )
    return found


def plainly(found):
    return (found.fit, found.steps, found.silent, found.against, found.relatives_alone)


@pytest.mark.parametrize(
    ("profile", "relatives", "expected"),
    [
        ("8/9", {"f": "8/12"}, (Fit.SHARED, 0, False, (), False)),
        ("9/9", {"f": "8/12"}, (Fit.ONE_STEP, 1, False, ("f",), False)),
        ("10/11", {"f": "8/8"}, (Fit.IMPOSSIBLE, 2, False, ("f",), False)),
        ("9.3/9.3", {"f": "8/12"}, (Fit.IMPOSSIBLE, None, False, ("f",), False)),
        ("10/10", {"f": "8/8"}, (Fit.SILENT, 2, True, ("f",), False)),
        ("9/9", {"f": "8/8"}, (Fit.ONE_STEP, 1, True, ("f",), False)),
        ("10/10", {"f": "8/8", "a": "12/12"}, (Fit.IMPOSSIBLE, 4, False, ("f", "a"), False)),
        ("8/10", {"f": "8/10", "a": "9/9"}, (Fit.ONE_STEP, 1, False, ("a",), False)),
        ("8/10", {"f": "8/9", "a": "8/9"}, (Fit.ONE_STEP, 1, False, (), False)),
        ("8/8", {"s": "12/12"}, (Fit.SHARED, 0, False, (), False)),
        ("8/8", {"f": "8/8", "s": "10/10"}, (Fit.SHARED, 0, False, (), True)),
        ("12/12", {"f": "8/8", "s": "10/10"}, (Fit.SILENT, 4, True, ("f",), True)),
        ("8/-", {"f": "9/9"}, (Fit.SHARED, 0, False, (), False)),
        ("-/-", {"f": "9/9"}, (Fit.NO_RESULT, 0, False, (), False)),
        ("8/8", {"f": "-/-"}, (Fit.NO_RESULT, 0, False, (), False)),
    ],
)
def test_what_is_needed_is_counted(profile, relatives, expected):
    # f is the missing person's father, a the mother, s a full brother; two of the rows with a brother test that only
    # the steps that the profile adds count. In "8/10" with two parents 8/9 either parent alone could have given an allele.
    assert plainly(fit(profile, **relatives)) == expected


def apart(first, second):
    return min(abs(one - two) for one in first for two in second)


@settings(max_examples=40, deadline=None)
@given(
    father=st.tuples(st.integers(5, 12), st.integers(5, 12)), child=st.tuples(st.integers(5, 12), st.integers(5, 12))
)
def test_steps_of_a_father_and_child_are_the_least_distance_of_their_alleles(father, child):
    ladder = Marker.of("SYN02", {str(allele): 1 / 8 for allele in range(5, 13)})
    (found,) = fits(
        TRIO, missing="m", markers=[ladder], observations={"f": ["{}/{}".format(*father)]},
        profile=["{}/{}".format(*child)],
    )  # fmt: skip
    assert found.steps == apart(father, child)


def test_several_markers_are_told_each_by_itself():
    other = Marker.of("SYN02", {"5": 0.5, "6": 0.5})
    found = fits(
        TRIO, missing="m", markers=[MARKER, other], observations={"f": ["8/12", "5/5"]}, profile=["8/9", "6/6"]
    )
    assert found == (
        MarkerFit(Fit.SHARED, 0, silent=False, against=(), relatives_alone=False),
        MarkerFit(Fit.ONE_STEP, 1, silent=True, against=("f",), relatives_alone=False),
    )
