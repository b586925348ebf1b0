"""Fields of forms: references, words of closed lists, days, texts. A refusal never repeats what was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from repatria.errors import InputNotUnderstood
from repatria.web.speech.messages import told
from repatria.web.templatetags.words import word

Text = str | Promise
MOST_LETTERS = 4_000
"""Longest text that is asked for: about two pages."""


class Plain(forms.CharField):
    """A text without control characters; line ends are kept in one of several rows."""

    def __init__(self, *, rows: int = 1, **rest: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"}) if rows > 1 else forms.TextInput({"dir": "auto"})
        super().__init__(widget=widget, **{"max_length": MOST_LETTERS} | rest)
        self._allowed = "\r\n\t" if rows > 1 else ""

    def to_python(self, value: Any) -> str:
        """Returns the text.

        Raises:
            ValidationError: It holds control characters.
        """
        text: str = super().to_python(value) or ""
        if any(unicodedata.category(c) in ("Cc", "Cs") and c not in self._allowed for c in text):
            raise ValidationError(gettext("The text holds control characters. Type it again."))
        return text


class Read(Plain):
    """A short text that the desk reads as a reference; left out it is None."""

    def __init__(self, read: Callable[[str], object], **rest: Any) -> None:
        super().__init__(**{"max_length": 80} | rest)
        self._read = read
        self.widget.attrs |= {"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}

    def clean(self, value: Any) -> Any:
        """Returns what the desk reads it as.

        Raises:
            ValidationError: It is none.
        """
        text = super().clean(value)
        try:
            return self._read(text.strip()) if text else None
        except InputNotUnderstood as wrong:
            raise ValidationError(told(wrong.message, wrong.hint)) from None


class Word(forms.ChoiceField):
    """One word of a closed list, as radio buttons with what each means, or as a list to choose from."""

    def __init__(self, words: Iterable[StrEnum], *, means: Mapping[Any, Text] | None = None, **rest: Any) -> None:
        self.words = {one.value: one for one in words}
        explained = means or {}
        kind = rest.pop("widget", forms.RadioSelect)
        empty = [] if kind is forms.RadioSelect else [("", "")]
        super().__init__(
            choices=lambda: empty + [(value, _label(one, explained)) for value, one in self.words.items()],
            widget=kind, **rest,
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        """Returns the word itself; None where it may be left out and is."""
        found: str = super().clean(value)
        return self.words[found] if found else None


class Words(forms.MultipleChoiceField):
    """Several words of a closed list, as boxes."""

    def __init__(self, words: Iterable[StrEnum], **rest: Any) -> None:
        self.words = {one.value: one for one in words}
        super().__init__(
            choices=lambda: [(value, word(one)) for value, one in self.words.items()],
            widget=forms.CheckboxSelectMultiple, **rest,
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        """Returns the words, in the order of the list."""
        found = set(super().clean(value))
        return tuple(one for text, one in self.words.items() if text in found)


class Day(forms.DateField):
    """A day, from the browser's calendar or written as 2031-06-02."""

    def __init__(self, **rest: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(input_formats=["%Y-%m-%d"], widget=widget, **rest)


class Upload(forms.FileField):
    """A file of at most so many bytes."""

    def __init__(self, *, most_bytes: int, accept: str, **rest: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": accept}), **rest)
        self._most_bytes = most_bytes

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Returns the file as it came; its name is used for nothing.

        Raises:
            ValidationError: It is larger than allowed.
        """
        found = super().clean(data, initial)
        if found and found.size > self._most_bytes:
            raise ValidationError(too_large(self._most_bytes))
        return found


def too_large(most_bytes: int) -> str:
    """Returns the message for a file above a limit."""
    n = max(1, most_bytes // 2**20)
    return ngettext(
        "The file is larger than %(n)s MB. Split it, or save it as CSV.",
        "The file is larger than %(n)s MB. Split it, or save it as CSV.",
        n,
    ) % {"n": n}


def _label(one: StrEnum, means: Mapping[Any, Text]) -> str:
    if one not in means:
        return word(one)
    return format_html('<span class="choice">{}</span> <span class="hint">{}</span>', word(one), means[one])


LINE = _("A line looks like north-3:14.")
