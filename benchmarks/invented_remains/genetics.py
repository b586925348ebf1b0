"""Alleles drawn, passed on and seen: arrays of places in a ladder, [person, marker, 2]."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from invented_remains.rates import rate

SYNTH24 = Path(__file__).resolve().parents[2] / "tests/golden/kinship/synth24.json"
STEPS = (-1, 1, -2, 2)

Alleles = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """The markers.

    Attributes:
        markers: Their names.
        labels: Alleles of each, by repeats.
        frequencies: Of each, as labels.
        cumulated: [marker, allele], 2 beyond the last.
        stepped: [marker, allele, step of `STEPS`] → allele after a mutation; back where the ladder ends.
        rates: Mutations a meiosis, [marker, sex (0 father, 1 mother)].
    """

    markers: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    frequencies: tuple[tuple[float, ...], ...]
    cumulated: NDArray[np.float64]
    stepped: NDArray[np.uint8]
    rates: NDArray[np.float64]

    @classmethod
    def synth24(cls) -> Self:
        """Returns the invented markers of the reference cases, with rates that grow with their variety."""
        loci: dict[str, dict[str, float]] = json.loads(SYNTH24.read_text("utf-8"))["loci"]
        labels = tuple(tuple(sorted(of, key=float)) for of in loci.values())
        frequencies = tuple(tuple(of[a] for a in some) for of, some in zip(loci.values(), labels, strict=True))
        widest = max(map(len, labels))
        cumulated = np.full((len(loci), widest), 2.0)
        stepped = np.zeros((len(loci), widest, len(STEPS)), np.uint8)
        for k, some in enumerate(labels):
            cumulated[k, : len(some) - 1] = np.cumsum(frequencies[k])[:-1]
            stepped[k, : len(some)] = _stepped(some)
        variety = np.array([1 - np.square(of).sum() for of in frequencies])
        rank = np.argsort(np.argsort(variety)) / (len(loci) - 1)
        factor = 1 + rate("mutation.spread") * (2 * rank - 1)
        rates = factor[:, None] * np.array([rate("mutation.male"), rate("mutation.female")])
        return cls(tuple(loci), labels, frequencies, cumulated, stepped, rates)

    def founders(self, rng: np.random.Generator, count: int) -> Alleles:
        """Returns people without relatives."""
        lots = rng.random((count, len(self.markers), 2))
        found = np.empty(lots.shape, np.uint8)
        for k, row in enumerate(self.cumulated):
            found[:, k] = np.searchsorted(row, lots[:, k], side="right")
        return found

    def gametes(self, rng: np.random.Generator, parent: Alleles, *, mother: bool) -> Alleles:
        """Returns what each parent hands on to one child, [person, marker]."""
        shape = parent.shape[:2]
        chosen = np.take_along_axis(parent, rng.integers(0, 2, (*shape, 1), np.int8), axis=2)[..., 0]
        who, marker = np.nonzero(rng.random(shape) < self.rates[:, int(mother)])
        step = rng.integers(0, 2, len(who)) + 2 * (rng.random(len(who)) < rate("mutation.two_steps"))
        chosen[who, marker] = self.stepped[marker, chosen[who, marker], step]
        return chosen

    def children(self, rng: np.random.Generator, fathers: Alleles, mothers: Alleles) -> Alleles:
        """Returns one child of each couple, the father's allele first."""
        halves = [self.gametes(rng, fathers, mother=False), self.gametes(rng, mothers, mother=True)]
        return np.stack(halves, axis=2)

    def genotypes(self, people: Alleles, *, shown: NDArray[np.bool_]) -> NDArray[Any]:
        """Returns results of people typed well as texts, [person, marker]; empty where not `shown`."""
        low, high = people.min(axis=2), people.max(axis=2)
        texts = np.empty(low.shape, object)
        for k, some in enumerate(self.labels):
            table = np.array([[f"{a}/{b}" for b in some] for a in some], object)
            texts[:, k] = table[low[:, k], high[:, k]]
        texts[~shown] = ""
        return texts

    def degraded(self, rng: np.random.Generator, people: Alleles, *, dropout: Any, lost: Any) -> NDArray[np.bool_]:
        """Returns which alleles are seen, [person, marker, allele].

        Args:
            rng: Whence chance comes.
            people: Whose remains.
            dropout: Probability that a copy is not seen, of each person.
            lost: Probability that a marker fails, of each person.
        """
        people_, markers, _ = people.shape
        seen = np.zeros((people_, markers, self.cumulated.shape[1]), bool)
        who, marker, copy = np.nonzero(rng.random(people.shape) >= dropout[:, None, None])
        seen[who, marker, people[who, marker, copy]] = True
        who, marker = np.nonzero(rng.random((people_, markers)) < rate("profile.dropin"))
        seen[who, marker, self.founders(rng, people_)[who, marker, 0]] = True
        seen[rng.random((people_, markers)) < lost[:, None]] = False
        return seen

    def written(self, seen: NDArray[np.bool_], *, lone: str = "{0}/-") -> list[list[str]]:
        """Returns what a laboratory writes of what it saw, a list a profile."""
        counts = seen.sum(axis=2)
        rows = []
        for mine, many in zip(seen, counts.tolist(), strict=True):
            row = []
            for k, some in enumerate(self.labels):
                here = [some[a] for a in np.flatnonzero(mine[k]).tolist()]
                row.append("" if not here else lone.format(*here) if many[k] == 1 else "/".join(here))
            rows.append(row)
        return rows


def _stepped(labels: tuple[str, ...]) -> NDArray[np.uint8]:
    """Returns the allele that each becomes by each step: the other way where there is none, itself where neither is."""
    place = {round(float(label) * 10): k for k, label in enumerate(labels)}
    found = np.empty((len(labels), len(STEPS)), np.uint8)
    for k, label in enumerate(labels):
        repeats = round(float(label) * 10)
        for j, step in enumerate(STEPS):
            tried = [place.get(repeats + 10 * step), place.get(repeats - 10 * step), k]
            found[k, j] = next(one for one in tried if one is not None)
    return found
