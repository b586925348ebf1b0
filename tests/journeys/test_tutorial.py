"""The tutorial is true: what it says to type is typed, in order, and what it says is printed is compared.

A block marked ``sh`` is typed; a block marked ``text`` right after it is all that it prints. Commands of ours run in this
process, everything else in a shell; the long form types the whole page into one shell, with a process for each command.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from repatria.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/tutorial/first-exchange.md"
STEP = re.compile(r"```sh\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)
STATEMENT = re.compile(r"[^\n]*<<'END'\n.*?\nEND\n|[^\n]*\n", re.DOTALL)

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the tutorial is written for a Unix shell")


def steps() -> list[tuple[str, str]]:
    """Returns what the page says to type, and what it says is printed."""
    return [(typed, printed or "") for typed, printed in STEP.findall(PAGE.read_text("utf-8"))]


def plain(printed: str) -> str:
    """Returns output as it looks on the page: without the byte order mark and the line ends of files for spreadsheets."""
    return printed.replace("\ufeff", "").replace("\r\n", "\n")


@dataclass
class Shell:
    """Keeps what a shell keeps from one statement to the next: where it is, and its variables."""

    folder: Path
    variables: dict[str, str]

    def type(self, typed: str) -> str:
        """Types statements, one after the other, and returns all that they print."""
        return "".join(self._one(statement) for statement in STATEMENT.findall(typed))

    def _one(self, statement: str) -> str:
        match shlex.split(statement) if "<<" not in statement else []:
            case ["cd", folder]:
                self.folder /= folder
            case ["export", variable]:
                name, _, value = variable.partition("=")
                self.variables[name] = value
            case ["repatria", *words]:
                with chdir(self.folder):
                    return CliRunner().invoke(main, words, env=self.variables, prog_name="repatria").output
            case _:
                return self._by_bash(statement)
        return ""

    def _by_bash(self, statement: str) -> str:
        done = subprocess.run(
            ["bash", "-ec", statement], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True
        )
        return done.stdout.decode()


def test_the_page_prints_what_it_says(tmp_path: Path) -> None:
    shell = Shell(tmp_path, {})
    told = steps()
    assert [(typed, plain(shell.type(typed))) for typed, _ in told] == told


def test_the_page_shows_every_step_of_an_exchange() -> None:
    typed = "\n".join(typed for typed, _ in steps())
    shown = set(re.findall(r"^repatria ([a-z-]+)", typed, re.MULTILINE))
    assert shown == {
        *("desk", "key", "register-key", "list", "receive-list", "reconcile", "judge-match", "answer-claim", "remark"),
        *("account", "terms", "propose-terms", "sign-terms", "record-interview", "exchange", "sign-manifest"),
        *("check-off", "follow-up", "log"),
    }


@pytest.mark.long
def test_the_page_typed_into_one_shell_prints_the_same(tmp_path: Path) -> None:
    command = tmp_path / "bin/repatria"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m repatria "$@"\n', "utf-8")
    command.chmod(0o700)
    paths = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]))
    env = os.environ | {"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": paths}
    told = steps()
    script = "exec 2>&1\n" + "".join(f"{typed}echo '--- end of step'\n" for typed, _ in told)
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=env, capture_output=True, check=True)
    printed = plain(done.stdout.decode()).split("--- end of step\n")
    assert printed == [*(text for _, text in told), ""]
