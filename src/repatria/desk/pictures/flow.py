"""The account in one picture: every list on one side, every state on the other, and between them streams as wide as many.

Widths add up on both sides, so that nobody is lost from sight. Each stream and each end says its number; the picture has a
text alternative, and pages put a table with the same numbers beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from repatria.desk.pictures.bars import pattern_id
from repatria.desk.pictures.families import Family

WIDTH: Final = 960
_LABEL, _END = 190, 18
"""Room for words on each side, and the width of an end, in units of the picture."""
_SLOT: Final = 30
"""Least height of an end with its words: two lines would collide in less."""
_TALL: Final = 420
"""Height of all streams together."""
_LEAST: Final = 1.5
"""Height of the thinnest stream: one among ten thousand is still seen."""


@dataclass(frozen=True, slots=True)
class End:
    """Where streams begin or end.

    Attributes:
        words: What it is called.
        shown: Its number as it is written; may be rounded or left out where the picture is published.
        family: Of states, for colour and pattern; None for a list.
    """

    words: str
    shown: str
    family: Family | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """So many lines of one list in one state: positions among the lists and the states."""

    source: int
    target: int
    number: int
    words: str


@dataclass(slots=True)
class _Place:
    """An end on the page: from where it goes down, and how far streams have filled it."""

    top: float
    height: float
    filled: float = 0.0

    def take(self, height: float) -> float:
        """Returns where the next stream begins."""
        at = self.top + self.filled
        self.filled += height
        return at


def flow(sources: Sequence[End], targets: Sequence[End], streams: Sequence[Stream], *, title: str, rtl: bool) -> str:
    """Returns the picture as SVG, empty where nothing flows; ``rtl`` draws it from right to left.

    The patterns of `bars.patterns` must stand on the same page.
    """
    flowing = [one for one in streams if one.number > 0]
    if not flowing:
        return ""
    unit = _TALL / sum(one.number for one in flowing)
    heights = [max(_LEAST, one.number * unit) for one in flowing]
    left = _stack(
        [sum(h for h, s in zip(heights, flowing, strict=True) if s.source == at) for at in range(len(sources))]
    )
    right = _stack(
        [sum(h for h, s in zip(heights, flowing, strict=True) if s.target == at) for at in range(len(targets))]
    )
    ribbons = [
        _ribbon(one, height, left[one.source], right[one.target], targets[one.target].family, rtl=rtl)
        for one, height in zip(flowing, heights, strict=True)
    ]
    ends = [_end(end, place, at_start=True, rtl=rtl) for end, place in zip(sources, left, strict=True)]
    ends += [_end(end, place, at_start=False, rtl=rtl) for end, place in zip(targets, right, strict=True)]
    tall = max(place.top + max(place.height, _SLOT) for place in (*left, *right)) + 4
    return (
        f'<svg class="flow" role="img" aria-label="{escape(title)}" viewBox="0 0 {WIDTH} {tall:.0f}" focusable="false">'
        f"{''.join(ribbons)}{''.join(ends)}</svg>"
    )


def _stack(heights: Sequence[float]) -> list[_Place]:
    """Places ends under each other, each with room for its words."""
    places, top = [], 4.0
    for height in heights:
        places.append(_Place(top, height))
        top += max(height, _SLOT) + 8
    return places


def _x(at: float, *, rtl: bool) -> float:
    return WIDTH - at if rtl else at


def _ribbon(one: Stream, height: float, source: _Place, target: _Place, family: Family | None, *, rtl: bool) -> str:
    begins, ends = _x(_LABEL + _END, rtl=rtl), _x(WIDTH - _LABEL - _END, rtl=rtl)
    middle, a, b = WIDTH / 2, source.take(height), target.take(height)
    path = (
        f"M{begins:g} {a:.1f}C{middle:g} {a:.1f} {middle:g} {b:.1f} {ends:g} {b:.1f}"
        f"V{b + height:.1f}C{middle:g} {b + height:.1f} {middle:g} {a + height:.1f} {begins:g} {a + height:.1f}Z"
    )
    colour = family.colour if family else "#9aa3ab"
    return f'<path d="{path}" fill="{colour}" fill-opacity=".45"><title>{escape(one.words)}</title></path>'


def _end(end: End, place: _Place, *, at_start: bool, rtl: bool) -> str:
    near = _LABEL if at_start else WIDTH - _LABEL - _END
    box = near if not rtl else WIDTH - near - _END
    words = _x(near - 8 if at_start else near + _END + 8, rtl=rtl)
    fill = f"url(#{pattern_id(end.family)})" if end.family else "#16324a"
    middle = place.top + max(place.height, 4) / 2
    return (
        f'<rect x="{box:g}" y="{place.top:.1f}" width="{_END}" height="{max(place.height, _LEAST):.1f}" fill="{fill}"/>'
        f'<text x="{words:g}" y="{max(middle, place.top + 11):.1f}" text-anchor="{"end" if at_start else "start"}">'
        f'{escape(end.words)}<tspan x="{words:g}" dy="14" class="flow-number">{escape(end.shown)}</tspan></text>'
    )
