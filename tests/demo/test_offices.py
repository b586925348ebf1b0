from __future__ import annotations

import random
from datetime import date

from repatria.demo.invention.forms import Form, HandedIn
from repatria.demo.invention.offices import fill, line, replace_year
from repatria.demo.invention.people import Invention, Person
from repatria.demo.invention.sheets import to_xlsx
from repatria.demo.invention.spelling import Days, Office, Writing, write
from repatria.people.fields import Field
from repatria.people.party import Stance

COLUMNS = (Field.OWN_REFERENCE, Field.FULL_NAME, Field.DATE_OF_BIRTH, Field.SERVICE_NUMBER)
FORM = Form(
    "ru",
    COLUMNS,
    Office(Writing.RUSSIAN, (Writing.KMU,), (Days.DOTTED,), other_share=0.0),
    "Список",
    totals="Итого",
    miscounted=1,
)


def people(number: int) -> tuple[Person, ...]:
    invention = Invention(4)
    return tuple(invention.person(home="north", born=(date(1980, 1, 1), date(2000, 1, 1))) for _ in range(number))


def name(person: Person, writing: Writing) -> str:
    return " ".join(write(part, writing) for part in (person.surname, person.given.name, person.patronymic))


def test_a_line_without_accidents_says_the_truth() -> None:
    [person] = people(1)
    cells = line(person, FORM, random.Random(1), frozenset(), again=False)
    assert cells[Field.FULL_NAME] == name(person, Writing.RUSSIAN)
    assert cells[Field.DATE_OF_BIRTH] == f"{person.born:%d.%m.%Y}"


def test_a_second_line_is_written_by_another_hand() -> None:
    [person] = people(1)
    cells = line(person, FORM, random.Random(1), frozenset(), again=True)
    assert cells[Field.FULL_NAME] == name(person, Writing.KMU)


def test_the_numbers_of_one_person_are_the_same_on_every_list() -> None:
    [person] = people(1)
    found = {line(person, FORM, random.Random(n), frozenset(), again=False)[Field.SERVICE_NUMBER] for n in range(5)}
    assert len(found) == 1


def test_accidents_of_each_kind_show() -> None:
    [person] = people(1)
    clean = line(person, FORM, random.Random(1), frozenset(), again=False)
    for accident, column, text in (
        ("birth-missing", Field.DATE_OF_BIRTH, ""),
        ("birth-year-only", Field.DATE_OF_BIRTH, str(person.born.year)),
        ("number-missing", Field.SERVICE_NUMBER, ""),
        ("patronymic-missing", Field.FULL_NAME, clean[Field.FULL_NAME].rpartition(" ")[0]),  # type: ignore[union-attr]
    ):
        assert line(person, FORM, random.Random(1), frozenset({accident}), again=False)[column] == text


def test_the_sheet_has_a_row_a_person_and_says_its_total_wrongly_when_told_to() -> None:
    sheet, _ = fill(people(30), FORM, seed="x")
    assert [row[0] for row in sheet.rows] == [str(n) for n in range(1, 31)]
    assert sheet.totals == ("Итого", 31)
    assert sheet.headings == ("№ п/п", "Фамилия, имя, отчество", "Дата рождения", "Личный номер")


def test_the_careful_have_no_accident_of_birth_dates() -> None:
    theirs = people(300)
    sheet, spoiled = fill(theirs, FORM, seed="x", careful=frozenset(p.ref for p in theirs))
    assert [row[2] for row in sheet.rows] == [f"{p.born:%d.%m.%Y}" for p in theirs]
    assert not [kind for kind in spoiled if kind.startswith("birth-")]


def test_second_lines_and_empty_cells_are_known() -> None:
    [a, b] = people(2)
    sheet, _ = fill((a, b, a), FORM, seed="x", careful=frozenset({a.ref, b.ref}))
    on = HandedIn(
        list="north-1", file="a.xlsx", party="north", stance=Stance.SEEKS, exchange="x", people=(a.ref, b.ref, a.ref),
        sheet=sheet, write=to_xlsx, due=date(2031, 1, 1), received_at="", columns=COLUMNS,
    )  # fmt: skip
    assert on.second_lines() == {"north-1:3": "north-1:1"}
    assert on.ref(a.ref) == "north-1:1"
    assert on.without(Field.DATE_OF_BIRTH) == frozenset()


def test_a_leap_day_moves_to_the_28th() -> None:
    assert replace_year(date(2004, 2, 29), 2005) == date(2005, 2, 28)
