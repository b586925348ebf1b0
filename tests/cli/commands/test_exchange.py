from __future__ import annotations

import csv
import json
from typing import Any

import pytest

NORTH, SOUTH = "north/delegate", "south/delegate"
CANARY = "Zyxwvutsan"
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
persons = ["north-1:1", "north-1:2"]
substitution = { allowed = false }
"""


@pytest.fixture
def agreed(clerk: Any) -> Any:
    """Returns a clerk where both have signed, the first person is matched and willing, the second neither."""
    clerk.write("t.toml", TERMS)
    clerk.ok("propose-terms", "t.toml", by=NORTH)
    clerk.ok("sign-terms", "return-2031", "--key", "north.key", by=NORTH)
    clerk.ok("sign-terms", "return-2031", "--key", "south.key", by=SOUTH)
    for party in ("north", "south"):
        clerk.ok("judge-match", "north-1:1", "south-1:1", "same", by=f"{party}/delegate")
    clerk.ok("record-interview", "north-1:1", "willing")
    return clerk


PLAN = ("exchange", "plan", "return-2031", "--out", "drawn", "--moves-on", "2031-06-06", "--crossing-point", "Ford")


def test_no_plan_while_the_terms_are_not_in_force(clerk: Any) -> None:
    clerk.write("t.toml", TERMS)
    clerk.ok("propose-terms", "t.toml", by=NORTH)
    done = clerk.do(*PLAN, "--json")
    assert (done.exit_code, json.loads(done.stdout)["error"]) == (1, "the terms are not confirmed by both")
    assert not (clerk.home / "drawn").exists()


def test_a_plan_is_drawn_up_and_nothing_entered(agreed: Any) -> None:
    before = agreed.acts()
    found = agreed.json(*PLAN)
    assert (found["placed"], found["held_back"], agreed.acts()) == (1, 0, before)
    assert found["manifests"] == [
        {"manifest": "M-0001", "stage": None, "opens_at": "2031-06-06T06:00:00+00:00", "people": {"south to north": 1}}
    ]
    assert sorted(path.name for path in (agreed.home / "drawn").iterdir()) == [
        "M-0001.csv",
        "M-0001.json",
        "M-0001.txt",
    ]
    assert CANARY not in (agreed.home / "drawn" / "M-0001.json").read_text()


def test_officers_get_the_names_as_each_party_spells_them(agreed: Any) -> None:
    agreed.ok(*PLAN)
    path = agreed.home / "drawn" / "M-0001.csv"
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert rows == [
        {
            "from": "south",
            "to": "north",
            "line": "north-1:1",
            "north name": f"{CANARY} Una",
            "north date of birth": "1990-02-03",
            "south name": f"{CANARY.upper()} UNA",
            "south date of birth": "03.02.1990",
        }
    ]
    assert path.stat().st_mode & 0o077 == 0


def test_a_manifest_is_printed_before_and_after_it_is_signed(agreed: Any) -> None:
    agreed.ok(*PLAN)
    drawn = agreed.json("manifest", "print", "drawn/M-0001.json", "--language", "ar", "--out", "drawn.pdf")
    assert (drawn["manifest"], drawn["copy"], drawn["people"]) == ("M-0001", "mediator", 1)
    agreed.ok("sign-manifest", "drawn/M-0001.json", "--key", "north.key", by=NORTH)
    agreed.ok("manifest", "print", "M-0001", "--language", "uk", "--out", "north.pdf", by=NORTH)
    path = agreed.home / "north.pdf"
    assert (path.read_bytes()[:5], path.stat().st_mode & 0o077) == (b"%PDF-", 0)
    refused = agreed.do("manifest", "print", "M-0001", "--copy", "south", "--out", "s.pdf", by=NORTH)
    assert (refused.exit_code, (agreed.home / "s.pdf").exists()) == (2, False)
    assert agreed.do("manifest", "print", "M-0009", "--out", "s.pdf").exit_code == 2


def test_eligible_says_who_and_what_would_settle_it(agreed: Any) -> None:
    found = agreed.json("exchange", "eligible", "return-2031", "--out", "e.csv")
    (clause,) = found["clauses"]
    assert (clause["clause"], clause["yes"], clause["no"], clause["unknown"]) == ("to-north", 1, 1, 1)
    assert found["may_go"] == 1
    rows = list(csv.DictReader((agreed.home / "e.csv").read_text("utf-8-sig").splitlines()))
    assert next((row["line"], row["eligible"], row["may_go"]) for row in rows) == ("north-1:1", "yes", "yes")
    assert CANARY not in (agreed.home / "e.csv").read_text("utf-8")
    assert agreed.do("exchange", "eligible", "return-2031", "--clause", "other").exit_code == 2


def test_show_says_what_each_side_owes(agreed: Any) -> None:
    found = agreed.json("exchange", "show", "return-2031")
    assert (found["stage"], found["confirmed_by"], found["waiting_for"]) == ("final", ["north", "south"], [])
    assert [(due["party"], due["agreed"], due["owed"]) for due in found["dues"]] == [("south", 2, 2)]
    assert agreed.ok("exchange", "show", "return-2031").splitlines()[1:3] == [
        "return-2031: final; 4 lines",
        "answered: 2; outstanding: 2",
    ]


def test_a_manifest_with_somebody_who_said_no_is_refused(agreed: Any) -> None:
    agreed.ok(*PLAN)
    agreed.ok("record-interview", "north-1:1", "unwilling", at="2031-05-21T09:00:00Z")
    done = agreed.do("sign-manifest", "drawn/M-0001.json", "--key", "north.key", by=NORTH, at="2031-05-22T09:00:00Z")
    assert done.exit_code in (1, 2)
    assert CANARY not in done.output


def test_a_manifest_is_signed_where_the_key_lies(agreed: Any) -> None:
    agreed.ok(*PLAN)
    manifest = "drawn/M-0001.json"
    agreed.ok("sign-manifest", manifest, "--lines", "lines.txt", by=NORTH)
    assert (agreed.home / "lines.txt").read_bytes() == (agreed.home / "drawn" / "M-0001.txt").read_bytes()
    signed = agreed.json("key", "sign", "lines.txt", "--key", "north.key")["signature"]
    done = agreed.json("sign-manifest", manifest, "--signature", signed, by=NORTH)
    assert (done["entered"], done["waiting_for"]) == (1, {"M-0001": ["south", "mediator"]})
    assert agreed.do("sign-manifest", manifest, "--signature", signed, by="south/delegate").exit_code == 1
    assert agreed.do("sign-manifest", manifest, manifest, "--signature", signed, by=NORTH).exit_code == 2


def test_a_manifest_that_was_changed_is_not_signed(agreed: Any) -> None:
    agreed.ok(*PLAN)
    path = agreed.home / "drawn" / "M-0001.json"
    path.write_text(path.read_text().replace("north-1:1", "north-1:2"))
    assert agreed.do("sign-manifest", "drawn/M-0001.json", "--key", "north.key", by=NORTH).exit_code == 2


@pytest.mark.parametrize("day", ["2031-06-06T09:00:00", "2031-06-06T09:00:00Z/2031-06-06T08:00:00Z", "tomorrow"])
def test_days_are_days_or_spans_with_offsets(agreed: Any, day: str) -> None:
    assert agreed.do("exchange", "plan", "return-2031", "--out", "drawn", "--moves-on", day).exit_code == 2


def test_cells_are_inert_in_a_spreadsheet() -> None:
    from repatria.cli.writing import csv_bytes

    assert csv_bytes(("a",), [("=1+1",), ("@x",), ("plain",)]) == b"\xef\xbb\xbfa\r\n'=1+1\r\n'@x\r\nplain\r\n"


def test_suspended_is_resumed_by_the_registrar(agreed: Any) -> None:
    clerk = agreed
    clerk.ok("suspend", "return-2031", "--reason", "shelling", by=SOUTH)
    assert clerk.json("exchange", "show", "return-2031")["stage"] == "suspended"
    assert clerk.json("suspend", "return-2031", "--reason", "again", by=SOUTH)["already"] == 1
    clerk.ok("resume", "return-2031")
    assert clerk.json("exchange", "show", "return-2031")["stage"] == "final"


def test_an_outsider_verifies_what_was_signed(agreed: Any, tmp_path: Any) -> None:
    agreed.ok(*PLAN)
    for holder in ("north", "south"):
        agreed.ok("sign-manifest", "drawn/M-0001.json", "--key", f"{holder}.key", by=f"{holder}/delegate")
    terms, manifest = agreed.json("exchange", "signed", "return-2031", "--out", "signed")["documents"]
    assert manifest == "M-0001.json"
    verify = ("exchange", "verify", "signed/M-0001.note")
    north, south, mediator = (("--key", f"{holder}.key.vkey") for holder in ("north", "south", "mediator"))
    assert agreed.json(*verify, "signed/M-0001.json", *north, *south) == {
        "holds": True,
        "signed_by": ["north", "south"],
        "missing": [],
        "same_document": True,
    }
    not_yet = agreed.do(*verify, "signed/M-0001.json", *north, *mediator)
    assert (not_yet.exit_code, not_yet.stdout.splitlines()[1]) == (1, "NOT signed by mediator")
    other = agreed.do(*verify, f"signed/{terms}", *north)
    assert (other.exit_code, other.stdout.splitlines()[-1]) == (1, "under ANOTHER document")
    note = agreed.home / "signed/M-0001.note"
    note.write_text(note.read_text("utf-8").replace("north: 1", "north: 2"), "utf-8")
    changed = agreed.do(*verify, "signed/M-0001.json", *north)
    assert (changed.exit_code, changed.stderr.splitlines()[0]) == (1, "a signature does not verify")


def test_nothing_signed_is_written_nowhere(clerk: Any) -> None:
    assert clerk.do("exchange", "signed", "return-2031", "--out", "signed").exit_code == 2
    assert not (clerk.home / "signed").exists()
