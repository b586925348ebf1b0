"""Laws of comparing two names: one result for both orders, and one for both ways to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.names.comparing import Columns, compare, comparer, edtf_births, sentence
from repatria.names.comparing.births import BirthLevel
from repatria.names.comparing.levels import AGREEING, Level, left_over
from repatria.names.comparing.pairs import Plain
from repatria.names.comparing.weights import BIRTH_BITS, LEVEL_BITS, probability
from repatria.names.comparing.words import Kind

WORDS = (
    "Олена Елена Olena Микола Николай Коля Mykola Миколайович Николаевна Іванівна Ivanovych Шевченко Shevchenko Коваль "
    "Ковальська Ковальский Кова льська Gorse gorsé Birk Vander Steen Vandersteen bin al Dr I. О. Б 漢字 Юрій x Holl0way マリア محمد 김 Джон John ibn Ahmad Hasan Олександр Olga Oleg "
    "АБ'ЄВ d'Aster Birk-Gorse pneumonoultramicroscopicsilicovolcano 1972 — \x00 \x01"
).split(" ")
names = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
cells = st.one_of(
    names,
    st.lists(st.sampled_from(WORDS), min_size=8, max_size=15).map(" ".join),
    st.lists(names, max_size=4).map("|".join),
    st.tuples(names, names).map(", ".join),
    st.text(max_size=12),
)
dates = st.sampled_from(
    ["", "1990", "1990-02-03", "1990-03-02", "1991~", "1990-02|1987", "never", "1990-02-03|1991-02-03"]
)
kernel = comparer(edtf_births, pairs=1_000_000)


@settings(deadline=None)  # the first pair loads the tables
@given(cells, cells, dates, dates)
def test_both_orders_weigh_the_same_for_the_same_reasons(a: str, b: str, x: str, y: str) -> None:
    births, other = edtf_births(x), edtf_births(y)
    assert compare(a, b, a_births=births, b_births=other) == compare(b, a, a_births=other, b_births=births)


@settings(deadline=None)
@given(st.lists(st.tuples(cells, cells, dates, dates), max_size=6))
def test_the_kernel_is_the_twin_of_plain_python(rows: list[tuple[str, str, str, str]]) -> None:
    pairs = Columns(*(([row[n] for row in rows]) for n in range(4)))
    assert kernel.weigh(pairs) == Plain(edtf_births).weigh(pairs)


@settings(deadline=None)
@given(names, names)
def test_capitals_change_nothing(a: str, b: str) -> None:
    assert compare(a.upper(), b.upper()).weight_bits == pytest.approx(compare(a.lower(), b.lower()).weight_bits)


@settings(deadline=None)
@given(cells)
def test_a_name_weighs_for_itself_unless_there_is_nothing_to_compare(a: str) -> None:
    found = compare(a, a)
    assert found.weight_bits > 0 or found.reason == sentence(0) or "|" in a


@settings(deadline=None)
@given(
    st.lists(st.sampled_from("Олена Микола Юрій Шевченко Коваль Birk Gorse".split()), unique=True, max_size=3).map(
        " ".join
    )
)
def test_a_patronymic_on_one_side_counts_next_to_nothing(a: str) -> None:
    """Of people who have each name once; where one stands there twice, a word more may move the others."""
    bare, more = compare(a, a), compare(f"{a} Петрівна", a)
    assert more.weight_bits >= bare.weight_bits + LEVEL_BITS[Level.LEFT_PATRONYMIC] - 1e-9 or bare.reason == sentence(0)


def test_a_better_level_never_weighs_less() -> None:
    for falling in (
        [Level.SAME, Level.SPELT, Level.FORM, Level.CLOSE, Level.NEAR, Level.FAR, Level.OTHER],
        [Level.SAME, Level.SPELT, Level.VARIANT, Level.JOINED, Level.NEAR],
        [Level.SAME, Level.INITIAL, Level.OTHER],
        [Level.FORM, Level.FATHER, Level.OTHER_PART],
    ):
        assert sorted(falling, key=LEVEL_BITS.__getitem__, reverse=True) == falling


def test_a_word_left_over_weighs_against_and_less_than_another_word() -> None:
    left = [LEVEL_BITS[left_over(kind)] for kind in Kind]
    assert (max(left) < 0, min(left) > max(LEVEL_BITS[Level.OTHER], LEVEL_BITS[Level.OTHER_PATRONYMIC])) == (True, True)


def test_a_missing_date_weighs_nothing_and_the_levels_are_in_order() -> None:
    assert BIRTH_BITS[BirthLevel.NONE] == 0
    assert BIRTH_BITS[BirthLevel.SAME] >= BIRTH_BITS[BirthLevel.SWAPPED] >= BIRTH_BITS[BirthLevel.COMPATIBLE] >= 0
    assert max(BIRTH_BITS[level] for level in BirthLevel if BirthLevel.COMPATIBLE < level < BirthLevel.NONE) <= 0


def test_the_levels_that_agree_are_the_first_ones() -> None:
    assert [level for level in Level if level <= AGREEING] == list(Level)[: AGREEING + 1]


@given(st.floats(-200, 200))
def test_probability_is_one_half_at_nothing_and_its_opposites_add_up(bits: float) -> None:
    assert probability(0.0) == 0.5
    assert probability(bits) + probability(-bits) == pytest.approx(1)
