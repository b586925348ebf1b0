"""Laws of reading, whatever the file."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repatria.errors import RepatriaError
from repatria.lists import ReadList
from repatria.lists.dates import Doubt, read_date
from repatria.people.fields import Field

SOME = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HEAD = ("№", "Surname", "Given names", "Date of birth", "Eyes")

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    [
        "Дубенко",
        "Остап",
        "12.03.2019",
        "около 2019",
        "=1",
        "a;b",
        'say "x"',
        "two\nlines",
        "Total",
        "Усього: 3",
        "1",
        "2",
    ]
)
people = st.lists(st.tuples(*[texts] * 5), max_size=8)
start = st.sampled_from(
    [b"", b"Surname;Sex\n", b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"<?xml version='1.0'?>", b"<pfif>"]
)


@SOME
@given(start, st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_give_a_list_or_a_refusal(reading: Callable[..., ReadList], head: bytes, content: bytes) -> None:
    try:
        found = reading(head + content)
    except RepatriaError:
        return
    assert [line.number for line in found.lines] == list(range(1, len(found.lines) + 1))


@SOME
@given(people, st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 7)), min_size=1, max_size=4))
def test_a_damaged_workbook_gives_a_list_or_a_refusal(
    xlsx_of: Callable[..., bytes],
    reading: Callable[..., ReadList],
    written: list[tuple[str, ...]],
    flips: list[tuple[float, int]],
) -> None:
    content = bytearray(xlsx_of([HEAD, *written]))
    for where, bit in flips:
        content[int(where * len(content))] ^= 1 << bit
    try:
        reading(bytes(content))
    except RepatriaError:
        return


@SOME
@given(people)
def test_every_filled_row_is_one_line_or_counted(
    csv_of: Callable[..., bytes], reading: Callable[..., ReadList], written: list[tuple[str, ...]]
) -> None:
    named = [(str(n), *cells[1:]) for n, cells in enumerate(written, start=7)]
    found = reading(csv_of([HEAD, *named]))
    assert [line.row for line in found.lines] == list(range(2, len(named) + 2))
    for line, cells in zip(found.lines, named, strict=True):
        kept = [
            line.record.get(f) for f in (Field.OWN_REFERENCE, Field.SURNAME, Field.GIVEN_NAMES, Field.DATE_OF_BIRTH)
        ]
        kept.append((line.record.unnamed or {}).get("Eyes", ""))
        composed = [unicodedata.normalize("NFC", cell) for cell in cells]
        assert kept == [cell if cell and not cell.isspace() else "" for cell in composed]


@SOME
@given(people)
def test_reading_twice_is_equal_and_no_encoding_or_delimiter_matters(
    csv_of: Callable[..., bytes], reading: Callable[..., ReadList], written: list[tuple[str, ...]]
) -> None:
    first = reading(csv_of([HEAD, *written]))
    assert reading(csv_of([HEAD, *written])) == first
    for delimiter in ",\t|":
        for encoding in ("utf-8-sig", "utf-16"):
            again = reading(csv_of([HEAD, *written], delimiter=delimiter, encoding=encoding))
            assert (again.lines, again.declared_total) == (first.lines, first.declared_total)


@SOME
@given(
    st.dates(date(1900, 1, 1), date(2031, 6, 1)),
    st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%d-%m-%Y", "%d %B %Y", "%Y/%m/%d"]),
)
def test_full_dates_come_back(day: date, form: str) -> None:
    reading = read_date(day.strftime(form), as_of=date(2031, 6, 1))
    assert reading.date is not None
    assert (reading.date.earliest, reading.date.latest, reading.doubts) == (day, day, ())


@SOME
@given(st.text(max_size=40) | st.from_regex(r"[0-9xX?./~ -]{1,14}", fullmatch=True))
def test_any_text_gives_a_date_or_says_why_not(text: str) -> None:
    reading = read_date(text, as_of=date(2031, 6, 1))
    assert reading.date is not None or reading.doubts in ((), (Doubt.NOT_UNDERSTOOD,))
    assert reading.date is None or Doubt.NOT_UNDERSTOOD not in reading.doubts
