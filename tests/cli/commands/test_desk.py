from __future__ import annotations

import json
import shutil
import sqlite3
from typing import Any

NEW = ("desk", "new", "--party", "north", "--party", "south")


def test_a_new_desk_has_its_log_and_key_beside_it(outsider: Any) -> None:
    said = outsider.json(*NEW, "--origin", "desk.example/log")
    assert (said["entered"], said["origin"], said["log"]) == (1, "desk.example/log", {"size": 1})
    names = ["desk.sqlite3", "keys", "log", "log.vkey"]
    assert sorted(p.name for p in outsider.home.iterdir() if not p.name.startswith("desk.sqlite3-")) == names
    assert (outsider.home / "log.vkey").read_text().strip() == said["vkey"]


def test_made_again_it_changes_nothing(outsider: Any) -> None:
    first = outsider.json(*NEW)
    again = outsider.json(*NEW)
    assert (again["entered"], again["already"], again["vkey"]) == (0, 1, first["vkey"])


def test_another_desk_in_the_same_place_is_refused(clerk: Any) -> None:
    for words in (
        ("desk", "new", "--party", "north", "--party", "east", "--demo-seed", "7"),
        (*NEW, "--origin", "other.example/log"),
        NEW,
    ):
        assert clerk.do(*words).exit_code == 2
    assert clerk.acts() == 6


def test_a_desk_stands_between_two(outsider: Any) -> None:
    assert outsider.do("desk", "new", "--party", "north").exit_code == 2
    assert outsider.do(*NEW, by="north/delegate").exit_code == 2


def test_what_an_interrupted_making_left_is_finished(outsider: Any) -> None:
    key = outsider.json(*NEW, "--origin", "desk.example/log")["vkey"]
    for left in ("desk.sqlite3", "desk.sqlite3-wal", "desk.sqlite3-shm", "log.vkey"):
        (outsider.home / left).unlink(missing_ok=True)
    shutil.rmtree(outsider.home / "log")
    assert outsider.json(*NEW)["vkey"] == key


def test_no_desk_is_made_beside_the_log_of_another(outsider: Any) -> None:
    outsider.ok(*NEW)
    log = (outsider.home / "log" / "checkpoint").read_bytes()
    done = outsider.do(*NEW, "--desk", "second.sqlite3")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (2, "the log of another desk lies here")
    assert (outsider.home / "log" / "checkpoint").read_bytes() == log
    assert outsider.do("account", "--desk", "second.sqlite3").exit_code == 2


def test_a_demo_is_the_same_every_time(outsider: Any, tmp_path_factory: Any) -> None:
    other = type(outsider)(tmp_path_factory.mktemp("other"))
    for one in (outsider, other):
        one.ok(*NEW, "--demo-seed", "3")
    checkpoints = [(one.home / "log" / "checkpoint").read_bytes() for one in (outsider, other)]
    assert checkpoints[0] == checkpoints[1]


def test_status_counts_acts_and_what_the_log_has(clerk: Any) -> None:
    found = clerk.json("desk", "status")
    assert (found["acts"], found["log"], found["demo"], found["parties"]) == (6, 6, True, ["north", "south"])
    assert [one["list"] for one in found["lists"]] == ["north-1", "south-1"]
    assert (found["exchanges"], sorted(found["keys"])) == (["return-2031"], ["mediator", "north", "south"])
    lines = clerk.ok("desk", "status").splitlines()
    assert lines[1:3] == ["parties: north, south; log demo.invalid/7", "acts: 6 kept, 6 in the log"]


def test_a_private_key_is_not_registered(clerk: Any) -> None:
    done = clerk.do("register-key", "--holder", "north", "north.key")
    assert (done.exit_code, done.stderr) == (
        2,
        "this is a private key\n  hint: hand over the file that ends in .vkey\n",
    )


def test_registering_twice_is_once(clerk: Any) -> None:
    said = clerk.json("register-key", "--holder", "north", "north.key.vkey")
    assert (said["entered"], said["already"]) == (0, 1)


