"""Invented people of North and South in two lists, small tables, and lists that are linked once for many tests."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import strategies as st

from repatria.linkage.learning.training import COLUMN_OF
from repatria.linkage.linking import Linked, link
from repatria.linkage.said.lines import COLUMNS, Column, Encoded, Lines
from repatria.linkage.said.vocabulary import number, vocabulary

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))  # customs of romanising stand there

GIVEN = {
    "male": "Олександр/Александр/Oleksandr Микола/Николай/Mykola Дмитро/Дмитрий/Dmytro Сергій/Сергей/Serhii "
    "Андрій/Андрей/Andrii Іван/Иван/Ivan Петро/Пётр/Petro Василь/Василий/Vasyl Олег/Олег/Oleh Юрій/Юрий/Yurii "
    "Павло/Павел/Pavlo Максим/Максим/Maksym Роман/Роман/Roman Григорій/Григорий/Hryhorii",
    "female": "Олена/Елена/Olena Наталія/Наталия/Nataliia Ганна/Анна/Hanna Ірина/Ирина/Iryna Тетяна/Татьяна/Tetiana "
    "Оксана/Оксана/Oksana Марія/Мария/Mariia Людмила/Людмила/Liudmyla Світлана/Светлана/Svitlana "
    "Катерина/Екатерина/Kateryna Надія/Надежда/Nadiia Віра/Вера/Vira",
}
FATHERS = (
    "Олександр/Александр/Oleksandr Миколай/Николае/Mykolai Іван/Иван/Ivan Петр/Петр/Petr Василь/Василье/Vasyl "
    "Андрій/Андрее/Andrii Павл/Павл/Pavl Роман/Роман/Roman Сергій/Сергее/Serhii Степан/Степан/Stepan"
)
STEMS = (
    "Ковал Мельн Бонд Ткач Вовк Зозул Кринич Дубов Лисен Соколов Гончар Шевч Кравч Олійн Полищ Савч Тимош Рома Павл "
    "Марч Яким Захар Левч Онищ Пономар Руд Сидор Терещ Федор Хом Цимбал Чумач Юрч Явор Білоус Вербов Горобч Даник"
).split()
SUFFIXES = {"male": ("енко", "ук", "овський"), "female": ("енко", "ук", "овська")}
PLACES = "Зорине Вербівка Каменярі Яблунівка Соснове Дубрава Криничне Степове Озерне Журавлинка Тополеве Лугове".split()
RUSSIAN = str.maketrans({"і": "и", "ї": "и", "є": "е", "ґ": "г", "І": "И", "Є": "Е"})
LATIN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшьюяіїєґ",
        "a b v h d e zh z y i k l m n o p r s t u f kh ts ch sh  iu ia i i ie g".split(" "),
        strict=True,
    )
)


@dataclass(frozen=True)
class Person:
    surname: str
    given: str
    father: str
    sex: str
    born: tuple[int, int, int]
    place: str


@dataclass(frozen=True)
class Invented:
    left: pa.Table
    right: pa.Table
    truth: frozenset[tuple[str, str]]


Invent = Callable[..., Invented]
MakeTable = Callable[[Sequence[Mapping[str, str]]], pa.Table]


def _latin(text: str) -> str:
    return "".join(LATIN.get(c, LATIN.get(c.lower(), c).capitalize()) for c in text)


def _person(rng: Random) -> Person:
    sex = rng.choice(("male", "female"))
    return Person(
        rng.choice(STEMS) + rng.choice(SUFFIXES[sex]), rng.choice(GIVEN[sex].split()), rng.choice(FATHERS.split()), sex,
        (rng.randint(1940, 2012), rng.randint(1, 12), rng.randint(1, 28)), rng.choice(PLACES),
    )  # fmt: skip


def _typo(rng: Random, text: str) -> str:
    at = rng.randrange(1, len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :] if rng.random() < 0.5 else text[:at] + text[at + 1 :]


def _spoilt(rng: Random, p: Person, errors: float) -> Person:
    year, month, day = p.born
    if rng.random() < errors and day <= 12:
        p = replace(p, born=(year, day, month))
    elif rng.random() < errors:
        p = replace(p, born=(year + rng.choice((-1, 1)), month, day))
    if rng.random() < errors:
        p = replace(p, surname=_typo(rng, p.surname))
    if rng.random() < errors:
        p = replace(p, place=rng.choice(PLACES))
    return p


def _line(p: Person, form: int, *, patronymic: bool = True) -> dict[str, str]:
    """A person's line in Ukrainian (0), Russian (1) or Latin letters (2)."""
    father = p.father.split("/")[form]
    russian = ("вич", "вна") if father[-1] == "е" else ("ович", "овна")
    ending = (("ович", "івна"), russian, ("ovych", "ivna"))[form]
    write = (str, lambda t: t.translate(RUSSIAN).replace("ська", "ская"), _latin)[form]
    year, month, day = p.born
    return {
        "surname": write(p.surname), "given_names": p.given.split("/")[form],
        "patronymic": father + ending[p.sex == "female"] if patronymic else "",
        "sex": p.sex, "date_of_birth": f"{year:04}-{month:02}-{day:02}", "place": write(p.place),
    }  # fmt: skip


