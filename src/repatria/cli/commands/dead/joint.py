"""Joint identification: what the hits of a search come to, for a board."""

from __future__ import annotations

import os
from collections import Counter
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
    telling,
)
from repatria.cli.rows import FILE, read_bytes
from repatria.cli.writing import csv_bytes, write_private_file

if TYPE_CHECKING:
    from repatria.desk.identification.concluding import Concluded
    from repatria.desk.identification.inputs import Material
    from repatria.desk.identification.searching import Found
    from repatria.kinship.joint import Conclusion as Told

_COLUMNS = (
    "profile", "same_person", "family", "missing", "word", "log10_lr", "posterior", "close_relatives",
    "typed_relatives", "shared_markers", "exclusions", "rivals", "chance_hits", "passes", "reasons",
)  # fmt: skip

DEFINITIONS = {
    "Undisputed": "the pair's LR is a match, and a match times every other of that profile and of that missing person",
    "Match (GLR)": "of several missing in one family: the best assignment with the pair is a match times the best without it",
    "Symmetric match": "with one of a set of full siblings without children, whom no relative tells apart",
    "Probable": "nobody else reaches a probable LR, and this pair does not reach a match that is undisputed",
    "Disputed": "several reach a probable LR",
    "Inconclusive": "LR from 1 up to a probable one",
    "No match": "LR below 1",
    "Excluded": "more contradictions than are allowed, or everybody possible is somebody else's",
    "Nonidentifiable": "no typed relative can speak for the missing person",
}
"""dvir's words (Vigeland & Egeland), with LR 10,000 a match and 1,000 probable."""


@click.command("joint")
@of_the_dead
@click.option(
    "--open-missing", type=click.IntRange(1), metavar="N", required=True, help="Open missing persons: the prior is 1/N."
)
@click.option(
    "--hits", type=FILE, help="Hits of `remains search` on the same files; without it the search is done here."
)
@click.option("--threshold", type=float, metavar="LOG10", help="Least log10 LR of a hit, instead of the policy's bar.")
@click.option("--out", type=FILE, required=True, help="File for the conclusions, JSON.")
@click.option("--table", type=FILE, help="Also a table of them for a spreadsheet, CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def joint(
    *,
    open_missing: int,
    hits: Path | None,
    threshold: float | None,
    workers: int | None,
    out: Path,
    table: Path | None,
    as_json: bool,
    **files: Any,
) -> None:
    """Weighs profiles and missing persons that compete together, and concludes in dvir's words what a board may decide.

    Before anything is compared each of the N open missing persons is equally likely to be a body. What hits link is weighed over all
    assignments, exactly; profiles judged one person count as one. Those whom nothing tells apart are a set. The policy says which
    conclusions may be decided on, and why others may not: hits with one parent are leads. Nothing is decided here.
    """
    from repatria.desk.identification.concluding import conclude
    from repatria.desk.identification.searching import read_hits, threshold_for, told_kept_out
    from repatria.desk.identification.searching import search as door
    from repatria.remains.conclusions import to_json

    content = read_bytes(hits, "hits") if hits else None
    read = material(**files, hits=content)
    if content is not None:
        found = read_hits(content, read)
    else:
        found = door(
            read,
            threshold=threshold_for(read.policy, open_missing) if threshold is None else threshold,
            scratch=out.with_name(f"{out.name}.raw"),
            workers=workers or os.cpu_count() or 1,
            tell=searching(),
        )
    done = conclude(read, found, open_missing=open_missing, tell=telling())
    write_private_file(out, to_json(done.conclusions))
    if table is not None:
        write_private_file(table, csv_bytes(_COLUMNS, _rows(done)))
    kept_out = told_kept_out(read, found)
    if as_json:
        voice.document(_document(read, found, done) | {"kept_out": kept_out_json(kept_out)})
        return
    voice.findings((*read.findings, *found.findings, *done.findings))
    tell_kept_out(kept_out)
    _show(read, found, done)


def _rows(done: Concluded) -> list[list[Any]]:
    from repatria.desk.identification.concluding import strength

    return [
        [
            one.profile, " ".join(done.same.get(one.profile, ())), one.family, one.missing, one.word,
            f"{one.log10_lr:.4f}", _cut(one.posterior), one.close_relatives, one.typed_relatives, one.shared_markers,
            one.exclusions, len(one.rivals), f"{one.chance_hits:.3g}", one.passes, "; ".join(one.reasons),
        ]
        for one in sorted(done.conclusions.conclusions, key=strength)
    ]  # fmt: skip


def _cut(probability: float | None) -> str:
    """Returns a probability as it is shown; nothing where there is none."""
    from repatria.remains.policy.probability import cut

    return "" if probability is None else cut(probability)


def _document(read: Material, found: Found, done: Concluded) -> dict[str, Any]:
    return {
        "open_missing": done.conclusions.open_missing,
        "prior": f"each open missing person equally likely: 1/{done.conclusions.open_missing}",
        "comparisons": found.comparisons,
        "threshold": found.threshold,
        "hits": len(found),
        "model": done.conclusions.model,
        "passes": Counter(one.passes.value for one in done.conclusions.conclusions),
        "words": Counter(one.word for one in done.conclusions.conclusions),
        "definitions": DEFINITIONS,
        "profiles": {name: _told(one) for name, one in sorted(done.victims.items())},
        "missing": {name: _told(one) for name, one in sorted(done.missing.items())},
        "sets": dict(sorted(done.sets.items())),
        "same_person": dict(sorted(done.same.items())),
        "without_hits": done.without_hits,
        "unknown_alleles": [
            {"marker": one.marker, "alleles": one.alleles, "results": one.results, "frequency": one.frequency}
            for one in read.markers.unknown
        ],
        "findings": [voice.finding_json(one) for one in (*read.findings, *found.findings, *done.findings)],
    }


def _told(one: Told) -> dict[str, Any]:
    return {"conclusion": one.word, "who": one.who, "comment": one.comment}


def _show(read: Material, found: Found, done: Concluded) -> None:
    from repatria.desk.identification.concluding import strength

    best = sorted(done.conclusions.conclusions, key=strength)
    rows = [
        (
            one.profile, f"{one.family}/{one.missing}", one.word, f"{one.log10_lr:.2f}", _cut(one.posterior),
            f"{one.chance_hits:.2g}", one.passes,
        )
        for one in best[:SHOWN]
    ]  # fmt: skip
    voice.table(("profile", "missing", "conclusion", "log10 LR", "posterior", "by chance, at most", "passes"), rows)
    if len(best) > SHOWN:
        voice.message(f"and {len(best) - SHOWN:,} more profiles", "the file and --table have them all")
    passing = sum(one.passes == "yes" for one in best)
    leads = sum("lead" in " ".join(one.reasons) for one in best)
    voice.out(
        f"{len(found):,} hits of {found.comparisons:,} pairs; {len(best):,} profiles with a hit, "
        f"{len(done.without_hits):,} without"
    )
    voice.out(
        f"prior: each of {done.conclusions.open_missing:,} open missing persons equally likely; {read.markers.model}"
    )
    voice.out(f"{passing:,} meet the policy {read.policy.name}, {leads:,} are leads; a board decides")
    for word in sorted({str(one.word) for one in best}):
        voice.out(f"  {word}: {DEFINITIONS[word]}")
