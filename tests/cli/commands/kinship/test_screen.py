"""A register is searched from files to a ranked file of hits."""

from __future__ import annotations

import json
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
