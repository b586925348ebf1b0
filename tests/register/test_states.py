"""Every state is reached by a short story, has a meaning, and nobody falls off the account."""

from __future__ import annotations

from typing import Any

import pytest

from repatria.errors import IllegalAct
from repatria.register.states import CLOSED, MEANING, State, standing, standing_told

LISTS = "north seeks 3\nsouth holds 3\n"
AGREED = LISTS + "both judge north-1:1 south-1:1 same\nterms are agreed\nmediator hears south-1:1 willing\n"
LISTED = AGREED + "everybody signs M-0001 for south-1:1\n"
BAGS = "south sends 3 bags\n"
COUNTED = "north counts 3 bags of south-1 holding 2 1 1\n"
TOLD = COUNTED + "a board identifies south-1:1\nnorth enters family-told for I-0001\n"
OWN = COUNTED + "a board identifies south-1:1, one of the sender's own\n"
VISITS = "somebody visits north-1:1 for follow-up 1\nsomebody visits south-1:1 for follow-up 2"
DUE = "by 2031-03-29"  # 28 days after the first of March, for answers and steps alike

REACHED = {
    State.UNANSWERED: ("", f"south {DUE}"),
    State.NEEDS_INFORMATION: ("south answers north-1:1 cannot identify needs date_of_birth", f"north {DUE}"),
    State.WITHHELD: ("south answers north-1:1 withheld to the mediator", f"mediator {DUE}"),
    State.HELD: ("south answers north-1:1 held", f"mediator {DUE}"),
    State.NOT_HELD: ("south answers north-1:1 not held", f"north {DUE}"),
    State.TRACING: ("south answers north-1:1 not held\nnorth accepts north-1:1", f"mediator {DUE}"),
    State.SAID_DEAD: ("south answers north-1:1 dead\nnorth accepts north-1:1", f"south {DUE}"),
    State.SAID_RETURNED: ("south answers north-1:1 already returned", f"north {DUE}"),
    State.ALREADY_HOME: ("south answers north-1:1 already returned\nnorth accepts north-1:1", ""),
    State.SAID_LEFT: ("south answers north-1:1 left the territory", f"north {DUE}"),
    State.GROWN_UP: ("south answers north-1:1 grown up\nnorth accepts north-1:1", f"south {DUE}"),
    State.SAID_DUPLICATE: ("south answers north-1:1 duplicate of north-1:2", f"north {DUE}"),
    State.DUPLICATE: ("south answers north-1:1 duplicate of north-1:2\nnorth accepts north-1:1", ""),
    State.DISPUTED: ("south answers north-1:1 not held\nnorth contests north-1:1", f"mediator {DUE}"),
    State.WITHDRAWN: ("north withdraws north-1:1", ""),
    State.DECLINED: ("mediator hears north-1:1 unwilling", f"mediator {DUE}"),
}
MOVED = {
    State.AWAITING_SIGNATURES: ("mediator hears north-1:2 willing\nnorth signs M-0002 for north-1:2", "north-1:2",
                                "south by 2031-03-10"),
    State.ON_MANIFEST: ("", "north-1:1", "south by 2031-03-10"),
    State.HALF_CHECKED: ("north checks M-0001 south-1:1 crossed", "north-1:1", "south by 2031-03-10"),
    State.CHECKS_DIFFER: ("north checks M-0001 south-1:1 absent\nsouth checks M-0001 south-1:1 crossed", "north-1:1",
                          f"mediator {DUE}"),
    State.RETURNED: ("both check M-0001 south-1:1 crossed", "north-1:1", "north by 2031-03-08"),
    State.FOLLOWED_UP: (
        "both check M-0001 south-1:1 crossed\n" + VISITS, "north-1:1", ""),
    State.DECLINED: ("both check M-0001 south-1:1 declined", "north-1:1", f"mediator {DUE}"),
    State.ABSENT: ("both check M-0001 south-1:1 absent", "north-1:1", f"south {DUE}"),
    State.UNFIT: ("both check M-0001 south-1:1 unfit", "north-1:1", f"south {DUE}"),
    State.DIED_BEFORE_HANDOVER: ("both check M-0001 south-1:1 died", "north-1:1", f"south {DUE}"),
    State.MISTAKEN_IDENTITY: ("both check M-0001 south-1:1 mistaken identity", "north-1:1", f"south {DUE}"),
}  # fmt: skip
OF_REMAINS = {
    State.ANNOUNCED: ("", f"north {DUE}"),
    State.RECEIVED: ("north counts 3 bags of south-1", f"north {DUE}"),
    State.NOT_AMONG_RECEIVED: ("north counts 2 bags of south-1 without south-1:1", f"south {DUE}"),
    State.COUNTS_DIFFER: (
        "north counts 2 bags of south-1 without south-1:1\nsouth counts 3 bags of south-1", f"mediator {DUE}"),
    State.IDENTIFIED: ("north counts 3 bags of south-1\na board identifies south-1:1", f"north {DUE}"),
    State.PARTLY_IDENTIFIED: (COUNTED + "a board identifies south-1:1/2", f"north {DUE}"),
    State.BURIED_UNDER_NUMBER: (COUNTED + "north enters buried-under-number for south-1:1", f"north {DUE}"),
    State.UNDER_REVIEW: (COUNTED + "a board identifies south-1:1\na policy is adopted reopening I-0001", f"north {DUE}"),
    State.FAMILY_TOLD: (TOLD, f"north {DUE}"),
    State.RELEASED: (TOLD + "north enters released for I-0001", ""),
    State.WRONG_SIDE: (OWN, f"north {DUE}"),
    State.ROUTED_BACK: (OWN + "north enters sent-back for I-0001", f"south {DUE}"),
    State.RECEIPT_GIVEN: (OWN + "north enters sent-back for I-0001\nsouth enters receipt-given for I-0001", ""),
    State.TO_BE_RECOVERED: (TOLD + "north enters released for I-0001\nmediator withdraws I-0001", f"north {DUE}"),
    State.WITHDRAWN: ("south withdraws south-1:1", ""),
}  # fmt: skip


