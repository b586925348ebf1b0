"""The command that links two lists: which lines may be one person, how sure that is, and why."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli import voice
from repatria.cli.options import within_limits, without_a_desk
from repatria.cli.rows import FILE, read_text
from repatria.cli.session import Session
from repatria.cli.writing import private_file
from repatria.errors import Finding, Severity
from repatria.people.fields import Field

if TYPE_CHECKING:
    from repatria.cli.linkable import Linkable
    from repatria.linkage import Linked, Proposals
    from repatria.lists import Limits

ENOUGH_KEPT = 0.97
"""Below this share of likely matches within the pairs looked at it is said that some were not."""

Sides = tuple["Linkable", "Linkable | None"]


class Stages:
    """What is being done, told on a terminal; how long each stage took, for ``--timings``."""

    def __init__(self) -> None:
        """Begins with no stage."""
        self.seconds: dict[str, float] = {}
        self._now, self._since = "", time.perf_counter()

    def __call__(self, name: str) -> None:
        """Ends the stage before and begins one."""
        at = time.perf_counter()
        if self._now:
            self.seconds[self._now] = round(at - self._since, 3)
        self._now, self._since = name, at
        if name and sys.stderr.isatty():
            voice.message(f"{name} ...")


@click.command("link")
@click.argument("left", type=FILE)
@click.argument("right", type=FILE, required=False)
@click.option("--out", required=True, type=FILE, metavar="CSV", help="Where the pairs go.")
@click.option(
    "--all-above", type=float, metavar="BITS", help="Write every pair with at least so many bits, and nothing else."
)
@click.option("--link-probability", type=click.FloatRange(0.5, 1), default=0.99, show_default=True, metavar="P",
              help="From which probability on a pair is proposed as a link.")  # fmt: skip
@click.option("--book", type=FILE, metavar="FOLDER", help="Link LEFT against the index of earlier lists in a folder.")
@click.option("--keep", type=FILE, metavar="FOLDER", help="Keep an index there, with the lists in it; it holds names.")
@click.option("--called", multiple=True, metavar="NAME", help="What a list is called in the index; once for each.")
@click.option("--within", is_flag=True, help="Look for people who stand in LEFT twice.")
@click.option("--judgements", type=FILE, metavar="CSV", help="What people judged: left_ref, right_ref, judgement.")
@click.option("--mapping", type=FILE, metavar="TOML", help='What headings mean: "Heading" = "surname".')
@click.option("--timings", is_flag=True, help="Say how long each stage took.")
@within_limits
@without_a_desk
def link(
    session: Session,
    *,
    left: Path,
    right: Path | None,
    out: Path,
    all_above: float | None,
    link_probability: float,
    book: Path | None,
    keep: Path | None,
    called: tuple[str, ...],
    within: bool,
    judgements: Path | None,
    mapping: Path | None,
    timings: bool,
    limits: Limits,
) -> None:
    """Proposes which lines of two lists are one person, with a weight in bits, a probability and reasons.

    LEFT and RIGHT are CSV, XLSX, ODS or Parquet with any of the columns ref, surname, given_names, patronymic (or name,
    whole), sex, date_of_birth, place, father, mother, document; headings are known in several languages. The CSV has a
    row for the link of each left line, or for its best reviews, or says that no line shares enough with it. Nothing is
    entered anywhere: people decide.

    With --book, LEFT is linked against all lists of an index, whose lines are called list/reference; with --within,
    against itself. Judgements (same, different, unsure) bind: a pair judged different is not proposed again.
    """
    from repatria.cli.ways import Way, clusters_of, said_of, weigh
    from repatria.linkage import Settings, propose

    way = Way((left, right) if right else (left,), book, keep, within, judgements, called)
    way.check()
    stages = Stages()
    lists = _read(way.files, session.today(), mapping, limits, stages)
    settings = Settings(link_probability=link_probability, all_above=all_above, workers=_processors())
    linked = weigh(way, lists, settings=settings, stages=stages)
    stages("writing pairs")
    proposals = propose(linked, settings=settings)
    if within:
        proposals = proposals.without_nobody()
    _write(out, linked, proposals, (lists[0], None if book else lists[-1]))
    stages("")
    told = (*(f for of in lists for f in of.findings), *linked.findings, *_on_blocking(linked), *said_of(way, linked))
    more: dict[str, Any] = {"seconds": dict(stages.seconds)} if timings else {}
    _tell(linked, proposals, told, more | ({"clusters": clusters_of(linked)} if within else {}), session)


def _read(
    paths: tuple[Path, ...], today: date, mapping: Path | None, limits: Limits, stages: Callable[[str], None]
) -> list[Linkable]:
    """Reads the lists, two at once where there are processors for it; of two that are refused the left one is told."""
    from repatria.cli.linkable import read_linkable
    from repatria.lists import mapping_from_toml

    meanings: Mapping[str, Field] | None = mapping_from_toml(read_text(mapping, "mapping")) if mapping else None

    def read(path: Path, side: str) -> Linkable:
        return read_linkable(path, side=side, as_of=today, limits=limits, mapping=meanings)

    stages("reading the lists" if len(paths) > 1 else "reading the list")
    with ThreadPoolExecutor(min(len(paths), _processors())) as pool:
        return list(pool.map(read, paths, ("left", "right")))


def _processors() -> int:
    """Returns how many processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _write(out: Path, linked: Linked, proposals: Proposals, sides: Sides) -> None:
    """Writes the pairs as CSV, UTF-8 without a byte order mark, for programs; spreadsheets open it too."""
    import pyarrow.csv

    from repatria.linkage import pieces

    left, right = sides[0].table, sides[1].table if sides[1] else None
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    with private_file(out) as file:
        for n, table in enumerate(pieces(linked, proposals, left=left, right=right)):
            if not n:
                file.write((",".join(table.column_names) + "\n").encode())
            pyarrow.csv.write_csv(table, file, options)


