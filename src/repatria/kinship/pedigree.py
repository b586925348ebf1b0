"""Who descends from whom: pedigrees as trees of father and mother, checked when they are made.

Persons are opaque references (``FA``, ``R-0012``), never names. A pedigree may have several components: families that share no
blood. What depends on order follows the order in which the persons were given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Self

from repatria.errors import InputNotUnderstood

FOUNDER = -1
"""Index that stands for a parent outside the pedigree."""

UNRELATED = "0"
"""Reference that stands for a parent outside the pedigree, as in PLINK's files."""


class PedigreeImpossible(InputNotUnderstood):
    """A pedigree breaks a rule of descent; the message names the rule and the place the person."""


class Sex(IntEnum):
    """Sex as PLINK's files write it; unknown only for persons without children, on autosomal markers."""

    UNKNOWN = 0
    MALE = 1
    FEMALE = 2


@dataclass(frozen=True, slots=True)
class Pedigree:
    """Persons with their parents, as indices into ``ids``; both parents are there or neither.

    Attributes:
        ids: References of the persons, each once.
        fathers: Index of each person's father, `FOUNDER` where outside.
        mothers: Index of each person's mother, `FOUNDER` where outside.
        sexes: Sex of each person.
        order: Indices of all persons, parents before their children.
    """

    ids: tuple[str, ...]
    fathers: tuple[int, ...]
    mothers: tuple[int, ...]
    sexes: tuple[Sex, ...]
    order: tuple[int, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not len(self.ids) == len(self.fathers) == len(self.mothers) == len(self.sexes):
            raise PedigreeImpossible(
                "ids, fathers, mothers and sexes differ in length", hint="give one of each a person"
            )
        for person in range(len(self.ids)):
            self._check_parents(person)
        object.__setattr__(self, "order", self._order())

    @classmethod
    def of(cls, ids: Sequence[str], fathers: Sequence[str], mothers: Sequence[str], sexes: Sequence[int]) -> Self:
        """Returns the pedigree of persons by reference; ``"0"`` for both parents makes a founder.

        Raises:
            PedigreeImpossible: A person stands there twice, a parent is missing, only one is given, a mother is male, a
                father female, or somebody is their own ancestor.
        """
        if not len(ids) == len(fathers) == len(mothers) == len(sexes):
            raise PedigreeImpossible(
                "ids, fathers, mothers and sexes differ in length", hint="give one of each a person"
            )
        index = {person: place for place, person in enumerate(ids)}
        if len(index) < len(ids):
            twice = next(person for place, person in enumerate(ids) if index[person] != place)
            raise PedigreeImpossible("a person stands in the pedigree twice", hint="give each one row", place=twice)
        if UNRELATED in index:
            raise PedigreeImpossible("a person is called 0, which means outside the pedigree", hint="rename the person")
        index[UNRELATED] = FOUNDER
        return cls(
            ids=tuple(ids),
            fathers=tuple(_found(index, parent, child) for parent, child in zip(fathers, ids, strict=True)),
            mothers=tuple(_found(index, parent, child) for parent, child in zip(mothers, ids, strict=True)),
            sexes=tuple(_sex(sex, person) for sex, person in zip(sexes, ids, strict=True)),
        )

    @classmethod
    def joined(cls, parts: Sequence[Pedigree]) -> Self:
        """Returns one pedigree of several components that share no person."""
        fathers: list[str] = []
        mothers: list[str] = []
        for part in parts:
            fathers += [UNRELATED if parent == FOUNDER else part.ids[parent] for parent in part.fathers]
            mothers += [UNRELATED if parent == FOUNDER else part.ids[parent] for parent in part.mothers]
        ids = [person for part in parts for person in part.ids]
        return cls.of(ids, fathers, mothers, [sex for part in parts for sex in part.sexes])

    def index(self, person: str) -> int:
        """Returns the index of a person.

        Raises:
            PedigreeImpossible: Nobody of this reference is in the pedigree.
        """
        try:
            return self.ids.index(person)
        except ValueError:
            raise PedigreeImpossible(
                "a person is not in the pedigree", hint="check the reference", place=person
            ) from None

    def is_founder(self, person: int) -> bool:
        """Whether a person's parents are outside the pedigree."""
        return self.fathers[person] == FOUNDER

    def children(self, person: int) -> tuple[int, ...]:
        """Returns the indices of a person's children."""
        both = zip(self.fathers, self.mothers, strict=True)
        return tuple(child for child, parents in enumerate(both) if person in parents)

    def components(self) -> tuple[tuple[int, ...], ...]:
        """Returns the persons of each component, components in the order of their first person."""
        root = list(range(len(self.ids)))

        def top(person: int) -> int:
            while root[person] != person:
                person = root[person]
            return person

        for child, parents in enumerate(zip(self.fathers, self.mothers, strict=True)):
            for parent in parents:
                if parent != FOUNDER:
                    low, high = sorted((top(child), top(parent)))
                    root[high] = low
        groups: dict[int, list[int]] = {}
        for person in range(len(self.ids)):
            groups.setdefault(top(person), []).append(person)
        return tuple(map(tuple, groups.values()))

    def _check_parents(self, person: int) -> None:
        father, mother, place = self.fathers[person], self.mothers[person], self.ids[person]
        if (father == FOUNDER) != (mother == FOUNDER):
            raise PedigreeImpossible("only one parent is given", hint="add the other parent, untyped", place=place)
        if father != FOUNDER and self.sexes[father] != Sex.MALE:
            raise PedigreeImpossible("the father is not male", hint="check the father's sex", place=place)
        if mother != FOUNDER and self.sexes[mother] != Sex.FEMALE:
            raise PedigreeImpossible("the mother is not female", hint="check the mother's sex", place=place)

    def _order(self) -> tuple[int, ...]:
        placed: dict[int, None] = {}
        waiting = list(range(len(self.ids)))
        while waiting:
            ready = [
                person
                for person in waiting
                if all(parent == FOUNDER or parent in placed for parent in (self.fathers[person], self.mothers[person]))
            ]
            if not ready:
                raise PedigreeImpossible(
                    "a person is their own ancestor", hint="check parents", place=self.ids[self._in_circle(waiting)]
                )
            placed.update(dict.fromkeys(ready))
            waiting = [person for person in waiting if person not in placed]
        return tuple(placed)

    def _in_circle(self, waiting: Sequence[int]) -> int:
        """Returns one of those who are their own ancestors: going up from anyone waiting ends in a circle."""
        person, seen = waiting[0], set[int]()
        while person not in seen:
            seen.add(person)
            person = next(parent for parent in (self.fathers[person], self.mothers[person]) if parent in waiting)
        return person


def _found(index: dict[str, int], parent: str, child: str) -> int:
    if parent not in index:
        raise PedigreeImpossible(
            "a parent is not in the pedigree", hint="add the parent, or write 0 for both", place=child
        )
    return index[parent]


def _sex(sex: int, person: str) -> Sex:
    try:
        return Sex(sex)
    except ValueError:
        raise PedigreeImpossible(
            "a sex is neither 1 nor 2", hint="1 for male, 2 for female, 0 for unknown", place=person
        ) from None
