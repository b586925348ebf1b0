"""A door of the desk has one name: in Python, on the command line, in the how-to pages and in the journeys."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from repatria import desk

ROOT = Path(__file__).resolve().parents[2]
DOORS: tuple[str, ...] = getattr(desk, "DOORS", ())
PROGRAM = "from repatria.cli import main; main()"

pytestmark = pytest.mark.skipif(not DOORS, reason="the desk has no doors yet")


def journeys() -> set[str]:
    """Returns the names of doors that a journey walks through: test_<door>.py, or a test whose name begins with it."""
    files = sorted((ROOT / "tests/journeys").glob("test_*.py"))
    tests = {name for file in files for name in re.findall(r"def (test_\w+)", file.read_text("utf-8"))}
    begun = tests | {file.stem for file in files}
    return {door for door in DOORS if any(name.startswith(f"test_{door.replace('-', '_')}") for name in begun)}


@pytest.mark.parametrize("door", DOORS)
def test_door_is_a_python_function(door: str) -> None:
    assert callable(getattr(desk, door.replace("-", "_"), None))


@pytest.mark.parametrize("door", DOORS)
def test_door_is_a_command(door: str) -> None:
    command = [sys.executable, "-c", PROGRAM, door, "--help"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_every_door_has_a_page_and_a_journey() -> None:
    pages = {page.stem for page in (ROOT / "docs/how-to").glob("*.md")}
    assert {"page": set(DOORS) - pages, "journey": set(DOORS) - journeys()} == {"page": set(), "journey": set()}
