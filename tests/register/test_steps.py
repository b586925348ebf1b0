from __future__ import annotations

from repatria.register.states import CLOSED, State
from repatria.register.steps import STEP


def test_every_open_state_has_a_step_and_no_closed_one() -> None:
    assert set(STEP) == set(State) - CLOSED
