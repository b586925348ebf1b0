"""Who is among the dead, and in which bags they lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from invented_remains.families import Group
from invented_remains.genetics import Alleles, Ladder
from invented_remains.rates import rate

PARTS = (
    "skull", "mandible", "left femur", "right femur", "left tibia", "right tibia", "left humerus", "right humerus", "pelvis",
    "ribs", "soft tissue",
)  # fmt: skip
PLACES = 40
NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Dead:
    """People among the remains.

    Attributes:
        alleles: Theirs.
        group: Group of the family that looks for each; `NOBODY` where none does.
        row: Row of the family in its group.
        missing: Who they are in the family: X or Y; empty where there is none.
        wrong_side: Whether they are the other side's own.
        women: Whether they are women.
        ages: In years.
        statures: In cm.
        places: Where they fell, a number.
    """

    alleles: Alleles
    group: NDArray[np.int64]
    row: NDArray[np.int64]
    missing: NDArray[np.str_]
    wrong_side: NDArray[np.bool_]
    women: NDArray[np.bool_]
    ages: NDArray[np.int64]
    statures: NDArray[np.int64]
    places: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.row)

    @classmethod
    def draw(cls, rng: np.random.Generator, ladder: Ladder, groups: list[Group], count: int) -> Self:
        """Returns `count` people: some whom families look for, others, and the other side's own."""
        wrong = round(count * rate("dead.wrong_side"))
        unsearched = round((count - wrong) * rate("missing.without_reference"))
        looked_for = _looked_for(rng, groups, count - wrong - unsearched)
        alleles = [groups[g].missing[who][row] for g, row, who in looked_for]
        nameless = _nameless(rng, ladder, unsearched)
        women = np.zeros(count, bool)
        women[: len(looked_for)] = [groups[g].shape.woman for g, _, _ in looked_for]
        women[len(looked_for) : count - wrong] = rng.random(unsearched) < rate("missing.women")
        nobody = [NOBODY] * (count - len(looked_for))
        return cls(
            alleles=np.concatenate([np.stack(alleles), nameless, ladder.founders(rng, wrong)]),
            group=np.array([g for g, _, _ in looked_for] + nobody),
            row=np.array([row for _, row, _ in looked_for] + nobody),
            missing=np.array([who for _, _, who in looked_for] + [""] * len(nobody)),
            wrong_side=np.arange(count) >= count - wrong,
            women=women,
            ages=np.clip(np.rint(rng.normal(36, 10, count)), 18, 65).astype(np.int64),
            statures=np.rint(rng.normal(177, 7, count) - 12 * women).astype(np.int64),
            places=rng.integers(0, PLACES, count),
        )


def _looked_for(rng: np.random.Generator, groups: list[Group], count: int) -> list[tuple[int, int, str]]:
    """Returns whom families look for, as (group, row, who); with one of two brothers often the other."""
    everyone = [(g, row, who) for g, group in enumerate(groups) for row in range(len(group)) for who in group.missing]
    found: dict[tuple[int, int, str], None] = {}
    for k in rng.permutation(len(everyone)).tolist():
        g, row, who = everyone[k]
        if len(found) >= count:
            break
        found[everyone[k]] = None
        if len(groups[g].missing) > 1 and len(found) < count and rng.random() < rate("dead.brother_too"):
            found[g, row, "XY"[who == "X"]] = None
    return list(found)


def _nameless(rng: np.random.Generator, ladder: Ladder, count: int) -> Alleles:
    """Returns people for whom nobody searches; some are brothers."""
    people = ladder.founders(rng, count)
    pairs = round(count * rate("dead.brothers_unsearched") / 2)
    fathers, mothers = ladder.founders(rng, pairs), ladder.founders(rng, pairs)
    people[:pairs] = ladder.children(rng, fathers, mothers)
    people[pairs : 2 * pairs] = ladder.children(rng, fathers, mothers)
    return people


@dataclass(frozen=True, slots=True, eq=False)
class Specimens:
    """What lies in the bags, bag after bag.

    Attributes:
        person: Whose each is.
        bag: Its bag, from 0.
        part: Place in `PARTS`.
    """

    person: NDArray[np.int64]
    bag: NDArray[np.int64]
    part: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.bag)


def layers(rng: np.random.Generator, bags: int) -> tuple[NDArray[np.int64], int]:
    """Returns how many people lie in each bag, and how many different people there are if some lie in several bags."""
    several = rng.random(bags) < rate("bag.several_people")
    sizes = 1 + several.astype(np.int64) + (several & (rng.random(bags) < rate("bag.three_people")))
    mean = 1 + rate("person.several_bags") * (1 + rate("person.three_bags"))
    return sizes, round(sizes.sum() / mean)


def lay(rng: np.random.Generator, sizes: NDArray[np.int64], people: int) -> Specimens:
    """Returns specimens: each person lies in one bag at least, bags are filled as `sizes` says."""
    slots = int(sizes.sum())
    several = rng.permutation(people)[: round(people * rate("person.several_bags"))]
    again = np.resize(several, slots - people)
    person = rng.permutation(np.concatenate([np.arange(people), again]))
    bag = np.repeat(np.arange(len(sizes)), sizes)
    second = np.flatnonzero(rng.random(slots) < rate("bag.second_specimen"))
    order = np.argsort(np.concatenate([bag, bag[second]]), kind="stable")
    person = np.concatenate([person, person[second]])[order]
    bag = np.concatenate([bag, bag[second]])[order]
    return Specimens(person, bag, _parts(rng, person))


def _parts(rng: np.random.Generator, person: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns a part of the body for each specimen, none twice of one person."""
    order = np.argsort(person, kind="stable")
    first = np.searchsorted(person[order], person[order], side="left")
    nth = np.empty(len(person), np.int64)
    nth[order] = np.arange(len(person)) - first
    begin = rng.integers(0, len(PARTS), int(person.max(initial=0)) + 1)
    return (begin[person] + nth) % len(PARTS)
