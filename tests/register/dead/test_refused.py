"""What the book refuses of the dead, in which words; and nothing is entered by it."""

from __future__ import annotations

from typing import Any

import pytest

from repatria.errors import IllegalAct
from repatria.register import acts

BAGS = "north seeks 3\nsouth seeks 1\nsouth sends 3 bags\n"
OPENED = BAGS + "north counts 3 bags of south-2 holding 3 1 1\n"
ONE = OPENED + "a board identifies south-2:1/1 as north-1:1\n"
OWN = OPENED + "a board identifies south-2:2 as south-1:1\n"
UNDER_REVIEW = ONE + "a policy is adopted reopening I-0001\n"

NO_SPECIMEN = "no such specimen (hand in the contents with receive-remains first)"
CASES = [
    # counts and contents
    (BAGS, "north counts 3 bags of south-2 holding 1 1",
     "contents say of each line of the paper how many specimens lay in the bag"),
    (BAGS, "north counts 2 bags of south-2 without south-2:3 holding 1 1 1",
     "south-2:3: a bag that was not there has contents"),
    (ONE, "north counts 3 bags of south-2 holding 0 1 1",
     ("south-2:1: a specimen on which somebody judged or decided would disappear (specimens keep their numbers: leave its"
     " row in the contents)")),
    # judgements
    (BAGS, "north judges south-2:1/1 south-2:2/1 same", f"south-2:1/1: {NO_SPECIMEN}"),
    (OPENED, "north judges south-2:1/1 south-2:1/4 same", f"south-2:1/4: {NO_SPECIMEN}"),
    (OPENED, "north judges south-2:1/1 north-1:1/1 same", f"north-1:1/1: {NO_SPECIMEN}"),
    (OPENED, "north judges south-2:1/1 south-2:1/1 same", "south-2:1/1: a specimen is itself; there is nothing to judge"),
    (OPENED, "south judges south-2:1/1 south-2:2/1 same",
     "south-2:1/1: specimens are judged where they lie, or by the mediator"),
    (ONE + "a board identifies south-2:2 as north-1:2", "north judges south-2:1/1 south-2:2/1 same",
     ("south-2:1/1: these specimens are identified as different people (withdraw the identification that is wrong, then"
     " judge again)")),
    (ONE + "a board identifies south-2:2", "north judges south-2:1/1 south-2:2/1 same",
     ("south-2:1/1: these specimens are identified as different people (withdraw the identification that is wrong, then"
     " judge again)")),
    # decisions
    (OPENED, "a board identifies south-2:1/4", f"south-2:1/4: {NO_SPECIMEN}"),
    (OPENED, "a board identifies south-2:1/1 south-2:2/1",
     "south-2:2/1: a specimen of another bag (one decision a bag: give each its own row)"),
    (OPENED, "a board identifies south-2:1/1 south-2:1/1", "south-2:1: a specimen is named twice"),
    (ONE, "a board identifies south-2:1/1 south-2:1/2 as north-1:2",
     "south-2:1: identified already (withdraw the earlier identification first)"),
    (ONE, "a board identifies south-2:1 as north-1:1",
     "south-2:1: identified already (withdraw the earlier identification first)"),
    (OPENED + "a board identifies south-2:1", "a board identifies south-2:1/2",
     "south-2:1: identified already (withdraw the earlier identification first)"),
    (OPENED + "north judges south-2:1/1 south-2:1/2 different", "a board identifies south-2:1",
     ("south-2:1: specimens that were judged different cannot be one person (name the specimens that are this person's, or"
     " judge the pair again)")),
    (ONE + "mediator judges south-2:1/1 south-2:2/1 different", "a board identifies south-2:2 as north-1:1",
     ("south-2:2: specimens that were judged different cannot be one person (name the specimens that are this person's, or"
     " judge the pair again)")),
    (ONE + "north judges south-2:1/1 south-2:2/1 same", "a board identifies south-2:2 as north-1:2",
     ("south-2:2/1: judged to be one person with specimens that are identified as somebody else (withdraw that"
     " identification, or judge the pair again)")),
    (OPENED, "a board identifies south-2:2 as north-1:1, one of the sender's own",
     "north-1:1: not one of the sender's own (this person is sought where the bag is)"),
    (UNDER_REVIEW, "a board identifies south-2:1/1 as north-1:2",
     "south-2:1: identified already (withdraw the earlier identification first)"),
    # policies
    (ONE, "a policy is adopted reopening I-0001 I-0001", "an identification is named twice"),
    (ONE, "a policy is adopted reopening I-0002", "I-0002: no such identification"),
    (ONE + "mediator withdraws I-0001", "a policy is adopted reopening I-0001", "I-0001: no such identification"),
    # steps
    (ONE, "north enters released for I-0001", "south-2:1: another step comes first (enter family-told first)"),
    (ONE, "south enters family-told for I-0001", "south-2:1: this step is north's or the mediator's"),
    (ONE, "north enters sent-back for I-0001",
     "south-2:1: only the sender's own are routed back (use family-told and released)"),
    (ONE + "north enters family-told for I-0001", "north enters family-told for I-0001", "south-2:1: entered before"),
    (UNDER_REVIEW, "north enters family-told for I-0001",
     "south-2:1: the identification is under review (the board decides first)"),
    (OWN, "south enters sent-back for I-0001", "south-2:2: this step is north's or the mediator's"),
    (OWN, "south enters receipt-given for I-0001", "south-2:2: another step comes first (enter sent-back first)"),
    (OWN + "north enters sent-back for I-0001", "north enters receipt-given for I-0001",
     "south-2:2: this step is south's or the mediator's"),
    (OWN + "south enters family-told for I-0001", "south enters released for I-0001",
     "south-2:2: another step comes first (enter receipt-given first)"),
    (OPENED, "north enters family-told for south-2:1", "no such identification"),
    (OPENED, "north enters buried-under-number for north-1:1", "north-1:1: not a line of remains"),
    (BAGS, "north enters buried-under-number for south-2:1",
     "south-2:1: nobody has counted this bag yet (receive the remains first)"),
    (OPENED, "south enters buried-under-number for south-2:1", "south-2:1: this step is north's or the mediator's"),
    (OPENED + "north enters buried-under-number for south-2:1", "north enters buried-under-number for south-2:1",
     "south-2:1: buried already (exhumed comes before another burial)"),
    (OPENED + "a board identifies south-2:1", "north enters buried-under-number for south-2:1",
     "south-2:1: who is identified is released to the family (use released)"),
    (OPENED, "north enters exhumed for south-2:1", "south-2:1: not buried under a number"),
    (ONE, "north enters recovered for I-0001",
     "south-2:1: nothing is to be recovered here (name the identification that was withdrawn)"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "told", "message"), CASES)
