"""The simple reconcile: proposals with reasons, "none of these", and never a claim to weigh."""

from __future__ import annotations

from repatria.linkage.simple import Proposed, compare, keys_of, reconcile
from repatria.people.dates import partial_date
from repatria.people.fields import Field
from repatria.people.record import Record, Sex
from repatria.people.refs import LineRef, PartyId

NAMES = (Field.SURNAME, Field.GIVEN_NAMES, Field.PATRONYMIC)


def line(ref: str, name: str, born: str = "", sex: Sex | None = None) -> Record:
    values = dict(zip(NAMES, name.split(" "), strict=False))
    dates = {Field.DATE_OF_BIRTH: partial_date(born)} if born else {}
    return Record(LineRef(ref), PartyId(ref.partition("-")[0]), values, dates, sex)


def proposals(left: list[Record], right: list[Record]) -> list[tuple[str, str | None, str]]:
    return [(p.left, p.right, p.proposed.value) for p in reconcile(left, right)]


def test_ukrainian_russian_and_latin_forms_of_one_person_are_proposed_as_same():
    north = [line("north-1:1", "Іваненко Олена Петрівна", "2019-03-12"), line("north-1:2", "Бойко Микола", "1987")]
    south = [
        line("south-1:1", "Boyko Nikolay", "1987-05-01"),
        line("south-1:2", "Иваненко Елена Петровна", "2019-03-12"),
    ]
    assert proposals(north, south) == [("north-1:1", "south-1:2", "same"), ("north-1:2", "south-1:1", "same")]


def test_two_lines_that_fit_equally_well_are_for_review():
    north = [line("north-1:1", "Бойко Микола", "1987")]
    south = [line("south-1:1", "Бойко Николай", "1987-05-01"), line("south-1:2", "Бойко Николай", "1987-06-01")]
    assert [p[2] for p in proposals(north, south)] == ["review", "review"]


def test_day_and_month_exchanged_agree_and_the_reason_says_so():
    a = keys_of(line("north-1:1", "Бойко Микола", "1987-05-01"))
    b = keys_of(line("south-1:1", "Бойко Николай", "1987-01-05"))
    found = compare(a, b)
    assert (found.proposed, found.reasons[-1]) == (
        Proposed.SAME,
        "date of birth: agrees with day and month exchanged",
    )


def test_another_birth_date_is_never_proposed_as_same():
    north, south = line("north-1:1", "Бойко Микола", "1987-05-01"), line("south-1:1", "Бойко Николай", "1990-02-03")
    assert [p[2] for p in proposals([north], [south])] == ["review"]


def test_a_changed_surname_is_for_review_when_the_rest_agrees():
    north, south = line("north-1:1", "Бойко Олена", "2019-03-12"), line("south-1:1", "Орлова Елена", "2019-03-12")
    assert [p[2] for p in proposals([north], [south])] == ["review"]


def test_nobody_who_fits_is_said():
    assert proposals([line("north-1:1", "Бойко Микола", "1987")], [line("south-1:1", "Орлов Пётр", "1990")]) == [
        ("north-1:1", None, "none")
    ]


def test_comparing_is_the_same_both_ways():
    a = keys_of(line("north-1:1", "Бойко Микола Іванович", "1987", Sex.MALE))
    b = keys_of(line("south-1:1", "Boyko Nikolay", "1987-05-01", Sex.FEMALE))
    one, other = compare(a, b), compare(b, a)
    assert (one.proposed, one.agreeing, one.reasons) == (other.proposed, other.agreeing, other.reasons)


def test_no_birth_date_is_not_a_contradiction():
    north, south = line("north-1:1", "Бойко Микола"), line("south-1:1", "Бойко Николай", "1987-05-01")
    assert [p[2] for p in proposals([north], [south])] == ["review"]


def test_reasons_hold_no_name_and_no_date():
    found = reconcile(
        [line("north-1:1", "Бойко Микола", "1987-05-01")], [line("south-1:1", "Бойко Николай", "1987-05-01")]
    )
    said = " ".join(reason for p in found for reason in p.reasons).casefold()
    assert [word for word in ("бойко", "boiko", "микола", "1987") if word in said] == []
