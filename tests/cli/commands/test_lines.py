from __future__ import annotations

import csv
from typing import Any

import pytest

NORTH, SOUTH = "north/delegate", "south/delegate"
CANARY = "Zyxwvutsan"


@pytest.fixture
def matched(clerk: Any) -> Any:
    """Returns a clerk where both parties judged north-1:1 and south-1:1 to be one person, and each recorded a fact."""
    for party in (NORTH, SOUTH):
        clerk.ok("judge-match", "north-1:1", "south-1:1", "same", by=party)
    clerk.ok("record-fact", "north-1:1", "brought-by", "yes", "--value", "a transport", "--source", "letter", by=NORTH)
    clerk.ok("record-fact", "south-1:1", "identity-changed", "no", by=SOUTH, at="2031-05-20T09:01:00Z")
    words = ("record-fact", "north-1:1", "identity-verified", "unknown", "--on", "2031-05-19")
    clerk.ok(*words, by="mediator/verifier", at="2031-05-20T09:02:00Z")
    return clerk


def show(clerk: Any, line: str, **more: str) -> dict[str, Any]:
    """Returns a person's file."""
    found: dict[str, Any] = clerk.json("line", "show", line, **more)
    return found


def test_the_mediator_sees_what_each_source_says_side_by_side(matched: Any) -> None:
    found = show(matched, "south-1:1")
    assert [(said["line"], said["stance"], said["cells"]["date_of_birth"]) for said in found["said"]] == [
        ("north-1:1", "seeks", "1990-02-03"),
        ("south-1:1", "holds", "03.02.1990"),
    ]
    assert [(fact["what"], fact["truth"], fact["said_by"], fact["source"]) for fact in found["facts"]] == [
        ("brought-by", "yes", "north", "letter"),
        ("identity-changed", "no", "south", ""),
        ("identity-verified", "unknown", "mediator", ""),
    ]
    assert [(pair["judged_by"], pair["judgement"]) for pair in found["judgements"]] == [
        ("north", "same"),
        ("south", "same"),
    ]
    assert (found["person"], found["state"], found["owed_by"], found["facts_hidden"]) == (
        "P-0001",
        "held",
        "mediator",
        0,
    )


def test_a_party_sees_its_own_and_what_the_other_lets_it_see(matched: Any) -> None:
    found = show(matched, "north-1:1", by=SOUTH)
    seeks, holds = found["said"]
    assert seeks["cells"] == {"surname": CANARY, "given_names": "Una", "date_of_birth": "1990-02-03"}
    assert (seeks["hidden"], holds["hidden"]) == (["family_address"], [])
    assert ([fact["what"] for fact in found["facts"]], found["facts_hidden"]) == (["identity-changed"], 2)
    text = matched.ok("line", "show", "north-1:1", by=SOUTH)
    assert ("Mill Lane" in text, "a transport" in text) == (False, False)
    assert [line for line in text.splitlines() if line.startswith("hidden")] == [
        "hidden: family_address",
        "hidden: 2 facts that others recorded",
    ]


def test_an_observer_sees_where_the_line_is_and_no_name(matched: Any) -> None:
    found = show(matched, "north-1:1", by="mediator/observer")
    assert [said["cells"] for said in found["said"]] == [{}, {}]
    assert (found["state"], found["facts"], found["facts_hidden"], found["wish"]) == ("held", [], 3, None)
    assert CANARY not in matched.ok("line", "show", "north-1:1", by="mediator/observer")


def test_only_the_mediator_looks_through_anothers_eyes(matched: Any) -> None:
    assert show(matched, "north-1:1", by=SOUTH) == matched.json("line", "show", "north-1:1", "--as", "south")
    assert matched.do("line", "show", "north-1:1", "--as", "south", by=NORTH).exit_code == 2
    assert matched.do("line", "show", "north-1:9").exit_code == 2


def test_the_interview_is_for_the_mediator(matched: Any) -> None:
    matched.ok("record-interview", "north-1:1", "undecided", at="2031-05-21T09:00:00Z")
    assert [show(matched, "south-1:1", by=by)["wish"] for by in ("mediator/registrar", NORTH, SOUTH)] == [
        "undecided",
        None,
        None,
    ]


def test_the_answer_and_the_remark_stand_with_the_line(clerk: Any) -> None:
    clerk.ok("answer-claim", "north-1:2", "cannot identify", "--needs", "date_of_birth", by=SOUTH)
    clerk.ok("remark", "north-1:2", "adds information", by=NORTH, at="2031-05-21T09:00:00Z")
    (said,) = show(clerk, "north-1:2", at="2031-05-21T09:00:00Z")["said"]
    assert {name: said[name] for name in ("answer", "answered_on", "needs", "remark", "remarked_on")} == {
        "answer": "cannot identify",
        "answered_on": "2031-05-20",
        "needs": ["date_of_birth"],
        "remark": "adds information",
        "remarked_on": "2031-05-21",
    }


