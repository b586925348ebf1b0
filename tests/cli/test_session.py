"""Acts are kept first and published second, whatever happens in between."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from typing import Any

import pytest

from repatria.cli.options import Moment
from repatria.cli.session import DoorClock, home_of
from repatria.errors import InputNotUnderstood
from repatria.store.clock import now


def test_a_demo_says_so_first(clerk: Any) -> None:
    assert clerk.ok("account").splitlines()[0] == "DEMO: invented people"


def test_a_desk_that_is_no_demo_says_nothing_and_guesses_no_salt(outsider: Any) -> None:
    outsider.ok("desk", "new", "--party", "north", "--party", "south", "--origin", "desk.example/log")
    (outsider.home / "keys" / "demo-seed").write_text("7")
    assert outsider.ok("account").splitlines()[0] != "DEMO: invented people"
    outsider.ok("key", "new", "--holder", "north", "--out", "n.key")
    outsider.ok("register-key", "--holder", "north", "n.key.vkey")
    assert salts(outsider, demo_seed=7) == [False, False]


def salts(clerk: Any, *, demo_seed: int) -> list[bool]:
    """Returns of each act's salt whether it is the demo's."""
    from repatria.desk.session import DemoSalts
    from repatria.store import open_archive

    with open_archive(clerk.home / "desk.sqlite3") as archive:
        return [entry.salt == DemoSalts(demo_seed).salt(entry.seq) for entry in archive.entries()]


def test_a_demo_keeps_its_salts_ever_after(clerk: Any) -> None:
    clerk.ok("answer-claim", "north-1:1", "held", by="south/delegate")
    assert set(salts(clerk, demo_seed=7)) == {True}


def test_without_the_logs_key_the_act_is_kept_and_published_later(clerk: Any) -> None:
    key = clerk.home / "keys" / "log.key"
    key.rename(clerk.home / "elsewhere")
    before = clerk.acts()
    done = clerk.do("answer-claim", "north-1:1", "held", "--json", by="south/delegate")
    document = json.loads(done.stdout)
    assert (done.exit_code, document["entered"], document["log"]) == (0, 1, None)
    assert [one["code"] for one in document["warnings"]] == ["log-key-missing"]
    assert done.stderr.splitlines()[0] == "warning: the act is kept, but the log was not extended: its key is missing"
    (clerk.home / "elsewhere").rename(key)
    assert clerk.acts() == before + 1
    said = clerk.json("answer-claim", "north-1:2", "held", by="south/delegate")
    assert said["log"] == {"size": before + 2}


def test_a_log_that_contradicts_the_journal_is_told_and_never_written_over(clerk: Any, prepared: Any) -> None:
    other = shutil.copytree(prepared, clerk.home / "other")
    elsewhere = type(clerk)(other)
    for line in ("north-1:1", "north-1:2"):
        elsewhere.ok("answer-claim", line, "held", by="south/delegate")
    shutil.rmtree(clerk.home / "log")
    shutil.copytree(other / "log", clerk.home / "log")
    done = clerk.do("withdraw", "north-1:1", "--reason", "x", "--json", by="north/delegate")
    document = json.loads(done.stdout)
    assert (done.exit_code, document["entered"], document["log"]) == (0, 1, None)
    assert [one["code"] for one in document["warnings"]] == ["log-not-extended"]
    assert "the log has 8 leaves, the journal 7" in document["warnings"][0]["message"]
    verified = clerk.do("log", "verify", "log", "--key", "log.vkey", "--desk", "desk.sqlite3", "--json")
    assert (verified.exit_code, json.loads(verified.stdout)["first_bad_index"]) == (1, 6)


def test_no_act_is_dated_so_far_ahead_that_it_keeps_later_ones_out(clerk: Any) -> None:
    before = clerk.acts()
    done = clerk.do("answer-claim", "north-1:1", "held", by="south/delegate", at="2331-05-20T09:00:00Z")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (
        2,
        "the moment lies more than a year ahead of now and of the last act",
    )
    assert clerk.acts() == before
    assert clerk.ok("account", at="2331-05-20T09:00:00Z").splitlines()[-1] == "the account balances"
    clerk.ok("answer-claim", "north-1:1", "held", by="south/delegate", at="2032-05-12T09:00:00Z")


def test_without_a_moment_given_the_wall_clock_goes_on() -> None:
    clock = DoorClock(None, now())
    before = now()
    assert before <= clock.now() <= now()


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+05:00", "3000-01-01T00:00:00Z"])
def test_a_moment_lies_where_days_can_be_added(text: str, clerk: Any) -> None:
    done = clerk.do("answer-claim", "north-1:1", "held", "--at", text, by="south/delegate")
    assert (done.exit_code, "not a moment between 1900 and 2999" in done.stderr) == (2, True)


def test_what_is_missing_in_the_log_is_named(clerk: Any) -> None:
    for bundle in (clerk.home / "log" / "tile" / "entries").rglob("6"):
        bundle.unlink()
    done = clerk.do("answer-claim", "north-1:1", "held", by="south/delegate")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (
        0,
        "warning: the act is kept, but the log was not extended: tile/entries/000.p/6: missing",
    )


@pytest.mark.parametrize("text", ["2031-06-02", "2031-06-02T09:00:00", "yesterday", ""])
def test_a_moment_has_its_offset(text: str, clerk: Any) -> None:
    done = clerk.do("answer-claim", "north-1:1", "held", "--at", text, by="south/delegate")
    assert (done.exit_code, "not a moment" in done.stderr or "no UTC offset" in done.stderr) == (2, True)


def test_moments_are_utc_and_whole_seconds() -> None:
    moment = Moment().convert("2031-06-02T12:00:00.5+03:00", None, None)
    assert moment == datetime(2031, 6, 2, 9, tzinfo=UTC)
    assert (now().microsecond, now().tzinfo) == (0, UTC)


def test_an_act_cannot_be_dated_before_the_last(clerk: Any) -> None:
    done = clerk.do("answer-claim", "north-1:1", "held", by="south/delegate", at="2030-01-01T00:00:00Z")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (
        2,
        "an act cannot be dated before the one entered last",
    )


def test_a_desk_at_an_address_needs_a_folder_for_its_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.delenv("REPATRIA_HOME", raising=False)
    with pytest.raises(InputNotUnderstood):
        home_of("postgresql://desk.example/desk")
    monkeypatch.setenv("REPATRIA_HOME", str(tmp_path))
    assert home_of("postgresql://desk.example/desk") == tmp_path


def test_a_fault_after_the_act_says_that_it_is_kept(clerk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("repatria.desk.publication.publish", fault)
    before = clerk.acts()
    done = clerk.do("answer-claim", "north-1:1", "held", "--json", by="south/delegate")
    assert (done.exit_code, json.loads(done.stdout)["error"].endswith("what was entered before is kept")) == (2, True)
    assert clerk.acts() == before + 1
