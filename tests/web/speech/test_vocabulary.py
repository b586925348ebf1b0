"""Every closed list is either shown, and then translated whole, or never comes to a page."""

from __future__ import annotations

import importlib
import pkgutil
from enum import StrEnum

import pytest
from django.utils import translation

import repatria
from repatria.people.fields import Field
from repatria.register.states import State
from repatria.web.speech.vocabulary import CLOSED, words
from repatria.web.templatetags.words import as_typed, word

ROOMS = ("people", "lists", "exchange", "register", "desk", "remains", "errors", "store", "web")
INSIDE = {
    "repatria.desk.identification.profiles.Homozygotes",  # options of commands
    "repatria.desk.manifests.people.Gate",  # printed on paper, which has its own words
    "repatria.lists.dates.Order",
    "repatria.lists.dates.Doubt",
    "repatria.remains.graph.links.Kind",
    "repatria.remains.policy.rules.UnseenAllele",
    "repatria.remains.reassociation.values.Contradicts",
    "repatria.web.drawing.Stage",  # decides which page is shown
}
"""Closed lists whose words no page shows."""


def lists_of_words() -> set[type[StrEnum]]:
    """Returns every closed list of the rooms that pages call."""
    found: set[type[StrEnum]] = set()
    for module in pkgutil.walk_packages(repatria.__path__, "repatria."):
        room = module.name.split(".")[1]
        if room in ROOMS and not module.name.endswith("__main__") and ".migrations" not in module.name:
            parts = vars(importlib.import_module(module.name)).values()
            found |= {one for one in parts if isinstance(one, type) and issubclass(one, StrEnum) and one is not StrEnum}
    return {one for one in found if one.__module__.split(".")[1] in ROOMS}


def test_every_closed_list_is_shown_or_known_not_to_be() -> None:
    known = {f"{one.__module__}.{one.__name__}" for one in CLOSED} | INSIDE
    assert {f"{one.__module__}.{one.__name__}" for one in lists_of_words()} - known == set()


@pytest.mark.parametrize("language", ["uk", "ru", "ar"])
def test_every_word_is_translated(language: str) -> None:
    with translation.override(language):
        assert [text for text, _where in words() if word(text) == text] == []


def test_words_in_the_language_of_the_page() -> None:
    with translation.override("uk"):
        assert (word(State.UNANSWERED), word(Field.DATE_OF_BIRTH), word("north")) == (
            "без відповіді", "дата народження", "north",
        )  # fmt: skip
    with translation.override("en"):
        assert word(Field.DATE_OF_BIRTH) == "date of birth"


def test_what_was_typed_stays_as_it_was_typed() -> None:
    with translation.override("ru"):
        assert as_typed("held") == "held"
        assert as_typed(State.HELD) == "находится у стороны"
        assert as_typed((Field.SEX, Field.AGE)) == "пол, возраст"
        assert as_typed(3) == "3"
