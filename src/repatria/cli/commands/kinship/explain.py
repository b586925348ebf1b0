"""One profile and one family explained: a table of markers, and words for a board."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.commands.kinship.inputs import (
    Panel,
    find_family,
    keep_inputs,
    observations,
    of_a_model,
    read_hits,
    read_models,
    read_table,
)
from repatria.cli.rows import FILE, read_bytes
from repatria.cli.writing import csv_bytes, write_private_file
from repatria.errors import Finding, InputNotUnderstood, Severity

if TYPE_CHECKING:
    from repatria.kinship.evidence import Evidence, MarkerLine, Model
    from repatria.kinship.files import Family, Frequencies, Profile
    from repatria.kinship.models import Models

_FILES = click.Path(path_type=Path)


@click.command("explain")
@click.argument("profile")
@click.argument("family")
@click.option("--profiles", type=FILE, required=True, help="Genotype table with the profile, CSV.")
@click.option("--families", type=FILE, required=True, help="FAMILIES.jsonl with the family.")
@of_a_model
@click.option(
    "--theta", type=click.FloatRange(0, 1, max_open=True), default=0.0, help="Relatedness of the population (0)."
)
@click.option(
    "--convention", type=click.Choice(["as_given", "familias"]), default="as_given", help="See the docs (as_given)."
)
@click.option("--other-frequencies", type=_FILES, multiple=True, help="A further table, for the range of the LR.")
@click.option("--other-mutation", type=_FILES, multiple=True, help="A further mutation model, for the range.")
@click.option("--hits", type=FILE, help="HITS.parquet of the search, for competing candidates.")
@click.option("--draws", type=click.IntRange(1), default=10_000, help="Profiles drawn for chance hits (10,000).")
@click.option("--out", type=FILE, help="CSV of the table of markers.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def explain(
    *,
    profile: str,
    family: str,
    profiles: Path,
    families: Path,
    frequencies: Path,
    origin: str | None,
    sums: str,
    mutation: Path | None,
    unseen_at: float | None,
    seed: int,
    theta: float,
    convention: str,
    other_frequencies: tuple[Path, ...],
    other_mutation: tuple[Path, ...],
    hits: Path | None,
    draws: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Explains the LR of one profile and one family: which markers fit, which need a mutation, what chance gives.

    The search is taken to be all profiles of the table against all families of the file. Further tables and models
    give the range of the LR; of each table the model in use, of each model the table in use.
    """
    from repatria.kinship.evidence import Search, statement
    from repatria.kinship.evidence import explain as weigh
    from repatria.kinship.files import read_profiles

    keep_inputs(out, profiles, families, frequencies, mutation, hits, *other_frequencies, *other_mutation)
    table = read_profiles(read_bytes(profiles, "profiles"))
    one = next((person for person in table.profiles if person.id == profile), None)
    if one is None:
        raise InputNotUnderstood("there is no such profile", hint="check its reference", place="profiles")
    relatives, count = find_family(read_bytes(families, "families"), family)
    used = read_table(frequencies, origin=origin, sums=sums)
    tables = [used, *(read_table(path, origin=origin, sums=sums) for path in other_frequencies)]
    mutations = [read_models(mutation), *(read_models(path) for path in other_mutation)]
    findings = [*used.findings, *(found for found in table.findings if found.place == one.place)]
    names = _markers(one, relatives, tables, findings)
    evidence = weigh(
        relatives.pedigree, profile=profile, family=family, missing=relatives.missing,
        genotypes=[one.genotypes[name] for name in names], sex=one.sex, observations=observations(relatives, names),
        models=_models(names, one, relatives, tables, mutations, unseen_at, theta, convention),
        search=Search(len(table.profiles), count, read_hits(hits) if hits else ()), draws=draws, seed=seed,
    )  # fmt: skip
    if out is not None:
        rows = [[_cell(one) for one in _cells(line)] for line in evidence.lines]
        write_private_file(out, csv_bytes(_headings(evidence), rows))
    if as_json:
        voice.document(_document(evidence, findings))
        return
    voice.findings(findings)
    for sentence in statement(evidence):
        voice.out(sentence)
    voice.out()
    rows = [[_cell(one, digits=2) for one in _cells(line)] for line in evidence.lines]
    voice.table(_headings(evidence), rows)


