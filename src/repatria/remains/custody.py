"""The chain of custody: what happened to an item, and to what contained it, and where the chain is broken.

A sample inherits what happened to its specimen until it goes its own way, a specimen what happened to its bag, a bag what
happened to its consignment. Who hands and receives are codes of offices; messages never repeat them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from repatria.errors import Finding, Severity
from repatria.people.refs import Sha256
from repatria.remains.graph.links import Graph, Kind


@dataclass(frozen=True, slots=True)
class Item:
    """What is handed over: a consignment, bag, specimen or sample, by reference or label."""

    kind: Kind
    ref: str


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was: a day, and the time where it is known with its offset."""

    day: date
    at: datetime | None = None

    def surely_before(self, other: Moment) -> bool:
        """Returns whether it was before another, as far as both are known: of one day without times nothing is sure."""
        if self.at is not None and other.at is not None:
            return self.at < other.at
        return self.day < other.day


@dataclass(frozen=True, slots=True)
class Handing:
    """One handing over.

    Attributes:
        item: What.
        giver: Code of who handed it over; ``from`` in the table.
        taker: Code of who received it; empty when nobody has.
        at: When.
        seal: The seal that was on it.
        new_seal: The seal that was put on it, where it was opened.
        photograph: Digest of a photograph.
        by: Code of who wrote it down.
        place: Where it stands: ``row 7 of custody``.
    """

    item: Item
    giver: str = field(repr=False)
    taker: str = field(repr=False)
    at: Moment
    seal: str = ""
    new_seal: str = ""
    photograph: Sha256 | None = None
    by: str = field(default="", repr=False)
    place: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A row of an item's chain: a handing over of it, or (``inherited``) of what contained it."""

    handing: Handing
    inherited: bool


def chain(item: Item, *, handings: Iterable[Handing], graph: Graph) -> tuple[Step, ...]:
    """Returns everything that happened to an item, oldest first; in the order of the table where times do not say."""
    return _chain(item, _by_item(handings), graph)


def check(items: Sequence[Item], *, handings: Sequence[Handing], graph: Graph) -> tuple[Finding, ...]:
    """Returns where chains are broken; each break is told once, at the row that does not follow.

    Args:
        items: What must have a chain: usually every bag, specimen and sample.
        handings: In the order of the table.
        graph: What lies in what.
    """
    by_item = _by_item(handings)
    found: dict[Finding, None] = {}
    for one in handings:
        found |= dict.fromkeys(_alone(one))
    for own in by_item.values():
        found |= dict.fromkeys(_in_order(own))
    for item in items:
        steps = _chain(item, by_item, graph)
        if not steps:
            found[_never(item)] = None
        found |= dict.fromkeys(_broken(steps))
    return tuple(found)


def _by_item(handings: Iterable[Handing]) -> Mapping[Item, list[Handing]]:
    by_item: dict[Item, list[Handing]] = {}
    for one in handings:
        by_item.setdefault(one.item, []).append(one)
    return by_item


def _chain(item: Item, by_item: Mapping[Item, list[Handing]], graph: Graph) -> tuple[Step, ...]:
    own = _sorted(by_item.get(item, []))
    above = graph.above(item.kind, item.ref)
    if not above:
        return tuple(Step(one, False) for one in own)
    container = Item(above[0].upper_kind, above[0].upper)
    inherited = [
        Step(step.handing, True)
        for step in _chain(container, by_item, graph)
        if not own or not own[0].at.surely_before(step.handing.at)
    ]
    return (*inherited, *(Step(one, False) for one in own))


def _sorted(handings: list[Handing]) -> list[Handing]:
    """By day, then by time where both have one; a day without times keeps the order of the table."""
    by_day = sorted(handings, key=lambda one: one.at.day)
    days: dict[date, list[Handing]] = {}
    for one in by_day:
        days.setdefault(one.at.day, []).append(one)
    return [one for day in days.values() for one in (_timed(day) if all(h.at.at for h in day) else day)]


def _timed(handings: list[Handing]) -> list[Handing]:
    return sorted(handings, key=lambda one: one.at.at.timestamp() if one.at.at else 0.0)


def _alone(one: Handing) -> Iterator[Finding]:
    if not one.taker:
        yield _finding("never-received", one, "it was handed over and nobody received it", "ask whom it was handed to")
    elif one.giver == one.taker:
        yield _finding("handed-to-themselves", one, "giver and taker are the same", "correct one of them")


def _in_order(own: Sequence[Handing]) -> Iterator[Finding]:
    for before, now in pairwise(own):
        if now.at.surely_before(before.at):
            yield _finding(
                "times-run-backwards", now, "it is earlier than the row before it of this item", "check both times"
            )


def _broken(steps: Sequence[Step]) -> Iterator[Finding]:
    for before, now in pairwise(steps):
        had, gives = before.handing.taker, now.handing.giver
        if had and gives and had != gives:
            yield _finding("gap-in-custody", now.handing, "it is handed over by somebody with whom it did not lie",
                           f"what lies between this and {before.handing.place} is missing")  # fmt: skip
        yield from _seals(before, now)


def _seals(before: Step, now: Step) -> Iterator[Finding]:
    """A seal is held against the one before on the same item only: a bag's seal is not a sample's."""
    seal = before.handing.new_seal or before.handing.seal
    if before.handing.item == now.handing.item and seal and now.handing.seal and seal != now.handing.seal:
        yield _finding("seals-differ", now.handing, f"the seal is not the one of {before.handing.place}",
                       "find out who opened it; a new seal is written under new_seal")  # fmt: skip


def _finding(code: str, one: Handing, message: str, hint: str) -> Finding:
    return Finding(Severity.ERROR, code, one.place, message, hint)


def _never(item: Item) -> Finding:
    place = f"a {item.kind}" if item.kind is Kind.SAMPLE else item.ref
    return Finding(
        Severity.WARNING, "no-custody", place, "nothing says how it came here", "write down who handed it to whom"
    )
