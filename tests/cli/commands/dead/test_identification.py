"""From a laboratory's files to hits and conclusions, on the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from repatria.cli import main
from repatria.cli.commands.dead.power import RELATIVES as OFFERED
from repatria.kinship.power import RELATIVES
from repatria.remains.conclusions import from_json

MARKERS = [f"M{k}" for k in range(16)]
FREQUENCIES = "marker,allele,frequency\n" + "".join(
    f"{marker},{allele},0.1\n" for marker in MARKERS for allele in range(10, 20)
)


def line(family: str, parents: tuple[str, str], missing: str = "X") -> str:
    value = {
        "family": family, "id": ["F", "M", "X", "Y"], "fid": ["0", "0", "F", "F"], "mid": ["0", "0", "M", "M"],
        "sex": [1, 2, 1, 1], "missing": missing, "markers": MARKERS,
        "genotypes": {"F": [parents[0]] * 16, "M": [parents[1]] * 16},
    }  # fmt: skip
    return json.dumps(value) + "\n"


def row(name: str, sex: str, result: str) -> str:
    return ",".join([name, sex, *[result] * 16]) + "\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    files = {
        "Q.csv": FREQUENCIES,
        "P.csv": ",".join(["profile", "sex", *MARKERS]) + "\n" + row("K-1", "M", "10/12") + row("K-2", "", "15/17")
        + row("K-3", "", "14/19") + row("K-4", "M", "10/13"),
        "F.jsonl": line("A", ("10/11", "12/13")) + line("B", ("14/15", "16/17"), "X") + line("B", ("14/15", "16/17"), "Y"),
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def do(home: Path, command: str, *more: str) -> Result:
    files = {"--profiles": "P.csv", "--families": "F.jsonl", "--frequencies": "Q.csv"}
    words = [word for option, name in files.items() for word in (option, str(home / name))]
    return CliRunner().invoke(main, ["remains", command, *words, *more])


def joint(home: Path, *more: str) -> dict[str, Any]:
    out = ("--out", str(home / "C.json"), "--table", str(home / "T.csv"))
    done = do(home, "joint", "--open-missing", "1000", *out, "--json", *more)
    assert done.exit_code == 0, done.output
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def test_hits_stand_with_what_chance_gives(home: Path) -> None:
    done = do(home, "search", "--out", str(home / "H.parquet"), "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert (said["profiles"], said["missing"], said["comparisons"], said["kept_out"]) == (4, 3, 12, [])
    hits = pq.read_table(home / "H.parquet").to_pylist()
    assert [(one["profile"], one["family"], one["missing"]) for one in hits] == [
        ("K-1", "A", "X"), ("K-4", "A", "X"), ("K-2", "B", "X"), ("K-2", "B", "Y"),
    ]  # fmt: skip
    assert [one["chance_hits"] for one in hits] == [12 * 10 ** -one["log10_lr"] for one in hits]
    assert (home / "H.parquet").stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in home.iterdir()) == ["F.jsonl", "H.parquet", "P.csv", "Q.csv"]


def test_conclusions_are_the_same_with_hits_given_and_without(home: Path) -> None:
    said = joint(home)
    once = (home / "C.json").read_bytes()
    assert do(home, "search", "--open-missing", "1000", "--out", str(home / "H.parquet")).exit_code == 0
    assert joint(home, "--hits", str(home / "H.parquet")) == said
    assert (home / "C.json").read_bytes() == once


def test_two_bodies_of_one_family_are_disputed_brothers_are_a_set_and_strangers_have_no_hit(home: Path) -> None:
    said = joint(home)
    assert said["missing"]["A/X"]["conclusion"] == "Disputed"
    assert said["sets"] == {"K-2": ["B/X", "B/Y"]}
    assert said["without_hits"] == ["K-3"]
    told = {one.profile: one for one in from_json((home / "C.json").read_bytes()).conclusions}
    assert {name: (one.family, one.word, one.close_relatives, one.passes) for name, one in told.items()} == {
        "K-1": ("A", "Disputed", 2, "no"),
        "K-2": ("B", "Symmetric match", 2, "no"),
        "K-4": ("A", "Disputed", 2, "no"),
    }
    assert [one.profile for one in told["K-1"].rivals] == ["K-4"]
    why = "this missing person is fitted by K-4 too: where that is the same body, judge them same"
    assert told["K-1"].reasons[-1] == why


def test_a_body_judged_one_with_nobody_else_meets_the_policy(home: Path) -> None:
    profiles = (home / "P.csv").read_text("utf-8").replace(row("K-4", "M", "10/13"), "")
    (home / "P.csv").write_text(profiles, "utf-8")
    joint(home)
    (one,) = [c for c in from_json((home / "C.json").read_bytes()).conclusions if c.profile == "K-1"]
    assert (one.word, one.passes, one.reasons) == ("Undisputed", "yes", ())
    with (home / "T.csv").open(encoding="utf-8-sig", newline="") as file:
        table = {row["profile"]: row for row in csv.DictReader(file)}
    assert (table["K-1"]["posterior"], table["K-1"]["passes"], table["K-1"]["close_relatives"]) == (
        "0.999999",
        "yes",
        "2",
    )


def test_an_allele_without_frequency_counts_by_the_policys_rule_and_is_told(home: Path) -> None:
    profiles = (home / "P.csv").read_text("utf-8").replace("14/19,14/19", "14/99,14/99", 1)
    (home / "P.csv").write_text(profiles, "utf-8")
    (found,) = [joint(home)["unknown_alleles"][0]]
    assert found == {"marker": "M0", "alleles": 1, "results": 1, "frequency": None}
    (home / "POLICY.toml").write_text('format = 1\nunseen_allele = "fixed"\nfixed_frequency = 0.002\n', "utf-8")
    said = joint(home, "--policy", str(home / "POLICY.toml"))
    assert said["unknown_alleles"][0] == {"marker": "M0", "alleles": 1, "results": 1, "frequency": 0.002}
    assert "2 results with an allele not in the table, by the rule fixed" in said["model"]


def test_hits_of_other_files_are_refused(home: Path) -> None:
    assert do(home, "search", "--out", str(home / "H.parquet")).exit_code == 0
    (home / "P.csv").write_text((home / "P.csv").read_text("utf-8") + row("K-5", "", "11/12"), "utf-8")
    out = ("--open-missing", "9", "--out", str(home / "C.json"))
    done = do(home, "joint", *out, "--hits", str(home / "H.parquet"))
    assert (done.exit_code, (home / "C.json").exists()) == (2, False)
    assert "hits: the hits are of other files than those given" in done.stderr
    done = do(home, "joint", *out, "--hits", str(home / "Q.csv"))
    assert "not a file of hits" in done.stderr


def test_fewer_open_missing_than_are_searched_for_is_refused(home: Path) -> None:
    done = do(home, "joint", "--open-missing", "2", "--out", str(home / "C.json"))
    assert done.exit_code == 2
    assert "--open-missing: 3 missing persons are searched for, and fewer are said to be openly missing" in done.stderr


def test_what_is_printed_names_prior_policy_and_words(home: Path) -> None:
    done = do(home, "joint", "--open-missing", "1000", "--out", str(home / "C.json"))
    assert done.exit_code == 0
    assert "prior: each of 1,000 open missing persons equally likely" in done.stdout
    assert "Disputed: several reach a probable LR" in done.stdout
    assert "14/" not in done.output


def test_families_that_can_never_meet_the_policy_are_listed_with_whom_to_ask(home: Path) -> None:
    with_mother = json.loads(line("C", ("10/11", "12/13")))
    del with_mother["genotypes"]["F"]
    (home / "F.jsonl").write_text(line("A", ("10/11", "12/13")) + json.dumps(with_mother) + "\n", "utf-8")
    words = ["remains", "power", str(home / "F.jsonl"), "--frequencies", str(home / "Q.csv"), "--ask", "father"]
    done = CliRunner().invoke(main, [*words, "--ask", "sister", "--out", str(home / "POWER.csv"), "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    why = ["1 close relatives are typed at 12 markers or more, asked are 2"]
    assert said["can_never_pass"] == [{"family": "C", "missing": "X", "lacks": why}]
    with (home / "POWER.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["family"], row["can_pass"], row["best_to_ask"]) for row in csv.DictReader(file)]
    assert rows == [("A", "yes", ""), ("C", "no", "father")]


def test_relatives_that_can_be_asked_for_are_those_of_kinship() -> None:
    assert OFFERED == RELATIVES
