"""Somebody who types commands: each one as a person would, in this process, against a real desk in a folder."""

from __future__ import annotations

import json
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from repatria.cli import main


@dataclass
class Typist:
    """Types commands in a folder that holds a demo's desk (salts and keys made from a seed)."""

    home: Path

    def type(self, words: str, *more: str, by: str = "", at: str = "", expects: int = 0) -> Result:
        """Runs one command; words that hold spaces come after the first argument, one by one."""
        env = {"REPATRIA_DESK": str(self.home / "desk.sqlite3"), "REPATRIA_BY": by, "REPATRIA_AT": at}
        with chdir(self.home):
            done = CliRunner().invoke(main, [*words.split(), *more], env=env, prog_name="repatria")
        assert (done.exit_code, done.exception is None or expects != 0) == (expects, True), done.output
        return done

    def account(self) -> dict[str, Any]:
        """Returns the account."""
        document: dict[str, Any] = json.loads(self.type("account --json").stdout)
        return document

    def states(self) -> dict[str, str]:
        """Returns the state of every line."""
        return {line["ref"]: line["state"] for line in self.account()["lines"]}

    def write(self, name: str, text: str) -> None:
        """Writes a file into the folder."""
        (self.home / name).write_text(text, "utf-8")

    def open_desk(self) -> None:
        """Makes the desk between North and South, and everybody's key."""
        self.type("desk new --party north --party south --demo-seed 7", at="2031-05-12T09:00:00Z")
        for holder in ("north", "south", "mediator"):
            self.type(f"key new --holder {holder} --out {holder}.key --demo-seed 7")


@pytest.fixture(scope="module")
def typist(tmp_path_factory: pytest.TempPathFactory) -> Typist:
    """Returns a typist whose desk was just opened."""
    at_work = Typist(tmp_path_factory.mktemp("desk"))
    at_work.open_desk()
    return at_work
