"""Families whose declared relatives are doubtful or cannot be, with what speaks against them and what would settle it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

import numpy as np

from repatria.kinship.declared.stories import Kind, Story, stories
from repatria.kinship.declared.weighing import Table, weigh
from repatria.kinship.files import Family
from repatria.kinship.markers import Marker
from repatria.kinship.search.families import Reader
from repatria.kinship.search.panel import Panel

DOUBTFUL_FROM: Final = 2.0
"""log10 of how much likelier another story must be. If one declared relative in a hundred is false, which is what the
demand on this desk assumes, the other story is then as likely as not; under the declared story it is reached by chance in at
most one family of a hundred (P(LR >= t) <= 1/t)."""

IMPOSSIBLE_FROM: Final = 6.0
"""From here the declared story has a probability of some 1 in 10,000 on the same assumption."""

AGAINST: Final = -1.0
"""log10 of a marker's LR from which it is named as speaking against."""

AT_ONCE: Final = 1 << 14
"""Stories whose tables are in memory at once."""


class Status(StrEnum):
    """What comes of a check."""

    OK = "ok"  # nothing speaks against the family; also where nobody can be weighed
    DOUBTFUL = "doubtful"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class FamilyCheck:
    """What a family's own profiles say of what was declared.

    Attributes:
        family: Its reference.
        missing: Its missing person.
        status: The verdict.
        person: The relative whom it hangs on, empty where nothing speaks against anybody.
        instead: What is likelier: "unrelated to the others", "the child of another father" ...
        log10_against: log10 of how much likelier; 0 where nothing is.
        markers: Markers that speak most against the relative as declared, the strongest first.
        settles: What would settle it.
    """

    family: str
    missing: str
    status: Status
    person: str = ""
    instead: str = ""
    log10_against: float = 0.0
    markers: tuple[str, ...] = ()
    settles: str = ""

    @property
    def reason(self) -> str:
        """Why the family is kept out, as a sentence without a genotype; empty where it is not."""
        if self.status is Status.OK:
            return ""
        return f"{self.person} is likelier {self.instead} (log10 LR {self.log10_against:.1f}); {self.settles}"


def check_families(
    families: Iterable[Family],
    markers: Sequence[Marker],
    *,
    doubtful_from: float = DOUBTFUL_FROM,
    tell: Callable[[int], None] = lambda _done: None,
) -> tuple[FamilyCheck, ...]:
    """Returns a check of each family, in order.

    Each typed relative is weighed against the others: kin as declared, the child of another parent, or unrelated. Cost:
    about a millisecond a family at 24 markers.

    Args:
        families: Families as declared.
        markers: With frequencies and mutation: with a mutation model one impossible marker is a mutation or an error, and is weighed.
        doubtful_from: log10 of how much likelier another story must be for a family to be doubtful.
        tell: Called now and then with the number of families done.
    """
    panel = Panel.of(markers)
    reader = Reader(panel)
    found: list[FamilyCheck] = []
    source = iter(families)
    while some := list(islice(source, AT_ONCE // 8)):
        found += _checked(some, panel, reader, doubtful_from)
        tell(len(found))
    return tuple(found)


def _checked(families: Sequence[Family], panel: Panel, reader: Reader, doubtful_from: float) -> Iterator[FamilyCheck]:
    told = [story for place, family in enumerate(families) for story in stories(place, family)]
    weighed: defaultdict[int, list[tuple[Story, Table]]] = defaultdict(list)
    for first in range(0, len(told), AT_ONCE):
        some = told[first : first + AT_ONCE]
        for story, ratios in zip(some, weigh(some, panel=panel, reader=reader), strict=True):
            if not np.isnan(ratios).all():
                weighed[story.family].append((story, ratios))
    for place, family in enumerate(families):
        yield _verdict(family, weighed[place], [marker.name for marker in panel.markers], doubtful_from)


@dataclass(frozen=True, slots=True)
class _Doubt:
    """How much likelier another story is for one relative."""

    log10: float
    person: str
    instead: str
    declared: Table


def _verdict(
    family: Family, weighed: Sequence[tuple[Story, Table]], markers: Sequence[str], doubtful_from: float
) -> FamilyCheck:
    doubts = [
        doubt for person in dict.fromkeys(story.person for story, _ in weighed) for doubt in _doubts(person, weighed)
    ]
    worst = max(doubts, key=lambda doubt: (doubt.log10, doubt.person), default=None)
    if worst is None or worst.log10 < doubtful_from:
        return FamilyCheck(family.id, family.missing, Status.OK)
    status = Status.IMPOSSIBLE if worst.log10 >= IMPOSSIBLE_FROM else Status.DOUBTFUL
    order = np.argsort(worst.declared, kind="stable")
    against = tuple(markers[int(k)] for k in order if worst.declared[k] <= AGAINST)
    settles = f"take a second sample of {worst.person}, and ask the family how they are related"
    return FamilyCheck(family.id, family.missing, status, worst.person, worst.instead, worst.log10, against, settles)


def _doubts(person: str, weighed: Sequence[tuple[Story, Table]]) -> Iterator[_Doubt]:
    mine = {story.kind: ratios for story, ratios in weighed if story.person == person}
    declared = mine.get(Kind.DECLARED)
    if declared is None:
        return
    total = float(np.nansum(declared))
    yield _Doubt(-total, person, "unrelated to the others", declared)
    for kind, ratios in mine.items():
        if kind is not Kind.DECLARED:
            other = float(np.nansum(ratios))
            if np.isfinite(other):
                yield _Doubt(other - total, person, kind.value, declared)
