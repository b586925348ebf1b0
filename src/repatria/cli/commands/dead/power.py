"""What each family could show before anybody is searched for, and which can never meet the policy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.commands.dead.material import SHOWN, telling
from repatria.cli.commands.kinship.inputs import SUMS, read_model, read_table
from repatria.cli.rows import FILE, read_bytes
from repatria.cli.writing import csv_bytes, write_private_file
from repatria.errors import InputNotUnderstood

if TYPE_CHECKING:
    from repatria.desk.identification.power import FamilyPower

_COLUMNS = (
    "family", "missing", "close_relatives", "typed_relatives", "markers", "log10_lr_found", "found_q05", "found_q50",
    "found_q95", "found_reaches", "log10_lr_greatest", "excluded_1", "excluded_2", "excluded_3", "can_pass", "lacks",
    "best_to_ask", "problem",
)  # fmt: skip


RELATIVES = ("father", "mother", "brother", "sister", "son", "daughter")
"""As `repatria.kinship.power` has them, which is imported only when asked."""


@click.command("power")
@click.argument("families", type=FILE)
@click.option("--frequencies", type=FILE, required=True, help="Allele frequencies: CSV long or wide, or STRidER XML.")
@click.option("--origin", metavar="NAME", help="Which population of a STRidER file.")
@click.option("--sums", type=click.Choice(SUMS), default="refuse", help="Where frequencies do not sum to one (refuse).")
@click.option("--mutation", type=FILE, help="Mutation model, JSON (stationary stepwise).")
@click.option("--policy", type=FILE, help="What an identification must have, TOML (the default policy).")
@click.option("--open-missing", type=click.IntRange(1), metavar="N", help="Open missing persons (those of FAMILIES).")
@click.option("--family", multiple=True, metavar="REFERENCE", help="Of these families only (all).")
@click.option("--ask", multiple=True, type=click.Choice(RELATIVES), help="Try a further relative's sample (none).")
@click.option("--draws", type=click.IntRange(1), default=200, help="Profiles drawn for each family (200).")
@click.option("--seed", type=click.IntRange(0), default=1, help="Whence random draws come (1).")
@click.option("--out", type=FILE, required=True, help="CSV, one row a missing person.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def power(
    *,
    families: Path,
    frequencies: Path,
    origin: str | None,
    sums: str,
    mutation: Path | None,
    policy: Path | None,
    open_missing: int | None,
    family: tuple[str, ...],
    ask: tuple[str, ...],
    draws: int,
    seed: int,
    out: Path,
    as_json: bool,
) -> None:
    """Says of every family what LR to expect if its missing person were found, and which can never meet the policy.

    A pair alone needs a certain LR, which depends on how many are missing; found_reaches is the share of draws that reach it. Families
    to whom it is not given, or which lack close relatives or markers, are listed: with --ask a further relative's sample is tried in
    each of them, and best_to_ask says whose would help most.
    """
    from repatria.desk.identification.markers import markers_of
    from repatria.desk.identification.power import power as door
    from repatria.desk.identification.references import read_references
    from repatria.desk.identification.searching import bar
    from repatria.remains.policy import DEFAULT, read_policy

    rules = read_policy(read_bytes(policy, "policy")) if policy else DEFAULT
    table = read_table(frequencies, origin=origin, sums=sums)
    references = read_references(families)
    markers = markers_of(table, read_model(mutation), results=references.results, policy=rules)
    missing = open_missing or max(1, len(references.searched))
    if unknown := set(family) - {one.family for one in references.missing}:
        told = f"{len(unknown)} families are not in the file"
        raise InputNotUnderstood(told, hint="check their references", place="--family")
    found = list(
        door(
            references,
            markers,
            rules,
            open_missing=missing,
            only=family,
            asking=ask,
            draws=draws,
            seed=seed,
            tell=telling(),
        )
    )
    write_private_file(out, csv_bytes(_COLUMNS, [_row(one) for one in found]))
    lacking = [one for one in found if one.lacks]
    findings = (*table.findings, *markers.findings)
    if as_json:
        voice.document({
            "families": len(found), "told": sum(one.reach is not None for one in found), "open_missing": missing,
            "needed_log10_lr": round(bar(rules, missing), 6), "model": markers.model, "policy": rules.name,
            "can_never_pass": [{"family": one.family, "missing": one.missing, "lacks": one.lacks} for one in lacking],
            "findings": [voice.finding_json(one) for one in findings],
        })  # fmt: skip
        return
    voice.findings(findings)
    _show(lacking, asked=bool(ask))
    voice.out(
        f"{len(found):,} missing persons, {len(lacking):,} of families that can never meet the policy {rules.name} as they stand"
    )
    voice.out(f"among {missing:,} open missing a pair alone needs log10 LR {bar(rules, missing):.2f}; {markers.model}")


def _row(one: FamilyPower) -> list[Any]:
    best = one.asked[0].relative if one.asked else ""
    head = [one.family, one.missing, one.close_relatives, one.typed_relatives]
    if one.reach is None:
        return [*head, *[""] * (len(_COLUMNS) - len(head) - 1), one.problem]
    found = one.reach
    figures = (found.mean, *found.quantiles, found.reaches, found.greatest, *found.excluded)
    return [
        *head, found.markers, *(f"{figure:.6g}" for figure in figures), "no" if one.lacks else "yes",
        "; ".join(one.lacks), best, one.problem,
    ]  # fmt: skip


def _show(lacking: list[FamilyPower], *, asked: bool) -> None:
    headings = ("family", "missing", "lacks", *(("best to ask",) if asked else ()))
    rows = [
        (
            one.family,
            one.missing,
            "; ".join(one.lacks),
            *((one.asked[0].relative if one.asked else "",) if asked else ()),
        )
        for one in lacking[:SHOWN]
    ]
    if rows:
        voice.table(headings, rows, title="can never meet the policy as they stand")
    if len(lacking) > SHOWN:
        voice.message(f"and {len(lacking) - SHOWN:,} more", "the file has them all")
