"""The form by which two specimens are judged, and the file of many pairs."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from repatria.people.refs import specimen_ref
from repatria.register.acts import Judgement
from repatria.web.forms.door import DoorForm
from repatria.web.forms.fields import Read, Word

_SPECIMEN: Final = _("A specimen looks like south-5:17/2: the line of its bag, and its number in the bag.")
_MEANS: Final = {
    Judgement.SAME: _("They are of one person."),
    Judgement.DIFFERENT: _("They are of two people."),
    Judgement.UNSURE: _("It cannot be said."),
}


class SpecimensForm(DoorForm):
    """Whether two specimens are one person's."""

    blame = "left"
    left = Read(specimen_ref, label=_("One specimen"), help_text=_SPECIMEN,
                error_messages={"required": _("Write a specimen.")})  # fmt: skip
    right = Read(specimen_ref, label=_("The other specimen"), error_messages={"required": _("Write a specimen.")})
    judgement = Word(
        Judgement, means=_MEANS, label=_("Are they one person's?"),
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Returns the values; the two specimens are two."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("left") and found.get("left") == found.get("right"):
            self.add_error("right", _("This is the same specimen. Write another one."))
        return found
