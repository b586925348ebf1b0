"""Laws of names, whatever the text."""

from __future__ import annotations

import unicodedata
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.names import analyse, equal_key, fold, repair, visible, words
from repatria.names.classes import Part, class_keys, class_of, classes_of
from repatria.names.fold import fold_once, skeleton, words_of_any

_PAIRS = [
    pair.split()
    for pair in (
        "ова ов", "ева ев", "іна ін", "ина ин", "ська ський", "ская ский", "цька цький", "на ний", "ная ный", "а ий", "ого ий",
    )
]  # fmt: skip
letters = st.text(
    st.sampled_from("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэёъabcdefghijklmnopqrstuvwxyz'’-ščžł"), max_size=12
)
syllables = st.tuples(
    st.sampled_from("б в г д з к л м н п р с т ф х нь ль ст р др".split()),
    st.sampled_from("а е и о у і ю я ай ий ей ко".split()),
).map("".join)
names = st.lists(letters | st.text(max_size=10), max_size=4).map(" ".join)


@given(letters | st.text(max_size=20))
def test_case_does_not_matter(word: str) -> None:
    assert fold(word.upper().lower()) == fold(word.lower())


@given(names)
def test_what_cannot_be_seen_does_not_matter(text: str) -> None:
    assert equal_key("\u200b".join(text)) == equal_key(visible(text))


@given(names | st.text(st.characters(max_codepoint=0x52F)))
def test_the_short_way_to_the_words_is_the_long_one(text: str) -> None:
    assert words(text) == words_of_any(text)


@given(names)
def test_seeing_and_repairing_again_changes_nothing(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert [repair(repair(word)) for word in words(text)] == [repair(word) for word in words(text)]


@settings(deadline=None)  # the first one loads the tables
@given(st.lists(letters, max_size=4), st.randoms(use_true_random=False))
def test_the_key_of_a_whole_name_knows_no_order(parts: list[str], random: object) -> None:
    shuffled = list(parts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert analyse(" ".join(shuffled)).key == analyse(" ".join(parts)).key


@given(names)
def test_parts_are_words_of_the_name(text: str) -> None:
    form = analyse(text)
    parts = Counter(word for part in (form.surname, form.given, form.patronymic) for word in words(part))
    assert parts <= Counter(form.words)


@given(letters | st.text(max_size=20))
def test_a_key_has_letters_only(word: str) -> None:
    key = fold(word)
    assert key == fold_once(word)
    assert not key or key.isalpha()


@given(st.text(st.sampled_from("абвгдежзиійклмнопрстуфхцчшщьюяєїыэёъ'"), max_size=12))
def test_keys_of_cyrillic_words_have_few_letters(word: str) -> None:
    assert set(fold(word)) <= set("abvgdezikmlnoprstufJCQW")


@given(st.lists(syllables, min_size=1, max_size=4).map("".join))
def test_a_key_of_small_letters_folds_to_itself(word: str) -> None:
    key = fold(word)
    assert not key.islower() or fold(key) == key


@given(st.lists(names | letters, max_size=6), st.sampled_from(Part))
def test_classes_in_bulk_are_those_one_by_one(cells: list[str], part: Part) -> None:
    assert class_keys(cells, part) == [class_of(cell, part) for cell in cells]


@given(letters, st.sampled_from(Part))
def test_the_class_is_among_the_classes(word: str, part: Part) -> None:
    assert class_of(word, part) == next(iter(classes_of(word, part)), "") or len(words(word)) > 1


@given(names, st.sampled_from(Part))
def test_case_form_and_what_cannot_be_seen_change_no_class(text: str, part: Part) -> None:
    small = text.lower()
    assert class_of("\u200b".join(small), part) == class_of(small, part)
    assert class_of(unicodedata.normalize("NFD", small), part) == class_of(small, part)


@given(st.text(st.sampled_from("бвгджзклмнпрст"), min_size=2, max_size=4), st.sampled_from(_PAIRS))
def test_a_feminine_surname_has_the_class_of_the_masculine_one(consonants: str, endings: tuple[str, str]) -> None:
    stem = "а".join(consonants) + "ар"
    feminine, masculine = (class_of(stem + ending, Part.SURNAME) for ending in endings)
    assert feminine == masculine


@given(letters)
def test_a_skeleton_has_no_vowels_after_its_first_letter(word: str) -> None:
    assert not set(skeleton(fold(word))[1:]) & set("aeiou")