def expected(state: State, owed: str) -> str:
    return f"{state}, {owed or 'closed'}"


@pytest.mark.parametrize("state", REACHED)
def test_line_that_seeks(story: Any, state: State) -> None:
    told, owed = REACHED[state]
    assert story.tell(LISTS + told).where("north-1:1") == expected(state, owed)


@pytest.mark.parametrize("state", MOVED)
def test_line_of_somebody_who_moves(story: Any, state: State) -> None:
    told, line, owed = MOVED[state]
    assert story.tell(LISTED + told).where(line) == expected(state, owed)


@pytest.mark.parametrize("state", OF_REMAINS)
def test_line_of_remains(story: Any, state: State) -> None:
    told, owed = OF_REMAINS[state]
    assert story.tell(BAGS + told).where("south-1:1") == expected(state, owed)


def test_the_tables_reach_every_state() -> None:
    assert {*REACHED, *MOVED, *OF_REMAINS} == set(State)


def test_every_state_has_a_meaning_of_its_own() -> None:
    assert list(MEANING) == list(State)
    assert len(set(MEANING.values())) == len(State)


def test_the_meaning_says_of_the_closed_states_that_they_are() -> None:
    assert {state for state, text in MEANING.items() if "Closed" in text} == CLOSED


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("acknowledged", "held, mediator"), ("dead", "said dead, north"), ("already returned", "said returned, south"),
        ("cannot identify", "needs information, south"), ("withheld to the mediator", "withheld to the mediator, mediator"),
        ("disputed", "disputed, mediator"), ("duplicate of south-1:2", "said duplicate, south"),
    ],
)  # fmt: skip
def test_line_that_holds(story: Any, answer: str, state: str) -> None:
    assert story.tell(f"{LISTS}north answers south-1:1 {answer}").where("south-1:1") == f"{state} {DUE}"


