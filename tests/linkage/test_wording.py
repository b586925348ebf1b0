from __future__ import annotations

import numpy as np
import pytest

from repatria.linkage.telling.wording import NOBODY, TITLES, Why, level_name, reason, sentence
from repatria.linkage.weighing.levels import Compared, DateLevel, NameLevel, SexLevel

LEVELS = {Compared.BIRTH: DateLevel, Compared.SEX: SexLevel, Compared.DOCUMENT: (NameLevel.SAME, NameLevel.DIFFERENT)}
CODES = [(field, int(level)) for field in Compared for level in LEVELS.get(field, NameLevel) if level]


@pytest.mark.parametrize(("field", "level"), CODES)
def test_every_level_of_every_field_has_a_sentence_without_a_digit(field: Compared, level: int) -> None:
    said = sentence(field, level)
    assert (said.strip(), any(letter.isdigit() for letter in said), said.endswith(".")) == (said, False, False)
    assert level_name(field, level).replace(" ", "_").upper() in {
        name.name for name in (*NameLevel, *DateLevel, *SexLevel)
    }


def test_levels_of_a_field_are_told_apart() -> None:
    for field in Compared:
        said = [sentence(f, level) for f, level in CODES if f is field]
        assert len(set(said)) == len(said)


def test_reasons_carry_level_why_and_exchange() -> None:
    levels = np.array([0, 1, 1, 9])
    codes = reason(levels, np.array([3, 3, 0, 0]), np.array([True, False, True, True]))
    assert codes.tolist() == [0, 1 + 3 * 16, 1 + 128, 9 + 128]
    assert sentence(Compared.GIVEN, int(codes[1])) == "Ukrainian and Russian form of one name"
    assert sentence(Compared.SURNAME, int(codes[2])) == "agrees (it stood in the other name's column)"
    assert [level_name(Compared.SURNAME, int(code)) for code in codes[1:]] == ["same", "same", "different"]


def test_each_way_of_being_one_is_said_differently() -> None:
    said = [sentence(Compared.SURNAME, int(NameLevel.SAME) | why << 4) for why in Why]
    assert len(set(said)) == len(Why)


def test_titles_and_the_word_for_nobody() -> None:
    assert [TITLES[field] for field in Compared] == [
        "surname", "given name", "patronymic", "date of birth", "place", "sex", "mother", "document",
    ]  # fmt: skip
    assert NOBODY == "no line shares enough with this one"
