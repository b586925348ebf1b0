from __future__ import annotations

from datetime import date
from itertools import pairwise

from repatria.demo.invention.people import Invention, given_names, places, surnames, table
from repatria.people.record import Sex

DAYS = (date(1980, 1, 1), date(2000, 12, 31))


def invented(seed: int, number: int = 40) -> list[object]:
    invention = Invention(seed)
    return [invention.person(home="north", born=DAYS) for _ in range(number)]


def test_the_same_seed_gives_the_same_people() -> None:
    assert invented(3) == invented(3)


def test_another_seed_gives_other_people() -> None:
    assert invented(3) != invented(4)


def test_people_are_numbered_and_born_within_the_days() -> None:
    invention = Invention(1)
    people = [invention.person(home="south", born=DAYS) for _ in range(200)]
    assert [p.ref for p in people] == [f"T-{n:04}" for n in range(1, 201)]
    assert all(DAYS[0] <= p.born <= DAYS[1] and p.born_at in places("south") for p in people)


def test_siblings_share_parents_and_are_born_apart() -> None:
    five = Invention(5).siblings(home="north", born=(date(2015, 1, 1), date(2027, 1, 1)), number=5)
    assert len({(p.father, p.mother, p.maiden, p.born_at) for p in five}) == 1
    assert len({(p.sex, p.given) for p in five}) == 5
    assert all((b.born - a.born).days >= 270 for a, b in pairwise(five))


def test_names_follow_the_gender() -> None:
    invention = Invention(2)
    for person in (invention.person(home="north", born=DAYS) for _ in range(100)):
        man, woman = next(pair for pair in surnames() if person.surname in pair)
        assert person.surname == (man if person.sex is Sex.MALE else woman)
        assert person.patronymic == (person.father.son if person.sex is Sex.MALE else person.father.daughter)
        assert person.given in given_names(person.sex)


def test_age_is_in_completed_years() -> None:
    person = Invention(9).person(home="north", born=(date(2004, 2, 29), date(2004, 2, 29)))
    assert [person.age_on(d) for d in (date(2022, 2, 28), date(2022, 3, 1), date(2024, 2, 29))] == [17, 18, 20]


def test_tables_have_no_empty_names() -> None:
    for name, columns in (("given_names", ("uk", "ru")), ("surnames", ("uk_man", "uk_woman", "ru_man", "ru_woman"))):
        assert all(row[column].strip() == row[column] != "" for row in table(name) for column in columns)
