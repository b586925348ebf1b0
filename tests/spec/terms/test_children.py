"""Children: for them only the formula "named persons" exists (Convention on the Rights of the Child art. 3)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Outcome = Callable[..., list[str]]

NAMED = """
[[clause]]
id = "children"
wording = "South hands over to North the children that North has named."
formula = "named persons"
counts = "person"
from = "south"
to = "north"
persons = ["north-1:1", "north-1:2"]
"""


def test_named_persons_are_accepted(outcome: Outcome, of_children: str) -> None:
    """Each child is named by a line, for that child's own sake, and a panel determines the best interests."""
    assert outcome(NAMED, head=of_children) == []


def test_a_determination_of_best_interests_is_needed(outcome: Outcome) -> None:
    """Without somebody who determines the best interests of each child, and a word on siblings, nothing is agreed."""
    assert outcome(NAMED) == [
        "best-interests-unsaid children.best_interests",
        "siblings-unsaid children.siblings_together",
    ]


@pytest.mark.parametrize("formula", ["n for n", "all for all", "at least n"])
def test_children_are_not_counted_against_each_other(outcome: Outcome, of_children: str, formula: str) -> None:
    """No number of children is weighed against another, in whatever formula."""
    text = f"""
[[category]]
id = "minors"
wording = "children"
children = true
certified_by = "mediator"

[[clause]]
id = "swap"
wording = "children of both"
formula = "{formula}"
counts = "person"
both = true
category = "minors"
{"" if formula == "all for all" else "number = 19"}
"""
    assert outcome(text, head=of_children) == ["children-formula clause.swap.formula"]


def test_a_category_that_may_hold_a_child_counts_as_one_of_children(outcome: Outcome, of_children: str) -> None:
    """ "Seriously wounded prisoners", without an age, may hold somebody of 17. A lower bound of 18 on the reference date
    mends it."""
    text = """
[[category]]
id = "ill"
wording = "seriously wounded prisoners of war"
health = "GC III Annex I, part I"
certified_by = "commission"
# no age
[[clause]]
id = "all"
wording = "all of them"
formula = "all for all"
counts = "person"
both = true
category = "ill"
"""
    mended = text.replace("# no age", "age = { from = 18, from_inclusive = true, on = 2031-06-02 }")
    assert outcome(text, head=of_children) == ["children-formula clause.all.formula"]
    assert outcome(mended, head=of_children) == []


def test_no_child_takes_another_s_place(outcome: Outcome, of_children: str) -> None:
    """A child who declines or cannot go is not replaced."""
    rule = 'substitution = { allowed = true, when = ["declined"], by = "north", within_days = 7 }\n'
    assert outcome(NAMED + rule, head=of_children) == ["children-substitution clause.children.substitution"]


@pytest.mark.parametrize("binding", ["parity = 0", "exposure = 5", "total_cap = 40", "after_both = true"])
def test_no_child_waits_for_another_side(outcome: Outcome, of_children: str, binding: str) -> None:
    """A stage in which the numbers of both sides depend on each other is no stage for children; a limit on each direction
    by itself is."""
    stage = f"stages = [1]\n[[stage]]\nnumber = 1\n{binding}\n"
    assert outcome(NAMED + stage, head=of_children) == ["children-stage-waits clause.children.stages"]
    free = "stages = [1]\n[[stage]]\nnumber = 1\ncaps = { south = 20 }\n"
    assert outcome(NAMED + free, head=of_children) == []


def test_words_that_make_a_return_conditional_are_refused(outcome: Outcome, of_children: str) -> None:
    """The wording itself may not tie one child's return to another's."""
    text = NAMED.replace("that North has named", "that North has named, in return for those that South names")
    assert outcome(text, head=of_children) == ["children-condition clause.children.wording"]


def test_coming_of_age_is_no_bar(outcome: Outcome, head: str) -> None:
    """Named adults fall under ordinary rules: who declines, and what then, must be said."""
    text = """
[[category]]
id = "grown"
wording = "adults"
age = { from = 18, from_inclusive = true, on = 2031-06-02 }
"""
    assert outcome(text + NAMED + 'category = "grown"\n', head=head) == [
        "substitution-unsaid clause.children.substitution"
    ]
