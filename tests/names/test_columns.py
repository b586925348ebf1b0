"""Columns of cells get the keys, words and classes that cells get one by one."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.names.bulk import FEW
from repatria.names.classes import SON_OF, Part, class_keys, class_of, classes_of, tables
from repatria.names.columns import class_column, fold_column, given_columns, words_of_cells, words_of_many
from repatria.names.fold import fold_once, words_of_any
from repatria.names.fold import words as words_of

CYRILLIC = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэёъ"
PIECES = (
    "ськи цкая овна евич ович івна ая ей ой ьо іо ио чо що дз тс сч тч ии "
    "off eff vic ovic cki ckaja ckij tckoi vna ch shch tch tsch sch schtsch ts zh kh gh ce ci cy qu th ph tc ck io ee zki aia "
    "ec cvet sz cz x w v c d'A ’ʼ- š č ê 漢 ﷺ ӏ ҙ \u0301 0 İ ß"
).split(" ")
words = st.lists(
    st.sampled_from([*CYRILLIC, *CYRILLIC.upper(), *"abcdefghijklmnopqrstuvwxyz", *"VWCX", *PIECES]), max_size=10
).map("".join)
of_one_script = st.text(st.sampled_from(CYRILLIC + "ЬОІЩ")) | st.text(st.sampled_from("abcdefghijkmopstvwxyz"))


def folded(found: list[str]) -> list[str]:
    return fold_column(pa.array(found, pa.string())).to_pylist()


@settings(deadline=None)  # the first ones compile
@given(st.lists(words | of_one_script | st.text(max_size=9), max_size=8))
def test_the_kernel_folds_like_its_twin(found: list[str]) -> None:
    assert folded(found) == [fold_once(word) for word in found]


def test_every_letter_of_the_cyrillic_block_folds_like_its_twin() -> None:
    found = [chr(code) * 2 + end for code in range(0x400, 0x500) for end in ("", "о", "ей", "ия")]
    assert folded(found) == [fold_once(word) for word in found]


def test_words_of_the_tables_fold_like_their_twin() -> None:
    found = [*tables().given, *tables().surnames, *tables().misread]
    assert folded(found) == [fold_once(word) for word in found]


def test_a_long_word_and_one_with_a_line_end_fold_like_their_twin() -> None:
    for found in (["а" * 70, "щ" * 32, "я" * 40, "b" * 65], ["Ова\nн", "Іван"]):
        assert folded(found) == [fold_once(word) for word in found]


def test_classes_of_many_cells_are_those_one_by_one() -> None:
    made = [
        a + b for a in "Коваль Біл Lysenk Wójc Olek Цвітк О'Ніл Нова-".split() for b in "енко овська ov yna ic".split()
    ]
    many = [
        *made,
        *(cell.upper() for cell in made),
        *(f"{a}{b}" for a in made for b in made[:9]),
        *map(str, range(FEW)),
    ]
    for part in Part:
        assert class_keys(many, part) == [class_of(cell, part) for cell in many]


cells = st.lists(
    words
    | of_one_script
    | st.text(max_size=9)
    | st.sampled_from(["", "Анна-Марія", "Гусейн оглы", "Коля", "Славко", "N.", "д'Арк"]),
    max_size=3,
).map(" ".join)
columns = st.lists(cells | st.tuples(of_one_script, st.sampled_from(sorted(SON_OF))).map(" ".join), max_size=6)


@settings(deadline=None)
@given(columns)
def test_columns_have_the_words_of_their_cells(found: list[str]) -> None:
    words_of_all, places = words_of_cells(pa.array(found, pa.string()))
    assert list(zip(words_of_all.to_pylist(), places.tolist(), strict=True)) == [
        (word, n) for n, cell in enumerate(found) for word in words_of(cell)
    ]
    assert words_of_many(found) == [words_of_any(cell) for cell in found]


@settings(deadline=None)
@given(columns)
def test_columns_have_the_classes_of_their_cells(found: list[str]) -> None:
    column = pa.array(found, pa.string())
    for part in Part:
        assert class_column(column, part, tables()).to_pylist() == [class_of(cell, part) for cell in found]
    first, second = given_columns(column, tables())
    assert first.to_pylist() == [class_of(cell, Part.GIVEN) for cell in found]
    assert second.to_pylist() == [[*classes_of(cell, Part.GIVEN), "", ""][1] for cell in found]


def test_half_a_pair_of_surrogates_is_no_reason_to_stop() -> None:
    found = [*map(str, range(FEW)), "\ud800Іван"]
    assert class_keys(found, Part.GIVEN)[-1] == class_of("\ud800Іван", Part.GIVEN)
