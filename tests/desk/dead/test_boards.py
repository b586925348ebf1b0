"""A board decides, under the policy in force; and what a changed policy does not carry any more is decided again."""

from __future__ import annotations

import pytest

from repatria.desk import aftermath, claims
from repatria.desk.dead.boards import IdentificationRefused
from repatria.errors import IllegalAct, NotPermitted
from repatria.people.party import actor
from repatria.register.acts import IdentificationMade, Judgement, RemainsStep, decode

BOTH = ("north/laboratory-1", "south/laboratory-1")


def acts_of(mortuary, kind):
    found = [decode(entry.payload) for entry in mortuary.desk.archive.entries()]
    return [act for act in found if isinstance(act, kind)]


def reasons(refused) -> list[str]:
    return [one.message for one in refused.value.findings]


def judge(mortuary, left: str, right: str, judgement: Judgement, by: str = "north/laboratory"):
    row = claims.JudgementRow(left, right, judgement)
    return claims.judge_matches(mortuary.desk, by=actor(by), judgements=[row])


# -- without a policy: as a board decides


def test_an_identification_is_a_boards(mortuary):
    mortuary.count(mortuary.paper(3), "north", range(1, 4))
    with pytest.raises(IllegalAct):
        mortuary.decide("south-1:1", board=("north/laboratory-1",))
    mortuary.decide("south-1:1")
    assert mortuary.state("south-1:1") == "identified"


def test_remains_are_identified_where_they_are(mortuary):
    mortuary.count(mortuary.paper(3), "north", range(1, 4))
    with pytest.raises(NotPermitted):
        mortuary.decide("south-1:1", by=actor("south/laboratory"))


def test_two_people_in_one_bag_are_two_decisions(mortuary):
    mortuary.three_bags()
    mortuary.decide("south-1:1/1", "north-1:1")
    assert mortuary.state("south-1:1") == "partly identified"
    with pytest.raises(IllegalAct, match="identified already"):
        mortuary.decide("south-1:1", "north-1:2")
    mortuary.decide("south-1:1/2", "north-1:2")
    assert [mortuary.state(line) for line in ("south-1:1", "north-1:1", "north-1:2")] == ["identified"] * 3


def test_one_person_in_three_bags_is_identified_once(mortuary):
    from repatria.register.account import account

    mortuary.three_bags()
    for bag in ("south-1:1", "south-1:2", "south-1:3"):
        mortuary.decide(bag, "north-1:1")
    found = account(mortuary.desk.book())
    assert (found.remains["north"].identified, found.consignments[0].identified) == (1, 1)


def test_the_same_decision_again_is_passed_over(mortuary):
    mortuary.three_bags()
    assert [mortuary.decide("south-1:1/1", "north-1:1").new for _ in range(2)] == [1, 0]


def test_one_of_the_senders_own_is_known_by_their_list(mortuary):
    mortuary.three_bags()
    mortuary.missing("south")
    mortuary.decide("south-1:2", "south-2:1")
    assert [act.wrong_side for act in acts_of(mortuary, IdentificationMade)] == [True]
    assert [mortuary.state(line) for line in ("south-1:2", "south-2:1")] == ["wrong side"] * 2


def test_specimens_judged_different_are_not_one_person(mortuary):
    mortuary.three_bags()
    judge(mortuary, "south-1:1/1", "south-1:1/2", Judgement.DIFFERENT)
    with pytest.raises(IllegalAct, match="judged different"):
        mortuary.decide("south-1:1", "north-1:1")


# -- under a policy


def test_a_policy_asks_for_conclusions_that_pass_it(mortuary):
    mortuary.three_bags()
    adopted = mortuary.adopt()
    assert (adopted.name, adopted.assessed, adopted.reopened) == ("default", 0, ())
    before = mortuary.desk.book().digest()
    with pytest.raises(IdentificationRefused) as refused:
        mortuary.decide("south-1:2", "north-1:1")
    assert refused.value.exit_status == 1
    assert reasons(refused) == ["the evidence is not a file of conclusions, and cannot be held against the policy"]
    assert mortuary.desk.book().digest() == before
    mortuary.decide("south-1:2", "north-1:1", evidence=mortuary.conclusions(mortuary.good("north-1:1", "south-1:2/1")))
    (made,) = acts_of(mortuary, IdentificationMade)
    assert (made.policy, mortuary.state("south-1:2")) == (adopted.sha256, "identified")


