"""Hits of a search, shown and written for a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import click

from repatria.cli import voice
from repatria.cli.commands.kinship.inputs import a_number, keep_inputs, read_hits
from repatria.cli.rows import FILE
from repatria.cli.writing import csv_bytes, write_private_file

SHOWN = 20
"""Hits that are printed unless --all is given; files have them all."""


@click.command("hits")
@click.argument("hits", type=FILE)
@click.option("--profile", help="Of this profile only.")
@click.option("--family", help="Of this family only.")
@click.option("--at-least", type=float, callback=a_number, metavar="LOG10", help="From this log10 LR on.")
@click.option("--all", "everything", is_flag=True, help=f"Print all, not the first {SHOWN}.")
@click.option("--out", type=FILE, help="CSV of them.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def hits(
    *,
    hits: Path,
    profile: str | None,
    family: str | None,
    at_least: float | None,
    everything: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Shows the hits that a search wrote, the strongest first."""
    keep_inputs(out, hits)
    found = [
        hit
        for hit in read_hits(hits)
        if profile in (None, hit.profile)
        and family in (None, hit.family)
        and (at_least is None or hit.log10_lr >= at_least)
    ]
    headings = ("profile", "family", "log10_lr")
    if out is not None:
        rows = [(hit.profile, hit.family, round(hit.log10_lr, 6)) for hit in found]
        write_private_file(out, csv_bytes(headings, rows))
    if as_json:
        shown = [{"profile": one.profile, "family": one.family, "log10_lr": one.log10_lr} for one in found]
        voice.document({"hits": shown})
        return
    rest = 0 if everything else max(len(found) - SHOWN, 0)
    voice.table(headings, [(one.profile, one.family, f"{one.log10_lr:.2f}") for one in found[: len(found) - rest]])
    if rest:
        voice.message(f"and {rest} more", "--all prints them")
