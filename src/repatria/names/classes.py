"""One class key for all forms of one name: languages, romanisations, short forms, sexes, cases.

A fold brings the spellings of one word together; a class brings the words of one name together: Микола, Николай and
Коля; Миколайович and Николаевна; Біла, Белый and Білого. Equal keys say that two cells may be forms of one name, never
that they are one person's. Invariant: a key is made of the letters of `fold` and, between the words of one cell, spaces.

What the rules here cannot know stands in tables that `tables/rebuild.py` makes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from repatria.names.bulk import FEW
from repatria.names.fold import fold, fold_once, words
from repatria.names.tables import read_table

_PLAIN = re.compile("[\u0400-\u0481\u048a-\u04ff]+|[A-Za-z]+").fullmatch
_FATHERS = re.compile(r"(.{2,}?)(?:[eio]+v(?:iQa?|n[ai])|i(?:ni)?[QW]n[ai]|iQa?)\Z")
_DOUBTFUL = re.compile("c(?!h)|[jwx]|ou").search
_PLAIN_C = re.compile("c(?![hk])").search
SON_OF = frozenset("ogli oglu ugli kizi gizi".split())
"""What follows the father's name in Turkic patronymics (Гусейн оглы, Гусейн кызы), folded."""

_VOWELS = "aeiou"
_VOWELS_BUT_I = frozenset("aeou")
_SOFT_V = frozenset(("ev", "iv"))
_GENITIVES = ("ogo", "omu")


class Part(StrEnum):
    """What a word is in a name."""

    GIVEN = "given"
    PATRONYMIC = "patronymic"
    SURNAME = "surname"


@dataclass(frozen=True, slots=True)
class Tables:
    """What rules cannot know, all in folded keys.

    Attributes:
        given: Form of a given name to its class keys, the likeliest first; names that only fold are not there.
        fathers: Stem of a patronymic (Яковл of Яковлевич) to that of the father's class, where they differ.
        surnames: Stem of a surname to the one that stands for it in the other language (Білоус: Белоус).
        beginnings: First letters of such stems where the change holds for nearly all (Олекс: Алекс), under their first three.
        misread: What `fold` makes of frequent surnames in ambiguous Latin spellings, to the class meant.
    """

    given: Mapping[str, tuple[str, ...]]
    fathers: Mapping[str, str]
    surnames: Mapping[str, str]
    beginnings: Mapping[str, tuple[tuple[str, str], ...]]
    misread: Mapping[str, str]


@cache
def tables() -> Tables:
    """Returns the tables that are shipped."""
    return Tables(
        {form: tuple(classes.split()) for form, classes in read_table("given.tsv.gz")},
        dict(_pairs("fathers.tsv.gz")),
        dict(_pairs("surnames.tsv.gz")),
        by_beginning(_pairs("beginnings.tsv")),
        dict(_pairs("misread.tsv.gz")),
    )


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    return ((row[0], row[1]) for row in read_table(name))


