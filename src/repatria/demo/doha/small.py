"""A small exchange of children, to be done by hand on the screen: the lists and papers that its people have on their desks.

Five children are sought by North and three by South. One is not held, one declines in the private interview, two are
siblings. Every spelling is another one on the other side's list.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from repatria.demo.delegates import terms_text
from repatria.demo.invention.sheets import table_csv

NORTH_SEEKS = """№;Прізвище;Ім'я;По батькові;Стать;Дата народження;Мати
1;Іваненко;Олена;Петрівна;ж;12.03.2019;Іваненко Ганна
2;Іваненко;Тарас;Петрович;ч;04.05.2021;Іваненко Ганна
3;Бойко;Марія;Іллівна;ж;30.11.2018;Бойко Софія
4;Гончар;Микола;Юрійович;ч;17.08.2020;Гончар Віра
5;Сова;Дарина;Левівна;ж;09.01.2022;Сова Ірина
Усього: 5
"""
SOUTH_HOLDS = """ФИО;Пол;Дата рождения
ИВАНЕНКО ЕЛЕНА ПЕТРОВНА;ж;12.03.2019
ИВАНЕНКО ТАРАС;м;05.04.2021
БОЙКО МАРИЯ ИЛЬИНИЧНА;ж;30 ноября 2018 г.
ГОНЧАР НИКОЛАЙ ЮРЬЕВИЧ;м;17.08.2020
Всего: 4
"""
SOUTH_SEEKS = """№;Фамилия;Имя;Отчество;Пол;Дата рождения
1;Орлов;Пётр;Ильич;м;01.02.2017
2;Лисица;Анна;Сергеевна;ж;23.06.2019
3;Комаров;Илья;Львович;м;14.10.2018
Всего: 3
"""
NORTH_HOLDS = """Surname,Given names,Sex,Date of birth
Orlov,Petro,m,2017-02-01
Lysytsia,Hanna,f,2019-06-23
Komarov,Illia,m,14 October 2018
"""
LISTS: Mapping[str, str] = {
    "children-sought-by-north.csv": NORTH_SEEKS,
    "children-held-by-south.csv": SOUTH_HOLDS,
    "children-sought-by-south.csv": SOUTH_SEEKS,
    "children-held-by-north.csv": NORTH_HOLDS,
}
"""The four lists, in the order in which they are handed in: north-1, south-1, south-2, north-2."""

PAIRS = (
    *((f"north-1:{n}", f"south-1:{n}") for n in range(1, 5)),
    *((f"south-2:{n}", f"north-2:{n}") for n in range(1, 4)),
)
"""Who is who, in truth: the line on which a child is sought, and the line on which it is held."""

DECLINES = "north-2:3"
SIBLINGS = ("south-1:1", "south-1:2")


def papers(*, today: date) -> dict[str, bytes]:
    """Returns every file that the people of the small exchange begin with, by its name.

    Args:
        today: The day on which it begins; the terms count ages on it.
    """
    held = [there for _, there in PAIRS]
    named = {
        party: ",\n".join(f'  "{line}"' for line, _ in PAIRS if line.startswith(party)) for party in ("north", "south")
    }
    terms = terms_text("children", to_north=named["north"], to_south=named["south"]).decode()
    determined = [
        (line, what, "yes", "", "panel") for line in held for what in ("best-interests", "guardian-verified")
    ] + [(line, "sibling-group", "yes", "G-1", "panel") for line in SIBLINGS]
    wishes = [(line, "unwilling" if line == DECLINES else "willing") for line in held]
    answers = {
        "north": [(f"south-2:{n}", "held") for n in (1, 2, 3)]
        + [(f"south-1:{n}", "acknowledged") for n in range(1, 5)],
        "south": [(f"north-2:{n}", "acknowledged") for n in (1, 2, 3)],
    }
    return {
        **{name: text.replace("\n", "\r\n").encode("utf-8-sig") for name, text in LISTS.items()},
        "terms.toml": terms.replace("2031-06-12", today.isoformat()).encode(),
        "facts.csv": table_csv(("line", "what", "truth", "value", "source"), determined),
        "interviews.csv": table_csv(("line", "wish"), wishes),
        **{f"answers-{party}.csv": table_csv(("line", "answer"), rows) for party, rows in answers.items()},
    }
