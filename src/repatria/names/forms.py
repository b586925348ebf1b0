"""A name taken apart: its words, its script, and surname, given name and patronymic where their order can be told.

Invariant: a part is named only on evidence (a comma, an ending, a table, capitals, initials); otherwise it stays unknown.
Nothing of the name is lost: `NameForm.words` has every word in the order received.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from repatria.names.classes import SON_OF, Part, class_of, classes_of, tables
from repatria.names.fold import equal_key, fold, words
from repatria.names.frequencies import share
from repatria.names.scripts import Script, script_of, visible

_PATRONYMIC = re.compile(
    r"\w{2,}(?:[оеє]вич[ауі]?|йович[ауі]?|[їі]вн[аиуі]|[оеє]вн[аыуе]|ичн[аиыуе]|ьїч|ьич|ович[еу]|"
    r"[oie]v[iy]ch|[yi]ovych|[ie]evych|[oei]vn[ay]|y?ivna|[iy]chna|ovič|evič|[oe]wi(?:cz|tsch)|[oie]wna|ovic|evic)\Z"
)
_MANS_GENITIVE = re.compile(r"(?:вича|vycha|vicha|wicza|льича|кича|ьмича|омича)\Z")
_FATHERS_OF_FEW = frozenset("ілліч ильич лукич кузьмич фомич хомич ілліча ильича illich ilyich ilich".split())
_TITLES = frozenset("dr dr. mr mr. mrs mrs. ms ms. prof prof. гр гр. пан пані г-н г-жа".split())
_TOKEN = re.compile(r"[^\W\d_]\.|[^\s.,;]+\.?")
_USUAL = 2e-5
"""Share of people from which a word is taken for a given name without standing in the table: 50 of those counted."""


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name taken apart.

    Attributes:
        words: Every word, look-alike letters repaired, in the order received; parts of a double surname are two words.
        script: The script of all of it.
        surname: As written, empty when it cannot be told.
        given: Given name or names, empty when it cannot be told.
        patronymic: Empty when there is none or it cannot be told.
        key: One key for the whole name, the same in whatever order and usual spelling it is written.
    """

    words: tuple[str, ...]
    script: Script
    surname: str
    given: str
    patronymic: str
    key: str

    def classes(self, part: Part) -> tuple[str, ...]:
        """Returns the class keys that a part may have, the likeliest first; a genitive (Олександра Івановича) is one."""
        match part:
            case Part.GIVEN:
                return _given_classes(self.given, self.patronymic)
            case Part.PATRONYMIC:
                return classes_of(self.patronymic, part)
            case Part.SURNAME:
                return classes_of(self.surname, part)


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
    """Returns whether a word has the ending of a patronymic, in any case; some surnames (Петрович) have it too."""
    word = word.casefold()
    return bool(_PATRONYMIC.match(word)) or word in _FATHERS_OF_FEW


def is_given(word: str) -> bool:
    """Returns whether a word is known as a given name more than as a surname, in any of its forms."""
    key = fold(word)
    if len(key) < 2:
        return False
    borne = share(class_of(word, Part.GIVEN), Part.GIVEN)
    known = key in tables().given or borne >= _USUAL
    return known and borne * 20 > share(class_of(word, Part.SURNAME), Part.SURNAME)


def _parts(text: str) -> tuple[str, str, str]:
    before, comma, after = text.partition(",")
    if comma and before.strip() and after.strip():
        return _after_comma(before.strip(), _tokens(after))
    tokens = _tokens(text)
    match len(tokens):
        case 0 | 1:
            return "", "", ""
        case 2:
            return _of_two(tokens[0], tokens[1])
        case _:
            return _of_more(tokens)


def _tokens(text: str) -> list[str]:
    """Words as written without titles, initials with their stop apart, ``огли`` with the father's name before it."""
    tokens: list[str] = []
    for token in _TOKEN.findall(text):
        if token.casefold() in _TITLES:
            continue
        if fold(token) in SON_OF and len(tokens) > 1 and f"{tokens[-1]} {token}" in text:
            tokens[-1] = f"{tokens[-1]} {token}"
        else:
            tokens.append(token)
    return tokens


