from __future__ import annotations

import random
from datetime import date

import pytest

from repatria.demo.invention import spelling
from repatria.demo.invention.people import Name, given_names, surnames
from repatria.demo.invention.spelling import RATES, Days, Writing
from repatria.lists import read
from repatria.people.party import PartyId
from repatria.people.record import Sex
from repatria.people.refs import ListId

DAY = date(1987, 3, 12)


@pytest.mark.parametrize(
    ("uk", "latin"),
    [  # examples of KMU 55/2010, first those of the resolution itself
        ("Згурський", "Zghurskyi"),
        ("Юрій", "Yurii"),
        ("Щербак", "Shcherbak"),
        ("Їжак", "Yizhak"),
        ("Дем'янчук", "Demianchuk"),
        ("Ясногорський", "Yasnohorskyi"),
        ("Гайовий", "Haiovyi"),
    ],
)
def test_ukrainian_passports(uk: str, latin: str) -> None:
    assert spelling.write(Name(uk, ""), Writing.KMU) == latin


@pytest.mark.parametrize(
    ("ru", "latin"),
    [
        ("Щукин", "Shchukin"),
        ("Юдин", "Iudin"),
        ("Соловьёв", "Solovev"),
        ("Подъяров", "Podieiarov"),
        ("Наталья", "Natalia"),
    ],
)
def test_international_passports(ru: str, latin: str) -> None:
    assert spelling.write(Name("", ru), Writing.ICAO) == latin


def test_newspaper_spellings() -> None:
    name = Name("Шевченко", "Жуковец")
    assert spelling.write(name, Writing.GERMAN_FROM_UKRAINIAN) == "Schewtschenko"
    assert spelling.write(name, Writing.POLISH_FROM_UKRAINIAN) == "Szewczenko"
    assert spelling.write(name, Writing.POLISH_FROM_RUSSIAN) == "Żukowec"


def test_every_name_can_be_written_in_latin_letters() -> None:
    names = [n for pair in surnames() for n in pair] + [g.name for sex in Sex for g in given_names(sex)]
    for writing in Writing:
        if writing not in (Writing.UKRAINIAN, Writing.RUSSIAN):
            written = "".join(spelling.write(name, writing) for name in names)
            assert not [c for c in written if "\u0400" <= c <= "\u04ff"]


@pytest.mark.parametrize("days", list(Days))
def test_every_way_of_writing_a_day_is_read_back(days: Days) -> None:
    text = f"Surname;Date of birth\r\nA;{spelling.write_day(DAY, days)}\r\n"
    found = read(text.encode(), list_id=ListId("north-1"), party=PartyId("north"), as_of=date(2031, 5, 1))
    assert [str(line.record.born) for line in found.lines] == ["1987-03-12"]


@pytest.mark.parametrize(
    ("defect", "edtf"), [("birth-year-only", "1987"), ("birth-month-only", "1987-03"), ("birth-about", "1987~")]
)
@pytest.mark.parametrize("writing", [Writing.UKRAINIAN, Writing.RUSSIAN, Writing.KMU])
def test_partial_dates_are_read_back(defect: str, edtf: str, writing: Writing) -> None:
    text = f"Surname;Date of birth\r\nA;{spelling.write_partial(DAY, defect, writing)}\r\n"
    found = read(text.encode(), list_id=ListId("north-1"), party=PartyId("north"), as_of=date(2031, 5, 1))
    assert [str(line.record.born) for line in found.lines] == [edtf]


def test_day_and_month_are_swapped_where_that_is_a_day() -> None:
    assert spelling.swapped(DAY) == date(1987, 12, 3)
    assert spelling.swapped(date(1987, 3, 13)) == date(1987, 3, 13)


def test_accidents_happen_at_their_rates_and_one_of_a_kind() -> None:
    draw = random.Random(1)
    met = [spelling.defects(draw, factor=1.0) for _ in range(20_000)]
    for name in ("patronymic-missing", "birth-year-only", "letter-wrong"):
        share = sum(name in line for line in met) / len(met)
        assert abs(share - RATES[name]) < 0.006
    assert all(len({name.split("-")[0] for name in line}) == len(line) for line in met)


def test_accidents_change_a_word() -> None:
    draw = random.Random(2)
    assert all(spelling.misspell("Петренко", draw) != "Петренко" for _ in range(50))
    assert spelling.misspell("Жук", draw) == "Жук"
    assert spelling.look_alike("Жук") == "Жук"
    assert spelling.look_alike("Шевчук").encode() == "Ш\u0065вчук".encode()
    assert spelling.invisible("Олена") == "Ол\u200bена"
