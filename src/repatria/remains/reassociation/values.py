"""What re-association takes and gives: items, weighed pairs, clusters, contradictions, commingled bags."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from repatria.people.refs import LineRef
from repatria.remains.graph.essentials import NOTHING_SEEN, Essentials
from repatria.remains.graph.parts import Part


@dataclass(frozen=True, slots=True)
class Item:
    """A specimen (or its profile) as re-association sees it; everything but the label may be unknown."""

    label: str
    bag: LineRef | None = None
    part: Part | None = None
    essentials: Essentials = NOTHING_SEEN


@dataclass(frozen=True, slots=True)
class Weighed:
    """Two items compared.

    Attributes:
        left: Label of one.
        right: Label of the other.
        log10_lr: Likelihood ratio of "one person" against "two unrelated people", log10.
        shared_markers: Markers with a result in both.
        conflicts: Markers that no dropout of one allele explains.
    """

    left: str
    right: str
    log10_lr: float
    shared_markers: int = 0
    conflicts: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """The labels in order: the same for both directions."""
        return (self.left, self.right) if self.left <= self.right else (self.right, self.left)


class Contradicts(StrEnum):
    """What speaks against two items being one person."""

    RATIO = "weighed as two people"
    JUDGED = "judged different"
    PART = "two of the same part"
    SEX = "sexes differ"
    AGE = "ages do not meet"
    STATURE = "statures differ"
    PLACE = "recovered far apart"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something that speaks against a cluster; a person looks at it before judging."""

    what: Contradicts
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Items proposed to be one person.

    Attributes:
        members: Labels, sorted; two at the least.
        links: Pairs that hold it together, weighed or not, in order of labels; those judged *same* have no weight of their own.
        least_log10_lr: Of the weighed pairs inside, None where there is none.
        judged: Pairs inside that were judged *same*.
        contradictions: What speaks against it.
    """

    members: tuple[str, ...]
    links: tuple[Weighed, ...]
    least_log10_lr: float | None
    judged: tuple[tuple[str, str], ...]
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A pair that reaches the threshold and was not joined: the clusters of its items contradict each other.

    Attributes:
        pair: The pair.
        because: The strongest contradiction between the two clusters.
    """

    pair: Weighed
    because: Contradiction


@dataclass(frozen=True, slots=True)
class Commingled:
    """A bag that holds more than one person, and the pairs that say so."""

    bag: LineRef
    because: tuple[Contradiction, ...]


@dataclass(frozen=True, slots=True)
class Reassociation:
    """What is proposed. Items that are in no cluster stand alone."""

    clusters: tuple[Cluster, ...]
    commingled: tuple[Commingled, ...]
    left_out: tuple[LeftOut, ...]