def _after_comma(surname: str, rest: list[str]) -> tuple[str, str, str]:
    if len(rest) >= 2 and (_fathers(rest[-1]) or _is_initial(rest[-1])):
        return surname, " ".join(rest[:-1]), rest[-1]
    return surname, " ".join(rest), ""


def _of_two(first: str, second: str) -> tuple[str, str, str]:
    if _is_initial(first) != _is_initial(second):
        return (second, first, "") if _is_initial(first) else (first, second, "")
    if _fathers(second) and is_given(first):
        return "", first, second
    if first.isupper() != second.isupper() and min(len(first), len(second)) > 1:
        return (first, second, "") if first.isupper() else (second, first, "")
    if is_given(first) != is_given(second):
        return (second, first, "") if is_given(first) else (first, second, "")
    return "", "", ""


def _of_more(tokens: list[str]) -> tuple[str, str, str]:
    at = [i for i, token in enumerate(tokens) if _fathers(token)]
    if at:
        return _around_patronymic(tokens, _likeliest_patronymic(tokens, at))
    initials = [i for i, token in enumerate(tokens) if _is_initial(token)]
    if initials:
        return _around_initials(tokens, initials)
    names = [i for i, token in enumerate(tokens) if is_given(token)]
    if names and len(names) < len(tokens) and names[-1] - names[0] == len(names) - 1:
        return _split(tokens, names[0], names[-1] + 1, "")
    upper = [i for i, token in enumerate(tokens) if token.isupper()]
    if upper and len(upper) < len(tokens) and upper[-1] - upper[0] == len(upper) - 1:
        return _turned(_split(tokens, upper[0], upper[-1] + 1, ""))
    return "", "", ""


def _likeliest_patronymic(tokens: list[str], at: list[int]) -> int:
    """The word after a given name before one that only looks like a patronymic (Петрович Остап Тарасович)."""
    after_name = [i for i in at if i and is_given(tokens[i - 1])]
    return after_name[0] if len(after_name) == 1 else at[-1]


def _around_patronymic(tokens: list[str], i: int) -> tuple[str, str, str]:
    if i == 0:
        return "", "", ""
    if i == 1 and not is_given(tokens[0]) and is_given(tokens[-1]) and len(tokens) == 3:
        return tokens[0], tokens[2], tokens[1]
    surname, given, _ = _split(tokens[:i] + tokens[i + 1 :], i - 1, i, "")
    return surname, given, tokens[i]


def _around_initials(tokens: list[str], initials: list[int]) -> tuple[str, str, str]:
    """Шевченко О. І., О. І. Шевченко, Olena I. Shevchenko, Shevchenko Olena I."""
    rest = [token for token in tokens if not _is_initial(token)]
    if len(initials) == 2 and len(rest) == 1:
        return rest[0], tokens[initials[0]], tokens[initials[1]]
    if len(initials) == 1 and len(rest) == 2:
        surname, given, _ = _of_two(*rest) if initials[0] != 1 else (rest[1], rest[0], "")
        if not surname and initials[0] == 2:
            surname, given = rest
        return (surname, given, tokens[initials[0]]) if surname else ("", "", "")
    return "", "", ""


def _split(tokens: list[str], start: int, end: int, patronymic: str) -> tuple[str, str, str]:
    """Given names from start to end; the surname is what stands on one side of them, unknown when on both."""
    before, after = tokens[:start], tokens[end:]
    surname = "" if before and after else " ".join(before or after)
    return surname, " ".join(tokens[start:end]), patronymic


def _turned(parts: tuple[str, str, str]) -> tuple[str, str, str]:
    surname, given, patronymic = parts
    return (given, surname, patronymic) if surname else ("", "", "")


def _fathers(token: str) -> bool:
    return is_patronymic(token) or (" " in token and fold(token.rpartition(" ")[2]) in SON_OF)


def _is_initial(token: str) -> bool:
    return len(token.rstrip(".")) == 1


def _given_classes(given: str, patronymic: str) -> tuple[str, ...]:
    found = classes_of(given, Part.GIVEN)
    if _MANS_GENITIVE.search(patronymic.casefold()) and len(found) >= 1:
        nominative = fold(given)[:-1]
        if nominative in tables().given or share(nominative, Part.GIVEN) >= _USUAL:
            return classes_of(nominative, Part.GIVEN)
    return found
