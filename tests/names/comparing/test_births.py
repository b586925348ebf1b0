from __future__ import annotations

import pytest

from repatria.names.comparing.births import BirthLevel, birth_level
from repatria.people.dates import partial_date


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("1990-02-03", "1990-02-03", BirthLevel.SAME),
        ("1990-02-03", "1990-03-02", BirthLevel.SWAPPED),
        ("1990-02-03", "1990-02", BirthLevel.COMPATIBLE),
        ("1990-02", "1990", BirthLevel.COMPATIBLE),
        ("1988~", "1990-02-03", BirthLevel.COMPATIBLE),
        ("1990-02-03", "1978-02-03", BirthLevel.ANOTHER_YEAR),
        ("1990-02-03", "1991-07-08", BirthLevel.YEAR_BESIDE),
        ("1990", "1991-07-08", BirthLevel.YEAR_BESIDE),
        ("1990-02-03", "1990-07-08", BirthLevel.SAME_YEAR),
        ("1990-02", "1990-07-08", BirthLevel.SAME_YEAR),
        ("1990-02-03", "1978-07-08", BirthLevel.OTHER),
        ("1990", "1978-07-08", BirthLevel.OTHER),
    ],
)
def test_two_dates(a: str, b: str, level: BirthLevel) -> None:
    x, y = (partial_date(a),), (partial_date(b),)
    assert (birth_level(x, y), birth_level(y, x)) == (level, level)


def test_the_best_of_several_dates_counts() -> None:
    a = (partial_date("1978"), partial_date("1990-02-03"))
    assert birth_level(a, (partial_date("1990-02-03"),)) == BirthLevel.SAME


def test_a_missing_date_is_no_disagreement() -> None:
    assert birth_level((), (partial_date("1990"),)) == BirthLevel.NONE
