"""The catalogues hold everything that is said, and nothing else."""

from __future__ import annotations

import pytest

from repatria.web.catalogues import files
from repatria.web.catalogues.__main__ import gather
from repatria.web.catalogues.entry import Entry

LANGUAGES = tuple(files.PLURALS)


@pytest.fixture(scope="module")
def entries() -> tuple[Entry, ...]:
    """Everything that is said."""
    return gather()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_said_is_in_the_catalogue(entries: tuple[Entry, ...], language: str) -> None:
    known = files.read(language)
    missing = [
        one.text
        for one in entries
        if not (found := known.get(one.text, one.context or None)) or not files.is_translated(found)
    ]
    assert missing == [], "python3 run.py strings gathers them; then translate"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_else_is_in_the_catalogue(entries: tuple[Entry, ...], language: str) -> None:
    said = {one.text for one in entries}
    assert [one.id for one in files.read(language) if one.id and files.texts(one)[0] not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_gathering_again_changes_no_byte(entries: tuple[Entry, ...], language: str) -> None:
    kept = files.po_of(language).read_bytes()
    assert files.po_text(language, files.renewed(language, entries, files.read(language))) == kept


def test_patterns_are_those_of_the_code(entries: tuple[Entry, ...]) -> None:
    assert (files.LOCALE / "patterns.json").read_text("utf-8") == files.patterns_text(entries)