def test_one_close_relative_is_a_lead_and_no_identification(mortuary):
    mortuary.three_bags()
    mortuary.adopt()
    lead = mortuary.good("north-1:1", "south-1:2/1", close_relatives=1, typed_relatives=1, chance_hits=550.0)
    with pytest.raises(IdentificationRefused) as refused:
        mortuary.decide("south-1:2", "north-1:1", evidence=mortuary.conclusions(lead))
    assert reasons(refused) == [
        "1 close of 1 relatives typed, by 1 methods that count; asked are 2 close relatives, or 2 methods with one relative",
        "a lead by one close relative, not an identification; a search of this size gives up to 5.5e+02 as good by chance",
    ]


@pytest.mark.parametrize(
    ("remains", "person"), [("south-1:2", "north-1:2"), ("south-1:3", "north-1:1"), ("south-1:2", None)]
)
def test_conclusions_carry_their_own_remains_and_person_only(mortuary, remains, person):
    mortuary.three_bags()
    mortuary.adopt()
    evidence = mortuary.conclusions(mortuary.good("north-1:1", "south-1:2/1"))
    with pytest.raises(IdentificationRefused) as refused:
        mortuary.decide(remains, person, evidence=evidence)
    assert reasons(refused) == ["no conclusion in the evidence is on these remains and this person"]


def test_somebody_on_no_list_is_carried_by_a_conclusion_on_nobody_known_here(mortuary):
    mortuary.three_bags()
    mortuary.adopt()
    mortuary.decide("south-1:2", None, evidence=mortuary.conclusions(mortuary.good("mp", "south-1:2/1")))
    assert mortuary.state("south-1:2") == "identified"


def test_a_profile_reaches_its_specimen_by_the_contents(mortuary):
    mortuary.three_bags()
    mortuary.adopt()
    mortuary.decide("south-1:2", "north-1:1", evidence=mortuary.conclusions(mortuary.good("north-1:1", profile="n3")))
    assert mortuary.state("south-1:2") == "identified"


def test_a_whole_bag_of_two_specimens_needs_both_or_a_judgement(mortuary):
    mortuary.three_bags()
    mortuary.adopt()
    evidence = mortuary.conclusions(mortuary.good("north-1:1", "south-1:1/1"))
    with pytest.raises(IdentificationRefused) as refused:
        mortuary.decide("south-1:1", "north-1:1", evidence=evidence)
    assert reasons(refused) == [
        "south-1:1/2 is of no profile that passes, and was not judged to be one person with such a specimen"
    ]
    judge(mortuary, "south-1:1/1", "south-1:1/2", Judgement.SAME)
    mortuary.decide("south-1:1", "north-1:1", evidence=evidence)
    assert mortuary.state("south-1:1") == "identified"


def test_two_profiles_carry_a_bag_between_them(mortuary):
    mortuary.three_bags()
    mortuary.adopt()
    both = (mortuary.good("north-1:1", "south-1:1/1"), mortuary.good("north-1:1", "south-1:1/2"))
    mortuary.decide("south-1:1", "north-1:1", evidence=mortuary.conclusions(*both))
    assert mortuary.state("south-1:1") == "identified"


def test_a_judgement_carries_a_decision_into_another_bag(mortuary):
    mortuary.three_bags()
    mortuary.adopt()
    judge(mortuary, "south-1:2/1", "south-1:3/1", Judgement.SAME)
    evidence = mortuary.conclusions(mortuary.good("north-1:1", "south-1:2/1"))
    mortuary.decide("south-1:3", "north-1:1", evidence=evidence)
    assert mortuary.state("south-1:3") == "identified"


def test_the_board_is_as_large_as_the_policy_asks(mortuary):
    mortuary.three_bags()
    mortuary.adopt(board=3)
    evidence = mortuary.conclusions(mortuary.good("north-1:1", "south-1:2/1"))
    with pytest.raises(IdentificationRefused) as refused:
        mortuary.decide("south-1:2", "north-1:1", evidence=evidence)
    assert reasons(refused) == ["the board has 2 members; 3 are asked"]


