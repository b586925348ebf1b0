"""What was seen of the typed persons at several markers at once, and the factors that it gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.genotypes import Code, Status
from repatria.kinship.pedigree import Sex
from repatria.kinship.peeling.network import FATHER, Axis, Factor, Gather
from repatria.kinship.peeling.tables import Array, Tables

Places = NDArray[np.int64]


@dataclass(slots=True)
class Seen:
    """Profiles of typed persons at m markers whose statuses are the same at each of them.

    Attributes:
        tables: The markers' tables.
        whole: Row in ``alleles`` of each person with whole genotypes.
        alleles: Their alleles, [persons, m, 2].
        likelihoods: Of the others, [m, A, A].
    """

    tables: Tables
    whole: dict[int, int]
    alleles: Places
    likelihoods: dict[int, Array]

    @classmethod
    def of(cls, tables: Tables, codes: Sequence[tuple[int, Sequence[Code]]]) -> Seen:
        """Returns what was seen from codes by person, each with one code a marker."""
        whole = [(person, row) for person, row in codes if row[0][0] is Status.WHOLE]
        alleles = np.array([[(code[1], code[2]) for code in row] for _, row in whole], np.int64)
        likelihoods = {
            person: _padded([code[3] for code in row], tables.size)
            for person, row in codes
            if row[0][0] is Status.LIKELIHOODS
        }
        places = {person: place for place, (person, _) in enumerate(whole)}
        return cls(tables, places, alleles.reshape(len(whole), tables.count, 2), likelihoods)

    def founders(self, known: Sequence[int], haploid: Sequence[bool], inbreeding: Sequence[float]) -> Array:
        """Returns the probability of typed founders' genotypes (Hardy & Weinberg 1908, with inbreeding), [founders, m]."""
        if not known:
            return np.ones((0, self.tables.count))
        alleles = self.alleles[[self.whole[person] for person in known]]
        chances = self.tables.prior[self.tables.rows[:, None], alleles]
        first, same = chances[:, :, 0], alleles[:, :, 0] == alleles[:, :, 1]
        twice: Array = first * chances[:, :, 1] * (2 - same)
        if any(inbreeding):
            f = np.array(inbreeding)[:, None]
            twice = (1 - f) * twice + f * same * first
        return np.where(np.array(haploid)[:, None], first, twice) if any(haploid) else twice

    def places(self, gather: Gather) -> Places:
        """Returns the alleles of a typed person in each phase, [m, 2]; the only allele of a male on X, [m]."""
        alleles: Places = self.alleles[self.whole[gather.person]]
        if gather.side is None:
            return alleles[:, 0]
        return alleles if gather.side == FATHER else alleles[:, ::-1]

    def tensor(self, factor: Factor) -> Array:
        """Returns a factor's table, [m] and then its variables as `scope` orders them."""
        name = factor.kind[0]
        if name in ("phases", "ordered"):
            return self._phases(int(factor.kind[1]), priced=name == "ordered")
        if name in ("likelihoods", "likelihood"):
            found = self.likelihoods[int(factor.kind[1])]
            return found if name == "likelihoods" else np.diagonal(found, axis1=1, axis2=2)
        if str(name).startswith("sends"):
            return self._sent(factor)
        gathered = [place for place, axis in enumerate(factor.axes) if axis.gather]
        if not gathered:
            return self.tables.table(factor.kind)
        free = [place for place, axis in enumerate(factor.axes) if not axis.gather]
        table = self.tables.table(factor.kind, (*gathered, *free))
        return table[self._index([factor.axes[place] for place in gathered])]

    def _index(self, axes: Sequence[Axis]) -> tuple[Places, ...]:
        """Returns the index that reads alleles of typed persons off the first axes of a table."""
        width = sum(axis.variable is not None for axis in axes)
        index, done = [self.tables.rows.reshape(-1, *(1,) * width)], 0
        for axis in axes:
            assert axis.gather is not None  # only gathered axes come here
            places = self.places(axis.gather)
            shape = [1] * width
            if axis.variable is not None:
                shape[done] = 2
                done += 1
            index.append(places.reshape(-1, *shape))
        return tuple(index)

    def _phases(self, person: int, *, priced: bool) -> Array:
        alleles = self.alleles[self.whole[person]]
        weights = np.ones(alleles.shape)
        weights[:, 1] = alleles[:, 0] != alleles[:, 1]
        if priced:
            weights *= self.tables.prior[self.tables.rows[:, None], alleles].prod(axis=1)[:, None]
        return weights

    def _sent(self, factor: Factor) -> Array:
        """Returns what a typed parent passes on: each allele by a fair coin, then mutated."""
        name, sex, person = factor.kind
        mutation, rows = self.tables.mutation[Sex(int(sex))], self.tables.rows
        own, child = self.alleles[self.whole[int(person)]], factor.axes[-1]
        if name == "sends which":
            own = np.stack([own, own[:, ::-1]], axis=1)  # [m, coin, phase]
        elif name == "sends one":
            own = own[:, 0]
        rows = rows.reshape(-1, *(1,) * (own.ndim - 1))
        if child.gather is None:
            sent = mutation[rows, own]
        else:
            to = self.places(child.gather)
            wide = to.ndim - 1
            to = to.reshape(len(to), *(1,) * (own.ndim - 1), *to.shape[1:])
            sent = mutation[rows.reshape(*rows.shape, *(1,) * wide), own.reshape(*own.shape, *(1,) * wide), to]
        passed: Array = sent.sum(axis=1) * 0.5 if name == "sends" else sent
        return passed


def _padded(tables: Sequence[Array | None], size: int) -> Array:
    held = np.zeros((len(tables), size, size))
    for k, table in enumerate(tables):
        if table is not None:
            held[k, : len(table), : len(table)] = table
    return held
