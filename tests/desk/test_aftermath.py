"""What was done can be taken back; nothing disappears, and nothing is signed while an exchange is suspended."""

from __future__ import annotations

import pytest

from repatria.desk import aftermath
from repatria.errors import IllegalAct, InputNotUnderstood, NotPermitted
from repatria.exchange.outcome import Outcome
from repatria.people.party import actor
from repatria.people.refs import ExchangeId, LineRef
from repatria.register.account import account


def test_a_claim_taken_back_stays_on_the_account(office):
    office.four_lists()
    aftermath.withdraw(office.desk, by=actor("north/delegate"), target="north-1:1", reason="entered by mistake")
    assert office.state("north-1:1") == "withdrawn"
    assert account(office.desk.book()).balanced


def test_a_claim_is_not_taken_back_by_the_other_party(office):
    office.four_lists()
    with pytest.raises(IllegalAct):
        aftermath.withdraw(office.desk, by=actor("south/delegate"), target="north-1:1", reason="no")


def test_a_return_is_followed_up_until_the_last_day(office):
    office.ready_children()
    office.signs_terms("north", "south")
    manifest = office.plans().manifests[0]
    office.signs_manifest(manifest, "north", "south", "mediator")
    office.checks_off(manifest, "south-2:1", Outcome.CROSSED)
    for milestone in range(1, 6):
        assert office.state("south-2:1") == "returned"
        row = aftermath.FollowUpRow(LineRef("south-2:1"), milestone, "well, at school")
        aftermath.follow_up(office.desk, by=actor("south/delegate"), rows=[row])
    assert office.state("south-2:1") == "followed up"


@pytest.mark.parametrize("role", ["laboratory", "officer"])
def test_visits_are_not_made_by_laboratories_or_officers(office, role):
    office.four_lists()
    row = aftermath.FollowUpRow(LineRef("south-2:1"), 1, "well")
    with pytest.raises(NotPermitted):
        aftermath.follow_up(office.desk, by=actor(f"south/{role}"), rows=[row])


def test_a_claim_or_a_manifest_taken_back_has_no_consequences_to_tell(office):
    office.four_lists()
    done = aftermath.withdraw(office.desk, by=actor("north/delegate"), target="north-1:1", reason="entered by mistake")
    assert (done.new, done.already, done.followed, done.lines) == (1, 0, None, ())
    again = aftermath.withdraw(office.desk, by=actor("north/delegate"), target="north-1:1", reason="entered by mistake")
    assert (again.new, again.already) == (0, 1)


def test_a_suspended_exchange_signs_nothing_until_it_is_resumed(office):
    office.ready_children()
    suspend = {"by": actor("south/delegate"), "exchange": ExchangeId("children-2031")}
    aftermath.suspend(office.desk, reason="shelling at the crossing point", **suspend)
    with pytest.raises(IllegalAct):
        office.signs_terms("north")
    aftermath.resume(office.desk, by=actor("mediator/registrar"), exchange=ExchangeId("children-2031"))
    office.signs_terms("north")


def test_a_reason_that_is_no_unicode_is_refused_and_nothing_entered(office):
    office.four_lists()
    before = office.desk.book().digest()
    with pytest.raises(InputNotUnderstood, match="a text that is not written in UTF-8"):
        aftermath.withdraw(office.desk, by=actor("north/delegate"), target="north-1:1", reason="\udcff")
    assert office.desk.book().digest() == before
