from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from repatria.exchange.terms import Age, Category, Counts, Terms
from repatria.people.dates import AgeRange
from repatria.people.facts import Truth


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        ((18, 18), Truth.YES),
        ((25, 25), Truth.YES),
        ((26, 26), Truth.NO),
        ((17, 17), Truth.NO),
        ((17, 18), Truth.UNKNOWN),
        ((25, 26), Truth.UNKNOWN),
        ((16, 30), Truth.UNKNOWN),
        ((19, 22), Truth.YES),
    ],
)
def test_an_age_admits_what_lies_wholly_within(ages: tuple[int, int], expected: Truth) -> None:
    bounds = Age(18, 25, lower_inclusive=True, upper_inclusive=True)
    assert bounds.admits(AgeRange(*ages)) is expected


def test_bounds_that_do_not_count_are_one_year_narrower() -> None:
    bounds = Age(18, 25, lower_inclusive=False, upper_inclusive=False)
    assert (bounds.youngest, bounds.oldest) == (19, 24)


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        (Category("c", "w"), True),
        (Category("c", "w", age=Age(18, None, lower_inclusive=True)), False),
        (Category("c", "w", age=Age(17, None, lower_inclusive=True)), True),
        (Category("c", "w", age=Age(17, None, lower_inclusive=False)), False),
        (Category("c", "w", age=Age(None, 25, upper_inclusive=True)), True),
        (Category("c", "w", age=Age(18, None, lower_inclusive=True), children=True), True),
        (Category("c", "w", age=Age(18, None, lower_inclusive=True, on=date(2031, 5, 1))), False),
        (Category("c", "w", age=Age(18, None, lower_inclusive=True, on=date(2032, 1, 1))), True),
    ],
)
def test_whether_a_category_may_hold_children(
    golden: Callable[[str], Terms], category: Category, expected: bool
) -> None:
    assert golden("prisoners").category_may_hold_children(category) is expected


def test_the_dead_are_not_under_the_law_on_children(golden: Callable[[str], Terms]) -> None:
    terms = golden("remains")
    clause = terms.clauses[0]
    assert terms.may_hold_children(clause) is False
    assert terms.may_hold_children(replace(clause, counts=Counts.PERSON)) is True
    assert terms.may_hold_children(replace(clause, counts=None)) is True
