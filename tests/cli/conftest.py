"""A small desk in a folder, and somebody who types commands there."""

from __future__ import annotations

import json
import shutil
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from repatria.cli import main

CANARY = "Zyxwvutsan"
"""A name that stands in every list and file here, and may appear in no message."""

SOUGHT = f"Surname,Given names,Date of birth,Family address\n{CANARY},Una,1990-02-03,Mill Lane\nBirk,Olo,1985-01-04,\n"
HELD = f"Surname,Given names,Date of birth\n{CANARY.upper()},UNA,03.02.1990\nGorse,Mira,1969\n"


@dataclass
class Clerk:
    """Types commands at the desk in a folder; what a command leaves out comes from the environment."""

    home: Path

    def do(self, *words: str, by: str = "mediator/registrar", at: str = "2031-05-20T09:00:00Z") -> Result:
        """Runs a command and returns its result, whatever its exit status."""
        env = {"REPATRIA_DESK": str(self.home / "desk.sqlite3"), "REPATRIA_BY": by, "REPATRIA_AT": at}
        env |= {"REPATRIA_HOME": "", "REPATRIA_DEBUG": ""}
        with chdir(self.home):
            return CliRunner().invoke(main, words, env=env, prog_name="repatria")

    def ok(self, *words: str, **more: str) -> str:
        """Runs a command that has to succeed and returns its standard output."""
        done = self.do(*words, **more)
        assert done.exit_code == 0, done.output
        return done.stdout

    def json(self, *words: str, **more: str) -> dict[str, Any]:
        """Runs a command with --json that has to succeed, and returns its document."""
        document: dict[str, Any] = json.loads(self.ok(*words, "--json", **more))
        return document

    def acts(self) -> int:
        """Returns how many acts the desk keeps."""
        kept: int = self.json("desk", "status")["acts"]
        return kept

    def write(self, name: str, text: str) -> str:
        """Writes a file into the folder and returns its name."""
        (self.home / name).write_text(text, "utf-8")
        return name


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a desk, three keys registered and two lists handed in."""
    clerk = Clerk(tmp_path_factory.mktemp("prepared"))
    clerk.ok("desk", "new", "--party", "north", "--party", "south", "--demo-seed", "7", at="2031-05-12T09:00:00Z")
    for holder in ("north", "south", "mediator"):
        clerk.ok("key", "new", "--holder", holder, "--out", f"{holder}.key", "--demo-seed", "7")
        clerk.ok("register-key", "--holder", holder, f"{holder}.key.vkey", at="2031-05-12T09:01:00Z")
    for party, stance, text in (("north", "seeks", SOUGHT), ("south", "holds", HELD)):
        clerk.write(f"{party}.csv", text)
        words = ("receive-list", f"{party}.csv", "--party", party, "--stance", stance, "--exchange", "return-2031")
        clerk.ok(*words, by=f"{party}/delegate", at="2031-05-13T09:00:00Z")
    return clerk.home


@pytest.fixture
def clerk(prepared: Path, tmp_path: Path) -> Clerk:
    """Returns a clerk at a desk of its own that stands as prepared."""
    return Clerk(Path(shutil.copytree(prepared, tmp_path / "desk")))


@pytest.fixture
def outsider(tmp_path: Path) -> Clerk:
    """Returns a clerk in an empty folder."""
    return Clerk(tmp_path)
