"""Invented people as two offices write them: a row for each line, the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

HEADINGS = (
    "№ з/п;Прізвище;Ім'я;По батькові;Стать;Дата народження;Місце народження;Місце проживання;ІПН;Адреса родини;Примітка"
)
_BEGIN = ("Бер", "Вер", "Гор", "Дуб", "Клен", "Лип", "Мор", "Снов", "Тур", "Яр", "Зам", "Кор", "Пол", "Рав", "Сос")
_MIDDLE = ("ез", "ов", "ин", "ан", "ич", "ук", "іш", "ар", "ень", "ол", "уд", "ит", "")
_END = ("енко", "ук", "ський", "чук", "ів", "ко", "юк", "ець", "ий", "ак")
_GIVEN = (
    "Олена",
    "Микола",
    "Дарина",
    "Тарас",
    "Соломія",
    "Богдан",
    "Зоряна",
    "Остап",
    "Ганна",
    "Сергій",
    "Юлія",
    "Їлля",
)
_FATHER = ("Миколай", "Тарас", "Богдан", "Остап", "Сергій", "Андрій", "Петр", "Степан")
_PLACES = [f"{place} {n}" for n in range(1, 41) for place in ("Нижні Ставки", "Верхній Яр", "Мале Озеро", "Заріччя")]


def row(number: int, person: int) -> str:
    """Returns one line of a list: its number, and the person's cells."""
    mixed = person * 2_654_435_761 % 2**32  # Knuth's multiplicative hash: neighbours look unlike
    surname = _BEGIN[mixed % 15] + _MIDDLE[mixed // 15 % 13] + _END[mixed // 195 % 10]
    given, father = _GIVEN[mixed // 1_950 % 12], _FATHER[mixed // 23_400 % 8]
    is_woman = given[-1] in "аяія" and given != "Їлля"
    born = date(1965, 1, 1) + timedelta(days=mixed % 18_000)
    written = (f"{born:%d.%m.%Y}", f"{born:%d/%m/%Y}", born.isoformat(), f"{born.year}")[mixed // 7 % 4]
    place, home = _PLACES[mixed // 11 % 160], _PLACES[mixed // 13 % 160]
    return (
        f"{number};{surname};{given};{father}{'івна' if is_woman else 'ович'};{'ж' if is_woman else 'ч'};{written};{place};{home};"
        f"{3_000_000_000 + person};вул. Садова {mixed % 200}, {home};зауваження {mixed % 1000}"
    )


def list_file(people: Iterator[int]) -> bytes:
    """Returns a party's list of these people as a CSV with semicolons."""
    return "\n".join([HEADINGS, *(row(number, person) for number, person in enumerate(people, 1)), ""]).encode()
