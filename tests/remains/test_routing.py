"""Which side the dead belong to."""

from __future__ import annotations

import pytest

from repatria.people.facts import Truth
from repatria.people.refs import LineRef, PartyId
from repatria.remains.routing import Owed, route

SOUTH, NORTH = PartyId("south"), PartyId("north")
BAG = LineRef("south-5:17")


def test_remains_of_the_receivers_own_go_to_the_family():
    found = route(bag=BAG, sender=SOUTH, receiver=NORTH, seekers=[NORTH])
    assert (found.wrong_side, found.finding) == (Truth.NO, None)
    assert found.owed == (Owed("family-told", NORTH), Owed("released", NORTH))


def test_remains_of_the_senders_own_go_back_with_a_receipt_of_their_own():
    found = route(bag=BAG, sender=SOUTH, receiver=NORTH, seekers=[SOUTH])
    assert found.wrong_side is Truth.YES
    assert found.owed == (Owed("sent-back", NORTH), Owed("receipt-given", SOUTH), Owed("family-told", SOUTH))
    assert (found.finding.code, found.finding.place) == ("wrong-side-remains", BAG)


@pytest.mark.parametrize("seekers", [[], [SOUTH, NORTH]])
def test_where_nobody_or_both_seek_the_side_is_unknown(seekers: list[PartyId]):
    found = route(bag=BAG, sender=SOUTH, receiver=NORTH, seekers=seekers)
    assert (found.wrong_side, found.owed, found.finding.code) == (Truth.UNKNOWN, (), "side-not-known")
