"""The shape of a reference family: who descends from whom, who is missing, who was typed.

The likelihood of every family of one shape is worked out by the same plan, so families are put in one order (parents
first, equal positions by what surrounds them) and what cannot matter is left out: untyped persons whose descendants
are all untyped. That pruning changes nothing under any mutation model: an unseen child sums to one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FOUNDER = -1
"""Index of the parent of a person whose parents are not in the pedigree."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A family without names and genotypes; equal shapes share their plans.

    Attributes:
        fathers: Index of each person's father, -1 for founders; parents stand before their children.
        mothers: Index of each person's mother, -1 for founders.
        missing: Index of the missing person.
        typed: Indexes of the typed persons, ascending; a person's place in here is its *slot*.
    """

    fathers: tuple[int, ...]
    mothers: tuple[int, ...]
    missing: int
    typed: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.fathers)


def shape_of(
    *, fathers: Sequence[int], mothers: Sequence[int], missing: int, typed: Sequence[int]
) -> tuple[Shape, tuple[int, ...]]:
    """Returns the shape of a pedigree without loops of descent, and which of its persons each slot is.

    Args:
        fathers: Index of each person's father, -1 for founders.
        mothers: Index of each person's mother, -1 for founders.
        missing: Index of the missing person.
        typed: Indexes of the typed persons.
    """
    kept = _kept(fathers, mothers, {missing, *typed})
    order = _order(fathers, mothers, missing, frozenset(typed), kept)
    place = {person: k for k, person in enumerate(order)}
    place[FOUNDER] = FOUNDER
    slots = tuple(person for person in order if person in set(typed))
    shape = Shape(
        fathers=tuple(place[fathers[person]] for person in order),
        mothers=tuple(place[mothers[person]] for person in order),
        missing=place[missing],
        typed=tuple(place[person] for person in slots),
    )
    return shape, slots


def _kept(fathers: Sequence[int], mothers: Sequence[int], wanted: set[int]) -> list[int]:
    """Returns the persons that are wanted or have a wanted descendant."""
    kept: set[int] = set()
    ahead = list(wanted)
    while ahead:
        person = ahead.pop()
        if person == FOUNDER or person in kept:
            continue
        kept.add(person)
        ahead += (fathers[person], mothers[person])
    return sorted(kept)


def _order(
    fathers: Sequence[int], mothers: Sequence[int], missing: int, typed: frozenset[int], kept: list[int]
) -> list[int]:
    """Returns the persons parents first, each generation by what surrounds a person (Weisfeiler and Leman's colours)."""
    depth = _depths(fathers, mothers, kept)
    colour = {person: hash((depth[person], person == missing, person in typed)) for person in kept}
    children: dict[int, list[tuple[int, int]]] = {person: [] for person in kept}
    for person in kept:
        for side, parent in enumerate((fathers[person], mothers[person])):
            if parent != FOUNDER:
                children[parent].append((side, person))
    colour[FOUNDER] = 0
    for _ in range(4):  # enough to tell apart what is told apart within four steps; a tie only costs a second plan
        colour = {
            person: hash(
                (
                    colour[person],
                    colour[fathers[person]],
                    colour[mothers[person]],
                    *sorted((side, colour[child]) for side, child in children[person]),
                )
            )
            for person in kept
        } | {FOUNDER: 0}
    return sorted(kept, key=lambda person: (depth[person], colour[person]))


def _depths(fathers: Sequence[int], mothers: Sequence[int], kept: list[int]) -> dict[int, int]:
    """Returns how many generations stand above each person."""
    depth = {FOUNDER: -1}
    waiting = list(kept)
    while waiting:
        later = []
        for person in waiting:
            father, mother = fathers[person], mothers[person]
            if father in depth and mother in depth:
                depth[person] = 1 + max(depth[father], depth[mother])
            else:
                later.append(person)
        waiting = later
    return depth