def test_the_days_of_visits_are_a_setting(outsider: Any) -> None:
    assert outsider.do(*NEW, "--follow-up-days", "30,7").exit_code == 2
    assert outsider.do(*NEW, "--follow-up-days", "a week").exit_code == 2
    outsider.ok(*NEW, "--follow-up-days", "14, 60")
    assert outsider.json(*NEW, "--follow-up-days", "14,60")["already"] == 1
    assert outsider.do(*NEW).exit_code == 2


def test_status_has_the_two_numbers(clerk: Any) -> None:
    clerk.ok("answer-claim", "north-1:1", "held", by="south/delegate")
    assert clerk.ok("desk", "status").splitlines()[3] == "answered: 1; outstanding: 3"
    said = clerk.json("answer-claim", "north-1:2", "not held", by="south/delegate")
    assert (said["answered"], said["outstanding"]) == (2, 2)


def test_a_desk_that_was_left_alone_holds(clerk: Any) -> None:
    found = clerk.json("desk", "check")
    assert found == {
        "holds": True,
        "acts": 6,
        "signatures": 0,
        "documents": 2,
        "lists": 2,
        "log": {"holds": True, "opened": 6, "first_bad_index": None},
        "first_bad_act": None,
        "broken": None,
    }
    assert clerk.ok("desk", "check").splitlines()[-1] == "the desk holds, and so does its log"


def test_a_changed_desk_is_exit_status_1_and_the_act_is_named(clerk: Any) -> None:
    with sqlite3.connect(clerk.home / "desk.sqlite3") as changed:
        changed.execute("UPDATE repatria_journal SET payload = replace(payload, 'seeks', 'holds') WHERE seq = 4")
        changed.execute("UPDATE repatria_journal SET payload = CAST(payload AS BLOB) WHERE seq = 4")
    changed.close()
    done = clerk.do("desk", "check", "--json")
    found = json.loads(done.stdout)
    assert (done.exit_code, found["holds"], found["log"]["first_bad_index"], found["broken"]["code"]) == (
        1,
        False,
        4,
        "act-differs",
    )
    assert clerk.do("desk", "check").stdout.splitlines()[-1] == "the desk holds, but its log does NOT hold"


def test_a_lost_document_is_found_before_the_log_is_looked_at(clerk: Any) -> None:
    with sqlite3.connect(clerk.home / "desk.sqlite3") as changed:
        changed.execute("DELETE FROM repatria_document_piece")
        changed.execute("DELETE FROM repatria_document")
    changed.close()
    done = clerk.do("desk", "check")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (1, "the desk does NOT hold; first bad act: 4")


def test_a_desk_is_checked_with_the_key_that_was_given(clerk: Any) -> None:
    assert clerk.json("desk", "check", "--key", "log.vkey")["holds"] is True
    done = clerk.do("desk", "check", "--key", "north.key.vkey")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (1, "the desk holds, but its log does NOT hold")


def test_a_kept_document_is_given_to_the_mediator_only(clerk: Any) -> None:
    (clerk.home / "paper.pdf").write_bytes(b"%PDF evidence")
    words = ("record-fact", "north-1:1", "identity-changed", "yes", "--evidence", "paper.pdf")
    clerk.ok(*words, by="north/delegate")
    (fact,) = clerk.json("line", "show", "north-1:1")["facts"]
    clerk.ok("desk", "document", fact["evidence"], "--out", "again.pdf")
    again = clerk.home / "again.pdf"
    assert (again.read_bytes(), again.stat().st_mode & 0o077) == (b"%PDF evidence", 0)
    for by in ("north/delegate", "mediator/observer"):
        assert clerk.do("desk", "document", fact["evidence"], "--out", "no.pdf", by=by).exit_code == 2
    for digest in ("0" * 64, "paper"):
        assert clerk.do("desk", "document", digest, "--out", "no.pdf").exit_code == 2
    assert not (clerk.home / "no.pdf").exists()