def test_refused(story: Any, refusal: Any, before: str, told: str, message: str) -> None:
    assert refusal(story.tell(before), told) == message


def entered(story: Any, kind: type[Any], **fields: Any) -> str:
    before = story.book.digest()
    with pytest.raises(IllegalAct) as refused:
        story.enter(kind, **fields)
    assert story.book.digest() == before
    return str(refused.value)


DIGEST = "0" * 64


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        (acts.RemainsReceived, {"specimens_by_bag": (1, 1, 1)},
         "specimens of each bag are read from a file of contents (hand it in with the count)"),
        (acts.RemainsReceived, {"contents": DIGEST, "specimens_by_bag": (1, 1, -1)},
         "contents say of each line of the paper how many specimens lay in the bag"),
        (acts.RemainsReceived, {"contents": DIGEST, "specimens_by_bag": (1, 1, 2)},
         "the contents have another number of specimens than the count (count again)"),
        (acts.CustodyRecorded, {"list": "north-1", "entries": 1},
         "no list of remains (hand in the consignment's paper as a list of remains first)"),
        (acts.CustodyRecorded, {"list": "south-2", "entries": -1}, "a count is never below 0"),
        (acts.CustodyRecorded, {"list": "south-2", "entries": 1, "by": "east/laboratory"},
         "no party of this desk (parties: north, south)"),
        (acts.EffectsRecorded, {"list": "north-1", "entries": 1},
         "no list of remains (hand in the consignment's paper as a list of remains first)"),
        (acts.EffectsRecorded, {"list": "south-2", "entries": -1}, "a count is never below 0"),
        (acts.ProfilesReceived, {"profiles": -1, "laboratory": "L-1"}, "a count is never below 0"),
        (acts.ProfilesReceived, {"profiles": 1, "laboratory": "the laboratory"},
         "not a laboratory's code (letters, digits and hyphens, as in L-1)"),
        (acts.PolicyAdopted, {"by": "north/delegate"}, "a policy is entered by the mediator's registrar"),
        (acts.RemainsFollowedUp, {"step": acts.RemainsStep.BURIED, "identification": "I-0001"},
         "south-2:1: a grave under a number has no name (name the bag only)"),
        (acts.RemainsFollowedUp, {"step": acts.RemainsStep.FAMILY_TOLD, "identification": "I-0001", "remains": "south-2:2"},
         "south-2:2: an identification of other remains"),
        (acts.IdentificationMade, {"policy": DIGEST}, "south-2:1: identifications are made under the policy in force"),
    ],
)  # fmt: skip
def test_an_act_that_no_door_makes(story: Any, kind: type[Any], fields: dict[str, Any], message: str) -> None:
    story.tell(ONE)
    usual: dict[type[Any], dict[str, Any]] = {
        acts.RemainsReceived: {"list": "south-2", "party": "north", "bags": 3, "specimens": 3, "minimum_individuals": 1},
        acts.RemainsFollowedUp: {"remains": "south-2:1", "on": story.now.date()},
        acts.IdentificationMade: {
            "remains": "south-2:1", "person": None, "party": "north", "evidence": DIGEST, "board": ("a", "b"),
        },
    }  # fmt: skip
    given = {"by": "north/laboratory"} | usual.get(kind, {}) | fields
    if "sha256" in kind.__struct_fields__:
        given["sha256"] = DIGEST
    assert entered(story, kind, **given) == message


def test_a_laboratorys_file_is_entered_once(story: Any) -> None:
    given = {"by": "north/laboratory", "sha256": DIGEST, "profiles": 1, "laboratory": "L-1"}
    story.enter(acts.ProfilesReceived, **given)
    assert entered(story, acts.ProfilesReceived, **given) == "this laboratory's file was handed in before"
    story.enter(acts.ProfilesReceived, **given | {"laboratory": "L-2"})


def test_a_policy_in_force_is_the_one_that_decisions_name(story: Any) -> None:
    story.tell(OPENED + "a policy A is adopted\na policy B is adopted")
    given = {"by": "north/laboratory", "remains": "south-2:2", "person": None, "party": "north", "evidence": DIGEST}
    first = story.book.dead.policies[0].sha256
    for policy in (None, first):
        message = entered(story, acts.IdentificationMade, **given, board=("a", "b"), policy=policy)
        assert message == "south-2:2: identifications are made under the policy in force"
    story.tell("a board identifies south-2:2")
