"""What each family's relatives can show, and whose further sample would help most."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.commands.kinship.inputs import (
    Panel,
    a_number,
    keep_inputs,
    observations,
    of_a_model,
    read_models,
    read_table,
)
from repatria.cli.rows import FILE, read_bytes
from repatria.cli.writing import csv_bytes, write_private_file
from repatria.errors import Finding, InputNotUnderstood, Severity

if TYPE_CHECKING:
    from repatria.kinship.files import Family
    from repatria.kinship.power import Table

_COLUMNS = (
    "family", "missing", "markers", "log10_lr_found", "found_q05", "found_q50", "found_q95", "found_reaches",
    "unrelated_q95", "excluded_1", "excluded_2", "excluded_3", "chance_share", "chance_share_error",
    "chance_hits_expected", "chance_hits_bound",
)  # fmt: skip

SHOWN = 20
"""Families that are printed; the file has them all."""


@click.command("power")
@click.argument("families", type=FILE)
@of_a_model
@click.option(
    "--threshold", type=float, required=True, callback=a_number, metavar="LOG10",
    help="log10 LR from which on a pair is a hit.",
)  # fmt: skip
@click.option("--profiles", type=click.IntRange(1), default=1, help="How many profiles are searched (1).")
@click.option("--ask", multiple=True, metavar="RELATIVE", help="Try a further relative: mother, brother, son … (none).")
@click.option("--draws", type=click.IntRange(1), default=1000, help="Profiles drawn for each family (1,000).")
@click.option("--out", type=FILE, required=True, help="CSV, one row a family.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def power(
    *,
    families: Path,
    frequencies: Path,
    origin: str | None,
    sums: str,
    mutation: Path | None,
    unseen_at: float | None,
    seed: int,
    threshold: float,
    profiles: int,
    ask: tuple[str, ...],
    draws: int,
    out: Path,
    as_json: bool,
) -> None:
    """Says what LR to expect if a family's missing person were found, and how many hits chance would give.

    Means and exclusions are exact; quantiles, shares and chance hits are drawn. With --ask the columns ask_… have the
    mean log10 LR that one further relative's sample would add, and best_to_ask the one that would add most.
    """
    keep_inputs(out, families, frequencies, mutation)
    table = read_table(frequencies, origin=origin, sums=sums)
    model = read_models(mutation)
    panel = Panel(table, model, unseen_at)
    findings = list(table.findings)
    asked = {"threshold": threshold, "profiles": profiles, "draws": draws, "seed": seed}
    rows = []
    for number, line in enumerate(read_bytes(families, "families").splitlines(), start=1):
        if line.strip():
            rows += _rows(line, number, panel, asked, ask, findings)
    columns = (*_COLUMNS, *(f"ask_{word}" for word in ask), *(("best_to_ask",) if ask else ()), "problem")
    write_private_file(out, csv_bytes(columns, [[one.get(name, "") for name in columns] for one in rows]))
    told = sum("problem" not in one for one in rows)
    if as_json:
        found = [voice.finding_json(one) for one in findings]
        voice.document({"families": len(rows), "told": told, "model": model.name, "findings": found})
    else:
        voice.findings(findings)
        _show(rows, ask)
        voice.out(f"{len(rows)} families: {told} told, {len(rows) - told} not, with the reason; {model.name}")


def _show(rows: list[dict[str, Any]], ask: tuple[str, ...]) -> None:
    """Prints the columns that answer the question; the file has all."""
    names = ("family", "log10_lr_found", "found_reaches", "chance_hits_expected", *(("best_to_ask",) if ask else ()))
    told = [[f"{one[name]:.3g}" if isinstance(one[name], float) else one[name] for name in names]
            for one in rows if "problem" not in one]  # fmt: skip
    voice.table(names, told[:SHOWN])
    if len(told) > SHOWN:
        voice.message(f"and {len(told) - SHOWN} more families", "the file has them all")


def _rows(
    line: bytes, number: int, panel: Panel, asked: dict[str, Any], ask: tuple[str, ...], findings: list[Finding]
) -> list[dict[str, Any]]:
    """Returns the row of a line, none of one that is no family: that is a finding."""
    from repatria.kinship.files.families import from_line

    try:
        family = from_line(line, place=f"line {number} of families")
    except InputNotUnderstood as wrong:
        findings.append(Finding(Severity.ERROR, "family-not-understood", wrong.place, wrong.message, wrong.hint))
        return []
    return [_row(family, panel, asked, ask, findings, f"family {number}")]


def _row(
    family: Family, panel: Panel, asked: dict[str, Any], ask: tuple[str, ...], findings: list[Finding], place: str
) -> dict[str, Any]:
    """Returns a row of the table; of a family whose power cannot be told, the reason."""
    try:
        return _told(family, panel, asked, ask, findings, place)
    except InputNotUnderstood as wrong:
        told = f"{wrong.place}: {wrong.message}" if wrong.place else wrong.message
        findings.append(Finding(Severity.ERROR, "power-not-told", place, told, wrong.hint))
        return {"family": family.id, "missing": family.missing, "problem": told}


def _told(
    family: Family, panel: Panel, asked: dict[str, Any], ask: tuple[str, ...], findings: list[Finding], place: str
) -> dict[str, Any]:
    from repatria.kinship.power import Power, measure, tables
    from repatria.kinship.power import ask as try_relatives

    names = _known(family, panel, findings, place)
    seen = observations(family, names)
    markers = [panel.marker(name, (row[k] for row in seen.values())) for k, name in enumerate(names)]
    made = tables(family.pedigree, missing=family.missing, markers=markers, observations=seen)
    plain = _without_mutation(family, panel, names, seen)
    found: Power = measure(made, without_mutation=plain, **asked)
    row = {
        "family": family.id, "missing": family.missing, "markers": found.markers, "log10_lr_found": found.found.mean,
        "found_q05": found.found.quantiles[0], "found_q50": found.found.quantiles[1],
        "found_q95": found.found.quantiles[2], "found_reaches": found.found.reaches,
        "unrelated_q95": found.unrelated.quantiles[2], "excluded_1": found.excluded[0],
        "excluded_2": found.excluded[1], "excluded_3": found.excluded[2], "chance_share": found.chance.share,
        "chance_share_error": found.chance.error, "chance_hits_expected": found.chance.expected,
        "chance_hits_bound": found.chance.bound * asked["profiles"],
    }  # fmt: skip
    row = {name: float(f"{value:.6g}") if isinstance(value, float) else value for name, value in row.items()}
    if ask:
        drawn = {name: asked[name] for name in ("threshold", "draws", "seed")}
        gains = try_relatives(family.pedigree, ask, missing=family.missing, markers=markers, observations=seen, **drawn)
        row |= {f"ask_{one.relative}": float(f"{one.gain:.4g}") for one in gains}
        row["best_to_ask"] = gains[0].relative if gains else ""
    return row


def _known(family: Family, panel: Panel, findings: list[Finding], place: str) -> list[str]:
    """Returns the family's markers that the table has; those that it lacks are told and left out."""
    for marker in family.markers:
        if not panel.knows(marker):
            message, hint = "the marker is not in the table of frequencies: left out", "add it to the table"
            findings.append(Finding(Severity.WARNING, "marker-unknown", place, message, hint, marker))
    return [marker for marker in family.markers if panel.knows(marker)]


def _without_mutation(family: Family, panel: Panel, names: list[str], seen: dict[str, list[str]]) -> list[Table]:
    """Returns tables without mutation, of the markers at which the relatives need none among themselves."""
    from repatria.kinship.power import PowerImpossible, tables

    made: list[Table] = []
    for k, name in enumerate(names):
        at = {who: [row[k]] for who, row in seen.items()}
        marker = panel.marker(name, (row[0] for row in at.values()), mutating=False)
        try:
            made += tables(family.pedigree, missing=family.missing, markers=[marker], observations=at)
        except PowerImpossible:
            continue
    return made
