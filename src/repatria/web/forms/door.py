"""What all forms of doors share: values in, values out, and where a refusal of the desk is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from repatria.errors import RepatriaError
from repatria.web.forms.fields import Upload
from repatria.web.speech.messages import joined, said, told


class DoorForm(forms.Form):
    """A form of one door.

    Attributes:
        blame: The field beside which a refusal of the desk stands; the whole form when empty.
        folded: Fields that are folded away until they are wanted.
    """

    blame: ClassVar[str] = ""
    folded: ClassVar[frozenset[str]] = frozenset()
    template_name = "parts/form.html"

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | rest)
        self.use_required_attribute = False  # what is missing is told by the page, in its language

    def refuse(self, wrong: RepatriaError) -> None:
        """Puts a refusal of the desk beside the field it is about."""
        message = told(wrong.message, wrong.hint)
        names_it = wrong.place and wrong.place not in wrong.message
        self.add_error(self.blame or None, joined(said(wrong.place), message) if names_it else message)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yields the id of the field concerned (empty for the whole form) and the message, for the summary on top."""
        for name, messages in self.errors.items():
            target = self[name].auto_id if name in self.fields else ""
            for message in messages:
                yield target, str(message)

    def said(self) -> Iterator[tuple[BoundField, Any]]:
        """Yields each field that was filled in, with what it was taken for: what is to be checked before it is entered."""
        for field in self:
            value = self.cleaned_data.get(field.name)
            if value not in (None, "", (), False):
                yield field, value


MOST_ROWS_BYTES = 16 * 2**20
"""Largest file of answers and the like; about 500,000 rows."""


class ManyForm(DoorForm):
    """A file with many rows for one door."""

    blame = "file"
    file = Upload(
        most_bytes=MOST_ROWS_BYTES, accept=".csv,.xlsx,.ods,.txt,.tsv", label=_("File"),
        help_text=_("CSV, XLSX or ODS, a row of headings first."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )  # fmt: skip


Cleaned = Mapping[str, Any]
