"""Remains are counted by each side, identified by a board, and what was done can be taken back; nothing disappears."""

from __future__ import annotations

import pytest

from repatria.desk import aftermath, intake
from repatria.errors import IllegalAct, InputNotUnderstood, NotPermitted
from repatria.exchange.outcome import Outcome
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef, ListId, PartyId
from repatria.register.account import account
from repatria.register.acts import Subject

REMAINS = ExchangeId("remains-2031")


def paper(office, bags: int) -> ListId:
    rows = "\n".join(f"S-{n:04d},{'Іваненко' if n == 1 else ''}" for n in range(1, bags + 1))
    return intake.receive_list(
        office.desk, by=actor("south/delegate"), content=f"bag,label\n{rows}\n".encode(), party=PartyId("south"),
        stance=Stance.HOLDS, exchange=REMAINS, subject=Subject.REMAINS,
    ).list  # fmt: skip


def count(office, of: ListId, party: str, bags: range, specimens: int = 7, individuals: int = 5):
    return aftermath.receive_remains(
        office.desk, by=actor(f"{party}/officer"), of=of, party=PartyId(party),
        bags=[f"s-{n:04d}" for n in bags], specimens=specimens, minimum_individuals=individuals,
    )  # fmt: skip


def test_a_bag_that_was_not_there_is_kept_on_the_account_with_both_numbers(office):
    of = paper(office, 6)
    found = count(office, of, "north", range(1, 6))
    assert (found.bags, found.missing, found.unknown) == (5, ("south-1:6",), 0)
    result = account(office.desk.book())
    assert office.state("south-1:6") == "not among those received"
    assert [(d.what, d.counts) for d in result.discrepancies] == [
        ("bags of consignment south-1", {"north": 5, "south": 6})
    ]
    assert result.remains["north"].bags == 5


def test_a_tag_that_the_paper_does_not_have_is_said(office):
    of = paper(office, 3)
    assert count(office, of, "north", range(2, 6)).unknown == 2


def test_a_tag_counted_twice_is_refused(office):
    of = paper(office, 3)
    with pytest.raises(InputNotUnderstood):
        aftermath.receive_remains(
            office.desk, by=actor("north/officer"), of=of, party=PartyId("north"), bags=["S-0001", "s-0001 "],
            specimens=1, minimum_individuals=1,
        )  # fmt: skip


def test_a_label_is_a_claim_and_never_an_identity(office):
    of = paper(office, 3)
    count(office, of, "north", range(1, 4))
    assert office.state("south-1:1") == "received"


def test_an_identification_is_a_boards(office):
    of = paper(office, 3)
    count(office, of, "north", range(1, 4))
    row = aftermath.IdentificationRow(LineRef("south-1:1"))
    decide = {"rows": [row], "evidence": b"report", "by": actor("north/laboratory")}
    with pytest.raises(IllegalAct):
        aftermath.identify(office.desk, board=("north/laboratory-1",), **decide)
    aftermath.identify(office.desk, board=("north/laboratory-1", "mediator/laboratory-2"), **decide)
    assert office.state("south-1:1") == "identified"
    aftermath.withdraw(office.desk, by=actor("mediator/registrar"), target="I-0001", reason="a second test excludes it")
    assert office.state("south-1:1") == "received"


def test_remains_are_identified_where_they_are(office):
    of = paper(office, 3)
    count(office, of, "north", range(1, 4))
    with pytest.raises(NotPermitted):
        aftermath.identify(
            office.desk, by=actor("south/laboratory"), rows=[aftermath.IdentificationRow(LineRef("south-1:1"))], evidence=b"x",
            board=("a", "b"),
        )  # fmt: skip


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
