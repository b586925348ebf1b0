"""Blocks that compete for the same victims, and what all their choices together say of each pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.joint.packing.states import MOST_THINGS, Chooser, JointTooLarge, Packing, Shares
from repatria.kinship.joint.weighing.choices import NOBODY
from repatria.kinship.joint.weighing.family import Block

Table = NDArray[np.float64]
Index = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A block's possible choices, as they are weighed.

    Attributes:
        persons: Missing persons.
        rows: Choices, [choice, person]; the first is nobody.
        ln_likelihood: Relative to those victims being unrelated to everybody.
        ln_weight: The same with the prior's weights.
    """

    persons: tuple[str, ...]
    rows: Index
    ln_likelihood: Table
    ln_weight: Table


def weights(block: Block, unrelated: Table, ln_prior: Table) -> Weights:
    """Returns a block's choices that are possible.

    Args:
        block: The block.
        unrelated: ln-likelihood of each victim as nobody's.
        ln_prior: ln weight of each pair relative to nobody, [person of the block, victim].
    """
    padded = np.append(unrelated, 0.0)  # NOBODY is the last entry
    likelihood = block.ln_likelihood - padded[block.rows].sum(axis=1)
    weight = likelihood.copy()
    for column in range(len(block.persons)):
        weight += np.append(ln_prior[column], 0.0)[block.rows[:, column]]
    kept = np.isfinite(weight)
    return Weights(block.persons, block.rows[kept], likelihood[kept], weight[kept])


def competing(blocks: Sequence[Weights]) -> list[list[Weights]]:
    """Returns blocks in groups that share no victim."""
    groups: list[tuple[set[int], list[Weights]]] = []
    for block in blocks:
        victims = set(np.unique(block.rows).tolist()) - {NOBODY}
        touched = [group for group in groups if group[0] & victims]
        groups = [group for group in groups if not group[0] & victims]
        groups.append((victims.union(*(one[0] for one in touched)), [*(b for one in touched for b in one[1]), block]))
    return [group[1] for group in groups]


class Cluster:
    """Blocks that compete.

    Attributes:
        blocks: Their choices.
        persons: All missing persons of the blocks.
        victims: The victims that some choice uses, rising.
        ln_total: ln of the summed weight of all their assignments.
    """

    def __init__(self, blocks: Sequence[Weights], *, at_most: int) -> None:
        """Weighs all assignments of the cluster; `JointTooLarge` where that is too much."""
        self.blocks = tuple(blocks)
        self.persons = tuple(person for block in blocks for person in block.persons)
        self.victims = tuple(sorted(set[int]().union(*(set(np.unique(b.rows).tolist()) for b in blocks)) - {NOBODY}))
        self._by_victim = all(len(b.persons) == 1 for b in blocks) and len(self.blocks) < len(self.victims)
        things = len(self.blocks) if self._by_victim else len(self.victims)
        if things > MOST_THINGS:
            raise JointTooLarge(
                f"{len(self.victims)} victims and {len(self.persons)} missing persons compete: too many for exact sums",
                hint="settle the undisputed first, or restrict the pairings",
            )
        self._nobody = sum(float(block.ln_weight[0]) for block in blocks)
        self._options = self._victims_options() if self._by_victim else []
        self._packing = Packing(self._victims() if self._by_victim else self._choosers(), at_most=at_most)
        self.ln_total = self._packing.ln_total + (self._nobody if self._by_victim else 0.0)

    @property
    def states(self) -> int:
        """The largest number of states kept."""
        return self._packing.states

    def _choosers(self) -> list[Chooser]:
        bit = np.zeros(max(self.victims, default=0) + 2, np.uint64)  # NOBODY is the last entry: no bit
        for place, victim in enumerate(self.victims):
            bit[victim] = np.uint64(1) << np.uint64(place)
        return [Chooser(np.bitwise_or.reduce(bit[one.rows], axis=1), one.ln_weight) for one in self.blocks]

    def _victims_options(self) -> list[list[tuple[int, int]]]:
        """Returns for each victim the blocks of one person that may have it, with the row that says so."""
        place = {victim: number for number, victim in enumerate(self.victims)}
        options: list[list[tuple[int, int]]] = [[] for _ in self.victims]
        for number, block in enumerate(self.blocks):
            for row, victim in enumerate(block.rows[:, 0].tolist()):
                if victim != NOBODY:
                    options[place[victim]].append((number, row))
        return options

    def _victims(self) -> list[Chooser]:
        return [
            Chooser(
                np.array([0, *(1 << block for block, _ in options)], np.uint64),
                np.array([0.0, *(self.blocks[b].ln_weight[row] - self.blocks[b].ln_weight[0] for b, row in options)]),
            )
            for options in self._options
        ]

    def best(self, count: int) -> tuple[Table, Index]:
        """Returns the heaviest assignments, falling: ln weights, and [assignment, block] which row each block chooses."""
        values, taken = self._packing.best(count)
        if not self._by_victim:
            return values, taken
        rows = np.zeros((len(values), len(self.blocks)), np.int64)
        for victim, options in enumerate(self._options):
            for option, (block, row) in enumerate(options, start=1):
                rows[taken[:, victim] == option, block] = row
        return values + self._nobody, rows

    def pairs(self) -> Iterator[tuple[int, str, float, float]]:
        """Yields every possible pair: victim, missing person, ln of its share of all assignments, ln of its generalised LR."""
        shares = self._packing.shares()
        if self._by_victim:
            for victim, options, share in zip(self.victims, self._options, shares, strict=True):
                for option, (block, _) in enumerate(options, start=1):
                    there = np.arange(len(share.ln_sum)) == option
                    yield victim, self.blocks[block].persons[0], *self._weighed(share, there)
            return
        for one, share in zip(self.blocks, shares, strict=True):
            for column, person in enumerate(one.persons):
                chosen = one.rows[:, column]
                for victim in np.unique(chosen[chosen != NOBODY]).tolist():
                    yield victim, person, *self._weighed(share, chosen == victim)

    def _weighed(self, share: Shares, there: NDArray[np.bool_]) -> tuple[float, float]:
        total = self._packing.ln_total
        with np.errstate(divide="ignore"):
            ln_share = float(np.log(np.exp(share.ln_sum[there] - total).sum()))
        return ln_share, float(share.ln_best[there].max() - share.ln_best[~there].max())

    def left_over(self) -> Iterator[tuple[int, float]]:
        """Yields every victim with ln of the share of assignments in which it is nobody's."""
        total = self._packing.ln_total
        if self._by_victim:
            for victim, share in zip(self.victims, self._packing.shares(), strict=True):
                yield victim, float(share.ln_sum[0]) - total
            return
        untaken = self._packing.ln_untaken()
        for place, victim in enumerate(self.victims):
            yield victim, untaken[place] - total
