"""Words of the desk in templates: states, roles, parties and fields as people read them, in their language."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language

from repatria.web.speech import messages

register = template.Library()


@register.filter
def word(value: object) -> str:
    """Returns a code of the desk as it is read in the language of the page; what is no word of ours stays as it is."""
    text, language = str(value).replace("_", " "), get_language() or "en"
    what, _, number = text.rpartition(" ")
    counted = messages.translated(what, language) if what and number.isdecimal() else None  # "visit 2"
    return messages.translated(text, language) or (f"{counted} {number}" if counted else text)


@register.filter
def translated(message: str) -> str:
    """Returns a sentence of the desk in the language of the page; English that nobody translated is marked as English."""
    return messages.said(message)


@register.filter
def grouped(number: int) -> str:
    """Returns a number of people or lines as the language of the page writes it: 11,668."""
    return str(number_format(number, use_l10n=True, force_grouping=True))


@register.filter
def as_typed(value: object) -> str:
    """Returns what a form was given: words of a closed list as they are read, what somebody typed as it was typed."""
    if isinstance(value, StrEnum):
        return word(value)
    if isinstance(value, str) or not isinstance(value, Iterable):
        return str(value)
    return ", ".join(map(as_typed, value))
