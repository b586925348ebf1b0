"""About 3,000 invented settlements with a Ukrainian, a Russian and here and there a former name."""

from __future__ import annotations

from itertools import product

import numpy as np

# Roots, endings and adjectives in both languages: plain words for trees, waters and trades, written for this generator.
_ROOTS = (
    "дуб=дуб клен=клён верб=верб калин=калин лип=лип сосн=сосн вільх=ольх берез=берёз ясен=ясен терн=терн кропив=крапив "
    "камен=камен глин=глин піщан=песчан крин=крин озер=озер річ=реч став=став бродк=бродк мост=мост млин=мельн гребл=гребл "
    "пас=пас сін=сен жит=жит овес=овс гречан=гречан мед=мед бджол=пчёл вовч=волч лис=лис журавл=журавл сокол=сокол орл=орл "
    "лебед=лебед гус=гус голуб=голуб зозул=кукуш бобр=бобр ковал=ковал гончар=гончар бондар=бондар стельм=стельм чумак=чумак "
    "вечір=вечер ранк=утр зор=зор світл=светл тих=тих зимн=зимн весн=весн сонц=солнц вітр=ветр сніг=снег морозк=морозк"
)
_ENDINGS = "івка=овка не=ное ське=ское ки=ки ине=ино івці=овцы"
_ADJECTIVES = (
    "= новий=новый старий=старый верхній=верхний нижній=нижний великий=большой малий=малый красний=красный "
    "дальній=дальний білий=белый зелений=зелёный"
)
_GENDER = {
    "івка": ("а", "ая"),
    "не": ("е", "ое"),
    "ське": ("е", "ое"),
    "ки": ("і", "ие"),
    "ине": ("е", "ое"),
    "івці": ("і", "ие"),
}
_FORMER = "маяк=маяк перемога=победа зоря=заря світанок=рассвет праця=труд промінь=луч жовтень=октябрь шлях=путь"


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(left, right) for left, _, right in (pair.partition("=") for pair in text.split())]


def _agreeing(adjective: tuple[str, str], gender: tuple[str, str]) -> tuple[str, str]:
    uk, ru = adjective
    soft = uk.endswith("ній")
    tail = {"а": "я", "е": "є", "і": "і"}[gender[0]] if soft else gender[0]
    russian = {"ая": "яя", "ое": "ее", "ие": "ие"}[gender[1]] if soft else gender[1]
    if not soft and russian == "ие" and ru[-3] not in "кгхжчшщ":
        russian = "ые"
    return uk[:-2] + tail, ru[:-2] + russian


def settlements(rng: np.random.Generator) -> tuple[list[str], list[str], list[str]]:
    """Returns Ukrainian, Russian and former (Russian) names in lower case, in an order drawn from `rng`."""
    found = []
    for root, ending, adjective in product(_pairs(_ROOTS), _pairs(_ENDINGS), _pairs(_ADJECTIVES)):
        uk, ru = root[0] + ending[0], root[1] + ending[1]
        if adjective[0]:
            first = _agreeing(adjective, _GENDER[ending[0]])
            uk, ru = f"{first[0]} {uk}", f"{first[1]} {ru}"
        found.append((uk, ru))
    order = rng.permutation(len(found))[:3000]
    olds = _pairs(_FORMER)
    former = [f"{olds[n % len(olds)][1]}-{n % 97 + 1}" for n in range(len(order))]
    return [found[n][0] for n in order], [found[n][1] for n in order], former
