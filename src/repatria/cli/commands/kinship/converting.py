"""Files of laboratories turned into the forms that searches read: profiles, frequencies, and a Familias case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.commands.kinship.inputs import SUMS, keep_inputs, read_table
from repatria.cli.rows import FILE, read_bytes
from repatria.cli.writing import csv_bytes, write_private_file
from repatria.errors import Finding

if TYPE_CHECKING:
    from repatria.kinship.files.familias import FamiliasCase

_OUT = click.option("--out", type=FILE, required=True, help="CSV as searches read it.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")


@click.command("profiles")
@click.argument("table", type=FILE)
@click.option("--lone", type=click.Choice(["partial", "homozygote"]), default="partial",
              help="What one allele alone means: the other not seen, or both alike (partial).")  # fmt: skip
@_OUT
@_JSON
def profiles(*, table: Path, lone: str, out: Path, as_json: bool) -> None:
    """Turns a genotype table, long or wide, into one with a row a profile and a column a marker.

    What is no genotype, three alleles among it, becomes no result, and each such cell is told.
    """
    from repatria.kinship.files import LoneAllele, read_profiles

    keep_inputs(out, table)
    read = read_profiles(read_bytes(table, "profiles"), lone=LoneAllele(lone))
    rows = [(one.id, one.sex, one.genotypes) for one in read.profiles]
    write_private_file(out, profile_bytes(read.markers, rows))
    _tell(f"{len(rows)} profiles, {len(read.markers)} markers", {"profiles": len(rows)}, read.findings, as_json=as_json)


def profile_bytes(markers: Sequence[str], rows: Iterable[tuple[str, int, Mapping[str, str]]]) -> bytes:
    """Returns profiles (reference, sex, genotypes) as a CSV; no result is an empty cell."""
    from repatria.kinship.files.cells import NO_RESULT

    cells = (
        (who, ("", "M", "F")[sex], *("" if said.get(name, NO_RESULT) == NO_RESULT else said[name] for name in markers))
        for who, sex, said in rows
    )
    return csv_bytes(("profile", "sex", *markers), cells)


@click.command("frequencies")
@click.argument("table", type=FILE)
@click.option("--origin", metavar="NAME", help="Which population of a STRidER file.")
@click.option("--sums", type=click.Choice(SUMS), default="refuse", help="Where frequencies do not sum to one (refuse).")
@_OUT
@_JSON
def frequencies(*, table: Path, origin: str | None, sums: str, out: Path, as_json: bool) -> None:
    """Turns allele frequencies, wide or STRidER's XML, into marker, allele, frequency; each marker sums to one."""
    keep_inputs(out, table)
    read = read_table(table, origin=origin, sums=sums)
    write_private_file(out, frequency_bytes(read.markers))
    _tell(f"{len(read.markers)} markers", {"markers": len(read.markers)}, read.findings, as_json=as_json)


def frequency_bytes(markers: Mapping[str, Mapping[str, float]]) -> bytes:
    """Returns frequencies as a CSV, in full precision."""
    rows = ((name, allele, value) for name, of in markers.items() for allele, value in of.items())
    return csv_bytes(("marker", "allele", "frequency"), rows)


def write_familias(
    case: FamiliasCase, *, profiles: Path | None, frequencies: Path | None, mutation: Path | None
) -> None:
    """Writes what a Familias case has beside its families, where asked for; models that differ are written marker by marker."""
    import json

    if profiles is not None:
        names = [marker.name for marker in case.markers]
        write_private_file(profiles, profile_bytes(names, ((p.id, p.sex, p.genotypes) for p in case.unidentified)))
    if frequencies is not None:
        write_private_file(frequencies, frequency_bytes({one.name: one.frequencies for one in case.markers}))
    if mutation is not None:
        models = {marker.name: marker.mutation for marker in case.markers}
        different = len({json.dumps(model) for model in models.values()}) > 1
        written = models if different else next(iter(models.values()), None)
        write_private_file(mutation, json.dumps(written, indent=1 if different else None).encode() + b"\n")


def _tell(text: str, document: dict[str, Any], findings: Sequence[Finding], *, as_json: bool) -> None:
    if as_json:
        voice.document({**document, "findings": [voice.finding_json(one) for one in findings]})
    else:
        voice.findings(findings)
        voice.out(text)
