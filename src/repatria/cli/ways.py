"""The ways of `repatria link`: two lists, a new list against an index of earlier ones, one list against itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.cli.rows import Row, read_rows
from repatria.errors import Finding, Severity

if TYPE_CHECKING:
    from repatria.cli.linkable import Linkable
    from repatria.linkage import Linked, Settings
    from repatria.linkage.deciding.judgements import Judged

NOT_LEARNED = 2_000
"""Lines of the shorter list below which it is said that an index has learned from few."""


@dataclass(frozen=True, slots=True)
class Way:
    """What is linked with what.

    Attributes:
        files: The lists, one or two.
        book: The folder of an index to link against.
        keep: The folder in which the index is kept, with these lists in it.
        within: Whether one list is linked with itself.
        judgements: A file of judgements.
        called: What the lists are called in the index.
    """

    files: tuple[Path, ...]
    book: Path | None
    keep: Path | None
    within: bool
    judgements: Path | None
    called: tuple[str, ...]

    def check(self) -> None:
        """Holds the arguments against each other.

        Raises:
            click.UsageError: They do not say one way.
        """
        two, one = len(self.files) == 2, (self.book is not None) + self.within
        if two == bool(one) or one > 1:
            raise click.UsageError("give LEFT and RIGHT, or one list with --book or with --within")
        if self.keep and self.within:
            raise click.UsageError("--keep goes with two lists or with --book, not with --within")
        if self.called and len(self.called) != len(self.files):
            raise click.UsageError("give --called once for each list")

    def names(self, already: int) -> tuple[str, ...]:
        """Returns what the lists are called: as asked, else by their files, else by their number in the index."""
        from repatria.linkage.book.index import NAME

        by_file = [path.stem if NAME.fullmatch(path.stem) else "" for path in self.files]
        return self.called or tuple(name or f"list-{already + n}" for n, name in enumerate(by_file, 1))


def weigh(way: Way, lists: Sequence[Linkable], *, settings: Settings, stages: Callable[[str], None]) -> Linked:
    """Returns the lists linked in the way that is asked for; keeps the index where that is asked too."""
    judged = read_judgements(way.judgements) if way.judgements else []
    if way.within:
        from repatria.linkage.within import link_within

        return link_within(lists[0].table, settings=settings, judgements=judged, progress=stages)
    if way.book:
        return _against(way, way.book, lists[0], settings, judged, stages)
    from repatria.linkage import link

    linked = link(lists[0].table, lists[1].table, settings=settings, judgements=judged, progress=stages)
    if way.keep:
        from repatria.linkage.book import begin, keep

        stages("keeping the index")
        left, right = way.names(0)
        keep(begin(linked, left=left, right=right), way.keep)
    return linked


def _against(
    way: Way, book: Path, new: Linkable, settings: Settings, judged: Sequence[Judged], stages: Callable[[str], None]
) -> Linked:
    from repatria.linkage.book import extended, keep, link_new, open_index

    stages("opening the index")
    index = open_index(book)
    linked = link_new(index, new.table, settings=settings, judgements=judged, progress=stages)
    if way.keep:
        stages("keeping the index")
        keep(extended(index, linked, name=way.names(len(index.lists))[0]), way.keep)
    return linked


def read_judgements(path: Path) -> list[Judged]:
    """Returns the judgements of a file with the headings left_ref, right_ref and judgement; empty ones are skipped."""
    rows = read_rows(path, kind="judgements", needs=("left_ref", "right_ref", "judgement"), take=_judged)
    return [row for row in rows if row is not None]


def _judged(row: Row) -> Judged | None:
    from repatria.linkage.deciding.judgements import Judged, Judgement

    if not row.text("judgement") or not row.text("right_ref"):
        return None
    return Judged(row.text("left_ref"), row.text("right_ref"), row.word("judgement", Judgement))


def said_of(way: Way, linked: Linked) -> tuple[Finding, ...]:
    """Returns what a reader must know of the way in which lists were linked."""
    found = []
    if way.book:
        text = "weights are those that the index learned; of this list only the share of known people was learned"
        found.append(Finding(Severity.NOTE, "model-of-the-index", "", text, "link the lists anew to learn from all"))
    fewest = min(len(linked.encoded.left), len(linked.encoded.right))
    if way.keep and not way.book and fewest < NOT_LEARNED:
        text = f"the index has learned from {fewest:,} lines only, and stays with that"
        found.append(Finding(Severity.WARNING, "index-of-few-lines", "", text, "begin it with the longest two lists"))
    return tuple(found)


def clusters_of(linked: Linked) -> list[list[str]]:
    """Returns the references of lines that are one person, for a list linked with itself: each cluster, the first line first."""
    import numpy as np

    from repatria.linkage.within import clusters

    first = clusters(linked)
    refs: Any = linked.encoded.left.refs
    found: dict[int, list[str]] = {}
    for line in np.flatnonzero(np.bincount(first, minlength=len(first))[first] > 1).tolist():
        found.setdefault(int(first[line]), []).append(refs[line].as_py())
    return list(found.values())
