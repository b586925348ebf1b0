"""Types what docs/how-to/search-a-register.md says to type, and writes what is printed back into the page.

Run: ``python docs/generate_search.py``; read the difference before you keep it. A test types the page too and compares.
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

PAGE = Path(__file__).parent / "how-to/search-a-register.md"
FILES = Path(__file__).parent / "how-to/search-a-register"
BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)


def in_a_folder(folder: Path) -> Callable[[str], str]:
    """Returns what types a command in a folder that has the page's files, and returns what is printed."""
    for file in FILES.iterdir():
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
    with tempfile.TemporaryDirectory() as folder:
        os.umask(0o077)
        PAGE.write_text(typed(PAGE.read_text("utf-8"), in_a_folder(Path(folder))), "utf-8")
