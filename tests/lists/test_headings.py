import pytest

from repatria.errors import InputNotUnderstood
from repatria.lists.headings import fold_heading, mapping_from_toml, meaning_of
from repatria.lists.tables import read_table
from repatria.people.fields import Field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Прізвище", Field.SURNAME),
        ("ПРІЗВИЩЕ ДИТИНИ", Field.SURNAME),
        ("Ім’я", Field.GIVEN_NAMES),
        ("Ім'я", Field.GIVEN_NAMES),
        ("По батькові", Field.PATRONYMIC),
        ("П.І.Б.", Field.FULL_NAME),
        ("Прізвище, ім'я, по батькові", Field.FULL_NAME),
        ("№ з/п", Field.OWN_REFERENCE),
        ("Дата народження (дд.мм.рррр)", Field.DATE_OF_BIRTH),
        ("Ф.И.О. ребёнка", Field.FULL_NAME),
        ("Отчество (при наличии)", Field.PATRONYMIC),
        ("Место\nрождения", Field.PLACE_OF_BIRTH),
        ("Date of birth (DD/MM/YYYY)", Field.DATE_OF_BIRTH),
        ("D.O.B.", Field.DATE_OF_BIRTH),
        ("Father's name", Field.FATHER),
        ("family_name", Field.SURNAME),
        ("\u200fالاسم  الكامل", Field.FULL_NAME),
        ("تَارِيخ الميلاد", Field.DATE_OF_BIRTH),
        ("إسم العائلة", Field.SURNAME),
        ("Eye colour", None),
        ("Прізвищенко", None),
        ("", None),
    ],
)
def test_headings_by_meaning(heading: str, field: Field | None) -> None:
    assert meaning_of(heading) is field


def test_every_field_is_known_in_four_languages_by_one_meaning() -> None:
    meanings: dict[str, set[str]] = {}
    languages: dict[str, set[str]] = {}
    for field, language, spellings in read_table("headings.tsv"):
        languages.setdefault(field, set()).add(language)
        for spelling in spellings.split("|"):
            meanings.setdefault(fold_heading(spelling), set()).add(field)
    assert languages == {str(field): {"uk", "ru", "en", "ar"} for field in Field}
    assert {spelling: fields for spelling, fields in meanings.items() if len(fields) > 1} == {}


def test_a_mapping_names_fields() -> None:
    mapping = mapping_from_toml('[headings]\n"Колонка 4" = "surname"\n"X" = "died_on"\n')
    assert mapping == {"Колонка 4": Field.SURNAME, "X": Field.DIED_ON}
    assert mapping_from_toml('"Колонка 4" = "surname"') == {"Колонка 4": Field.SURNAME}


@pytest.mark.parametrize("text", ["[headings", '"A" = "eye_colour"', '"A" = 4', "headings = 4", "[a.b]\nc = 1"])
def test_a_wrong_mapping_is_refused(text: str) -> None:
    with pytest.raises(InputNotUnderstood):
        mapping_from_toml(text)