def _table(lines: Sequence[Mapping[str, str]]) -> pa.Table:
    columns = list(dict.fromkeys(name for line in lines for name in line))
    table = pa.table({name: pa.array([line.get(name, "") for line in lines], pa.string()) for name in columns})
    if "ref" in columns:
        return table
    return table.append_column("ref", pa.array([str(n) for n in range(len(lines))], pa.string()))


def _invent(
    seed: int = 1, left: int = 250, right: int = 250, both: int = 120, errors: float = 0.06, forms: str = "112", twice: int = 0
) -> Invented:  # fmt: skip
    """Two lists, ``both`` people in each of them; the last ``twice`` of the right list stand in it already."""
    rng = Random(seed)
    people = [_person(rng) for _ in range(left + right - both - twice)]
    lefts = [(n, _line(people[n], 0)) for n in range(left)]
    rights = [*range(left - both, left + right - both - twice), *range(left - twice, left)]
    rights_lines = [
        (n, _line(_spoilt(rng, people[n], errors), int(rng.choice(forms)), patronymic=rng.random() > errors))
        for n in rights
    ]
    rng.shuffle(lefts)
    rng.shuffle(rights_lines)
    where: dict[int, list[str]] = {}
    for m, (n, _) in enumerate(rights_lines):
        where.setdefault(n, []).append(f"S{m}")
    truth = frozenset((f"N{m}", ref) for m, (n, _) in enumerate(lefts) for ref in where.get(n, ()))
    return Invented(
        _table([{"ref": f"N{m}"} | line for m, (_, line) in enumerate(lefts)]),
        _table([{"ref": f"S{m}"} | line for m, (_, line) in enumerate(rights_lines)]),
        truth,
    )


@pytest.fixture(scope="session")
def table() -> MakeTable:
    """Returns a maker of tables of text columns from lines; references are numbered where none are given."""
    return _table


@pytest.fixture(scope="session")
def invent() -> Invent:
    """Returns a maker of two invented lists."""
    return _invent


@pytest.fixture(scope="session")
def invented() -> Invented:
    """Returns two invented lists of 250 lines, 120 people in both."""
    return _invent()


@pytest.fixture(scope="session")
def linked(invented: Invented) -> Linked:
    """Returns them linked."""
    return link(invented.left, invented.right)


Links = Callable[[Linked], set[tuple[str, str]]]


@pytest.fixture(scope="session")
def links_of() -> Links:
    """Returns what gives the references of the pairs that are proposed as links."""

    def links(found: Linked) -> set[tuple[str, str]]:
        left, right = found.encoded.left.refs.to_pylist(), found.encoded.right.refs.to_pylist()
        pairs = found.pairs.only(found.links)
        return {(left[i], right[j]) for i, j in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)}

    return links


NEAR = (
    "",
    "a",
    "x",
    "ab z",
    "marenko",
    "marenka",
    "mraenko",
    "marenk",
    "marko",
    "marko zima",
    "zima",
    "zima marko",
    "olena",
)
words_ = st.sampled_from(NEAR[1:]) | st.text("abdeiknoz", min_size=1, max_size=28)
days = st.tuples(st.sampled_from((1899, 1980, 1981, 1890, 1908)), st.integers(0, 12), st.integers(0, 31)).map(
    lambda d: (10000 * d[0] + 100 * d[1] + (d[2] if d[1] else 0), d[0], d[0])
)
births = days | st.just((0, 0, 0)) | st.tuples(st.just(0), st.integers(1890, 1900), st.integers(1901, 1985))
pool = st.integers(0, 30)
lines_ = st.tuples(*[pool] * 7, births, st.integers(0, 2), st.integers(0, 1))


@st.composite
def _encodeds(draw: st.DrawFn) -> Encoded:
    keys = [*NEAR, *draw(st.lists(words_, min_size=1, max_size=18))]
    sides = []
    for _ in range(2):
        drawn = draw(st.lists(lines_, min_size=1, max_size=10))
        rows = np.zeros((len(drawn), COLUMNS), np.int32)
        for row, (surname, given, too, patronymic, place, mother, document, born, sex, script) in zip(
            rows, drawn, strict=True
        ):
            values = (surname, given, too, patronymic, place, mother, document)
            row[:] = 0
            for column, value in zip(
                (Column.SURNAME, Column.GIVEN, Column.GIVEN_TOO, Column.PATRONYMIC, Column.PLACE, Column.MOTHER, Column.DOCUMENT),
                values, strict=True,
            ):  # fmt: skip
                row[column] = value % len(keys)
            row[[Column.BORN, Column.FIRST_YEAR, Column.LAST_YEAR]] = born
            row[Column.SEX], row[Column.SCRIPT] = sex, script
        sides.append(rows)
    numbered, (of,) = number([pa.array(keys, pa.string())])
    for rows in sides:
        for column in (*COLUMN_OF.values(), Column.GIVEN_TOO):
            rows[:, column] = of[rows[:, column]]
    names = {f: vocabulary(numbered, [rows[:, c] for rows in sides], None) for f, c in COLUMN_OF.items()}
    left, right = (
        Lines(pa.array([str(n) for n in range(len(rows))]), rows, 0, np.zeros(len(rows), np.bool_)) for rows in sides
    )
    return Encoded(left, right, names)


@pytest.fixture(scope="session")
def encodeds() -> st.SearchStrategy[Encoded]:
    """Returns a strategy of two lists as numbers, full of values that nearly agree."""
    return _encodeds()
