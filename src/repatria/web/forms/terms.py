"""The form by which a text of terms is put on the table: typed or from a file, checked as it is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from repatria.desk.terms.agreements import MOST_BYTES, examine
from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.exchange.terms import read_terms
from repatria.web.forms.door import DoorForm
from repatria.web.forms.fields import Plain, Upload


class TermsForm(DoorForm):
    """A text of terms. What is found in it stands in ``findings`` after it was looked at.

    A file takes the place of what is typed, and is shown as text from then on.
    """

    blame = "text"
    text = Plain(
        rows=24, label=_("The text"), max_length=MOST_BYTES, strip=False,
        help_text=_("In the form that can be checked and signed; the words of each clause are yours."),
        error_messages={"required": _("Type the text, or choose a file with it."), "max_length": _("The text is too long.")},
    )  # fmt: skip
    file = Upload(
        most_bytes=MOST_BYTES, accept=".toml,.txt", required=False, label=_("Or a file with the text"),
        help_text=_("It takes the place of what stands above."), error_messages={"empty": _("The file is empty.")},
    )  # fmt: skip
    as_worded = forms.BooleanField(
        required=False, label=_("Keep it on the table as worded, although it is refused: nobody can sign it.")
    )

    def __init__(self, data: QueryDict | None = None, files: Any = None, *args: Any, **rest: Any) -> None:
        data, files, self._is_no_text = _typed(data, files)
        super().__init__(data, files, *args, **rest)
        self.fields["text"].widget.attrs |= {"spellcheck": "false", "class": "terms-text"}
        self.findings: tuple[Finding, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether something found refuses the text."""
        return any(one.severity is Severity.ERROR for one in self.findings)

    def clean_text(self) -> str:
        """Returns the text with the line ends that it is kept with."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """Looks the text through; a refused one is left to whoever wants it kept as worded."""
        said = super().clean() or {}
        if self._is_no_text:
            self.add_error(
                "file", gettext("The file is no text in UTF-8. Save it as plain text, then choose it again.")
            )
            return said
        text = said.get("text", "")
        if not text:
            return said
        try:
            _terms, self.findings = examine(text)
        except InputNotUnderstood as wrong:
            self.findings = read_terms(text).findings
            self.refuse(wrong)
            return said
        if self.is_refused and not said.get("as_worded"):
            self.add_error(
                "text", gettext("The text is refused as it is. Mend what is found in it, or keep it as worded.")
            )
        return said

    def said(self) -> Any:
        """Yields what is to be checked: the text itself is shown by the page."""
        return (pair for pair in super().said() if pair[0].name == "as_worded")


def _typed(data: QueryDict | None, files: Any) -> tuple[QueryDict | None, Any, bool]:
    """What was sent, a file's text put in place of what was typed, and whether the file was none that can be read."""
    file = files.get("file") if files else None
    if data is None or file is None or file.size > MOST_BYTES:
        return data, files, False
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return data, MultiValueDict(), True
    typed = data.copy()
    typed["text"] = text
    return typed, MultiValueDict(), False
