"""A register is searched from files to a ranked file of hits."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from repatria.cli import main

FREQUENCIES = "marker,allele,frequency\nM1,10,0.25\nM1,11,0.75\nM2,7,0.5\nM2,8,0.5\n"
PROFILES = "profile,sex,M1,M2,Stranger\nP1,1,10/11,7/7,3/4\nP2,F,10/10,8/-,\nP3,1,,,\nP4,,11/11,10/99,\n"
MODEL = {"model": "equal", "rate": {"male": 0.003, "female": 0.001}}


def family(name: str, mother: list[str], sex: int = 1) -> str:
    value = {
        "family": name, "id": ["F", "M", "X"], "fid": ["0", "0", "F"], "mid": ["0", "0", "M"], "sex": [1, 2, sex],
        "missing": "X", "markers": ["M1", "M2"], "genotypes": {"M": mother},
    }  # fmt: skip
    return json.dumps(value) + "\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "Q.csv").write_text(FREQUENCIES, "utf-8")
    (tmp_path / "P.csv").write_text(PROFILES, "utf-8")
    (tmp_path / "MODEL.json").write_text("null", "utf-8")
    (tmp_path / "F.jsonl").write_text(family("A", ["10/10", "7/8"]) + family("B", ["11/11", "8/8"], 2), "utf-8")
    return tmp_path


def search(home: Path, *more: str, threshold: str = "-9") -> Result:
    files = {"--profiles": "P.csv", "--families": "F.jsonl", "--frequencies": "Q.csv", "--mutation": "MODEL.json"}
    words = [word for option, name in files.items() for word in (option, str(home / name))]
    out = ("--out", str(home / "H.parquet"))
    return CliRunner().invoke(main, ["kinship", "screen", *words, "--threshold", threshold, *out, *more])


def hits(home: Path) -> list[tuple[str, str, float]]:
    return [
        (row["profile"], row["family"], round(row["log10_lr"], 9))
        for row in pq.read_table(home / "H.parquet").to_pylist()
    ]


def test_hits_are_those_of_the_algebra(home: Path) -> None:
    """A mother 10/10, 7/8: P1 (10/11, 7/7) shares 10: p11 / (2 p10 p11) = 2, and 7 by half: 1/2 p7 / p7 p7 = 1."""
    done = search(home)
    assert done.exit_code == 0, done.output
    # P2 is a woman: compared with B only, which cannot be hers without mutation; P4 of unknown sex has 11/11 only
    assert hits(home) == [("P1", "A", 0.301029996), ("P4", "B", 0.124938737)]
    assert done.stdout.splitlines() == [
        "3 profiles, 2 families: 4 pairs compared",
        "2 pairs were not compared: the known sexes differ",
        "2 hits; 2 rows written; mutation: no mutation; pedigrees as given",
    ]


def test_what_was_set_aside_is_said_without_an_allele(home: Path) -> None:
    done = search(home, "--json")
    found = {(one["code"], one["place"], one["column"]) for one in json.loads(done.stdout)["findings"]}
    assert found == {
        ("marker-without-frequencies", "profiles", "Stranger"),
        ("profile-empty", "row 4 of profiles", ""),
        ("result-set-aside", "row 5 of profiles", "M2"),
    }
    assert "99" not in done.output


def test_the_result_names_its_model(home: Path) -> None:
    (home / "MODEL.json").write_text(json.dumps(MODEL), "utf-8")
    said = json.loads(search(home, "--json", "--top", "1", threshold="5").stdout)
    assert (said["model"], said["convention"], said["rows_written"]) == (
        "equal (male 0.003, female 0.001)",
        "as_given",
        3,
    )
    metadata = pq.read_schema(home / "H.parquet").metadata
    assert (metadata[b"model"], metadata[b"pairs_compared"]) == (b"equal (male 0.003, female 0.001)", b"4")


def test_relatives_who_contradict_each_other_are_set_aside_with_the_marker(home: Path) -> None:
    value = json.loads(family("C", ["10/10", "7/7"]))
    value |= {"id": [*"FMXS"], "fid": [*"00FF"], "mid": [*"00MM"], "sex": [1, 2, 1, 1]}
    value["genotypes"] = {"M": ["10/10", "7/7"], "S": ["10/11", "8/8"]}
    with (home / "F.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(value) + "\n")
    said = json.loads(search(home, "--json").stdout)
    assert [(one["code"], one["place"], one["column"]) for one in said["findings"]][-1] == (
        "relatives-contradict", "row 3", "M2",
    )  # fmt: skip
    assert (said["families"], said["families_set_aside"], said["pairs_compared"]) == (2, 1, 4)
    assert pq.read_schema(home / "H.parquet").metadata[b"findings_in_families"] == b"1"
    (home / "MODEL.json").write_text(json.dumps(MODEL), "utf-8")
    assert json.loads(search(home, "--json").stdout)["families_set_aside"] == 0


@pytest.mark.parametrize(("top", "rows"), [(0, 0), (1, 2), (3, 2)])
def test_the_best_of_each_profile_whatever_the_threshold(home: Path, top: int, rows: int) -> None:
    # without mutation P2 fits no family: what is impossible is no candidate
    search(home, "--top", str(top), threshold="inf")
    assert len(hits(home)) == rows


def test_each_marker_may_have_its_own_model(home: Path) -> None:
    """A mother 11/11 and P2 10/10 need a mutation at M1: it goes by that marker's rate, and M2 has none."""
    (home / "MODEL.json").write_text(json.dumps({"M1": {"model": "equal", "rate": 0.02}, "M2": None}), "utf-8")
    said = json.loads(search(home, "--json").stdout)
    assert said["model"] == "by marker: 1 equal (male 0.02, female 0.02); 1 no mutation"
    # M1: 0.02 from the mother; from an untyped father 10 with 0.25 0.98 + 0.75 0.02. M2: 8/-, mother 8/8, is certain
    at_first, at_second = 0.02 * (0.25 * 0.98 + 0.75 * 0.02) / 0.25**2, 1 / (1 - 0.5**2)
    assert ("P2", "B", round(math.log10(at_first * at_second), 9)) in hits(home)
    (home / "MODEL.json").write_text(json.dumps({"M1": {"model": "equal", "rate": 0.02}}), "utf-8")
    assert search(home).stderr.splitlines()[0] == "M2: a marker has no mutation model"


