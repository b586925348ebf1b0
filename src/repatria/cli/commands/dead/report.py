"""The report that a board reads and signs, as PDF."""

from __future__ import annotations

import hashlib
import shlex
from pathlib import Path
from typing import Any

import click

from repatria.cli import voice
from repatria.cli.commands.dead.material import material, of_the_dead, telling
from repatria.cli.rows import FILE, read_bytes
from repatria.cli.writing import write_private_file


@click.command("report")
@click.argument("conclusions", type=FILE)
@click.option("--profile", required=True, help="The laboratory's label of the profile.")
@click.option(
    "--missing", default="", metavar="FAMILY/PERSON", help="Needed where there are several conclusions on it."
)
@of_the_dead
@click.option("--language", type=click.Choice(["en", "uk", "ru", "ar"]), default="en", help="Of the report (en).")
@click.option("--kind", type=click.Choice(["identification", "exclusion"]), default="identification",
              help="What is reported on (identification).")  # fmt: skip
@click.option("--board", multiple=True, metavar="PARTY/ROLE-CODE", help="Who is to sign; may be repeated.")
@click.option("--out", type=FILE, required=True, help="PDF; it holds genotypes and is readable by its owner only.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def report(
    *,
    conclusions: Path,
    profile: str,
    missing: str,
    workers: int | None,
    language: str,
    kind: str,
    board: tuple[str, ...],
    out: Path,
    as_json: bool,
    **files: Any,
) -> None:
    """Writes the report on one conclusion: markers one by one, pedigree, other candidates, policy, lines to sign.

    CONCLUSIONS is the file of `remains joint`; the other files must be those that it was computed from. The same files
    give the same bytes, so that both sides can compare what they sign.
    """
    from repatria.desk.identification.explaining import explain_conclusion
    from repatria.desk.papers.identification import render
    from repatria.people.party import actor
    from repatria.remains.conclusions import from_json

    del workers
    content = read_bytes(conclusions, "conclusions")
    known = from_json(content)
    read = material(**files)
    telling()("explaining")
    explained = explain_conclusion(read, known, profile=profile, missing=missing)
    made = render(
        explained, known, language=language, policy=read.policy, exclusion=kind == "exclusion",
        board=[str(actor(member)) for member in board], digest=hashlib.sha256(content).hexdigest(),
        replay=_replay(files, open_missing=known.open_missing),
    )  # fmt: skip
    write_private_file(out, made)
    one = explained.conclusion
    if as_json:
        voice.document(
            {
                "profile": one.profile,
                "missing": f"{one.family}/{one.missing}",
                "word": one.word,
                "passes": explained.verdict.passes.value,
                "language": language,
                "bytes": len(made),
                "sha256": hashlib.sha256(made).hexdigest(),
                "findings": [voice.finding_json(found) for found in read.findings],
            }
        )
        return
    voice.findings(read.findings)
    voice.out(f"{one.profile} and {one.family}/{one.missing}: {one.word}; {len(made):,} bytes")


def _replay(files: dict[str, Any], *, open_missing: int) -> str:
    """Returns the command that repeats the conclusions, with the names of the files without their folders."""
    words = ["repatria", "remains", "joint", "--open-missing", str(open_missing)]
    for name, value in files.items():
        if isinstance(value, Path):
            words += [f"--{name}", value.name]
        elif value and (name, value) not in (("sums", "refuse"), ("homozygotes", "one-seen")):
            words += [f"--{name}", str(value)]
    return shlex.join([*words, "--out", "conclusions.json"])
