"""A demo plays in days that lie ahead: what is entered on its pages is dated after what is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.test import Client

from repatria.desk import claims
from repatria.desk.session import Desk, FixedClock
from repatria.people.party import actor
from repatria.people.refs import LineRef
from repatria.register.acts import Answer
from repatria.store.clock import WallClock


def test_a_demo_goes_on_from_its_own_last_day(fresh: Desk, at: Callable[[str], Client]) -> None:
    assert abs((fresh.clock.now() - WallClock().now()).total_seconds()) < 5
    ahead, clock = datetime(2131, 6, 2, 9, tzinfo=UTC), fresh.clock
    fresh.clock = FixedClock(ahead)
    row = claims.AnswerRow(LineRef("north-1:2"), Answer.HELD)
    claims.answer_claims(fresh, by=actor("south/delegate"), answers=[row])
    fresh.clock = clock
    assert at("south/delegate").post("/answer-claim/north-1:3/", {"answer": "held"}).status_code == 302
    assert fresh.book().at == ahead
