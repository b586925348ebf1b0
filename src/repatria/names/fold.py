"""One lossy key for a name in Ukrainian, Russian or any usual romanisation of either.

Invariant: a key is made of small Latin letters and ``J C Q W``; folding looks at one word at a time and at nothing else.
Two different names may share a key; a key finds candidates, it decides nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from repatria.names.scripts import repair, visible
from repatria.names.tables import read_table

_CYRILLIC = str.maketrans(
    dict(zip("абвгґдеєёэжзиіїйыклмнопрстуфхцчшщюяў", "abvggdeeeeJziiiiiklmnoprstufgCQWWuav", strict=True))
    | dict.fromkeys("ъь", "")
)
_NO_VOWELS = str.maketrans("", "", "aeiou")
_SOFT_O = re.compile(r"(?<=[бвгґджзклмнпрстфхцчшщ])[ьй]о")  # uk ньо, вйо = ru нё, вё, which is written е as often
_LATIN_YO = re.compile(r"(?<=[bcdfghklmnprstvwz])[yj]o")
_SOFT_C = re.compile(r"c(?=[eiy])")  # Polish and scholarly c; before other letters it is k
_MARKS = re.compile("['’ʼ`´ʹʺ‘“”\"]")
_I_VOWEL = re.compile(r"i+(?=[aeou])")
_DOUBLE = re.compile(r"(.)\1+")
_HISSED_O = re.compile(r"(?<=[JQW])o")  # uk Дергачов = ru Дергачев, Дергачёв
_ENDING = re.compile(r"ei\Z")  # ru Сергей, Андрей = uk Сергій, Андрій
_PATRONYMIC = re.compile(r"[eio]*v(iQ|na)\Z")  # -ович, -евич, -йович; -івна, -ївна, -овна, -евна
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`´ʹ][^\W\d_]+)*['’ʼ`´ʹ]?")


def words(text: str) -> tuple[str, ...]:
    """Returns the words of a name, invisible characters stripped and look-alike letters repaired; hyphens divide."""
    return tuple(map(repair, _WORD.findall(visible(text))))


@lru_cache(maxsize=262_144)
def fold(word: str) -> str:
    """Returns the key of one word; words in other scripts fold to their letters without marks, in lower case."""
    word = word.casefold()
    letters = _fold_cyrillic(word) if any("\u0400" <= c <= "\u052f" for c in word) else _fold_latin(word)
    letters = _DOUBLE.sub(r"\1", _I_VOWEL.sub("", _DOUBLE.sub(r"\1", letters)))
    return _PATRONYMIC.sub(r"ov\1", _ENDING.sub("i", _HISSED_O.sub("e", letters)))


@lru_cache(maxsize=65_536)
def equivalents(word: str) -> frozenset[str]:
    """Returns the leading forms of every given name that a word may stand for (Коля: Микола), empty when unknown."""
    return _classes().get(fold(word), frozenset())


def skeleton(key: str) -> str:
    """Returns the consonants of a key of `fold`, after its first letter, vowels there alike: for finding candidates."""
    return ("a" if key[:1] in "aeiou" else key[:1]) + key[1:].translate(_NO_VOWELS) if key else ""


def equal_key(text: str) -> str:
    """Returns a key that is equal for most spellings of one name, words in the order given.

    A word that stands for exactly one given name of the table has that name's key; any other has its own `fold`.
    """
    return " ".join(_word_key(word) for word in words(text))


def _word_key(word: str) -> str:
    known = equivalents(word)
    return fold(next(iter(known))) if len(known) == 1 else fold(word)


def _fold_cyrillic(word: str) -> str:
    return "".join(c for c in _SOFT_O.sub("е", _MARKS.sub("", word)).translate(_CYRILLIC) if c.isalpha())


def _fold_latin(word: str) -> str:
    word = _LATIN_YO.sub("e", unicodedata.normalize("NFC", _MARKS.sub("", word)))
    pattern, table = _romanisation()
    pieces = pattern.sub(lambda match: table[match[0]], _SOFT_C.sub("\N{LATIN SMALL LETTER C WITH DOT ABOVE}", word))
    plain = (c for c in unicodedata.normalize("NFKD", pieces) if not unicodedata.combining(c))
    return "".join(plain)


@cache
def _romanisation() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row[0]: row[1] for row in read_table("romanisation.tsv")} | {"ċ": "C", "c": "k"}
    spelled = sorted(table, key=lambda latin: (-len(latin), latin))
    return re.compile("|".join(map(re.escape, spelled))), table


@cache
def _classes() -> dict[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    for _, _, forms in read_table("given_names.tsv"):
        leading, *others = forms.split()
        for form in (leading, *others):
            classes.setdefault(fold(form), set()).add(leading)
    return {key: frozenset(leading) for key, leading in classes.items()}
