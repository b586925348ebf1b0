"""Steps after a decision on the dead: in their order, by whom they are owed, and passed over when they stand already."""

from __future__ import annotations

from datetime import timedelta

import pytest

from repatria.desk import aftermath
from repatria.errors import IllegalAct, InputNotUnderstood, NotPermitted
from repatria.people.party import actor
from repatria.register.acts import RemainsStep

TOLD, RELEASED, SENT, RECEIPT = (
    RemainsStep.FAMILY_TOLD, RemainsStep.RELEASED, RemainsStep.SENT_BACK, RemainsStep.RECEIPT_GIVEN,
)  # fmt: skip


def refusal(action) -> str:
    with pytest.raises((IllegalAct, InputNotUnderstood)) as refused:
        action()
    return refused.value.message


def test_the_family_is_told_and_then_the_remains_are_released(mortuary):
    mortuary.three_bags()
    mortuary.decide("south-1:2", "north-1:1")
    assert refusal(lambda: mortuary.step("south-1:2", RELEASED)) == "another step comes first"
    for step, state in ((TOLD, "family told"), (RELEASED, "released")):
        mortuary.step("south-1:2", step, by="north/delegate")
        assert [mortuary.state(line) for line in ("south-1:2", "north-1:1")] == [state] * 2
        assert mortuary.step("south-1:2", step, by="north/delegate").already == 1


def test_the_senders_own_are_sent_back_and_receipted_and_then_their_family_is_told(mortuary):
    mortuary.three_bags()
    mortuary.missing("south")
    mortuary.decide("south-1:2", "south-2:1")
    assert refusal(lambda: mortuary.step("south-1:2", SENT, by="south/laboratory")) == (
        "this step is north's or the mediator's"
    )
    mortuary.step("south-1:2", SENT, document=b"protocol")
    assert mortuary.state("south-1:2") == "routed back"
    assert refusal(lambda: mortuary.step("south-1:2", RECEIPT)) == "this step is south's or the mediator's"
    mortuary.step("south-1:2", RECEIPT, by="south/officer", document=b"receipt")
    assert [mortuary.state(line) for line in ("south-1:2", "south-2:1")] == ["receipt given", "identified"]
    for step in (TOLD, RELEASED):
        mortuary.step("south-2:1", step, by="south/delegate")
    assert [mortuary.state(line) for line in ("south-1:2", "south-2:1")] == ["receipt given", "released"]


def test_only_the_senders_own_are_routed_back(mortuary):
    mortuary.three_bags()
    mortuary.decide("south-1:2", "north-1:1")
    assert refusal(lambda: mortuary.step("south-1:2", SENT)) == "only the sender's own are routed back"


def test_a_bag_of_two_people_needs_to_be_told_which(mortuary):
    mortuary.three_bags()
    mortuary.decide("south-1:1/1", "north-1:1")
    mortuary.decide("south-1:1/2", "north-1:2")
    assert refusal(lambda: mortuary.step("south-1:1", TOLD)) == "boards decided on this bag more than once"
    mortuary.step("south-1:1/2", TOLD)
    assert [mortuary.state(line) for line in ("south-1:1", "north-1:1", "north-1:2")] == [
        "identified", "identified", "family told",
    ]  # fmt: skip


def test_a_persons_line_stands_for_all_bags_of_the_person(mortuary):
    mortuary.three_bags()
    for bag in ("south-1:1", "south-1:2"):
        mortuary.decide(bag, "north-1:1")
    assert mortuary.step("north-1:1", TOLD).new == 2
    mortuary.decide("south-1:3", "north-1:1")
    assert mortuary.state("north-1:1") == "identified"  # of the third bag the family does not know
    assert (mortuary.step("north-1:1", TOLD).new, mortuary.state("north-1:1")) == (1, "family told")


@pytest.mark.parametrize("target", ["south-1:2", "south-1:1/2", "north-1:1", "south-1:1/9", "I-0009"])
def test_nothing_follows_where_nobody_decided(mortuary, target):
    mortuary.three_bags()
    assert refusal(lambda: mortuary.step(target, TOLD)) in {
        "nobody has identified these remains", "no such specimen", "no such identification",
    }  # fmt: skip


def test_buried_under_a_number_exhumed_and_each_once(mortuary):
    mortuary.three_bags()
    mortuary.step("south-1:2", RemainsStep.BURIED)
    assert (mortuary.state("south-1:2"), mortuary.step("south-1:2", RemainsStep.BURIED).already) == (
        "buried under a number", 1,
    )  # fmt: skip
    mortuary.step("south-1:2", RemainsStep.EXHUMED)
    assert mortuary.state("south-1:2") == "received"
    assert mortuary.step("south-1:2", RemainsStep.EXHUMED).already == 1


def test_who_is_identified_in_the_grave_is_told_of_and_released_from_it(mortuary):
    mortuary.three_bags()
    mortuary.step("south-1:2", RemainsStep.BURIED)
    mortuary.decide("south-1:2", "north-1:1")
    for step in (TOLD, RELEASED):
        mortuary.step("south-1:2", step)
    assert (mortuary.state("south-1:2"), mortuary.desk.book().dead.buried) == ("released", {})


def test_what_was_released_under_a_wrong_name_is_owed_back(mortuary):
    mortuary.three_bags()
    mortuary.decide("south-1:2", "north-1:1")
    for step in (TOLD, RELEASED):
        mortuary.step("south-1:2", step)
    aftermath.withdraw(mortuary.desk, by=actor("mediator/registrar"), target="I-0001", reason="came home alive")
    assert [mortuary.state(line) for line in ("south-1:2", "north-1:1")] == ["to be recovered", "unanswered"]
    mortuary.step("I-0001", RemainsStep.RECOVERED)
    assert (mortuary.state("south-1:2"), mortuary.step("south-1:2", RemainsStep.RECOVERED).already) == ("received", 1)


def test_what_left_under_two_names_is_recovered_one_by_one(mortuary):
    mortuary.three_bags()
    for number, specimen in enumerate(("south-1:1/1", "south-1:1/2"), 1):
        mortuary.decide(specimen, f"north-1:{number}")
        for step in (TOLD, RELEASED):
            mortuary.step(specimen, step)
    for target in ("I-0001", "I-0002"):
        aftermath.withdraw(mortuary.desk, by=actor("mediator/registrar"), target=target, reason="taken for another")
    assert refusal(lambda: mortuary.step("south-1:1", RemainsStep.RECOVERED)) == "several are to be recovered here"
    for target, state in (("I-0002", "to be recovered"), ("I-0001", "received")):
        mortuary.step(target, RemainsStep.RECOVERED)
        assert mortuary.state("south-1:1") == state


def test_a_step_is_not_entered_ahead_nor_before_the_one_it_follows(mortuary):
    mortuary.three_bags()
    mortuary.decide("south-1:2", "north-1:1")
    today = mortuary.office.clock.moment.date()
    ahead, before = today + timedelta(1), today - timedelta(1)
    assert refusal(lambda: mortuary.step("south-1:2", TOLD, on=ahead)) == (
        "a step is entered when it was made, not ahead"
    )
    mortuary.step("south-1:2", TOLD)
    assert refusal(lambda: mortuary.step("south-1:2", RELEASED, on=before)) == "a step before the one that it follows"


def test_verifiers_and_observers_enter_no_step(mortuary):
    mortuary.three_bags()
    mortuary.decide("south-1:2", "north-1:1")
    for by in ("mediator/verifier", "mediator/observer"):
        with pytest.raises(NotPermitted):
            mortuary.step("south-1:2", TOLD, by=by)