def test_outstanding_is_in_order_of_days_and_can_be_narrowed(clerk: Any) -> None:
    clerk.ok("answer-claim", "north-1:2", "not held", by=SOUTH)
    found = clerk.json("outstanding", at="2031-06-15T09:00:00Z")
    assert (found["number"], found["overdue"]) == (4, 3)
    assert [(s["line"], s["step"], s["owed_by"], s["due_on"], s["overdue"]) for s in found["steps"]] == [
        ("north-1:1", "answer", "south", "2031-06-10", True),
        ("south-1:1", "answer", "north", "2031-06-10", True),
        ("south-1:2", "answer", "north", "2031-06-10", True),
        ("north-1:2", "remark on the answer", "north", "2031-06-17", False),
    ]
    narrow = {
        ("--owed-by", "south"): ["north-1:1"],
        ("--state", "not held"): ["north-1:2"],
        ("--list", "south-1"): ["south-1:1", "south-1:2"],
        ("--due-by", "2031-06-10", "--owed-by", "north"): ["south-1:1", "south-1:2"],
        ("--overdue", "--list", "north-1"): ["north-1:1"],
    }
    for words, lines in narrow.items():
        steps = clerk.json("outstanding", *words, at="2031-06-15T09:00:00Z")["steps"]
        assert [step["line"] for step in steps] == lines, words


@pytest.mark.parametrize("words", [("--owed-by", "west"), ("--state", "gone"), ("--list", "north-9")])
def test_outstanding_does_not_answer_what_it_does_not_know(clerk: Any, words: tuple[str, str]) -> None:
    assert clerk.do("outstanding", *words).exit_code == 2


def test_outstanding_is_written_for_a_spreadsheet_without_names(clerk: Any) -> None:
    clerk.ok("outstanding", "--out", "steps.csv", at="2031-06-15T09:00:00Z")
    text = (clerk.home / "steps.csv").read_text("utf-8-sig")
    assert next(csv.DictReader(text.splitlines())) == {
        "line": "north-1:1",
        "state": "unanswered",
        "step": "answer",
        "owed by": "south",
        "due on": "2031-06-10",
        "days overdue": "5",
    }
    assert CANARY not in text


TERMS = """format = 1
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
persons = ["north-1:1"]
substitution = { allowed = false }
"""


def test_from_what_keeps_somebody_back_to_the_visits_after_the_return(matched: Any) -> None:
    matched.write("t.toml", TERMS)
    matched.ok("propose-terms", "t.toml", by=NORTH, at="2031-05-20T10:00:00Z")
    for party in ("north", "south"):
        words = ("sign-terms", "return-2031", "--key", f"{party}.key")
        matched.ok(*words, by=f"{party}/delegate", at="2031-05-20T10:00:00Z")
    under = show(matched, "north-1:1")["under_terms"]
    assert (under["eligible"], under["may_go"]) == ("yes", False)
    assert [finding["code"] for finding in under["hindrances"]] == ["interview-missing"]
    for party in (NORTH, SOUTH):
        theirs = show(matched, "north-1:1", by=party)["under_terms"]
        assert (theirs["eligible"], theirs["may_go"], theirs["reasons"]) == ("yes", False, [])
        assert [finding["code"] for finding in theirs["hindrances"]] == ["held-back"]
    assert "interview" not in matched.ok("line", "show", "north-1:1", by=NORTH)
    matched.ok("record-interview", "north-1:1", "willing", at="2031-05-21T09:00:00Z")
    matched.ok("exchange", "plan", "return-2031", "--out", "drawn", "--moves-on", "2031-06-06")
    for holder, role in (("north", "delegate"), ("south", "delegate"), ("mediator", "registrar")):
        words = ("sign-manifest", "drawn/M-0001.json", "--key", f"{holder}.key")
        matched.ok(*words, by=f"{holder}/{role}", at="2031-05-22T09:00:00Z")
    matched.ok("check-off", "M-0001", "north-1:1", "crossed", by="south/officer", at="2031-06-06T09:00:00Z")
    assert show(matched, "south-1:1")["manifest"] == {
        "manifest": "M-0001",
        "moves_on": "2031-06-06",
        "in_force": True,
        "checked_off": {"north": None, "south": "crossed"},
    }
    matched.ok("check-off", "M-0001", "north-1:1", "crossed", by="north/officer", at="2031-06-06T09:01:00Z")
    words = ("follow-up", "north-1:1", "1", "--found", "asks for papers", "--needed")
    matched.ok(*words, by=NORTH, at="2031-06-13T09:00:00Z")
    found = {by: show(matched, "south-1:1", by=by)["visits"][:2] for by in ("mediator/registrar", NORTH, SOUTH)}
    first = {"visit": 1, "due_on": "2031-06-13", "made": True, "found": "asks for papers", "needed": True}
    second = {"visit": 2, "due_on": "2031-07-06", "made": False, "found": None, "needed": None}
    assert found["mediator/registrar"] == found[NORTH] == [first, second]
    assert found[SOUTH] == [first | {"found": None, "needed": None}, second]
    (step, _) = matched.json("outstanding", "--state", "returned")["steps"]
    assert (step["line"], step["step"], step["visit"], step["due_on"]) == ("north-1:1", "visit 2", 2, "2031-07-06")
