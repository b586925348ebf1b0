"""Days, windows, truces and parties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

Outcome = Callable[..., list[str]]

ALL = """
[[clause]]
id = "all"
wording = "all of them"
formula = "all for all"
counts = "person"
both = true
category = "adults"
"""


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ("[[stage]]\nnumber = 1\non = 2031-06-06\n[[stage]]\nnumber = 2\non = 2031-06-07\n", []),
        ("[[stage]]\nnumber = 1\nfrom = 2031-06-06\nuntil = 2031-06-05\n", ["window-ends-before stage.1"]),
        (
            "[[stage]]\nnumber = 1\non = 2031-06-06\n[[stage]]\nnumber = 2\non = 2031-06-05\n",
            ["stage-out-of-order stage.2"],
        ),
        ("[[stage]]\nnumber = 1\non = 2031-05-31\n", ["day-past stage.1"]),
    ],
)
def test_days_lie_ahead_and_in_order(outcome: Outcome, adults: str, stages: str, expected: list[str]) -> None:
    """A stage ends after it begins, stages follow each other, and none lies in the past."""
    assert outcome(ALL + stages, head=adults, today=date(2031, 6, 1)) == expected


@pytest.mark.parametrize(
    ("truce", "expected"),
    [
        ('from = 2031-06-10T06:00:00+03:00\nuntil = 2031-06-10T18:00:00+03:00\nareas = ["Stone Bridge"]', []),
        ("from = 2031-06-10T06:00:00+03:00\nuntil = 2031-06-10T18:00:00+03:00", ["truce-areas-missing truce[1].areas"]),
        ('areas = ["Stone Bridge"]', ["truce-window-missing truce[1]"]),
        (
            'from = 2031-06-10T06:00:00+03:00\nuntil = 2031-06-10T05:00:00+02:00\nareas = ["Stone Bridge"]',
            ["window-ends-before truce[1]"],
        ),
        (
            'from = 2031-06-10T06:00:00\nuntil = 2031-06-10T18:00:00+03:00\nareas = ["Stone Bridge"]',
            ["terms-time-without-offset truce[1].from"],
        ),
    ],
)
def test_a_truce_is_a_window_in_named_areas(outcome: Outcome, adults: str, truce: str, expected: list[str]) -> None:
    """A truce has a window of times with their UTC offsets, and areas by the names that the parties use; no map."""
    assert outcome(ALL + "[[truce]]\n" + truce + "\n", head=adults) == expected


@pytest.mark.parametrize(
    ("parties", "expected"),
    [
        ('["north", "north"]', "parties-equal parties"),
        ('["north", "south", "mediator"]', "parties-more-than-two parties"),
    ],
)
def test_two_parties_agree(outcome: Outcome, adults: str, parties: str, expected: str) -> None:
    """Terms have two different parties; the mediator is none of them."""
    assert outcome(ALL, head=adults.replace('["north", "south"]', parties))[0] == expected


def test_preliminary_terms_bind_nobody(outcome: Outcome, adults: str) -> None:
    """They may be kept and compared, and nothing is planned from them."""
    assert outcome(ALL, head=adults.replace('"proposed"', '"preliminary"')) == ["terms-preliminary status"]


def test_a_party_does_not_hand_over_to_itself(outcome: Outcome, adults: str) -> None:
    """A direction leads from one party to the other."""
    text = ALL.replace('"all for all"', '"unilateral"').replace("both = true", 'from = "north"\nto = "north"')
    assert outcome(text, head=adults) == ["clause-to-itself clause.all.to"]


def test_a_time_for_answers_is_wished_for(outcome: Outcome, adults: str) -> None:
    """Without a time for answers no answer is ever overdue; that is a warning, and the terms still hold."""
    assert outcome(ALL, head=adults.replace("review_days = 7\n", "")) == ["review-unsaid review_days"]
