"""A door of the desk has one name: in Python, on the command line, in the how-to pages and in the journeys."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

from repatria import desk
from repatria.desk.session import DOORS

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "from repatria.cli import main; main()"


def functions() -> set[str]:
    """Returns the names of the public functions that the desk's modules define."""
    found = pkgutil.walk_packages(desk.__path__, prefix="repatria.desk.")
    modules = [importlib.import_module(one.name) for one in found]
    return {name for module in modules for name, what in vars(module).items() if is_own(what, module.__name__)}


def is_own(what: object, module: str) -> bool:
    """Whether this is a function written in that module."""
    return callable(what) and not isinstance(what, type) and getattr(what, "__module__", "") == module


def named_in(folder: str, pattern: str) -> set[str]:
    """Returns the doors that are named, as a command is written, in the files of a folder."""
    text = "\n".join(file.read_text("utf-8") for file in sorted((ROOT / folder).glob(pattern)))
    return {door for door in DOORS if re.search(rf"(?<![\w-]){door}(?![\w-])", text)}


def test_every_door_is_a_python_function_in_the_plural_where_it_takes_many_rows() -> None:
    known = functions()
    missing = [door for door in DOORS if not {door.replace("-", "_") + end for end in ("", "s", "es")} & known]
    assert missing == []


@pytest.mark.parametrize("door", DOORS)
def test_door_is_a_command(door: str) -> None:
    command = [sys.executable, "-c", PROGRAM, door, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_door_has_a_page() -> None:
    pages = {page.stem for page in (ROOT / "docs/how-to").glob("*.md")}
    assert set(DOORS) - pages == set()


def test_every_door_is_walked_through_in_a_journey() -> None:
    assert set(DOORS) - named_in("tests/journeys", "*.py") == set()
