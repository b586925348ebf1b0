"""Likelihood ratios of cases, one JSON object a line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from repatria.cli import voice
from repatria.cli.commands.kinship.inputs import BOM, keep_inputs, table_beside
from repatria.cli.rows import FILE, read_bytes
from repatria.cli.writing import write_private_file
from repatria.errors import InputNotUnderstood

if TYPE_CHECKING:
    from repatria.kinship.cases import Tables


@click.command("lr")
@click.argument("cases", type=FILE)
@click.option("--out", type=FILE, required=True, help="File for the results, one JSON object a case.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def lr(*, cases: Path, out: Path, as_json: bool) -> None:
    """Computes the exact likelihood ratio of each case of a file, one JSON object a line.

    Each result names its mutation model and convention. A case that cannot be computed gives the reason and no number; the
    exit status is 0 all the same. A table of frequencies that a case names in "db" is read from beside the file.
    """
    import msgspec

    from repatria.kinship.cases import results

    keep_inputs(out, cases)
    lines = read_bytes(cases, "cases").removeprefix(BOM).splitlines()
    found = list(results(lines, _beside(cases)))
    write_private_file(out, b"".join(msgspec.json.encode(one) + b"\n" for one in found))
    refused = sum("error" in one for one in found)
    if as_json:
        voice.document({"cases": len(found), "computed": len(found) - refused, "refused": refused})
    else:
        voice.out(f"{len(found)} cases: {len(found) - refused} computed, {refused} refused with a reason")


def _beside(cases: Path) -> Tables:
    """Returns what finds a table of frequencies by name in the folder of the cases."""
    from repatria.kinship.markers import FrequencyTable

    def find(name: str) -> FrequencyTable:
        import msgspec

        path = table_beside(cases, name)
        try:
            value = msgspec.json.decode(read_bytes(path, "table of frequencies"))
            loci = value.get("loci", value)
            return FrequencyTable(loci, int(value.get("meta", {}).get("persons", 0)), name)
        except (msgspec.DecodeError, RecursionError, AttributeError, TypeError, ValueError):
            raise InputNotUnderstood(
                "the table of frequencies is not understood", hint='as {"loci": {marker: {allele: frequency}}}',
                place="table of frequencies",
            ) from None  # fmt: skip

    return find
