"""What is asked to read a laboratory's conclusions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from repatria.web.forms.door import DoorForm
from repatria.web.forms.fields import Upload

MOST_BYTES = 16 * 2**20
"""Largest file of conclusions; about 20,000 of them."""


class ConclusionsForm(DoorForm):
    """A file of conclusions, to be looked at only."""

    blame = "file"
    file = Upload(
        most_bytes=MOST_BYTES, accept=".json", label=_("File of conclusions"),
        help_text=_("As repatria remains joint writes it. Nothing is entered, and the file is not kept."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )  # fmt: skip
