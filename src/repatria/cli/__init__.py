"""The desk in a terminal: one command for each thing a person does, and for each thing that can be looked at."""

from __future__ import annotations

import click

from repatria.cli.loading import Root


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="repatria", message="repatria %(version)s")
def main() -> None:
    """One exchange from two parties' lists to a settled account.

    \b
    Exit status: 0 done; 1 done, and the answer is no; 2 not understood or not permitted, nothing entered.
    Commands at a desk read REPATRIA_DESK, REPATRIA_BY and REPATRIA_AT where --desk, --by and --at are not given.
    """  # noqa: D301 - click's mark
