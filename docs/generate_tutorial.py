"""Types what the tutorial says to type and writes what is printed into the page: ``python docs/generate_tutorial.py``.

A block marked ``sh`` is typed; the block marked ``text`` right after it is all that it prints. Commands of ours run in this
process, everything else in a shell. Read the difference before it is kept: a command that fails prints something too.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import tempfile
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner

from repatria.cli import main

PAGE = Path(__file__).parent / "tutorial/first-exchange.md"
STEP = re.compile(r"```sh\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)
STATEMENT = re.compile(r"[^\n]*<<'END'\n.*?\nEND\n|[^\n]*\n", re.DOTALL)


@dataclass
class Shell:
    """Keeps what a shell keeps from one statement to the next: where it is, and its variables.

    Attributes:
        folder: Where it is.
        variables: What was exported.
        refused: The commands of ours that ended with another status than 0, with it.
    """

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)

    def type(self, typed: str) -> str:
        """Types statements, one after the other, and returns all that they print."""
        return plain("".join(self._one(statement) for statement in STATEMENT.findall(typed)))

    def _one(self, statement: str) -> str:
        match shlex.split(statement) if "<<" not in statement else []:
            case ["cd", folder]:
                self.folder /= folder
            case ["export", variable]:
                name, _, value = variable.partition("=")
                self.variables[name] = value
            case ["repatria", *words]:
                with chdir(self.folder):
                    done = CliRunner().invoke(main, words, env=self.variables, prog_name="repatria")
                if done.exit_code:
                    self.refused[statement.strip()] = done.exit_code
                return done.output
            case _:
                return self._by_bash(statement)
        return ""

    def _by_bash(self, statement: str) -> str:
        command = ["bash", "-ec", statement]
        done = subprocess.run(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True)
        return done.stdout.decode()


def plain(printed: str) -> str:
    """Returns output as a page shows it: without the byte order mark and the line ends of files for spreadsheets."""
    return printed.replace("\ufeff", "").replace("\r\n", "\n")


def steps() -> list[tuple[str, str]]:
    """Returns what the page says to type, and what it says is printed."""
    return [(typed, printed or "") for typed, printed in STEP.findall(PAGE.read_text("utf-8"))]


def renewed(page: str, shell: Shell) -> str:
    """Returns a page with what each step prints now."""

    def step(found: re.Match[str]) -> str:
        printed = shell.type(found[1])
        return f"```sh\n{found[1]}```\n" + (f"\n```text\n{printed}```\n" if printed else "")

    return STEP.sub(step, page)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(renewed(PAGE.read_text("utf-8"), Shell(Path(folder))), "utf-8")
