"""Words folded by the kernel have the keys of words folded one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.names.bulk import FEW, divide, fold_all, fold_many, small_letters, surname_stems
from repatria.names.classes import Part, class_keys, class_of, surname_class, surname_stem, tables
from repatria.names.fold import fold_once

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


@settings(deadline=None)  # the first ones compile
@given(st.lists(words | of_one_script | st.text(max_size=9), max_size=8))
def test_the_kernel_folds_like_its_twin(found: list[str]) -> None:
    assert fold_many(found) == [fold_once(word) for word in found]


def test_every_letter_of_the_cyrillic_block_folds_like_its_twin() -> None:
    found = [chr(code) * 2 + end for code in range(0x400, 0x500) for end in ("", "о", "ей", "ия")]
    assert fold_many(found) == [fold_once(word) for word in found]


def test_words_of_the_tables_fold_like_their_twin() -> None:
    found = [*tables().given, *tables().surnames, *tables().misread]
    assert len(found) > FEW
    assert fold_all(found) == [fold_once(word) for word in found]


def test_a_long_word_and_one_with_a_line_end_fold_like_their_twin() -> None:
    for found in (["а" * 70, "щ" * 32, "я" * 40, "b" * 65], ["Ова\nн", "Іван"]):
        assert fold_many(found) == [fold_once(word) for word in found]


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


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=0x4FF)))
def test_small_letters_of_plain_words_are_those_of_python(text: str) -> None:
    plain = "".join(filter(str.isalpha, (c for c in text if c.isascii() or "\u0400" <= c <= "\u0481" or c >= "\u048a")))
    small = small_letters(np.frombuffer(f"{plain}\n".encode(), np.uint8))
    assert small.tobytes().decode() == f"{plain}\n".casefold()


KEYS = "andri pogor svitl kovalev olek sk ev iv ogo omu evsk ivsk i e o u a v s k b ia ii".split()


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(KEYS), max_size=5).map("".join), max_size=8))
def test_stems_of_surnames_are_those_one_by_one(keys: list[str]) -> None:
    ends = np.cumsum([0, *map(len, keys)])
    letters = np.frombuffer(bytearray("".join(keys).encode()), np.uint8)
    out, stems, changed = surname_stems(letters, np.column_stack([ends[:-1], ends[1:]]), tables().beginnings)
    found = [[out[begin:end].tobytes().decode() for begin, end in cells.tolist()] for cells in (stems, changed)]
    assert found[0] == [surname_stem(key) for key in keys]
    known = tables().surnames
    assert [known.get(stem, other) for stem, other in zip(*found, strict=True)] == [
        surname_class(key, tables()) for key in keys
    ]


def test_words_with_hyphens_are_divided_where_they_are_of_plain_letters_of_one_script() -> None:
    found = ["Іва-Яна", "-a--b-", "Іва-Yana", "č-b", "a1-b", "\u0487а-б", "ab", "-", ""]
    lines = np.frombuffer(bytearray("".join(f"{one}\n" for one in found).encode()), np.uint8)
    divided, parts = divide(lines, len(found))
    assert parts.tolist() == [2, 5, 1, 1, 1, 1, 1, 2, 1]
    assert divided.tobytes().decode() == "Іва\nЯна\n\na\n\nb\n\nІва-Yana\nč-b\na1-b\n\u0487а-б\nab\n\n\n\n"
