import pytest

from repatria.names.scripts import Script, has_mixed_word, repair, script_of, visible


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Дубенко", Script.CYRILLIC),
        ("Dubenko-Łuk", Script.LATIN),
        ("دوبينكو", Script.ARABIC),
        ("Δούβενκο", Script.OTHER),
        ("Дубенкo", Script.MIXED),
        ("Дубенко Dubenko", Script.MIXED),
        ("12.03", Script.NONE),
    ],
)
def test_scripts(text: str, script: Script) -> None:
    assert script_of(text) is script


def test_words_that_mix_scripts() -> None:
    assert has_mixed_word("Дубенкo")
    assert has_mixed_word("Лук'yан")
    assert not has_mixed_word("Дубенко Dubenko")
    assert not has_mixed_word("Дубенко/Dubenko")


@pytest.mark.parametrize(
    ("word", "repaired"),
    [
        ("Iван", "Іван"),
        ("Кoвaль", "Коваль"),
        ("Dubеnко", "Dubenko"),
        ("Сергiй", "Сергій"),
        ("Дубwнко", "Дубwнко"),
        ("Дубенко", "Дубенко"),
        ("Dubenko", "Dubenko"),
    ],
)
def test_look_alikes_are_repaired_where_that_makes_one_script(word: str, repaired: str) -> None:
    assert repair(word) == repaired


def test_what_cannot_be_seen_is_stripped() -> None:
    assert visible("Ду\u200bб\u202eен\u00adко\ufeff\x07") == "Дубенко"
    assert visible("и\u0306") == "й"
    assert visible("a\tb\nc") == "a\tb\nc"
