"""Every page in every language: nothing on it is left in English that is not marked as such."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client

FURTHER = ("/judge-match/north-1:1/south-1:2/", "/nothing/")
SEATS = ("mediator/registrar", "south/delegate")


NAMES = {
    "repatria", "csv", "xlsx", "ods", "pfif", "zip", "hxl", "toml", "utc", "sha", "pin", "tlog", "tiles", "log", "verify", "joint",
    "remains", "vkey", "desk", "example", "north", "south", "mediator", "registrar", "delegate", "children", "line", "answer",
    "duplicate", "needs", "source", "truth", "value", "what", "on", "private", "key", "base", "script", "alert", "checkpoint", "sp", "observer", "night", "laboratory", "officer", "jsonl", "families", "familias", "propose", "terms", "javascript",
}  # fmt: skip
"""Names of things, references and headings of files, which no language changes."""
_WORD = re.compile(r"[A-Za-z]{2,}")
_SHOWN = ("title", "aria-label", "alt", "placeholder")


class _English(HTMLParser):
    """Gathers Latin words outside of what is marked as English, a reference, a name or a code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._skipped: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes whether what stands inside is to be read."""
        told = dict(attrs)
        for name in _SHOWN:
            self.take(told.get(name) or "")
        if tag in ("meta", "link", "input", "br", "img", "hr"):
            return
        own = tag in ("script", "style", "bdi", "code", "pre") or told.get("lang") in dict(settings.LANGUAGES)
        typed = "dir" in told and tag != "html"
        self._skipped.append((own and tag != "html") or typed or (bool(self._skipped) and self._skipped[-1]))

    def handle_endtag(self, tag: str) -> None:
        """Leaves what was inside."""
        if tag not in ("meta", "link", "input", "br", "img", "hr") and self._skipped:
            self._skipped.pop()

    def handle_data(self, data: str) -> None:
        """Reads a text."""
        if not (self._skipped and self._skipped[-1]):
            self.take(data)

    def take(self, text: str) -> None:
        """Keeps the Latin words of a text."""
        self.found |= {word for word in _WORD.findall(text) if word.lower() not in NAMES}


def english(page: str) -> set[str]:
    """Returns the Latin words that a page shows unmarked."""
    parser = _English()
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize("language", ["uk", "ru", "ar"])
def test_nothing_is_left_in_english_unmarked(
    sit: Callable[[str], Client], every_page: tuple[str, ...], language: str
) -> None:
    left: dict[str, set[str]] = {}
    open_line = (page.replace("north-1:1", "north-1:2") for page in every_page)  # the first one is answered
    every = sorted({*every_page, *open_line, *FURTHER})
    for seat in SEATS:
        client = sit(seat)
        client.cookies["language"] = language
        for page in every:
            response = client.get(page)
            if "html" in response.headers.get("Content-Type", "") and (found := english(response.content.decode())):
                left[page] = left.get(page, set()) | found
    assert "\n".join(f"{page}: {sorted(found)}" for page, found in left.items()) == ""


@pytest.mark.parametrize(
    ("language", "direction", "sheet"),
    [("en", "ltr", "bootstrap.min.css"), ("uk", "ltr", "bootstrap.min.css"), ("ar", "rtl", "bootstrap.rtl.min.css")],
)
def test_a_page_says_its_language_and_direction(
    sit: Callable[[str], Client], language: str, direction: str, sheet: str
) -> None:
    client = sit("mediator/registrar")
    client.cookies["language"] = language
    response = client.get("/")
    page = response.content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert re.findall(r"bootstrap[.a-z]*css", page) == [sheet]
    assert response["Content-Language"] == language
