"""Profiles, contents and judgements in; clusters of one person out."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from repatria.cli import main

MARKERS = [f"INV{k:02}" for k in range(1, 15)]
FREQUENCIES = "marker,allele,frequency\n" + "".join(
    f"{name},{allele},{value}\n"
    for name in MARKERS
    for allele, value in (("8", 0.1), ("9", 0.2), ("10", 0.3), ("11", 0.4))
)
ONE, OTHER = ["8/9"] * 14, ["10/11"] * 14
PROFILES = {
    "K-1": ONE, "K-2": [*ONE[:12], "8/-", ""], "K-3": OTHER, "K-4": [*ONE[:13], "9/9"], "K-5": [*ONE[:13], "8/77"],
}  # fmt: skip
CONTENTS = "Bag,Specimen,Part,Sample\nsouth-5:1,A,,K-1\nsouth-5:2,B,,K-2\nsouth-5:2,C,,K-3\nsouth-5:3,D,,K-4\nsouth-5:4,E,,K-5\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    rows = "".join(f"{name},,0.03,{','.join(cells)}\n" for name, cells in PROFILES.items())
    (tmp_path / "P.csv").write_text("profile,sex,dropout," + ",".join(MARKERS) + "\n" + rows, "utf-8")
    (tmp_path / "Q.csv").write_text(FREQUENCIES, "utf-8")
    (tmp_path / "C.csv").write_text(CONTENTS, "utf-8")
    return tmp_path


def run(home: Path, *more: str) -> Result:
    words = ["--profiles", "P.csv", "--frequencies", "Q.csv", "--contents", "C.csv", "--out", "CLUSTERS.json", *more]
    paths = [str(home / word) if word.endswith((".csv", ".json")) else word for word in words]
    return CliRunner().invoke(main, ["remains", "reassociate", *paths])


def document(home: Path, *more: str) -> dict:
    done = run(home, "--json", *more)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def clusters(home: Path) -> list[list[str]]:
    return [one["profiles"] for one in json.loads((home / "CLUSTERS.json").read_text("utf-8"))["clusters"]]


def test_one_person_in_three_bags(home):
    done = run(home, "--pairs", "PAIRS.csv")
    assert done.exit_code == 0, done.output
    assert clusters(home) == [["K-1", "K-2", "K-4", "K-5"]]
    assert "south-5:2 holds more than one person: weighed as two people" in done.stderr
    assert "proposals: nothing was entered or merged; people judge every pair" in done.stderr
    assert "77" not in done.output
    assert (home / "CLUSTERS.json").stat().st_mode & 0o777 == 0o600
    with (home / "PAIRS.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["left"], row["right"], row["proposal"]) for row in rows if row["left_profile"] == "K-1"] == [
        ("south-5:1/1", "south-5:4/1", "same"), ("south-5:1/1", "south-5:3/1", "same"), ("south-5:1/1", "south-5:2/1", "same"),
    ]  # fmt: skip
    assert [row["right"] for row in rows if row["proposal"] == "different"] == ["south-5:2/2"]


def test_the_document_has_the_figures_and_every_finding(home):
    said = document(home)
    assert (said["profiles"], said["comparisons"], said["clusters"], said["commingled"]) == (5, 10, 1, 1)
    assert said["model"]["profiles_by_class"] == [5, 0, 0, 0, 0, 0]
    assert sorted(one["code"] for one in said["findings"]) == ["allele-refused", "result-set-aside"]


def test_judgements_come_back_from_the_pairs(home):
    run(home, "--pairs", "PAIRS.csv")
    with (home / "PAIRS.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["judgement"] = "different" if row["right_profile"] == "K-4" or row["left_profile"] == "K-4" else "same"
        row["judgement"] = "" if row["proposal"] != "same" else row["judgement"]
    with (home / "J.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    said = document(home, "--judgements", "J.csv")
    assert clusters(home) == [["K-1", "K-2", "K-5"]]
    assert (said["judged_same"], said["judged_different"]) == (3, 3)


def test_new_profiles_and_own_samples(home):
    lines = (home / "P.csv").read_text("utf-8").splitlines(keepends=True)
    (home / "OLD.csv").write_text("".join(lines[:3]), "utf-8")
    (home / "OWN.csv").write_text(lines[0] + lines[1].replace("K-1", "north-3:14"), "utf-8")
    (home / "P.csv").write_text("".join((lines[0], *lines[3:])), "utf-8")
    said = document(home, "--known", "OLD.csv", "--own-samples", "OWN.csv")
    assert said["comparisons"] == 3 + 3 * 2 + 5
    assert (said["clusters"], said["own_samples"]) == (1, 4)
    done = run(home, "--known", "OLD.csv", "--own-samples", "OWN.csv")
    assert "4 matches with samples from before death" in done.stdout


def test_the_model_can_be_given(home):
    sure = document(home, "--dropout", "0", "--dropin", "0", "--theta", "0.02")
    assert sure["model"]["dropout_classes"] == [0.0]
    assert clusters(home) == [["K-1", "K-2", "K-5"]]
    assert document(home, "--threshold", "30")["clusters"] == 0


def test_the_same_files_give_the_same_bytes(home):
    run(home, "--workers", "1")
    first = (home / "CLUSTERS.json").read_bytes()
    run(home, "--workers", "3")
    assert (home / "CLUSTERS.json").read_bytes() == first


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("P.csv", "profile,sex\n", "profiles"),
        ("C.csv", "bag,what\n1,2\n", "contents: the heading specimen is missing"),
        ("C.csv", "", "contents: the file is empty"),
        ("Q.csv", "marker,allele,frequency\nINV01,8,0.5\n", "frequencies"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(home, name, text, message):
    (home / name).write_text(text, "utf-8")
    done = run(home)
    assert done.exit_code == 2
    assert message in done.stderr
    assert not (home / "CLUSTERS.json").exists()


def test_a_dropout_that_is_none_is_told_and_estimated(home):
    text = (home / "P.csv").read_text("utf-8").replace("K-3,,0.03", "K-3,,much")
    (home / "P.csv").write_text(text, "utf-8")
    codes = [one["code"] for one in document(home)["findings"]]
    assert codes.count("dropout-not-understood") == 1


def test_contents_come_from_a_file_or_from_the_desk(home):
    done = run(home, "--kept", "--desk", str(home / "desk.sqlite3"), "--by", "north/laboratory")
    assert done.exit_code == 2
    assert "give either --contents or --kept, not both" in done.stderr
