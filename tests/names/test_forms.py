import pytest

from repatria.names.classes import Part
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
        ("ДУБЕНКО Зоряна Тарасівна", ("ДУБЕНКО", "Зоряна", "Тарасівна")),
        ("ДУБЕНКО ЗОРЯНА ТАРАСІВНА", ("ДУБЕНКО", "ЗОРЯНА", "ТАРАСІВНА")),
        ("Zoriana T. Dubenko", ("Dubenko", "Zoriana", "T.")),
        ("Dubenko Zoriana T.", ("Dubenko", "Zoriana", "T.")),
        ("Дубенко З.Т.", ("Дубенко", "З.", "Т.")),
        ("З. Т. Дубенко", ("Дубенко", "З.", "Т.")),
        ("Дубенко З.", ("Дубенко", "З.", "")),
        ("Дубенка Остапа Тарасовича", ("Дубенка", "Остапа", "Тарасовича")),
        ("Дубенко Кленук Остап Тарасович", ("Дубенко Кленук", "Остап", "Тарасович")),
        ("Остап Тарасович Дубенко-Кленук", ("Дубенко-Кленук", "Остап", "Тарасович")),
        ("Дубенко Анна Марія", ("Дубенко", "Анна Марія", "")),
        ("DUBENKO Ostap Zenovii", ("DUBENKO", "Ostap Zenovii", "")),
        ("Дубенко Рустам Тимур огли", ("Дубенко", "Рустам", "Тимур огли")),
        ("Dubenko Ostap Tarassowitsch", ("Dubenko", "Ostap", "Tarassowitsch")),
        ("Dr. Ostap Dubenko", ("Dubenko", "Ostap", "")),
        ("Дубенко Кленук Зюзян", ("", "", "")),
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


def test_the_genitive_of_a_name_has_its_classes() -> None:
    genitive, nominative = analyse("Дубенка Олександра Миколайовича"), analyse("Dubenko Aleksandr Nikolaevich")
    assert [genitive.classes(part) for part in Part] == [nominative.classes(part) for part in Part]
    assert analyse("Дубенко Олександра Миколаївна").classes(Part.GIVEN) == ("oleksandra",)
    assert analyse("Дубенко").classes(Part.GIVEN) == ()


def test_words_and_script() -> None:
    form = analyse("Дубенко-Кленук Iван")
    assert (form.words, form.script) == (("Дубенко", "Кленук", "Іван"), Script.CYRILLIC)


def test_patronymics() -> None:
    assert [w for w in ("Ілліч", "Тарасівна", "Tarasivna", "Дубенко", "Ганна", "Рівна") if is_patronymic(w)] == [
        "Ілліч",
        "Тарасівна",
        "Tarasivna",
    ]
