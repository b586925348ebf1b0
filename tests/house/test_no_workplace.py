"""Nothing of the machine on which somebody worked is kept in the project."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MACHINE_PATH = re.compile(r"(?<![\w.~:/])(?:/(?:home|root|Users|work|workspace|mnt|srv)/|[A-Z]:\\Users\\)\w")
PINNED = re.compile(r"[a-z0-9-]+==[0-9][0-9a-z.]*(?: ; [^/@]+)?\Z")


def tracked() -> list[Path]:
    """Returns the files that git keeps; skips the test in a copy that is no git checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("no git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see /" + "home/ada/x", True),
        ("C:\\" + "Users\\ada", True),
        ("https://example.org/home/ada", False),
        ("/usr/bin/env", False),
        ("tests/work/x", False),
    ],
)
def test_the_pattern_tells_a_machine_path(text: str, *, found: bool) -> None:
    assert bool(MACHINE_PATH.search(text)) is found


def test_no_file_names_a_machine_path() -> None:
    files = [path for path in tracked() if path.is_file()]
    guilty = [path.name for path in files if MACHINE_PATH.search(path.read_bytes().decode("utf-8", "replace"))]
    assert guilty == []


def test_no_lock_with_addresses_and_no_pinned_interpreter_is_kept() -> None:
    assert {path.name for path in tracked()} & {"uv.lock", ".python-version", "poetry.lock", "Pipfile.lock"} == set()


def test_constraints_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not PINNED.match(line)] == []


def test_constraints_name_every_direct_dependency() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    direct = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=;\[ ]", one, maxsplit=1)[0].lower() for one in direct}
    pinned = {line.split("==")[0] for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()}
    assert names - pinned == set()
