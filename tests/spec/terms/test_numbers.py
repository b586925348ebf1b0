"""Numbers: formulas and what they need, what is counted, and stages that can carry what was promised."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Outcome = Callable[..., list[str]]

CLAUSE = """
[[clause]]
id = "thousand"
wording = "1,000 prisoners of war from each party"
category = "adults"
"""
STAGES = """
[[stage]]
number = 1
caps = { north = 390, south = 390 }
[[stage]]
number = 2
caps = { north = 307, south = 307 }
[[stage]]
number = 3
caps = { north = 303, south = %d }
"""


def test_n_for_n_is_one_number_both_ways(outcome: Outcome, adults: str) -> None:
    """The same n in both directions."""
    assert outcome(CLAUSE + 'formula = "n for n"\ncounts = "person"\nboth = true\nnumber = 1000\n', head=adults) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('formula = "n for n"\nboth = true', "number-missing clause.thousand.number"),
        ('formula = "at least n"\nboth = true', "number-missing clause.thousand.number"),
        (
            'formula = "n for n"\nboth = true\nnumbers = { north = 1000, south = 990 }',
            "numbers-differ clause.thousand.numbers",
        ),
        ('formula = "n for n"\nfrom = "north"\nto = "south"\nnumber = 5', "formula-one-way clause.thousand.both"),
        ('formula = "all for all"\nfrom = "north"\nto = "south"', "formula-one-way clause.thousand.both"),
        ('formula = "all for all"\nboth = true\nnumber = 5', "number-not-asked clause.thousand.number"),
        ('formula = "unilateral"\nboth = true', "unilateral-both-ways clause.thousand.both"),
        (
            'formula = "all for all"\nboth = true\npersons = ["north-1:1"]',
            "persons-not-asked clause.thousand.persons",
        ),
    ],
)
def test_each_formula_needs_its_own(outcome: Outcome, adults: str, said: str, expected: str) -> None:
    """A formula without what it needs, or with what contradicts it, is refused."""
    assert outcome(CLAUSE + said + '\ncounts = "person"\n', head=adults) == [expected]


def test_a_return_without_counterpart_is_accepted(outcome: Outcome, adults: str) -> None:
    """A party may return people and ask nothing."""
    said = 'formula = "unilateral"\ncounts = "person"\nfrom = "north"\nto = "south"\n'
    assert outcome(CLAUSE + said, head=adults) == []


def test_a_formula_needs_a_category(outcome: Outcome, of_children: str) -> None:
    """Whom a number is about must be said; as long as it is not, a child could be among them."""
    text = """
[[clause]]
id = "some"
wording = "a hundred"
formula = "n for n"
counts = "person"
both = true
number = 100
"""
    assert outcome(text, head=of_children) == [
        "category-missing clause.some.category",
        "children-formula clause.some.formula",
    ]


def test_stages_carry_what_was_promised(outcome: Outcome, adults: str) -> None:
    """390 + 307 + 303 carry 1,000; one fewer does not, and the finding says in which direction."""
    clause = CLAUSE + 'formula = "n for n"\ncounts = "person"\nboth = true\nnumber = 1000\nstages = [1, 2, 3]\n'
    assert outcome(clause + STAGES % 303, head=adults) == []
    assert outcome(clause + STAGES % 302, head=adults) == ["stages-below-number clause.thousand.stages"]


BODIES = """
[[category]]
id = "fallen"
wording = "fallen soldiers"
certified_by = "north"
[[clause]]
id = "dead"
wording = "6,000 bodies from each party"
formula = "n for n"
both = true
number = 6000
category = "fallen"
"""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", ["counts-unsaid clause.dead.counts"]),
        ('counts = "person"', ["counts-words-differ clause.dead.counts"]),
        ('counts = "body"', ["fragments-unsaid clause.dead.fragments"]),
        ('counts = "body"\nfragments = "not counted"', []),
        ('counts = "bag"', []),
        ('counts = "identified person"', []),
    ],
)
def test_bodies_are_counted_as_something(outcome: Outcome, of_children: str, said: str, expected: list[str]) -> None:
    """One body may lie in several bags. Whether bags, bodies or identified persons are counted, and how parts count, is said."""
    found = outcome(BODIES + said + "\n", head=of_children)
    assert [f for f in found if not f.startswith("children")] == expected


def test_named_persons_are_named_once_and_one_way(outcome: Outcome, of_children: str) -> None:
    """Who goes which way is clear from the clause, and nobody is named twice."""
    text = """
[[clause]]
id = "both"
wording = "the children of both parties"
formula = "named persons"
counts = "person"
both = true
persons = ["north-1:1", "south-1:1", "north-1:1"]
number = 2
"""
    assert outcome(text, head=of_children) == [
        "named-direction-unsaid clause.both.both",
        "number-against-persons clause.both.number",
        "person-named-twice north-1:1",
    ]
