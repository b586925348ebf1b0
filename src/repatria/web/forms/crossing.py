"""Forms of the crossing point: one person checked off, and the files that come back from there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from repatria.errors import InputNotUnderstood
from repatria.exchange.codes import read_code
from repatria.exchange.outcome import Outcome
from repatria.people.refs import LineRef, line_ref
from repatria.web.forms.door import MOST_ROWS_BYTES, DoorForm
from repatria.web.forms.fields import Plain, Upload, Word
from repatria.web.speech.messages import told

MEANS = {
    Outcome.CROSSED: _("The person passed over to the other side."),
    Outcome.DECLINED: _("The person said no at the crossing. Nobody goes against their will."),
    Outcome.ABSENT: _("The person was not brought."),
    Outcome.UNFIT: _("The person cannot travel, as a doctor says."),
    Outcome.DIED: _("The person died before the handover."),
    Outcome.MISTAKEN_IDENTITY: _("Somebody else came under this person's code."),
    Outcome.NOT_ON_THE_MANIFEST: _("Somebody crossed whom the manifest does not have."),
}
"""Each outcome in the words of who records it."""


class CheckOffForm(DoorForm):
    """Who, and what became of the person."""

    blame = "who"
    who = Plain(
        required=False, max_length=40, label=_("Short code or line"),
        help_text=_("A code has 7 digits; a line looks like north-3:14. Leave it empty for somebody who stands on no list."),
    )  # fmt: skip
    outcome = Word(
        Outcome, means=MEANS, label=_("What became of the person?"),
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )  # fmt: skip

    def __init__(self, *args: Any, codes: Mapping[str, LineRef], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self._codes = codes
        self.fields["who"].widget.attrs |= {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}

    def clean_who(self) -> LineRef | None:
        """Returns the line; None for somebody on no list.

        Raises:
            ValidationError: Neither a code of this manifest nor a line.
        """
        text = self.cleaned_data["who"].strip()
        if not text:
            return None
        try:
            if ":" in text:
                return line_ref(text)
            code = read_code(text)
        except InputNotUnderstood as wrong:
            raise ValidationError(told(wrong.message, wrong.hint)) from None
        if code not in self._codes:
            raise ValidationError(gettext("Nobody on this manifest has this code. Read it again."))
        return self._codes[code]

    def clean(self) -> dict[str, Any]:
        """Returns who and what.

        Raises:
            ValidationError: Nobody is named, and it is not somebody who stands on no list.
        """
        cleaned = super().clean() or {}
        if "who" in cleaned and cleaned["who"] is None and cleaned.get("outcome", Outcome.NOT_ON_THE_MANIFEST) is not (
            Outcome.NOT_ON_THE_MANIFEST
        ):  # fmt: skip
            self.add_error("who", gettext("Give the code, or choose “not on the manifest”."))
        return cleaned


class FromCrossingForm(DoorForm):
    """A file that a device wrote, or a file of rows."""

    blame = "file"
    file = Upload(
        most_bytes=MOST_ROWS_BYTES, accept=".json,.csv,.xlsx,.ods,.txt,.tsv", label=_("File"),
        help_text=_("The file that a device saved, or CSV, XLSX or ODS with the headings line and outcome."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )  # fmt: skip
