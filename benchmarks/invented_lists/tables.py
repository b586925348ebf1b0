"""The names that people are drawn from: each with its Ukrainian and Russian forms and how many bear it.

Read from REPATRIA_REFERENCE/linkage/names (`russiannames`: counts; `uk_ru`: equivalents), with invented ones that no
table knows. There is no open table of Ukrainian surnames with counts: the counts are those of the Russian forms in
`russiannames`, raised for Ukrainian endings until these are two thirds of the people (assumed).
"""

from __future__ import annotations

import gzip
import os
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from invented_lists import grammar
from invented_lists.places import settlements
from invented_lists.rates import Rates
from invented_lists.romanise import capitalised

Texts = NDArray[np.object_]
_UKRAINIAN_ENDINGS = re.compile(r"(ко|ук|юк|ак|як|ский|цкий|ец|ло|ив|ик|ар|ей|уля|ша|ба|ло|ый|нь|ль|да|га|ва)$")
_UKRAINIAN_SHARE = 0.65  # assumed
_SOFT_E = re.compile(r"[бвгджзклмнпрстфхцчшщ]'?є")
_PLAIN_ENDINGS = ("ко", "ук", "юк", "ик", "ич", "ский", "цкий", "ец")
_LOOKS_FEMININE = re.compile(r"(ська|цька|зька|[ая]я|.{2}(ова|ева|єва|їва|іна|їна))$")


@dataclass(frozen=True, slots=True)
class Names:
    """One kind of name as columns of equal length.

    Attributes:
        forms: `(uk, masculine)`, `(uk, feminine)`, `(ru, masculine)`, `(ru, feminine)` → texts with capitals.
        share: probability of being drawn, summing to one within what is drawn together.
        invented: the name is in no table.
        man: the name is a man's (given names); 1 everywhere else.
    """

    forms: dict[tuple[str, int], Texts]
    share: NDArray[np.float64]
    invented: NDArray[np.bool_]
    man: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tables:
    """All that people are drawn from.

    Attributes:
        given: given names, and behind them the diminutives, which are never drawn.
        diminutives: index of the first diminutive and their number, for each given name.
        patronymics: one for each given name (by the same index).
        surnames: surnames.
        places: settlements; their feminine forms are their former names.
    """

    given: Names
    diminutives: tuple[NDArray[np.int64], NDArray[np.int64]]
    patronymics: Names
    surnames: Names
    places: Names


def folder() -> Path:
    """Returns where the name tables are; ends the program with a message where that is not known."""
    home = os.environ.get("REPATRIA_REFERENCE")
    if not home or not (Path(home) / "linkage" / "names").is_dir():
        sys.exit(
            "The name tables were not found. Set REPATRIA_REFERENCE to the folder that has linkage/names/ "
            "(names, midnames and surnames .parquet of russiannames, uk_ru.tsv.gz of names-translator)."
        )
    return Path(home) / "linkage" / "names"


def load(rng: np.random.Generator, rates: Rates) -> Tables:
    """Returns the tables for one process; `rng` draws the invented names."""
    where = folder()
    equivalents = _equivalents(where)
    given, diminutives, patronymics = _given(rng, rates, where, equivalents["first"])
    surnames = _surnames(rng, rates, where, equivalents["last"])
    return Tables(given, diminutives, patronymics, surnames, _places(rng))


