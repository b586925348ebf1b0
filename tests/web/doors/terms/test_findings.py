"""Which line of a text a finding is about."""

from __future__ import annotations

import pytest

from repatria.errors import Finding, Severity
from repatria.web.presenters.terms.findings import beside, line_number

TEXT = """format = 1
reference_date = 2031-06-02
[children]
siblings_together = true
[[category]]
id = "young"
age = { from = 18 }
[[clause]]
id = "one"
number = 2
[clause.substitution]
allowed = false
[[clause]]
id = "young"
number = 3
[[stage]]
number = 2
caps = { north = 1 }
"""


@pytest.mark.parametrize(
    ("place", "number"),
    [
        ("reference_date", 2),
        ("children.siblings_together", 4),
        ("children.best_interests", 3),
        ("category.young.age.from_inclusive", 7),
        ("clause.one.number", 10),
        ("clause.one.substitution.allowed", 12),
        ("clause.young.number", 15),
        ("clause.young.formula", 13),
        ("stage.2.caps", 18),
        ("stage.2", 16),
        ("truce", 0),
        ("overlap", 0),
        ("", 0),
        ("line 5", 5),
        ("line 500", 0),
        ("clause.(.x", 8),
    ],
)
def test_a_key_path_is_found_in_the_text(place: str, number: int) -> None:
    assert line_number(TEXT.splitlines(), place) == number


def test_findings_come_in_the_order_of_the_text_those_without_a_line_last() -> None:
    places = ["overlap", "clause.young.number", "reference_date"]
    found = beside(TEXT, [Finding(Severity.ERROR, "x", place, "m") for place in places])
    assert [(one.number, one.line) for one in found] == [
        (2, "reference_date = 2031-06-02"), (15, "number = 3"), (0, ""),
    ]  # fmt: skip
