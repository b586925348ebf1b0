from __future__ import annotations

import json
from typing import Any

import pytest

CLEAR = """format = 1
exchange = "return-2031"
version = 1
title = "Return of named persons"
parties = ["north", "south"]
status = "proposed"
reference_date = 2031-06-02
review_days = 7

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
UNCLEAR = CLEAR.replace('formula = "named persons"', 'formula = "n for n"').replace(
    'persons = ["north-1:1"]', "number = 1"
)
NORTH, SOUTH = "north/delegate", "south/delegate"


def test_clear_terms_are_said_to_be_clear(clerk: Any) -> None:
    clerk.write("t.toml", CLEAR)
    found = clerk.json("terms", "check", "t.toml")
    assert (found["exchange"], found["refused"]) == ("return-2031", False)


def test_unclear_terms_are_refused_with_words_and_what_mends_them(clerk: Any) -> None:
    clerk.write("t.toml", UNCLEAR)
    done = clerk.do("terms", "check", "t.toml", "--json")
    found = json.loads(done.stdout)
    errors = [one for one in found["findings"] if one["severity"] == "error"]
    assert (done.exit_code, found["refused"], all(one["hint"] and one["place"] for one in errors)) == (1, True, True)
    assert clerk.do("terms", "check", "t.toml").stdout == "return-2031: the terms are refused\n"


def test_what_is_no_terms_is_not_understood(clerk: Any) -> None:
    clerk.write("t.toml", 'exchange = "x"\n')
    done = clerk.do("terms", "check", "t.toml", "--json")
    assert (done.exit_code, json.loads(done.stdout)["error"]) == (2, "the text cannot be read as terms")
    assert len(json.loads(done.stdout)["findings"]) > 1


def test_refused_terms_are_not_proposed_unless_as_worded(clerk: Any) -> None:
    clerk.write("t.toml", UNCLEAR)
    done = clerk.do("propose-terms", "t.toml", "--json", by=NORTH)
    assert (done.exit_code, clerk.acts(), bool(json.loads(done.stdout)["findings"])) == (1, 6, True)
    assert clerk.json("propose-terms", "t.toml", "--as-worded", by=NORTH)["entered"] == 1
    assert clerk.do("sign-terms", "return-2031", "--key", "north.key", by=NORTH).exit_code == 2


def test_terms_bind_when_both_have_signed(clerk: Any) -> None:
    clerk.write("t.toml", CLEAR)
    clerk.ok("propose-terms", "t.toml", by=NORTH)
    assert clerk.json("sign-terms", "return-2031", "--key", "north.key", by=NORTH)["in_force"] is False
    assert clerk.do("sign-terms", "return-2031", "--key", "north.key", by=SOUTH).exit_code == 2
    assert clerk.json("sign-terms", "return-2031", "--key", "south.key", by=SOUTH)["in_force"] is True
    found = clerk.json("terms", "show", "return-2031")
    assert (found["text"], found["proposals"][0]["signed_by"]) == (CLEAR, ["north", "south"])
    assert clerk.ok("terms", "show", "return-2031").splitlines()[2].split()[3:5] == ["in", "force"]


def test_terms_are_signed_where_the_key_lies(clerk: Any) -> None:
    clerk.write("t.toml", CLEAR)
    clerk.ok("propose-terms", "t.toml", by=NORTH)
    before = clerk.acts()
    clerk.ok("sign-terms", "return-2031", "--lines", "lines.txt", by=NORTH)
    asked = clerk.json("sign-terms", "return-2031", "--lines", "lines.txt", by=NORTH)
    assert (clerk.acts(), asked["text"]) == (before, (clerk.home / "lines.txt").read_text("utf-8"))
    signed = clerk.json("key", "sign", "lines.txt", "--key", "north.key", "--document", "t.toml")["signature"]
    wrong = clerk.do("sign-terms", "return-2031", "--signature", signed, "--json", by=SOUTH)
    assert (wrong.exit_code, clerk.acts()) == (1, before)
    assert clerk.json("sign-terms", "return-2031", "--signature", signed, by=NORTH)["in_force"] is False
    clerk.write("south.sig", clerk.json("key", "sign", "lines.txt", "--key", "south.key")["signature"] + "\n")
    assert clerk.json("sign-terms", "return-2031", "--signature", "south.sig", by=SOUTH)["in_force"] is True


@pytest.mark.parametrize(
    "words", [(), ("--key", "north.key", "--lines", "x"), ("--signature", "nonsense"), ("--signature", "n" * 300)]
)
def test_one_way_of_signing_is_given(clerk: Any, words: tuple[str, ...]) -> None:
    clerk.write("t.toml", CLEAR)
    clerk.ok("propose-terms", "t.toml", by=NORTH)
    before = clerk.acts()
    done = clerk.do("sign-terms", "return-2031", *words, "--json", by=NORTH)
    assert (done.exit_code, bool(json.loads(done.stdout)["error"]), clerk.acts()) == (2, True, before)


def test_two_wordings_stand_side_by_side_and_one_must_be_named(clerk: Any) -> None:
    clerk.write("n.toml", CLEAR)
    clerk.write("s.toml", CLEAR.replace("the persons named here", "the sick named here"))
    clerk.ok("propose-terms", "n.toml", by=NORTH)
    clerk.ok("propose-terms", "s.toml", by=SOUTH)
    found = clerk.json("terms", "compare", "return-2031")
    assert [(one["clause"], one["standing"]) for one in found["clauses"]] == [("to-north", "worded differently")]
    assert found["clauses"][0]["wordings"] == {
        "north": "South hands over to North the persons named here.",
        "south": "South hands over to North the sick named here.",
    }
    assert clerk.do("sign-terms", "return-2031", "--key", "north.key", by=NORTH).exit_code == 2


def test_the_same_text_of_both_is_agreed(clerk: Any) -> None:
    clerk.write("t.toml", CLEAR)
    clerk.ok("propose-terms", "t.toml", by=NORTH)
    clerk.ok("propose-terms", "t.toml", by=SOUTH)
    assert [one["standing"] for one in clerk.json("terms", "compare", "return-2031")["clauses"]] == ["agreed"]


def test_an_answer_that_is_overdue_is_said(clerk: Any) -> None:
    clerk.write("t.toml", CLEAR)
    clerk.ok("propose-terms", "t.toml", by=NORTH, at="2031-05-20T09:00:00Z")
    words = ("terms", "compare", "return-2031")
    assert overdue(clerk, at="2031-05-27T09:00:00Z") == [(["south"], "2031-05-27", None)]
    assert overdue(clerk, at="2031-05-28T09:00:00Z") == [(["south"], "2031-05-27", "2031-05-28")]
    assert "  overdue: south owed an answer by 2031-05-27" in clerk.ok(*words, at="2031-05-28T09:00:00Z").splitlines()
    clerk.ok("sign-terms", "return-2031", "--key", "south.key", by=SOUTH)
    assert overdue(clerk, at="2031-05-28T09:00:00Z") == [([], None, None)]


def overdue(clerk: Any, *, at: str) -> list[tuple[list[str], str | None, str | None]]:
    found = clerk.json("terms", "compare", "return-2031", at=at)
    return [(one["awaited"], one["due_on"], one["overdue_since"]) for one in found["clauses"]]


def test_annex_i_is_shown_as_codes(outsider: Any) -> None:
    from repatria.exchange.annex_i import items

    found = outsider.json("terms", "annex-i")
    assert (list(found), found["items"]) == (["source", "items"], dict(items()))
    assert outsider.ok("terms", "annex-i").splitlines()[2].split(maxsplit=1) == ["I.A", "direct repatriation"]
