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


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(" ", " ", Why.AGREES), ("", "", Why.AGREES), ("\u2003", "Явір", Why.AGREES), (" Явір", " Явір", Why.SPELT)],
)
def test_a_blank_cell_gives_no_reason_however_it_is_blank(one: str, other: str, expected: Why) -> None:
    assert why(Compared.SURNAME, one, other) is expected


def test_pairs_asked_together_have_the_reasons_they_have_alone() -> None:
    ours = ["Терновий", "Терновий", None, "Явір", "ЯВІР", "Ternoff", " ", "Тернова"]
    theirs = ["Терновий", "Терновый", "Явір", "Явор", "явір", "Ternov", " ", "Терновий"]
    left, right = (pa.chunked_array([texts[:3], texts[3:]], pa.string()) for texts in (ours, theirs))
    cells = cells_of(Compared.SURNAME, pa.table({"surname": left}), pa.table({"surname": right}))
    assert cells is not None
    turned = np.arange(len(ours), dtype=np.int32)[::-1]
    together = why_equal(Compared.SURNAME, cells, turned, turned)
    assert [Why(n) for n in together.tolist()[::-1]] == [
        why(Compared.SURNAME, a or "", b) for a, b in zip(ours, theirs, strict=True)
    ]
