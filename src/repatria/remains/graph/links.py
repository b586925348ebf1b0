"""What lies in what, or was taken from what, and who says so at each step.

A link is a claim: where two sources say different things of one sample, both links stay and the contradiction is told.
Persons hang below specimens and profiles by an identification only; a label's name makes no link.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from repatria.errors import Finding, InputNotUnderstood, Severity


class Kind(StrEnum):
    """What a node of the graph is; each lies in, or was taken from, what stands before it."""

    CONSIGNMENT = "consignment"
    BAG = "bag"
    SPECIMEN = "specimen"
    SAMPLE = "sample"
    PROFILE = "profile"
    PERSON = "person"

    @property
    def depth(self) -> int:
        """0 for a consignment, 5 for a person."""
        return list(Kind).index(self)


@dataclass(frozen=True, slots=True)
class Link:
    """One step down: ``lower`` lies in ``upper``, was taken from it, or (a person) was identified in it.

    Attributes:
        said_by: Party, mediator or laboratory that says so; for a person the identification, such as ``I-0001``.
    """

    upper_kind: Kind
    upper: str
    lower_kind: Kind
    lower: str
    said_by: str

    def __post_init__(self) -> None:
        if self.lower_kind.depth <= self.upper_kind.depth:
            raise InputNotUnderstood(
                f"a {self.lower_kind} does not lie in a {self.upper_kind}",
                hint="links go from consignment down to person",
            )


@dataclass(frozen=True)
class Graph:
    """All links, in the order in which they were said."""

    links: tuple[Link, ...]

    @cached_property
    def _above(self) -> Mapping[tuple[Kind, str], tuple[Link, ...]]:
        return _grouped((link.lower_kind, link.lower, link) for link in self.links)

    @cached_property
    def _below(self) -> Mapping[tuple[Kind, str], tuple[Link, ...]]:
        return _grouped((link.upper_kind, link.upper, link) for link in self.links)

    def above(self, kind: Kind, ref: str) -> tuple[Link, ...]:
        """Returns what is said of where a node lies; several links where several sources speak, or of a person."""
        return self._above.get((kind, ref), ())

    def below(self, kind: Kind, ref: str) -> tuple[Link, ...]:
        """Returns what is said to lie in a node."""
        return self._below.get((kind, ref), ())

    def trace(self, kind: Kind, ref: str) -> tuple[Link, ...]:
        """Returns every link above a node, from its consignments down to it, each with who says so.

        Of a person these are all the bags and handovers over which the person is spread.
        """
        found: dict[Link, None] = {}
        waiting = [(kind, ref)]
        while waiting:
            for link in self.above(*waiting.pop()):
                if link not in found:
                    found[link] = None
                    waiting.append((link.upper_kind, link.upper))
        return tuple(
            sorted(found, key=lambda link: (link.upper_kind.depth, link.lower_kind.depth, link.upper, link.lower))
        )

    def contradictions(self) -> tuple[Finding, ...]:
        """Returns a finding for each node below a consignment that is said to lie in two of one kind."""
        return tuple(
            Finding(
                Severity.ERROR,
                "lies-in-two",
                ref if kind in _SAFE else f"a {kind}",
                f"this {kind} is said to lie in {len(uppers)} different {upper_kind}s",
                "ask those who say so which is right; both are kept",
            )
            for (kind, ref), links in self._above.items()
            if kind is not Kind.PERSON
            for upper_kind, uppers in _uppers(links).items()
            if len(uppers) > 1
        )


_SAFE = frozenset({Kind.CONSIGNMENT, Kind.BAG, Kind.SPECIMEN})
"""Kinds whose references are ours; labels of samples are others' text."""


def _uppers(links: Iterable[Link]) -> Mapping[Kind, set[str]]:
    uppers: dict[Kind, set[str]] = defaultdict(set)
    for link in links:
        uppers[link.upper_kind].add(link.upper)
    return uppers


def _grouped(keyed: Iterable[tuple[Kind, str, Link]]) -> Mapping[tuple[Kind, str], tuple[Link, ...]]:
    groups: dict[tuple[Kind, str], list[Link]] = defaultdict(list)
    for kind, ref, link in keyed:
        groups[kind, ref].append(link)
    return {key: tuple(links) for key, links in groups.items()}
