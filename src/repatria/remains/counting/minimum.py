"""The minimum number of individuals: how many people there were at the least.

Two lower bounds are taken and combined:

- by parts: the most repeated element that cannot overlap, divided by how many of it a person has (White 1953, American
  Antiquity 18; Grayson 1984, Quantitative Zoology, ch. 2); specimens judged to be one person count once;
- by differences: a largest set of specimens that are different people two by two, by judgement, genotype or identification.

Combined, a set may use both: a left femur against a left femur, and each against a skull of another genotype. Finding the
largest set is hard in general, so it is looked for greedily: what is found is always a true lower bound, and may be below the
smallest number of people that fits everything (`repatria.remains.counting.exhaustive`), which five specimens in a ring of
differences show: two by sets, three in truth.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from repatria.people.refs import SpecimenRef
from repatria.remains.counting.groups import Groups, Pair, group
from repatria.remains.graph.parts import Part

MOST_SEEDS = 500
"""From how many specimens judged different a set is grown, beside all landmarks and all sets given; those with most differences."""


@dataclass(frozen=True, slots=True)
class Minimum:
    """At least so many people.

    Attributes:
        value: The best of all bounds; 0 only where there is no specimen.
        by_parts: By the most repeated element.
        by_differences: By judgements, genotypes and identifications.
        landmark: The most repeated element, empty where no part counts.
        contradictions: Pairs that are joined and kept apart at once; somebody must judge anew.
    """

    value: int
    by_parts: int
    by_differences: int
    landmark: str
    contradictions: tuple[Pair, ...] = ()


def minimum_individuals(
    parts: Mapping[SpecimenRef, Part | None],
    *,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
    apart: Iterable[Collection[SpecimenRef]] = (),
) -> Minimum:
    """Returns how many people the specimens are at the least.

    Args:
        parts: Every specimen with its part, None where that is not known.
        same: Pairs judged to be one person.
        different: Pairs judged to be two people.
        apart: Sets of specimens that are all different people, one of each: of different genotypes, or identified.
    """
    groups = group(parts, same=same, different=different, apart=apart)
    if not parts:
        return Minimum(0, 0, 0, "")
    by_parts, landmark = _by_parts(groups)
    differences = _Adjacency(groups, with_parts=False)
    together = _Adjacency(groups, with_parts=True)
    by_differences = differences.largest()
    return Minimum(
        max(by_parts, by_differences, together.largest()), by_parts, by_differences, landmark, groups.contradictions
    )


def _by_parts(groups: Groups) -> tuple[int, str]:
    """The bound by parts with the landmark that gives it; in a draw the one of which a person has fewest, then the shortest."""
    totals: dict[str, int] = {}
    for counted in groups.landmarks:
        for name, number in counted.items():
            totals[name] = totals.get(name, 0) + number
    told = [(-(-number // groups.most[name]), -groups.most[name], -len(name), name) for name, number in totals.items()]
    least, _, _, landmark = max(told, default=(1, 0, 0, ""))
    return least, landmark


class _Adjacency:
    """Which groups are surely different people.

    They share a mark (a landmark of which a person has one, or a set of ``apart``), or were judged different.
    """

    def __init__(self, groups: Groups, *, with_parts: bool) -> None:
        self._different = groups.different
        self._members: dict[str, list[int]] = {}
        self._marks: list[set[str]] = [set() for _ in groups.landmarks]
        for number, members in enumerate(groups.apart):
            for one in sorted(members):
                self._mark(f"\0{number}", one)
        if with_parts:
            for one, counted in enumerate(groups.landmarks):
                for name in counted:
                    if groups.most[name] == 1:
                        self._mark(name, one)

    def _mark(self, mark: str, one: int) -> None:
        self._marks[one].add(mark)
        self._members.setdefault(mark, []).append(one)

    def largest(self) -> int:
        """Returns the size of the largest set that is found, 1 at the least."""
        judged = sorted(self._different, key=lambda one: (-len(self._different[one]), one))[:MOST_SEEDS]
        by_marks = (self._grown(seed, self._near(seed[0])) for seed in self._members.values())
        by_judgements = (self._grown([one], set(self._different[one])) for one in judged)
        return max((*by_marks, *by_judgements), default=1)

    def _grown(self, seed: list[int], candidates: set[int]) -> int:
        """The size of a set grown from a seed by candidates that are different from all in it, most differences first."""
        grown = list(seed)
        shared = set.intersection(*(self._marks[one] for one in seed))  # whoever has one of these is different from all
        blocker = seed[0]  # who last kept somebody out, and is likely to keep out the next
        for one in sorted(candidates.difference(seed), key=lambda other: (-len(self._different.get(other, ())), other)):
            if shared.isdisjoint(self._marks[one]):
                if not self._apart(one, blocker):
                    continue
                kept_out_by = next((other for other in grown if not self._apart(one, other)), None)
                if kept_out_by is not None:
                    blocker = kept_out_by
                    continue
            grown.append(one)
            shared &= self._marks[one]
        return len(grown)

    def _near(self, one: int) -> set[int]:
        """Whoever is different from a group, itself included."""
        return set(self._different.get(one, ())).union(*(self._members[mark] for mark in self._marks[one]))

    def _apart(self, one: int, other: int) -> bool:
        return other in self._different.get(one, ()) or not self._marks[one].isdisjoint(self._marks[other])
