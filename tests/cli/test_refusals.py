"""What bad input gets: exit status 2 (or 1 for a no), a place, a hint, nothing entered, and never a name."""

from __future__ import annotations

import json
from typing import Any

import pytest

CANARY = "Zyxwvutsan"

WRONG: tuple[tuple[str, ...], ...] = (
    ("answer-claim", "north-1:1", CANARY),
    ("answer-claim", CANARY, "held"),
    ("answer-claim", "north-1:9", "held"),
    ("answer-claim", "north-1:1"),
    ("answer-claim", "north-1:1", "held", "--file", "bad.csv"),
    ("answer-claim", "north-1:1", "cannot identify", "--needs", CANARY),
    ("answer-claim", "--file", "bad.csv"),
    ("answer-claim", "--file", "headings.csv"),
    ("answer-claim", "--file", "missing.csv"),
    ("answer-claim", "--file", "."),
    ("remark", "--file", "bad.csv"),
    ("remark", "north-1:1", "accepts"),
    ("judge-match", "--file", "bad.csv"),
    ("judge-match", "north-1:1", "north-1:1", "same"),
    ("record-fact", "--file", "bad.csv"),
    ("record-fact", "north-1:1", "identity-changed", "perhaps"),
    ("record-fact", "north-1:1", "identity-changed", "yes", "--on", CANARY),
    ("record-statement", "--said-by", "x", "--said-on", "2031-05-01", "--figure", CANARY, "--concerning", "north",
     "--wording", "x"),
    ("receive-list", "bad.csv", "--party", "north", "--stance", "seeks", "--exchange", CANARY),
    ("receive-list", "empty.csv", "--party", "north", "--stance", "seeks", "--exchange", "return-2031"),
    ("receive-list", "north.csv", "--party", "east", "--stance", "seeks", "--exchange", "other-2031"),
    ("receive-list", "north.csv", "--party", "north", "--stance", "seeks", "--exchange", "x", "--release", CANARY),
    ("propose-terms", "bad.csv"),
    ("sign-terms", "return-2031", "--key", "bad.csv"),
    ("sign-terms", "return-2031", "--key", "north.key"),
    ("sign-manifest", "bad.csv", "--key", "mediator.key"),
    ("record-interview", "--file", "bad.csv"),
    ("check-off", "M-0001", "north-1:1", "crossed"),
    ("check-off", "M-0001", "--file", "bad.csv"),
    ("receive-remains", "north-1", "--file", "bad.csv", "--specimens", "1", "--minimum-individuals", "1"),
    ("identify", "north-1:1", "--evidence", "bad.csv", "--board", CANARY, "--board", "mediator/laboratory-2"),
    ("withdraw", CANARY, "--reason", "x"),
    ("withdraw", f"M-{CANARY}", "--reason", "x"),
    ("check-off", CANARY, "north-1:1", "crossed"),
    ("check-off", f"M-{CANARY}", "--file", "bad.csv"),
    ("follow-up", "--file", "bad.csv"),
    ("follow-up", "north-1:1", "first", "--found", "x"),
    ("suspend", CANARY, "--reason", "x"),
    ("resume", "return-2031"),
    ("register-key", "--holder", "north", "bad.csv"),
    ("register-key", "--holder", "north", "north.key"),
    ("terms", "check", "bad.csv"),
    ("terms", "show", "return-2031"),
    ("list", "show", "north-9"),
    ("list", "read", "empty.csv", "--party", "north", "--stance", "seeks"),
    ("exchange", "show", "other-2031"),
    ("exchange", "plan", "return-2031", "--out", "drawn", "--moves-on", CANARY),
    ("reconcile", "north-1", "north-1", "--out", "p.csv"),
    ("log", "verify", "nowhere", "--key", "log.vkey"),
    ("log", "verify", "log", "--key", CANARY),
    ("desk", "new", "--party", "north", "--party", "east", "--demo-seed", "7"),
    ("key", "new", "--holder", "north", "--out", "north.key"),
    ("nonsense",),
    ("answer-claim", "north-1:1", "not", CANARY),
    ("receive-list", "north.csv", "--party", "north", "--stance", CANARY, "--exchange", "x"),
    ("record-statement", "--said-by", "x", "--said-on", CANARY),
    ("receive-remains", "south-1", "--file", "tally.csv", "--specimens", CANARY, "--minimum-individuals", "1"),
    ("demo", "--seed", CANARY),
)  # fmt: skip

FILES = {
    "bad.csv": f"line,answer,remark,left,right,judgement,what,truth,wish,outcome,bag,milestone,found\n"
    f"north-1:1,{CANARY},{CANARY},{CANARY},south-1:1,same,{CANARY},yes,{CANARY},{CANARY},,{CANARY},x\n",
    "headings.csv": f"row,{CANARY}\n1,held\n",
    "empty.csv": "\n\n",
}

DOER = {
    "answer-claim": "south/delegate",
    "remark": "north/delegate",
    "sign-terms": "north/delegate",
    "check-off": "north/officer",
}


