from __future__ import annotations

import pytest

from repatria.exchange.check.ages import AgeWords, age_words, as_toml, bounds_in_words
from repatria.exchange.terms import Age


@pytest.mark.parametrize(
    ("wording", "lower", "upper", "is_range"),
    [
        ("prisoners aged 18-25", 18, 25, True),
        ("prisoners aged 18–25", 18, 25, True),
        ("between 18 and 25 years", 18, 25, True),
        ("under 25", None, 24, False),
        ("not yet 18", None, 17, False),
        ("up to 25", None, 25, False),
        ("25 or younger", None, 25, False),
        ("over 60", 61, None, False),
        ("60 or older", 60, None, False),
        ("at least 60", 60, None, False),
        ("adults under 25", 18, 24, False),
        ("Prisoners Of Full Age", 18, None, False),
        ("children", None, 17, False),
    ],
)
def test_phrases_that_are_read(wording: str, lower: int | None, upper: int | None, is_range: bool) -> None:
    words = age_words(wording)
    assert words is not None
    assert (words.lower, words.upper, words.is_range) == (lower, upper, is_range)


@pytest.mark.parametrize("wording", ["all prisoners of war", "the 12 brigade", "civilians detained since 2030"])
def test_wordings_without_an_age(wording: str) -> None:
    assert age_words(wording) is None


def test_a_range_fits_bounds_with_or_without_its_ends() -> None:
    words = AgeWords(("18 to 25",), 18, 25, is_range=True)
    assert [words.fits(Age(18, 25, True, end)) for end in (True, False)] == [True, True]
    assert words.fits(Age(18, 24, True, True)) is False


def test_one_sided_words_fit_what_the_bounds_admit() -> None:
    words = AgeWords(("under 25",), None, 24, is_range=False)
    assert words.fits(Age(None, 25, None, False)) is True
    assert words.fits(Age(None, 24, None, True)) is True
    assert words.fits(Age(18, 25, True, False)) is False


def test_bounds_are_written_out() -> None:
    assert as_toml(Age(18, 25, True, False)) == (
        "age = { from = 18, from_inclusive = true, to = 25, to_inclusive = false, on = 2031-06-02 (the agreed day) }"
    )
    assert [bounds_in_words(*b) for b in ((None, None), (18, None), (None, 24), (18, 25))] == [
        "any age",
        "18 or older",
        "at most 24",
        "18 to 25",
    ]
