"""Ukrainian and Russian names in Latin letters, after eight customs.

Words come and go in lower case. A custom that people follow in more than one way has variants, told by a small number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

VARIANTS = 4
_VOWELS = "аеєиіїоуюяёыэ"


def _table(base: str, **changes: str) -> dict[int, str]:
    cyrillic, latin = "абвгґдезиіклмнопрстуфыэ", "a b v g g d e z i i k l m n o p r s t u f y e".split()
    found = dict(zip(cyrillic, latin, strict=True)) | {"ь": "", "ъ": "", "'": "", "’": "", "ʼ": ""}
    found |= dict(pair.split("=") for pair in base.split())
    found |= changes
    return {ord(letter): text for letter, text in found.items()}


def _initial(word: str, pairs: str) -> str:
    """Returns the word with the first letter of each of its parts written as at a beginning."""
    table = dict(pair.split("=") for pair in pairs.split())
    parts = re.split(r"([- ])", word)
    return "".join(table[part[0]] + part[1:] if part and part[0] in table else part for part in parts)


_KMU = _table("г=h и=y є=ie ж=zh ї=i й=i х=kh ц=ts ч=ch ш=sh щ=shch ю=iu я=ia ё=io")
_PASSPORT = _table("ё=e ж=zh й=i х=kh ц=ts ч=ch ш=sh щ=shch ъ=ie ю=iu я=ia є=ie ї=i")
_BGN = _table("ё=yo ж=zh й=y х=kh ц=ts ч=ch ш=sh щ=shch ю=yu я=ya є=ye ї=yi")
_SCHOLARLY = _table("ё=ë ж=ž й=j х=ch ц=c ч=č ш=š щ=šč ю=ju я=ja є=je ї=ji э=è")
_GERMAN = _table("в=w ё=jo ж=sch з=s й=i х=ch ц=z ч=tsch ш=sch щ=schtsch ю=ju я=ja є=je ї=ji")
_POLISH = _table("в=w ё=io ж=ż й=j х=ch ц=c ч=cz ш=sz щ=szcz ю=iu я=ia є=ie ї=ji и=y г=h")
_FIELD = _table("ё=e ж=zh й=y х=h ц=ts ч=ch ш=sh щ=sch ю=yu я=ya є=e ї=i")
_FIELD_2 = _table("ё=o ж=j й=i х=kh ц=c ч=ch ш=sh щ=sh ю=u я=ia є=ye ї=yi")
_FRENCH = _table("ё=e ж=j й=i х=kh ц=ts ч=tch ш=ch щ=chtch у=ou ю=iou я=ia є=ie ї=i")
_GOST_B = _table("ё=yo ж=zh й=j х=x ц=c ч=ch ш=sh щ=shh ъ='' ы=y ь=` э=e` ю=yu я=ya є=ye ї=yi")


def _kmu(word: str, _variant: int) -> str:
    word = word.replace("зг", "zgh")
    return _initial(word, "є=ye ї=yi й=y ю=yu я=ya").translate(_KMU)


def _passport(word: str, variant: int) -> str:
    text = word.translate(_PASSPORT)
    return text.replace("ks", "x") if variant == 3 else text


def _bgn(word: str, variant: int) -> str:
    word = re.sub(rf"(^|[-{_VOWELS}ьъ])е", r"\1ye", word)
    if variant >= 2:  # as newspapers write: the ending is one letter
        word = re.sub(r"[иы]й\b", "y", word)
    return word.translate(_BGN)


def _scholarly(word: str, variant: int) -> str:
    text = re.sub(r"'", "", word).translate(_SCHOLARLY)
    if variant >= 2:
        text = text.replace("ch", "h")
    return _bare(text) if variant % 2 else text


def _german(word: str, variant: int) -> str:
    word = re.sub(rf"(?<=[{_VOWELS}])с(?=[{_VOWELS}])", "ss", word)
    word = re.sub(r"[иы]й\b", "ij" if variant % 2 else "i", word).replace("кс", "x")
    if variant >= 2:
        word = _initial(word, "е=je")
    return word.translate(_GERMAN)


def _field(word: str, variant: int) -> str:
    if variant == 3:
        word = re.sub(rf"([{_VOWELS}]|\b)я", r"\1ja", re.sub(rf"([{_VOWELS}]|\b)ю", r"\1ju", word))
        return _bare(re.sub(r"л(?=[аоуы]|[^еєиіїюяьйa-z])", "ł", word).translate(_POLISH))
    word = re.sub(r"[иіы]й\b", "y", word).replace("кс", "x")
    return word.translate(_FIELD_2 if variant == 2 else _FIELD)


def _french(word: str, variant: int) -> str:
    word = re.sub(r"([иы]й)\b", "y" if variant % 2 else "i", word)
    word = re.sub(r"ин\b", "ine", word)
    word = re.sub(r"г(?=[еиіє])", "gu", word)
    return word.translate(_FRENCH)


def _gost_b(word: str, variant: int) -> str:
    text = re.sub(r"ц(?=[еиій])", "c", word).replace("ц", "cz").translate(_GOST_B)
    return text.replace("`", "") if variant else text


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.replace("ł", "l")) if not unicodedata.combining(c))


# custom: (language of the form it starts from, the function)
CUSTOMS: dict[str, tuple[str, Callable[[str, int], str]]] = {
    "kmu": ("uk", _kmu),  # resolution 55 of the Cabinet of Ukraine, 2010
    "passport": ("ru", _passport),  # ICAO 9303, Russian passports since 2014
    "bgn": ("ru", _bgn),  # BGN/PCGN 1947, and the press
    "scholarly": ("ru", _scholarly),  # scientific transliteration, with and without its marks
    "german": ("ru", _german),  # Duden
    "field": ("ru", _field),  # as heard by those who write English; one variant in four Polish
    "french": ("ru", _french),  # passports of the 1990s
    "gost_b": ("ru", _gost_b),  # GOST 7.79-2000, system B
}


def romanise(word: str, custom: str, variant: int = 0) -> str:
    """Returns the name in Latin letters, each of its parts with a capital.

    Args:
        word: a Ukrainian or Russian name, as the custom asks (`CUSTOMS`), in any case.
        custom: a key of `CUSTOMS`.
        variant: 0 to 3.
    """
    text = CUSTOMS[custom][1](word.lower(), variant)
    return capitalised(text)


def capitalised(text: str) -> str:
    """Returns the text with a capital at the beginning of each word and after each hyphen."""
    if "-" not in text and " " not in text:
        return text.capitalize()
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"([- ])", text))
