"""Asking: the private interview, who certifies, what happens when somebody declines, and who counts where."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Outcome = Callable[..., list[str]]

ALL = """
[[clause]]
id = "all"
wording = "all of them"
formula = "all for all"
counts = "person"
both = true
category = "{category}"
"""
ILL = """
[[category]]
id = "ill"
wording = "prisoners of war of full age who are seriously wounded"
age = { from = 18, from_inclusive = true, on = 2031-06-02 }
"""


def test_everybody_is_asked_in_private(outcome: Outcome, adults: str) -> None:
    """Nobody goes against their will; without a private interview terms are refused."""
    head = adults.replace('voluntariness = { private_interview = true, held_by = "mediator" }', "")
    assert outcome(ALL.format(category="adults"), head=head) == ["interview-missing voluntariness.private_interview"]


def test_somebody_holds_the_interview(outcome: Outcome, adults: str) -> None:
    """Who asks is said."""
    head = adults.replace(', held_by = "mediator"', "")
    assert outcome(ALL.format(category="adults"), head=head) == ["interviewer-unsaid voluntariness.held_by"]


@pytest.mark.parametrize(
    ("basis", "category", "expected"),
    [
        ("GC III art. 109(3)", "ill", []),
        ("GC III art. 109(3)", "adults", ["interview-basis voluntariness.basis"]),
        ("non-refoulement and ICRC practice", "adults", []),
        ("non-refoulement and ICRC practice", "ill", ["interview-basis voluntariness.basis"]),
    ],
)
def test_the_interview_rests_on_the_right_ground(
    outcome: Outcome, adults: str, basis: str, category: str, expected: list[str]
) -> None:
    """GC III art. 109(3) speaks of the sick and wounded only; for all others the ground is non-refoulement and ICRC
    practice."""
    head = adults.replace('held_by = "mediator"', f'held_by = "mediator", basis = ["{basis}"]')
    ill = ILL + 'health = "GC III Annex I, part I"\ncertified_by = "commission"\n'
    assert outcome(ill + ALL.format(category=category), head=head) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", ["health-undefined category.ill.health"]),
        ('health = "seriously wounded"', ["health-undefined category.ill.health", "certifier-unsaid category.ill.certified_by"]),
        ('health = "GC III Annex I, part I"', ["certifier-unsaid category.ill.certified_by"]),
        ('health = "special agreement"\ncertified_by = "commission"', ["health-codes-missing category.ill.health_codes"]),
        (
            'health = "special agreement"\nhealth_codes = ["I.A.1", "I.Z"]\ncertified_by = "commission"',
            ["health-code-not-known category.ill.health_codes"],
        ),
        ('health = "special agreement"\nhealth_codes = ["I.A.1", "I.A.2"]\ncertified_by = "commission"', []),
        (
            'health = "GC III Annex I, part I"\nhealth_codes = ["I.A.1"]\ncertified_by = "commission"',
            ["health-codes-not-asked category.ill.health_codes"],
        ),
        ('health = "GC III Annex I, part I A"\ncertified_by = "commission"', []),
    ],
)  # fmt: skip
def test_seriously_wounded_is_defined_and_certified(outcome: Outcome, said: str, expected: list[str]) -> None:
    """ "Seriously wounded" means the checklist of GC III Annex I, or a list that the parties agree on, and somebody certifies
    it (GC III art. 112: mixed medical commissions)."""
    assert outcome(ILL + said + "\n" + ALL.format(category="ill")) == expected


NAMED = """
[[clause]]
id = "named"
wording = "those whom North has named"
formula = "named persons"
counts = "person"
from = "south"
to = "north"
category = "adults"
persons = ["north-1:1"]
"""


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("", ["substitution-unsaid clause.named.substitution"]),
        ("substitution = { allowed = false }", []),
        ("substitution = { allowed = true }", ["substitution-half-said clause.named.substitution"]),
        (
            'substitution = { allowed = true, when = ["declined"], by = "north" }',
            ["substitution-half-said clause.named.substitution"],
        ),
        (
            'substitution = { allowed = true, when = ["declined"], within_days = 7 }',
            ["substitution-half-said clause.named.substitution"],
        ),
        (
            'substitution = { allowed = true, by = "north", within_days = 7 }',
            ["substitution-half-said clause.named.substitution"],
        ),
        ('substitution = { allowed = true, when = ["declined"], by = "north", within_days = 7 }', []),
        (
            'substitution = { allowed = true, when = ["late"], by = "north", within_days = 7 }',
            ["substitution-outcome-not-known clause.named.substitution.when"],
        ),
    ],
)
def test_who_goes_in_place_of_somebody_who_declines(
    outcome: Outcome, adults: str, rule: str, expected: list[str]
) -> None:
    """Named adults may decline; whether somebody goes in their place, who names them and within how many days is said."""
    assert outcome(NAMED + rule + "\n", head=adults) == expected


TWO = """
[[category]]
id = "young"
wording = "prisoners of war aged 18 to 25"
age = { from = 18, to = 25, from_inclusive = true, to_inclusive = true, on = 2031-06-02 }
"""


def test_nobody_counts_twice(outcome: Outcome, adults: str) -> None:
    """Somebody of 20 falls under "adults" and under "young". A rule says under which clause they count, or the categories
    exclude each other."""
    clauses = ALL.format(category="adults") + ALL.format(category="young").replace('"all"', '"young"')
    assert outcome(TWO + clauses, head=adults) == ["overlap-unsaid clause.young.category"]
    ruled = adults.replace("version = 1", 'version = 1\noverlap = "the earlier clause counts"')
    assert outcome(TWO + clauses, head=ruled) == []
    assert outcome(TWO + 'excludes = ["adults"]\n' + clauses, head=adults) == []


def test_ages_that_do_not_meet_share_nobody(outcome: Outcome, head: str) -> None:
    """Bounds on the same day that leave no common age need no rule."""
    old = (
        TWO.replace("young", "old")
        .replace("18 to 25", "60 or older")
        .replace("from = 18, to = 25, from_inclusive = true, to_inclusive = true", "from = 60, from_inclusive = true")
    )
    clauses = ALL.format(category="old") + ALL.format(category="young").replace('"all"', '"young"')
    assert outcome(TWO + old + clauses, head=head) == []
