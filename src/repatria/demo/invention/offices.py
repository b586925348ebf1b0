"""Fills the lists: what an office of a party writes on the line of a person, accidents included."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from repatria.demo.invention import spelling
from repatria.demo.invention.forms import Form
from repatria.demo.invention.people import Person, Place, places, table
from repatria.demo.invention.sheets import Sheet
from repatria.demo.invention.spelling import Days, Office, Writing
from repatria.people.fields import Field

Cells = dict[Field, str | date]


def fill(
    people: tuple[Person, ...], form: Form, *, seed: str, careful: frozenset[str] = frozenset()
) -> tuple[Sheet, dict[str, int]]:
    """Returns the sheet with a line per person, and how many lines each defect fell on.

    Args:
        people: Who stands on it, in order.
        form: The form that is filled in.
        seed: What the accidents are drawn from.
        careful: People whose dates of birth are written without accidents.
    """
    draw = random.Random(seed)
    factor = draw.uniform(0.7, 1.4)
    spoiled: dict[str, int] = {}
    rows = []
    seen: set[str] = set()
    for number, person in enumerate(people, start=1):
        accidents = _befalling(spelling.defects(draw, factor=factor), form, careful=person.ref in careful)
        for name in accidents:
            spoiled[name] = spoiled.get(name, 0) + 1
        again = person.ref in seen
        seen.add(person.ref)
        cells = line(person, form, draw, accidents, again=again)
        cells[Field.OWN_REFERENCE] = str(number)
        rows.append(tuple(cells.get(column, "") for column in form.columns))
    headings = tuple(_heading(column, form.language) for column in form.columns)
    totals = (form.totals, len(people) + form.miscounted) if form.totals else None
    sheet = Sheet((form.title,), headings, tuple(rows), totals, form.numbered, form.gaps, form.language == "ar")
    return sheet, spoiled


def _befalling(accidents: frozenset[str], form: Form, *, careful: bool) -> frozenset[str]:
    """Keeps the accidents that this form and this office's care leave possible."""
    numbered = {Field.SERVICE_NUMBER, Field.IDENTIFICATION_NUMBER} & set(form.columns)
    impossible = (careful and "birth-", not numbered and "number-", form.eight_bit and "invisible")
    return frozenset(name for name in accidents if not any(kind and name.startswith(kind) for kind in impossible))


def line(person: Person, form: Form, draw: random.Random, accidents: frozenset[str], *, again: bool) -> Cells:
    """Returns the cells of one line; a person's second line on a list is written by another hand (``again``)."""
    office = form.office
    other = again or draw.random() < office.other_share
    writing = draw.choice(office.others) if other and office.others else office.writing
    own = _details(person)
    return {
        **_name(person, form, writing, draw, accidents),
        Field.SEX: _word(person.sex.value, form.language),
        Field.DATE_OF_BIRTH: _birth(person, office, writing, draw, accidents),
        Field.PLACE_OF_BIRTH: "" if "place-missing" in accidents else spelling.write(person.born_at.name, writing),
        Field.FATHER: spelling.write(person.father.name, writing),
        Field.MOTHER: f"{spelling.write(person.maiden, writing)} {spelling.write(person.mother.name, writing)}",
        Field.IDENTIFICATION_NUMBER: _number(own.number, draw, accidents),
        Field.SERVICE_NUMBER: _number(own.number, draw, accidents)[:7],
        Field.RANK: _word(own.rank, form.language),
        Field.CAPTURED_ON: spelling.write_day(own.captured_on, draw.choice(office.days)),
        Field.CAPTURED_AT: spelling.write(own.captured_at.name, writing),
        Field.LAST_SEEN_ON: spelling.write_day(own.captured_on, draw.choice(office.days)),
        Field.LAST_SEEN_AT: spelling.write(own.captured_at.name, writing),
        Field.FAMILY_ADDRESS: f"{spelling.write(own.lived_at.name, writing)} {own.house}",
        Field.PRESENT_ADDRESS: f"{spelling.write(own.kept_at.name, writing)} {own.house % 9 + 1}",
        Field.CIRCUMSTANCES: _word(own.circumstance, form.language),
        Field.HEALTH: _word("good", form.language),
    }


@dataclass(frozen=True, slots=True)
class _Details:
    number: str
    rank: str
    captured_on: date
    captured_at: Place
    lived_at: Place
    kept_at: Place
    house: int
    circumstance: str


def _details(person: Person) -> _Details:
    """What is true of the person on every list, drawn from the person alone."""
    draw = random.Random(f"{person.ref}/{person.surname.uk}/{person.born}")
    other = "south" if person.home == "north" else "north"
    return _Details(
        f"{draw.randrange(10**9, 10**10)}",
        draw.choice(("private", "private", "private", "corporal", "sergeant", "lieutenant")),
        date(2029, 3, 1) + timedelta(days=draw.randrange(700)),
        draw.choice(places(person.home)),
        draw.choice(places(person.home)),
        draw.choice(places(other)),
        draw.randrange(1, 120),
        draw.choice(("separated", "institution", "moved")),
    )


def _name(person: Person, form: Form, writing: Writing, draw: random.Random, accidents: frozenset[str]) -> Cells:
    surname = spelling.write(person.surname, writing)
    given = spelling.write(person.given.name, writing)
    patronymic = "" if "patronymic-missing" in accidents else spelling.write(person.patronymic, writing)
    if "letter-wrong" in accidents:
        surname = spelling.misspell(surname, draw)
    if "look-alike" in accidents:
        surname = spelling.look_alike(surname)
    if "invisible" in accidents:
        given = spelling.invisible(given)
    if form.office.capitals:
        surname = surname.upper()
    parts = [given, patronymic, surname] if "order-turned" in accidents else [surname, given, patronymic]
    return {
        Field.FULL_NAME: " ".join(part for part in parts if part),
        Field.SURNAME: surname,
        Field.GIVEN_NAMES: given,
        Field.PATRONYMIC: patronymic,
    }


def _birth(
    person: Person, office: Office, writing: Writing, draw: random.Random, accidents: frozenset[str]
) -> str | date:
    days = draw.choice(office.days)
    born = person.born
    for accident in sorted(accidents):
        match accident:
            case "birth-missing":
                return ""
            case "birth-year-only" | "birth-month-only" | "birth-about":
                return spelling.write_partial(born, accident, writing)
            case "birth-swapped":
                born = spelling.swapped(born)
            case "birth-wrong-year":
                born = replace_year(born, born.year + draw.choice((-1, 1)))
            case _:
                pass
    return born if days is Days.CELL else spelling.write_day(born, days)


def replace_year(day: date, year: int) -> date:
    """Returns the same day of another year; 29 February becomes the 28th."""
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _number(number: str, draw: random.Random, accidents: frozenset[str]) -> str:
    if "number-missing" in accidents:
        return ""
    if "number-short" in accidents:
        return number[:-2]
    if "number-wrong" in accidents:
        at = draw.randrange(len(number))
        return number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
    return number


def _heading(column: Field, language: str) -> str:
    return _words("headings")[column][language]


def _word(code: str, language: str) -> str:
    return _words("words")[code][language]


@cache
def _words(name: str) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table(name)}
