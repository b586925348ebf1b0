"""What the chapters on terms share: a head that is in order, and one way to say what became of a text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from repatria.exchange.check import check
from repatria.exchange.terms import read_terms

HEAD = """
format = 1
exchange = "example-2031"
version = 1
parties = ["north", "south"]
status = "proposed"
review_days = 7
voluntariness = { private_interview = true, held_by = "mediator" }
"""

OF_CHILDREN = """
children = { best_interests = "a panel", siblings_together = true }
"""

ADULTS = """
[[category]]
id = "adults"
wording = "prisoners of war of full age"
age = { from = 18, from_inclusive = true, on = 2031-06-02 }
"""


@pytest.fixture
def outcome() -> Callable[..., list[str]]:
    """Returns what is said against a text: code and place of each finding, in order; empty when it is accepted."""

    def outcome(text: str, *, head: str = HEAD, today: date | None = None) -> list[str]:
        read = read_terms(head + text)
        found = read.findings if read.terms is None else check(read.terms, today=today)
        return [f"{f.code} {f.place}" for f in found]

    return outcome


@pytest.fixture
def head() -> str:
    return HEAD


@pytest.fixture
def of_children() -> str:
    return HEAD + OF_CHILDREN


@pytest.fixture
def adults() -> str:
    return HEAD + ADULTS
