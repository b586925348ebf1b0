"""A small exchange of prisoners and remains, to be done by hand on the screen: the lists and papers that its people have.

North seeks ten of its own, of whom South holds seven; South seeks seven, of whom North holds six. The wounded, the sick and the
young go, all for all, three a side in each of two stages. Of one no list says when he was born, so that nobody knows whether he is
young; one does not want to go; one is counted differently by the two sides at the crossing. Four bags of remains come after them: North
finds three. In one lies a man whose parents gave samples, in one a man for whom only his mother did (the label names him, and that
identifies nobody), in one somebody of whom nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from repatria.demo.delegates import terms_text
from repatria.demo.invention.sheets import table_csv
from repatria.demo.istanbul.laboratory import type_them
from repatria.demo.istanbul.resting import End, Resting, Specimen

EXCHANGE: Final = "prisoners-2031"
REMAINS: Final = "remains-2031"

NORTH_SEEKS = """№;Прізвище;Ім'я;По батькові;Звання;Дата народження;Особистий номер
1;Гайдук;Остап;Маркович;сержант;{35};СН-4101
2;Кравець;Лев;Іванович;солдат;{46};СН-4102
3;Шевчук;Тарас;Олегович;солдат;{22};СН-4103
4;Білик;Юрій;Петрович;солдат;{19};СН-4104
5;Мороз;Данило;Сергійович;солдат;{24};СН-4105
6;Ткач;Роман;Іванович;солдат;;СН-4106
7;Левченко;Андрій;Юрійович;капітан;{41};СН-4107
8;Кузьма;Степан;Ілліч;солдат;{29};СН-4108
9;Гнатюк;Павло;Романович;сержант;{33};СН-4109
10;Дорош;Ігор;Богданович;солдат;{27};СН-4110
Усього: 10
"""
SOUTH_HOLDS = """ФИО;Воинское звание;Дата рождения;Личный номер
ГАЙДУК ОСТАП МАРКОВИЧ;сержант;{35};СН-4101
КРАВЕЦ ЛЕВ ИВАНОВИЧ;рядовой;{46};СН-4102
ШЕВЧУК ТАРАС ОЛЕГОВИЧ;рядовой;{22};СН-4103
БЕЛИК ЮРИЙ ПЕТРОВИЧ;рядовой;{19};
МОРОЗ ДАНИИЛ СЕРГЕЕВИЧ;рядовой;{24};СН-4105
ТКАЧ РОМАН ИВАНОВИЧ;рядовой;;СН-4106
ЛЕВЧЕНКО АНДРЕЙ ЮРЬЕВИЧ;капитан;{41};СН-4107
Всего: 7
"""
SOUTH_SEEKS = """№;Фамилия;Имя;Отчество;Воинское звание;Дата рождения;Личный номер
1;Зорин;Фёдор;Ильич;рядовой;{31};ЮВ-7201
2;Лапин;Семён;Львович;прапорщик;{50};ЮВ-7202
3;Волков;Егор;Олегович;рядовой;{20};ЮВ-7203
4;Рябов;Кирилл;Антонович;рядовой;{23};ЮВ-7204
5;Носов;Глеб;Юрьевич;рядовой;{21};ЮВ-7205
6;Чижов;Артём;Павлович;лейтенант;{38};ЮВ-7206
7;Ершов;Иван;;рядовой;;
Всего: 8
"""
NORTH_HOLDS = """Surname,Given names,Rank,Date of birth,Service number
Zorin,Fedir,private,{31},ЮВ-7201
Lapin,Semen,warrant officer,{50},ЮВ-7202
Volkov,Yehor,private,{20},ЮВ-7203
Riabov,Kyrylo,private,{23},ЮВ-7204
Nosov,Hlib,private,{21},ЮВ-7205
Chyzhov,Artem,lieutenant,{38},ЮВ-7206
"""
"""Of each list the years of age stand where the day of birth will: whoever is young is so on the day on which it begins."""

BAGS = """Номер мешка;Дата подъема;Место подъема;Надпись на бирке
Ю-301;{found};Серпов Брод;Дорош Игорь
Ю-302;{found};Серпов Брод;
Ю-303;{found};Старая Мельница;
Ю-304;{found};Старая Мельница;
Итого: 4
"""
TAGS = ("Ю-301", "Ю-302", "Ю-303", "Ю-304")
"""All bags on the paper; North does not find the last."""
HEARD = (("South's ministry", 4, "4 bodies were handed over."), ("North's headquarters", 3, "3 bodies came home."))
"""What is said in public of the bags: by whom, how many, in which words. A bag is not a body; who says so says what he says."""

FATES: Mapping[str, tuple[str, ...]] = {
    "north": ("wounded", "ill", "young", "young", "young", "age unknown", "stays", "not held", "identified", "dead"),
    "south": ("wounded", "ill", "young", "counted differently", "unwilling", "stays", "unknown to us"),
}
"""What becomes of each who is sought, in the order of the lists."""

STATES: Mapping[str, str] = {
    **dict.fromkeys(("wounded", "ill", "young"), "returned"),
    **dict.fromkeys(("age unknown", "stays"), "held"),
    "counted differently": "check-offs differ",
    "unwilling": "declined",
    "not held": "tracing",
    "identified": "identified",
    "dead": "said dead",
    "unknown to us": "needs information",
}
"""In which state the account should find each, when all is done."""

OF_BAGS = ("received", "identified", "received", "counts differ")
ANSWERS = {"not held": "not held", "identified": "dead", "dead": "dead", "unknown to us": "cannot identify"}
FOUND = {"wounded": "I.A.1.a", "ill": "I.A.3.d"}
"""What the medical commission finds, by items of GC III Annex I; of all others that no item is met."""

DIFFERENTLY: Final = "counted differently"
YOUNG: Mapping[str, tuple[str, str]] = {"south": ("18 to 24", "24"), "agreed": ("18 to 25", "25")}
"""The clause on the young as South proposes it, and as both sign it (after Istanbul 2025: "under 25" against "18-25")."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What the five lists will be called, and so each line on them.

    Attributes:
        before: Lists that each party handed in earlier at this desk: 2 after the small exchange of children.
    """

    before: int = 0

    @property
    def files(self) -> Mapping[str, str]:
        """Returns what each file's list will be called, in the order in which they are handed in."""
        one, two, three = (self.before + n for n in (1, 2, 3))
        return {
            "prisoners-sought-by-north.csv": f"north-{one}",
            "prisoners-held-by-south.csv": f"south-{one}",
            "prisoners-sought-by-south.csv": f"south-{two}",
            "prisoners-held-by-north.csv": f"north-{two}",
            "remains-from-south.csv": f"south-{three}",
        }

    @property
    def bags(self) -> str:
        """The consignment."""
        return tuple(self.files.values())[-1]

    def sought(self, party: str) -> dict[str, str]:
        """Returns the fate of everybody whom a party seeks, by line."""
        name = self.files[f"prisoners-sought-by-{party}.csv"]
        return {f"{name}:{number}": fate for number, fate in enumerate(FATES[party], start=1)}

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Who is who, in truth: the line on which a man is sought, and the line on which he is held."""
        names = list(self.files.values())
        sides = ((names[0], names[1], 7), (names[2], names[3], 6))
        return tuple((f"{left}:{n}", f"{right}:{n}") for left, right, last in sides for n in range(1, last + 1))

    @property
    def held(self) -> dict[str, str]:
        """The fate of everybody who is held, by line."""
        fates = self.sought("north") | self.sought("south")
        return {there: fates[here] for here, there in self.pairs}

    @property
    def truth(self) -> dict[str, str]:
        """The state in which the account should find each line when all is done."""
        people = self.sought("north") | self.sought("south") | self.held
        bags = {f"{self.bags}:{n}": state for n, state in enumerate(OF_BAGS, start=1)}
        return {line: STATES[fate] for line, fate in people.items()} | bags


def papers(*, today: date, before: int = 0) -> dict[str, bytes]:
    """Returns every file that the people of the small exchange begin with, by its name.

    Args:
        today: The day on which it begins: ages count on it, and both stages move on it.
        before: Lists that each party handed in earlier at this desk.
    """
    lists = Lists(before)
    texts = (NORTH_SEEKS, SOUTH_HOLDS, SOUTH_SEEKS, NORTH_HOLDS, BAGS)
    return {
        **{name: _dated(text, today) for name, text in zip(lists.files, texts, strict=True)},
        "terms-of-south.toml": _terms("south", 1, today),
        "terms.toml": _terms("agreed", 2, today),
        **_tables(lists, today),
        **_of_the_dead(lists),
    }


def _dated(text: str, today: date) -> bytes:
    """Puts days of birth in place of ages: whoever is 18 to 24 is within 18 to 25 on any day of the year."""
    form = "%Y-%m-%d" if "Surname" in text else "%d.%m.%Y"

    def born(age: re.Match[str]) -> str:
        years = int(age[1])
        return date(today.year - years - 1, 1 + years % 12, 1 + years % 28).strftime(form)

    found = (today - timedelta(days=60)).strftime(form)
    return re.sub(r"{(\d+)}", born, text).replace("{found}", found).replace("\n", "\r\n").encode("utf-8-sig")


def _terms(whose: str, version: int, today: date) -> bytes:
    words, last = YOUNG[whose]
    return terms_text("prisoners-small", version=str(version), today=today.isoformat(), young=words, last=last)


def _tables(lists: Lists, today: date) -> dict[str, bytes]:
    """Answers, examinations and interviews."""
    sought = {"north": lists.sought("north"), "south": lists.sought("south")}
    there = {"north": "south", "south": "north"}
    answers = {
        party: [(line, ANSWERS.get(fate, "held"), "date_of_birth" if fate == "unknown to us" else "")
                for line, fate in sought[there[party]].items()]
        + [(line, "acknowledged", "") for line in lists.held if line.startswith(there[party])]
        for party in there
    }  # fmt: skip
    day = today.isoformat()
    facts = [
        (line, "medical-examination", "yes" if fate in FOUND else "no", FOUND.get(fate, "I.A"), "commission", day)
        for line, fate in lists.held.items()
    ]
    wishes = [(line, fate if fate == "unwilling" else "willing") for line, fate in lists.held.items()]
    return {
        **{f"answers-{party}.csv": table_csv(("line", "answer", "needs"), rows) for party, rows in answers.items()},
        "facts.csv": table_csv(("line", "what", "truth", "value", "source", "on"), facts),
        "interviews.csv": table_csv(("line", "wish"), wishes),
    }


def _of_the_dead(lists: Lists) -> dict[str, bytes]:
    """What North's mortuary and laboratory hand in: contents of the three bags that came, profiles, families."""
    whose = {f"{lists.bags}:1": "labelled", f"{lists.bags}:2": "identified", f"{lists.bags}:3": "nobody"}
    inside = tuple(Specimen(bag, 1, "body", person, f"K-{n}") for n, (bag, person) in enumerate(whose.items(), start=1))
    named = {fate: line for line, fate in lists.sought("north").items()}
    resting = Resting(inside, {"identified": End.IDENTIFIED, "labelled": End.LEAD}, (f"{lists.bags}:1", "labelled"))
    lines = {"identified": named["identified"], "labelled": named["dead"]}
    files = type_them(resting, lines, seed=1)
    contents = [(one.line, f"{one.line}/{one.number}", one.part, one.sample) for one in inside]
    return {
        "contents.csv": table_csv(("bag", "specimen", "part", "sample"), contents),
        "profiles.csv": files.profiles,
        "families.jsonl": files.families,
        "frequencies.csv": files.frequencies,
        "policy.toml": terms_text("policy"),
    }