def test_both_parties_sit_on_the_board_for_one_of_the_senders_own(mortuary):
    mortuary.three_bags()
    mortuary.missing("south")
    mortuary.adopt()
    evidence = mortuary.conclusions(mortuary.good("south-2:1", "south-1:2/1"))
    with pytest.raises(IdentificationRefused) as refused:
        mortuary.decide("south-1:2", "south-2:1", evidence=evidence)
    assert reasons(refused) == ["one of the sender's own: south must sit on the board too"]
    mortuary.decide("south-1:2", "south-2:1", evidence=evidence, board=BOTH)
    assert mortuary.state("south-1:2") == "wrong side"


def test_one_row_that_does_not_pass_keeps_all_out(mortuary):
    from repatria.desk.dead.boards import IdentificationRow, identify

    mortuary.three_bags()
    mortuary.adopt()
    rows = [IdentificationRow("south-1:2", "north-1:1"), IdentificationRow("south-1:3", "north-1:2")]
    evidence = mortuary.conclusions(mortuary.good("north-1:1", "south-1:2/1"))
    with pytest.raises(IdentificationRefused) as refused:
        identify(mortuary.desk, by=actor("north/laboratory"), rows=rows, evidence=evidence, board=BOTH)
    assert [one.place for one in refused.value.findings] == ["south-1:3"]
    assert acts_of(mortuary, IdentificationMade) == []


# -- a changed policy


def test_a_changed_policy_reopens_what_no_longer_passes_and_what_cannot_be_assessed(mortuary):
    mortuary.three_bags()
    mortuary.decide("south-1:3", "north-1:3", evidence=b"minutes")
    strong = mortuary.good("north-1:1", "south-1:2/1", close_relatives=3)
    weak = mortuary.good("north-1:2", "south-1:1/1")
    evidence = mortuary.conclusions(strong, weak)
    mortuary.decide("south-1:2", "north-1:1", evidence=evidence)
    mortuary.decide("south-1:1/1", "north-1:2", evidence=evidence)
    adopted = mortuary.adopt(least_close_relatives=3)
    assert (adopted.assessed, [one.identification for one in adopted.reopened]) == (3, ["I-0001", "I-0003"])
    assert [one.reasons[0] for one in adopted.reopened] == [
        "the evidence is not a file of conclusions, and cannot be held against the policy",
        "2 close of 3 relatives typed, by 1 methods that count; asked are 3 close relatives, or 2 methods with one relative",
    ]
    lines = ("south-1:3", "north-1:3", "south-1:2", "north-1:1", "south-1:1", "north-1:2")
    under = "identification under review"
    assert [mortuary.state(line) for line in lines] == [under, under, "identified", "identified", under, under]


def test_a_policy_that_is_taken_back_lets_them_stand_again(mortuary):
    mortuary.three_bags()
    mortuary.decide("south-1:2", "north-1:1", evidence=mortuary.conclusions(mortuary.good("north-1:1", "south-1:2/1")))
    mortuary.adopt(least_close_relatives=3)
    assert mortuary.state("south-1:2") == "identification under review"
    assert mortuary.adopt().reopened == ()
    assert mortuary.state("south-1:2") == "identified"


def test_the_same_policy_again_is_passed_over_while_it_reopens_nothing_new(mortuary):
    assert [mortuary.adopt().entered.new for _ in range(2)] == [1, 0]


def test_the_board_confirms_with_new_evidence_and_what_was_done_stays_done(mortuary):
    mortuary.three_bags()
    first = mortuary.conclusions(mortuary.good("north-1:1", "south-1:2/1"))
    mortuary.decide("south-1:2", "north-1:1", evidence=first)
    mortuary.step("south-1:2", RemainsStep.FAMILY_TOLD)
    mortuary.adopt(least_close_relatives=3)
    with pytest.raises(IdentificationRefused):
        mortuary.decide("south-1:2", "north-1:1", evidence=first)
    with pytest.raises(IllegalAct, match="under review"):
        mortuary.step("south-1:2", RemainsStep.RELEASED)
    more = mortuary.conclusions(mortuary.good("north-1:1", "south-1:2/1", close_relatives=3))
    assert mortuary.decide("south-1:2", "north-1:1", evidence=more).new == 1
    assert [mortuary.state(line) for line in ("south-1:2", "north-1:1")] == ["family told"] * 2
    mortuary.step("I-0002", RemainsStep.RELEASED)
    assert mortuary.state("south-1:2") == "released"


