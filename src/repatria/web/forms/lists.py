"""The form with which a list is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.people.fields import MEDIATOR_ONLY, Field
from repatria.people.party import Stance
from repatria.people.refs import ExchangeId, PartyId, exchange_id
from repatria.register.acts import Subject
from repatria.web.forms.door import DoorForm
from repatria.web.forms.fields import Day, Read, Upload, Word, Words

_CHOOSE: Final = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}
STANCES: Final = {
    Stance.SEEKS: _("We ask for these people."),
    Stance.HOLDS: _("We have these people."),
}
SUBJECTS: Final = {
    Subject.PERSONS: _("One line a person."),
    Subject.REMAINS: _("The paper of a consignment: one line a bag."),
}
MOST_BYTES: Final = 512 * 2**20
"""Largest list, as `repatria.lists.Limits` has it."""


class HandInForm(DoorForm):
    """A file, whose it is and what it says; which cells the other party does not see."""

    blame = "file"
    file = Upload(
        most_bytes=MOST_BYTES, accept=".csv,.xlsx,.ods,.xml,.txt,.tsv", label=_("The list"),
        help_text=_("CSV, XLSX, ODS or PFIF. It is read first; nothing is entered before you accept it."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )  # fmt: skip
    party = forms.ChoiceField(label=_("Whose list is it?"), error_messages=_CHOOSE)
    stance = Word(Stance, means=STANCES, label=_("What does it say?"), error_messages=_CHOOSE)
    subject = Word(Subject, means=SUBJECTS, label=_("Of whom?"), initial=Subject.PERSONS.value, error_messages=_CHOOSE)
    exchange = Read(
        exchange_id, label=_("For which exchange?"), help_text=_("Such as children-2031."),
        error_messages={"required": _("Write the exchange.")},
    )  # fmt: skip
    answer_by = Day(
        required=False, label=_("By when are answers due?"), help_text=_("Left open: four weeks from today."),
    )  # fmt: skip
    released = Words(
        [name for name in Field if name in MEDIATOR_ONLY], required=False, label=_("Usually kept for the mediator: let the other party see"),
        help_text=_("What is not ticked here only you and the mediator see."),
    )  # fmt: skip
    mediator_only = Words(
        [name for name in Field if name not in MEDIATOR_ONLY], required=False,
        label=_("Usually seen by the other party: keep for the mediator"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, parties: Sequence[PartyId], exchanges: Sequence[ExchangeId], most_bytes: int = MOST_BYTES,
        **rest: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **rest)
        self.known_exchanges = tuple(exchanges)
        self.fields["party"].choices = [(one, one) for one in parties]  # type: ignore[attr-defined]
        self.fields["file"]._most_bytes = most_bytes  # type: ignore[attr-defined]  # noqa: SLF001
        self.fields["exchange"].widget.attrs["list"] = "exchanges"
        if len(parties) == 1:
            self.fields["party"].initial = parties[0]
            self.fields["party"].widget = forms.HiddenInput()
        else:
            self.fields["party"].widget = forms.RadioSelect(choices=[(one, one) for one in parties])
        if len(exchanges) == 1:
            self.fields["exchange"].initial = exchanges[0]
