"""Families drawn: everybody's alleles, who was typed, and which relatives are not what they are declared to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from invented_remains.genetics import Alleles, Ladder
from invented_remains.rates import rate
from invented_remains.shapes import Shape, shapes

TRUE, UNRELATED, HALF = 0, 1, 2
"""What a declared relative is; a half relative shares the parent who is not the reason for the claim."""

BY_BLOOD = ("M", "F", "A", "B", "C", "K", "L", "Z")
"""Relatives of whom some are false."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Families of one shape.

    Attributes:
        shape: Theirs.
        numbers: The number of each among all families.
        missing: Alleles of those who are missing, by id.
        typed: Alleles of those who were typed, by id; of the false ones, their own.
        kind: `TRUE`, `UNRELATED` or `HALF`, by id of the typed.
        shown: Which results of the typed there are, by id.
    """

    shape: Shape
    numbers: NDArray[np.int64]
    missing: dict[str, Alleles]
    typed: dict[str, Alleles]
    kind: dict[str, NDArray[np.int8]]
    shown: dict[str, NDArray[np.bool_]]

    def __len__(self) -> int:
        return len(self.numbers)


def draw(rng: np.random.Generator, ladder: Ladder, count: int) -> list[Group]:
    """Returns `count` families, in groups of one shape; numbers from 0 in no order."""
    kinds = shapes()
    chosen = rng.choice(len(kinds), count, p=np.array([kind.share for kind in kinds]) / sum(k.share for k in kinds))
    return [_group(rng, ladder, shape, np.flatnonzero(chosen == k)) for k, shape in enumerate(kinds)]


def _group(rng: np.random.Generator, ladder: Ladder, shape: Shape, numbers: NDArray[np.int64]) -> Group:
    people = shape.people()
    drawn: dict[str, Alleles] = {}
    for who in _parents_first(people):
        father, mother, _ = people[who]
        if father == "0":
            drawn[who] = ladder.founders(rng, len(numbers))
        else:
            drawn[who] = ladder.children(rng, drawn[father], drawn[mother])
    kind = {who: _kinds(rng, who, len(numbers)) for who in shape.typed}
    typed = {who: _as_typed(rng, ladder, who, kind[who], drawn, people) for who in shape.typed}
    shown = {who: rng.random(typed[who].shape[:2]) >= rate("family.result_missing") for who in shape.typed}
    return Group(shape, numbers, {who: drawn[who] for who in shape.missing}, typed, kind, shown)


def _parents_first(people: dict[str, tuple[str, str, int]]) -> list[str]:
    order: list[str] = []
    while len(order) < len(people):
        order += [
            who for who, (f, m, _) in people.items() if who not in order and {f, m} - {"0"} <= set(order)
        ]  # fmt: skip
    return order


def _kinds(rng: np.random.Generator, who: str, count: int) -> NDArray[np.int8]:
    found = np.zeros(count, np.int8)
    if who in BY_BLOOD:
        false = rng.random(count) < rate("family.false_relative")
        half = rng.random(count) < rate("family.false_is_half")
        found[false] = np.where(half[false] & (who not in ("M", "F")), HALF, UNRELATED)
    return found


def other_parent(who: str, people: dict[str, tuple[str, str, int]]) -> int:
    """Returns whose place a stranger takes in a half relative: 0 the father's, 1 the mother's."""
    father, _, _ = people[who]
    return 0 if father in ("X", "Y", "F") else 1


def _as_typed(
    rng: np.random.Generator, ladder: Ladder, who: str, kind: NDArray[np.int8], drawn: dict[str, Alleles],
    people: dict[str, tuple[str, str, int]],
) -> Alleles:  # fmt: skip
    alleles = drawn[who].copy()
    strange = kind == UNRELATED
    alleles[strange] = ladder.founders(rng, int(strange.sum()))
    half = kind == HALF
    if half.any():
        couple: list[Any] = [drawn[parent][half] for parent in people[who][:2]]
        couple[other_parent(who, people)] = ladder.founders(rng, int(half.sum()))
        alleles[half] = ladder.children(rng, couple[0], couple[1])
    return alleles


def true_people(
    shape: Shape, kinds: dict[str, int]
) -> tuple[list[tuple[str, str, str, int]], tuple[str, ...]]:  # fmt: skip
    """Returns a family as it truly is: its people (id, father, mother, sex), and who of the typed belongs to it.

    Args:
        shape: As declared.
        kinds: Of each of the typed, what they are.
    """
    people = dict(shape.people())
    strangers = []
    for who, kind in kinds.items():
        if kind == HALF:
            place = other_parent(who, people)
            parents = list(people[who][:2])
            parents[place] = f"{who}o"
            strangers.append((f"{who}o", "0", "0", place + 1))
            people[who] = (parents[0], parents[1], people[who][2])
    rows = [*strangers, *((who, *said) for who, said in people.items())]
    return rows, tuple(who for who in shape.typed if kinds.get(who, TRUE) != UNRELATED)
