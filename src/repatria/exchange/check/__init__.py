"""Whether terms can be applied: refuses what is ambiguous or cannot be fulfilled, which words, and what would mend them.

Each finding's place is a key path (``clause.young.number``), its message quotes the words, its hint gives a replacement.
"""

from __future__ import annotations

from datetime import date

from repatria.errors import Finding, Severity
from repatria.exchange.check.asking import check_asking
from repatria.exchange.check.children import check_children
from repatria.exchange.check.days import check_days
from repatria.exchange.check.numbers import check_numbers
from repatria.exchange.check.parties import check_parties
from repatria.exchange.check.words import check_words
from repatria.exchange.terms import Terms

__all__ = ["check", "refused"]


def check(terms: Terms, *, today: date | None = None) -> tuple[Finding, ...]:
    """Returns every reason to refuse the terms, every warning, and a note when they bind nobody.

    Args:
        terms: Terms as read.
        today: With it, days and windows that lie before it are refused.
    """
    return (
        *check_parties(terms),
        *check_words(terms),
        *check_numbers(terms),
        *check_children(terms),
        *check_asking(terms),
        *check_days(terms, today),
    )


def refused(findings: tuple[Finding, ...]) -> bool:
    """Returns whether any finding is a reason to refuse."""
    return any(f.severity is Severity.ERROR for f in findings)
