from collections import Counter

import pytest

from repatria.lists.layout import Table, lay_out
from repatria.lists.sheet import Grid
from repatria.people.fields import Field

HEAD = ("№", "Прізвище", "Ім'я", "Дата народження", "Стать")
A = ("1", "Дубенко", "Остап", "12.03.2019", "ч")
B = ("2", "Кленук", "Зоряна", "", "ж")


def _laid(*rows: tuple[str, ...]) -> Table:
    table = lay_out(Grid(rows), {})
    assert table is not None
    return table


def test_plain_sheet() -> None:
    table = _laid(HEAD, A, B)
    assert table.rows == [(2, A), (3, B)]
    expected = (Field.OWN_REFERENCE, Field.SURNAME, Field.GIVEN_NAMES, Field.DATE_OF_BIRTH, Field.SEX)
    assert table.fields == expected


def test_title_rows_and_empty_rows_are_passed_over() -> None:
    table = _laid(("Список дітей", "", "", "", ""), ("станом на 12.03.2031",), (), HEAD, A, ("", "  "), B)
    assert table.rows == [(5, A), (7, B)]
    assert table.skipped == Counter({"title": 2, "empty": 2})


@pytest.mark.parametrize(
    ("total", "number"),
    [
        (("Усього: 29",), 29),
        (("Всього 1 029 осіб",), 1029),
        (("", "Разом", "29", "", ""), 29),
        (("Итого по списку:", "29"), 29),
        (("ВСЕГО", "", "29", "15", "14"), 29),
        (("Total: 1,000",), 1000),
        (("Загальна кількість осіб — 29",), 29),
        (("المجموع: ٢٩",), 29),
        (("Всього станом на 12.03.2031: 29",), 29),
    ],
)
def test_totals_below_and_above(total: tuple[str, ...], number: int) -> None:
    below, above = _laid(HEAD, A, total), _laid(total, HEAD, A)
    assert (below.totals, below.rows) == ([number], [(2, A)])
    assert (above.totals, above.rows) == ([number], [(3, A)])


@pytest.mark.parametrize(
    "row",
    [
        ("Усього",),
        ("Разом", "Дубенко", "Остап", "12.03.2019", "ч"),
        ("3", "Всього", "29", "", ""),
        ("Director",),
        ("1", "2", "3", "", "5"),
        ("№", "Прізвище", "Остап", "Дата народження", "Стать"),
        ("#1", "Дубенко", "", "", ""),
    ],
)
def test_when_unsure_a_row_is_a_line(row: tuple[str, ...]) -> None:
    assert _laid(HEAD, A, row).rows == [(2, A), (3, row)]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("1", "2", "3", "4", "5"), "column numbers"),
        (("١", "٢", "٣", "٤", "٥"), "column numbers"),
        (HEAD, "repeated headings"),
        (("№ ", "ПРІЗВИЩЕ", "Ім’я", "Дата  народження", "Стать"), "repeated headings"),
        (("#ref", "#person+surname", "#person+given", "#date+birth", ""), "tags"),
    ],
)
def test_rows_that_are_surely_not_lines(row: tuple[str, ...], kind: str) -> None:
    table = _laid(HEAD, row, A)
    assert (table.rows, table.skipped) == ([(3, A)], Counter({kind: 1}))


def test_a_filled_row_above_the_headings_is_a_line() -> None:
    table = _laid(A, HEAD, B)
    assert (table.rows, table.above) == ([(1, A), (3, B)], 1)


def test_two_rows_of_headings_under_merged_cells() -> None:
    upper = ("№", "Прізвище, ім'я", "Народження", "", "Батько")
    lower = ("", "", "дата", "місце", "")
    table = _laid(upper, lower, A)
    expected = (Field.OWN_REFERENCE, Field.FULL_NAME, Field.DATE_OF_BIRTH, Field.PLACE_OF_BIRTH, Field.FATHER)
    assert (table.fields, table.rows) == (expected, [(3, A)])
    assert table.headings == ("№", "Прізвище, ім'я", "Народження дата", "Народження місце", "Батько")


def test_a_single_column_of_names() -> None:
    assert _laid(("Name",), ("Zoryana",), ("Ostap",)).rows == [(2, ("Zoryana",)), (3, ("Ostap",))]


def test_one_known_heading_is_enough_if_it_is_the_name() -> None:
    assert _laid(("Colour", "Full name", "Shape", "Size"), ("red", "Zoryana", "round", "5")).rows[0][0] == 2


def test_no_headings() -> None:
    assert lay_out(Grid((A, B)), {}) is None
    assert lay_out(Grid(()), {}) is None
    assert lay_out(Grid((("Кол. 1", "Кол. 2"), ("a", "b"))), {"кол 1": Field.SURNAME, "КОЛ. 2": Field.SEX}) is not None


@pytest.mark.parametrize(
    ("headings", "first", "meanings"),
    [
        (("Surname", "Name"), ("Boiko", "Olena"), (Field.SURNAME, Field.GIVEN_NAMES)),
        (("اللقب", "الاسم"), ("خوري", "ليلى"), (Field.SURNAME, Field.GIVEN_NAMES)),
        (("Name", "Sex"), ("Olena Boiko", "f"), (Field.FULL_NAME, Field.SEX)),
        (("Ім'я", "Стать"), ("Бойко Олена", "ж"), (Field.FULL_NAME, Field.SEX)),
        (("Ім'я", "Прізвище"), ("Олена", "Бойко"), (Field.GIVEN_NAMES, Field.SURNAME)),
        (("Имя", "Пол"), ("Елена", "ж"), (Field.GIVEN_NAMES, Field.SEX)),
    ],
)
def test_what_name_means_depends_on_the_columns_beside_it(headings, first, meanings):
    table = lay_out(Grid((headings, first)), {})
    assert table is not None
    assert table.fields == meanings


def test_a_mapped_heading_means_what_the_mapping_says():
    table = lay_out(Grid((("Surname", "Name"), ("Boiko", "Olena"))), {"Name": Field.FULL_NAME})
    assert table is not None
    assert table.fields == (Field.SURNAME, Field.FULL_NAME)
