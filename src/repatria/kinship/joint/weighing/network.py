"""A family at one marker as factors: what was seen of its relatives, and of each victim that may be one of its missing.

Two kinds of persons need variables. An *open* person (unseen, with descendants who matter) has two, the alleles from father
and mother. A *summed-up* person was seen, or is missing without descendants: what was seen of them is a sum of a few products
u(paternal) w(maternal) (``13/14`` is 13·14 + 14·13), and their variable is the term of that sum. Relatives whose
genotype is known whole cut the family in two: their children get each allele with probability 1/2, whichever parent it
came from. So blocks of missing persons that have only such relatives in common are independent.

Founders are taken as the pedigree gives them, also with mutation that is not stationary ("as given").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.genotypes import NOTHING, Code, Status
from repatria.kinship.joint.weighing.choices import NOBODY, Choices
from repatria.kinship.joint.weighing.factors import Factor
from repatria.kinship.joint.weighing.ladder import Ladder
from repatria.kinship.pedigree import FOUNDER, Pedigree, Sex

Table = NDArray[np.float64]


@dataclass(slots=True)
class Network:
    """Makes a family's factors at one marker.

    Attributes:
        pedigree: The family.
        ladder: The marker's alleles.
        seen: Person → what was seen of them, for relatives.
        choices: Which victims may be which missing person (by index in the pedigree).
        victims: What was seen of each victim.
    """

    pedigree: Pedigree
    ladder: Ladder
    seen: Mapping[int, Code]
    choices: Choices
    victims: Sequence[Code]
    _children: dict[int, list[int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._children = {}
        matter: set[int] = set()
        for person in reversed(self.pedigree.order):
            if person in self._children or self._is_seen(person):
                matter.add(person)
                for parent in self._parents(person):
                    self._children.setdefault(parent, []).append(person)

    def factors(self) -> list[Factor]:
        """Returns the factors; their product, summed over all variables, is the likelihood of each choice."""
        persons = [person for person in self.pedigree.order if person in self._children or self._is_seen(person)]
        return [factor for person in persons for factor in self._of(person)]

    def _is_seen(self, person: int) -> bool:
        return person in self.choices.candidates or self._code(person)[0] is not Status.NOTHING

    def _code(self, person: int) -> Code:
        return self.seen.get(person, NOTHING)

    def _parents(self, person: int) -> tuple[int, ...]:
        """Returns those parents who pass on an allele: a father passes none to his son on X."""
        father, mother = self.pedigree.fathers[person], self.pedigree.mothers[person]
        if father == FOUNDER:
            return ()
        return (mother,) if self._is_single(person) else (father, mother)

    def _is_single(self, person: int) -> bool:
        return self.ladder.on_x and self.pedigree.sexes[person] is Sex.MALE

    def _is_open(self, person: int) -> bool:
        known = self._code(person)[0] is Status.WHOLE and person not in self.choices.candidates
        return person in self._children and not known

    def _of(self, person: int) -> Iterator[Factor]:
        if self._is_open(person):
            yield from self._open(person)
        else:
            yield from self._summed_up(person)

    def _variables(self, person: int) -> tuple[int, ...]:
        """Returns the variables of an open person: of paternal and maternal allele, or of the only one."""
        return (3 * person + 1,) if self._is_single(person) else (3 * person, 3 * person + 1)

    def _open(self, person: int) -> Iterator[Factor]:
        variables = self._variables(person)
        if self._code(person)[0] is Status.LIKELIHOODS or person in self.choices.candidates:
            persons, codes = self._codes(person)
            tables = [self.ladder.likelihoods(code) for code in codes]
            yield Factor(
                persons, variables, np.stack([np.diag(one) for one in tables] if len(variables) == 1 else tables)
            )
        parents = self._parents(person)
        n = len(self.ladder)
        for which, variable in enumerate(variables):
            if not parents:
                yield Factor((), (variable,), self.ladder.frequencies[None])
            else:
                yield self._passed(parents[which], (), variable, np.eye(n)[None])

    def _summed_up(self, person: int) -> Iterator[Factor]:
        persons, codes = self._codes(person)
        terms = [self.ladder.terms(code) for code in codes]
        if self._is_single(person):
            terms = [(np.ones((1, len(self.ladder))), np.diag(self.ladder.likelihoods(code))[None]) for code in codes]
        paternal, maternal = (_stacked([one[side] for one in terms]) for side in range(2))
        variable = 3 * person + 2
        sides = (maternal,) if self._is_single(person) else (paternal, maternal)
        parents = self._parents(person)
        if not parents:
            drawn = [side @ self.ladder.frequencies for side in sides]
            yield Factor(persons, (variable,), drawn[0] if len(drawn) == 1 else drawn[0] * drawn[1])
        for parent, side in zip(parents, sides if parents else (), strict=True):
            yield self._passed(parent, persons, variable, side)

    def _codes(self, person: int) -> tuple[tuple[int, ...], list[Code]]:
        """Returns the missing persons of a person's own tables (itself or none), and what was seen in each row."""
        if person not in self.choices.candidates:
            return (), [self._code(person)]
        rows = self.choices.rows((person,))[:, 0]
        return (person,), [NOTHING if victim == NOBODY else self.victims[victim] for victim in rows]

    def _passed(self, parent: int, persons: tuple[int, ...], variable: int, weights: Table) -> Factor:
        """Returns the factor of an allele passed on by a parent, weighed by ``weights`` [choice, value, allele]."""
        mutation = self.ladder.male if self.pedigree.sexes[parent] is Sex.MALE else self.ladder.female
        from_each = weights @ mutation.T  # [choice, value, allele of the parent]
        if not self._is_open(parent):
            _, one, two, _ = self._code(parent)
            first, second = from_each[..., self.ladder.place[one]], from_each[..., self.ladder.place[two]]
            return Factor(persons, (variable,), (first + second) / 2)
        variables = self._variables(parent)
        if len(variables) == 1:
            return Factor(persons, (*variables, variable), from_each.transpose(0, 2, 1))
        turned = from_each.transpose(0, 2, 1)  # [choice, allele, value]
        return Factor(persons, (*variables, variable), (turned[:, :, None] + turned[:, None, :]) / 2)


def _stacked(tables: Sequence[Table]) -> Table:
    """Returns tables of different numbers of terms as one, filled up with zeros."""
    most = max(len(table) for table in tables)
    stacked = np.zeros((len(tables), most, tables[0].shape[1]))
    for row, table in enumerate(tables):
        stacked[row, : len(table)] = table
    return stacked
