"""Customs of writing Cyrillic in Latin letters that say one thing for two sounds, for the table of misread surnames.

`rebuild.py` writes frequent surnames after each and looks what `fold` makes of it. Sources: Duden (German), PWN (Polish),
ISO/R 9:1968 and the scholars' habit without its marks, the French of passports of the 1990s, GOST 7.79-2000 (system B),
and the spellings that people in the field choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_VOWELS = "аеёиоуыэюяіїє"
_COMMON = dict(
    zip("абвгґдезиійклмнопрстуфыэєїё", "a b v g g d e z y i i k l m n o p r s t u f y e e i e".split(), strict=True)
)
_SOFT = {"ь": "", "ъ": "", "'": "", "ю": "iu", "я": "ia"}

_CUSTOMS = {
    "scholars": "ж=ž х=ch ц=c ч=č ш=š щ=šč й=j ю=ju я=ja",
    "scholars, bare": "ж=z х=ch ц=c ч=c ш=s щ=sc й=j ю=ju я=ja",
    "scholars, bare, h": "ж=z х=h ц=c ч=c ш=s щ=sc й=j ю=ju я=ja",
    "German": "в=w ж=sch з=s х=ch ц=z ч=tsch ш=sch щ=schtsch й=j ю=ju я=ja",
    "Polish, bare": "в=w ж=z х=ch ц=c ч=cz ш=sz щ=szcz й=j ю=ju я=ja",
    "KMU": "ж=zh х=kh ц=ts ч=ch ш=sh щ=shch й=i ё=o",
    "GOST B": "ж=zh х=x ц=cz ч=ch ш=sh щ=shh й=j ю=yu я=ya ё=yo",
    "GOST B, c": "ж=zh х=x ц=c ч=ch ш=sh щ=shh й=j ю=yu я=ya ё=yo",
    "field": "ж=j х=h ц=c ч=ch ш=sh щ=sh й=y ю=yu я=ya ё=o",
    "field, h": "ж=zh х=h ц=ts ч=ch ш=sh щ=sch й=y ю=yu я=ya ё=e",
    "French": "ж=j у=ou х=kh ц=ts ч=tch ш=ch щ=chtch й=i ю=iou",
}
_TABLES = {
    custom: str.maketrans(_COMMON | _SOFT | dict(pair.split("=") for pair in pairs.split()))
    for custom, pairs in _CUSTOMS.items()
}
_SELDOM = ("French", "field")


def spellings(word: str) -> Iterator[tuple[str, int]]:
    """Yields a Ukrainian or Russian word in small letters after each custom, and how seldom that is (1, or 10).

    The second number is assumed: by how much less often a spelling is met in the lists of today.
    """
    for custom, table in _TABLES.items():
        text = word
        if custom == "German":
            text = re.sub(f"(?<=[{_VOWELS}])с(?=[{_VOWELS}])", "ss", word)
        elif custom == "French":
            text = re.sub("ин$", "ине", word)
        yield text.translate(table), 10 if custom in _SELDOM else 1
