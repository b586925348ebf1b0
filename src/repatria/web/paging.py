"""The number of a page, as it stands in an address."""

from __future__ import annotations

MOST_DIGITS = 7


def page_number(text: str) -> int:
    """Returns the number of a page, from 1; 1 for whatever is none."""
    is_one = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return max(1, int(text)) if is_one else 1
