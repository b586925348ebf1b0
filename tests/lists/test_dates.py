from datetime import date

import pytest

from repatria.lists.dates import Doubt, Order, order_of, read_date

RECEIVED = date(2031, 6, 1)

FULL = [
    "12.03.1987", "12. 3. 1987", "12-03-1987", "1987-03-12", "1987.03.12", "1987/03/12", "12 03 1987", "12,03,1987",
    "1987-03-12 00:00:00", "1987-03-12T00:00:00", "12.03.1987 р.", "12.03.1987 р.н.", "12.03.1987г.", "12.03.1987 г.р.",
    "12 березня 1987", "12 березня 1987 року", "12 марта 1987 г.", "12 March 1987", "12th March 1987", "March 12, 1987",
    "12-Mar-1987", "12 mar. 1987", "12 آذار 1987", "12 مارس 1987", "١٢.٠٣.١٩٨٧", "۱۲.۰۳.۱۹۸۷", "\u200e12.03.1987\u200f",
]  # fmt: skip


@pytest.mark.parametrize("text", FULL)
def test_full_dates(text: str) -> None:
    reading = read_date(text, as_of=RECEIVED)
    assert reading.date is not None
    assert (reading.date.text, reading.doubts) == ("1987-03-12", ())


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("1987", "1987"),
        ("1987 р.", "1987"),
        ("1987 г.р.", "1987"),
        ("03.1987", "1987-03"),
        ("3/1987", "1987-03"),
        ("1987-03", "1987-03"),
        ("березень 1987", "1987-03"),
        ("март 1987 г.", "1987-03"),
        ("آذار 1987", "1987-03"),
        ("00.03.1987", "1987-03"),
        ("00.00.1987", "1987"),
        ("xx.xx.1987", "1987"),
        ("__.__.1987", "1987"),
        ("??.03.1987", "1987-03"),
        ("около 1987", "1987~"),
        ("прибл. 1987 г.", "1987~"),
        ("близько 1987 р.", "1987~"),
        ("≈1987", "1987~"),
        ("~ 1987", "1987~"),
        ("c. 1987", "1987~"),
        ("circa 1987", "1987~"),
        ("حوالي 1987", "1987~"),
        ("можливо 1987", "1987?"),
        ("1987 (?)", "1987?"),
        ("12.03.1987?", "1987-03-12?"),
        ("возможно около 1987", "1987%"),
        ("1987 or 1988", "1987/1988"),
        ("1988 или 1987", "1987/1988"),
        ("1987 чи 1988", "1987/1988"),
        ("1987 أو 1988", "1987/1988"),
        ("12.03.1987 або 12.04.1988", "1987-03-12/1988-04-12"),
        ("1985-1987", "1985/1987"),
        ("1985–1987", "1985/1987"),
        ("1985/1987", "1985/1987"),
        ("1987-88", "1987/1988"),
        ("між 1985 і 1987", "1985/1987"),
        ("between 1985 and 1987", "1985/1987"),
        ("1980-х", "198X"),
        ("1980s", "198X"),
        ("198X", "198X"),
        ("1987~", "1987~"),
        ("1987?/1989", "1987?/1989"),
    ],
)
def test_partial_dates_gain_no_precision(text: str, edtf: str) -> None:
    reading = read_date(text, as_of=RECEIVED)
    assert reading.date is not None
    assert (reading.date.text, reading.doubts) == (edtf, ())


@pytest.mark.parametrize(
    ("text", "edtf", "doubt"),
    [
        ("03/04/1987", "1987-04-03", Doubt.ORDER_AMBIGUOUS),
        ("١٢/٠٣/١٩٨٧", "1987-03-12", Doubt.ORDER_AMBIGUOUS),
        ("03/25/1987", "1987-03-25", Doubt.MONTH_FIRST),
        ("03.25.1987", "1987-03-25", Doubt.MONTH_FIRST),
        ("12-03-87", "1987-03-12", Doubt.CENTURY),
        ("12.03.31", "2031-03-12", Doubt.CENTURY),
        ("12.03.32", "1932-03-12", Doubt.CENTURY),
        ("12-мар-87", "1987-03-12", Doubt.CENTURY),
        ("31848", "1987-03-12", Doubt.SERIAL),
        ("31848.0", "1987-03-12", Doubt.SERIAL),
    ],
)
def test_doubts_are_told(text: str, edtf: str, doubt: Doubt) -> None:
    reading = read_date(text, as_of=RECEIVED)
    assert reading.date is not None
    assert (reading.date.text, reading.doubts) == (edtf, (doubt,))


@pytest.mark.parametrize("text", ["25/03/1987", "04/04/1987"])
def test_slashes_without_ambiguity(text: str) -> None:
    assert read_date(text, as_of=RECEIVED).doubts == ()


@pytest.mark.parametrize(
    "text",
    [
        "31.02.1987", "13/13/1987", "12.03.0000", "1987-13-01", "0", "1", "1e5", "1408 هـ", "до 1990", "after 1990", "child",
        "12.03.1987, 13.04.1988", "1/2/3", "12..03.1987", "9" * 50, "١" * 4000, "1987" * 100, "12.00.1987", "1989/1987",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said(text: str) -> None:
    reading = read_date(text, as_of=RECEIVED)
    assert (reading.date, reading.doubts) == (None, (Doubt.NOT_UNDERSTOOD,))


@pytest.mark.parametrize("text", ["-", "—", "?", "н/д", "невідомо", "неизвестно", "Unknown", "غير معروف"])
def test_said_to_be_unknown_is_no_finding(text: str) -> None:
    reading = read_date(text, as_of=RECEIVED)
    assert (reading.date, reading.doubts) == (None, ())


def test_a_column_proves_its_order() -> None:
    assert order_of(["03/04/1987", "03/25/1987", "text"]) is Order.MONTH
    assert order_of(["03/04/1987", "03/25/1987", "25/03/1987"]) is Order.DAY
    assert order_of(["03/04/1987"]) is Order.DAY
    reading = read_date("03/04/1987", as_of=RECEIVED, order=Order.MONTH)
    assert reading.date is not None
    assert (reading.date.text, reading.doubts) == ("1987-03-04", (Doubt.ORDER_AMBIGUOUS,))
