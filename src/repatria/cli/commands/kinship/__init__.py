"""Commands on kinship; what computes is imported when a command runs."""

from __future__ import annotations

import click

from repatria.cli.commands.kinship.converting import frequencies, profiles
from repatria.cli.commands.kinship.explain import explain
from repatria.cli.commands.kinship.families import families
from repatria.cli.commands.kinship.hits import hits
from repatria.cli.commands.kinship.joint import joint
from repatria.cli.commands.kinship.lr import lr
from repatria.cli.commands.kinship.power import power
from repatria.cli.commands.kinship.screen import screen


@click.group("kinship")
def kinship() -> None:
    """Weighs how likely profiles are under two stories of kinship."""


kinship.add_command(lr)
kinship.add_command(screen)
kinship.add_command(families)
kinship.add_command(explain)
kinship.add_command(power)
kinship.add_command(hits)
kinship.add_command(joint)
kinship.add_command(profiles)
kinship.add_command(frequencies)
