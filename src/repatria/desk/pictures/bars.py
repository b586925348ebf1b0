"""The balance as a picture: a bar a list, cut into states; each family of states has a colour and a pattern of its own.

Colours alone carry nothing: in print without colour the patterns and the labels under each bar say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from repatria.desk.pictures.families import FAMILIES, Family, by_family


def patterns() -> str:
    """Returns the patterns as an invisible drawing that every bar refers to."""
    found = "".join(_pattern(family) for family in Family)
    return f'<svg class="hidden" aria-hidden="true" focusable="false"><defs>{found}</defs></svg>'


def _pattern(family: Family) -> str:
    ink = "#ffffff" if family in (Family.HELD, Family.STOPPED, Family.DEAD) else "#1c2733"
    width = "2.4" if family is Family.DEAD else "1"
    lines = (
        f'<path d="{family.path}" stroke="{ink}" stroke-width="{width}" stroke-linecap="round" stroke-opacity=".55"/>'
        if family.path
        else ""
    )
    return (
        f'<pattern id="{pattern_id(family)}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{family.colour}"/>{lines}</pattern>'
    )


def pattern_id(family: Family) -> str:
    """Returns the name under which a drawing refers to a family's pattern."""
    return f"of-{family.name.lower()}"


def bar(name: str, states: Mapping[str, int]) -> str:
    """Returns the bar of one list; its text alternative says every state and number."""
    total = sum(states.values())
    if not total:
        return '<p class="note">A list without lines.</p>'
    cuts, at = [], 0.0
    for state, number in by_family(states):
        share = 100 * number / total
        cuts.append(
            f'<rect x="{at:.3f}%" y="0" width="{share:.3f}%" height="100%" fill="url(#{pattern_id(FAMILIES[state])})">'
            f"<title>{escape(state)}: {number:,}</title></rect>"
        )
        at += share
    words = f"{name}: " + ", ".join(f"{number:,} {state}" for state, number in by_family(states))
    frame = '<rect class="frame" x="0" y="0" width="100%" height="100%"/>'
    return f'<svg class="bar" role="img" aria-label="{escape(words)}">{"".join(cuts)}{frame}</svg>'


def swatch(family: Family) -> str:
    """Returns a small square in a family's colour and pattern."""
    return (
        '<svg class="swatch" aria-hidden="true" focusable="false">'
        f'<rect width="100%" height="100%" fill="url(#{pattern_id(family)})"/></svg>'
    )


def keys(states: Mapping[str, int]) -> str:
    """Returns the labels under a bar: every state that occurs, with its number."""
    entries = "".join(
        f"<li>{swatch(FAMILIES[state])}{escape(state)} <b>{number:,}</b></li>" for state, number in by_family(states)
    )
    return f'<ul class="keys">{entries}</ul>'
