"""What is counted of re-association and identification, on cases that can be counted by hand."""

from __future__ import annotations

import pytest
from invented_remains.measures import (
    Identified,
    KeptOut,
    Pairs,
    identified,
    kept_out,
    most_errors,
    reassociation,
    tellable,
)

TRUTH = {
    "1": {"person": "P", "family": "F-1", "missing": "X"},
    "2": {"person": "P", "family": "F-1", "missing": "X"},
    "3": {"person": "Q", "family": "F-2", "missing": "Y"},
    "4": {"person": "Q", "family": "F-2", "missing": "Y"},
    "5": {"person": "R", "family": "", "missing": ""},
}
ALL = (1 << 24) - 1


def test_pairs_are_counted_within_clusters() -> None:
    have = dict.fromkeys(TRUTH, ALL)
    assert reassociation([["1", "2", "3"], ["5"]], TRUTH, have) == Pairs(proposed=3, right=1, true=2)


def test_pairs_with_few_markers_in_common_are_not_counted() -> None:
    have = dict.fromkeys(TRUTH, ALL) | {"2": (1 << 11) - 1, "3": ((1 << 12) - 1) << 12}
    assert reassociation([["1", "2", "3"]], TRUTH, have) == Pairs(proposed=1, right=0, true=1)


def test_shares_of_nothing_are_whole() -> None:
    assert (Pairs(0, 0, 0).precision, Pairs(0, 0, 0).recall) == (1.0, 1.0)
    assert Pairs(4, 2, 3) + Pairs(0, 0, 1) == Pairs(4, 2, 4)


def test_a_conclusion_is_false_when_it_names_another_brother() -> None:
    passing = [("1", "F-1", "X"), ("2", "F-1", "X"), ("3", "F-2", "X"), ("5", "F-1", "X")]
    able = [{"person": "P", "passes": "True"}, {"person": "Q", "passes": "True"}, {"person": "Q", "passes": "False"}]
    assert identified(passing, TRUTH, able) == Identified(
        passed=2, false=(("3", "F-2", "X"), ("5", "F-1", "X")), able=2, found=1, beyond=0, missed=("Q",)
    )


def test_people_found_beyond_those_who_can_be_are_counted_apart() -> None:
    found = identified([("1", "F-1", "X")], TRUTH, [{"person": "P", "passes": "False"}])
    assert (found.able, found.found, found.beyond, found.share) == (0, 0, 1, 1.0)


@pytest.mark.parametrize(
    ("wrong", "of", "most"),
    [(0, 1, 0.95), (0, 100, 1 - 0.05**0.01), (0, 6_600, 1 - 0.05 ** (1 / 6_600)), (1, 10, 0.394163), (3, 3, 1.0)],
)
def test_bound_of_errors(wrong: int, of: int, most: float) -> None:
    # 1 of 10: Clopper and Pearson's one-sided 95 % bound, beta quantile(0.95; 2, 9)
    assert most_errors(wrong, of) == pytest.approx(most, abs=1e-6)


def test_families_set_aside_are_held_against_the_false_ones() -> None:
    assert kept_out(["A", "B", "B"], ["B", "C"], ["B"]) == KeptOut(families=2, right=1, false=2, tellable=1, caught=1)


@pytest.mark.parametrize(
    ("relative", "kind", "typed", "can"),
    [
        ("M", "unrelated", "MF", False),  # two parents alone say nothing of each other
        ("M", "unrelated", "MFA", True),
        ("A", "half", "MA", False),  # a maternal half sister is the mother's daughter
        ("A", "half", "MAF", True),
        ("K", "half", "SK", False),  # the spouse's child indeed
        ("K", "unrelated", "SK", True),
        ("Z", "half", "STZ", False),  # nephew's mother T, and a wife of the uncle
        ("Z", "unrelated", "TZ", True),
        ("Z", "half", "MTZ", True),
    ],
)
def test_a_false_relative_can_be_told_from_whom_they_should_share_with(
    relative: str, kind: str, typed: str, can: bool
) -> None:
    assert tellable(relative, kind, typed) is can
