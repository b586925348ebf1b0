"""One small exchange through every door of the desk, by the command line: four people sought, four held, three bags.

The story is told once (`STORY`); after each step the states of all lines are noted, and the tests hold each door
against what it did to the account.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from repatria.desk import DOORS

SOUGHT = """Surname,Given names,Date of birth,Sex
Aster,Una,1990-02-03,female
Birk,Olo,1985-01-04,male
Cedran,Iva,1979-11-30,female
Dorn,Pelo,1991-07-07,male
"""
HELD = """Surname,Given names,Date of birth,Sex
ASTER,Una,03.02.1990,female
BIRK,Olo,04.01.1985,male
Ferrin,Sava,1970,male
Gorse,Mira,1969,female
"""
PAPER = "Bag,Label\nS-001,\nS-002,\nS-003,\n"

TERMS = """
format = 1
exchange = "return-2031"
version = 1
title = "Return of named persons"
parties = ["north", "south"]
status = "proposed"
reference_date = 2031-06-02

[voluntariness]
private_interview = true
held_by = "mediator"
basis = ["non-refoulement", "ICRC practice"]

[children]
best_interests = "panel"
siblings_together = true

[[clause]]
id = "to-north"
wording = "South hands over to North the persons named here."
formula = "named persons"
counts = "person"
from = "south"
to = "north"
persons = ["north-1:1", "north-1:2"]
substitution = { allowed = false }
"""

CONTENTS = "bag,specimen,part,sample\nS-001,a,left femur,n1\nS-001,b,skull,n2\nS-003,c,,\n"
CUSTODY = "item,from,to,at\nS-001,south,carrier,2031-06-14\nS-001,carrier,morgue,2031-06-15\n"
PROFILES = "profile,D3S1358,TH01\nn1,15/16,6/7\nn2,15/16,6/7\n"
CONCLUSIONS = {
    "format": "repatria-conclusions-1",
    "model": "stationary stepwise",
    "inputs": {"profiles": "1" * 64, "families": "2" * 64, "frequencies": "3" * 64, "policy": None},
    "open_missing": 4,
    "comparisons": 8,
    "conclusions": [
        {
            "profile": "n1", "specimens": [], "family": "F17", "missing": "north-1:3", "word": "Undisputed",
            "log10_lr": 9.1, "posterior": 0.9999, "close_relatives": 2, "typed_relatives": 2,
            "methods": ["autosomal STR"], "laboratories": 1, "shared_markers": 20, "exclusions": 0, "chance_hits": 0.001,
            "rivals": [], "passes": "yes", "reasons": [],
        },
    ],
}  # fmt: skip

REGISTRAR, NORTH, SOUTH = "mediator/registrar", "north/delegate", "south/delegate"

STORY: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    # door, the rest of the command, who, when
    ("register-key", ("--holder", "north", "north.key.vkey"), REGISTRAR, "2031-05-12T09:01:00Z"),
    ("register-key", ("--holder", "south", "south.key.vkey"), REGISTRAR, "2031-05-12T09:02:00Z"),
    ("register-key", ("--holder", "mediator", "mediator.key.vkey"), REGISTRAR, "2031-05-12T09:03:00Z"),
    (
        "receive-list",
        ("sought.csv", "--party", "north", "--stance", "seeks", "--exchange", "return-2031"),
        NORTH,
        "2031-05-13T09:00:00Z",
    ),
    (
        "receive-list",
        ("held.csv", "--party", "south", "--stance", "holds", "--exchange", "return-2031"),
        SOUTH,
        "2031-05-13T10:00:00Z",
    ),
    ("answer-claim", ("--file", "answers.csv"), SOUTH, "2031-05-20T09:00:00Z"),
    ("remark", ("north-1:3", "contests"), NORTH, "2031-05-21T09:00:00Z"),
    ("judge-match", ("--file", "judgements.csv"), NORTH, "2031-05-22T09:00:00Z"),
    ("judge-match", ("--file", "judgements.csv"), SOUTH, "2031-05-22T10:00:00Z"),
    ("record-fact", ("south-1:1", "living-in-institution", "yes", "--source", "letter"), SOUTH, "2031-05-23T09:00:00Z"),
    (
        "record-statement",
        (
            *("--said-by", "North's ministry", "--said-on", "2031-05-01", "--figure", "persons sought"),
            *("--concerning", "north", "--wording", "around forty", "--at-least", "35", "--at-most", "45"),
        ),
        REGISTRAR,
        "2031-05-24T09:00:00Z",
    ),
    ("propose-terms", ("terms.toml",), NORTH, "2031-06-02T09:00:00Z"),
    ("sign-terms", ("return-2031", "--key", "north.key"), NORTH, "2031-06-02T10:00:00Z"),
    ("sign-terms", ("return-2031", "--key", "south.key"), SOUTH, "2031-06-03T10:00:00Z"),
    ("record-interview", ("--file", "wishes.csv"), "mediator/verifier", "2031-06-04T09:00:00Z"),
    ("sign-manifest", ("drawn/M-0001.json", "--key", "north.key"), NORTH, "2031-06-05T09:00:00Z"),
    ("sign-manifest", ("drawn/M-0001.json", "--key", "south.key"), SOUTH, "2031-06-05T10:00:00Z"),
    ("sign-manifest", ("drawn/M-0001.json", "--key", "mediator.key"), REGISTRAR, "2031-06-05T11:00:00Z"),
    ("check-off", ("M-0001", "--file", "seen-by-south.csv"), "south/officer", "2031-06-06T09:00:00Z"),
    ("check-off", ("M-0001", "--file", "seen-by-north.csv"), "north/officer", "2031-06-06T10:00:00Z"),
    ("follow-up", ("north-1:1", "1", "--found", "visited; well"), REGISTRAR, "2031-06-13T09:00:00Z"),
    (
        "receive-list",
        (
            *("paper.csv", "--party", "south", "--stance", "holds", "--exchange", "fallen-2031"),
            *("--subject", "remains"),
        ),
        SOUTH,
        "2031-06-14T09:00:00Z",
    ),
    (
        "receive-remains",
        (
            *("south-2", "--file", "tally.csv", "--specimens", "3", "--minimum-individuals", "2"),
            *("--contents", "contents.csv", "--custody", "custody.csv"),
        ),
        "north/officer",
        "2031-06-15T09:00:00Z",
    ),
    ("receive-profiles", ("profiles.csv", "--laboratory", "L-1"), "north/laboratory", "2031-06-20T09:00:00Z"),
    ("judge-match", ("south-2:1/1", "south-2:1/2", "same"), "north/laboratory", "2031-06-21T09:00:00Z"),
    (
        "identify",
        (
            *("south-2:1", "--person", "north-1:3", "--evidence", "finding.txt"),
            *("--board", "mediator/laboratory-1", "--board", "mediator/laboratory-2"),
        ),
        "north/laboratory",
        "2031-07-01T09:00:00Z",
    ),
    ("adopt-policy", ("policy.toml",), REGISTRAR, "2031-07-01T10:00:00Z"),
    ("withdraw", ("I-0001", "--reason", "not held against the policy"), REGISTRAR, "2031-07-01T11:00:00Z"),
    (
        "identify",
        (
            *("south-2:1", "--person", "north-1:3", "--evidence", "conclusions.json"),
            *("--board", "mediator/laboratory-1", "--board", "mediator/laboratory-2"),
        ),
        "north/laboratory",
        "2031-07-01T12:00:00Z",
    ),
    ("follow-up", ("north-1:3", "--step", "family-told"), NORTH, "2031-07-01T13:00:00Z"),
    ("withdraw", ("north-1:4", "--reason", "came home by other ways"), NORTH, "2031-07-02T09:00:00Z"),
    ("suspend", ("return-2031", "--reason", "shelling at the crossing point"), SOUTH, "2031-07-03T09:00:00Z"),
    ("resume", ("return-2031",), REGISTRAR, "2031-07-04T09:00:00Z"),
)


@dataclass(frozen=True)
class Step:
    """What one step said, and where every line was after it."""

    said: dict[str, Any]
    states: dict[str, str]


@pytest.fixture(scope="module")
def told(typist: Any) -> dict[str, list[Step]]:
    """Returns the steps of the story by door, each in order."""
    typist.write("sought.csv", SOUGHT)
    typist.write("held.csv", HELD)
    typist.write("paper.csv", PAPER)
    typist.write("terms.toml", TERMS)
    typist.write("answers.csv", "line,answer\nnorth-1:1,held\nnorth-1:2,Held\nnorth-1:3,not held\n")
    typist.write(
        "judgements.csv", "left,right,judgement\nnorth-1:1,south-1:1,same\nnorth-1:2,south-1:2,same\nnorth-1:3,,\n"
    )
    typist.write("wishes.csv", "line,wish\nsouth-1:1,willing\nsouth-1:2,willing\n")
    typist.write("seen-by-south.csv", "line,outcome\nnorth-1:1,crossed\nnorth-1:2,crossed\n")
    typist.write("seen-by-north.csv", "line,outcome\nnorth-1:1,crossed\nnorth-1:2,absent\n")
    typist.write("tally.csv", "bag\ns-001\nS-003\n")
    typist.write("finding.txt", "two boards agree")
    typist.write("contents.csv", CONTENTS)
    typist.write("custody.csv", CUSTODY)
    typist.write("profiles.csv", PROFILES)
    typist.write("policy.toml", 'format = 1\nname = "two-relatives"\n')
    typist.write("conclusions.json", json.dumps(CONCLUSIONS))
    steps: dict[str, list[Step]] = {}
    for door, rest, by, at in STORY:
        if door == "sign-manifest" and door not in steps:
            plan = ("exchange plan return-2031 --out drawn --moves-on 2031-06-06 --crossing-point", "Sickle Ford")
            typist.type(*plan, at="2031-06-04T12:00:00Z")
        said = json.loads(typist.type(door, *rest, "--json", by=by, at=at).stdout)
        steps.setdefault(door, []).append(Step(said, typist.states()))
    return steps


def test_every_door_is_in_the_story() -> None:
    assert {door for door, *_ in STORY} == set(DOORS)


def test_every_step_entered_something_and_is_in_the_log(told: dict[str, list[Step]]) -> None:
    sizes = [step.said["log"]["size"] for door in told for step in told[door]]
    assert sorted(sizes) == sorted(set(sizes))
    assert [step.said for steps in told.values() for step in steps if not step.said["entered"]] == []


def test_register_key_changes_no_line(told: dict[str, list[Step]]) -> None:
    assert [step.states for step in told["register-key"]] == [{}, {}, {}]


def test_receive_list_puts_every_line_on_the_account(told: dict[str, list[Step]]) -> None:
    first, second, _ = told["receive-list"]
    assert first.states == {f"north-1:{n}": "unanswered" for n in (1, 2, 3, 4)}
    assert second.states == first.states | {f"south-1:{n}": "unanswered" for n in (1, 2, 3, 4)}


def test_answer_claim_moves_the_answered_lines_and_no_other(told: dict[str, list[Step]]) -> None:
    assert {ref: state for ref, state in told["answer-claim"][0].states.items() if state != "unanswered"} == {
        "north-1:1": "held",
        "north-1:2": "held",
        "north-1:3": "not held",
    }


def test_remark_that_contests_makes_a_dispute(told: dict[str, list[Step]]) -> None:
    assert told["remark"][0].states["north-1:3"] == "disputed"


def test_judge_match_binds_when_both_have_judged(told: dict[str, list[Step]]) -> None:
    by_north, by_both, _ = told["judge-match"]
    assert (by_north.said["entered"], by_north.said["skipped"]) == (2, 1)
    assert by_north.states["south-1:1"] == "unanswered"
    assert (by_both.states["south-1:1"], by_both.states["south-1:2"]) == ("held", "held")


@pytest.mark.parametrize(
    "door",
    ["record-fact", "record-statement", "propose-terms", "sign-terms", "suspend", "resume", "receive-profiles"],
)
def test_doors_that_move_nobody(told: dict[str, list[Step]], door: str) -> None:
    steps = sorted((step for steps in told.values() for step in steps), key=lambda step: step.said["log"]["size"])
    at = steps.index(told[door][0])
    assert told[door][0].states == steps[at - 1].states


def test_record_fact_is_one_act(told: dict[str, list[Step]]) -> None:
    assert told["record-fact"][0].said["entered"] == 1


def test_record_statement_stands_beside_what_is_documented(typist: Any, told: dict[str, list[Step]]) -> None:
    assert told["record-statement"][0].said["entered"] == 1
    rows = json.loads(typist.type("figures --json").stdout)["figures"]
    sought = next(row for row in rows if (row["figure"], row["concerning"]) == ("persons sought", "north"))
    said = [(s["said_by"], s["at_least"], s["at_most"]) for s in sought["statements"]]
    assert (sought["documented"], said) == (3, [("North's ministry", 35, 45)])


def test_propose_terms_binds_nobody(told: dict[str, list[Step]]) -> None:
    assert told["propose-terms"][0].said["entered"] == 1


def test_sign_terms_binds_when_both_have_signed(told: dict[str, list[Step]]) -> None:
    assert [step.said["in_force"] for step in told["sign-terms"]] == [False, True]


def test_record_interview_of_the_willing_moves_nobody_yet(told: dict[str, list[Step]]) -> None:
    assert told["record-interview"][0].states["north-1:1"] == "held"


def test_sign_manifest_waits_for_every_signature(told: dict[str, list[Step]]) -> None:
    states = [step.states["north-1:1"] for step in told["sign-manifest"]]
    assert states == ["awaiting signatures", "awaiting signatures", "on a manifest"]
    waiting = [step.said["waiting_for"]["M-0001"] for step in told["sign-manifest"]]
    assert waiting == [["south", "mediator"], ["mediator"], []]


def test_check_off_keeps_what_each_side_saw(typist: Any, told: dict[str, list[Step]]) -> None:
    one_side, both = told["check-off"]
    assert one_side.states["north-1:1"] == "checked by one side"
    assert (both.states["north-1:1"], both.states["north-1:2"]) == ("returned", "check-offs differ")
    assert {"what": "people who crossed on M-0001", "counts": {"north": 1, "south": 2}} in typist.account()[
        "discrepancies"
    ]


def test_follow_up_leaves_the_next_visit_due(typist: Any, told: dict[str, list[Step]]) -> None:
    assert told["follow-up"][0].states["north-1:1"] == "returned"
    line = next(line for line in typist.account()["lines"] if line["ref"] == "north-1:1")
    assert (line["owed_by"], line["due_on"]) == ("north", "2031-07-06")


def test_receive_remains_says_which_bags_were_not_there(typist: Any, told: dict[str, list[Step]]) -> None:
    step = told["receive-remains"][0]
    assert (step.said["bags"], step.said["missing"], step.said["not_on_paper"]) == (2, ["south-2:2"], 0)
    assert step.states["south-2:2"] == "not among those received"
    assert (step.said["specimens"], step.said["handings"], step.said["findings"]) == (3, 2, [])
    counted = {"bags": 2, "specimens": 3, "minimum_individuals": 2, "identified": 1, "wrong_side": 0}
    assert typist.account()["remains"]["north"] == counted


def test_receive_profiles_says_how_many_are_of_known_samples(told: dict[str, list[Step]]) -> None:
    said = told["receive-profiles"][0].said
    assert (said["profiles"], said["markers"], said["of_known_samples"]) == (2, 2, 2)


def test_identify_concerns_the_bag_and_the_person(told: dict[str, list[Step]]) -> None:
    states = told["identify"][0].states
    assert (states["south-2:1"], states["north-1:3"]) == ("identified", "identified")


def test_adopt_policy_reopens_what_cannot_be_held_against_it(told: dict[str, list[Step]]) -> None:
    step = told["adopt-policy"][0]
    assert (step.said["assessed"], [one["identification"] for one in step.said["reopened"]]) == (1, ["I-0001"])
    assert step.states["south-2:1"] == step.states["north-1:3"] == "identification under review"


def test_withdraw_tells_what_followed_and_the_board_decides_again(told: dict[str, list[Step]]) -> None:
    said = told["withdraw"][0].said["consequences"]
    assert said["lines"] == [
        {"line": "south-2:1", "before": "identification under review", "after": "received"},
        {"line": "north-1:3", "before": "identification under review", "after": "disputed"},
    ]
    assert said["counts"]["identified"] == {"before": 1, "after": 0}
    assert told["identify"][1].states["south-2:1"] == "identified"
    last = told["follow-up"][1].states
    assert (last["south-2:1"], last["north-1:3"]) == ("family told", "family told")


def test_withdraw_keeps_the_place_on_the_account(told: dict[str, list[Step]]) -> None:
    assert told["withdraw"][1].states["north-1:4"] == "withdrawn"


def test_suspend_and_resume_are_on_the_exchange(typist: Any, told: dict[str, list[Step]]) -> None:
    assert [told[door][0].said["entered"] for door in ("suspend", "resume")] == [1, 1]
    typist.type("suspend return-2031 --reason again", by=SOUTH, at="2031-07-05T09:00:00Z")
    assert json.loads(typist.type("exchange show return-2031 --json").stdout)["stage"] == "suspended"
    typist.type("resume return-2031", by=REGISTRAR, at="2031-07-05T10:00:00Z")
    assert json.loads(typist.type("exchange show return-2031 --json").stdout)["stage"] == "moving"


def test_resume_lets_it_go_on(told: dict[str, list[Step]]) -> None:
    assert told["resume"][0].said["exchange"] == "return-2031"


def test_the_account_balances_and_the_log_verifies(typist: Any, told: dict[str, list[Step]]) -> None:
    account = typist.account()
    assert (account["balanced"], sum(entry["lines"] for entry in account["lists"])) == (True, 11)
    found = json.loads(typist.type("log verify log --key log.vkey --desk desk.sqlite3 --json").stdout)
    assert (found["holds"], found["entries"], found["opened"]) == (True, found["size"], found["size"])


def test_the_same_story_again_changes_nothing(typist: Any, told: dict[str, list[Step]]) -> None:
    before = typist.account()
    for door, rest, by, _ in STORY:
        if door in ("receive-list", "answer-claim", "remark", "judge-match", "register-key", "check-off", "withdraw"):
            said = json.loads(typist.type(door, *rest, "--json", by=by, at="2031-07-06T09:00:00Z").stdout)
            assert said["entered"] == 0, door
    assert typist.account() == before
