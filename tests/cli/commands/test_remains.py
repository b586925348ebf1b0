"""The commands on the dead at the desk: what they print, what they refuse, and that no name gets out."""

from __future__ import annotations

import json
from typing import Any

import pytest

CANARY = "Zyxwvutsan"
LAB = "north/laboratory"
BOARD = ("--board", "mediator/laboratory-1", "--board", "north/laboratory-1")
LATER = "2031-05-21T09:00:00Z"


@pytest.fixture
def mortuary(clerk: Any) -> Any:
    """A clerk at whose desk three bags were counted and opened: two specimens in the first, one in the second."""
    clerk.write("paper.csv", f"bag,label\nS-1,{CANARY}\nS-2,\nS-3,\n")
    words = ("receive-list", "paper.csv", "--party", "south", "--stance", "holds", "--exchange", "fallen-2031")
    clerk.ok(*words, "--subject", "remains", by="south/delegate")
    clerk.write("tally.csv", "bag\nS-1\nS-2\nS-3\n")
    clerk.write("contents.csv", f"bag,specimen,part,condition\nS-1,a,skull,{CANARY}\nS-1,b,left femur,\nS-2,c,,\n")
    clerk.ok("receive-remains", "south-2", *COUNT, by=LAB)
    return clerk


COUNT = ("--file", "tally.csv", "--minimum-individuals", "2", "--contents", "contents.csv")


def states(clerk: Any) -> dict[str, str]:
    return {line["ref"]: line["state"] for line in clerk.json("account")["lines"]}


def conclusion(**changed: Any) -> str:
    one = {
        "profile": "n1", "specimens": ["south-2:2/1"], "family": "F1", "missing": "north-1:1", "word": "Undisputed",
        "log10_lr": 9.0, "posterior": 0.9999, "close_relatives": 2, "typed_relatives": 2, "methods": ["autosomal STR"],
        "laboratories": 1, "shared_markers": 20, "exclusions": 0, "chance_hits": 0.001, "rivals": [], "passes": "yes",
        "reasons": [],
    }  # fmt: skip
    inputs = {"profiles": "1" * 64, "families": "2" * 64, "frequencies": "3" * 64, "policy": None}
    head = {"format": "repatria-conclusions-1", "model": "m", "inputs": inputs, "open_missing": 3, "comparisons": 9}
    return json.dumps(head | {"conclusions": [one | changed]})


def identify(clerk: Any, *words: str, evidence: str = "minutes") -> Any:
    clerk.write("evidence", evidence)
    return clerk.do("identify", *words, "--evidence", "evidence", *BOARD, by=LAB)


def test_a_count_says_bags_specimens_and_people_apart(mortuary: Any) -> None:
    mortuary.write("contents.csv", "bag,specimen\nS-1,a\nX-9,z\n")
    done = mortuary.do("receive-remains", "south-2", *COUNT, by=LAB)
    assert done.stdout.splitlines()[1:4] == [
        "3 bags counted, 0 of the paper not among them",
        "1 specimens; at least 2 people",
        "receive-remains: entered 1 act",
    ]
    assert [line for line in done.stderr.splitlines() if "not on" in line] == [
        "1 rows of the contents are not on the paper",
        "error: row 3 of contents bag: this bag is not on the consignment's paper",
    ]


def test_contents_and_the_count_must_agree(mortuary: Any) -> None:
    done = mortuary.do("receive-remains", "south-2", *COUNT, "--specimens", "4", by=LAB)
    assert (done.exit_code, done.stderr.splitlines()[0]) == (
        2, "south-2: the contents have 3 specimens in bags of the paper, the count says 4",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("south-2:1/2", "--person", "north-1:1"), "partly identified"),
        (("south-2:1", "--specimens", "1, 2", "--person", "north-1:1"), "identified"),
        (("south-2:1", "--wrong-side"), "wrong side"),
    ],
)
def test_a_decision_names_a_bag_or_specimens(mortuary: Any, words: tuple[str, ...], line: str) -> None:
    assert identify(mortuary, *words).exit_code == 0
    assert states(mortuary)["south-2:1"] == line


