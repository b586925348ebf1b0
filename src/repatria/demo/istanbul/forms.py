"""How the offices of both sides lay out their lists of prisoners: languages, spellings, columns, kinds of file."""

from __future__ import annotations

from repatria.demo.invention.forms import Form
from repatria.demo.invention.sheets import to_csv, to_xlsx
from repatria.demo.invention.spelling import Days, Office, Writing
from repatria.people.fields import Field
from repatria.people.party import Stance

_SOUGHT = (
    Field.OWN_REFERENCE, Field.FULL_NAME, Field.SEX, Field.DATE_OF_BIRTH, Field.PLACE_OF_BIRTH, Field.RANK,
    Field.SERVICE_NUMBER, Field.LAST_SEEN_ON, Field.LAST_SEEN_AT, Field.FAMILY_ADDRESS,
)  # fmt: skip
_HELD = (
    Field.OWN_REFERENCE, Field.SURNAME, Field.GIVEN_NAMES, Field.PATRONYMIC, Field.SEX, Field.DATE_OF_BIRTH,
    Field.PLACE_OF_BIRTH, Field.RANK, Field.SERVICE_NUMBER, Field.CAPTURED_ON, Field.PRESENT_ADDRESS,
)  # fmt: skip
FORMS = {
    "north-3": Form(
        "uk",
        _SOUGHT,
        Office(
            Writing.UKRAINIAN,
            (Writing.RUSSIAN, Writing.KMU, Writing.POLISH_FROM_UKRAINIAN),
            (Days.CELL, Days.DOTTED, Days.DOTTED, Days.UKRAINIAN, Days.DOTTED_SHORT),
        ),
        "Військовополонені, яких розшукує Північ",
        totals="Усього",
        gaps=250,
    ),
    "south-3": Form(
        "ru",
        _HELD,
        Office(Writing.RUSSIAN, (Writing.UKRAINIAN, Writing.ICAO), (Days.DOTTED, Days.RUSSIAN), capitals=True),
        "Сведения о военнопленных, находящихся у Юга",
        totals="Всего",
        numbered=True,
    ),
    "south-4": Form(
        "ru",
        _SOUGHT,
        Office(
            Writing.RUSSIAN,
            (Writing.ICAO, Writing.GERMAN_FROM_RUSSIAN),
            (Days.CELL, Days.DOTTED, Days.DOTTED_SHORT, Days.ISO),
        ),
        "Список военнослужащих Юга, находящихся в плену",
        totals="Итого",
        miscounted=2,  # two lines were lost on the way to the file; the account shows both numbers
    ),
    "north-4": Form(
        "ar",
        _HELD,
        Office(
            Writing.ICAO,
            (Writing.GERMAN_FROM_UKRAINIAN, Writing.KMU, Writing.POLISH_FROM_RUSSIAN),
            (Days.ARABIC_DIGITS, Days.SLASHES, Days.ISO),
            other_share=0.2,
        ),
        "أسرى الحرب لدى الشمال",
        totals="المجموع",
    ),
}
FILES = {
    "north-3": ("prisoners-sought-by-north.xlsx", to_xlsx),
    "south-3": ("prisoners-held-by-south.csv", lambda s: to_csv(s, encoding="utf-16", delimiter="\t")),
    "south-4": ("prisoners-sought-by-south.xlsx", to_xlsx),
    "north-4": ("prisoners-held-by-north.xlsx", to_xlsx),
}
LISTS = {
    ("north", Stance.SEEKS): "north-3",
    ("south", Stance.HOLDS): "south-3",
    ("south", Stance.SEEKS): "south-4",
    ("north", Stance.HOLDS): "north-4",
}
