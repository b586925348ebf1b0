"""What somebody said in private changes nothing that a party sees, on any page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from repatria.desk import claims, movements
from repatria.desk.session import Desk
from repatria.people.party import actor
from repatria.people.refs import LineRef
from repatria.register.acts import Answer, Wish

At = Callable[[str], Client]
LINE = LineRef("north-1:2")
PAGES = ("/", "/outstanding/", "/lists/", "/lists/north-1/", "/lists/north-1/?state=declined", "/lists/north-1/?state=held",
         "/lines/north-1:2/", "/account/", "/manifests/", "/exchanges/", "/handover/")  # fmt: skip


def seen(client: Client) -> list[str]:
    texts = [client.get(page).content.decode() for page in PAGES]
    return [re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|data-seconds="\d+"', "", text) for text in texts]


@pytest.mark.parametrize("seat", ["north/delegate", "south/delegate", "north/officer", "south/officer"])
def test_a_private_no_is_seen_by_no_party(at: At, fresh: Desk, seat: str) -> None:
    claims.answer_claims(fresh, by=actor("south/delegate"), answers=[claims.AnswerRow(LINE, Answer.HELD)])
    party, registrar = at(seat), at("mediator/registrar")
    before, known = seen(party), seen(registrar)
    row = movements.InterviewRow(LINE, Wish.UNWILLING)
    movements.record_interviews(fresh, by=actor("mediator/verifier"), interviews=[row])
    assert seen(party) == before
    assert seen(registrar) != known  # there is something to be seen
    assert "declined" in registrar.get("/lines/north-1:2/").content.decode()
