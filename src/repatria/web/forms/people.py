"""Forms about people on their way: the private interview, visits after the return, taking back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from repatria.errors import InputNotUnderstood
from repatria.people.refs import line_ref
from repatria.register.acts import Wish
from repatria.web.forms.door import DoorForm
from repatria.web.forms.fields import Plain, Read, Word

WISHES: Final = {
    Wish.WILLING: _("Yes. The person wants to go."),
    Wish.UNWILLING: _("No. Nobody goes against their will; the answer is for the mediator alone."),
    Wish.UNDECIDED: _("Not decided yet. The person is asked again."),
}


class InterviewForm(DoorForm):
    """What a person said when asked in private."""

    blame = "wish"
    wish = Word(
        Wish, means=WISHES, label=_("Asked alone and in private: do you want to go?"),
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )  # fmt: skip


class VisitForm(DoorForm):
    """A visit after the return."""

    blame = "found"
    milestone = forms.TypedChoiceField(
        coerce=int, label=_("Which visit?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )  # fmt: skip
    found = Plain(
        rows=5, label=_("What was found?"),
        help_text=_("It is kept as a document, for those who made the visit and the mediator."),
        error_messages={"required": _("Write what was found.")},
    )  # fmt: skip
    needed = forms.BooleanField(required=False, label=_("Something is needed"))

    def __init__(self, *args: Any, visits: Sequence[tuple[int, date]], **rest: Any) -> None:
        super().__init__(*args, **rest)
        choices = [(n, gettext("visit %(n)s, due on %(day)s") % {"n": n, "day": date_format(day)}) for n, day in visits]
        self.fields["milestone"].choices = choices  # type: ignore[attr-defined]


_NUMBERED = re.compile(r"[MI]-[0-9]{1,9}\Z")


def target_of(text: str) -> str:
    """Returns what can be taken back: a line, a manifest (M-0003) or an identification (I-0001).

    Raises:
        InputNotUnderstood: It is none of them.
    """
    if _NUMBERED.match(text):
        return text
    try:
        return line_ref(text)
    except InputNotUnderstood:
        hint = "it looks like north-3:14, M-0003 or I-0001"
        raise InputNotUnderstood("not a reference of this kind", hint=hint) from None


class WithdrawForm(DoorForm):
    """What is taken back, and why."""

    blame = "target"
    target = Read(
        target_of, label=_("What is taken back?"), help_text=_("A line, such as north-3:14."),
        error_messages={"required": _("Write what is taken back.")},
    )  # fmt: skip
    reason = Plain(
        rows=4, label=_("Why?"), help_text=_("Kept as a document; the log holds its digest only."),
        error_messages={"required": _("Write why.")},
    )  # fmt: skip
