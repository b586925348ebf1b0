"""How offices write a person: in both Cyrillics and several Latin spellings, with dates as offices write them.

A spelling is chosen by the office; a defect is an accident. Rates of accidents carry their source; where no public rate
is known the word *assumption* stands there. Each list multiplies the rates by a factor drawn from the seed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from repatria.demo.invention.people import Name, table

RATES = {
    "number-missing": 0.022,  # no id: 2.2 % of 21,703 lines of a war-time death list (Spagat, AOAV 2024)
    "number-short": 0.036,  # wrong length: 3.6 %, same source
    "number-wrong": 0.068,  # failed check digit: 6.8 %, same source
    "birth-missing": 0.012,  # age missing: 1.2 %, same source
    "birth-year-only": 0.03,  # assumption
    "birth-month-only": 0.01,  # assumption
    "birth-about": 0.01,  # assumption
    "birth-swapped": 0.008,  # day and month swapped; assumption
    "birth-wrong-year": 0.006,  # one year off; assumption
    "patronymic-missing": 0.06,  # assumption
    "letter-wrong": 0.02,  # one letter of the surname; assumption
    "look-alike": 0.01,  # one letter from the other alphabet; assumption
    "invisible": 0.004,  # a zero-width space from copying; assumption
    "order-turned": 0.02,  # given name before surname; assumption
    "place-missing": 0.03,  # assumption
}
"""Share of lines on which each defect falls, before the list's factor."""


class Writing(StrEnum):
    """The script and table that an office writes names with."""

    UKRAINIAN = "uk"
    RUSSIAN = "ru"
    KMU = "uk_kmu"
    ICAO = "ru_icao"
    GERMAN_FROM_UKRAINIAN = "uk_german"
    GERMAN_FROM_RUSSIAN = "ru_german"
    POLISH_FROM_UKRAINIAN = "uk_polish"
    POLISH_FROM_RUSSIAN = "ru_polish"


class Days(StrEnum):
    """How an office writes a day."""

    DOTTED = "12.03.1987"
    DOTTED_SHORT = "12.3.87"
    ISO = "1987-03-12"
    SLASHES = "12/03/1987"
    UKRAINIAN = "12 березня 1987 р."
    RUSSIAN = "12 марта 1987 г."
    ENGLISH = "12 March 1987"
    ARABIC_DIGITS = "١٢/٠٣/١٩٨٧"
    CELL = "a date cell"  # a spreadsheet's own date; written as ISO in CSV


@dataclass(frozen=True, slots=True)
class Office:
    """The habits of one office: how it writes most lines, and what stands on the others.

    Attributes:
        writing: On most lines.
        others: On the share ``other_share`` of lines, one of these.
        days: Formats of days, one drawn per line.
        capitals: Surnames in capitals.
    """

    writing: Writing
    others: tuple[Writing, ...]
    days: tuple[Days, ...]
    other_share: float = 0.15
    capitals: bool = False


_MONTHS = {
    Days.UKRAINIAN: "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split(),
    Days.RUSSIAN: "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    Days.ENGLISH: ("January February March April May June July August September October November December".split()),
}
_ABOUT = {"uk": "близько {} р.", "ru": "около {} г."}
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_LOOK_ALIKE = str.maketrans("аеосрхАЕОСРХ", "aeocpxAEOCPX")


@cache
def write(name: Name, writing: Writing) -> str:
    """Returns a name as ``writing`` has it."""
    cyrillic = name.ru if writing.startswith("ru") else name.uk
    if writing in (Writing.UKRAINIAN, Writing.RUSSIAN):
        return cyrillic
    return " ".join(_romanise(word, writing) for word in cyrillic.split(" "))


def write_day(day: date, days: Days) -> str:
    """Returns a day as an office writes it; a date cell as ISO."""
    match days:
        case Days.DOTTED:
            return f"{day:%d.%m.%Y}"
        case Days.DOTTED_SHORT:
            return f"{day.day}.{day.month}.{day:%y}"
        case Days.SLASHES:
            return f"{day:%d/%m/%Y}"
        case Days.ARABIC_DIGITS:
            return f"{day:%d/%m/%Y}".translate(_ARABIC)
        case Days.UKRAINIAN:
            return f"{day.day} {_MONTHS[days][day.month - 1]} {day.year} р."
        case Days.RUSSIAN:
            return f"{day.day} {_MONTHS[days][day.month - 1]} {day.year} г."
        case Days.ENGLISH:
            return f"{day.day} {_MONTHS[days][day.month - 1]} {day.year}"
        case _:
            return day.isoformat()


def write_partial(day: date, defect: str, writing: Writing) -> str:
    """Returns what an office writes that knows less than the day: year, month and year, or "about"."""
    if defect == "birth-year-only":
        return str(day.year)
    if defect == "birth-month-only":
        return f"{day:%m.%Y}"
    return _ABOUT["ru" if writing.startswith("ru") else "uk"].format(day.year)


def swapped(day: date) -> date:
    """Returns the day with day and month swapped, where that is a day; else the day itself."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else day


def defects(draw: random.Random, *, factor: float) -> frozenset[str]:
    """Returns the accidents that befall one line; at most one of each kind (``birth-…`` is a kind)."""
    met = [name for name, rate in RATES.items() if draw.random() < rate * factor]
    kinds: dict[str, str] = {}
    for name in met:
        kinds.setdefault(name.split("-")[0], name)
    return frozenset(kinds.values())


def misspell(text: str, draw: random.Random) -> str:
    """Returns the word with one inner letter left out or two neighbours swapped; short words as they are."""
    if len(text) < 5:
        return text
    at = draw.randrange(1, len(text) - 2)
    if draw.random() < 0.5:
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def look_alike(text: str) -> str:
    """Returns the word with its last Cyrillic letter that looks Latin written in Latin."""
    for at in range(len(text) - 1, -1, -1):
        if text[at] != (other := text[at].translate(_LOOK_ALIKE)):
            return text[:at] + other + text[at + 1 :]
    return text


def invisible(text: str) -> str:
    """Returns the word with a zero-width space inside."""
    return text[:2] + "\u200b" + text[2:]


def _romanise(word: str, writing: Writing) -> str:
    letters = _letters(writing)
    low = word.lower().replace("зг", "z\0") if writing is Writing.KMU else word.lower()  # зг is zgh (KMU 55/2010)
    parts = []
    for at, letter in enumerate(low):
        start, _, inside = letters.get(letter, letter).partition("|")
        parts.append(start if at == 0 or not inside else inside)
    text = "".join(parts).replace("\0", "gh")
    return text[:1].upper() + text[1:] if word[:1].isupper() else text


@cache
def _letters(writing: Writing) -> dict[str, str]:
    return {row["letter"]: row[writing].replace("=", "") for row in table("romanisation") if row[writing] != "-"}
