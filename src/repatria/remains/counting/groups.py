"""Specimens that are one person, as far as anybody has said, and which groups of them are surely different people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from repatria.people.refs import SpecimenRef
from repatria.remains.graph.parts import Part

Pair = tuple[SpecimenRef, SpecimenRef]


@dataclass(frozen=True, slots=True)
class Groups:
    """Specimens joined, numbered from 0 in order of their first specimen.

    Attributes:
        of: Specimen → its group.
        landmarks: Group → landmark → how many of it lie in the group, no more than a person has.
        most: Landmark → how many a person has.
        apart: Sets of groups that are all different people: by genotype, or by identification.
        different: Group → groups judged different from it.
        contradictions: Specimens that are joined although they were judged different, or stand in one set of ``apart``.
    """

    of: Mapping[SpecimenRef, int]
    landmarks: Sequence[Mapping[str, int]]
    most: Mapping[str, int]
    apart: Sequence[frozenset[int]]
    different: Mapping[int, frozenset[int]]
    contradictions: tuple[Pair, ...]


def group(
    parts: Mapping[SpecimenRef, Part | None],
    *,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
    apart: Iterable[Collection[SpecimenRef]] = (),
) -> Groups:
    """Returns the groups of specimens; what is said of specimens that are not in ``parts`` is left out."""
    joined = _joined(parts, same)
    numbers = {root: n for n, root in enumerate(dict.fromkeys(joined[one] for one in parts))}
    of = {one: numbers[joined[one]] for one in parts}
    pairs = [(a, b) for a, b in different if a in of and b in of and a != b]
    sets = [[one for one in dict.fromkeys(members) if one in of] for members in apart]
    contradictions = [pair for pair in pairs if of[pair[0]] == of[pair[1]]]
    contradictions += [clash for members in sets for clash in _clashes(members, of)]
    neighbours: dict[int, set[int]] = defaultdict(set)
    for a, b in pairs:
        if of[a] != of[b]:
            neighbours[of[a]].add(of[b])
            neighbours[of[b]].add(of[a])
    landmarks, most = _landmarks(parts, of, len(numbers))
    return Groups(
        of=of,
        landmarks=landmarks,
        most=most,
        apart=[frozenset(of[one] for one in members) for members in sets],
        different={one: frozenset(others) for one, others in neighbours.items()},
        contradictions=tuple(dict.fromkeys(contradictions)),
    )


def _joined(parts: Mapping[SpecimenRef, Part | None], same: Iterable[Pair]) -> Mapping[SpecimenRef, SpecimenRef]:
    """Specimen → the one that stands for its group."""
    parent = {one: one for one in parts}

    def root(one: SpecimenRef) -> SpecimenRef:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for a, b in same:
        if a in parent and b in parent:
            parent[root(b)] = root(a)
    return {one: root(one) for one in parts}


def _clashes(members: Sequence[SpecimenRef], of: Mapping[SpecimenRef, int]) -> list[Pair]:
    first: dict[int, SpecimenRef] = {}
    return [(first[of[one]], one) for one in members if first.setdefault(of[one], one) != one]


def _landmarks(
    parts: Mapping[SpecimenRef, Part | None], of: Mapping[SpecimenRef, int], groups: int
) -> tuple[Sequence[Mapping[str, int]], Mapping[str, int]]:
    counted: list[dict[str, int]] = [{} for _ in range(groups)]
    most: dict[str, int] = {}
    for one, part in parts.items():
        for name, each in part.landmarks if part else ():
            most[name] = each
            here = counted[of[one]]
            here[name] = min(each, here.get(name, 0) + 1)
    return counted, most