@pytest.mark.parametrize(
    ("answer", "remark", "state"),
    [
        ("held", "accepts", "held"), ("held", "adds to", "held"), ("held", "contests", "disputed"),
        ("not held", "adds to", "not held"), ("dead", "contests", "disputed"),
        ("already returned", "contests", "disputed"), ("already returned", "adds to", "said returned"),
        ("left the territory", "accepts", "tracing"), ("grown up", "contests", "disputed"),
        ("duplicate of north-1:2", "contests", "disputed"), ("cannot identify", "accepts", "needs information"),
        ("cannot identify", "adds to", "unanswered"), ("withheld to the mediator", "accepts", "withheld to the mediator"),
        ("disputed", "accepts", "disputed"),
    ],
)  # fmt: skip
def test_remark_on_an_answer(story: Any, answer: str, remark: str, state: str) -> None:
    story.tell(f"{LISTS}south answers north-1:1 {answer}\nnorth {remark} north-1:1")
    assert story.states()["north-1:1"] == state


def test_a_new_answer_takes_the_place_of_the_old_one_and_of_the_remark_on_it(story: Any) -> None:
    story.tell(f"{LISTS}south answers north-1:1 already returned\nnorth accepts north-1:1")
    story.tell("3 days pass\nsouth answers north-1:1 not held")
    assert story.where("north-1:1") == "not held, north by 2031-04-01"


@pytest.mark.parametrize(
    ("told", "states"),
    [
        # both parties' judgements say that a seeker's and a holder's line are one person
        ("both judge north-1:1 south-1:1 same", "held held"),
        ("north judges north-1:1 south-1:1 same", "unanswered unanswered"),
        ("both judge north-1:1 south-1:1 same\nsouth judges north-1:1 south-1:1 unsure", "unanswered unanswered"),
        ("both judge north-1:1 south-1:1 same\nsouth answers north-1:1 not held", "disputed held"),
        ("both judge north-1:1 south-1:1 same\nsouth answers north-1:1 cannot identify", "held held"),
        ("both judge north-1:1 south-1:1 same\nnorth withdraws north-1:1", "withdrawn unanswered"),
        ("mediator judges north-1:1 south-1:1 same\nnorth judges north-1:1 south-1:1 same", "unanswered unanswered"),
    ],
)
def test_matched_lines(story: Any, told: str, states: str) -> None:
    story.tell(LISTS + told)
    assert [story.states()[ref] for ref in ("north-1:1", "south-1:1")] == states.split()


def test_two_lines_that_both_seek_do_not_make_the_person_held(story: Any) -> None:
    story.tell("north seeks 1\nsouth seeks 1\nboth judge north-1:1 south-1:1 same")
    assert story.states() == {"north-1:1": "unanswered", "south-1:1": "unanswered"}


D12 = "south answers north-1:1 duplicate of north-1:2\nnorth accepts north-1:1\n"
D23 = "south answers north-1:2 duplicate of north-1:3\nnorth accepts north-1:2\n"
D21 = "south answers north-1:2 duplicate of north-1:1\nnorth accepts north-1:2\n"
D31 = "south answers north-1:3 duplicate of north-1:1\nnorth accepts north-1:3\n"
S12, S23 = "north judges north-1:1 north-1:2 same\n", "north judges north-1:2 north-1:3 same\n"


