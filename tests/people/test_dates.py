"""Partial dates: what may be the day, and how old somebody may be."""

from __future__ import annotations

from datetime import date

import pytest

from repatria.errors import InputNotUnderstood
from repatria.people.dates import AgeRange, full_date, partial_date


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "approximate", "uncertain"),
    [
        ("1987-03-12", "1987-03-12", "1987-03-12", False, False),
        ("1987-03", "1987-03-01", "1987-03-31", False, False),
        ("1988-02", "1988-02-01", "1988-02-29", False, False),
        ("1987", "1987-01-01", "1987-12-31", False, False),
        ("198X", "1980-01-01", "1989-12-31", False, False),
        ("19XX", "1900-01-01", "1999-12-31", False, False),
        ("1987~", "1987-01-01", "1987-12-31", True, False),
        ("1987?", "1987-01-01", "1987-12-31", False, True),
        ("1987-03-12%", "1987-03-12", "1987-03-12", True, True),
        ("1987/1989", "1987-01-01", "1989-12-31", False, False),
        ("1987~/1989-05?", "1987-01-01", "1989-05-31", True, True),
        ("198X/1985", "1980-01-01", "1985-12-31", False, False),
    ],
)
def test_what_a_text_means(text: str, earliest: str, latest: str, *, approximate: bool, uncertain: bool) -> None:
    found = partial_date(text)
    assert (found.earliest.isoformat(), found.latest.isoformat()) == (earliest, latest)
    assert (found.approximate, found.uncertain, str(found)) == (approximate, uncertain, text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        *(
            (text, "not a date in EDTF")
            for text in ("", "/", "1987/", "/1987", "87", "19870312", "12.03.1987", "1987-3", "198X-03", "19X7", "1X87",
                         "1987-03-12T00:00", "1987 ", "1987\n", "1987~~", "1987/1988/1989", "\u0661\u0669\u0668\u0667", "-1987")
        ),
        *((text, "no such day") for text in ("1987-02-29", "1987-13", "1987-00", "1987-01-32", "0000", "000X")),
        ("1989/1987", "a range of dates that ends before it begins"),
    ],
)  # fmt: skip
def test_what_is_no_date(text: str, message: str) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        partial_date(text)
    assert refused.value.message == message


@pytest.mark.parametrize(
    ("born", "on", "at_least", "at_most"),
    [
        ("2013-06-02", "2031-06-01", 17, 17),  # the day before the 18th birthday
        ("2013-06-02", "2031-06-02", 18, 18),
        ("2013", "2031-06-02", 17, 18),
        ("2013-06", "2031-06-02", 17, 18),
        ("201X", "2031-06-02", 11, 21),
        ("2013~", "2031-06-02", 15, 20),  # two years on either side
        ("2012-02-29", "2030-02-28", 17, 17),
        ("2012-02-29", "2030-03-01", 18, 18),
        ("2031-06-03", "2031-06-02", 0, 0),  # never below 0
        ("2030/2031", "2031-06-02", 0, 1),
    ],
)
def test_age_on_a_day(born: str, on: str, at_least: int, at_most: int) -> None:
    assert partial_date(born).age_on(date.fromisoformat(on)) == AgeRange(at_least, at_most)


def test_about_a_leap_day_and_at_the_ends_of_the_calendar() -> None:
    assert partial_date("2012-02-29~").bounds() == (date(2010, 2, 28), date(2014, 2, 28))
    assert partial_date("0001~").bounds() == (date(1, 1, 1), date(3, 12, 31))
    assert partial_date("9999~").bounds() == (date(9997, 1, 1), date(9999, 12, 31))


def test_full_means_one_day_and_not_about() -> None:
    texts = ("1987-03-12", "1987-03-12?", "1987-03-12~", "1987-03", "1987")
    assert [partial_date(text).is_full for text in texts] == [True, True, False, False, False]
    assert full_date(date(1987, 3, 12)) == partial_date("1987-03-12")
