from __future__ import annotations

import pytest

from repatria.names.comparing import NOTHING, PRIOR, Columns, NameComparison, compare, comparer, edtf_births
from repatria.people.dates import partial_date

ONE_PERSON = [
    ("Шевченко Олена Іванівна", "Elena Ivanovna Shevchenko", "given name: two forms of one name"),
    ("Коваль Тарас", "Taras Koval", "given name: one name in two spellings"),
    ("Біла Дарина", "Белый Дарина", "surname: two forms of one name"),
    ("Гончар Тарас Петрович", "Taras Honchar", "patronymic missing on one side"),
    ("Aster, Jean-Claude", "J.-C. Aster", "given name: the initial agrees"),
    ("Mira Vandersteen", "Mira Vander Steen", "surname: written as one word and as two"),
    ("Mira Hollowey", "Mira Holloway", "surname: one letter differs"),
    ("al-Gorse Ahmad ibn Hasan", "Ahmad bin Hasan al-Gorse", "given name: the same"),
    ("Dr Taras Gorse", "Taras Gorse", "title or particle missing on one side"),
]
TWO_PEOPLE = [
    ("Шевченко Олена Іванівна", "Шевченко Олена Петрівна", "patronymic: different"),
    ("Taras Gorse", "Mira Gorse", "given name: different"),
    ("Taras Gorse", "Taras Holloway", "surname: different"),
    ("Ahmad bin Hasan al-Gorse", "Hasan bin Ahmad al-Gorse", "words in another order"),
]


@pytest.mark.parametrize(("a", "b", "reason"), ONE_PERSON, ids=[reason for _, _, reason in ONE_PERSON])
def test_forms_of_one_name_weigh_for_and_say_why(a: str, b: str, reason: str) -> None:
    found = compare(a, b)
    assert (found.weight_bits > 0, reason in found.reason.split("; ")) == (True, True), found.reason


@pytest.mark.parametrize(("a", "b", "reason"), TWO_PEOPLE, ids=[reason for _, _, reason in TWO_PEOPLE])
def test_another_name_weighs_against_and_says_why(a: str, b: str, reason: str) -> None:
    found = compare(a, b)
    assert (found.weight_bits < 0, reason in found.reason.split("; ")) == (True, True), found.reason


@pytest.mark.parametrize("nothing", ["", "  ", "— 12 —", "|"])
def test_a_name_without_letters_weighs_nothing(nothing: str) -> None:
    born = (partial_date("1990"),)
    expected = NameComparison(0.0, PRIOR, NOTHING)
    assert compare(nothing, "Taras Gorse", a_births=born, b_births=born) == expected


def test_the_best_of_several_spellings_counts() -> None:
    best = compare("Mira Holloway|Taras Gorse", "Zora Birk|Тарас Горсе")
    alone = compare("Taras Gorse", "Тарас Горсе")
    other = compare("Mira Holloway", "Zora Birk")
    assert other.weight_bits < best.weight_bits < alone.weight_bits


def test_a_spelling_that_is_given_twice_counts_once() -> None:
    assert compare("Taras Gorse|TARAS GORSE", "Тарас Горсе") == compare("Taras Gorse", "Тарас Горсе")


def test_a_rare_name_in_common_weighs_more_than_a_frequent_one() -> None:
    assert (
        compare("Ковальчук-Бойківський", "Ковальчук-Бойківський").weight_bits > compare("Иванов", "Иванов").weight_bits
    )


def test_dates_of_birth_count_for_and_against() -> None:
    def weight(b: str) -> float:
        births = edtf_births(b)
        return compare("Taras Gorse", "Тарас Горсе", a_births=edtf_births("1990-02-03"), b_births=births).weight_bits

    falling = ["1990-02-03", "1990-03-02", "1990-02", "", "1990-07-09", "1971-07-09"]
    assert sorted(falling, key=weight, reverse=True) == falling


def test_what_is_no_edtf_counts_as_unknown() -> None:
    assert edtf_births(" 1990 | the third of May|1991-02-30| 1991-02-03") == (
        partial_date("1990"),
        partial_date("1991-02-03"),
    )


@pytest.mark.parametrize("pairs", [1, 1_000_000])
def test_both_ways_give_what_one_pair_gives(pairs: int) -> None:
    rows = [(a, b) for a, b, _ in (*ONE_PERSON, *TWO_PEOPLE)]
    columns = Columns([a for a, _ in rows], [b for _, b in rows], [""] * len(rows), [""] * len(rows))
    bits, _ = comparer(edtf_births, pairs=pairs).weigh(columns)
    assert bits == [compare(a, b).weight_bits for a, b in rows]
