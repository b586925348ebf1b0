"""Re-association: which profiles are one person's, over bags and handovers."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.commands.kinship.inputs import SUMS, read_table
from repatria.cli.options import at_a_desk
from repatria.cli.rows import ARCHIVE, FILE, PLAIN_BYTES, Row, read_bytes, read_rows
from repatria.cli.session import Session
from repatria.cli.writing import write_private_file
from repatria.errors import Finding, InputNotUnderstood, Severity

if TYPE_CHECKING:
    from repatria.desk.reassociating import Judged, Places, Proposed
    from repatria.desk.reassociating.proposing import Said
    from repatria.kinship.files import ProfileTable

SHOWN = 20
SAYS = "proposals: nothing was entered or merged; people judge every pair"


@click.command("reassociate")
@click.option(
    "--profiles", type=FILE, required=True, help="Genotype table of specimens; dropout may be a column of it."
)
@click.option("--frequencies", type=FILE, required=True, help="Allele frequencies: CSV long or wide, or STRidER XML.")
@click.option("--contents", type=FILE, help="What lies in the bags: bag, specimen, part, sample and more.")
@click.option("--judgements", type=FILE, help="What people judged: left, right, judgement (same, different, unsure).")
@click.option(
    "--known", type=FILE, help="Profiles compared with each other before: only pairs with a new one are looked for."
)
@click.option("--own-samples", type=FILE, help="Profiles of missing persons' own samples from before death.")
@click.option("--out", type=FILE, required=True, metavar="CLUSTERS.json", help="Where the proposals go.")
@click.option(
    "--pairs", type=FILE, metavar="CSV", help="Where the pairs go, with a column to be filled by those who judge."
)
@click.option(
    "--threshold", type=float, metavar="LOG10", help="Least log10 LR of a listed pair (what --posterior needs)."
)
@click.option(
    "--posterior",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.999,
    show_default=True,
    help="How sure a link must be, unrelated people and full siblings considered.",
)
@click.option(
    "--siblings",
    type=click.FloatRange(0),
    default=1.0,
    show_default=True,
    metavar="N",
    help="Samples of a full sibling expected among the others, for each sample.",
)
@click.option(
    "--dropout",
    type=click.FloatRange(0, 1, max_open=True),
    metavar="D",
    help="Probability that one copy of an allele is missed, in all profiles (estimated from each).",
)
@click.option(
    "--dropin",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.01,
    show_default=True,
    metavar="C",
    help="Probability of a stray allele at a marker.",
)
@click.option(
    "--theta",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.0,
    show_default=True,
    help="Coancestry of the population (Balding and Nichols).",
)
@click.option(
    "--lone",
    type=click.Choice(["partial", "homozygote"]),
    default="partial",
    show_default=True,
    help="What one allele alone in a cell means: the other not seen, or nothing else there.",
)
@click.option(
    "--policy", type=FILE, help="What an identification must have, TOML: its rule for unseen alleles is used."
)
@click.option("--origin", metavar="NAME", help="Which population of a STRidER file.")
@click.option("--sums", type=click.Choice(SUMS), default="refuse", help="Where frequencies do not sum to one (refuse).")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Threads (as many as there are processors).")
@click.option(
    "--kept", "from_desk", is_flag=True, help="Take contents and judgements as the desk keeps them (--desk, --by)."
)
@at_a_desk  # fmt: skip
def reassociate(
    session: Session, *, profiles: Path, frequencies: Path, contents: Path | None, judgements: Path | None, known: Path | None,
    own_samples: Path | None, out: Path, pairs: Path | None, threshold: float | None, posterior: float, siblings: float,
    dropout: float | None, dropin: float, theta: float, lone: str, policy: Path | None, origin: str | None, sums: str,
    workers: int | None, from_desk: bool,
) -> None:  # fmt: skip
    """Proposes which profiles are one person's, with what contradicts it; nothing is merged or entered.

    Every profile is compared with every other: the likelihood ratio of one person against two unrelated people, dropout and
    drop-in considered, and against two full siblings. CLUSTERS.json has clusters of one person proposed, bags that hold several
    people, and matches with samples from before death. Profiles are found in the contents by their sample's label. Judgements
    name profiles, specimens or their labels, and bind: *same* is joined, *different* is kept apart, and contradictions are told.
    A desk is opened with --kept only, to read what lies in the bags and what was judged there.
    """
    from repatria.desk.reassociating import Settings, kept, pairs_table, to_json
    from repatria.desk.reassociating import reassociate as propose
    from repatria.kinship.direct import Model
    from repatria.remains.policy import DEFAULT, read_policy

    if from_desk and contents:
        raise click.UsageError("give either --contents or --kept, not both")
    places, said = kept(session.desk, by=session.by) if from_desk else (_places(contents) if contents else None, ())
    files = {"profiles": profiles, "frequencies": frequencies, "contents": contents, "judgements": judgements,
             "known": known, "own_samples": own_samples, "policy": policy}  # fmt: skip
    tables = {kind: _profiles(path, kind, lone) for kind, path in files.items() if path and kind in _OF_PROFILES}
    dropouts, wrong = _dropouts(tables.values())
    table = read_table(frequencies, origin=origin, sums=sums)
    settings = Settings(
        model=Model(dropin=dropin, theta=theta) if dropout is None else Model((dropout,), dropin, theta),
        least_posterior=posterior,
        threshold=threshold,
        siblings=siblings,
        policy=read_policy(read_bytes(policy, "policy")) if policy else DEFAULT,
        dropouts=dropouts,
        workers=workers or os.cpu_count() or 1,
    )
    found = propose(
        tables["profiles"],
        table,
        places=places,
        judged=(*said, *(_judged(judgements) if judgements else ())),
        known=tables.get("known"),
        own=tables.get("own_samples"),
        settings=settings,
    )
    digests = {kind: _digest(path, kind) for kind, path in files.items()}
    write_private_file(out, to_json(found, inputs=digests))
    if pairs is not None:
        write_private_file(pairs, pairs_table(found))
    _tell(found, (*table.findings, *found.findings, *wrong), as_json=session.as_json)


_OF_PROFILES = ("profiles", "known", "own_samples")


def _digest(path: Path | None, kind: str) -> str | None:
    return hashlib.sha256(read_bytes(path, kind)).hexdigest() if path else None


def _profiles(path: Path, kind: str, lone: str) -> ProfileTable:
    from repatria.kinship.files import LoneAllele, read_profiles

    more = ("laboratory", "dropout")
    return read_profiles(read_bytes(path, kind), kind=kind.replace("_", " "), lone=LoneAllele(lone), more=more)


def _dropouts(tables: Any) -> tuple[dict[str, float], tuple[Finding, ...]]:
    """Returns the dropout of profiles that have it in a column."""
    known: dict[str, float] = {}
    wrong = []
    for one in (profile for table in tables for profile in table.profiles):
        cell = one.more.get("dropout", "").replace(",", ".")
        try:
            value = float(cell) if cell else None
        except ValueError:
            value = -1.0
        if value is not None and 0 <= value < 1:
            known[one.id] = value
        elif value is not None:
            message, hint = "the dropout is not a probability; it is estimated", "a number from 0 and below 1"
            wrong.append(Finding(Severity.WARNING, "dropout-not-understood", one.place, message, hint, "dropout"))
    return known, tuple(wrong)


def _places(path: Path) -> Places:
    from repatria.desk.reassociating import read_places
    from repatria.lists import rows, rows_limited
    from repatria.remains.reading import named_rows

    content = read_bytes(path, "contents")
    plain = len(content) <= PLAIN_BYTES and not content.startswith(ARCHIVE)
    try:
        sheet = rows(content) if plain else rows_limited(content)
    except InputNotUnderstood as wrong:
        raise InputNotUnderstood(wrong.message, hint=wrong.hint, place="contents") from None
    numbered = [(row.number, row.cells) for row in sheet.rows]
    return read_places(named_rows(sheet.headings, numbered, kind="contents", needs=("bag", "specimen")))


def _judged(path: Path) -> list[Judged]:
    rows = read_rows(path, kind="judgements", needs=("left", "right", "judgement"), take=_judgement)
    return [row for row in rows if row is not None]


def _judgement(row: Row) -> Judged | None:
    from repatria.desk.reassociating import Judged
    from repatria.register.acts import Judgement

    if not row.text("judgement"):
        return None
    return Judged(row.text("left"), row.text("right"), row.word("judgement", Judgement))


def _tell(found: Proposed, findings: Sequence[Finding], *, as_json: bool) -> None:
    from repatria.desk.reassociating.document import summary, undecided

    shown = _figures(found, len(undecided(found)))
    if as_json:
        voice.document(
            {"says": SAYS, **summary(found), **shown, "findings": [voice.finding_json(one) for one in findings]}
        )
        return
    voice.findings(findings)
    voice.message(SAYS)
    _show(found)
    voice.out(f"{len(found.profiles):,} profiles, {found.comparisons:,} pairs compared; pairs from log10 LR {found.threshold:.2f} on, "
              f"which chance alone gives {found.chance_hits:.2g} of at most")  # fmt: skip
    sizes = ", ".join(f"{many:,} of {size} profiles" for size, many in sorted(shown["cluster_sizes"].items()))
    voice.out(f"{shown['clusters']:,} clusters of one person proposed" + (f": {sizes}" if sizes else ""))
    voice.out(f"{shown['contradicted']:,} of them are contradicted; {shown['commingled']:,} bags hold more than one person; "
              f"{shown['may_be_siblings']:,} pairs may as well be siblings")  # fmt: skip
    if found.own:
        voice.out(f"{shown['own_samples']:,} matches with samples from before death")


def _figures(found: Proposed, undecided: int) -> dict[str, Any]:
    clusters = found.found.clusters
    return {
        "clusters": len(clusters),
        "cluster_sizes": {str(size): many for size, many in sorted(Counter(len(c.members) for c in clusters).items())},
        "profiles_in_clusters": sum(len(one.members) for one in clusters),
        "contradicted": sum(bool(one.contradictions) for one in clusters),
        "commingled": len(found.found.commingled),
        "left_out": len(found.found.left_out),
        "may_be_siblings": undecided,
        "own_samples": len(found.own),
        "judged_same": len(found.binding.same),
        "judged_different": len(found.binding.different),
    }


def _show(found: Proposed) -> None:
    """Prints the first clusters and bags."""
    clusters = found.found.clusters
    rows = [
        (
            " ".join(one.members), " ".join(sorted({found.places.of(name).bag for name in one.members} - {""})),
            "-" if one.least_log10_lr is None else f"{one.least_log10_lr:.2f}", _against_siblings(found.pairs, one.links),
            len(one.contradictions),
        )
        for one in clusters[:SHOWN]
    ]  # fmt: skip
    if rows:
        voice.table(("one person", "bags", "least log10 LR", "against siblings", "contradictions"), rows)
    if len(clusters) > SHOWN:
        voice.message(f"and {len(clusters) - SHOWN:,} more clusters", "the file has them all")
    for bag in found.found.commingled[:SHOWN]:
        reasons = sorted({one.what.value for one in bag.because})
        voice.message(f"{found.places.called(bag.bag)} holds more than one person: {', '.join(reasons)}")
    if len(found.found.commingled) > SHOWN:
        voice.message(f"and {len(found.found.commingled) - SHOWN:,} more bags", "the file has them all")


def _against_siblings(pairs: Mapping[tuple[str, str], Said], links: Sequence[Any]) -> str:
    values = [pairs[link.key].log10_against_siblings for link in links]
    return f"{min(values):.2f}" if values else "-"
