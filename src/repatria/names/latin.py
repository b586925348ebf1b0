"""Latin spellings of Slavic names: from what they write to what is heard, and what else they may mean.

Invariant: letters in and letters out; in the result small letters and ``J C Q W`` (zh, ts, ch, sh and shch) stand for
sounds, with g for g, h and kh alike. Where a spelling itself shows whose habit it follows (Polish, German, French, the
scholars'), it is read that way; otherwise as English and passports do.
"""

from __future__ import annotations

import re
from functools import cache

from repatria.names.tables import read_table

ONE = bytes.maketrans(b"hwyjqc", b"gviikk")
"""What single letters sound like, when groups have been read."""

_SIGNS = "ch h z c t q o".split()
_ENDING_C = re.compile(r"t?c(?=k(?:[iy][ij]?|a|a[jyi]a|a[jyi])\Z|[vw])|(?<=e)c\Z")  # Polish -cki; scholarly -ec, Cvet-
_C = re.compile("c(?![hz])")  # who writes w for v writes c for ts
_S = re.compile("(?<=[aeiouy])s(?=[aeiouy])")  # there Germans write s for z, and ss for s
_KS = re.compile(  # where кс is the likelier by counts of surnames; elsewhere х, as in Xarkiv
    r"\Ax(?=e)|(?<=\Ao)x|(?<=[lr]e)x|(?<=e)x(?=[ae])|(?<=a)x(?=[eiy])|(?<=o)x(?=[aeu])|(?<=[aeouln])x(?=[iy]u)"
    r"|(?<=[aeolnr])x\Z|(?<=[aeiou])x(?=[chpst])"
)
_POLISH = (("szcz", "W"), ("cz", "Q"), ("sz", "W"), ("ch", "g"), ("c", "C"))
_GERMAN = (
    ("schtsch", "W"),
    ("stsch", "W"),
    ("tsch", "Q"),
    ("sch", "W"),
    ("ch", "g"),
    ("ck", "k"),
    ("tz", "C"),
    ("z", "C"),
)
_FRENCH = (("chtch", "W"), ("tch", "Q"), ("sh", "W"), ("ch", "W"), ("j", "J"))
_GOST_B = (("shh", "W"), ("cz", "C"), ("x", "g"))


def of_latin(word: str) -> str:
    """Returns what a word in small Latin letters sounds like; capitals in it are sounds already."""
    if word.endswith(("off", "eff")):
        word = word[:-2] + "v"
    if not word.isalpha():
        word = "".join(filter(str.isalpha, word.replace("c'", "C")))
    word = _by_habit(word)
    if "x" in word:
        word = _KS.sub("ks", word).replace("x", "g")
    for sign, groups in groups_of_letters():
        if sign in word:
            if sign == "c":
                word = word[:-1] + "Q" if word.endswith("vic") else word  # Petrovic
                word = _ENDING_C.sub("C", word)
            for spelled, sound in groups:
                word = word.replace(spelled, sound)
    return word.encode().translate(ONE).decode()


def _by_habit(word: str) -> str:
    habit = _habit(word)
    if habit is _GERMAN:
        word = _S.sub("z", word)
    for spelled, sound in habit:
        word = word.replace(spelled, sound)
    return _C.sub("C", word) if "w" in word and "c" in word and "v" not in word else word


def _habit(word: str) -> tuple[tuple[str, str], ...]:
    """What a habit that the spelling itself shows writes otherwise than English does."""
    if "cz" in word or "sz" in word:
        return _GOST_B if "v" in word else _POLISH
    if "sch" in word:
        return _GERMAN if ("w" in word and "v" not in word) or "tsch" in word else ()
    return _FRENCH if "tch" in word else ()


@cache
def groups_of_letters() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Returns the table of groups, in its order under the first of these signs that a group has."""
    rows = {row[0]: row[1] for row in read_table("romanisation.tsv")}
    signs = {spelled: next(sign for sign in _SIGNS if sign in spelled) for spelled in rows}
    return tuple((sign, tuple((a, b) for a, b in rows.items() if signs[a] == sign)) for sign in _SIGNS)
