from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from repatria.linkage.telling.equality import cells_of, why_equal
from repatria.linkage.telling.wording import Why
from repatria.linkage.weighing.levels import Compared

COLUMNS = {Compared.SURNAME: "surname", Compared.GIVEN: "given_names", Compared.PLACE: "place"}


def why(field: Compared, one: str, other: str) -> Why:
    cells = cells_of(field, pa.table({COLUMNS[field]: [one]}), pa.table({COLUMNS[field]: [other]}))
    assert cells is not None
    line = np.zeros(1, np.int32)
    return Why(int(why_equal(field, cells, line, line)[0]))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Олександр", "ОЛЕКСАНДР", Why.SPELT),
        ("Олександр", "Oleksandr", Why.SCRIPTS),
        ("Олександр", "Aleksandr", Why.BOTH),
        ("Наталія", "Наталия", Why.LANGUAGES),
        ("Микола", "Николай", Why.LANGUAGES),
        ("Юрій", "Юрий Петров", Why.LANGUAGES),  # only the first given name is compared
        ("Олександр", "Саша", Why.SHORT),
        ("Sasha", "Олександр", Why.SHORT),
        ("Надія", "Надежда", Why.LANGUAGES),
        ("", "Надежда", Why.AGREES),
    ],
)
def test_given_names_are_one_for_a_reason(one: str, other: str, expected: Why) -> None:
    assert (why(Compared.GIVEN, one, other), why(Compared.GIVEN, other, one)) == (expected, expected)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Ялинчук", " ялинчук ", Why.SPELT),
        ("Ялинчук", "Yalynchuk", Why.SCRIPTS),
        ("Вільховий", "Ольховый", Why.LANGUAGES),
        ("Тернова", "Терновий", Why.SEXES),
        ("Тернова", "Ternovyi", Why.SEXES),
        ("Тернов", "Терновъ", Why.LANGUAGES),
        ("Ternoff", "Ternov", Why.OTHERWISE),
    ],
)
def test_surnames_are_one_for_a_reason(one: str, other: str, expected: Why) -> None:
    assert (why(Compared.SURNAME, one, other), why(Compared.SURNAME, other, one)) == (expected, expected)


def test_a_feminine_ending_says_nothing_of_a_place() -> None:
    assert why(Compared.PLACE, "Сосниця", "Сосница") is Why.OTHERWISE


def test_a_list_without_the_column_is_not_asked() -> None:
    assert cells_of(Compared.GIVEN, pa.table({"given_names": ["Ада"]}), pa.table({"ref": ["1"]})) is None