def _on_blocking(linked: Linked) -> tuple[Finding, ...]:
    kept = linked.blocking.kept
    if math.isnan(kept) or kept >= ENOUGH_KEPT:
        return ()
    text = f"about {1 - kept:.0%} of the likely matches share too little to be looked at"
    return (Finding(Severity.WARNING, "matches-not-looked-at", "", text, "give fuller names, dates or places"),)


def _tell(
    linked: Linked, proposals: Proposals, told: tuple[Finding, ...], more: Mapping[str, Any], session: Session
) -> None:
    report = _report(linked, proposals)
    if session.as_json:
        voice.document({**report, "findings": [voice.finding_json(one) for one in told], **more})
        return
    voice.findings(told)
    lines = report["lines"]
    voice.out(f"{lines['left']:,} and {lines['right']:,} lines: {report['looked_at']:,} pairs looked at")
    voice.out(
        f"{report['links']:,} links, {report['reviews']:,} pairs for review, {report['nobody']:,} lines without either"
    )
    voice.out(f"about {report['expected_matches']:,.0f} lines are expected to be in both lists")
    for stage, took in more.get("seconds", {}).items():
        voice.out(f"{took:8.2f} s  {stage}")


def _expected(linked: Linked) -> float:
    """How many lines have one of the other list that is the same person, on the side with fewer; one at most each."""
    import numpy as np

    pairs = linked.pairs
    return min(float(np.minimum(np.bincount(of, linked.probability), 1.0).sum()) for of in (pairs.left, pairs.right))


def _report(linked: Linked, proposals: Proposals) -> dict[str, Any]:
    """What ``--json`` says: the same for the same lists."""
    from repatria.linkage import Proposed

    blocking = linked.blocking
    encoded = linked.encoded
    twice = [
        float(double.lines(len(side)).sum()) / max(1, len(side))
        for double, side in zip(linked.doubles, (encoded.left, encoded.right), strict=True)
    ]
    return {
        "lines": {"left": len(encoded.left), "right": len(encoded.right)},
        "pairs_counted": blocking.pairs,
        "looked_at": linked.looked_at,
        "kept": None if math.isnan(blocking.kept) else round(blocking.kept, 4),
        "rules": [{"rule": str(joined.rule), "pairs": joined.pairs} for joined in blocking.joined],
        "refused_rules": [{"rule": str(rule), "pairs": pairs} for rule, pairs in blocking.refused],
        "expected_matches": round(_expected(linked), 2),
        "links": proposals.many(Proposed.LINK),
        "reviews": proposals.many(Proposed.REVIEW),
        "nobody": len(proposals.nobody),
        "rows": len(proposals.pairs) + len(proposals.nobody),
        "twice": dict(zip(("left", "right"), (round(share, 4) for share in twice), strict=True)),
    }