def by_beginning(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Returns pairs of beginnings under the first three letters, the longest first."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for pair in sorted(pairs, key=lambda pair: (-len(pair[0]), pair)):
        found[pair[0][:3]] = (*found.get(pair[0][:3], ()), pair)
    return found


def class_of(cell: str, part: Part) -> str:
    """Returns the class key of a cell, empty for one without letters; several words keep their order, but a surname's.

    Parts of a double surname are sorted, because lists turn them round.
    """
    if _PLAIN(cell):
        return _class_of_word(cell, part)
    return _class_of_words(words(cell), part, _class_of_word)


def _class_of_words(found: Sequence[str], part: Part, of_word: Callable[[str, Part], str]) -> str:
    if part is Part.PATRONYMIC and len(found) == 2 and fold(found[1]) in SON_OF:
        father = of_word(found[0], Part.GIVEN)
        return stem(father) + "ovic" if father else ""
    keys = [key for word in found if (key := of_word(word, part))]
    return " ".join(sorted(keys) if part is Part.SURNAME else keys)


def classes_of(word: str, part: Part) -> tuple[str, ...]:
    """Returns every class key that one word may stand for (Славко: several), the likeliest first; empty for none."""
    found = words(word)
    if len(found) == 1 and part is Part.GIVEN:
        key = fold(found[0])
        return tables().given.get(key) or ((key,) if key else ())
    return tuple(filter(None, (class_of(word, part),)))


def class_keys(cells: Sequence[str], part: Part, *, known: Tables | None = None) -> list[str]:
    """Returns `class_of` of every cell, in order; made for many distinct cells: it remembers nothing.

    With ``known``, by these tables instead of those shipped.
    """
    known = known or tables()
    if len(cells) > FEW:
        import pyarrow as pa

        from repatria.names.columns import class_column

        try:
            found: list[str] = class_column(pa.array(cells, pa.string()), part, known).to_pylist()
        except UnicodeEncodeError:  # half a surrogate pair, which Arrow does not take
            pass
        else:
            return found

    def of_word(word: str, part: Part) -> str:
        return word_class(word, part, known)

    return [of_word(cell, part) if _PLAIN(cell) else _class_of_words(words(cell), part, of_word) for cell in cells]


def father_class(patronymic: str) -> str:
    """Returns the class key of the given name that a patronymic is built from, empty when the word is no patronymic.

    A father's name that no table knows is told without its last vowel.
    """
    return father_of(class_of(patronymic, Part.PATRONYMIC))


def father_of(key: str) -> str:
    """Returns what `father_class` does, of the class key of a patronymic."""
    return _fathers().get(key[:-4], key[:-4]) if key.endswith("ovic") else ""


def patronymic_of(given: str) -> str:
    """Returns the class key of the patronymic that the children of a father with this given name bear."""
    key = class_of(given, Part.GIVEN)
    return stem(key) + "ovic" if key else ""


def stem(key: str) -> str:
    """Returns the key of a given name without the vowels that it ends in: what a patronymic is built on."""
    return key.rstrip(_VOWELS) or key


def given_class(key: str, known: Tables) -> str:
    """Returns the class of a folded given name."""
    found = known.given.get(key)
    return found[0] if found else key


def patronymic_class(key: str, known: Tables) -> str:
    """Returns the class of a folded patronymic: its father's stem and ``ovic``; of any other word the key itself."""
    if key.endswith(("oviQ", "ovna")) and len(key) > 5:
        father = stem(key[:-4])
    elif found := _FATHERS.match(key):
        father = stem(found[1])
    else:
        return key
    return known.fathers.get(father, father) + "ovic"


def surname_class(key: str, known: Tables) -> str:
    """Returns the class of a folded surname: its stem, which has no sex, number or case, as the tables have it."""
    key = surname_stem(key)
    other = known.surnames.get(key)
    if other is not None:
        return other
    changes = known.beginnings.get(key[:3])
    if changes is not None:
        for ours, theirs in changes:
            if key.startswith(ours):
                return theirs + key[len(ours) :]
    return key


def surname_stem(key: str) -> str:
    """Returns a folded surname without its last vowel, and with one ending for -ов, -ев, -ів and for -овський, -івський.

    So Біла is Білий, Іванова is Іванов, Шевченка is Шевченко; Сова and Сов fall together too.
    """
    last = key[-1:]
    if len(key) < 4:
        return key
    if last in _VOWELS:
        if last in "ou" and key.endswith(_GENITIVES) and len(key) > 5:
            key = key[:-3]
        elif key[-2] not in _VOWELS_BUT_I:
            key = key[:-1].rstrip("i") if len(key) > 4 else key[:-1]
    ending = key[-2:]
    if ending == "sk":
        return _one_v(key[:-2]) + "sk" if key[-3] == "v" else key
    if ending in _SOFT_V and last != "i":  # Лінивий is no -ов
        return _one_v(key)
    return key


def _one_v(key: str) -> str:
    return key[:-1].rstrip("eio") + "ov" if key[-2:-1] in "eio" and len(key) > 4 else key


_OF_KEY: Mapping[Part, Callable[[str, Tables], str]] = {
    Part.GIVEN: given_class,
    Part.PATRONYMIC: patronymic_class,
    Part.SURNAME: surname_class,
}


@lru_cache(maxsize=262_144)
def _class_of_word(word: str, part: Part) -> str:
    return word_class(word, part, tables())


def word_class(word: str, part: Part, known: Tables) -> str:
    """Returns the class key of one word by these tables; look-alike letters must have been repaired."""
    key = _OF_KEY[part](fold_once(word), known)
    return meant(key, word, known.misread) if part is Part.SURNAME and word[0] < "\u0370" else key


def meant(key: str, word: str, misread: Mapping[str, str]) -> str:
    """Returns the class that a Latin spelling means: what is read, or what is meant by those who write otherwise."""
    if key not in misread:
        return key
    shown = evidence(word.lower())
    return next((option[1:] for option in misread[key].split(" ") if int(option[0]) <= shown), key)


def evidence(word: str) -> int:
    """Returns how much a Latin word in small letters shows that its writer does not spell as passports and English do.

    0: nothing; 1: letters that others use too; 2: a plain c, or w without v: so write Poles, Germans and scholars.
    """
    if _PLAIN_C(word) or ("w" in word and "v" not in word):
        return 2
    return 1 if _DOUBTFUL(word) else 0


@cache
def _fathers() -> dict[str, str]:
    """Stem of a father's class to the class; a man's name before a woman's with the same stem."""
    classes = {found[0] for found in tables().given.values()}
    return {stem(key): key for key in sorted(classes, key=lambda key: (key.endswith("a"), key), reverse=True)}
