"""Names as the comparison reads them: a cell is several spellings of one person, a spelling is words, a word its keys.

Invariant: nothing here depends on the other name of a pair, so that a word is read once however often it stands in a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import cache
from math import log2
from typing import NamedTuple

from repatria.names.classes import Part, Tables, class_of, father_class, surname_class, tables
from repatria.names.fold import fold_once, words
from repatria.names.forms import is_patronymic
from repatria.names.frequencies import Shares, shares_of
from repatria.names.labels import items_of, romanised

MOST_WORDS = 12
"""Words of one spelling that are compared; the rest of a longer one is passed over."""

MOST_LETTERS = 24
"""Letters of one key that are compared; what follows in a longer word is passed over."""

MOST_SPELLINGS = 16
"""Different spellings of one person that are compared, the first ones."""

MOST_CLASSES = 8
"""Names that one word may be a form of; the likeliest ones."""

SPELLINGS = "|"
"""What stands between spellings in one cell."""

GIVEN_SHARE = 1e-5
"""Share of people from which a name is taken for a given one that no table knows: below, it may well be a surname in the
wrong column."""

_MOST_RARITY = 20.0  # one in a million: below that the counts say nothing
_LEAST_SHARE = 2.0**-_MOST_RARITY
_PLAIN = re.compile("[\u0400-\u0481\u048a-\u04ff]+|[A-Za-z]+").fullmatch
PATRONYMIC_ENDS = ("iQ", "na", "iQa", "ni", "ic")

# Words that say little of who it is. Own work of this project (2026), from general knowledge; romanisations as lists have them.
_PARTICLES = frozenset(
    "bin ibn ben bint al el ul ud ur as ad ash abu abou umm abd von van de der den del da di la le du dos das zu zur of the "
    "and y af av na бин ибн бен аль эль абу фон ван де дер бін ібн ель".split()
)
_SONS = frozenset("bin ibn ben bint бин ибн бен бін ібн".split())
_TITLES = frozenset(
    "dr mr mrs ms miss prof sir dame sheikh shaikh shaykh sheik haji hajji hadji monsieur madame herr frau president general "
    "colonel sayyid syed mullah maulvi mawlawi qari imam jr sr llc ltd пан пані господин г-н г-жа".split()
)
LIGHT = _PARTICLES | _TITLES

SON_OF = "son of"
"""What stands for the father's class in a particle between a person's own name and the father's; no class has a space."""

_IN_CYRILLIC = re.compile(r"(?<=[\u0400-\u052f])[0136](?=[\u0400-\u052f])")
_IN_LATIN = re.compile(r"(?<=[A-Za-z])[01345](?=[A-Za-z])")
_CYRILLIC_DIGITS = str.maketrans("0136", "оізб")
_LATIN_DIGITS = str.maketrans("01345", "oieas")


class Kind(IntEnum):
    """What a word can be told to be by itself."""

    WORD = 0
    GIVEN = 1  # more people bear it as a given name than as a surname, as far as tables know
    PATRONYMIC = 2  # it has the ending of one
    INITIAL = 3
    LIGHT = 4  # a particle or a title


class Word(NamedTuple):
    """One word of a name; a named tuple, because a large file has hundreds of thousands that are made in a second.

    Attributes:
        text: As received, repaired, in lower case.
        key: Its fold, at most `MOST_LETTERS` of it.
        given: Classes of the names it may be a form of (given names, names of the world), empty where no table knows it.
        father: Class of the father's given name, for a patronymic; `SON_OF` for a particle that says so; else empty.
        surname: Its class as a surname, equal for both sexes.
        rarity_bits: log2 of one person in how many bears it, at most 20.
    """

    text: str
    key: str
    given: tuple[str, ...]
    father: str
    surname: str
    kind: Kind
    rarity_bits: float


Spelling = tuple[Word, ...]


def spellings(cell: str) -> tuple[Spelling, ...]:
    """Returns the different spellings in a cell, each as its words; one without letters is left out."""
    found = {spelling: None for text in cell.split(SPELLINGS) if (spelling := spelling_of(text))}
    return tuple(found)[:MOST_SPELLINGS]


def spelling_of(text: str) -> Spelling:
    """Returns the words of one spelling, given name first where a comma says which is the surname."""
    return tuple(word for chunk in in_order(text).split() for word in chunk_words(chunk))[:MOST_WORDS]


def in_order(text: str) -> str:
    """Returns "given names surname" for "surname, given names"; any other text as it is."""
    before, comma, after = text.partition(",")
    return f"{after} {before}" if comma and after.strip() and "," not in after else text


def chunk_words(chunk: str) -> Spelling:
    """Returns the words in a piece of text without white space (Jean-Claude: two), digits within words read as letters."""
    return tuple(word for word in words_of(texts_in(chunk)) if word.key)


def is_plain(chunk: str) -> bool:
    """Whether a piece of text is one word as it stands, in Cyrillic or ASCII letters."""
    return _PLAIN(chunk) is not None


def texts_in(chunk: str) -> Sequence[str]:
    """Returns the words in a piece of text without white space as texts, look-alike letters repaired."""
    if is_plain(chunk):
        return (chunk,)
    chunk = _IN_LATIN.sub(lambda digit: digit[0].translate(_LATIN_DIGITS), chunk)
    chunk = _IN_CYRILLIC.sub(lambda digit: digit[0].translate(_CYRILLIC_DIGITS), chunk)
    return words(chunk)


def words_of(texts: Iterable[str], folded: Iterable[str] | None = None) -> list[Word]:
    """Returns each word with its keys, empty keys for one that has no letters; some microseconds a word.

    What the words fold to may be given where it is known.
    """
    known, names, surnames = _known()
    found, texts = [], tuple(texts)
    for text, letters in zip(texts, map(fold_once, texts) if folded is None else folded, strict=True):
        low = text.casefold()
        key = romanised(low, letters)
        given = known.given.get(key, ())[:MOST_CLASSES]
        if not given and names.known.get(key, 0.0) >= GIVEN_SHARE:
            given = (key,)
        surname = surname_class(key, known)
        if surname in known.misread and text < "\u0370":  # Latin letters
            surname = class_of(text, Part.SURNAME)
        borne = surnames.known.get(surname, surnames.floor)
        called = max([names.known.get(one, names.floor) for one in given]) if given else 0.0
        kind = _kind(low, key, is_given=called >= borne)
        if kind is not Kind.LIGHT:
            given = (given + items_of(key))[:MOST_CLASSES]
        father = father_class(text) if kind is Kind.PATRONYMIC else SON_OF if low in _SONS else ""
        found.append(Word(low, key[:MOST_LETTERS], given, father, surname, kind, rarity_of(max(borne, called))))
    return found


def rarity_of(share: float) -> float:
    """Returns log2 of one person in how many, at most 20."""
    return -log2(share) if share > _LEAST_SHARE else _MOST_RARITY


@cache
def _known() -> tuple[Tables, Shares, Shares]:
    return tables(), shares_of(Part.GIVEN), shares_of(Part.SURNAME)


def _kind(low: str, key: str, *, is_given: bool) -> Kind:
    if low in LIGHT:
        return Kind.LIGHT
    if len(key) == 1:
        return Kind.INITIAL
    if key.endswith(PATRONYMIC_ENDS) and is_patronymic(low):
        return Kind.PATRONYMIC
    return Kind.GIVEN if is_given else Kind.WORD
