"""Forms about lines: answers, remarks, facts."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.desk.claims import CIRCUMSTANCES
from repatria.people.facts import FactKind, Truth
from repatria.people.fields import Field
from repatria.people.party import Role, Stance
from repatria.people.refs import line_ref
from repatria.register.acts import Answer, Remark
from repatria.register.claims import ANSWERS_TO
from repatria.web.forms.door import DoorForm
from repatria.web.forms.fields import LINE, Day, Plain, Read, Upload, Word, Words

_CHOOSE: Final = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}

MEANS: Final = {
    Answer.HELD: _("We have this person."),
    Answer.NOT_HELD: _("We looked, and do not have this person. The name stays on the account."),
    Answer.DEAD: _("The person is dead. We then owe the remains or a certificate."),
    Answer.ALREADY_RETURNED: _("The person went home before this exchange."),
    Answer.LEFT_TERRITORY: _("The person has left our territory."),
    Answer.GROWN_UP: _("The child has come of age since. The case stays open."),
    Answer.DUPLICATE: _("Another line of the same party is the same person: say which."),
    Answer.CANNOT_IDENTIFY: _("What the line says is not enough: say what you need."),
    Answer.WITHHELD: _("We tell the mediator alone where the person is."),
    Answer.DISPUTED: _("We contradict what the line says."),
    Answer.ACKNOWLEDGED: _("Yes, we ask for this person."),
}
"""Each answer in the words of who gives it."""

_OF_NO_PERSON: Final = frozenset(
    {Field.OWN_REFERENCE, Field.BAG, Field.LABEL, Field.RECOVERED_ON, Field.RECOVERED_AT, Field.EFFECTS, Field.SOURCE,
     Field.NOTE, Field.CATEGORY}
)  # fmt: skip
"""What would identify nobody: of the line, or of remains."""

REMARKS: Final = {
    Remark.ACCEPTS: _("We take note of the answer."),
    Remark.CONTESTS: _("We say that the answer is wrong. The mediator then owes the next step."),
    Remark.ADDS: _("We hand in what was asked for: in a list or as a fact. The other party then owes an answer again."),
}
"""Each remark in the words of who makes it."""


class AnswerForm(DoorForm):
    """The other party's answer to one line; which answers make sense depends on whether the line seeks or holds."""

    blame = "answer"
    folded = frozenset({"needs"})
    answer = Word((), label=_("What do you answer?"), error_messages=_CHOOSE)
    duplicate_of = Read(
        line_ref, required=False, label=_("If it is a duplicate: of which line?"), help_text=LINE,
    )  # fmt: skip
    needs = Words(
        [name for name in Field if name not in _OF_NO_PERSON], required=False, label=_("If you cannot identify the person: what do you need?"),
    )  # fmt: skip

    def __init__(self, *args: Any, stance: Stance, **rest: Any) -> None:
        super().__init__(*args, **rest)
        words = [answer for answer in Answer if answer in ANSWERS_TO[stance]]
        self.fields["answer"] = Word(words, means=MEANS, label=self.fields["answer"].label, error_messages=_CHOOSE)

    def clean(self) -> dict[str, Any]:
        """Returns the values; a duplicate names the other line, and only a duplicate does."""
        found: dict[str, Any] = super().clean() or {}
        answer = found.get("answer")
        if answer is Answer.DUPLICATE and not found.get("duplicate_of") and "duplicate_of" not in self.errors:
            self.add_error("duplicate_of", _("Say which line it is a duplicate of."))
        if answer and answer is not Answer.DUPLICATE and found.get("duplicate_of"):
            self.add_error("duplicate_of", _("Only a duplicate names another line: clear this, or answer duplicate."))
        if answer and answer is not Answer.CANNOT_IDENTIFY and found.get("needs"):
            self.add_error("needs", _("Only who cannot identify the person says what is needed."))
        return found


class RemarkForm(DoorForm):
    """The listing party's remark on an answer."""

    blame = "remark"
    remark = Word(Remark, means=REMARKS, label=_("What do you say to the answer?"), error_messages=_CHOOSE)


class WhichLine(DoorForm):
    """Which line something is about."""

    blame = "line"
    line = Read(line_ref, label=_("Which line?"), help_text=LINE, error_messages={"required": _("Write a line.")})


EVIDENCE_BYTES: Final = 32 * 2**20
"""Largest document that bears a fact out: a scanned protocol of some hundred pages."""


class FactForm(DoorForm):
    """A circumstance of a claim, or what a verifier found."""

    blame = "what"
    what = Word(FactKind, widget=forms.Select, label=_("What is said"), error_messages=_CHOOSE)
    truth = Word(Truth, label=_("Is it so?"), help_text=_("Unknown never counts as no."), error_messages=_CHOOSE)
    value = Plain(
        required=False, max_length=200, label=_("Code or text, where the kind needs one"),
        help_text=_("Such as the code of a group of siblings. Never a name."),
    )  # fmt: skip
    source = Plain(
        required=False, max_length=200, label=_("What it rests on"),
        help_text=_("Such as panel, commission or letter. Never a name."),
    )  # fmt: skip
    on = Day(required=False, label=_("The day it was found, or holds for"))
    evidence = Upload(
        most_bytes=EVIDENCE_BYTES, accept="", required=False, label=_("A document that bears it out"),
        help_text=_("It is kept under its digest."),
    )  # fmt: skip

    def __init__(self, *args: Any, role: Role, **rest: Any) -> None:
        super().__init__(*args, **rest)
        kinds = [kind for kind in FactKind if role is not Role.DELEGATE or kind in CIRCUMSTANCES]
        label = self.fields["what"].label
        self.fields["what"] = Word(kinds, widget=forms.Select, label=label, error_messages=_CHOOSE)
