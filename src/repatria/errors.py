"""How this library says that something is wrong.

Two ways, never mixed. A *finding* is a problem in outside data, told as a value: reading goes on and every problem is
shown at once. An *exception* says that a caller broke a rule or that input could not be understood at all. No message,
hint or place ever contains a name, a birth date or a genotype; places are references such as ``north-3:14``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # the value cannot be used; it is kept as received
    WARNING = "warning"  # usable, but a human should look
    NOTE = "note"  # said so that nothing happens silently


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem found in data, with its place and what to do about it.

    Attributes:
        code: Stable short name, lower case with hyphens (``date-not-understood``).
        place: Where, safe to print: ``north-3:14`` or a file's own line before it has a reference (``row 17``).
        column: The field or heading concerned, empty when the whole line is.
        message: What is wrong, one sentence, without personal data.
        hint: What to do, one sentence.
    """

    severity: Severity
    code: str
    place: str
    message: str
    hint: str = ""
    column: str = ""


class RepatriaError(Exception):
    """A rule was broken or input was not understood; nothing was entered.

    Attributes:
        message: What is wrong, without personal data.
        hint: What to do about it; may be empty.
        place: Where, safe to print; may be empty.
    """

    exit_status = 2

    def __init__(self, message: str, *, hint: str = "", place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.place = place

    def __str__(self) -> str:
        head = f"{self.place}: {self.message}" if self.place else self.message
        return f"{head} ({self.hint})" if self.hint else head


class InputNotUnderstood(RepatriaError):
    """A file or argument cannot be understood or is refused as hostile (exit status 2)."""


class NotPermitted(RepatriaError):
    """The actor may not do this (exit status 2)."""


class IllegalAct(RepatriaError):
    """The book refuses an act because it does not follow from what was entered before (exit status 2)."""


class AnswerIsNo(RepatriaError):
    """The question was understood and the answer is no: refused terms, impossible plan, broken log (exit status 1)."""

    exit_status = 1
