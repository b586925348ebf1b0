from __future__ import annotations

import pytest

from repatria.names.comparing.words import (
    MOST_LETTERS,
    MOST_SPELLINGS,
    MOST_WORDS,
    Kind,
    spelling_of,
    spellings,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Олена", Kind.GIVEN),
        ("Миколайович", Kind.PATRONYMIC),
        ("Ivanovna", Kind.PATRONYMIC),
        ("Holloway", Kind.WORD),
        ("О", Kind.INITIAL),
        ("bin", Kind.LIGHT),
        ("Dr", Kind.LIGHT),
    ],
)
def test_what_a_word_is_by_itself(text: str, kind: Kind) -> None:
    assert words_of([text])[0].kind == kind


def texts(name: str) -> list[str]:
    return [word.text for word in spelling_of(name)]


def test_a_comma_says_which_is_the_surname() -> None:
    assert texts("Gorse, Una Mira") == ["una", "mira", "gorse"]
    assert texts("Gorse,") == ["gorse"]


def test_digits_within_a_word_are_letters() -> None:
    assert (texts("Ast3r G0rse 1972"), texts("Мир0н К0валь")) == (["aster", "gorse"], ["мирон", "коваль"])


def test_a_name_is_read_as_far_as_it_is_compared() -> None:
    long = " ".join("abcdefghijklmnop")
    assert len(spelling_of(long)) == MOST_WORDS
    assert len(words_of(["брунду" * 9])[0].key) == MOST_LETTERS
    assert len(spellings("|".join(f"Una{chr(97 + n)}" for n in range(20)))) == MOST_SPELLINGS


def test_a_patronymic_knows_the_fathers_name() -> None:
    patronymic, father = words_of(["Миколайович", "Mykola"])
    assert father.given[:1] == (patronymic.father,)
