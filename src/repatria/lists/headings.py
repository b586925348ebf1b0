"""Headings: what a column means, recognised in Ukrainian, Russian, English and Arabic, or said by a mapping.

Invariant: recognition compares whole headings after folding, never parts of words, so that a column is left unnamed
rather than misread.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from repatria.errors import InputNotUnderstood
from repatria.lists.tables import read_table, words_meaning
from repatria.names.scripts import visible
from repatria.people.fields import Field

_ARABIC = str.maketrans("أإآٱىةؤئ", "اااايهوي", "ًٌٍَُِّْـ")
_APOSTROPHE = re.compile("['’ʼ`´‘ʹ]")
_BRACKETS = re.compile(r"[(\[{].*?(?:[)\]}]|$)")
_BETWEEN = re.compile(r"[^\w№#]+|_+")


@lru_cache(maxsize=4096)
def fold_heading(text: str) -> str:
    """Returns a heading for comparison: lower case, no punctuation, one space between words, ё as е, plain alif."""
    text = _APOSTROPHE.sub("", visible(text).casefold()).replace("ё", "е").translate(_ARABIC)
    return _BETWEEN.sub(" ", unicodedata.normalize("NFC", text).replace("№", " № ")).strip()


@lru_cache(maxsize=4096)
def meaning_of(heading: str) -> Field | None:
    """Returns the field that a heading means, or None.

    Tried in turn: the whole heading; without what stands in brackets; without words that add nothing ("of the child").
    """
    known, bare = _known(), fold_heading(_BRACKETS.sub(" ", heading))
    plain = " ".join(word for word in bare.split() if word not in _fillers())
    return next((known[text] for text in (fold_heading(heading), bare, plain) if text in known), None)


def mapping_from_toml(text: str) -> Mapping[str, Field]:
    """Returns a mapping of headings to fields, written as ``"Heading" = "field"`` at top level or under [headings].

    Raises:
        InputNotUnderstood: Not TOML, or a value that is not the name of a field.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise InputNotUnderstood("the mapping is not TOML", hint='write lines such as "Heading" = "surname"') from None
    pairs = table.get("headings", table)
    if not isinstance(pairs, dict):
        raise InputNotUnderstood("[headings] of the mapping is not a table")
    fields = tuple(map(str, Field))
    unknown = sorted(str(value) for value in pairs.values() if value not in fields)
    if unknown:
        raise InputNotUnderstood("the mapping names a field that does not exist", hint="fields: " + ", ".join(Field))
    return {heading: Field(value) for heading, value in pairs.items()}


@cache
def _known() -> dict[str, Field]:
    known = {fold_heading(field.value): field for field in Field}
    for field, _, spellings in read_table("headings.tsv"):
        known.update({fold_heading(spelling): Field(field) for spelling in spellings.split("|")})
    return known


@cache
def _fillers() -> frozenset[str]:
    return frozenset(fold_heading(word) for word in words_meaning("filler"))
