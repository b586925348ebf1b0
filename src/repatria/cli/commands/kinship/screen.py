"""Searching a register: all profiles against all reference families."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.commands.kinship.inputs import BOM, a_number, keep_inputs, of_a_table, read_models, read_table
from repatria.cli.rows import FILE, read_bytes
from repatria.cli.writing import KEPT
from repatria.errors import InputNotUnderstood

if TYPE_CHECKING:
    from repatria.kinship.search.running import Progress, Report


@click.command("screen")
@click.option("--profiles", type=FILE, required=True, help="CSV: profile, sex, then one column a marker.")
@click.option("--families", type=FILE, required=True, help="One family a line, JSON.")
@of_a_table
@click.option(
    "--mutation",
    type=FILE,
    required=True,
    help="JSON: the mutation model, or one a marker, as in cases; null for none.",
)
@click.option(
    "--threshold", type=float, required=True, callback=a_number, metavar="LOG10", help="Least log10 LR of a hit."
)
@click.option("--top", type=click.IntRange(0), default=0, metavar="K", help="Also the K best families of each profile.")
@click.option("--out", type=FILE, required=True, help="File for the hits, Parquet.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Threads (as many as there are processors).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def screen(
    *, profiles: Path, families: Path, frequencies: Path, origin: str | None, sums: str, mutation: Path, threshold: float,
    top: int, out: Path, workers: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Compares every profile with every family, exactly, and writes the hits by log10 LR.

    A family is read as it is given. Profiles and missing persons of different known sex are not compared. A run that was stopped goes on
    where it was when it is started again with the same files; what it needs for that stands beside --out until it is done.
    """
    from repatria.kinship.files import read_profiles
    from repatria.kinship.files.naming import Use, use_of
    from repatria.kinship.markers import Marker
    from repatria.kinship.search.comparing import Search
    from repatria.kinship.search.panel import Panel
    from repatria.kinship.search.profiles import Profiles
    from repatria.kinship.search.running import search_files

    keep_inputs(out, profiles, families, frequencies, mutation)
    _refuse_to_write_over(out)
    contents = [
        read_bytes(path, kind)
        for path, kind in ((profiles, "profiles"), (frequencies, "frequencies"), (mutation, "mutation"))
    ]
    models = read_models(mutation)
    table = read_table(frequencies, origin=origin, sums=sums)
    panel = Panel.of(
        [
            Marker.of(name, alleles, mutation=models.of(name))
            for name, alleles in table.markers.items()
            if use_of(name) is Use.AUTOSOMAL
        ]
    )
    people = Profiles.of(read_profiles(contents[0]), panel=panel)
    voice.findings((*table.findings, *people.findings))
    said = {"model": models.name, "convention": "as_given", "threshold": repr(threshold), "top": str(top), "sums": sums}
    report = search_files(
        Search(panel, people, threshold, _kept(top, families, len(people))),
        families,
        out,
        inputs=_digest(contents, said),
        metadata={
            **said,
            "mutation": contents[2].removeprefix(BOM).decode("utf-8").strip(),
            "inputs": _digest(contents, said),
            "markers": str(len(panel)),
        },
        workers=workers or os.cpu_count() or 1,
        tell=_progress(),
    )
    _tell(report, said, len(people), (*table.findings, *people.findings), as_json=as_json)


LEAST_LINE = 64
"""Bytes that the line of a family has at the least: its eight names alone are as many."""

MOST_KEPT = 10**8
"""Best families, of all profiles together, that are kept while a search runs: 16 bytes each."""


def _kept(top: int, families: Path, profiles: int) -> int:
    """Returns how many of the best families of a profile are kept: no more than there can be in the file."""
    try:
        kept = min(top, 1 + families.stat().st_size // LEAST_LINE)
    except OSError:
        return top  # told where the file is read
    if kept * profiles > MOST_KEPT:
        raise InputNotUnderstood(
            "so many of the best families of each profile do not fit in memory",
            hint=f"--top {MOST_KEPT // profiles} at most for these profiles", place="--top",
        )  # fmt: skip
    return kept


def _refuse_to_write_over(out: Path) -> None:
    """Refuses before the work begins what `repatria.cli.writing` refuses after it."""
    try:
        if not out.exists():
            return
        if out.is_file():
            with out.open("rb") as file:
                if not file.read(max(map(len, KEPT))).startswith(KEPT):
                    return
    except OSError:
        raise InputNotUnderstood("a file cannot be written", hint="check the folder of --out") from None
    raise InputNotUnderstood("a desk, a key or something that is no file lies there", hint="choose another name")


def _digest(contents: list[bytes], said: dict[str, str]) -> str:
    parts = [hashlib.sha256(content).hexdigest() for content in (*contents, repr(sorted(said.items())).encode())]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def _progress() -> Callable[[Progress, int], None]:
    """Returns what shows on a terminal how far a search is, and nothing elsewhere."""

    def tell(progress: Progress, size: int) -> None:
        percent = 100 * progress.offset // max(1, size)
        end = "\n" if progress.offset >= size else ""
        counts = f"{progress.rows:,} families, {progress.pairs:,} pairs, {progress.hits:,} hits"
        click.echo(f"\r{percent:3d} %  {counts}{end}", err=True, nl=False)

    return tell if sys.stderr.isatty() else lambda _progress, _size: None


def _tell(report: Report, said: dict[str, str], profiles: int, found: tuple[Any, ...], *, as_json: bool) -> None:
    progress = report.progress
    voice.findings(progress.findings)
    if progress.set_aside > len(progress.findings):
        voice.message(f"findings in families: {progress.set_aside}")
    counts = {
        "profiles": profiles,
        "families": progress.searched,
        "families_set_aside": progress.rows - progress.searched,
        "pairs_compared": progress.pairs,
        "pairs_of_different_sex": progress.contradicting,
        "hits": progress.hits,
        "rows_written": report.written,
    }
    if as_json:
        findings = [voice.finding_json(one) for one in (*found, *progress.findings)]
        voice.document({**said, **counts, "resumed": report.resumed, "findings": findings})
        return
    again = ", resumed where it was stopped" if report.resumed else ""
    voice.out(f"{profiles:,} profiles, {progress.searched:,} families: {progress.pairs:,} pairs compared{again}")
    if progress.contradicting:
        voice.out(f"{progress.contradicting:,} pairs were not compared: the known sexes differ")
    voice.out(f"{progress.hits:,} hits; {report.written:,} rows written; mutation: {said['model']}; pedigrees as given")
