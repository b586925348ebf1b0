"""Forms by which long work on genotypes is asked for: a search of families, and a re-association."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.web.forms.door import DoorForm
from repatria.web.forms.fields import Upload

MOST_FREQUENCIES_BYTES: Final = 16 * 2**20
_CHOOSE: Final = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}
Choices = Sequence[tuple[str, str]]


class ReassociateForm(DoorForm):
    """Which profiles are compared with each other."""

    blame = "profiles"
    profiles = forms.ChoiceField(
        label=_("Which profiles of remains?"), widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    frequencies = Upload(
        most_bytes=MOST_FREQUENCIES_BYTES, accept=".csv,.txt,.tsv", label=_("Allele frequencies"),
        help_text=_("CSV, long or wide. They are used for this and not entered at the desk."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )  # fmt: skip
    own = forms.ChoiceField(
        required=False, label=_("Samples of the missing from before death, if any"), error_messages=_CHOOSE
    )

    def __init__(self, *args: Any, profiles: Choices, own: Choices, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["profiles"].choices = list(profiles)  # type: ignore[attr-defined]
        self.fields["own"].choices = [("", ""), *own]  # type: ignore[attr-defined]


class SearchForm(DoorForm):
    """Which profiles are searched among which families."""

    blame = "profiles"
    profiles = forms.ChoiceField(
        label=_("Which profiles of remains?"), widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    families = forms.ChoiceField(label=_("Which families?"), widget=forms.RadioSelect, error_messages=_CHOOSE)
    frequencies = Upload(
        most_bytes=MOST_FREQUENCIES_BYTES, accept=".csv,.txt,.tsv", label=_("Allele frequencies"),
        help_text=_("CSV, long or wide. They are used for this and not entered at the desk."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )  # fmt: skip
    open_missing = forms.IntegerField(
        min_value=1, max_value=10**7, label=_("How many persons are openly missing?"),
        help_text=_("All of them, also those without a family here: each is taken to be equally likely."),
        error_messages={"required": _("Write a number.")},
    )  # fmt: skip

    def __init__(self, *args: Any, profiles: Choices, families: Choices, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["profiles"].choices = list(profiles)  # type: ignore[attr-defined]
        self.fields["families"].choices = list(families)  # type: ignore[attr-defined]
