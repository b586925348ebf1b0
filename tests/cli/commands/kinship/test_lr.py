from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from repatria.cli import main

CASE: dict[str, Any] = {
    "id": "C1",
    "H1": [{"id": ["FA", "MO", "MP"], "fid": ["0", "0", "FA"], "mid": ["0", "0", "MO"], "sex": [1, 2, 1]}],
    "H2": [
        {"id": ["FA"], "fid": ["0"], "mid": ["0"], "sex": [1]},
        {"id": ["MP"], "fid": ["0"], "mid": ["0"], "sex": [1]},
    ],
    "markers": ["M"],
    "genotypes": {"MP": ["8/10"], "FA": ["8/9"]},
    "db": "invented",
    "mutation": {"model": "stepwise", "rate": 0.002, "rate2": 1e-5, "range": 0.1, "transform": "PM"},
}
TABLE = {"loci": {"M": {"8": 0.1, "9": 0.2, "10": 0.7}}}


def run(folder: Path, *cases: Any, table: Any = TABLE, words: tuple[str, ...] = ()) -> Result:
    (folder / "cases.jsonl").write_text("".join(json.dumps(case) + "\n" for case in cases), "utf-8")
    if table is not None:
        (folder / "invented.json").write_text(json.dumps(table), "utf-8")
    given = ["kinship", "lr", str(folder / "cases.jsonl"), "--out", str(folder / "results.jsonl"), *words]
    return CliRunner().invoke(main, given, prog_name="repatria")


def written(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "results.jsonl").read_text("utf-8").splitlines()]


def test_one_result_a_case_in_order(tmp_path: Path) -> None:
    done = run(tmp_path, CASE, {**CASE, "id": "C2", "genotypes": {"MP": ["8/9/10"]}}, {**CASE, "id": "C3"})
    assert (done.exit_code, done.stdout) == (0, "3 cases: 2 computed, 1 refused with a reason\n")
    found = written(tmp_path)
    assert [one["id"] for one in found] == ["C1", "C2", "C3"]
    assert found[0] == {**found[2], "id": "C1"}
    assert found[1] == {
        "id": "C2",
        "error": "MP at M: a marker has three alleles or more (leave the marker out, or settle which two are inherited)",
    }
    assert found[0]["model"] == "stepwise (male 0.002, female 0.002, rate2 1e-05, range 0.1), PM-stationary"


def test_a_table_may_be_named_with_its_ending(tmp_path: Path) -> None:
    run(tmp_path, CASE, {**CASE, "db": "invented.json"})
    first, second = written(tmp_path)
    assert first == second


def test_json_is_one_document(tmp_path: Path) -> None:
    done = run(tmp_path, CASE, words=("--json",))
    assert json.loads(done.stdout) == {"cases": 1, "computed": 1, "refused": 0}


@pytest.mark.parametrize(
    ("name", "table", "reason"),
    [
        ("../invented", TABLE, "db: db is not the name of a table"),
        ("missing", TABLE, "table of frequencies: there is no such file"),
        ("invented", [1], "table of frequencies: the table of frequencies is not understood"),
        ("invented", {"loci": {"M": {"8": 1.0, "9": 0.5}}}, "M: the frequencies do not sum to 1"),
    ],
)
def test_a_table_that_cannot_be_had_is_a_reason(tmp_path: Path, name: str, table: Any, reason: str) -> None:
    done = run(tmp_path, {**CASE, "db": name}, table=table)
    assert (done.exit_code, written(tmp_path)[0]["error"].partition(" (")[0]) == (0, reason)


def test_a_file_that_is_not_there_is_exit_status_2(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["kinship", "lr", str(tmp_path / "none"), "--out", str(tmp_path / "out")])
    assert (done.exit_code, done.stderr) == (2, "cases: there is no such file\n  hint: check the path\n")


def test_a_likelihood_ratio_needs_no_compiler(tmp_path: Path) -> None:
    run(tmp_path, CASE)
    program = (
        "import sys; from repatria.cli import main;"
        f"main(['kinship','lr',{str(tmp_path / 'cases.jsonl')!r},'--out',{str(tmp_path / 'again')!r}], standalone_mode=False);"
        "print(sorted({'numba','pyarrow','django','ortools'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
