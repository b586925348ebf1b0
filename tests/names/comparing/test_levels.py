from __future__ import annotations

import pytest

from repatria.names.comparing.levels import Level, distance, level_of
from repatria.names.comparing.words import words_of


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("Gorse", "GORSE", Level.SAME),
        ("Тарас", "Taras", Level.SPELT),
        ("Микола", "Коля", Level.FORM),
        ("Миколайович", "Николаевна", Level.FORM),
        ("Ковальська", "Ковальский", Level.VARIANT),
        ("Hollowey", "Holloway", Level.CLOSE),
        ("Gorse", "Gorde", Level.NEAR),
        ("Т", "Taras", Level.INITIAL),
        ("Vander", "Vandersteen", Level.SHORTENED),
        ("Миколайович", "Mykola", Level.FATHER),
        ("Gorse", "Birk", Level.OTHER),
        ("Петрович", "Іванович", Level.OTHER_PATRONYMIC),
        ("Петрович", "Holloway", Level.OTHER_PART),
        ("bin", "Holloway", Level.LIGHT),
        ("bin", "ibn", Level.FORM),
        ("John", "Джон", Level.FORM),
        ("محمد", "Mohammed", Level.FORM),
        ("マリア", "Maria", Level.SPELT),
        ("Олександр", "Oleksandra", Level.ALIKE),
        ("Oleg", "Ольга", Level.ALIKE),
        ("Захарович", "Сохорович", Level.NEAR),
    ],
)
def test_two_words(a: str, b: str, level: Level) -> None:
    x, y = words_of([a, b])
    assert (level_of(x, y), level_of(y, x)) == (level, level)


@pytest.mark.parametrize(
    ("a", "b", "quarters"),
    [("", "", 0), ("gorse", "gorse", 0), ("gorse", "gorsa", 2), ("gorse", "korse", 2), ("gorse", "lorse", 4), ("gorse", "grose", 4), ("gorse", "gors", 2), ("l", "", 4), ("漢字", "漢", 4)],
)  # fmt: skip
def test_distance_counts_quarters_of_a_letter(a: str, b: str, quarters: int) -> None:
    assert (distance(a, b), distance(b, a)) == (quarters, quarters)
