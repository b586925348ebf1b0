"""Which part of a body a specimen is, as far as a laboratory's words say it, and what it counts for.

Two left femurs, or two proximal ends of one, are two people. A fragment counts for nothing: two fragments of a left femur may
be one femur (White 1953, American Antiquity 18; Grayson 1984, Quantitative Zoology; Lyman 2008, Quantitative Paleozoology:
the minimum is taken from the most repeated element that cannot overlap).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

_SIDES = {
    "left": "left", "l": "left", "lt": "left", "sin": "left", "sinister": "left", "sinistra": "left",
    "ліва": "left", "лівий": "left", "ліве": "left", "левая": "left", "левый": "left", "левое": "left",
    "right": "right", "r": "right", "rt": "right", "dex": "right", "dexter": "right", "dextra": "right",
    "права": "right", "правий": "right", "праве": "right", "правая": "right", "правый": "right", "правое": "right",
}  # fmt: skip
_ENDS = {
    "proximal": "proximal", "upper": "proximal", "distal": "distal", "lower": "distal", "shaft": "shaft", "diaphysis": "shaft",
    "проксимальний": "proximal", "проксимальный": "proximal", "дистальний": "distal", "дистальный": "distal",
    "діафіз": "shaft", "диафиз": "shaft",
}  # fmt: skip
_PIECES = frozenset(
    {
        "fragment", "fragments", "fragmentary", "part", "partial", "piece", "incomplete", "splinter", "portion",
        "фрагмент", "фрагменти", "фрагменты", "частина", "часть", "уламок", "осколок", "неповне", "неполное",
    }
)  # fmt: skip
_FILLERS = frozenset({"of", "the", "a", "bone", "end", "half", "third", "complete", "whole"})
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a body.

    Attributes:
        element: Our word for it, such as ``femur``.
        side: ``left``, ``right`` or empty.
        end: ``proximal``, ``distal``, ``shaft``; empty for the whole.
        fragment: A piece, of which another may be in another bag.
        each: How many of it a person has, of one side where sides are told apart.
        sided: Whether left and right are told apart.
    """

    element: str
    side: str = ""
    end: str = ""
    fragment: bool = False
    each: int = 1
    sided: bool = False

    def __str__(self) -> str:
        return " ".join(
            word for word in (self.end, self.side, self.element, "fragment" if self.fragment else "") if word
        )

    @property
    def landmarks(self) -> tuple[tuple[str, int], ...]:
        """What it has that others have too, each with how many of it one person has; none for a fragment.

        A whole femur has its ends; a left one counts as a left femur and, beside those whose side nobody said, as a femur.
        """
        if self.fragment:
            return ()
        ends = (self.end,) if self.end else ("", "distal", "proximal", "shaft") if self.sided else ("",)
        sides = ((self.side, self.each), ("", 2 * self.each)) if self.side else (("", (1 + self.sided) * self.each),)
        return tuple((" ".join(filter(None, (end, side, self.element))), most) for end in ends for side, most in sides)


@lru_cache(maxsize=16_384)
def part(text: str) -> Part | None:
    """Returns the part that a laboratory's words mean, in English, Ukrainian or Russian; None where they mean none."""
    words = _WORD.findall(text.casefold().replace("’", "'"))
    side = {_SIDES[word] for word in words if word in _SIDES}
    rest = [word for word in words if word not in _SIDES and word not in _PIECES]
    known, ends = _element(rest)
    if known is None or len(side) > 1 or len(ends) > 1:
        return None
    element, sided, each = known
    end = next(iter(ends), "")
    piece = any(word in _PIECES for word in words)
    return Part(element, "".join(side) if sided else "", end, piece, each, sided)


def _element(words: list[str]) -> tuple[tuple[str, bool, int] | None, set[str]]:
    """The element that words name, with the ends named beside it; "lower jaw" is no lower end of a jaw."""
    table = _table()
    if known := table.get(" ".join(words)):
        return known, set()
    ends = {_ENDS[word] for word in words if word in _ENDS}
    left = [word for word in words if word not in _ENDS]
    return table.get(" ".join(left)) or table.get(" ".join(w for w in left if w not in _FILLERS)), ends


@cache
def _table() -> Mapping[str, tuple[str, bool, int]]:
    """Words → element, whether sides are told apart, how many each."""
    text = resources.files(__package__).joinpath("parts.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]
    return {
        word: (element, sided == "yes", int(each)) for element, sided, each, words in rows for word in words.split("|")
    }
