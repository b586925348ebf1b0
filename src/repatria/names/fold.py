"""One lossy key for a name in Ukrainian, Russian or any usual romanisation of either.

Invariant: a key is made of small Latin letters and ``J C Q W``; folding looks at one word at a time and at nothing else.
Words of scripts that no table knows keep their letters. Two different names may share a key; a key finds candidates, it
decides nothing. Cost: a few microseconds a word, see `benchmarks/spellings.py`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from repatria.names.latin import of_latin
from repatria.names.scripts import repair, visible
from repatria.names.tables import read_table

_LETTER = r"(?:[^\W\d_][\u0300-\u036f]*)"
WORD = re.compile(rf"{_LETTER}+(?:['’ʼ`´ʹʺ”]{_LETTER}+)*['’ʼ`´ʹʺ”]?")
_OF_ONE_SCRIPT = re.compile("[\u0400-\u0481\u048a-\u04ff -]*|[A-Za-z -]*").fullmatch
_MARKS = dict.fromkeys(map(ord, "'’ʼ`´ʹʺˮ‘“”\""), "")
AS_LATIN = (("ts", "C"), ("tz", "C"), ("ou", "u"), ("oo", "u"))  # Latin cannot tell тс and тз from ц, оу from у
_NO_VOWELS = str.maketrans("", "", "aeiou")
_DOUBLED = re.compile(r"([a-zA-Z])\1").search
SOFTENED = "bCdfgJklmnpQrstvWz"
"""Consonants after which io is heard as e."""

_SOFT_O = re.compile(f"(?<=[{SOFTENED}])io")  # uk ньо, вйо = ru нё, вё, which is written е as often
_HISSED = re.compile(r"(?<=[CJQW])(?:i(?=[au])|i?o(?!\Z))")  # uk Дергачов = ru Дергачев; Kravtsia, Чюмак
BEFORE_ENDING = "abvgdeJziklmnoprstufCQW"
"""Letters before an ending -ei or -oi."""

_ENDINGS = {a + b + "i" for a in BEFORE_ENDING for b in "eo"} | {"aia", "viQ", "vna", "zki", "zka"}
_SCHOLARS = re.compile("[ʹʺčšžŝĵâûê]").search  # who marks letters so writes c for ts
_BARE_C = re.compile("c(?!h)")  # ch is ч to libraries, who mark soft signs, and х to those who have č for ч
_EIO = frozenset("eio")


def words(text: str) -> tuple[str, ...]:
    """Returns the words of a name, invisible characters stripped and look-alike letters repaired; hyphens divide."""
    if _OF_ONE_SCRIPT(text):
        return tuple(text.replace("-", " ").split())
    return words_of_any(text)


def words_of_any(text: str) -> tuple[str, ...]:
    """Returns `words`, whatever the text: the obvious way."""
    return tuple(map(repair, WORD.findall(visible(text))))


def fold_once(word: str) -> str:
    """Returns what `fold` returns without remembering it: for many distinct words."""
    word = word.casefold()
    letters = of_latin(word) if word.isascii() else _of_letters(word)
    if "i" in letters:
        letters = letters.replace("ii", "i").replace("ie", "e").replace("iu", "u")
        if "io" in letters:
            letters = _SOFT_O.sub("e", letters)
    if not letters.islower():
        if "Q" in letters:  # Latin tch, sch; Счастный is Щастный to the ear too
            letters = letters.replace("tQ", "Q").replace("sQ", "W").replace("WQ", "W")
        letters = _HISSED.sub(_hissed, letters)
    while double := _DOUBLED(letters):
        letters = letters[: double.start()] + letters[double.end() - 1 :]
    return _with_ending(letters) if letters[-3:] in _ENDINGS else letters


@lru_cache(maxsize=262_144)
def fold(word: str) -> str:
    """Returns the key of one word; words in scripts that we have no table of fold to their letters, in lower case."""
    return fold_once(word)


def skeleton(key: str) -> str:
    """Returns the consonants of a key of `fold`, after its first letter, vowels there alike: for finding candidates."""
    return ("a" if key[:1] in "aeiou" else key[:1]) + key[1:].translate(_NO_VOWELS) if key else ""


@lru_cache(maxsize=65_536)
def equivalents(word: str) -> frozenset[str]:
    """Returns the leading forms of every given name that a word may stand for (Коля: Микола), empty when unknown."""
    return _classes().get(fold(word), frozenset())


def equal_key(text: str) -> str:
    """Returns a key that is equal for most spellings of one name, words in the order given.

    A word that stands for exactly one given name of the table has that name's key; any other has its own `fold`.
    """
    return " ".join(_word_key(word) for word in words(text))


def _word_key(word: str) -> str:
    known = equivalents(word)
    return fold(next(iter(known))) if len(known) == 1 else fold(word)


def _with_ending(letters: str) -> str:
    match letters[-2:]:
        case "ei" | "oi":  # ru Сергей, Толстой = uk Сергій, Товстий
            return letters[:-2] + "i"
        case "ia":  # ru Белая = uk Біла, but not Майя
            return letters[:-2] if len(letters) > 5 else letters
        case "ki" | "ka":  # German -zkyj = -цький; uk Залізький with it
            return letters[:-3] + "C" + letters[-2:]
        case _:  # -ович, -евич, -йович; -івна, -ївна, -овна, -евна
            father = letters[:-3]
            return father.rstrip("eio") + "ov" + letters[-2:] if father[-1:] in _EIO else letters


def _hissed(match: re.Match[str]) -> str:
    return "e" if match[0].endswith("o") else ""


def _of_letters(word: str) -> str:
    cyrillic, others = letters_of_scripts()
    if "\u0400" <= word[0] <= "\u052f":
        if "ьо" in word:
            word = word.replace("ьо", "е")
        letters = word.translate(cyrillic)
        for pair, one in AS_LATIN:
            if pair in letters:
                letters = letters.replace(pair, one)
        return letters if letters.isalpha() else "".join(filter(str.isalpha, letters))
    word = unicodedata.normalize("NFC", word)
    letters = word.translate(others)
    if not letters.isascii():
        letters = unicodedata.normalize("NFKD", letters).translate(others)
        letters = "".join(filter(str.isalpha, letters))
    if _SCHOLARS(word):
        letters = _BARE_C.sub("C", letters).replace("x", "g")
        if any(hissed in letters for hissed in "JQW"):
            letters = letters.replace("ch", "g")
    return of_latin(letters)


@cache
def letters_of_scripts() -> tuple[dict[int, str], dict[int, str]]:
    """Returns what letters fold to: a table for words that begin with a Cyrillic letter, and for others."""
    rows = [(s, zip(a.split(), b.split(), strict=True)) for s, a, b in read_table("letters.tsv")]
    table = {ord(a): "" if b == "-" else b for _, pairs in rows for a, b in pairs} | _MARKS
    return table | {ord(a): b for a, b in zip("hwyjqcx", ("g", "v", "i", "i", "k", "k", "ks"), strict=True)}, table


@cache
def _classes() -> dict[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    for _, _, forms in read_table("given_names.tsv"):
        leading, *others = forms.split()
        for form in (leading, *others):
            classes.setdefault(fold(form), set()).add(leading)
    return {key: frozenset(leading) for key, leading in classes.items()}
