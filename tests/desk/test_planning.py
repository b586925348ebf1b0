"""From signed terms to manifests: nobody before both have confirmed, nobody against their will, siblings together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from repatria.desk import intake, movements, planning
from repatria.desk.terms import agreements
from repatria.errors import AnswerIsNo, IllegalAct
from repatria.exchange.manifest import Place, Window
from repatria.exchange.outcome import Outcome
from repatria.people.facts import FactKind
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef, ManifestId, PartyId
from repatria.register.acts import Subject, Wish


def test_nothing_is_planned_until_both_have_confirmed(office):
    office.ready_children()
    office.signs_terms("north")
    with pytest.raises(AnswerIsNo) as refused:
        office.plans()
    assert refused.value.hint == "not confirmed yet by south"


def test_each_direction_has_a_manifest_of_its_own_for_children(office):
    office.ready_children()
    office.signs_terms("north", "south")
    found = office.plans()
    directions = [[(m.from_party, m.to_party, len(m.lines)) for m in x.movements] for x in found.manifests]
    assert directions == [[("north", "south", 1)], [("south", "north", 3)]]


def test_a_child_who_says_no_stays_and_the_others_go(office):
    office.ready_children()
    office.interviews("north-1:1", Wish.UNWILLING)
    office.signs_terms("north", "south")
    lines = [line for m in office.plans().manifests for line in m.lines]
    assert lines == ["south-2:1", "north-1:2", "north-1:3"]


def test_siblings_wait_for_each_other(office):
    office.ready_children()
    for line in ("north-1:2", "north-1:3"):
        office.verifies(line, FactKind.SIBLING_GROUP, "group-1")
    office.interviews("north-1:3", Wish.UNDECIDED)
    office.signs_terms("north", "south")
    found = office.plans()
    assert [line for m in found.manifests for line in m.lines] == ["south-2:1", "north-1:1"]
    assert sorted(c.line for c in found.held_back) == ["north-1:2", "north-1:3"]


def test_a_manifest_is_in_force_when_all_three_have_signed(office):
    office.ready_children()
    office.signs_terms("north", "south")
    manifest = office.plans().manifests[1]
    office.signs_manifest(manifest, "north", "south")
    assert office.state("north-1:1") == "awaiting signatures"
    office.signs_manifest(manifest, "mediator")
    assert office.state("north-1:1") == "on a manifest"


def test_who_says_no_after_the_plan_keeps_the_manifest_from_being_signed(office):
    office.ready_children()
    office.signs_terms("north", "south")
    manifest = office.plans().manifests[1]
    office.interviews("north-1:2", Wish.UNWILLING)
    with pytest.raises((AnswerIsNo, IllegalAct)):
        office.signs_manifest(manifest, "north")
    assert office.desk.book().manifest_order == []


def test_a_party_that_signs_is_not_told_what_keeps_somebody_back(office):
    office.ready_children()
    office.signs_terms("north", "south")
    manifest = office.plans().manifests[1]
    office.interviews("north-1:2", Wish.UNDECIDED)
    told = []
    for name in ("north", "mediator"):
        with pytest.raises(movements.ManifestRefused) as refused:
            office.signs_manifest(manifest, name)
        told.append([(finding.code, finding.place) for finding in refused.value.findings])
    assert told == [[("held-back", "north-1:2")], [("interview-missing", "north-1:2")]]


def test_a_party_that_signs_second_is_not_told_either(office):
    office.ready_children()
    office.signs_terms("north", "south")
    manifest = office.plans().manifests[1]
    office.signs_manifest(manifest, "mediator")
    office.interviews("north-1:2", Wish.UNWILLING)
    with pytest.raises(IllegalAct, match="something keeps the person back"):
        office.signs_manifest(manifest, "north")


def test_numbers_go_on_from_the_highest_whatever_was_signed_first(office):
    office.ready_children()
    office.signs_terms("north", "south")
    second = office.plans().manifests[1]
    office.signs_manifest(second, "mediator")
    assert [one.id for one in office.plans().manifests] == ["M-0003"]
    taken = planning.plan(
        office.desk, exchange=ExchangeId("children-2031"), days=office.plan_days(),
        crossing_point=office.at_the_bridge(), taken=[ManifestId("M-0007")],
    )  # fmt: skip
    assert [one.id for one in taken.manifests] == ["M-0008"]


def test_a_whole_exchange_ends_with_everybody_accounted_for(office):
    office.ready_children()
    office.signs_terms("north", "south")
    for manifest in office.plans().manifests:
        office.signs_manifest(manifest, "north", "south", "mediator")
        for line in manifest.lines:
            office.checks_off(manifest, line, Outcome.CROSSED)
    assert set(office.states().values()) == {"returned"}
    assert len(office.states()) == 8


def test_two_sides_that_saw_different_things_are_both_kept(office):
    office.ready_children()
    office.signs_terms("north", "south")
    manifest = office.plans().manifests[0]
    office.signs_manifest(manifest, "north", "south", "mediator")
    office.checks_off(manifest, "south-2:1", Outcome.CROSSED, "north")
    office.checks_off(manifest, "south-2:1", Outcome.ABSENT, "south")
    assert office.state("north-2:1") == "check-offs differ"


@pytest.mark.parametrize("line", ["south-2:1", None])
def test_nobody_crosses_before_the_day_but_somebody_may_have_died(office, line):
    office.ready_children()
    office.signs_terms("north", "south")
    manifest = office.plans().manifests[0]
    office.signs_manifest(manifest, "north", "south", "mediator")
    row = movements.CheckOffRow(line and LineRef(line), Outcome.CROSSED if line else Outcome.NOT_ON_THE_MANIFEST)
    office.clock.moment = manifest.moves_on.opens_at - timedelta(2)
    with pytest.raises(IllegalAct, match="nobody has crossed before the day of the movement"):
        movements.check_off(office.desk, by=actor("north/officer"), manifest=manifest.id, rows=[row])
    assert office.state("south-2:1") == "on a manifest"
    died = movements.CheckOffRow(LineRef("south-2:1"), Outcome.DIED)
    for side in ("north", "south"):
        movements.check_off(office.desk, by=actor(f"{side}/officer"), manifest=manifest.id, rows=[died])
    assert office.state("south-2:1") == "died before handover"


def test_a_key_that_is_not_registered_signs_nothing(office):
    office.ready_children()
    office.keys["north"] = office.keys["south"]
    with pytest.raises(IllegalAct):
        office.signs_terms("north")


def test_terms_that_are_refused_can_stay_on_the_table_but_not_be_signed(office):
    office.registers_keys()
    text = office_terms_without_interview()
    with pytest.raises(agreements.TermsRefused) as refused:
        agreements.propose_terms(office.desk, by=actor("north/delegate"), text=text)
    assert refused.value.findings != ()
    agreements.propose_terms(office.desk, by=actor("north/delegate"), text=text, as_worded=True)
    with pytest.raises(IllegalAct):
        office.signs_terms("north")


def office_terms_without_interview() -> str:
    return """
