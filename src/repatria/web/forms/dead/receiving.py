"""Forms by which files about the dead are put down: a side's count, a laboratory's file, a policy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.people.refs import PartyId
from repatria.register.acts import Typed
from repatria.web.forms.door import DoorForm
from repatria.web.forms.fields import Plain, Upload, Word

_CHOOSE: Final = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}
_TABLE: Final = ".csv,.xlsx,.ods,.txt,.tsv"
MOST_TABLE_BYTES: Final = 16 * 2**20
"""Largest table of a mortuary; some 200,000 rows."""
MOST_PROFILES_BYTES: Final = 128 * 2**20
"""Largest file of a laboratory; families of 70,000 missing persons with three typed relatives each are some 100 MB."""
MOST_POLICY_BYTES: Final = 100_000
"""Largest policy, as the policy's own reader has it."""
TYPED: Final = {
    Typed.REMAINS: _("A profile a sample, under the label that the contents of the bags have."),
    Typed.FAMILIES: _("Relatives of the missing: a table of relatives, FAMILIES.jsonl, or a file of Familias."),
    Typed.OWN_SAMPLES: _("Of the missing themselves, from before death: a toothbrush, a hospital's sample."),
}


def _table(label: Any, help_text: Any) -> Upload:
    empty = {"empty": _("The file is empty.")}
    return Upload(
        most_bytes=MOST_TABLE_BYTES,
        accept=_TABLE,
        required=False,
        label=label,
        help_text=help_text,
        error_messages=empty,
    )


class CountForm(DoorForm):
    """One side's count of a consignment: which tags were there, and what was found in the bags."""

    blame = "tally"
    folded = frozenset({"contents", "custody", "effects"})
    party = forms.ChoiceField(label=_("Whose count is it?"), widget=forms.RadioSelect, error_messages=_CHOOSE)
    all_there = forms.BooleanField(required=False, label=_("Every bag on the paper was there, and no other"))
    tally = _table(_("Or: a file of the tags counted"), _("CSV, XLSX or ODS with the heading bag, one row a bag."))
    tags = Plain(
        rows=5, required=False, max_length=200_000, label=_("Or: the tags counted"),
        help_text=_("One on each line, as it stands on the bag."),
    )  # fmt: skip
    minimum_individuals = forms.IntegerField(
        min_value=0, max_value=10**6, label=_("At least how many people?"),
        help_text=_("Counted from the remains: two left thigh bones are two people. One bag is never taken for one body."),
        error_messages={"required": _("Write a number.")},
    )  # fmt: skip
    specimens = forms.IntegerField(
        min_value=0, max_value=10**6, required=False, label=_("How many specimens are in the bags?"),
        help_text=_("Left open where the contents below say it."),
    )  # fmt: skip
    contents = _table(
        _("Contents of the bags"),
        _("Headings bag and specimen; may have part, sample, taken_on, sex, age_from, age_to, stature_cm, condition, "
          "recovered_at, recovered_on."),
    )  # fmt: skip
    custody = _table(
        _("Custody: who handed what to whom"),
        _("Headings item, from, to and at; may have kind, seal, new_seal, photograph, by."),
    )  # fmt: skip
    effects = _table(
        _("What lay with the remains: labels, documents, clothing"),
        _("Headings bag and what; may have specimen, says, photograph. A label is a claim and identifies nobody."),
    )  # fmt: skip

    def __init__(self, *args: Any, parties: Sequence[PartyId], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["party"].choices = [(one, one) for one in parties]  # type: ignore[attr-defined]
        if len(parties) == 1:
            self.fields["party"].initial = parties[0]
            self.fields["party"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Returns the values; the bags are said in exactly one way, and the specimens in one at least."""
        found: dict[str, Any] = super().clean() or {}
        found["tags"] = "\n".join(line.strip() for line in found.get("tags", "").splitlines() if line.strip())
        ways = [name for name in ("all_there", "tally", "tags") if found.get(name)]
        if len(ways) != 1 and not {"tally", "tags"} & set(self.errors):
            self.add_error("all_there", _("Say which bags were there in one of the three ways."))
        if (
            found.get("specimens") is None
            and not found.get("contents")
            and not {"specimens", "contents"} & set(self.errors)
        ):
            self.add_error("specimens", _("Write how many specimens there are, or give the contents of the bags."))
        return found


class ProfilesForm(DoorForm):
    """A laboratory's file, and whose genotypes it holds."""

    blame = "profiles"
    of = Word(Typed, means=TYPED, label=_("Whose genotypes are they?"), error_messages=_CHOOSE)
    profiles = Upload(
        most_bytes=MOST_PROFILES_BYTES, accept=".csv,.tsv,.txt,.xlsx,.ods,.xml,.fam,.json,.jsonl", label=_("The laboratory's file"),
        help_text=_("As the software exports it. It is looked at first; nothing is entered before you accept it."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )  # fmt: skip
    laboratory = Plain(
        max_length=40, label=_("The laboratory's code"), help_text=_("Such as L-1; never a name."),
        error_messages={"required": _("Write the code.")},
    )  # fmt: skip


class PolicyForm(DoorForm):
    """What an identification must have, as the parties agreed it: a file, or its text."""

    blame = "text"
    policy = Upload(
        most_bytes=MOST_POLICY_BYTES, accept=".toml,.txt", required=False, label=_("The policy as a file"),
        help_text=_("TOML, byte for byte as the parties agreed it."), error_messages={"empty": _("The file is empty.")},
    )  # fmt: skip
    text = Plain(
        rows=24, required=False, max_length=MOST_POLICY_BYTES, label=_("Or: its text"),
        help_text=_("It begins with what is in force now; each line says what it means. Change what was agreed."),
    )  # fmt: skip

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["text"].widget.attrs |= {"dir": "ltr", "spellcheck": "false", "class": "code"}

    def clean(self) -> dict[str, Any]:
        """Returns the values; a file goes before the text."""
        found: dict[str, Any] = super().clean() or {}
        if not found.get("policy") and not found.get("text") and not self.errors:
            self.add_error("text", _("Choose a file, or write the policy."))
        return found
