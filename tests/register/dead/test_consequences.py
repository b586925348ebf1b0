"""What followed from an identification is told whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from repatria.errors import IllegalAct
from repatria.register.dead.consequences import Consequences, consequences

TOLD = (
    "north seeks 2\nsouth sends 4 bags\nnorth counts 4 bags of south-1 holding 2 1 1 1\nnorth judges north-1:1 north-1:2 same\n"
    "north judges south-1:1/1 south-1:3/1 same\nnorth enters buried-under-number for south-1:1\n"
    "a board identifies south-1:1/1 as north-1:1\na board identifies south-1:2 as north-1:2\n"
    "north enters family-told for I-0001\n1 day passes\nnorth enters released for I-0001\n"
)


def test_all_that_followed(story: Any) -> None:
    assert consequences(story.tell(TOLD).book, "I-1") == Consequences(
        identification="I-0001", remains="south-1:1", specimens=("south-1:1/1",), person="north-1:1",
        decided_on=date(2031, 3, 1), wrong_side=False,
        steps=(("family-told", date(2031, 3, 1)), ("released", date(2031, 3, 2))), buried_on=date(2031, 3, 1),
        lines=("south-1:1", "north-1:1", "north-1:2"), others=(("I-0002", "south-1:2"),), same=("south-1:3",),
        receiver="north",
    )  # fmt: skip


def test_of_what_does_not_stand_nothing_followed(story: Any) -> None:
    story.tell(TOLD + "mediator withdraws I-0001")
    with pytest.raises(IllegalAct, match="no such identification"):
        consequences(story.book, "I-0001")


def test_the_other_bags_and_the_steps_stay_where_they_were(story: Any) -> None:
    story.tell(TOLD)
    before = story.states()
    story.tell("mediator withdraws I-0001")
    changed = {line: state for line, state in story.states().items() if state != before[line]}
    assert (before["south-1:1"], changed) == ("partly identified", {"south-1:1": "to be recovered"})
    assert story.tell("north enters recovered for I-0001").states()["south-1:1"] == "buried under a number"
