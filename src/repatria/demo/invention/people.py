"""Invents people: who they are in truth, whatever lists will later say of them.

Everything is drawn from one seed and from the tables beside this module (own work, each with its source line). Nobody
meant is alive or dead: names are random combinations, and the places do not exist.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

from repatria.people.party import Stance
from repatria.people.record import Sex


@dataclass(frozen=True, slots=True)
class Name:
    """One name as Ukrainian and as Russian offices write it."""

    uk: str
    ru: str


@dataclass(frozen=True, slots=True)
class Given:
    """A given name; for a man's also the patronymics of his son and his daughter."""

    name: Name
    son: Name
    daughter: Name


@dataclass(frozen=True, slots=True)
class Place:
    """An invented place: a point with its name by source."""

    name: Name
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Person:
    """An invented human being, in truth.

    Attributes:
        ref: Number in the truth (``T-0007``); the desk never sees it.
        home: The party that the person belongs to.
        surname: Surname in the person's own gender.
        born_at: Place of birth.
    """

    ref: str
    home: str
    sex: Sex
    given: Given
    surname: Name
    father: Given
    mother: Given
    maiden: Name
    born: date
    born_at: Place

    @property
    def patronymic(self) -> Name:
        """Patronymic in the person's own gender."""
        return self.father.son if self.sex is Sex.MALE else self.father.daughter

    def age_on(self, day: date) -> int:
        """Returns the completed years of age on ``day``."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


def table(name: str) -> list[dict[str, str]]:
    """Returns the rows of a table of this package, by heading; lines that begin with # are its source."""
    text = (resources.files("repatria.demo.invention") / "tables" / f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [dict(zip(lines[0], row, strict=True)) for row in lines[1:]]


@cache
def given_names(sex: Sex) -> tuple[Given, ...]:
    """Returns the given names of one sex."""
    return tuple(
        Given(
            Name(row["uk"], row["ru"]),
            Name(row["uk_son"], row["ru_son"]),
            Name(row["uk_daughter"], row["ru_daughter"]),
        )
        for row in table("given_names")
        if row["sex"] == sex
    )


@cache
def surnames() -> tuple[tuple[Name, Name], ...]:
    """Returns the surnames, each of a man and of a woman."""
    return tuple(
        (Name(row["uk_man"], row["ru_man"]), Name(row["uk_woman"], row["ru_woman"])) for row in table("surnames")
    )


@cache
def places(near: str) -> tuple[Place, ...]:
    """Returns the invented places near a party."""
    return tuple(
        Place(Name(row["uk"], row["ru"]), float(row["latitude"]), float(row["longitude"]))
        for row in table("places")
        if row["near"] == near
    )


class Invention:
    """Draws people from a seed. Invariant: references are ``T-0001``, ``T-0002`` … without gaps, in order of drawing."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.people: list[Person] = []

    def person(self, *, home: str, born: tuple[date, date], share_female: float = 0.5) -> Person:
        """Returns a new person of ``home``, born between two days, both inclusive."""
        draw = self.random
        sex = Sex.FEMALE if draw.random() < share_female else Sex.MALE
        given = draw.choice(given_names(sex))
        return self._add(
            home, sex, draw.choice(surnames()), given, self._parents(), self._day(*born), self._place(home)
        )

    def siblings(self, *, home: str, born: tuple[date, date], number: int) -> tuple[Person, ...]:
        """Returns new people with the same parents, born at least eleven months apart between two days."""
        draw = self.random
        family, parents, place = draw.choice(surnames()), self._parents(), self._place(home)
        step = (born[1] - born[0]).days // number
        days = [born[0] + timedelta(days=i * step + draw.randrange(max(1, step - 335))) for i in range(number)]
        sexes = [draw.choice((Sex.FEMALE, Sex.MALE)) for _ in days]
        given = {sex: draw.sample(given_names(sex), number) for sex in (Sex.FEMALE, Sex.MALE)}
        return tuple(
            self._add(home, sex, family, given[sex].pop(), parents, day, place)
            for sex, day in zip(sexes, days, strict=True)
        )

    def _add(
        self,
        home: str,
        sex: Sex,
        family: tuple[Name, Name],
        given: Given,
        parents: tuple[Given, Given, Name],
        born: date,
        at: Place,
    ) -> Person:
        father, mother, maiden = parents
        own = family[0] if sex is Sex.MALE else family[1]
        ref = f"T-{len(self.people) + 1:04}"
        person = Person(ref, home, sex, given, own, father, mother, maiden, born, at)
        self.people.append(person)
        return person

    def _parents(self) -> tuple[Given, Given, Name]:
        draw = self.random
        return draw.choice(given_names(Sex.MALE)), draw.choice(given_names(Sex.FEMALE)), draw.choice(surnames())[1]

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randrange((last - first).days + 1))

    def _place(self, home: str) -> Place:
        return self.random.choice(places(home))


HOLDER = {"north": "south", "south": "north"}
"""Who holds the people of a party, in these two scenarios."""


def list_side(home: str, stance: Stance) -> str:
    """Returns the party whose list of that stance shows the people of ``home``."""
    return home if stance is Stance.SEEKS else HOLDER[home]