def test_a_session_of_a_board_is_a_file(mortuary: Any) -> None:
    mortuary.write("session.csv", "remains,person,specimens,wrong_side\nsouth-2:1,north-1:1,1,\nsouth-2:1/2,,,yes\n")
    assert identify(mortuary, "--file", "session.csv").exit_code == 0
    found = mortuary.json("account")
    assert (states(mortuary)["south-2:1"], found["consignments"][0]["wrong_side"]) == ("wrong side", 1)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("south-2:1/1,,2", "remains: names a specimen, and so does specimens"),
        ("south-2:1,,x", "specimens: not a specimen's reference"),
        (f"{CANARY},,", "remains: not a line's reference"),
    ],
)
def test_a_row_that_is_not_understood_is_told_by_its_place(mortuary: Any, row: str, told: str) -> None:
    mortuary.write("session.csv", f"remains,person,specimens\n{row}\n")
    done = identify(mortuary, "--file", "session.csv")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (2, f"error: row 2 of identifications: {told}")
    assert CANARY not in done.output


def test_what_does_not_pass_the_policy_is_told_and_nothing_entered(mortuary: Any) -> None:
    mortuary.write("policy.toml", 'format = 1\nname = "two-relatives"\n')
    said = mortuary.json("adopt-policy", "policy.toml", at=LATER)
    assert (said["name"], said["assessed"], said["reopened"]) == ("two-relatives", 0, [])
    before = mortuary.acts()
    mortuary.write("evidence", conclusion(close_relatives=1, typed_relatives=1))
    done = mortuary.do(
        "identify", "south-2:2", "--person", "north-1:1", "--evidence", "evidence", *BOARD, "--json", by=LAB, at=LATER
    )
    found = json.loads(done.stdout)
    assert (done.exit_code, found["error"], found["place"]) == (1, "the decision does not pass the policy", "south-2:2")
    assert {one["code"] for one in found["findings"]} == {"policy-not-met"}
    assert mortuary.acts() == before


def test_a_policy_lists_what_it_re_opens(mortuary: Any) -> None:
    identify(mortuary, "south-2:2", "--person", "north-1:1")
    mortuary.write("policy.toml", 'format = 1\nname = "two-relatives"\n')
    said = mortuary.ok("adopt-policy", "policy.toml", at=LATER)
    assert said.splitlines()[1:3] == [
        "policy two-relatives is in force; 1 identifications held against it", "under review from now on",
    ]  # fmt: skip
    assert states(mortuary)["south-2:2"] == "identification under review"


def test_a_policy_that_is_not_understood_is_refused(mortuary: Any) -> None:
    mortuary.write("policy.toml", f'format = 1\nname = "{CANARY}"\n')
    done = mortuary.do("adopt-policy", "policy.toml")
    assert (done.exit_code, CANARY in done.output) == (2, False)


def test_steps_are_entered_one_by_one_or_by_a_file(mortuary: Any) -> None:
    identify(mortuary, "south-2:2", "--person", "north-1:1")
    identify(mortuary, "south-2:1", "--person", "north-1:1")
    mortuary.write("steps.csv", "remains,on\nsouth-2:1,2031-05-20\nI-0001,\n")
    said = mortuary.json("follow-up", "--step", "family-told", "--file", "steps.csv", by="north/delegate", at=LATER)
    assert (said["entered"], said["step"]) == (2, "family-told")
    mortuary.write("paper.pdf", "protocol")
    words = ("north-1:1", "--step", "released", "--on", "2031-05-21", "--document", "paper.pdf")
    assert mortuary.json("follow-up", *words, by="north/delegate", at=LATER)["entered"] == 2
    assert [states(mortuary)[line] for line in ("south-2:1", "south-2:2", "north-1:1")] == ["released"] * 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("north-1:1", "1", "--step", "released"), "a step has no milestone and nothing found"),
        (("north-1:1", "1", "--on", "2031-05-20"), "--on and --document belong to a --step"),
    ],
)
def test_a_visit_and_a_step_are_not_mixed(mortuary: Any, words: tuple[str, ...], told: str) -> None:
    done = mortuary.do("follow-up", *words)
    assert (done.exit_code, told in done.stderr) == (2, True)