@pytest.mark.parametrize(
    ("told", "states"),
    [
        (D12, "duplicate, unanswered, unanswered"),
        (D12 + D23, "duplicate, duplicate, unanswered"),
        (D12 + D21, "disputed, disputed, unanswered"),  # a circle of two carries nobody
        (D12 + D23 + D31, "disputed, disputed, disputed"),  # nor does one of three
        (D12 + "north withdraws north-1:2", "disputed, withdrawn, unanswered"),  # who carries has gone
        (D12 + D23 + "north withdraws north-1:3", "disputed, disputed, withdrawn"),
        (D12 + "south answers north-1:2 held", "duplicate, held, unanswered"),
        (S12, "unanswered, duplicate, unanswered"),  # twins: the first carries on
        (S12 + S23, "unanswered, duplicate, duplicate"),
        (S12 + "north withdraws north-1:1", "withdrawn, unanswered, unanswered"),
        (S12 + S23 + "north withdraws north-1:1", "withdrawn, unanswered, duplicate"),
        (S12 + D12, "disputed, duplicate, unanswered"),  # the first twin cannot be carried by the second
        (S12 + "north judges north-1:1 north-1:2 different", "unanswered, unanswered, unanswered"),
    ],
)
def test_duplicates_never_lose_the_person(story: Any, told: str, states: str) -> None:
    assert ", ".join(story.tell("north seeks 3\n" + told).states().values()) == states


def test_a_party_cannot_shut_the_other_partys_line_through_a_chain_that_the_other_contradicts(story: Any) -> None:
    story.tell(LISTS + "both judge north-1:1 south-1:1 same\nboth judge north-1:2 south-1:2 same")
    story.tell("south judges south-1:1 south-1:2 same")
    assert [story.states()[ref] for ref in ("north-1:2", "south-1:2")] == ["duplicate", "duplicate"]
    story.tell("north judges north-1:1 north-1:2 different")
    assert [story.states()[ref] for ref in ("north-1:2", "south-1:2")] == ["disputed", "duplicate"]


def test_a_contradicted_twin_keeps_its_own_movement(story: Any) -> None:
    story.tell(LISTS + "mediator hears north-1:2 willing\nterms are agreed\neverybody signs M-0001 for north-1:2")
    story.tell("both check M-0001 north-1:2 crossed\nnorth judges north-1:1 north-1:2 same")
    story.tell("mediator judges north-1:1 north-1:2 different")
    assert story.states()["north-1:2"] == "duplicate"  # the mediator's word alone joins and parts nothing
    story.tell("south holds 1\nboth judge north-1:1 south-2:1 same\nboth judge north-1:2 south-2:1 same")
    story.tell("south judges north-1:2 south-2:1 different")
    assert story.states()["north-1:2"] == "returned"


def test_somebody_grown_up_stays_on_the_account_and_can_still_return(story: Any) -> None:
    story.tell(LISTS + "south answers north-1:1 grown up\nnorth accepts north-1:1\n400 days pass")
    assert story.where("north-1:1") == f"grown up, south {DUE}"
    story.tell("terms are agreed\nmediator hears north-1:1 willing\neverybody signs M-0001 for north-1:1")
    story.tell("both check M-0001 north-1:1 crossed")
    assert story.states()["north-1:1"] == "returned"


def test_a_suspended_exchange_keeps_everybody_where_they_are(story: Any) -> None:
    before = story.tell(LISTED).states()
    assert story.tell("mediator suspends the exchange").states() == before
    with pytest.raises(IllegalAct) as refused:
        story.tell("mediator hears north-1:2 willing\neverybody signs M-0002 for north-1:2")
    assert str(refused.value) == "the exchange is suspended (resume it first)"
    assert story.tell("both check M-0001 south-1:1 crossed").states()["north-1:1"] == "returned"
    story.tell("mediator resumes the exchange\neverybody signs M-0002 for north-1:2")
    assert story.states()["north-1:2"] == "on a manifest"


def test_a_withdrawn_manifest_gives_everybody_back(story: Any) -> None:
    story.tell(LISTED + "mediator withdraws M-0001")
    assert (story.states()["north-1:1"], story.states()["south-1:1"]) == ("held", "held")
    assert story.tell("everybody signs M-0002 for north-1:1").states()["south-1:1"] == "on a manifest"


