"""The command that shows everything on invented people; the demo is started by name, a door like this one."""

from __future__ import annotations

import importlib
from pathlib import Path

import click


@click.command("demo")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("demo-out"), show_default=True, metavar="DIR", help="Where."
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Changes names and defects.")
@click.option("--begin", is_flag=True, help="Only open a desk, and write a few small lists to be handed in by hand.")
def demo(*, out: Path, seed: int, begin: bool) -> None:
    """Runs two whole exchanges on invented people, from files on disk to a settled account and a verified log.

    Everything lies in DIR then: the lists handed in, the desk, the log, account.json, report.html and truth.csv.
    """
    from rich.console import Console

    door = importlib.import_module("repatria.demo.run")
    status = (door.begin if begin else door.run)(out=out, seed=seed, console=Console())
    click.get_current_context().exit(status)
