"""The manual says what the commands are: the reference is made from them, and every example can be typed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from runpy import run_path

import click
import pytest

from repatria.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def examples() -> list[tuple[str, str]]:
    """Returns every command of every page, with continuation lines joined."""
    found = []
    for page in sorted(DOCS.rglob("*.md")):
        for block in BLOCK.findall(page.read_text("utf-8")):
            lines = block.replace("\\\n", " ").splitlines()
            found += [(page.stem, line[2:]) for line in lines if line.startswith("$ repatria ")]
    return found


def test_the_reference_is_made_from_the_commands() -> None:
    made = run_path(str(DOCS / "generate_cli.py"))["page"]()
    assert (DOCS / "reference" / "cli.md").read_text("utf-8") == made, "run: python docs/generate_cli.py"


@pytest.mark.parametrize(("page", "line"), examples(), ids=lambda text: text[:40])
def test_every_example_can_be_typed(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    command: click.Command = main
    context = click.Context(main, info_name="repatria")
    while isinstance(command, click.Group) and not words[0].startswith("-"):
        found = command.get_command(context, words.pop(0))
        assert found is not None, page
        command = found
    with context:
        command.make_context(command.name, list(words), parent=context)


def test_the_manual_has_examples() -> None:
    assert len(examples()) > 40
