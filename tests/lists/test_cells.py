from datetime import date

import pytest

from repatria.lists.cells import (
    born_by_age,
    cell_defects,
    read_age,
    read_sex,
    row_is_suspect,
    usual_length,
    value_defects,
)
from repatria.people.dates import AgeRange
from repatria.people.fields import Field
from repatria.people.record import Sex


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Марія", ()),
        ("Anna-Maria d'Erlon", ()),
        ("Мар\u200bія", ("invisible-character",)),
        ("Мар\u202eія", ("direction-override",)),
        ("Мар\x07ія", ("control-character",)),
        ("=1+1", ("formula-cell",)),
        ("  =cmd|' /C calc'!A0", ("formula-cell",)),
        ("@SUM(A1)", ("formula-cell",)),
        ("+A1", ("formula-cell",)),
        ("-2+3+cmd|' /C calc'!A0", ("formula-cell",)),
        ("-", ()),
        ("—", ()),
        ("+1 (555) 010-99", ()),
        ("-12", ()),
        ("Мар\ufffdя", ("letters-lost",)),
        ("????", ("letters-lost",)),
        ("Що це?", ()),
        ("я" * 32_768, ("too-long-cell",)),
    ],
)
def test_what_is_wrong_with_a_cell(text: str, codes: tuple[str, ...]) -> None:
    assert cell_defects(text) == codes
    assert row_is_suspect(["a", text, "b"]) or not codes


@pytest.mark.parametrize(
    ("word", "sex"),
    [
        ("ж", Sex.FEMALE), ("Ж.", Sex.FEMALE), ("жін.", Sex.FEMALE), ("дівчинка", Sex.FEMALE), ("женский", Sex.FEMALE),
        ("F", Sex.FEMALE), ("Female", Sex.FEMALE), ("أنثى", Sex.FEMALE), ("ч", Sex.MALE), ("чол", Sex.MALE), ("м", Sex.MALE),
        ("Муж.", Sex.MALE), ("M", Sex.MALE), ("boy", Sex.MALE), ("ذكر", Sex.MALE), ("other", Sex.OTHER), ("1", None), ("", None),
    ],
)  # fmt: skip
def test_words_for_sex(word: str, sex: Sex | None) -> None:
    assert read_sex(word) is sex


@pytest.mark.parametrize(
    ("field", "text", "codes"),
    [
        (Field.SURNAME, "Бойкo", ("mixed-script-name",)),
        (Field.SURNAME, "Бойко (Boiko)", ()),
        (Field.NOTE, "Бойкo", ()),
        (Field.SEX, "2", ("sex-not-understood",)),
        (Field.SEX, "невідомо", ()),
        (Field.AGE, "old", ("age-not-understood",)),
        (Field.BLOOD_GROUP, "A(II) Rh+", ()),
        (Field.BLOOD_GROUP, "0+", ()),
        (Field.BLOOD_GROUP, "III (B) полож.", ()),
        (Field.BLOOD_GROUP, "AB neg", ()),
        (Field.BLOOD_GROUP, "i" * 200_000 + "!", ("blood-group-not-understood",)),
        (Field.BLOOD_GROUP, "Q", ("blood-group-not-understood",)),
        (Field.IDENTIFICATION_NUMBER, "3.12345E+09", ("number-rounded",)),
        (Field.IDENTIFICATION_NUMBER, "3,1E9", ("number-rounded",)),
        (Field.IDENTIFICATION_NUMBER, "12345678901234500000", ("number-rounded",)),
        (Field.IDENTIFICATION_NUMBER, "3123456789.0", ("number-rounded",)),
        (Field.IDENTIFICATION_NUMBER, "3123456789", ()),
        (Field.IDENTIFICATION_NUMBER, "0" * 200_000 + "x", ()),
        (Field.NOTE, "3.12E9", ()),
    ],
)
def test_what_is_wrong_with_a_value(field: Field, text: str, codes: tuple[str, ...]) -> None:
    assert value_defects(field, text) == codes


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("14", AgeRange(14, 14)),
        ("14 років", AgeRange(14, 14)),
        ("14 лет", AgeRange(14, 14)),
        ("14-16", AgeRange(14, 16)),
        ("14–16 years", AgeRange(14, 16)),
        ("около 14", AgeRange(13, 15)),
        ("~14", AgeRange(13, 15)),
        ("18 міс.", AgeRange(1, 1)),
        ("5 months", AgeRange(0, 0)),
        ("sixteen", None),
        ("16-14", None),
    ],
)
def test_ages(text: str, age: AgeRange | None) -> None:
    assert read_age(text) == age


def test_an_age_gives_the_days_of_birth_that_fit_it() -> None:
    born = born_by_age(AgeRange(14, 16), date(2031, 6, 1))
    assert born is not None
    assert born.text == "2014-06-02/2017-06-01"
    assert born.age_on(date(2031, 6, 1)) == AgeRange(14, 16)
    assert born_by_age(AgeRange(14, 999_999), date(2031, 6, 1)) is None


def test_the_usual_length_needs_nine_in_ten() -> None:
    assert usual_length(["0123456789"] * 9 + ["123456789"]) == 10
    assert usual_length(["0123456789"] * 8 + ["123456789"] * 2) == 0
    assert usual_length(["0123456789"] * 4) == 0
    assert usual_length(["text"]) == 0
