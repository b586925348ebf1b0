"""Writes docs/reference/cli.md from the commands themselves: ``python docs/generate_cli.py``; a test holds it true."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from repatria.cli import main

WIDTH = 100
PAGE = Path(__file__).parent / "reference" / "cli.md"
HEAD = """# The command line

Every command says this of itself with `--help`; the page is made from the commands by `docs/generate_cli.py`.

Exit status, everywhere: **0** done (findings may be printed); **1** done, and the answer is no; **2** not understood or not
permitted, nothing entered. With `--json` standard output carries exactly one JSON document, also for a refusal
(`error`, `hint`, `place`, `findings`); messages go to standard error.

Commands at a desk read `REPATRIA_DESK`, `REPATRIA_BY` and `REPATRIA_AT` where `--desk`, `--by` and `--at` are not given.
Keys and log lie beside the desk, or in the folder `REPATRIA_HOME`. `REPATRIA_DEBUG=1` shows everything of a fault of the
program, personal data included.
"""


def page() -> str:
    """Returns the page."""
    with click.Context(main, info_name="repatria") as context:
        return "\n".join([HEAD, *sections(main, context, level=2)])


def sections(group: click.Group, context: click.Context, *, level: int) -> Iterator[str]:
    """Yields a section for each command below a group, in the order in which the group lists them."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = click.Context(
            command, info_name=name, parent=context, terminal_width=WIDTH, help_option_names=["-h", "--help"]
        )
        with inner:
            yield f"{'#' * level} {inner.command_path}\n\n```text\n{command.get_help(inner)}\n```\n"
            if isinstance(command, click.Group):
                yield from sections(command, inner, level=level + 1)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
