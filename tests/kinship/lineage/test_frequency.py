"""Frequencies of haplotypes, with the algebra beside them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.kinship.lineage import (
    Count,
    LineageImpossible,
    count,
    counting,
    kappa,
    lineage_ratio,
    upper_bound,
)


def test_counting_adds_the_haplotype_itself():
    assert counting(Count(0, 199)) == 1 / 200
    assert counting(Count(3, 199)) == 4 / 200


@pytest.mark.parametrize(("size", "confidence"), [(1, 0.95), (100, 0.95), (4000, 0.975)])
def test_the_bound_of_a_haplotype_never_seen_has_a_closed_form(size, confidence):
    # (1 - p) ** n = 1 - confidence
    assert math.isclose(
        upper_bound(Count(0, size), confidence=confidence), 1 - (1 - confidence) ** (1 / size), rel_tol=1e-11
    )


def test_the_bound_of_all_but_one_has_a_closed_form():
    # P(X <= n - 1) = 1 - p ** n = 1 - confidence, so p = confidence ** (1 / n)
    assert math.isclose(upper_bound(Count(9, 10)), 0.95**0.1, rel_tol=1e-11)
    assert upper_bound(Count(10, 10)) == 1


def test_the_bound_agrees_with_a_published_table():
    # one-sided 95 % upper limits of Clopper & Pearson are two-sided 90 % ones: 3 of 20 gives 0.3437 (beta quantile)
    assert round(upper_bound(Count(3, 20)), 4) == 0.3437


@given(size=st.integers(2, 300), share=st.floats(0, 1), confidence=st.floats(0.5, 0.999))
def test_the_bound_lies_above_the_share_seen_and_grows_with_it(size, share, confidence):
    seen = min(int(share * size), size - 1)
    bound = upper_bound(Count(seen, size), confidence=confidence)
    assert seen / size < bound < upper_bound(Count(seen + 1, size), confidence=confidence) <= 1


def test_kappa_is_brenners_formula_on_the_extended_database():
    # 99 people, 59 singletons; extended: n = 100, kappa = 60/100; (1 - 0.6) / 100
    assert math.isclose(kappa(singletons=59, size=99), 0.004)
    assert math.isclose(1 / kappa(singletons=59, size=99), 250)
    assert math.isclose(kappa(singletons=0, size=99), 0.99 / 100)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: Count(3, 2), "a haplotype count is not between 0 and the database's size (check both)"),
        (lambda: Count(0, 0), "a haplotype count is not between 0 and the database's size (check both)"),
        (lambda: upper_bound(Count(0, 5), confidence=1), "a confidence is not between 0 and 1 (0.95 is usual)"),
        (lambda: kappa(singletons=6, size=5), "singletons are not between 0 and the database's size (check both)"),
        (
            lambda: kappa(singletons=5, size=5),
            "the kappa method needs a database with repeats (use the counting method)",
        ),
        (
            lambda: count({"DYS19": ""}, [{"DYS19": "14"}]),
            "no record can be compared with the haplotype (check the markers' names)",
        ),
        (
            lambda: lineage_ratio((), person="m", frequency=0),
            "a haplotype's frequency is not between 0 and 1 (use counting, or a bound)",
        ),
    ],
)
def test_numbers_that_cannot_be_are_refused(wrong, message):
    with pytest.raises(LineageImpossible) as refused:
        wrong()
    assert str(refused.value) == message


def test_a_database_is_counted_over_the_markers_that_were_typed():
    database = [
        {"DYS19": "14", "DYS390": "24"},
        {"DYS19": "14", "DYS390": "23"},
        {"DYS19": "15", "DYS390": "24"},
        {"DYS19": "14"},
    ]
    assert count({"DYS19": "14", "DYS390": "24"}, database) == (Count(1, 3), 3)
    assert count({"DYS19": "14", "DYS390": ""}, database) == (Count(3, 4), 1)
