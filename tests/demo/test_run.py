from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from repatria.demo.run import MARKER, _prepare, run
from repatria.demo.truth import agreement, read_truth
from repatria.errors import InputNotUnderstood
from repatria.register.states import CLOSED, State

SEED = 11


def repatria(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "repatria", *words], capture_output=True, encoding="utf-8", check=False
    )


@dataclass(frozen=True)
class Done:
    """A demo that has run: its folder, what it printed, its account."""

    out: Path
    printed: str
    account: dict[str, Any]

    def states(self, name: str) -> dict[str, int]:
        return next(entry["states"] for entry in self.account["lists"] if entry["list"] == name)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    out = tmp_path_factory.mktemp("demo") / "out"
    ran = repatria("demo", "--out", str(out), "--seed", str(SEED))
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    return Done(out, ran.stdout, json.loads((out / "account.json").read_text(encoding="utf-8")))


pytestmark = pytest.mark.timeout(900)  # 60 s of its own on two idle cores; a busy machine may take a multiple


def test_the_account_has_its_format(done: Done) -> None:
    account = done.account
    assert list(account) == [
        "format", "balanced", "lists", "lines", "remains", "consignments", "discrepancies",
    ]  # fmt: skip
    assert (account["format"], account["balanced"]) == (1, True)
    keys = ["list", "party", "stance", "lines", "declared_total", "states"]
    assert {tuple(entry) for entry in account["lists"]} == {tuple(keys)}
    assert {tuple(line) for line in account["lines"]} == {("ref", "state", "owed_by", "due_on")}
    assert {tuple(counts) for counts in account["remains"].values()} == {
        ("bags", "specimens", "minimum_individuals", "identified", "wrong_side")
    }
    assert {tuple(entry) for entry in account["discrepancies"]} == {("what", "counts")}


def test_the_states_of_every_list_add_up_to_its_lines(done: Done) -> None:
    known = {state.value for state in State}
    for entry in done.account["lists"]:
        assert sum(entry["states"].values()) == entry["lines"]
        assert set(entry["states"]) <= known
        lines = [line for line in done.account["lines"] if line["ref"].startswith(entry["list"] + ":")]
        assert [line["ref"] for line in lines] == [f"{entry['list']}:{n}" for n in range(1, entry["lines"] + 1)]
        assert Counter(line["state"] for line in lines) == entry["states"]


def test_every_open_line_is_owed_by_somebody_by_a_day(done: Done) -> None:
    closed = {state.value for state in CLOSED}
    for line in done.account["lines"]:
        if line["state"] in closed:
            assert (line["owed_by"], line["due_on"]) == (None, None)
        else:
            assert line["owed_by"] in ("north", "south", "mediator")
            assert date.fromisoformat(line["due_on"]).year in (2031, 2032)


def test_28_and_19_children_returned_and_one_declined(done: Done) -> None:
    assert [done.states(name)["returned"] for name in ("north-1", "south-1", "south-2", "north-2")] == [28, 28, 19, 19]
    assert [done.states(name).get("declined", 0) for name in ("north-1", "south-2")] == [1, 0]
    assert (done.states("north-1")["duplicate"], done.states("north-1")["grown up"]) == (1, 2)


def test_a_thousand_crossed_each_way_in_three_stages(done: Done) -> None:
    crossing = [
        {m["from"]: len(m["lines"]) for m in json.loads(path.read_bytes())["movements"]}
        for path in sorted(done.out.glob("manifests/prisoners-2031/M-*.json"))
    ]
    assert [one["north"] for one in crossing[1:]] == [one["south"] for one in crossing[1:]] == [390, 307, 303]


def test_bags_specimens_individuals_and_identified_stand_apart(done: Done) -> None:
    remains = done.account["remains"]
    assert (remains["north"]["bags"], remains["south"]["bags"], remains["north"]["identified"]) == (6057, 78, 11)
    assert remains["north"]["wrong_side"] == 2
    assert len(set(remains["north"].values())) == 5
    assert done.states("south-5") == {
        "received": 6057 - 14,
        "not among those received": 3,
        "partly identified": 1,
        "identified": 6,
        "family told": 3,
        "released": 2,
        "routed back": 1,
        "receipt given": 1,
    }


