"""Forms of boards: what is brought before one, and steps after its decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.people.refs import SpecimenRef, line_ref
from repatria.register.acts import RemainsStep
from repatria.remains.graph import Specimen
from repatria.web.forms.door import DoorForm
from repatria.web.forms.fields import Day, Plain, Read, Upload, Word

_CHOOSE: Final = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}
MOST_EVIDENCE_BYTES: Final = 16 * 2**20
"""Largest file of evidence: about 20,000 conclusions, or a scanned protocol of some fifty pages."""
MOST_PAPER_BYTES: Final = 16 * 2**20


class WhichBag(DoorForm):
    """Which bag a board is to decide on."""

    blame = "bag"
    bag = Read(line_ref, label=_("Which bag?"), help_text=_("Its line on the paper, such as south-5:17."),
               error_messages={"required": _("Write the line of the bag.")})  # fmt: skip


class BringForm(DoorForm):
    """Whose remains a bag, or some specimens of it, are said to be, and on what evidence."""

    blame = "person"
    specimens = forms.MultipleChoiceField(
        required=False, label=_("Which specimens is it about?"), help_text=_("None ticked: the whole bag."),
        widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": _("No such specimen is in this bag.")},
    )  # fmt: skip
    person = Read(
        line_ref, required=False, label=_("Whose remains are they?"),
        help_text=_("The line of a missing person, such as north-3:14. Left open: somebody who is on no list."),
    )  # fmt: skip
    wrong_side = forms.BooleanField(
        required=False, label=_("Somebody on no list who is one of the sender's own"),
    )  # fmt: skip
    evidence = Upload(
        most_bytes=MOST_EVIDENCE_BYTES, accept="", label=_("What the board relies on"),
        help_text=_("Under a policy: the file of conclusions. It is kept under its digest with the decision."),
        required=False, error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )  # fmt: skip

    search = forms.CharField(required=False, max_length=22, widget=forms.HiddenInput())

    def __init__(self, *args: Any, known: Sequence[Specimen], **rest: Any) -> None:
        super().__init__(*args, **rest)
        if known:
            self.fields["specimens"].choices = [(one.ref, f"{one.ref} {one.label} {one.words}") for one in known]  # type: ignore[attr-defined]
        else:
            del self.fields["specimens"]

    def clean(self) -> dict[str, Any]:
        """Returns the values; the evidence is a file, or what a search came to."""
        found: dict[str, Any] = super().clean() or {}
        if not found.get("evidence") and not found.get("search") and "evidence" not in self.errors:
            self.add_error("evidence", _("Choose a file."))
        return found

    @property
    def chosen(self) -> tuple[SpecimenRef, ...]:
        """The specimens that were ticked, in the order of the bag."""
        return tuple(SpecimenRef(ref) for ref in self.cleaned_data.get("specimens", ()))


_STEPS: Final = {
    RemainsStep.FAMILY_TOLD: _("The family was told, in person."),
    RemainsStep.RELEASED: _("The remains were given to the family."),
    RemainsStep.SENT_BACK: _("One of the sender's own was sent back to it."),
    RemainsStep.RECEIPT_GIVEN: _("The sender gave its receipt for one of its own."),
    RemainsStep.BURIED: _("The bag was buried under a number, until somebody knows who it is."),
    RemainsStep.EXHUMED: _("A bag buried under a number was exhumed."),
    RemainsStep.RECOVERED: _("Remains that had left under a withdrawn identification are back."),
}


class StepForm(DoorForm):
    """A step on remains after a decision, or before one."""

    blame = "target"
    target = Plain(
        max_length=80, label=_("On what?"),
        help_text=_("An identification such as I-0003, a bag such as south-5:17, a specimen such as south-5:17/2, or the "
                    "line of a person identified, for all that person's bags."),
        error_messages={"required": _("Write what it is on.")},
    )  # fmt: skip
    step = Word(RemainsStep, means=_STEPS, label=_("What was done?"), error_messages=_CHOOSE)
    on = Day(label=_("On which day?"), error_messages={"required": _("Give the day.")})
    document = Upload(
        most_bytes=MOST_PAPER_BYTES, accept="", required=False, label=_("A paper on it: a receipt, a protocol"),
        help_text=_("It is kept under its digest."), error_messages={"empty": _("The file is empty.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["target"].widget.attrs |= {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}

    def clean_target(self) -> str:
        """Returns what the step is on, as it is written everywhere."""
        text: str = self.cleaned_data["target"]
        return text.strip()
