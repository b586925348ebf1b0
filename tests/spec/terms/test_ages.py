"""Ages: bounds, the day on which they count, and the words that say them."""

from __future__ import annotations

from collections.abc import Callable

Outcome = Callable[..., list[str]]

CLAUSE = """
[[clause]]
id = "all"
wording = "all of them"
formula = "all for all"
counts = "person"
both = true
category = "young"
"""


def test_bounds_with_everything_said_are_accepted(outcome: Outcome) -> None:
    """An age says its bounds, whether each counts, and the day. Ages are completed years: "to = 25", included, lasts until
    the day before the 26th birthday."""
    text = """
[[category]]
id = "young"
wording = "prisoners of war aged 18 to 25"
age = { from = 18, to = 25, from_inclusive = true, to_inclusive = true, on = 2031-06-02 }
"""
    assert outcome(text + CLAUSE) == []


def test_an_age_needs_the_day_on_which_it_counts(outcome: Outcome) -> None:
    """Somebody is 25 in June and 26 in July. Without a day nobody knows who is meant, and nobody can be shown to be of age."""
    text = """
[[category]]
id = "young"
wording = "prisoners of war aged 18 to 25"
age = { from = 18, to = 25, from_inclusive = true, to_inclusive = true }
"""
    assert outcome(text + CLAUSE) == ["age-day-unsaid category.young.age.on", "children-formula clause.all.formula",
                                      "best-interests-unsaid children.best_interests",
                                      "siblings-unsaid children.siblings_together"]  # fmt: skip


def test_the_reference_date_of_the_terms_serves_every_category_without_its_own(outcome: Outcome, head: str) -> None:
    """One day for all ages may stand at the head."""
    text = """
[[category]]
id = "young"
wording = "prisoners of war aged 18 to 25"
age = { from = 18, to = 25, from_inclusive = true, to_inclusive = true }
"""
    assert outcome(text + CLAUSE, head=head + "reference_date = 2031-06-02\n") == []


def test_a_bound_says_whether_it_counts(outcome: Outcome) -> None:
    """Each bound says whether people of just that age are meant."""
    text = """
[[category]]
id = "young"
wording = "prisoners of war aged 18 to 25"
age = { from = 18, to = 25, on = 2031-06-02 }
"""
    assert outcome(text + CLAUSE) == [
        "age-bound-unsaid category.young.age.from_inclusive",
        "age-bound-unsaid category.young.age.to_inclusive",
    ]


def test_under_25_is_not_18_to_25(outcome: Outcome) -> None:
    """The words and the bounds must mean the same people."""
    text = """
[[category]]
id = "young"
wording = "prisoners of war under 25"
age = { from = 18, to = 25, from_inclusive = true, to_inclusive = true, on = 2031-06-02 }
"""
    assert outcome(text + CLAUSE) == ["age-words-differ category.young.wording"]


def test_two_parties_that_word_an_age_differently_have_not_agreed(outcome: Outcome) -> None:
    """One side announced "18-25", the other "under 25" (Istanbul 2025). Neither is guessed to be right."""
    text = """
[[category]]
id = "young"
wording = "young prisoners of war"
wordings = { north = "prisoners aged 18-25", south = "prisoners under 25" }
age = { from = 18, to = 25, from_inclusive = true, to_inclusive = true, on = 2031-06-02 }
"""
    assert outcome(text + CLAUSE) == [
        "age-words-differ category.young.wordings.south",
        "worded-differently category.young.wordings",
    ]


def test_words_that_limit_an_age_need_bounds(outcome: Outcome) -> None:
    """A limit that stands in the wording only cannot be applied."""
    text = """
[[category]]
id = "young"
wording = "prisoners of war aged 18 to 25"
certified_by = "commission"
"""
    assert outcome(text + CLAUSE)[0] == "age-bounds-missing category.young.wording"


def test_bounds_that_nobody_meets(outcome: Outcome) -> None:
    """An upper bound below the lower one leaves nobody."""
    text = """
[[category]]
id = "young"
wording = "young prisoners of war"
age = { from = 25, to = 18, from_inclusive = true, to_inclusive = true, on = 2031-06-02 }
"""
    assert outcome(text + CLAUSE) == ["age-nobody category.young.age"]
