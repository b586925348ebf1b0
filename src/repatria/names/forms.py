"""The parts of a name, and the keys by which forms of one name are equal.

Ukrainian and Russian given names of one class (Микола, Николай, Коля, Mykola) have one key; a patronymic has the key of
the father's name; feminine and masculine forms of a surname have one. When the order of the parts cannot be told, it is
not guessed: then only `NameForm.whole_key`, which does not depend on order, says something.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from repatria.names.fold import fold
from repatria.names.scripts import visible

_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ʼ`´ʹ‘])*")
_PATRONYMIC: Final = re.compile("(?:oviq|eviq|ovna|evna|ivna|iqna|iniqna)$")
_SHORT_PATRONYMIC: Final = re.compile("^(?:il|luk|kuzm|savv?|fom|mikit|nikit|iak|ak)(?:iq|iniqna|iqna)$")
_STEM: Final = re.compile("(?:oviq|eviq|ovna|evna|ivna|iniqna|iqna|iq)$")
_FEMININE: Final = re.compile("(?<=ov|ev|in|iv)a$")
_ADJECTIVE: Final = re.compile("(sk|ck|zk|wk)a$")


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name taken apart.

    Attributes:
        surname: As received, empty when it could not be told.
        given: As received.
        patronymic: As received.
        surname_key: Equal for Ukrainian, Russian and romanised, feminine and masculine forms of one surname.
        given_key: Equal for equivalents and diminutives of one given name; of the first given name only.
        patronymic_key: Key of the father's given name.
        whole_key: Keys of all words but the patronymic, in alphabetical order.
    """

    surname: str
    given: str
    patronymic: str
    surname_key: str
    given_key: str
    patronymic_key: str
    whole_key: str


def analyse(*, surname: str = "", given: str = "", patronymic: str = "", full: str = "") -> NameForm:
    """Returns the parts and keys of a name, from cells for its parts or from one cell with the whole.

    Args:
        surname: The cell for the surname; may be empty.
        given: The cell for given names; a patronymic that stands in it is found.
        patronymic: The cell for the patronymic.
        full: One cell with the whole name, in any order; used for the parts that have no cell of their own.
    """
    if given and not patronymic:
        given, patronymic = _split_given(given)
    if full and not (surname and given):
        parts = _take_apart(words(full))
        surname, given, patronymic = surname or parts[0], given or parts[1], patronymic or parts[2]
    known = [*words(surname), *words(given)] or [w for w in words(full) if not is_patronymic(w)]
    whole = " ".join(sorted(_any_key(word) for word in known))
    return NameForm(
        surname, given, patronymic, surname_key(surname), given_key(given), patronymic_key(patronymic), whole
    )


def words(text: str) -> tuple[str, ...]:
    """Returns the words of a name, double names taken apart at the hyphen."""
    return tuple(_WORD.findall(visible(text)))


@lru_cache(maxsize=131_072)
def surname_key(text: str) -> str:
    """Returns the key of a surname: of a double one, the keys of both parts in alphabetical order."""
    return " ".join(sorted(_FEMININE.sub("", _ADJECTIVE.sub(r"\1i", fold(word))) for word in words(text)))


@lru_cache(maxsize=131_072)
def given_key(text: str) -> str:
    """Returns the key of the first given name in a cell: its class's where the table knows it, else its fold."""
    found = words(text)
    if not found:
        return ""
    key = fold(found[0])
    return _classes().get(key, key)


@lru_cache(maxsize=131_072)
def patronymic_key(text: str) -> str:
    """Returns the key of the father's given name that a patronymic is made from."""
    found = words(text)
    if not found:
        return ""
    key = fold(found[0])
    stem = _STEM.sub("", key)
    return _stems().get(stem, stem)


def is_patronymic(word: str) -> bool:
    """Returns whether a word has the form of a patronymic (Петрович, Petrivna, Ильинична).

    Surnames in -ович exist; whoever asks must look at the other words too.
    """
    key = fold(word)
    return (len(key) > 5 and bool(_PATRONYMIC.search(key))) or bool(_SHORT_PATRONYMIC.match(key))


def is_given_name(word: str) -> bool:
    """Returns whether the table of given names knows a word."""
    return fold(word) in _classes()


def _split_given(text: str) -> tuple[str, str]:
    found = words(text)
    if len(found) == 2 and is_patronymic(found[1]):
        return found[0], found[1]
    return text, ""


def _take_apart(found: tuple[str, ...]) -> tuple[str, str, str]:
    """Surname, given name and patronymic among the words of a whole name; empty where the order cannot be told."""
    match found:
        case (a, b, c) if is_patronymic(c) and not is_patronymic(b):
            return (a, b, c) if not (is_given_name(a) and not is_given_name(b)) else (b, a, c)
        case (a, b, c) if is_patronymic(b):
            return c, a, b
        case (a, b, c) if is_patronymic(a):  # Петрівна Олена Іваненко: seen on cards filled in backwards
            return c, b, a
        case (a, b) if is_patronymic(b) and is_given_name(a):
            return "", a, b
        case (a, b) if is_given_name(b) and not is_given_name(a):
            return a, b, ""
        case (a, b) if is_given_name(a) and not is_given_name(b):
            return b, a, ""
    return "", "", ""


def _any_key(word: str) -> str:
    key = fold(word)
    return _classes().get(key) or surname_key(word)


@cache
def _classes() -> Mapping[str, str]:
    """Fold of a given name → the id of its class; the first class that has a form keeps it."""
    known: dict[str, str] = {}
    for name, _, forms in _table():
        for form in forms:
            known.setdefault(fold(form), name)
    return known


@cache
def _stems() -> Mapping[str, str]:
    """Stem of a patronymic → the id of the class of the father's name."""
    known: dict[str, str] = {}
    for name, gender, forms in _table():
        if gender == "m":
            for form in forms:
                key = fold(form)
                # Яковлевич from Яков, Яківна from Яків, Николаевич from Николай
                for stem in (key, key.rstrip("aeiou"), key + "l", key.removesuffix("iv"), key.removesuffix("i")):
                    known.setdefault(stem, name)
    return known


@cache
def _table() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    text = (resources.files("repatria.names") / "tables" / "given_names.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((name, gender, tuple(forms.split(" "))) for name, gender, forms in rows[1:])
