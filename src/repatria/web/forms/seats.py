"""Forms about who may sit at the desk: a seat is given, taken by a password of one's own, or closed; keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from repatria.errors import InputNotUnderstood
from repatria.people.party import Actor, Role, actor
from repatria.people.refs import PartyId
from repatria.web.forms.door import DoorForm
from repatria.web.forms.fields import Plain, Word
from repatria.web.speech.messages import told

_CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}
_DOES = {
    Role.REGISTRAR: _("Keeps the desk: takes lists in, gives seats. The mediator's; two registrars give the seat."),
    Role.DELEGATE: _("Hands in a party's lists, answers, signs. A party's."),
    Role.VERIFIER: _("Doctor or child-protection officer: enters what was found."),
    Role.LABORATORY: _("Hands in profiles of remains and families."),
    Role.OFFICER: _("Checks people off at the crossing point."),
    Role.OBSERVER: _("Reads numbers, never names."),
}


class SeatForm(DoorForm):
    """Whose seat is given, and which."""

    blame = "code"
    party = forms.ChoiceField(label=_("Whose seat?"), widget=forms.RadioSelect, error_messages=_CHOOSE)
    role = Word(Role, means=_DOES, label=_("Which role?"), error_messages=_CHOOSE)
    code = Plain(
        required=False, max_length=12, label=_("Which of them?"),
        help_text=_("A short code such as 2 or night, where one seat of the role is not enough. Never a name."),
    )  # fmt: skip

    def __init__(self, *args: Any, parties: Sequence[PartyId], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["party"].choices = [(one, one) for one in parties]  # type: ignore[attr-defined]

    @property
    def seat(self) -> Actor:
        """The seat that was chosen."""
        said = self.cleaned_data
        found: Actor = said["seat"]
        return found

    def clean(self) -> dict[str, Any]:
        """Puts the parts of a seat together.

        Raises:
            ValidationError: The code has another form.
        """
        said = super().clean() or {}
        if "party" in said and "role" in said:
            code = f"-{said['code'].strip()}" if said.get("code", "").strip() else ""
            try:
                said["seat"] = actor(f"{said['party']}/{said['role']}{code}")
            except InputNotUnderstood:
                self.add_error("code", gettext("Small letters and digits only, without spaces."))
        return said


class PasswordForm(DoorForm):
    """A new password, twice."""

    blame = "password"
    password = forms.CharField(
        max_length=256, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
        label=_("Choose a password"), help_text=_("At least 15 characters. Several words that do not belong together do well."),
        error_messages={"required": _("Choose a password.")},
    )  # fmt: skip
    again = forms.CharField(
        max_length=256, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
        label=_("The same password again"), error_messages={"required": _("Type the password again.")},
    )  # fmt: skip

    def __init__(self, *args: Any, username: str, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self._username = username

    def clean_password(self) -> str:
        """Returns the password; Django's validators are the judges of it.

        Raises:
            ValidationError: It is too short, common, or like the name one signs in with.
        """
        password: str = self.cleaned_data["password"]
        validate_password(password, User(username=self._username))
        return password

    def clean_again(self) -> str:
        """Returns the password as it was typed again.

        Raises:
            ValidationError: It is another one.
        """
        again: str = self.cleaned_data["again"]
        if self.cleaned_data.get("password") not in (None, again):
            raise ValidationError(gettext("The two passwords are not the same."))
        return again


class KeyForm(DoorForm):
    """Whose key is registered, and its public half."""

    blame = "vkey"
    holder = forms.ChoiceField(label=_("Who signs with it?"), widget=forms.RadioSelect, error_messages=_CHOOSE)
    vkey = Plain(
        max_length=500, label=_("The public half of the key"), help_text=_("The text in the file that ends in .vkey."),
        error_messages={"required": _("Paste the public half of the key.")},
    )  # fmt: skip

    def __init__(self, *args: Any, holders: Sequence[PartyId], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["holder"].choices = [(one, one) for one in holders]  # type: ignore[attr-defined]

    def clean_vkey(self) -> str:
        """Returns the key's text.

        Raises:
            ValidationError: It is the private half, which nobody hands over; it is not shown again either.
        """
        text: str = self.cleaned_data["vkey"].strip()
        if text.startswith("PRIVATE+KEY+"):
            self.data = {**self.data.dict(), "vkey": ""}  # type: ignore[attr-defined]
            raise ValidationError(told("this is a private key", "hand over the file that ends in .vkey"))
        return text
