"""Reads what a wording says of age, so that words and bounds can be held against each other.

Only plain English phrases are read ("under 25", "18 to 25", "60 or older", "of full age"); a wording in which none is found
is not judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from repatria.exchange.terms import Age
from repatria.exchange.terms.model import COMES_OF_AGE

_N = r"(?:the age of )?(\d{1,3})(?: years)?(?: of age)?"
_RANGE = re.compile(rf"\b{_N} ?(?:-|–|to|and) ?{_N}\b(?! ?(?:or|and) (?:older|over|under))")
_BELOW = re.compile(rf"\b(?:under|younger than|below|less than|not yet) {_N}\b")
_AT_MOST = re.compile(
    rf"\b(?:up to|at most|no older than|not over|not older than) {_N}\b|\b{_N} (?:or|and) (?:younger|under)\b"
)
_ABOVE = re.compile(rf"\b(?:over|older than|above|more than) {_N}\b")
_AT_LEAST = re.compile(
    rf"\b(?:at least|no younger than|not younger than|not under) {_N}\b|\b{_N} (?:or|and) (?:older|over|above)\b"
)
_OF_AGE = re.compile(r"\b(?:of full age|adults?)\b")
_MINORS = re.compile(r"\b(?:children|child|minors?)\b")


@dataclass(frozen=True, slots=True)
class AgeWords:
    """What a wording says of age, in completed years.

    Attributes:
        phrases: The words that were read, safe to print.
        lower: Fewest years, None when it gives none.
        upper: Most years, None when it gives none.
        is_range: Both come from "18 to 25", which does not say whether the last year counts.
    """

    phrases: tuple[str, ...]
    lower: int | None
    upper: int | None
    is_range: bool

    def fits(self, age: Age) -> bool:
        """Returns whether the words mean the bounds; a range may be meant with or without its ends."""
        if self.is_range:
            return (age.lower, age.upper) == (self.lower, self.upper)
        return (age.youngest, age.oldest) == (self.lower or 0, self.upper)


def age_words(wording: str) -> AgeWords | None:
    """Returns what a wording says of age, None when no phrase about age is found."""
    text = wording.lower()
    if match := _RANGE.search(text):
        low, high = int(match[1]), int(match[2])
        return AgeWords((match[0],), low, high, is_range=True)
    found = [(m[0], *_bounds(pattern, m)) for pattern in _ONE_SIDED if (m := pattern.search(text))]
    if not found:
        return None
    lowers, uppers = [f[1] for f in found if f[1] is not None], [f[2] for f in found if f[2] is not None]
    phrases = tuple(f[0] for f in found)
    return AgeWords(phrases, max(lowers, default=None), min(uppers, default=None), is_range=False)


_ONE_SIDED = (_BELOW, _AT_MOST, _ABOVE, _AT_LEAST, _OF_AGE, _MINORS)


def _bounds(pattern: re.Pattern[str], match: re.Match[str]) -> tuple[int | None, int | None]:
    n = next((int(g) for g in match.groups() if g), COMES_OF_AGE)
    if pattern is _BELOW:
        return None, n - 1
    if pattern is _AT_MOST:
        return None, n
    if pattern is _ABOVE:
        return n + 1, None
    return (None, COMES_OF_AGE - 1) if pattern is _MINORS else (n, None)


def bounds_in_words(lower: int | None, upper: int | None) -> str:
    """Returns bounds in completed years as words."""
    if lower is None and upper is None:
        return "any age"
    if upper is None:
        return f"{lower} or older"
    return f"at most {upper}" if not lower else f"{lower} to {upper}"


def as_toml(age: Age) -> str:
    """Returns bounds as they would stand in the file, with everything said."""
    parts = []
    for key, bound, inclusive in (("from", age.lower, age.lower_inclusive), ("to", age.upper, age.upper_inclusive)):
        if bound is not None:
            parts += [f"{key} = {bound}", f"{key}_inclusive = {'false' if inclusive is False else 'true'}"]
    on = age.on.isoformat() if age.on else "2031-06-02 (the agreed day)"
    return "age = { " + ", ".join([*parts, f"on = {on}"]) + " }"
