"""Every command that a page prints exists, with the options that it prints."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from repatria.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(page for page in (ROOT / "docs").rglob("*.md") if "_build" not in page.parts)])
BLOCK = re.compile(r"^ *```(?:sh|console|bash|shell)?\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`(repatria [a-z][^`]*)`")
LINE = re.compile(r"^ *(?:\$ )?(repatria [a-z-].*)$", re.MULTILINE)


def printed(text: str) -> Iterator[str]:
    """Yields the commands that a page prints in blocks and in running text."""
    for block in BLOCK.findall(text):
        yield from LINE.findall(block.replace("\\\n", " "))
    yield from INLINE.findall(text)


def unknown(command: str) -> list[str]:
    """Returns the words of a command that the program does not know: a subcommand, or options."""
    words = shlex.split(command.partition(" #")[0].split(" | ")[0].split(" > ")[0])[1:]
    found: click.Command = main
    context = click.Context(main, help_option_names=["-h", "--help"])  # click keeps the first that it is asked for
    while isinstance(found, click.Group) and words and not words[0].startswith("-"):
        inner = found.get_command(context, words[0])
        if inner is None:
            return [words[0]]
        found, words = inner, words[1:]
    known = {option for one in found.get_params(context) for option in (*one.opts, *one.secondary_opts)}
    given = [word.strip("[]").partition("=")[0] for word in words]
    return [word for word in given if re.fullmatch(r"--[a-z][a-z0-9-]*", word) and word not in known]


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        ("repatria account --json", []),
        ("repatria terms check FILE  # exit 1", []),
        ("repatria terms chck FILE", ["chck"]),
        ("repatria receive-list a.csv --party north --stanse seeks", ["--stanse"]),
    ],
)
def test_the_check_tells_what_does_not_exist(command: str, wrong: list[str]) -> None:
    assert unknown(command) == wrong


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_on_a_page_exist(page: Path) -> None:
    wrong = {command: unknown(command) for command in printed(page.read_text("utf-8"))}
    assert {command: words for command, words in wrong.items() if words} == {}