def test_a_withdrawal_prints_what_followed(mortuary: Any) -> None:
    identify(mortuary, "south-2:1/1", "--person", "north-1:1")
    identify(mortuary, "south-2:2", "--person", "north-1:1")
    mortuary.ok("judge-match", "south-2:1/1", "south-2:1/2", "same", by=LAB)
    mortuary.ok("follow-up", "I-0001", "--step", "family-told", by="north/delegate")
    said = mortuary.ok("withdraw", "I-0001", "--reason", "came home alive", at=LATER)
    assert "I-0001, decided on 2031-05-20: south-2:1 (south-2:1/1)" in said.splitlines()
    assert "people identified for north: 1 before, 1 now" in said.splitlines()
    for word in ("family-told", "partly identified", "identified as the same person (I-0002)"):
        assert word in said
    found = mortuary.json("withdraw", "I-0002", "--reason", "came home alive", at=LATER)["consequences"]
    assert found["lines"] == [
        {"line": "south-2:2", "before": "identified", "after": "received"},
        {"line": "north-1:1", "before": "identified", "after": "unanswered"},
    ]
    assert found["counts"]["identified"] == {"before": 1, "after": 0}


def test_specimens_are_judged_by_laboratories_and_lines_by_delegates(mortuary: Any) -> None:
    said = mortuary.json("judge-match", "south-2:1/1", "south-2:1/2", "different", by=LAB)
    assert said["entered"] == 1
    for words, by in (
        (("south-2:1/1", "south-2:1/2", "same"), "north/delegate"),
        (("north-1:1", "south-1:1", "same"), LAB),
        (("north-1:1", "south-2:1/1", "same"), "mediator/registrar"),
        (("south-2:1/1", "north-1:1", "same"), "mediator/registrar"),
    ):
        assert mortuary.do("judge-match", *words, by=by).exit_code == 2


def test_a_signed_judgement_on_specimens_is_verified(mortuary: Any) -> None:
    mortuary.ok("judge-match", "south-2:1/1", "south-2:1/2", "same", "--key", "north.key", by=LAB)
    found = mortuary.json("desk", "check")
    assert (found["holds"], found["signatures"]) == (True, 1)


def test_profiles_are_taken_in_under_a_code(mortuary: Any) -> None:
    mortuary.write("profiles.csv", "profile,TH01\nn1,6/9.3\n")
    said = mortuary.json("receive-profiles", "profiles.csv", "--laboratory", "L-1", by=LAB)
    assert (said["profiles"], said["of_known_samples"], said["entered"]) == (1, 0, 1)
    done = mortuary.do("receive-profiles", "profiles.csv", "--laboratory", CANARY + " of X", by=LAB)
    assert (done.exit_code, CANARY in done.output) == (2, False)


def test_the_account_shows_the_numbers_by_side_and_by_handover(mortuary: Any) -> None:
    identify(mortuary, "south-2:1/1", "--person", "north-1:1")
    identify(mortuary, "south-2:1/2", "--wrong-side")
    mortuary.ok("receive-remains", "south-2", "--file", "tally.csv", "--minimum-individuals", "3", "--specimens", "3",
                by="south/officer")  # fmt: skip
    lines = [line.split() for line in mortuary.ok("account").splitlines()]
    at = lines.index("remains, by the receiver's count".split())
    assert [row[:6] for row in lines[at + 2 : at + 5] if row and row[0] == "north"] == [
        ["north", "3", "3", "2", "1", "1"]
    ]
    assert ["south-2", "north", "3", "3", "2", "1", "1"] in lines
    assert ["south-2", "south", "3", "3", "3"] in lines


@pytest.mark.parametrize(
    ("by", "sees"),
    [("mediator/registrar", 2), (LAB, 2), ("north/delegate", 2), ("south/delegate", 1), ("mediator/observer", 0)],
)
def test_a_line_shows_what_boards_decided_to_whom_it_concerns(mortuary: Any, by: str, sees: int) -> None:
    identify(mortuary, "south-2:1/1", "--person", "north-1:1")
    identify(mortuary, "south-2:1/2", "--wrong-side")
    found = mortuary.json("line", "show", "south-2:1", by=by, at=LATER)["decisions"]
    assert len(found) == sees
    if sees == 2:
        assert found[0] == {
            "identification": "I-0001", "remains": "south-2:1", "specimens": ["south-2:1/1"], "person": "north-1:1",
            "on": "2031-05-20", "wrong_side": False, "under_review": False, "steps": [],
        }  # fmt: skip
        assert "I-0001" in mortuary.ok("line", "show", "north-1:1", by=by, at=LATER)
