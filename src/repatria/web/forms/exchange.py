"""Forms about a whole exchange: stopping it, letting it go on, and what is said of it in public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.people.refs import ExchangeId, PartyId
from repatria.register.acts import Figure
from repatria.web.forms.door import DoorForm
from repatria.web.forms.fields import Day, Plain, Word

_CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}


class ResumeForm(DoorForm):
    """Which exchange goes on."""

    blame = "exchange"
    exchange = forms.ChoiceField(label=_("Which exchange?"), widget=forms.RadioSelect, error_messages=_CHOOSE)

    def __init__(self, *args: Any, exchanges: Sequence[ExchangeId], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["exchange"].choices = [(one, one) for one in exchanges]  # type: ignore[attr-defined]


class SuspendForm(ResumeForm):
    """Which exchange stops, and why."""

    reason = Plain(
        rows=4, label=_("Why?"), help_text=_("Kept as a document; the log holds its digest only."),
        error_messages={"required": _("Write why.")},
    )  # fmt: skip


class StatementForm(DoorForm):
    """A public total: who said it, when, of what, in which words."""

    blame = "at_least"
    said_by = Plain(
        max_length=120, label=_("Who said it?"), help_text=_("An office; never a person's name."),
        error_messages={"required": _("Write who said it.")},
    )  # fmt: skip
    said_on = Day(label=_("When?"), error_messages={"required": _("Give the day.")})
    figure = Word(Figure, widget=forms.Select, label=_("What does it count?"), error_messages=_CHOOSE)
    concerning = forms.ChoiceField(label=_("Whose people, or whose count?"), error_messages=_CHOOSE)
    exchange = forms.ChoiceField(required=False, label=_("Which exchange is it about, if one?"))
    wording = Plain(
        rows=4, label=_("In which words?"), help_text=_("As they were said, in their language."),
        error_messages={"required": _("Write the words.")},
    )  # fmt: skip
    definition = Plain(rows=2, required=False, label=_("By what definition does it count, as far as they said?"))
    source = Plain(max_length=300, required=False, label=_("Where was it said?"))
    at_least = forms.IntegerField(
        min_value=0, max_value=10**9, required=False, label=_("The lowest number the words admit")
    )
    at_most = forms.IntegerField(
        min_value=0, max_value=10**9, required=False, label=_("The highest number the words admit")
    )

    def __init__(self, *args: Any, parties: Sequence[PartyId], exchanges: Sequence[ExchangeId], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["concerning"].choices = [("", ""), *((one, one) for one in parties)]  # type: ignore[attr-defined]
        self.fields["exchange"].choices = [("", ""), *((one, one) for one in exchanges)]  # type: ignore[attr-defined]
