"""Runs the commands that a user has, each in a fresh process, and stops when one ends otherwise than expected."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from repatria.demo.invention.sheets import table_csv
from repatria.errors import RepatriaError


@dataclass(frozen=True, slots=True)
class Command:
    """One command as a user types it.

    Attributes:
        says: What it does in the story, for whoever watches.
        arguments: After ``repatria``.
        by: Actor, handed over as ``REPATRIA_BY``.
        at: Moment, handed over as ``REPATRIA_AT``: the story plays in 2031.
        expects: The exit status that the story expects; 1 where the answer is to be no.
    """

    says: str
    arguments: tuple[str, ...]
    by: str = "mediator/registrar"
    at: str = ""
    expects: int = 0

    @property
    def only_looks(self) -> bool:
        """Whether it enters nothing, so that others may run beside it."""
        return self.arguments[0] in LOOKING


LOOKING = frozenset({"list", "terms", "exchange", "reconcile", "account", "figures", "log", "remains"})
"""Commands that compute or show and enter nothing."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a command gave back."""

    command: Command
    stdout: str
    stderr: str
    seconds: float


Story = Generator[list[Command], list[Result], None]
"""Yields commands that belong together, and is sent their results. Those that only look run at the same time; those that
enter something run one after the other, so that one seed always gives one journal and one log."""

AT_ONCE = 2
"""How many commands that only look run at the same time: the two cores that the demo is measured on."""


class DemoStopped(RepatriaError):
    """A command ended otherwise than the story expects; what it had entered stays in the desk."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The demo's folder: where each kind of file lies."""

    root: Path

    @property
    def desk(self) -> Path:
        """The desk."""
        return self.root / "desk.sqlite3"

    @property
    def account(self) -> Path:
        """The account as JSON."""
        return self.root / "account.json"

    def list(self, name: str) -> str:
        """Returns the path of a list that is handed in."""
        return str(self.root / "lists" / name)

    def key(self, holder: str) -> str:
        """Returns the path of a party's private key."""
        return str(self.root / "keys" / f"{holder}.key")

    def work(self, name: str) -> Path:
        """Returns the path of a working file: answers, judgements, check-offs."""
        return self.root / "work" / name

    def put(self, name: str, headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
        """Writes a working file as CSV and returns its path."""
        return self.put_bytes(name, table_csv(headings, list(rows)))

    def put_bytes(self, name: str, content: bytes) -> str:
        """Writes a working file and returns its path."""
        path = self.work(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return str(path)


def read_table(path: Path) -> list[dict[str, str]]:
    """Returns the rows of a CSV that a command wrote, by heading."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(slots=True)
class Runner:
    """Runs commands against one desk. ``results`` keeps every one that ended as expected, in order."""

    folder: Folder
    results: list[Result] = field(default_factory=list)

    def run(self, commands: list[Command]) -> list[Result]:
        """Runs commands, those that only look side by side, and returns their results in the same order.

        Raises:
            DemoStopped: One ended with another exit status than expected.
        """
        workers = AT_ONCE if all(command.only_looks for command in commands) else 1
        with ThreadPoolExecutor(max_workers=workers) as pool:
            results = list(pool.map(self._run, commands))
        self.results += results
        return results

    def _run(self, command: Command) -> Result:
        began = time.monotonic()
        process = self._start(command)
        out, err = process.communicate()
        if process.returncode != command.expects:
            raise DemoStopped(
                f"`{shown(command)}` ended with {process.returncode}, {command.expects} was expected",
                hint=_last_words(err) or "it said nothing",
            )
        return Result(command, out, err, time.monotonic() - began)

    def _start(self, command: Command) -> subprocess.Popen[str]:
        env = dict(os.environ) | {"REPATRIA_DESK": str(self.folder.desk), "REPATRIA_BY": command.by}
        env |= {"PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", "COLUMNS": "120"}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # else each fresh process compiles the whole package anew
        if command.at:
            env["REPATRIA_AT"] = command.at
        return subprocess.Popen(
            [sys.executable, "-m", "repatria", *command.arguments],
            env=env,
            cwd=self.folder.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )


def later(command: Command, at: str) -> Command:
    """Returns the command at another moment."""
    return replace(command, at=at)


def shown(command: Command) -> str:
    """Returns the command as it is shown: without the folder's path."""
    words = [Path(word).name if os.sep in word and len(Path(word).parts) > 2 else word for word in command.arguments]
    return " ".join(["repatria", *words])


def _last_words(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " ".join(lines[-6:])
