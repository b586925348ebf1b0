"""How Ukrainian and Russian names answer to each other, their feminine forms and patronymics, by regular rules.

Used where no table has the name: for names invented from syllables and for Russian surnames put into Ukrainian.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

_TO_RUSSIAN = str.maketrans({"і": "и", "ї": "и", "є": "е", "ґ": "г"})
_TO_UKRAINIAN = str.maketrans({"и": "і", "ы": "и", "э": "е", "ъ": "'"})
_VOWELS = "аеєиіїоуюяёыэ"

_HEADS = (
    "б в г д ж з к л м н п р с т х ч ш б в г д к л м н п р с т бл бр вл гл гр др дж зв кв кл кр мл пл пр св ск сл см ст тр хв шк шт щ"
).split()
_INNER = "б в г д ж з к л м н п р с т х ч ш л н р м к".split()
_NUCLEI = "а а о о у и е і".split()
_CODAS = ["", "", "", "", *"л н р в й".split()]
_ENDINGS = (
    ("енко", 25), ("ук", 8), ("чук", 7), ("ко", 6), ("ський", 9), ("цький", 3), ("ик", 4), ("ець", 4), ("ак", 3),
    ("ило", 1), ("ар", 2), ("юк", 4), ("ів", 2), ("ий", 2), ("а", 3), ("ов", 9), ("ин", 4), ("ович", 2), ("ей", 1), ("", 3),
)  # fmt: skip


def _rules(*pairs: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), new) for pattern, new in pairs)


_UK_TO_RU = _rules(
    (r"([сц])ький\b", r"\1кий"),
    (r"([сц])ька\b", r"\1кая"),
    (r"йо|ьо", "ё"),
    (r"([бвмпфр])'(?=[яюєї])", r"\1ь"),
    (r"'", ""),
    (r"ець\b", "ец"),
    (r"([^кгхжчшщц])ий\b", r"\1ый"),
    (r"(?<=[^сц])ів\b", "ов"),
)
_RU_TO_UK = _rules(
    (r"([сц])кий\b", r"\1ький"),
    (rf"(^|[-{_VOWELS}ьъ])е", r"\1є"),
    (rf"(^|[-{_VOWELS}])ё", r"\1йо"),
    (r"ё", "ьо"),
    (r"([бвмпф])ь(?=[яює])", r"\1'"),
    (r"(?<=[кгхжчшщц])и(?=й\b)|(?<=ьк)и(?=й\b)|(?<=[жчшщц])и", "ы"),  # ы becomes и, which it is there
)
_UK_ADJECTIVE = re.compile(r"([сзц]ький|[кгхнрлтвдмбп]ий)$")
_UK_POSSESSIVE = re.compile(r"(ов|ев|єв|їв|[^аеєоуіїя]ин|ін|їн)$")
_RU_POSSESSIVE = ("ов", "ев", "ёв", "ин", "ын")


def _rewritten(name: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, new in rules:
        name = pattern.sub(new, name)
    return name


def russian_of(name: str) -> str:
    """Returns a Ukrainian name (lower case) as Russian spells it by rule."""
    return _rewritten(name, _UK_TO_RU).translate(_TO_RUSSIAN)


def ukrainian_of(name: str) -> str:
    """Returns a Russian name (lower case) as Ukrainian spells it by rule."""
    return _rewritten(name, _RU_TO_UK).translate(_TO_UKRAINIAN)


def feminine_uk(surname: str) -> str:
    """Returns what the wife or daughter of a man of this Ukrainian surname is called (lower case)."""
    if surname.endswith("ий") and _UK_ADJECTIVE.search(surname):
        return surname[:-2] + "а"
    possessive = surname.endswith(("в", "н")) and len(surname) > 4 and _UK_POSSESSIVE.search(surname)
    return surname + "а" if possessive else surname


def feminine_ru(surname: str) -> str:
    """Returns the Russian feminine of a surname (lower case)."""
    if surname.endswith(("ий", "ый", "ой")) and len(surname) > 4:
        return surname[:-2] + ("яя" if surname.endswith("ний") and not surname.endswith("нний") else "ая")
    return surname + "а" if surname.endswith(_RU_POSSESSIVE) and len(surname) > 4 else surname


_UK_FATHERS = {
    "микола": "микола", "ілля": "ілл", "лука": "лук", "сава": "сав", "хома": "хом", "кузьма": "кузьм", "яків": "яков",
    "лев": "львов", "григорій": "григор", "прокіп": "прокоп", "антін": "антон", "данило": "данил", "сидір": "сидор", "федір": "федор",
}  # fmt: skip
_RU_FATHERS = {
    "илья": "иль", "никита": "никит", "лука": "лук", "савва": "савв", "фома": "фом", "кузьма": "кузьм", "лев": "львов",
    "павел": "павлов", "пётр": "петров", "петр": "петров", "яков": "яковлев", "михаил": "михайлов", "данила": "данилов",
}  # fmt: skip


def patronymics_uk(father: str) -> tuple[str, str]:
    """Returns the patronymics of a son and of a daughter (Ukrainian, lower case)."""
    if father in {"ілля", "лука", "сава", "хома", "кузьма"}:
        stem = _UK_FATHERS[father]
        return stem + ("іч" if father == "ілля" else "ич"), stem + "івна"
    if father == "микола":
        return "миколайович", "миколаївна"
    if father == "яків":
        return "якович", "яківна"
    if father == "лев":
        return "львович", "львівна"
    stem = _UK_FATHERS.get(father, father.rstrip("оа"))
    if stem.endswith("й"):
        return stem + "ович", stem[:-1] + ("ївна" if stem[-2] in _VOWELS else "івна")
    return stem + "ович", stem.rstrip("ь") + "івна"


def patronymics_ru(father: str) -> tuple[str, str]:
    """Returns the patronymics of a son and of a daughter (Russian, lower case)."""
    if father in {"илья", "никита", "лука", "савва", "фома", "кузьма"}:
        stem = _RU_FATHERS[father]
        return stem + "ич", stem + ("инична" if father in {"илья", "лука", "фома", "кузьма"} else "ична")
    if father in _RU_FATHERS:
        return _RU_FATHERS[father] + "ич", _RU_FATHERS[father] + "на"
    stem = father.replace("ё", "е").rstrip("оа")
    if stem.endswith("ий"):
        stem = stem[:-2] + ("и" if stem in {"дмитрий", "аникий", "георгий"} else "ь")
        return stem + "евич", stem + "евна"
    if stem.endswith(("й", "ь")):
        return stem[:-1] + "евич", stem[:-1] + "евна"
    return stem + "ович", stem + "овна"


def syllables(rng: np.random.Generator, count: int) -> list[str]:
    """Returns `count` invented stems of one or two syllables of Ukrainian sounds, ending in one consonant."""
    lots = rng.random((count, 8)).tolist()
    found = []
    for two, head, first, coda, inner, second, seam, last in lots:
        text = _of(_HEADS, head) + _of(_NUCLEI, first)
        if two < 0.6:
            text += _of(_CODAS, coda) + _of(_INNER, inner) + _of(_NUCLEI, second)
        found.append(text + (_of("лнрвк", coda) if seam < 0.15 else "") + _of(_INNER, last))
    return found


def _of(parts: Sequence[str], lot: float) -> str:
    return parts[int(lot * len(parts))]


def surnames(rng: np.random.Generator, count: int) -> list[str]:
    """Returns invented Ukrainian surnames (masculine, lower case), repetitions among them."""
    weights = np.array([weight for _, weight in _ENDINGS], float)
    endings = rng.choice(len(_ENDINGS), count, p=weights / weights.sum())
    return [joined(stem, _ENDINGS[ending][0]) for stem, ending in zip(syllables(rng, count), endings, strict=True)]


def joined(stem: str, ending: str) -> str:
    """Returns stem and ending in the spelling of their seam."""
    if ending in {"ський", "цький", "чук", "ко"}:
        stem = re.sub(r"[кгчцжшщс]$", "н", stem)
    if ending == "юк" and stem[-1] in "жчшщгкхбпвмф":
        stem += "л"
    return stem + ending


def given_names(rng: np.random.Generator, count: int) -> list[tuple[str, str]]:
    """Returns invented given names with their sex (Ukrainian, lower case), repetitions among them."""
    stems = syllables(rng, count)
    men = rng.random(count) < 0.5
    tails = rng.integers(0, 4, count)
    return [
        (stem + (("ан", "ім", "ід", "ор")[tail] if man else ("іна", "ена", "ара", "ія")[tail]), "m" if man else "f")
        for stem, man, tail in zip(stems, men.tolist(), tails.tolist(), strict=True)
    ]


_GENITIVE = (
    ("uk", r"(ц|с)ький$", r"\1ького"), ("uk", r"ий$", "ого"), ("uk", r"(ц|с)ька$", r"\1ької"), ("uk", r"(ов|ев|єв|ін|ин)а$", r"\1ої"),
    ("uk", r"ія$", "ії"), ("uk", r"я$", "і"), ("uk", r"а$", "и"), ("uk", r"ій$", "ія"), ("uk", r"ець$", "ця"), ("uk", r"й$", "я"),
    ("uk", r"ь$", "я"), ("uk", r"о$", "а"), ("uk", r"([бвгґджзклмнпрстфхцчшщ])$", r"\1а"),
    ("ru", r"(ский|цкий)$", r"\1"), ("ru", r"(ов|ев|ин)а$", r"\1ой"), ("ru", r"ая$", "ой"), ("ru", r"(ий|ый|ой)$", "ого"),
    ("ru", r"ия$", "ии"), ("ru", r"я$", "и"), ("ru", r"([кгхжчшщ])а$", r"\1и"), ("ru", r"а$", "ы"), ("ru", r"ец$", "ца"), ("ru", r"й$", "я"),
    ("ru", r"ь$", "я"), ("ru", r"([бвгджзклмнпрстфхцчшщ])$", r"\1а"),
)  # fmt: skip
_GENITIVE_RULES = {
    tongue: [(re.compile(pattern), ending) for which, pattern, ending in _GENITIVE if which == tongue]
    for tongue in ("uk", "ru")
}


def genitive(name: str, tongue: str, *, woman: bool) -> str:
    """Returns the name as it stands in 'a list of', roughly; a woman's surname in a consonant or -о stays."""
    if woman and name[-1:] not in "ая":
        return name
    if tongue == "ru" and name.endswith(("ский", "цкий")):
        return name[:-2] + "ого"
    if tongue == "ru" and name.endswith("ий") and not woman:
        return name[:-1] + "я"
    for pattern, ending in _GENITIVE_RULES[tongue]:
        if pattern.search(name):
            return pattern.sub(ending, name)
    return name
