"""Each level, told by an example; the NumPy twin of the kernels."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.linkage.exhaustive import competing
from repatria.linkage.said.vocabulary import FINENESS, Vocabulary, number, vocabulary
from repatria.linkage.weighing import plain
from repatria.linkage.weighing.levels import DateLevel, NameLevel, SexLevel


def names(*keys: str) -> tuple[dict[str, int], Vocabulary]:
    """Keys, each borne by one line."""
    numbered, (of,) = number([pa.array(keys, pa.string())])
    return dict(zip(numbered.to_pylist(), range(len(numbered)), strict=True)), vocabulary(numbered, [of], None)


def pair(a: str, b: str) -> tuple[np.ndarray, np.ndarray, Vocabulary]:
    numbers, found = names(a, b, "zima")
    return np.array([numbers[a]], np.int32), np.array([numbers[b]], np.int32), found


NAME_LEVELS = [
    ("", "marko", NameLevel.MISSING),
    ("marko", "marko", NameLevel.SAME),
    ("marko", "m", NameLevel.INITIAL),
    ("marko", "p", NameLevel.OTHER_INITIAL),
    ("marenko", "marnko", NameLevel.NEAR),
    ("marenko", "maerenko", NameLevel.NEAR),
    ("marenko", "mraenko", NameLevel.NEAR),  # adjacent letters exchanged
    ("ia", "iak", NameLevel.DIFFERENT),  # too short for one edit to mean anything
    ("marenko", "moronka", NameLevel.SOUND),
    ("vovk zima", "zima", NameLevel.PART),
    ("vovk zima", "zima bondar", NameLevel.PART),
    ("marenko", "merenka", NameLevel.SOUND),
    ("marenko", "marelka", NameLevel.CLOSE),  # two edits
    ("aleks", "aleksandr", NameLevel.CLOSE),  # the beginning
    ("ale", "aleksandr", NameLevel.DIFFERENT),
    ("vovk", "bondar", NameLevel.DIFFERENT),
]


@pytest.mark.parametrize(("a", "b", "level"), NAME_LEVELS)
def test_names_agree_on_the_first_level_that_fits(a: str, b: str, level: NameLevel) -> None:
    left, right, found = pair(a, b)
    assert plain.name_levels(left, right, found.packed, found.letters).tolist() == [level]
    assert plain.name_levels(right, left, found.packed, found.letters).tolist() == [level]


DATE_LEVELS = [
    ("", "1984-03-09", DateLevel.MISSING),
    ("1984-03-09", "1984-03-09", DateLevel.SAME),
    ("1984-03-09", "1984-09-03", DateLevel.SWAPPED),
    ("1984-03", "1984-03-09", DateLevel.YEAR_MONTH),
    ("1984-03", "1984-04-09", DateLevel.SAME_YEAR),
    ("1984", "1984-03-09", DateLevel.YEAR),
    ("1984-01-01", "1984-03-09", DateLevel.FIRST_JANUARY),
    ("1984-03-09", "1984-03-10", DateLevel.DAY_DIGIT),
    ("1984-03-09", "1984-03-19", DateLevel.DAY_DIGIT),
    ("1984-03-12", "1984-03-21", DateLevel.DAY_DIGIT),
    ("1984-03-09", "1984-05-09", DateLevel.MONTH),
    ("1984-03-09", "1985-03-09", DateLevel.YEAR_DIGIT),
    ("1984-03-09", "1974-03-09", DateLevel.YEAR_DIGIT),
    ("1984-03-09", "1948-03-09", DateLevel.YEAR_DIGIT),
    ("1984-03-09", "1967-03-09", DateLevel.OTHER_YEAR),
    ("1984-03-09", "1984-03-25", DateLevel.DAY),
    ("1984-03-09", "1984-05-25", DateLevel.SAME_YEAR),
    ("1984-03-09", "1985-05-25", DateLevel.NEXT_YEAR),
    ("1984", "1985", DateLevel.NEXT_YEAR),
    ("1984-03-09", "1967-05-25", DateLevel.DIFFERENT),
    ("1980/1989", "1984-03-09", DateLevel.ABOUT),
    ("1980/1989", "1990", DateLevel.DIFFERENT),
]


def packed(text: str) -> tuple[int, int, int]:
    """First year, last year, packed date."""
    if "/" in text:
        first, last = map(int, text.split("/"))
        return first, last, 0
    year, month, day = map(int, [*text.split("-"), "0", "0"][:3]) if text else (0, 0, 0)
    return year, year, 10000 * year + 100 * month + day


@pytest.mark.parametrize(("a", "b", "level"), DATE_LEVELS)
def test_dates_agree_on_the_first_level_that_fits(a: str, b: str, level: DateLevel) -> None:
    one, other = ([np.array([n], np.int32) for n in packed(text)] for text in (a, b))
    assert plain.date_levels(*one, *other).tolist() == [level]
    assert plain.date_levels(*other, *one).tolist() == [level]


@pytest.mark.parametrize(
    ("a", "b", "given_level", "level"),
    [
        (0, 1, NameLevel.SAME, SexLevel.MISSING),
        (1, 2, NameLevel.SAME, SexLevel.DIFFERENT),
        (1, 1, NameLevel.SAME, SexLevel.IMPLIED),
        (2, 2, NameLevel.NEAR, SexLevel.IMPLIED),
        (2, 2, NameLevel.DIFFERENT, SexLevel.SAME),
        (2, 2, NameLevel.MISSING, SexLevel.SAME),
    ],
)
def test_a_given_name_that_agrees_says_the_sex_already(a: int, b: int, given_level: int, level: SexLevel) -> None:
    one, other = (np.array([n], np.int32) for n in (a, b))
    assert plain.sex_levels(one, other, np.array([given_level])).tolist() == [level]


@pytest.mark.parametrize(
    ("a", "too_a", "b", "too_b", "level"),
    [
        (3, 4, 4, 0, NameLevel.OTHER_CLASS),
        (3, 0, 4, 3, NameLevel.OTHER_CLASS),
        (3, 5, 4, 5, NameLevel.OTHER_CLASS),
        (3, 0, 4, 0, NameLevel.DIFFERENT),
        (3, 5, 4, 6, NameLevel.DIFFERENT),
    ],
)
def test_a_short_form_may_stand_for_another_name(a: int, too_a: int, b: int, too_b: int, level: NameLevel) -> None:
    values = [np.array([n], np.int32) for n in (a, b, too_a, too_b)]
    assert plain.given_levels(np.array([NameLevel.DIFFERENT]), *values).tolist() == [level]


@pytest.mark.parametrize(
    ("a", "b", "bits"),
    [
        ("marko", "marko", np.log2(4 / 2)),  # two of four lines bear it
        ("marko", "mareko", np.log2(4 / 2 + 4 / 1)),
        ("zima vovk", "vovk", np.log2(4 / 1)),
        ("marko", "zima vovk", 0.0),
        ("", "marko", 0.0),
    ],
)
def test_rare_values_say_more(a: str, b: str, bits: float) -> None:
    numbers, _ = names("marko", "marko", "mareko", "zima vovk", "vovk")
    borne = np.array([numbers[k] for k in ("marko", "marko", "mareko", "zima vovk")], np.int32)
    found = vocabulary(pa.array(list(numbers)), [borne], None)
    left, right = np.array([numbers[a]], np.int32), np.array([numbers[b]], np.int32)
    levels = plain.name_levels(left, right, found.packed, found.letters)
    assert plain.name_bits(levels, left, right, found.packed) == pytest.approx([bits], abs=2 / FINENESS)


@pytest.mark.parametrize(
    ("level", "bits"),
    [
        (DateLevel.SAME, 3 + 8), (DateLevel.SWAPPED, 3 + (7 + 8) / 2), (DateLevel.OTHER_YEAR, 8), (DateLevel.YEAR_DIGIT, 8),
        (DateLevel.MONTH, 3), (DateLevel.YEAR, 3), (DateLevel.NEXT_YEAR, 0), (DateLevel.DIFFERENT, 0), (DateLevel.ABOUT, 0),
    ],
)  # fmt: skip
def test_dates_say_as_much_as_their_agreeing_parts_are_rare(level: DateLevel, bits: float) -> None:
    days = np.zeros((2, 10000))
    days[0, 1984], days[1, 903], days[1, 309] = 3, 7, 8
    a, b = np.array([19840903], np.int32), np.array([19840309], np.int32)
    assert plain.date_bits(np.array([level]), a, b, days).tolist() == [bits]


def test_what_relatives_share_is_taken_off_and_only_taken_off() -> None:
    levels, family = np.ones((3, 8), np.int64), np.array([-10.0, -14.0, -4.0])
    levels[1:, 1] = NameLevel.DIFFERENT
    bits = np.zeros((3, 8))
    bits[1, [0, 2]] = 8, 6  # surname and patronymic: siblings are 16 times likelier than strangers
    bits[2, [0, 2, 3]] = 8, 6, 10  # the date of birth too: twins 2 ** 10 times
    expected = [-np.log2(1 + 2**-14.0 + 2**-18.0), -np.log2(1 + 2**4 + 2**0), -np.log2(1 + 2**4 + 2**10)]
    assert plain.family_bits(bits, levels, family) == pytest.approx(expected)


def test_strata_are_the_same_from_either_side() -> None:
    rows = np.zeros((9, 12), np.int32)
    rows[:, 8], rows[:, 9] = np.arange(9) % 3, np.arange(9) // 3 % 2
    i, j = (x.ravel() for x in np.indices((9, 9)))
    assert plain.strata(rows[i], rows[j]).tolist() == plain.strata(rows[j], rows[i]).tolist()
    assert plain.strata(rows[[1, 1, 2, 0, 4]], rows[[1, 2, 0, 0, 5]]).tolist() == [1, 0, 2, 0, 6]


trees = st.lists(st.tuples(st.integers(0, 5), st.floats(0.01, 100)), min_size=1, max_size=7)


@settings(deadline=None)
@given(trees)
def test_rivals_are_exact_where_they_form_no_circle(found: list[tuple[int, float]]) -> None:
    """Lines are joined to an earlier line of the other side: a tree."""
    nodes: list[tuple[int, int]] = [(0, 0)]
    counts, odds = [1, 0], {}
    for at, value in found:
        side, line = nodes[at % len(nodes)]
        new = (1 - side, counts[1 - side])
        counts[1 - side] += 1
        nodes.append(new)
        odds[(line, new[1]) if side == 0 else (new[1], line)] = value
    ii, jj = (np.array([p[side] for p in odds], np.int32) for side in (0, 1))
    p = plain.rival_odds(ii, jj, np.array(list(odds.values())), counts[0], counts[1], 12)
    assert p == pytest.approx(list(competing(odds).values()), abs=1e-9)


def test_rivals_are_close_where_they_form_circles() -> None:
    rng, apart = np.random.default_rng(3), []
    for _ in range(100):
        odds = dict(zip(np.ndindex(3, 3), np.exp2(rng.uniform(-6, 6, 9)).tolist(), strict=True))
        ii, jj = (np.array([p[side] for p in odds], np.int32) for side in (0, 1))
        p = plain.rival_odds(ii, jj, np.array(list(odds.values())), 3, 3, 12)
        apart.append(np.abs(p - list(competing(odds).values())))
    assert np.max(apart) < 0.1
    assert np.mean(apart) < 0.01


def test_nothing_joined_is_nothing_found() -> None:
    none = np.zeros((0, 12), np.int32)
    found = plain.join(
        0, 0, none, none, np.zeros((1, 0), np.int32), np.zeros((1, 0), np.int32), np.zeros(0, np.int32), 0.0,
        np.zeros((9, 8, 15)), np.zeros(3), np.zeros((1, 8), np.int32), np.zeros((1, 24), np.uint8), np.zeros((2, 10000)),
    )  # fmt: skip
    assert [len(part) for part in found[:4]] + [found[4]] == [0, 0, 0, 0, 0]
