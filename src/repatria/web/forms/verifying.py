"""What is asked before the log is verified: a key from elsewhere, and perhaps an older checkpoint."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.errors import RepatriaError
from repatria.log.note import MAX_NOTE_BYTES, VerifierKey, parse_key
from repatria.web.forms.door import DoorForm
from repatria.web.speech.messages import told


class VerifyForm(DoorForm):
    """The verifier's key as text, and an older checkpoint as text."""

    blame = "since"
    key = forms.CharField(
        max_length=4096,
        label=_("The verifier's key"),
        help_text=_("The one that you were given before, not one copied from this page: who could change the log could change that."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
        error_messages={"required": _("Give the key.")},
    )  # fmt: skip
    since = forms.CharField(
        max_length=MAX_NOTE_BYTES,
        required=False,
        strip=False,
        label=_("An older checkpoint"),
        help_text=_("One that you kept: the log must only have grown since."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "dir": "ltr"}),
    )

    def clean_key(self) -> VerifierKey:
        """Returns the key.

        Raises:
            ValidationError: It is none.
        """
        try:
            return parse_key(self.cleaned_data["key"].strip())
        except RepatriaError as wrong:
            raise forms.ValidationError(told(wrong.message, wrong.hint)) from None

    def clean_since(self) -> bytes | None:
        """Returns the checkpoint with the line ends that were signed; None where none was given."""
        text: str = self.cleaned_data["since"].replace("\r\n", "\n").strip("\n")
        return f"{text}\n".encode() if text.strip() else None
