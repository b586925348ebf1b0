"""How a refusal of terms is told: place, words, what is wrong with them, and what to write instead."""

from __future__ import annotations

from repatria.errors import Finding, Severity


def refuse(code: str, place: str, message: str, mend: str) -> Finding:
    """Returns a reason to refuse the terms."""
    return Finding(Severity.ERROR, code, place, message, mend)


def warn(code: str, place: str, message: str, mend: str) -> Finding:
    """Returns something that a human should look at."""
    return Finding(Severity.WARNING, code, place, message, mend)
