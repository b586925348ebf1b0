from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

VERIFY = ("log", "verify", "log", "--key", "log.vkey")


def test_a_whole_log_holds(clerk: Any) -> None:
    found = clerk.json(*VERIFY, "--desk", "desk.sqlite3")
    assert (found["holds"], found["entries"], found["opened"], found["erased"]) == (True, 6, 6, 0)
    assert clerk.ok(*VERIFY).splitlines()[-1] == "the log holds: 6 acts under the checkpoint of demo.invalid/7"


def test_the_key_may_be_given_as_text(clerk: Any) -> None:
    key = (clerk.home / "log.vkey").read_text().strip()
    assert clerk.json("log", "verify", "log", "--key", key)["holds"] is True


@pytest.mark.parametrize("place", ["log/log.vkey", "log/../log/log.vkey", "link"])
def test_the_key_is_never_taken_from_the_log(clerk: Any, place: str) -> None:
    shutil.copy(clerk.home / "log.vkey", clerk.home / "log" / "log.vkey")
    (clerk.home / "link").symlink_to(clerk.home / "log" / "log.vkey")
    done = clerk.do("log", "verify", "log", "--key", place)
    assert (done.exit_code, done.stderr.splitlines()[0]) == (2, "the key is never taken from the log's own folder")


def test_links_in_a_circle_are_no_key(clerk: Any) -> None:
    (clerk.home / "circle").symlink_to(clerk.home / "circle")
    done = clerk.do("log", "verify", "log", "--key", "circle")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (2, "key: the file cannot be read")


def test_a_changed_leaf_is_named(clerk: Any) -> None:
    (bundle,) = (clerk.home / "log" / "tile" / "entries").rglob("6")
    content = bytearray(bundle.read_bytes())
    content[-1] ^= 1
    bundle.write_bytes(content)
    done = clerk.do(*VERIFY, "--json")
    found = json.loads(done.stdout)
    assert (done.exit_code, found["holds"], found["first_bad_index"]) == (1, False, 5)
    assert clerk.do(*VERIFY).stdout == "the log does NOT hold; first bad index: 5\n"


def test_a_changed_journal_is_named(clerk: Any) -> None:
    import sqlite3

    with sqlite3.connect(clerk.home / "desk.sqlite3") as changed:
        (payload,) = changed.execute("SELECT payload FROM repatria_journal WHERE seq = 4").fetchone()
        forged = payload.replace(b"seeks", b"holds")
        changed.execute("UPDATE repatria_journal SET payload = ? WHERE seq = 4", [forged])
    changed.close()
    done = clerk.do(*VERIFY, "--desk", "desk.sqlite3", "--json")
    assert (done.exit_code, json.loads(done.stdout)["first_bad_index"]) == (1, 4)


def test_an_older_checkpoint_must_be_continued(clerk: Any) -> None:
    shutil.copy(clerk.home / "log" / "checkpoint", clerk.home / "older")
    clerk.ok("answer-claim", "north-1:1", "held", by="south/delegate")
    assert clerk.json(*VERIFY, "--since", "older")["size"] == 7
    shutil.copy(clerk.home / "log" / "checkpoint", clerk.home / "newer")
    other = type(clerk)(clerk.home.parent / "other")
    shutil.copytree(clerk.home, other.home)
    shutil.copy(clerk.home / "older", other.home / "log" / "checkpoint")
    assert other.do(*VERIFY, "--since", "newer").exit_code == 1


def test_another_key_is_a_no(clerk: Any) -> None:
    assert clerk.do("log", "verify", "log", "--key", "north.key.vkey").exit_code == 1
