"""What the commands of the identification desk share: their files, what is told on the way, and families kept out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from repatria.cli import voice
from repatria.cli.commands.kinship.inputs import SUMS, read_model, read_table
from repatria.cli.rows import FILE, read_bytes

if TYPE_CHECKING:
    from repatria.desk.identification.inputs import Material
    from repatria.desk.identification.references import KeptOut
    from repatria.kinship.search.running import Progress

F = TypeVar("F", bound=Callable[..., Any])

SHOWN = 20
"""Rows that are printed; files have them all."""

_OPTIONS = (
    click.option("--profiles", type=FILE, required=True, help="Genotype table of the remains, CSV."),
    click.option("--families", type=FILE, required=True, help="Reference families, one missing person a line, JSON."),
    click.option("--frequencies", type=FILE, required=True, help="Allele frequencies: CSV long or wide, or STRidER XML."),
    click.option("--origin", metavar="NAME", help="Which population of a STRidER file."),
    click.option("--sums", type=click.Choice(SUMS), default="refuse", help="Where frequencies do not sum to one (refuse)."),
    click.option("--mutation", type=FILE, help="Mutation model, JSON (stationary stepwise)."),
    click.option("--policy", type=FILE, help="What an identification must have, TOML (the default policy)."),
    click.option("--clusters", type=FILE, help="Profiles judged one person, JSON; proposals that nobody judged do not count."),
    click.option("--homozygotes", type=click.Choice(["one-seen", "as-typed"]), default="one-seen",
                 help="What one allele twice says of remains: that one was seen (one-seen), or what is typed."),
    click.option("--unchecked", is_flag=True, help="Take declared relatives as declared, even those who cannot be."),
    click.option("--workers", type=click.IntRange(1), metavar="N", help="Threads (as many as there are processors)."),
)  # fmt: skip


def of_the_dead(command: F) -> F:
    """Gives a command the options of profiles, families, frequencies, policy and judgements."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def material(
    *,
    profiles: Path,
    families: Path,
    frequencies: Path,
    origin: str | None,
    sums: str,
    mutation: Path | None,
    policy: Path | None,
    clusters: Path | None,
    homozygotes: str,
    unchecked: bool,
    hits: bytes | None = None,
) -> Material:
    """Returns what the files of a command hold; of a file of hits, the families that its search kept out stay out."""
    from repatria.desk.identification.checking import relatives_as_declared
    from repatria.desk.identification.inputs import read_material
    from repatria.desk.identification.profiles import Homozygotes
    from repatria.desk.identification.searching import kept_out_of

    return read_material(
        profiles=read_bytes(profiles, "profiles"),
        families=families,
        frequencies=read_bytes(frequencies, "frequencies"),
        table=read_table(frequencies, origin=origin, sums=sums),
        mutation=read_model(mutation),
        policy=read_bytes(policy, "policy") if policy else None,
        judged=read_bytes(clusters, "clusters") if clusters else None,
        homozygotes=Homozygotes(homozygotes),
        kept_out=None if hits is None else kept_out_of(hits),
        check=None if unchecked else relatives_as_declared,
        tell=telling(),
    )


def telling() -> Callable[[str], None]:
    """Returns what shows on a terminal what is being done, and nothing elsewhere."""

    def tell(told: str) -> None:
        click.echo(f"\r{told:<70}", err=True, nl=False)

    return tell if sys.stderr.isatty() else lambda _told: None


def searching() -> Callable[[Progress, int], None]:
    """Returns what shows on a terminal how far a search is."""
    tell = telling()

    def show(progress: Progress, size: int) -> None:
        percent = 100 * progress.offset // max(1, size)
        tell(f"{percent:3d} %  {progress.rows:,} families, {progress.pairs:,} pairs, {progress.hits:,} hits")

    return show


def kept_out_json(kept_out: Sequence[KeptOut]) -> list[dict[str, str]]:
    """Returns the families that were not searched as JSON."""
    return [{"family": one.family, "missing": one.missing, "reason": one.reason} for one in kept_out]


def tell_kept_out(kept_out: Sequence[KeptOut]) -> None:
    """Prints to standard error which families were not searched, the first ones by reference."""
    for one in kept_out[:SHOWN]:
        voice.message(f"not searched: {one.family}/{one.missing}: {one.reason}")
    if len(kept_out) > SHOWN:
        voice.message(f"and {len(kept_out) - SHOWN} more families not searched", "--json lists them all")
