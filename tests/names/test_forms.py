import pytest

from repatria.names.forms import analyse, is_patronymic
from repatria.names.scripts import Script


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Дубенко Остап Тарасович", ("Дубенко", "Остап", "Тарасович")),
        ("Остап Тарасович Дубенко", ("Дубенко", "Остап", "Тарасович")),
        ("Кленук Зоряна Сергіївна", ("Кленук", "Зоряна", "Сергіївна")),
        ("Клёнова Зоряна Ильинична", ("Клёнова", "Зоряна", "Ильинична")),
        ("Dubenko Ostap Tarasovych", ("Dubenko", "Ostap", "Tarasovych")),
        ("Петрович Остап Тарасович", ("Петрович", "Остап", "Тарасович")),
        ("Іван Тарасович Петрович", ("Петрович", "Іван", "Тарасович")),
        ("Дубенко, Остап Тарасович", ("Дубенко", "Остап", "Тарасович")),
        ("Dubenko, Ostap", ("Dubenko", "Ostap", "")),
        ("DUBENKO Ostap", ("DUBENKO", "Ostap", "")),
        ("Ostap DUBENKO", ("DUBENKO", "Ostap", "")),
        ("Іван Дубенко", ("Дубенко", "Іван", "")),
        ("Дубенко Іван", ("Дубенко", "Іван", "")),
        ("Іван Тарасович", ("", "Іван", "Тарасович")),
        ("Дубенко О. Т.", ("Дубенко", "О.", "Т.")),
        ("Дубенко Кленук", ("", "", "")),
        ("Іван Роман", ("", "", "")),
        ("Дубенко", ("", "", "")),
        ("", ("", "", "")),
    ],
)
def test_parts_are_named_on_evidence_only(text: str, parts: tuple[str, str, str]) -> None:
    form = analyse(text)
    assert (form.surname, form.given, form.patronymic) == parts


def test_one_key_in_any_order_script_and_spelling() -> None:
    spellings = ["Дубенко Олександр", "Oleksandr Dubenko", "Дубенко, Александр", "Дубенкo Сашко", "Dubenko Alexander"]
    assert len({analyse(text).key for text in spellings}) == 1


def test_words_and_script() -> None:
    form = analyse("Дубенко-Кленук Iван")
    assert (form.words, form.script) == (("Дубенко", "Кленук", "Іван"), Script.CYRILLIC)


def test_patronymics() -> None:
    assert [w for w in ("Ілліч", "Тарасівна", "Tarasivna", "Дубенко", "Ганна", "Рівна") if is_patronymic(w)] == [
        "Ілліч",
        "Тарасівна",
        "Tarasivna",
    ]