def test_the_man_in_three_bags_is_one_man_and_the_name_on_a_label_nobody(done: Done) -> None:
    told = {line["ref"] for line in done.account["lines"] if line["state"] == "family told"}
    assert len([ref for ref in told if ref.startswith("south-5")]) == 3
    assert len([ref for ref in told if ref.startswith("north-3")]) == 1
    order = ("by the label on his bag", "or one by two methods", "a lead, and refused", "is taken back")
    places = [done.printed.index(words) for words in order]
    assert places == sorted(places)


def test_the_report_of_the_board_is_there(done: Done) -> None:
    report = done.out / "report-on-identification.pdf"
    assert report.read_bytes()[:5] == b"%PDF-"
    assert report.stat().st_mode & 0o077 == 0


def test_counts_that_differ_are_kept_with_both_numbers(done: Done) -> None:
    found = {entry["what"]: entry["counts"] for entry in done.account["discrepancies"]}
    crossed = found.pop("people who crossed on M-0003")
    assert abs(crossed["north"] - crossed["south"]) == 1
    assert found == {
        "declared total and lines of south-4": {"south": 1402, "mediator": 1400},
        "bags of consignment south-5": {"north": 6057, "south": 6060},
        "people checked off differently on M-0003": {"north": 1, "south": 1},
    }


def test_the_log_verifies_against_the_desk(done: Done) -> None:
    verified = repatria(
        "log",
        "verify",
        str(done.out / "log"),
        "--key",
        str(done.out / "log.vkey"),
        "--desk",
        str(done.out / "desk.sqlite3"),
    )
    assert verified.returncode == 0, verified.stderr


def test_the_account_agrees_with_the_truth(done: Done) -> None:
    truth = read_truth(done.out / "truth.csv")
    found = agreement(truth, done.account)
    assert [line.ref for line in truth] == [line["ref"] for line in done.account["lines"]]
    assert all(
        entry.agree == entry.lines for entry in found if entry.list in ("north-1", "south-1", "south-2", "north-2")
    )
    assert all(entry.crossed <= entry.should_cross[1] for entry in found)
    assert sum(entry.agree for entry in found) >= 0.98 * len(truth)
    agree = sum(entry.agree for entry in found)
    assert f"{agree:,} of {len(truth):,} lines are where the truth says" in (done.out / "report.html").read_text(
        "utf-8"
    )


def test_the_report_names_nobody(done: Done) -> None:
    page = (done.out / "report.html").read_text(encoding="utf-8")
    assert re.search("[\u0400-\u04ff\u0600-\u06ff]", page) is None
    written = (done.out / "truth.csv").read_text(encoding="utf-8")
    assert "T-0001" in written
    assert "T-0001" not in page
    assert "DEMO" in page


def test_the_lists_can_be_opened_by_a_person(done: Done) -> None:
    names = {path.name for path in (done.out / "lists").iterdir()}
    assert len(names) == 10
    assert Counter(name.rpartition(".")[2] for name in names) == {"xlsx": 6, "csv": 4}


def test_what_it_prints_ends_with_the_agreement(done: Done) -> None:
    assert "balanced: yes" in done.printed
    assert "How far the account agrees with the truth" in done.printed


def test_a_folder_with_other_things_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("important", "utf-8")
    with pytest.raises(InputNotUnderstood) as refused:
        run(tmp_path, 1, Console(file=StringIO()))
    assert refused.value.message == "the folder holds something that no demo made"
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(InputNotUnderstood) as refused:
        run(tmp_path / "file", 1, Console(file=StringIO()))
    assert refused.value.message == "this is a file"


def test_a_folder_of_an_earlier_demo_is_begun_afresh(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text("", "utf-8")
    (tmp_path / "work").mkdir()
    for name in ("work/old.csv", "account.json", "mine.txt"):
        (tmp_path / name).write_text("old", "utf-8")
    (tmp_path / "desk.sqlite3").write_text("half a desk", "utf-8")
    printed = StringIO()
    _prepare(tmp_path, Console(file=printed))
    assert sorted(path.name for path in tmp_path.iterdir()) == [MARKER, "keys", "lists", "mine.txt", "work"]
    assert list((tmp_path / "work").iterdir()) == []
    assert printed.getvalue() == "A demo was here before; it begins from scratch.\n"
