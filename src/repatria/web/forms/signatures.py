"""Signatures under several texts at once: one line a text, in their order, made in the browser with one key file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from repatria.errors import RepatriaError
from repatria.log.elsewhere import PRIVATE, SignedElsewhere, signed_elsewhere
from repatria.web.forms.door import DoorForm
from repatria.web.forms.fields import Plain
from repatria.web.forms.signature import ToSign, as_sent
from repatria.web.speech.messages import told

MOST: Final = 100
"""Most texts that are signed at once: 100 signatures are 12 kB."""


class SignaturesForm(DoorForm):
    """Asks for one signature line a text; ``cleaned["signature"]`` holds keys that sign these texts, in their order."""

    blame = "signature"
    signature = Plain(
        rows=6, max_length=20_000, label=_("Signatures, one a line"),
        error_messages={"required": _("Sign the lines first, or paste the signatures.")},
    )  # fmt: skip

    def __init__(self, data: QueryDict | None = None, *args: Any, signing: Sequence[ToSign], **rest: Any) -> None:
        super().__init__(as_sent(data, signing), *args, **rest)
        self.signing = signing
        self.fields["signature"].widget.attrs |= {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}

    def clean_signature(self) -> tuple[SignedElsewhere, ...]:
        """Returns the signatures, one a text.

        Raises:
            ValidationError: There are not as many as texts, or one of them is not good.
        """
        lines = [line for line in self.cleaned_data["signature"].splitlines() if line.strip()]
        try:
            if len(lines) != len(self.signing) and not any(PRIVATE in line for line in lines):
                raise ValidationError(_("There must be one signature for each judgement, in their order. Sign again."))
            pairs = zip(lines, self.signing, strict=False)
            return tuple(signed_elsewhere(line, text=one.text, keys=one.keys) for line, one in pairs)
        except RepatriaError as wrong:
            raise ValidationError(told(wrong.message, wrong.hint)) from None
