"""Files of relatives turned into the families that searches read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from repatria.cli import voice
from repatria.cli.commands.kinship.inputs import keep_inputs
from repatria.cli.rows import FILE, read_bytes
from repatria.cli.writing import write_private_file
from repatria.errors import Finding, InputNotUnderstood

if TYPE_CHECKING:
    from repatria.kinship.files import Family


@click.command("families")
@click.argument("relatives", type=FILE)
@click.option("--format", "form", type=click.Choice(["csv", "ped", "fam"]), default="csv", help="Of the file (csv).")
@click.option("--map", "map_", type=FILE, help="Names of a .ped file's markers (PLINK .map).")
@click.option("--missing", default="", metavar="PERSON", help="The missing person's id in every family of a .ped file.")
@click.option("--profiles", type=FILE, help="Also write the unidentified persons of a .fam file, CSV.")
@click.option("--frequencies", type=FILE, help="Also write the frequencies of a .fam file, CSV.")
@click.option("--mutation", type=FILE, help="Also write the mutation model of a .fam file, JSON.")
@click.option("--out", type=FILE, required=True, help="FAMILIES.jsonl, one family a line.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def families(
    *,
    relatives: Path,
    form: str,
    map_: Path | None,
    missing: str,
    profiles: Path | None,
    frequencies: Path | None,
    mutation: Path | None,
    out: Path,
    as_json: bool,
) -> None:
    """Makes FAMILIES.jsonl of a table of relatives, of a PLINK .ped file or of the DVI part of a Familias .fam file.

    A table has one row a person: family, person, sex, relation, then the markers; relations are words such as father,
    sister, paternal uncle, and missing for the missing person. Instead of a relation, father and mother may be given by
    reference, with yes under missing.
    """
    import json

    from repatria.kinship.files import to_line

    for written in (out, profiles, frequencies, mutation):
        keep_inputs(written, relatives, map_)
    content = read_bytes(relatives, "relatives")
    if form == "fam":
        made, findings = _of_familias(content, profiles, frequencies, mutation)
    elif profiles or frequencies or mutation:
        raise InputNotUnderstood("only a .fam file has profiles, frequencies and models", hint="give --format fam")
    else:
        made, findings = _read(content, form, map_, missing)
    write_private_file(out, b"".join(json.dumps(to_line(one)).encode() + b"\n" for one in made))
    typed = sum(len(one.genotypes) for one in made)
    if as_json:
        found = [voice.finding_json(one) for one in findings]
        voice.document({"families": len(made), "typed": typed, "findings": found})
    else:
        voice.findings(findings)
        voice.out(f"{len(made)} families, {typed} relatives with results")


def _read(content: bytes, form: str, map_: Path | None, missing: str) -> tuple[list[Family], list[Finding]]:
    from repatria.kinship.files import read_map, read_ped, read_relatives
    from repatria.kinship.files.families import untyped_missing

    match form:
        case "ped" if map_ is None or not missing:
            hint = "give --map and --missing"
            raise InputNotUnderstood("a .ped file names neither its markers nor who is missing", hint=hint)
        case "ped":
            assert map_ is not None
            made, findings = read_ped(content, markers=read_map(read_bytes(map_, "map")), missing=missing)
            for one in made:
                untyped_missing(one)
        case _:
            made, findings = read_relatives(content)
    without = [one for one in made if not one.missing]
    if without:
        told = "1 family has" if len(without) == 1 else f"{len(without)} families have"
        raise InputNotUnderstood(f"{told} no missing person of this id", hint="check --missing", place="relatives")
    return list(made), list(findings)


def _of_familias(
    content: bytes, profiles: Path | None, frequencies: Path | None, mutation: Path | None
) -> tuple[list[Family], list[Finding]]:
    """Returns the first pedigree of each reference family in which the missing person stands."""
    from dataclasses import replace

    from repatria.cli.commands.kinship.converting import write_familias
    from repatria.kinship.files.familias import read_fam

    case = read_fam(content)
    made = []
    for number, one in enumerate(case.families, start=1):
        with_missing = [pedigree for pedigree in one.pedigrees if pedigree.missing]
        if not with_missing:
            hint = "draw the missing person into a pedigree in Familias"
            raise InputNotUnderstood("no pedigree has the missing person", hint=hint, place=f"family {number}")
        made.append(replace(with_missing[0], id=one.name))
    if not made:
        raise InputNotUnderstood("the file has no reference families", hint="save it from Familias' DVI module")
    write_familias(case, profiles=profiles, frequencies=frequencies, mutation=mutation)
    return made, list(case.findings)
