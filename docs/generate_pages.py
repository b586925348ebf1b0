"""Types what pages of docs/how-to say to type, and writes what is printed back into them.

Run: ``python docs/generate_pages.py``; read the difference before you keep it. A test types the pages too and compares. The
files that a page speaks of stand in a folder of its name.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner

from repatria.cli import main

FOLDER = Path(__file__).parent / "how-to"
PAGES = ("search-a-register", "identify-remains")
BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)


def in_a_folder(page: str, folder: Path) -> Callable[[str], str]:
    """Returns what types a command in a folder that has the page's files, and returns what is printed."""
    for file in (FOLDER / page).iterdir():
        shutil.copy(file, folder)

    def type_(command: str) -> str:
        with chdir(folder):
            done = CliRunner().invoke(main, shlex.split(command)[1:], prog_name="repatria", env={"REPATRIA_DEBUG": ""})
        if done.exit_code:
            raise SystemExit(f"{command}\n{done.output}")
        return done.output

    return type_


def typed(text: str, type_: Callable[[str], str]) -> str:
    """Returns a page with every command of its console blocks typed anew, in order."""

    def block(found: re.Match[str]) -> str:
        joined = found[1].replace("\\\n", "\0")
        commands = [line for line in joined.splitlines() if line.startswith("$ ")]
        parts = []
        for one in commands:
            printed = type_(" ".join(one.removeprefix("$ ").replace("\0", " ").split()))
            parts.append(
                one.replace("\0", "\\\n") + "\n" + "".join(line.rstrip() + "\n" for line in printed.splitlines())
            )
        return "".join(parts)

    return BLOCK.sub(block, text)


if __name__ == "__main__":
    os.umask(0o077)
    for name in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            file = FOLDER / f"{name}.md"
            file.write_text(typed(file.read_text("utf-8"), in_a_folder(name, Path(folder))), "utf-8")