def test_a_later_check_off_by_the_same_side_replaces_its_first(story: Any) -> None:
    story.tell(LISTED + "north checks M-0001 south-1:1 absent\nsouth checks M-0001 south-1:1 crossed")
    story.tell("north checks M-0001 south-1:1 crossed")
    assert story.states()["north-1:1"] == "returned"


def test_a_one_sided_return_is_checked_off_by_that_side_and_the_mediator(story: Any) -> None:
    story.tell("south holds 1\nmediator hears south-1:1 willing\nsouth proposes terms alone\nsouth signs terms")
    story.tell("everybody signs M-0001 for south-1:1\nsouth checks M-0001 south-1:1 crossed")
    assert story.where("south-1:1") == "checked by one side, mediator by 2031-03-10"
    story.tell("mediator checks M-0001 south-1:1 crossed")
    assert story.where("south-1:1") == "returned, north by 2031-03-08"


def test_somebody_who_crossed_though_not_on_the_manifest_has_returned(story: Any) -> None:
    story.tell(LISTED + "both check M-0001 north-1:3 not on the manifest")
    assert story.where("north-1:3") == "returned, north by 2031-03-08"


def test_somebody_on_no_list_changes_no_line(story: Any) -> None:
    before = story.tell(LISTED).states()
    assert story.tell("north checks M-0001 somebody not on the manifest").states() == before


def test_a_no_in_private_after_the_signatures_is_heeded(story: Any) -> None:
    story.tell(LISTED + "2 days pass\nmediator hears north-1:1 unwilling")
    assert story.where("south-1:1") == "declined, mediator by 2031-03-31"
    with pytest.raises(IllegalAct) as refused:
        story.tell("south checks M-0001 south-1:1 crossed")
    assert refused.value.message == "nobody crosses whose last private interview did not say yes"
    assert story.tell("both check M-0001 south-1:1 not on the manifest").states()["north-1:1"] == "returned"


def test_a_crossing_is_not_hidden_by_a_manifest_that_another_line_of_the_person_was_on(story: Any) -> None:
    story.tell(LISTED.replace("both judge north-1:1 south-1:1 same\n", "") + "both check M-0001 south-1:1 crossed")
    story.tell("mediator hears north-1:1 willing\neverybody signs M-0002 for north-1:1\nmediator withdraws M-0002")
    story.tell("both judge north-1:1 south-1:1 same")
    assert story.states()["north-1:1"] == "returned"


def test_who_was_absent_may_go_another_day(story: Any) -> None:
    story.tell(LISTED + "both check M-0001 south-1:1 absent\neverybody signs M-0002 for north-1:1")
    assert story.states()["south-1:1"] == "on a manifest"
    story.tell("both check M-0002 north-1:1 crossed")
    assert story.states()["south-1:1"] == "returned"


def test_an_identification_counts_for_the_person_and_can_be_taken_back(story: Any) -> None:
    story.tell("north seeks 2\nsouth sends 2 bags\nsouth answers north-1:1 dead\nnorth counts 2 bags of south-1")
    story.tell("a board identifies south-1:1 as north-1:1\na board identifies south-1:2 as north-1:1")
    assert (story.states()["north-1:1"], story.states()["south-1:1"]) == ("identified", "identified")
    story.tell("mediator withdraws I-0002")
    assert (story.states()["north-1:1"], story.states()["south-1:2"]) == ("identified", "received")
    story.tell("mediator withdraws I-1")
    assert story.states() == {
        "north-1:1": "said dead", "north-1:2": "unanswered", "south-1:1": "received", "south-1:2": "received",
    }  # fmt: skip


def test_parties_are_not_told_who_said_no_in_private(story: Any) -> None:
    """House law: nobody is put at risk by what was said in private; at the crossing both sides hear it."""
    story.tell("""
        north seeks 2
        south holds 2
        south answers north-1:1 held
        mediator hears north-1:1 unwilling
    """)
    place = story.book.place("north-1:1")
    assert (standing(story.book, *place).state, standing_told(story.book, *place).state) == (State.DECLINED, State.HELD)
