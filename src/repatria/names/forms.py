"""A name taken apart: its words, its script, and surname, given name and patronymic where their order can be told.

Invariant: a part is named only on evidence (a comma, an ending, a table, capitals); otherwise it stays unknown. Nothing
of the name is lost: `NameForm.words` has every word in the order received.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from repatria.names.fold import equal_key, equivalents, fold, words
from repatria.names.scripts import Script, script_of, visible

_PATRONYMIC = re.compile(
    r"\w{2,}(?:[оеє]вич|йович|ївна|івна|[оеє]вна|ична|ьїч|ьич|ovych|[oie]vich|yovych|iovych|ievych|evych|[oei]vna|ivna|yivna|"
    r"ichna|ychna|ovič|evič|owicz|ewicz)\Z"
)
_FATHERS_OF_FEW = frozenset("ілліч ильич лукич кузьмич фомич хомич illich ilyich ilich".split())
_INITIAL = re.compile(r"[^\W\d_]\.")


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name taken apart.

    Attributes:
        words: Every word, look-alike letters repaired, in the order received; parts of a double surname are two words.
        script: The script of all of it.
        surname: As written, empty when it cannot be told.
        given: Given name, empty when it cannot be told.
        patronymic: Empty when there is none or it cannot be told.
        key: One key for the whole name, the same in whatever order and usual spelling it is written.
    """

    words: tuple[str, ...]
    script: Script
    surname: str
    given: str
    patronymic: str
    key: str


@lru_cache(maxsize=65_536)
def analyse(text: str) -> NameForm:
    """Returns a whole name taken apart; for parts that stand in columns of their own no guess is needed."""
    plain = visible(text)
    surname, given, patronymic = _parts(plain)
    found = words(plain)
    return NameForm(
        found, script_of(" ".join(found)), surname, given, patronymic, " ".join(sorted(equal_key(plain).split()))
    )


def is_patronymic(word: str) -> bool:
    """Returns whether a word has the ending of a patronymic; some surnames (Петрович) have it too."""
    word = word.casefold()
    return bool(_PATRONYMIC.match(word)) or word in _FATHERS_OF_FEW


def _parts(text: str) -> tuple[str, str, str]:
    before, comma, after = text.partition(",")
    if comma and before.strip() and after.strip():
        return _after_comma(before.strip(), after.split())
    tokens = text.split()
    if len(tokens) == 3:
        return _of_three(tokens)
    return _of_two(tokens) if len(tokens) == 2 else ("", "", "")


def _after_comma(surname: str, rest: list[str]) -> tuple[str, str, str]:
    if len(rest) >= 2 and is_patronymic(rest[-1]):
        return surname, " ".join(rest[:-1]), rest[-1]
    return surname, " ".join(rest), ""


def _of_three(tokens: list[str]) -> tuple[str, str, str]:
    first, second, third = tokens
    last_is, middle_is = is_patronymic(third), is_patronymic(second)
    if last_is and not (middle_is and _is_given(first) and not _is_given(second)):
        return first, second, third
    if middle_is:
        return third, first, second
    if _INITIAL.match(second) and _INITIAL.match(third):
        return first, second, third
    return "", "", ""


def _of_two(tokens: list[str]) -> tuple[str, str, str]:
    first, second = tokens
    if is_patronymic(second) and _is_given(first):
        return "", first, second
    if first.isupper() != second.isupper() and min(len(first), len(second)) > 1:
        return (first, second, "") if first.isupper() else (second, first, "")
    if _is_given(first) != _is_given(second):
        return (second, first, "") if _is_given(first) else (first, second, "")
    return "", "", ""


def _is_given(word: str) -> bool:
    return bool(fold(word)) and bool(equivalents(word))
