"""How the offices of both sides lay out their lists of children: languages, spellings, columns, kinds of file."""

from __future__ import annotations

from repatria.demo.invention.forms import Form
from repatria.demo.invention.sheets import to_csv, to_xlsx
from repatria.demo.invention.spelling import Days, Office, Writing
from repatria.people.fields import Field
from repatria.people.party import Stance

_SOUGHT = (
    Field.OWN_REFERENCE, Field.SURNAME, Field.GIVEN_NAMES, Field.PATRONYMIC, Field.SEX, Field.DATE_OF_BIRTH,
    Field.PLACE_OF_BIRTH, Field.FATHER, Field.MOTHER, Field.FAMILY_ADDRESS, Field.LAST_SEEN_ON, Field.LAST_SEEN_AT,
    Field.CIRCUMSTANCES, Field.IDENTIFICATION_NUMBER,
)  # fmt: skip
_HELD = (
    Field.OWN_REFERENCE, Field.FULL_NAME, Field.SEX, Field.DATE_OF_BIRTH, Field.PLACE_OF_BIRTH, Field.MOTHER,
    Field.PRESENT_ADDRESS, Field.HEALTH,
)  # fmt: skip
FORMS = {
    "north-1": Form(
        "uk",
        _SOUGHT,
        Office(
            Writing.UKRAINIAN,
            (Writing.RUSSIAN, Writing.KMU),
            (Days.CELL, Days.DOTTED, Days.DOTTED, Days.UKRAINIAN, Days.DOTTED_SHORT),
        ),
        "Список дітей, яких розшукує Північ. Складено 12.05.2031",
        totals="Усього",
        numbered=True,
        gaps=11,
    ),
    "south-1": Form(
        "ru",
        _HELD,
        Office(
            Writing.RUSSIAN, (Writing.UKRAINIAN, Writing.ICAO), (Days.CELL, Days.DOTTED, Days.RUSSIAN), capitals=True
        ),
        "Сведения о детях, находящихся на попечении Юга, по состоянию на 12.05.2031",
        totals="Всего",
    ),
    "south-2": Form(
        "ru",
        _SOUGHT,
        Office(Writing.RUSSIAN, (Writing.RUSSIAN,), (Days.DOTTED, Days.RUSSIAN, Days.DOTTED_SHORT)),
        "Розыск: дети",
        totals="Итого",
        eight_bit=True,
    ),
    "north-2": Form(
        "en",
        _HELD,
        Office(
            Writing.ICAO,
            (Writing.GERMAN_FROM_RUSSIAN, Writing.POLISH_FROM_RUSSIAN, Writing.KMU),
            (Days.ENGLISH, Days.ISO, Days.DOTTED),
            other_share=0.3,
        ),
        "Children in the care of North",
    ),
}
FILES = {
    "north-1": ("children-sought-by-north.xlsx", to_xlsx),
    "south-1": ("children-held-by-south.xlsx", to_xlsx),
    "south-2": ("children-sought-by-south.csv", lambda s: to_csv(s, encoding="windows-1251", delimiter=";")),
    "north-2": ("children-held-by-north.csv", lambda s: to_csv(s, encoding="utf-8-sig", delimiter=",")),
}
LISTS = {
    ("north", Stance.SEEKS): "north-1",
    ("south", Stance.HOLDS): "south-1",
    ("south", Stance.SEEKS): "south-2",
    ("north", Stance.HOLDS): "north-2",
}
