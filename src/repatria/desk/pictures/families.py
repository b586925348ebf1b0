"""Families of states, which look alike in every picture: words, a colour, a pattern, so that colour alone carries nothing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from repatria.register.states import State


class Family(Enum):
    """States that look alike in the picture: words, colour, pattern (a path in a square of 8, or none)."""

    RETURNED = ("returned", "#1b7f5c", "")
    MOVING = ("on the way", "#8fd0b5", "M0 8L8 0")
    HELD = ("held", "#2b5c8a", "M0 4H8")
    ELSEWHERE = ("said to be elsewhere", "#9dc1e0", "M4 0V8")
    OPEN = ("waiting for a word", "#f2c14e", "M0 0L8 8")
    STOPPED = ("contested or stopped", "#c8553d", "M0 0L8 8M8 0L0 8")
    NAMED = ("the dead, identified", "#8d6cab", "M4 0V8M0 4H8")
    DEAD = ("the dead", "#4a4453", "M4 4h.01")
    CLOSED = ("closed on paper", "#c9cdd1", "")

    @property
    def words(self) -> str:
        """What the family is called under the picture."""
        return str(self.value[0])

    @property
    def colour(self) -> str:
        """Its colour, as in CSS."""
        return str(self.value[1])

    @property
    def path(self) -> str:
        """The pattern's path, empty for none."""
        return str(self.value[2])


FAMILIES: Final[dict[State, Family]] = {
    State.RETURNED: Family.RETURNED,
    State.FOLLOWED_UP: Family.RETURNED,
    State.AWAITING_SIGNATURES: Family.MOVING,
    State.ON_MANIFEST: Family.MOVING,
    State.HALF_CHECKED: Family.MOVING,
    State.HELD: Family.HELD,
    State.GROWN_UP: Family.HELD,
    State.NOT_HELD: Family.ELSEWHERE,
    State.TRACING: Family.ELSEWHERE,
    State.SAID_LEFT: Family.ELSEWHERE,
    State.SAID_RETURNED: Family.ELSEWHERE,
    State.UNANSWERED: Family.OPEN,
    State.NEEDS_INFORMATION: Family.OPEN,
    State.WITHHELD: Family.OPEN,
    State.SAID_DUPLICATE: Family.OPEN,
    State.ANNOUNCED: Family.OPEN,
    State.DISPUTED: Family.STOPPED,
    State.CHECKS_DIFFER: Family.STOPPED,
    State.DECLINED: Family.STOPPED,
    State.ABSENT: Family.STOPPED,
    State.UNFIT: Family.STOPPED,
    State.MISTAKEN_IDENTITY: Family.STOPPED,
    State.NOT_AMONG_RECEIVED: Family.STOPPED,
    State.COUNTS_DIFFER: Family.STOPPED,
    State.SAID_DEAD: Family.DEAD,
    State.DIED_BEFORE_HANDOVER: Family.DEAD,
    State.RECEIVED: Family.DEAD,
    State.BURIED_UNDER_NUMBER: Family.DEAD,
    State.PARTLY_IDENTIFIED: Family.DEAD,
    State.IDENTIFIED: Family.NAMED,
    State.FAMILY_TOLD: Family.NAMED,
    State.RELEASED: Family.NAMED,
    State.WRONG_SIDE: Family.NAMED,
    State.ROUTED_BACK: Family.NAMED,
    State.RECEIPT_GIVEN: Family.NAMED,
    State.UNDER_REVIEW: Family.STOPPED,
    State.TO_BE_RECOVERED: Family.STOPPED,
    State.ALREADY_HOME: Family.CLOSED,
    State.DUPLICATE: Family.CLOSED,
    State.WITHDRAWN: Family.CLOSED,
}
"""The family of each state; a test holds it complete."""


def by_family(states: Mapping[str, int]) -> list[tuple[State, int]]:
    """Returns the states that occur, family by family, the larger first."""
    order = list(Family)
    found = [(State(text), number) for text, number in states.items() if number]
    return sorted(found, key=lambda entry: (order.index(FAMILIES[entry[0]]), -entry[1]))
