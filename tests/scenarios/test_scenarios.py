"""Every scenario holds: the commands do what it says, the account balances after each, and the desk holds at the end."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from repatria.cli import main

SCENARIOS = sorted(Path(__file__).parent.glob("*.txt"))
COMMAND = re.compile(r"(?P<by>[a-z]+/[a-z]+)(?P<how>| is told no| may not): (?P<words>.+)")
EXPECTS = {"": 0, " is told no": 1, " may not": 2}


@dataclass
class Stage:
    """Where a scenario is played: a folder with a desk, and the time."""

    home: Path
    now: datetime = datetime(2031, 5, 1, 9, tzinfo=UTC)
    commands: int = field(default=0)

    def type(self, words: list[str], by: str) -> Result:
        """Types one command, a minute after the one before."""
        self.now += timedelta(minutes=1)
        env = {
            "REPATRIA_DESK": str(self.home / "desk.sqlite3"),
            "REPATRIA_BY": by,
            "REPATRIA_AT": f"{self.now:%Y-%m-%dT%H:%M:%SZ}",
            "REPATRIA_HOME": "",
        }
        with chdir(self.home):
            return CliRunner().invoke(main, words, env=env, prog_name="repatria")

    def ok(self, *words: str) -> str:
        """Types a command that has to succeed, and returns what it prints."""
        done = self.type(list(words), "mediator/registrar")
        assert done.exit_code == 0, done.output
        return done.stdout

    def open(self) -> None:
        """Makes the desk and registers everybody's key."""
        self.ok("desk", "new", "--party", "north", "--party", "south", "--demo-seed", "7")
        for holder in ("north", "south", "mediator"):
            self.ok("key", "new", "--holder", holder, "--out", f"{holder}.key", "--demo-seed", "7")
            self.ok("register-key", "--holder", holder, f"{holder}.key.vkey")

    def states(self) -> list[str]:
        """Returns the state of every line, and holds the account against its lists."""
        account = json.loads(self.ok("account", "--json"))
        assert account["balanced"]
        assert [sum(entry["states"].values()) for entry in account["lists"]] == [
            entry["lines"] for entry in account["lists"]
        ]
        return [f"{line['ref']} {line['state']}" for line in account["lines"]]

    def play(self, sentence: str, under: list[str]) -> None:
        """Does what one sentence says, with what stands indented under it."""
        if sentence.startswith("there is "):
            (self.home / sentence.removeprefix("there is ")).write_text("\n".join([*under, ""]), "utf-8")
        elif sentence.startswith("on "):
            self.now = datetime.combine(date.fromisoformat(sentence.removeprefix("on ")), time(9), UTC)
        elif sentence == "everybody is":
            assert self.states() == under
        else:
            self._command(sentence, under)

    def _command(self, sentence: str, under: list[str]) -> None:
        found = COMMAND.fullmatch(sentence)
        assert found, f"no sentence of this language: {sentence}"
        done = self.type(shlex.split(found["words"]), found["by"])
        assert done.exit_code == EXPECTS[found["how"]], f"{sentence}\n{done.output}"
        printed = [" ".join(line.split()) for line in done.output.splitlines()]
        assert [line for line in under if line not in printed] == [], f"{sentence}\n{done.output}"
        self.states()
        self.commands += 1


def sentences(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yields each sentence of a scenario with the lines indented under it."""
    sentence, under = "", list[str]()
    for line in [*text.splitlines(), "# end"]:
        if line.startswith("    "):
            under.append(line[4:].rstrip())
        elif not line.strip():
            under.append("")
        else:
            if sentence and not sentence.startswith("#"):
                yield sentence, "\n".join(under).rstrip().splitlines()
            sentence, under = line.strip(), []


def test_the_language_keeps_what_is_indented_under_its_sentence() -> None:
    text = "# a comment\nthere is a.csv\n    A,B\n\n    1,2\non 2031-06-02\n"
    assert list(sentences(text)) == [("there is a.csv", ["A,B", "", "1,2"]), ("on 2031-06-02", [])]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_the_scenario_holds(scenario: Path, tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.open()
    for sentence, under in sentences(scenario.read_text("utf-8")):
        stage.play(sentence, under)
    assert stage.commands > 0
    assert stage.ok("desk", "check").splitlines()[-1] == "the desk holds, and so does its log"