format = 1
exchange = "children-2031"
version = 1
title = "Children"
parties = ["north", "south"]
status = "proposed"
reference_date = 2031-06-02

[[clause]]
id = "children"
wording = "twenty for twenty"
formula = "n for n"
counts = "person"
both = true
number = 20
"""


REMAINS_TERMS = """
format = 1
exchange = "remains-2031"
version = 1
title = "Return of the dead"
parties = ["north", "south"]
status = "proposed"
reference_date = 2031-06-02
review_days = 7

[[category]]
id = "fallen"
wording = "the dead of the armed forces"
certified = true
evidence = "a record of the recovery"
certified_by = ["north", "south"]

[[clause]]
id = "dead"
wording = "Each party returns three bodies; parts found apart are returned and not counted."
formula = "n for n"
counts = "body"
fragments = "not counted"
both = true
category = "fallen"
number = 3

[[truce]]
from = 2031-06-10T06:00:00+03:00
until = 2031-06-10T18:00:00+03:00
areas = ["Stone Bridge", "Old Mill"]
"""


def remains_agreed(office):
    office.registers_keys()
    intake.receive_list(
        office.desk, by=actor("south/delegate"), content=b"bag\nS-1\nS-2\nS-3\n", party=PartyId("south"),
        stance=Stance.HOLDS, exchange=ExchangeId("remains-2031"), subject=Subject.REMAINS,
    )  # fmt: skip
    agreements.propose_terms(office.desk, by=actor("mediator/registrar"), text=REMAINS_TERMS)
    for party in ("north", "south"):
        agreements.sign_terms(
            office.desk, by=actor(f"{party}/delegate"), exchange=ExchangeId("remains-2031"), key=office.keys[party]
        )


def remains_plan(office, day: int, area: str = ""):
    opens = datetime(2031, 6, day, 6, tzinfo=UTC)
    return planning.plan(
        office.desk, exchange=ExchangeId("remains-2031"), days=[Window(opens, opens + timedelta(hours=6))],
        crossing_point=Place({PartyId("mediator"): "Stone Bridge"}), area=area,
    )  # fmt: skip


def test_bags_announced_go_on_a_manifest_within_the_truce(office):
    remains_agreed(office)
    [manifest] = remains_plan(office, 10, "Stone Bridge").manifests
    assert manifest.lines == ("south-1:1", "south-1:2", "south-1:3")
    office.signs_manifest(manifest, "north", "south", "mediator")
    assert office.desk.book().manifests[manifest.id].in_force


@pytest.mark.parametrize(("day", "area"), [(11, "Stone Bridge"), (10, "Long Meadow")])
def test_a_movement_outside_the_truce_is_refused(office, day, area):
    remains_agreed(office)
    with pytest.raises(AnswerIsNo):
        remains_plan(office, day, area)


def test_a_second_plan_counts_on_nobody_who_is_under_way(office):
    office.ready_children()
    office.signs_terms("north", "south")
    for manifest in office.plans().manifests:
        office.signs_manifest(manifest, "north", "south", "mediator")
    assert office.plans().manifests == ()


def test_people_on_no_list_are_counted_once_however_often_the_rows_come(office):
    office.ready_children()
    office.signs_terms("north", "south")
    manifest = office.plans().manifests[0]
    office.signs_manifest(manifest, "north", "south", "mediator")
    rows = [movements.CheckOffRow(None, Outcome.NOT_ON_THE_MANIFEST)] * 2
    office.clock.moment = manifest.moves_on.opens_at
    for _ in range(2):
        movements.check_off(office.desk, by=actor("north/officer"), manifest=manifest.id, rows=rows)
    assert office.desk.book().manifests[manifest.id].unlisted == {0: 2}


def test_each_side_may_check_a_person_off_by_its_own_line(office):
    office.ready_children()
    office.signs_terms("north", "south")
    manifest = office.plans().manifests[0]
    office.signs_manifest(manifest, "north", "south", "mediator")
    office.checks_off(manifest, "south-2:1", Outcome.CROSSED, "south")
    office.checks_off(manifest, "north-2:1", Outcome.CROSSED, "north")
    assert office.state("south-2:1") == "returned"
