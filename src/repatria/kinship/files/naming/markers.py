"""Names of markers in one form, and what each is good for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Final


class Use(StrEnum):
    """What a marker is good for here."""

    AUTOSOMAL = "autosomal"  # weighed, if the frequencies have it
    AMELOGENIN = "amelogenin"  # says the sex
    Y = "Y"  # from father to son: kept apart
    X = "X"  # kept apart
    SENSOR = "sensor"  # of the kit, not of the person


_ON_Y: Final = re.compile(r"dy[sf][0-9]{2,3}(s[0-9])?(i{1,2}|a|b|ab)?|ygata[a-z][0-9]+|yindel|rsy[0-9]+")
_ON_X: Final = re.compile(r"dxs[0-9]{3,5}")
_AS_NUMBERED: Final = re.compile(r"dy[sf][0-9]{2,3}(s[0-9])?(i{1,2}|a|b|ab)?|dxs[0-9]{3,5}|d[0-9]{1,2}s[0-9]{2,4}")


def folded(name: str) -> str:
    """Returns a marker's or kit's name as it is compared: without capitals, spaces, hyphens, underscores and points."""
    return "".join(letter for letter in name.casefold() if letter not in " \t_-.\u00a0®™")


def rows_of(file: str) -> Iterator[list[str]]:
    """Yields the rows of a table that stands beside this module, without its headings and remarks."""
    text = resources.files(__package__).joinpath(file).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in lines[1:]:
        yield [cell.strip() for cell in line.split("\t")]


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, Use]]:
    found: dict[str, tuple[str, Use]] = {}
    for name, use, *spellings in rows_of("markers.tsv"):
        for spelling in (name, *(spellings[0].split("|") if spellings and spellings[0] else ())):
            found[folded(spelling)] = (name, Use(use))
    return found


@lru_cache(maxsize=2**14)
def marker_name(text: str) -> str:
    """Returns a marker's name in the one form that is used here; one that is not known, as it is written."""
    key = folded(text)
    known = _known().get(key)
    if known:
        return known[0]
    return key.upper() if _AS_NUMBERED.fullmatch(key) else text.strip()


def is_known(name: str) -> bool:
    """Whether a name is surely a marker's: of the table, or numbered as markers are (``D4S2408``, ``DYS19``)."""
    key = folded(name)
    return key in _known() or bool(_AS_NUMBERED.fullmatch(key)) or bool(_ON_Y.fullmatch(key))


@lru_cache(maxsize=2**14)
def use_of(name: str) -> Use:
    """Returns what a marker is good for; one that is not known counts as autosomal."""
    key = folded(name)
    known = _known().get(key)
    if known:
        return known[1]
    return Use.Y if _ON_Y.fullmatch(key) else Use.X if _ON_X.fullmatch(key) else Use.AUTOSOMAL
