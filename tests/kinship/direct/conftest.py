"""Invented markers and people, and what is left of them in the ground."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pytest

from repatria.kinship import Marker
from repatria.kinship.direct import Model, Samples


@dataclass
class Dead:
    """Draws people, brothers and degraded profiles; alleles are places."""

    seed: int = 1
    sizes: tuple[int, ...] = (6, 7, 9, 8, 9, 10, 8, 10, 9, 8, 14, 10, 13, 11, 14, 16, 12, 15, 15, 10, 10, 16, 12, 20)

    def __post_init__(self):
        self.dice = np.random.default_rng(self.seed)

    @cached_property
    def markers(self) -> list[Marker]:
        dice = np.random.default_rng(99)
        return [
            Marker(f"INV{k:02}", tuple(str(8 + i) for i in range(size)), dice.dirichlet(np.full(size, 2.0)))
            for k, size in enumerate(self.sizes, 1)
        ]

    def people(self, n: int):
        return np.stack([self.dice.choice(len(one.alleles), (n, 2), p=one.frequencies) for one in self.markers], axis=1)

    def brothers(self, n: int):
        """Returns two brothers each of n couples."""
        father, mother = self.people(n), self.people(n)
        return tuple(
            np.stack(
                [
                    np.take_along_axis(of, self.dice.integers(0, 2, (*of.shape[:2], 1)), axis=2)[:, :, 0]
                    for of in (father, mother)
                ],
                axis=2,
            )
            for _ in range(2)
        )

    def degraded(self, people, dropout, *, dropin: float = 0.01, lost: float = 0.05):
        """Returns what is seen: a lone allele as -1 second, three alleles and lost markers as no result."""
        dropout = np.broadcast_to(dropout, len(people))[:, None, None]
        kept = np.where(self.dice.random(people.shape) >= dropout, people, -1)
        stray = np.stack(
            [self.dice.choice(len(one.alleles), len(people), p=one.frequencies) for one in self.markers], axis=1
        )
        stray = np.where(self.dice.random(stray.shape) < dropin, stray, -1)
        every = np.sort(np.concatenate([kept, stray[:, :, None]], axis=2), axis=2)
        every[:, :, 1:] = np.where(every[:, :, 1:] == every[:, :, :-1], -1, every[:, :, 1:])
        every = -np.sort(-every, axis=2)
        three, two = every[:, :, 2] >= 0, every[:, :, 1] >= 0
        seen = np.where(two[:, :, None], every[:, :, 1::-1], every[:, :, :2])
        seen[three | (self.dice.random(three.shape) < lost)] = -1
        return seen.astype(np.int16)

    def samples(self, seen, *, model: Model | None = None, prefix: str = "s") -> Samples:
        model = model or Model()
        names = tuple(f"{prefix}{i}" for i in range(len(seen)))
        return Samples(names, np.zeros(len(seen), np.int64), seen, model.estimate(seen, self.markers))


@pytest.fixture
def dead() -> Dead:
    return Dead()


@pytest.fixture
def make_dead():
    return Dead
