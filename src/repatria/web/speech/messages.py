"""Sentences of the desk in the language of the page.

The rooms below speak English and know nothing of languages. What they say is found again in the catalogue: a whole
sentence as it is, one with places or numbers in it by its pattern (``no leaf {0} in a tree of {1}``), one put together of
several piece by piece. What nobody has translated stays English and is marked as such, so that it is read aloud and laid
out as English.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

PATTERNS: Final = Path(__file__).parents[1] / "locale" / "patterns.json"
"""Sentences with holes, made by `repatria.web.catalogues`."""
HOLE: Final = re.compile(r"\{(\d+)\}")
JOINTS: Final = ("; ", ": ", ", ")
"""What stands between sentences, or words, that are put together."""


def said(text: str) -> str:
    """Returns a sentence or a word of the desk in the language of the page; English that nobody translated is marked."""
    if not text or get_language() == "en":
        return text
    found = translated(text, get_language() or "en")
    if found is not None:
        return found
    return format_html('<span lang="en" dir="ltr">{}</span>', text) if " " in text else text


def plain(text: str) -> str:
    """Returns a sentence of the desk in the language of the page as mere text; English where nobody translated it."""
    return (translated(text, get_language() or "en") or text) if text else ""


def told(message: str, hint: str) -> str:
    """Returns a message of the desk and its hint as one text, in the language of the page."""
    return joined(said(message), said(hint)) if hint else said(message)


def joined(first: str, second: str) -> str:
    """Returns two texts as one; English that is marked in either stays marked."""
    if isinstance(first, SafeString) or isinstance(second, SafeString):
        return mark_safe(f"{conditional_escape(first)}: {conditional_escape(second)}")  # noqa: S308 - both are escaped
    return f"{first}: {second}"


@lru_cache(maxsize=8192)
def translated(text: str, language: str) -> str | None:
    """Returns a text in the language of the page, which is ``language``; None where it is not in the catalogue.

    Cost: of a text that was said before none to speak of; else linear in the patterns.
    """
    whole = _in_catalogue(text)
    if whole is not None:
        return whole
    for pattern in _patterns():
        found = pattern.take(text)
        if found is not None and (form := _in_catalogue(pattern.text)) is not None:
            return form.format(*(_filled(value, language) for value in found))
    return _put_together(text, language)


def _in_catalogue(text: str) -> str | None:
    found = gettext(text)
    return found if found != text else None


def _filled(value: str, language: str) -> str:
    """What stands in a hole: a word or sentence of ours in the language of the page, else isolated (Unicode FSI, PDI)."""
    return translated(value, language) or f"\u2068{value}\u2069"


def _put_together(text: str, language: str) -> str | None:
    for joint in JOINTS:
        parts = text.split(joint)
        found = [translated(part, language) for part in parts] if len(parts) > 1 else [None]
        if any(one is not None for one in found) and (joint == ": " or None not in found):
            return joint.join(_filled(part, language) for part in parts)
    return None


class _Pattern:
    """A sentence with holes."""

    def __init__(self, text: str) -> None:
        pieces = HOLE.split(text)[::2]
        plain = [piece.replace("{{", "{").replace("}}", "}") for piece in pieces]
        self.text, self.weight = text, sum(map(len, plain))
        self._start, self._end = plain[0], plain[-1]
        self._shape = re.compile("(.+?)".join(map(re.escape, plain)), re.DOTALL)

    def take(self, text: str) -> tuple[str, ...] | None:
        """Returns what stands in the holes; None where the text is not of this pattern."""
        if not (text.startswith(self._start) and text.endswith(self._end)):
            return None
        found = self._shape.fullmatch(text)
        return found.groups() if found else None


@cache
def _patterns() -> tuple[_Pattern, ...]:
    """Those with the most words first, so that the closest one is found."""
    return tuple(sorted(map(_Pattern, patterns()), key=lambda one: -one.weight))


def patterns() -> Iterator[str]:
    """Yields the sentences with holes."""
    yield from json.loads(PATTERNS.read_text("utf-8"))
