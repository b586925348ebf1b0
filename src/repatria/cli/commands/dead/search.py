"""Blind search: every profile against every reference family."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.commands.dead.material import (
    SHOWN,
    kept_out_json,
    material,
    of_the_dead,
    searching,
    tell_kept_out,
)
from repatria.cli.rows import FILE
from repatria.cli.writing import write_private_file

if TYPE_CHECKING:
    from repatria.desk.identification.inputs import Material
    from repatria.desk.identification.searching import Found


@click.command("search")
@of_the_dead
@click.option(
    "--open-missing",
    type=click.IntRange(1),
    metavar="N",
    help="Open missing persons (those of FAMILIES): sets the bar.",
)
@click.option("--threshold", type=float, metavar="LOG10", help="Least log10 LR of a hit, instead of the policy's bar.")
@click.option("--out", type=FILE, required=True, help="File for the hits, Parquet.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def search(
    *,
    open_missing: int | None,
    threshold: float | None,
    workers: int | None,
    out: Path,
    as_json: bool,
    **files: Any,
) -> None:
    """Compares every profile with every reference family, exactly, and writes the hits with what chance would give.

    A pair without rivals meets the policy's posterior from a certain LR on, which depends on how many are missing. Hits are kept from
    five powers of ten below it, so that rivals compete in the joint stage. Beside each hit stands how many hits as strong chance
    alone gives in a search of this size, at the most, and beside the first how many it gives with that family. Families whose declared relatives cannot be are not searched, and listed.
    A run that was stopped goes on where it was when it is started again with the same files.
    """
    from repatria.desk.identification.searching import search as door
    from repatria.desk.identification.searching import threshold_for, to_parquet, told_kept_out

    read = material(**files)
    missing = open_missing or max(1, len(read.references.searched))
    least = threshold_for(read.policy, missing) if threshold is None else threshold
    found = door(
        read,
        threshold=least,
        scratch=out.with_name(f"{out.name}.raw"),
        workers=workers or os.cpu_count() or 1,
        tell=searching(),
    )
    write_private_file(out, to_parquet(read, found))
    kept_out = told_kept_out(read, found)
    if as_json:
        voice.document(_document(read, found, missing) | {"kept_out": kept_out_json(kept_out)})
        return
    voice.findings((*read.findings, *found.findings))
    tell_kept_out(kept_out)
    _show(read, found)
    voice.out(
        f"{len(read.profiles):,} profiles, {len(read.references.missing) - len(kept_out):,} missing persons: "
        f"{found.comparisons:,} pairs compared, {len(kept_out):,} families not searched"
    )
    told = "given" if threshold is not None else f"five below what a pair alone needs among {missing:,} missing"
    voice.out(f"{len(found):,} hits from log10 LR {least:.2f} on ({told}); {read.markers.model}")


def _document(read: Material, found: Found, missing: int) -> dict[str, Any]:
    return {
        "profiles": len(read.profiles),
        "missing": len(read.references.missing),
        "open_missing": missing,
        "comparisons": found.comparisons,
        "threshold": found.threshold,
        "hits": len(found),
        "best": [dict(zip(_HEADINGS, row, strict=True)) for row in _rows(read, found)],
        "model": read.markers.model,
        "unknown_alleles": [
            {"marker": one.marker, "alleles": one.alleles, "results": one.results, "frequency": one.frequency}
            for one in read.markers.unknown
        ],
        "findings": [voice.finding_json(one) for one in (*read.findings, *found.findings)],
    }


_HEADINGS = ("profile", "family", "missing", "log10_lr", "chance_hits", "chance_hits_in_family")

DRAWS = 1000
"""Bodies drawn for the truer figure of chance of each hit that is printed."""


def _rows(read: Material, found: Found) -> list[tuple[str, str, str, float, float, float]]:
    from repatria.desk.identification.chance import chance_in_family

    shown = range(min(SHOWN, len(found)))
    truer = [one.expected for one in chance_in_family(read, found, shown, draws=DRAWS, seed=1)]
    arrays = (found.profile, found.row, found.log10_lr, found.chance_hits())
    rows = []
    for profile, row, log10_lr, chance, own in zip(*(one[:SHOWN].tolist() for one in arrays), truer, strict=True):
        one = read.references.missing[row - 1]
        name = read.profiles.names[profile]
        figures = (float(f"{log10_lr:.6g}"), float(f"{chance:.3g}"), float(f"{own:.3g}"))
        rows.append((name, one.family, one.person, *figures))
    return rows


def _show(read: Material, found: Found) -> None:
    rows = [(*row[:3], f"{row[3]:.2f}", f"{row[4]:.2g}", f"{row[5]:.2g}") for row in _rows(read, found)]
    voice.table(("profile", "family", "missing", "log10 LR", "by chance, at most", "with this family"), rows)
    if len(found) > SHOWN:
        voice.message(f"and {len(found) - SHOWN:,} more hits", "the file has them all")