@pytest.fixture
def ready(clerk: Any) -> Any:
    for name, text in FILES.items():
        clerk.write(name, text)
    return clerk


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_input_is_told_without_a_name_and_nothing_is_entered(ready: Any, words: tuple[str, ...]) -> None:
    before = ready.acts()
    done = ready.do(*words, by=DOER.get(words[0], "mediator/registrar"))
    assert (done.exit_code, done.stdout.replace("DEMO: invented people\n", "")) == (2, ""), done.output
    assert done.stderr.strip()
    assert (CANARY in done.output, "Traceback" in done.output, "something went wrong" in done.output) == (
        False,
        False,
        False,
    )
    assert ready.acts() == before


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_refusal_is_one_json_document_too(ready: Any, words: tuple[str, ...]) -> None:
    done = ready.do(*words, "--json", by=DOER.get(words[0], "mediator/registrar"))
    assert done.exit_code == 2
    assert sorted(json.loads(done.stdout)) == ["error", "findings", "hint", "place"]


def test_every_row_that_is_wrong_is_told_at_once(ready: Any) -> None:
    ready.write("answers.csv", f"line,answer\nnorth-1:1,held\n{CANARY},held\nnorth-1:2,{CANARY}\n")
    done = ready.do("answer-claim", "--file", "answers.csv", "--json", by="south/delegate")
    document = json.loads(done.stdout)
    assert document["error"] == "2 rows are not understood; nothing was entered"
    assert [one["place"] for one in document["findings"]] == ["row 3 of answers", "row 4 of answers"]
    assert CANARY not in done.output


def test_missing_headings_are_named(ready: Any) -> None:
    document = json.loads(ready.do("answer-claim", "--file", "headings.csv", "--json", by="south/delegate").stdout)
    assert (document["error"], document["hint"]) == (
        "the file lacks the heading line, answer",
        "headings needed: line, answer",
    )


NOT_PERMITTED = {
    ("answer-claim", "north-1:1", "held"): "mediator/registrar",
    ("remark", "north-1:1", "accepts"): "mediator/registrar",
    ("judge-match", "north-1:1", "south-1:1", "same"): "north/officer",
    ("record-fact", "north-1:1", "best-interests", "yes"): "north/delegate",
    ("record-statement", "--said-by", "x", "--said-on", "2031-05-01", "--figure", "persons sought", "--concerning",
     "north", "--wording", "x"): "north/delegate",
    ("receive-list", "south.csv", "--party", "south", "--stance", "holds", "--exchange", "a"): "north/delegate",
    ("propose-terms", "terms.toml"): "north/observer",
    ("sign-terms", "return-2031", "--key", "north.key"): "mediator/registrar",
    ("record-interview", "north-1:1", "willing"): "north/verifier",
    ("check-off", "M-0001", "north-1:1", "crossed"): "north/delegate",
    ("receive-remains", "south-1", "--file", "tally.csv", "--specimens", "1", "--minimum-individuals", "1", "--party",
     "south"): "north/officer",
    ("identify", "south-1:1", "--evidence", "tally.csv", "--board", "mediator/laboratory-1"): "north/delegate",
    ("withdraw", "M-0001", "--reason", "x"): "north/delegate",
    ("follow-up", "north-1:1", "1", "--found", "x"): "north/officer",
    ("suspend", "return-2031", "--reason", "x"): "north/observer",
    ("resume", "return-2031"): "north/delegate",
    ("register-key", "--holder", "north", "north.key.vkey"): "north/delegate",
    ("list", "show", "south-1", "--as", "south"): "north/delegate",
}  # fmt: skip


@pytest.mark.parametrize(("words", "by"), NOT_PERMITTED.items(), ids=lambda value: value if "/" in value else value[0])
def test_who_may_not_is_refused(clerk: Any, words: tuple[str, ...], by: str) -> None:
    clerk.write("tally.csv", "bag\nS-1\n")
    clerk.write("terms.toml", TERMS)
    before = clerk.acts()
    done = clerk.do(*words, by=by)
    assert (done.exit_code, clerk.acts()) == (2, before)
    assert done.stderr.strip()


TERMS = 'format = 1\nexchange = "return-2031"\nversion = 1\ntitle = "x"\nparties = ["north", "south"]\n'


@pytest.mark.parametrize(
    ("missing", "message"),
    [("REPATRIA_DESK", "no desk is named"), ("REPATRIA_BY", "who acts is not named")],
)
def test_what_is_not_named_is_asked_for(clerk: Any, missing: str, message: str) -> None:
    from click.testing import CliRunner

    from repatria.cli import main

    env = {"REPATRIA_DESK": str(clerk.home / "desk.sqlite3"), "REPATRIA_BY": "south/delegate", missing: None}
    done = CliRunner().invoke(main, ["answer-claim", "north-1:1", "held"], env=env)
    assert (done.exit_code, done.stderr.splitlines()[0]) == (2, message)


def test_a_fault_of_the_program_is_told_by_place_only(clerk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from repatria.cli.commands import claims

    def fault(*_: object, **__: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr(claims, "answer_claims", fault)
    done = clerk.do("answer-claim", "north-1:1", "held", "--json", by="south/delegate")
    assert (done.exit_code, CANARY in done.output) == (2, False)
    start = "something went wrong inside repatria (ValueError at repatria.cli.commands.claims:"
    document = json.loads(done.stdout)
    assert (document["error"].startswith(start), document["error"].endswith("nothing was entered")) == (True, True)
