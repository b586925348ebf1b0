"""Commands on the dead; what computes is imported when a command runs."""

from __future__ import annotations

import click

from repatria.cli.commands.dead.joint import joint
from repatria.cli.commands.dead.power import power
from repatria.cli.commands.dead.profiles import profiles
from repatria.cli.commands.dead.reassociate import reassociate
from repatria.cli.commands.dead.report import report
from repatria.cli.commands.dead.search import search


@click.group("remains")
def remains() -> None:
    """Finds out whose the remains are, for a board that decides."""


remains.add_command(profiles)
remains.add_command(reassociate)
remains.add_command(power)
remains.add_command(search)
remains.add_command(joint)
remains.add_command(report)
