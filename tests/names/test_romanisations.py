"""Every usual romanisation of a Ukrainian or Russian name folds to what the name itself folds to.

The tables are those of the standards; what a standard cannot tell apart is left out of the words made up here: KMU 55/2010
and ICAO drop the soft sign before о (Ковальов: Kovalov), ICAO and BGN write зг as they write ж.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.names.classes import Part, class_of
from repatria.names.fold import fold

_UKRAINIAN = dict(
    zip(
        "абвгґдежзийіклмнопрстуфхцчшщ",
        "a b v h g d e zh z y i i k l m n o p r s t u f kh ts ch sh shch".split(),
        strict=True,
    )
)
_RUSSIAN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщыэ",
        "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch y e".split(),
        strict=True,
    )
)
_UKRAINIAN |= {"ь": "", "'": ""}
_RUSSIAN |= {"ь": "", "ъ": ""}
_HACEKS = {"ж": "ž", "ц": "c", "ч": "č", "ш": "š", "щ": "šč", "й": "j", "ю": "ju", "я": "ja"}

UKRAINIAN = {
    "KMU 55/2010": _UKRAINIAN | {"є": "ie", "ї": "i", "ю": "iu", "я": "ia"},
    "ICAO 9303": _UKRAINIAN | {"є": "ie", "ї": "i", "ю": "iu", "я": "ia", "и": "y"},
    "passports before 2010": _UKRAINIAN | {"г": "g", "и": "i", "й": "y", "є": "ie", "ї": "i", "ю": "yu", "я": "ya"},
    "BGN/PCGN 1965": _UKRAINIAN | {"й": "y", "є": "ye", "ї": "yi", "ю": "yu", "я": "ya", "ь": "ʼ", "'": "”"},
    "GOST 7.79 A": _UKRAINIAN | {"г": "g", "и": "i", "і": "ì", "х": "h", "є": "ê", "ї": "ï", "ь": "ʹ"} | _HACEKS
    | {"щ": "ŝ", "ю": "û", "я": "â"},
    "scholarly": _UKRAINIAN | {"х": "x", "є": "je", "ї": "ji", "ь": "ʹ"} | _HACEKS,
    "ALA-LC": _UKRAINIAN | {"й": "ĭ", "ц": "t͡s", "є": "i͡e", "ї": "ï", "ю": "i͡u", "я": "i͡a", "ь": "ʹ"},
}  # fmt: skip
RUSSIAN = {
    "ICAO 9303": _RUSSIAN | {"ё": "e", "ю": "iu", "я": "ia"},
    "passports of 1997": _RUSSIAN | {"ё": "ye", "й": "y", "ю": "yu", "я": "ya"},
    "BGN/PCGN 1947": _RUSSIAN | {"ё": "ë", "й": "y", "ю": "yu", "я": "ya", "ь": "ʼ", "ъ": "ˮ"},
    "GOST 7.79 A": _RUSSIAN | {"х": "h", "ё": "ë", "э": "è", "ь": "ʹ"} | _HACEKS | {"щ": "ŝ", "ю": "û", "я": "â"},
    "GOST R 52535.1": _RUSSIAN | {"ё": "e", "ц": "tc", "ю": "iu", "я": "ia"},
    "scholarly": _RUSSIAN | {"х": "x", "ё": "ë", "э": "è", "ь": "ʹ"} | _HACEKS,
    "ALA-LC": _RUSSIAN | {"й": "ĭ", "ц": "t͡s", "ё": "ë", "э": "ė", "ю": "i͡u", "я": "i͡a", "ь": "ʹ"},
}

NAMES = {
    "uk": "Шевченко Щербак Юрчишин Їжакевич Згурський Харченко Лук'яненко Заєць Гайдамака Ґалаґан Мельник Чубинська "
    "Наталія Юлія Сергій Євген Олексій Мар'яна Анастасія Тетяна Андрійович Сергіївна Юріївна Іллівна",
    "ru": "Щербаков Цветкова Чернышёва Жуковский Харитонов Юдин Яшкина Соловьёв Подъячев Мышкина Эйдельман "
    "Наталья Евгений Алексей Юлия Ксения Фёдор Татьяна Сергеевич Ильинична Юрьевна Андреевна",
}


@pytest.mark.parametrize("standard", UKRAINIAN)
@pytest.mark.parametrize("word", NAMES["uk"].split())
def test_ukrainian_names(standard: str, word: str) -> None:
    latin = _write(word, UKRAINIAN[standard])
    assert "зг" in word.lower() or fold(latin) == fold(word)


@pytest.mark.parametrize("standard", RUSSIAN)
@pytest.mark.parametrize("word", NAMES["ru"].split())
def test_russian_names(standard: str, word: str) -> None:
    assert fold(_write(word, RUSSIAN[standard])) == fold(word)


_BEGIN = st.sampled_from("б в г д ж з к л м н п р с т ф х ч ш щ".split())
_VOWEL = st.sampled_from("а е и о у ю я".split())
_END = st.sampled_from("енко ук ович овська ова ина ар ець ий ій".split())
_RUSSIAN_END = st.sampled_from("енко ук ович овская ова ина ар ый ий ей ов".split())


def _word(end: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    middle = st.lists(st.tuples(_BEGIN, _VOWEL).map("".join), min_size=1, max_size=3).map("".join)
    return st.tuples(middle, _BEGIN, end).map("".join).filter(lambda word: not re.search("[жчшщ][юя]|х[еи]", word))


@given(_word(_END), st.sampled_from([name for name in UKRAINIAN if name != "scholarly"]))
def test_any_ukrainian_word(word: str, standard: str) -> None:
    latin = _write(word, UKRAINIAN[standard])
    assert fold(latin) == fold(word)
    assert class_of(latin.upper(), Part.SURNAME) == class_of(word, Part.SURNAME)


@given(_word(_RUSSIAN_END), st.sampled_from([name for name in RUSSIAN if name != "scholarly"]))
def test_any_russian_word(word: str, standard: str) -> None:
    assert fold(_write(word, RUSSIAN[standard])) == fold(word)


def _write(word: str, standard: dict[str, str]) -> str:
    return "".join(standard.get(letter, letter) for letter in word.lower())