def _markers(one: Profile, family: Family, tables: list[Frequencies], findings: list[Finding]) -> list[str]:
    """Returns the profile's markers that every table has, in its order; what is left out is told."""
    known = set.intersection(*(set(table.markers) for table in tables))
    for marker in dict.fromkeys((*one.genotypes, *family.markers)):
        if marker not in known:
            message, hint = "the marker is not in every table of frequencies: left out", "add it to the tables"
            findings.append(Finding(Severity.WARNING, "marker-unknown", one.place, message, hint, marker))
    names = [marker for marker in one.genotypes if marker in known]
    if not names:
        raise InputNotUnderstood("profile and tables have no marker in common", hint="check the markers' names")
    return names


def _models(
    names: list[str],
    one: Profile,
    family: Family,
    tables: list[Frequencies],
    mutations: list[Models],
    unseen_at: float | None,
    theta: float,
    convention: str,
) -> list[Model]:
    from repatria.kinship.evidence import Model
    from repatria.kinship.peeling import Convention

    pairs = [(number, table, mutations[0]) for number, table in enumerate(tables, start=1)]
    pairs += [(1, tables[0], mutation) for mutation in mutations[1:]]
    made = []
    for number, table, mutation in pairs:
        panel = Panel(table, mutation, unseen_at)
        seen = {
            name: [one.genotypes[name], *(of.get(name, "-/-") for of in family.genotypes.values())] for name in names
        }
        markers = tuple(panel.marker(name, seen[name]) for name in names)
        name = f"{mutation.name}, table {number}" + (f", theta {theta:g}" if theta else "")
        name += "" if convention == "as_given" else f", convention {convention}"
        made.append(Model(name, markers, theta, Convention(convention)))
    return made


def _headings(evidence: Evidence) -> list[str]:
    relatives = list(evidence.lines[0].relatives)
    return ["marker", evidence.profile, *relatives, "log10 LR", "fit", "steps", "silent", "against"]


def _cells(line: MarkerLine) -> list[str | float]:
    fit = line.fit
    steps = "" if fit.steps is None else str(fit.steps)
    return [
        line.marker, line.profile, *line.relatives.values(), line.log10_lr, fit.fit.value, steps,
        "would do" if fit.silent else "", ", ".join(fit.against),
    ]  # fmt: skip


def _cell(value: str | float, *, digits: int | None = None) -> str:
    """Returns a cell of the table of markers: ``-Inf`` as results have it, empty for no number."""
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        return str(_number(value) or "")
    return str(round(value, 6)) if digits is None else f"{value:.{digits}f}"


def _document(evidence: Evidence, findings: list[Finding]) -> dict[str, Any]:
    from repatria.kinship.evidence import statement

    chance = evidence.chance
    return {
        "profile": evidence.profile,
        "family": evidence.family,
        "missing": evidence.missing,
        "model": evidence.model,
        "log10_lr": _number(evidence.log10_lr),
        "others": {name: _number(value) for name, value in evidence.others.items()},
        "range": [_number(value) for value in evidence.range],
        "exclusions": evidence.exclusions,
        "chance_hits_bound": evidence.bound,
        "chance_hits_with_this_family": chance.expected if chance else None,
        "sexes_agree": evidence.sexes,
        "rivals": [
            {"profile": r.profile, "family": r.family, "log10_lr": _number(r.log10_lr)} for r in evidence.rivals
        ],
        "markers": [_line(line) for line in evidence.lines],
        "statement": list(statement(evidence)),
        "findings": [voice.finding_json(one) for one in findings],
    }


def _line(line: MarkerLine) -> dict[str, Any]:
    return {
        "marker": line.marker,
        "profile": line.profile,
        "relatives": dict(line.relatives),
        "log10_lr": _number(line.log10_lr),
        "fit": line.fit.fit.value,
        "steps": line.fit.steps,
        "silent_would_do": line.fit.silent,
        "against": list(line.fit.against),
        "relatives_alone": line.fit.relatives_alone,
    }


def _number(value: float) -> float | str | None:
    """Returns a number as the results of ``kinship lr`` write it: ``-Inf``, null for none."""
    if math.isnan(value):
        return None
    return value if math.isfinite(value) else ("-Inf" if value < 0 else "Inf")