def test_more_of_the_best_than_there_are_families_is_all_of_them(home: Path) -> None:
    assert search(home, "--top", "1000000000", threshold="inf").exit_code == 0
    assert len(hits(home)) == 2


def test_more_of_the_best_than_memory_holds_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["repatria.cli.commands.kinship.screen"], "MOST_KEPT", 5)
    done = search(home, "--top", "2")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == "  hint: --top 1 at most for these profiles"


def test_a_threshold_that_is_no_number_is_refused(home: Path) -> None:
    done = search(home, threshold="NaN")
    assert (done.exit_code, (home / "H.parquet").exists()) == (2, False)


def test_frequencies_that_do_not_sum_to_one_go_by_a_named_rule(home: Path) -> None:
    (home / "Q.csv").write_text(FREQUENCIES.replace("11,0.75", "11,0.74"), "utf-8")
    assert search(home).exit_code == 2
    said = json.loads(search(home, "--sums", "rescale", "--json").stdout)
    assert next(one["code"] for one in said["findings"]) == "frequencies-rescaled"
    assert said["sums"] == "rescale"
    assert hits(home)[0] == ("P1", "A", round(math.log10(0.99 / (2 * 0.25)), 9))


def test_frequencies_without_a_row_are_refused(home: Path) -> None:
    (home / "Q.csv").write_text("marker,allele,frequency\n", "utf-8")
    assert search(home).stderr.splitlines()[0] == "frequencies: the table has no frequencies"


def test_markers_on_x_and_y_are_not_compared_and_told(home: Path) -> None:
    (home / "Q.csv").write_text(FREQUENCIES + "DXS10074,14,0.5\nDXS10074,15,0.5\nAMEL,X,0.5\nAMEL,Y,0.5\n", "utf-8")
    (home / "P.csv").write_text("profile,sex,M1,M2,DXS10074,DYS391,AMEL\nP1,1,10/11,7/7,14,10,X/Y\n", "utf-8")
    (home / "MODEL.json").write_text(
        json.dumps({"model": "stepwise", "rate": 0.002, "rate2": 0, "range": 0.1}), "utf-8"
    )
    said = json.loads(search(home, "--json").stdout)
    assert [(one["code"], one["message"]) for one in said["findings"]] == [
        ("marker-not-autosomal", "2 markers on X or Y are not used: a search compares autosomal markers")
    ]
    assert said["pairs_compared"] == 1


def test_a_family_without_a_reference_and_a_line_cut_short_are_set_aside(home: Path) -> None:
    with (home / "F.jsonl").open("a", encoding="utf-8") as file:
        file.write(family("", ["10/10", "7/8"]) + "[" * 100_000 + "\n" + family("C", ["10/10", "7/8"])[:60])
    said = json.loads(search(home, "--json").stdout)
    assert [(one["code"], one["place"]) for one in said["findings"]][-3:] == [
        ("family-not-searched", "row 3"), ("family-not-understood", "row 4"), ("family-not-understood", "row 5"),
    ]  # fmt: skip
    assert (said["families"], said["families_set_aside"]) == (2, 3)


def test_a_desk_is_not_written_over(home: Path) -> None:
    (home / "H.parquet").write_bytes(b"SQLite format 3\0rest")
    done = search(home)
    assert done.exit_code == 2
    assert (home / "H.parquet").read_bytes() == b"SQLite format 3\0rest"


@pytest.mark.parametrize("name", ["P.csv", "F.jsonl", "Q.csv", "MODEL.json"])
def test_a_file_that_is_not_there_is_refused(home: Path, name: str) -> None:
    (home / name).unlink()
    done = search(home)
    assert (done.exit_code, (home / "H.parquet").exists()) == (2, False)
    assert [path.name for path in home.iterdir() if "state" in path.name] == []
