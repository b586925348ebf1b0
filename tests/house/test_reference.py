"""A run without the reference data says how many cases it did not run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"
CASES = """
import os
import pytest

@pytest.mark.reference
@pytest.mark.parametrize("case", range(3))
def test_marked(case): assert case < 3

def test_fixture(reference): assert reference.is_dir()

@pytest.mark.skipif("REPATRIA_REFERENCE" not in os.environ, reason="REPATRIA_REFERENCE is not set")
def test_skipif(): pass

def test_other(): pass
"""


def output_of_a_run(folder: Path, **environment: str) -> list[str]:
    shutil.copy(CONFTEST, folder / "conftest.py")
    (folder / "test_cases.py").write_text(CASES, "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = reference\n", "utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("REPATRIA_", "PYTEST_"))}
    command = [sys.executable, "-m", "pytest", "-p", "no:django", "-p", "no:cacheprovider", str(folder)]
    done = subprocess.run(command, cwd=folder, env={**clean, **environment}, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if line.startswith("reference cases")]


def test_without_reference_data_the_run_counts_what_was_not_run(tmp_path: Path) -> None:
    expected = "reference cases not run: 5 (set REPATRIA_REFERENCE to their folder)"
    assert output_of_a_run(tmp_path) == [expected]


def test_with_reference_data_every_case_runs(tmp_path: Path) -> None:
    assert output_of_a_run(tmp_path, REPATRIA_REFERENCE=str(tmp_path)) == []
