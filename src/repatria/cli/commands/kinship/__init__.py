"""Commands on kinship; what computes is imported when a command runs."""

from __future__ import annotations

import click

from repatria.cli.commands.kinship.lr import lr


@click.group("kinship")
def kinship() -> None:
    """Weighs how likely profiles are under two stories of kinship."""


kinship.add_command(lr)