def _equivalents(where: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    with gzip.open(where / "uk_ru.tsv.gz", "rt", encoding="utf-8") as file:
        for line in file:
            kind, ukrainian, russian, *_ = line.rstrip("\n").split("\t")
            found[kind][ukrainian.replace("’", "'")] = russian.lower()
    return found


def _counts(where: Path, name: str) -> dict[str, tuple[int, str]]:
    table = pq.read_table(where / f"{name}.parquet", columns=["text", "count", "gender"]).to_pydict()
    found: dict[str, tuple[int, str]] = {}
    for text, count, sex in zip(table["text"], table["count"], table["gender"], strict=True):
        name, number = text.lower(), count or 1
        if number > found.get(name, (0, ""))[0]:  # the tables have some names in small letters too
            found[name] = (number, sex or "")
    return found


def _texts(names: list[str]) -> Texts:
    found = np.empty(len(names), object)
    found[:] = [capitalised(name) for name in names]
    return found


def _names(
    forms: tuple[list[str], ...], weights: NDArray[np.float64], invented: NDArray[np.bool_], man: NDArray[np.bool_]
) -> Names:
    keys = (("uk", 0), ("uk", 1), ("ru", 0), ("ru", 1))
    return Names(dict(zip(keys, map(_texts, forms), strict=True)), weights, invented, man)


def _flattened(weights: NDArray[np.float64], rates: Rates) -> NDArray[np.float64]:
    """Returns shares that sum to one, part of them without regard to counts where the process says so."""
    share: NDArray[np.float64] = weights / weights.sum()
    uniform = rates("people.uniform_names")
    if not uniform:
        return share
    softer = np.sqrt(weights)
    flat: NDArray[np.float64] = (1 - uniform) * softer / softer.sum() + uniform / len(weights)
    return flat


def _with_invented(share: NDArray[np.float64], invented: int, part: float, start: float) -> NDArray[np.float64]:
    """Returns shares with those of invented names behind them, `part` of the whole.

    Their shares fall as one over rank and `start`: the larger `start`, the rarer the commonest of them.
    """
    ranks = 1.0 / (np.arange(invented) + start)
    return np.concatenate([share * (1 - part), part * ranks / ranks.sum()])


class Given(NamedTuple):
    """A given name: `m` or `f`, its forms, its Ukrainian and its Russian diminutives (all in lower case)."""

    sex: str
    uk: str
    ru: str
    ours: list[str]
    theirs: list[str]


def _curated() -> list[Given]:
    lines = (Path(__file__).with_name("given.tsv")).read_text("utf-8").lower().splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return [Given(sex, uk, ru, a.split(","), b.split(",")) for sex, uk, ru, a, b in rows]


def _given(
    rng: np.random.Generator, rates: Rates, where: Path, equivalents: dict[str, str]
) -> tuple[Names, tuple[NDArray[np.int64], NDArray[np.int64]], Names]:
    """Returns given names with diminutives behind them, where the diminutives of each are, and the patronymics."""
    rows, weights = _known_given(where, equivalents)
    bare = set(equivalents) | set(_counts(where, "names")) | set(equivalents.values())
    new = sorted({pair for pair in grammar.given_names(rng, 900) if pair[0] not in bare})
    rows += [Given(new[n][1], new[n][0], grammar.russian_of(new[n][0]), [], []) for n in rng.permutation(len(new))]
    man, fresh = np.array([row.sex == "m" for row in rows]), np.arange(len(rows)) >= len(weights)
    share = np.zeros(len(rows))
    for sex in (True, False):
        old, added = np.flatnonzero((man == sex) & ~fresh), np.flatnonzero((man == sex) & fresh)
        flat = _flattened(np.array([weights[n] for n in old]), rates)
        share[np.concatenate([old, added])] = _with_invented(flat, len(added), rates("people.invented_given"), 20.0)
    pets = [_pet_names(row) for row in rows]
    numbers = np.array([len(pairs) for pairs in pets])
    ends = [pair for pairs in pets for pair in pairs]
    uk, ru = (
        [row.uk for row in rows] + [pair[0] for pair in ends],
        [row.ru for row in rows] + [pair[1] for pair in ends],
    )
    room = (0, len(ends))
    given = _names((uk, uk, ru, ru), np.pad(share, room), np.pad(fresh, room), np.pad(man, room))
    ours, theirs = [grammar.patronymics_uk(row.uk) for row in rows], [grammar.patronymics_ru(row.ru) for row in rows]
    forms = tuple([pair[sex] for pair in fathers] for fathers in (ours, theirs) for sex in (0, 1))
    return given, (len(rows) + np.cumsum(numbers) - numbers, numbers), _names(forms, share, fresh, man)


def _known_given(where: Path, equivalents: dict[str, str]) -> tuple[list[Given], list[float]]:
    """Returns the given names of `given.tsv`, then the others of the tables, and how many bear each."""
    counts, rows = _counts(where, "names"), _curated()
    shared = Counter(row.ru for row in rows)
    weights = [max(counts.get(name, (1, ""))[0] for name in (row.ru, _plain(row.ru))) / shared[row.ru] for row in rows]
    known, taken = {row.uk for row in rows}, {_plain(row.ru) for row in rows} | {row.uk for row in rows}
    for uk, ru in sorted(equivalents.items()):
        count, sex = counts.get(ru, (0, ""))
        if count >= 5 and sex in {"m", "f"} and ru not in taken and uk not in known and len(uk) > 2:
            taken.add(ru)
            rows.append(Given(sex, uk, ru, [], []))
            weights.append(float(count))
    return rows, weights


def _plain(name: str) -> str:
    return name.replace("ё", "е")


def _pet_names(row: Given) -> list[tuple[str, str]]:
    """Returns the diminutives of a name in pairs of a Ukrainian and a Russian one."""
    ours, theirs = row.ours, row.theirs
    return [(name, theirs[n % len(theirs)]) for n, name in enumerate(ours)] + [
        (ours[0], name) for name in theirs[len(ours) :]
    ]


def _surnames(rng: np.random.Generator, rates: Rates, where: Path, equivalents: dict[str, str]) -> Names:
    counts = _counts(where, "surnames")
    lemmas = [uk for uk in sorted(equivalents) if len(uk) > 2 and not _feminine(uk, equivalents)]
    parts = _parts(lemmas, equivalents)
    weights = np.array([max(counts.get(equivalents[uk], (0.5, ""))[0], 0.5) * parts[uk] for uk in lemmas])
    ours = np.array([bool(_UKRAINIAN_ENDINGS.search(equivalents[uk])) for uk in lemmas])
    weights[ours] *= _UKRAINIAN_SHARE / (1 - _UKRAINIAN_SHARE) * weights[~ours].sum() / weights[ours].sum()
    listed = set(equivalents.values())
    others = sorted(ru for ru, (count, sex) in counts.items() if sex in {"m", "u"} and count >= 10 and ru not in listed)
    tail = np.array([counts[ru][0] for ru in others], float)
    part = rates("people.russian_surname")
    share = np.concatenate([(1 - part) * _flattened(weights, rates), part * _flattened(tail, rates)])
    uk = lemmas + [grammar.ukrainian_of(name) for name in others]
    ru = [equivalents[name] for name in lemmas] + others
    bare = set(uk) | set(ru) | set(counts) | set(equivalents)
    new = sorted({name for name in grammar.surnames(rng, 40_000) if name not in bare and len(name) > 4})
    new = [new[n] for n in rng.permutation(len(new))]
    uk, ru = uk + new, ru + [grammar.russian_of(name) for name in new]
    share = _with_invented(share, len(new), rates("people.invented_surname"), 300.0)
    fresh = np.arange(len(uk)) >= len(uk) - len(new)
    forms = (uk, [grammar.feminine_uk(name) for name in uk], ru, [grammar.feminine_ru(name) for name in ru])
    return _names(forms, share, fresh, np.ones(len(uk), bool))


def _parts(lemmas: list[str], equivalents: dict[str, str]) -> dict[str, float]:
    """Returns the part of a Russian form's bearers who write each Ukrainian form of it: the most regular one has most."""
    forms = defaultdict(list)
    for uk in lemmas:
        forms[equivalents[uk]].append(uk)
    found: dict[str, float] = {}
    for ru, several in forms.items():
        several.sort(key=lambda uk: (_oddness(uk, ru), uk))
        shares = [1.0] if len(several) == 1 else [0.85, *([0.15 / (len(several) - 1)] * (len(several) - 1))]  # assumed
        found |= dict(zip(several, shares, strict=True))
    return found


def _oddness(uk: str, ru: str) -> int:
    """Returns how far a Ukrainian surname is from what its Russian form leads one to expect."""
    odd = 5 * (uk.endswith(("ів", "їв")) and ru.endswith(("ов", "ев"))) + 3 * len(_SOFT_E.findall(uk))
    if ru.endswith(_PLAIN_ENDINGS):  # Клименко rather than Кліменко
        return odd + sum(a == "і" and b == "и" for a, b in zip(uk, ru, strict=False))
    regular = grammar.ukrainian_of(ru)
    return odd + sum(a != b for a, b in zip(uk, regular, strict=False)) + abs(len(uk) - len(regular))


def _feminine(name: str, names: dict[str, str]) -> bool:
    """Says whether a surname is the feminine of another in the table, or looks so."""
    if name.endswith("а") and name[:-1] in names and grammar.feminine_uk(name[:-1]) == name:
        return True
    return bool(_LOOKS_FEMININE.search(name)) or (name.endswith("а") and name[:-1] + "ий" in names)


def _places(rng: np.random.Generator) -> Names:
    uk, ru, former = settlements(rng)
    weights = 1.0 / (np.arange(len(uk)) + 5.0)  # sizes of settlements fall about as one over their rank (Zipf)
    has_former = rng.random(len(uk)) < 0.2  # assumed; how often it is used stands in the rates
    names = [old if has else name for old, has, name in zip(former, has_former.tolist(), ru, strict=True)]
    return _names((uk, uk, ru, names), weights / weights.sum(), np.zeros(len(uk), bool), np.ones(len(uk), bool))
