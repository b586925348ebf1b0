from __future__ import annotations

import pytest

from repatria.names.fold import fold
from repatria.names.labels import items_of, romanised


@pytest.mark.parametrize(
    ("a", "b"), [("John", "Джон"), ("Уильям", "William"), ("George", "Джордж"), ("Джеймс", "James")]
)
def test_forms_that_letters_do_not_bring_together_are_of_one_item(a: str, b: str) -> None:
    assert set(items_of(fold(a))) & set(items_of(fold(b)))


def test_a_word_that_no_item_has_is_of_none() -> None:
    assert items_of("gorse") == ()


@pytest.mark.parametrize(
    ("word", "like"), [("マリア", "Maria"), ("托马斯", "Thomas"), ("ピーター", "Peter"), ("김", "Kim")]
)
def test_a_form_in_another_script_has_the_key_of_a_form_that_can_be_read(word: str, like: str) -> None:
    assert romanised(word, fold(word)) == fold(like)


@pytest.mark.parametrize("word", ["gorse", "görse", "горсе", "ệ"])
def test_latin_and_cyrillic_words_keep_their_key(word: str) -> None:
    assert romanised(word, fold(word)) == fold(word)