def test_who_is_under_review_is_not_confirmed_as_somebody_else(mortuary):
    mortuary.three_bags()
    mortuary.decide("south-1:2", "north-1:1", evidence=mortuary.conclusions(mortuary.good("north-1:1", "south-1:2/1")))
    mortuary.adopt(least_close_relatives=3)
    other = mortuary.conclusions(mortuary.good("north-1:2", "south-1:2/1", close_relatives=3))
    with pytest.raises(IllegalAct, match="identified already"):
        mortuary.decide("south-1:2", "north-1:2", evidence=other)


def test_only_the_registrar_adopts_a_policy(mortuary):
    from repatria.desk.dead.boards import adopt_policy
    from repatria.remains.policy import DEFAULT, to_toml

    for by in ("north/delegate", "north/laboratory"):
        with pytest.raises(NotPermitted):
            adopt_policy(mortuary.desk, by=actor(by), content=to_toml(DEFAULT))


# -- taken back


def test_a_withdrawal_tells_all_that_followed(mortuary):
    mortuary.three_bags()
    judge(mortuary, "south-1:1/1", "south-1:2/1", Judgement.SAME)
    mortuary.decide("south-1:1/1", "north-1:1")
    mortuary.decide("south-1:3", "north-1:1")
    for step in (RemainsStep.FAMILY_TOLD, RemainsStep.RELEASED):
        mortuary.step("south-1:1/1", step)
    done = aftermath.withdraw(mortuary.desk, by=actor("mediator/registrar"), target="I-0001", reason="came home alive")
    followed = done.followed
    assert (followed.remains, followed.specimens, followed.person) == ("south-1:1", ("south-1:1/1",), "north-1:1")
    assert [step.value for step, _ in followed.steps] == ["family-told", "released"]
    assert (followed.others, followed.same) == ((("I-0002", "south-1:3"),), ("south-1:2",))
    assert [(one.line, one.before, one.after) for one in done.lines] == [
        ("south-1:1", "partly identified", "to be recovered"),
        ("north-1:1", "identified", "identified"),
    ]
    assert (done.identified, done.wrong_side) == ((1, 1), (0, 0))
    done = aftermath.withdraw(mortuary.desk, by=actor("mediator/registrar"), target="I-0002", reason="came home alive")
    assert [(one.line, one.before, one.after) for one in done.lines] == [
        ("south-1:3", "identified", "received"),
        ("north-1:1", "identified", "unanswered"),
    ]
    assert done.identified == (1, 0)


def test_a_withdrawn_identification_is_numbered_for_good(mortuary):
    mortuary.three_bags()
    mortuary.decide("south-1:2", "north-1:1")
    aftermath.withdraw(
        mortuary.desk, by=actor("mediator/registrar"), target="I-0001", reason="a second test excludes it"
    )
    mortuary.decide("south-1:2", "north-1:2", evidence=b"second report")
    made = mortuary.desk.book().identifications
    assert [one and one.person for one in made] == [None, "north-1:2"]


def test_looking_at_a_policy_tells_what_it_would_re_open_and_puts_nothing_in_force(mortuary):
    from repatria.desk.dead.boards import look_at_policy
    from repatria.people.party import actor
    from repatria.remains.policy import DEFAULT, to_toml

    mortuary.three_bags()
    mortuary.decide("south-1:1/2", "north-1:1")
    size, content = mortuary.desk.archive.size(), to_toml(DEFAULT)
    looked = look_at_policy(mortuary.desk, by=actor("mediator/registrar"), content=content)
    assert (looked.assessed, [one.identification for one in looked.reopened], looked.entered.new) == (1, ["I-0001"], 0)
    assert (mortuary.desk.archive.size(), mortuary.desk.book().dead.policy) == (size, None)
    assert mortuary.adopt().reopened == looked.reopened
