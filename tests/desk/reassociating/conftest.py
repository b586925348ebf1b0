"""An invented consignment with known truth: people in several bags, several in one, brothers; and what is left of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import pytest

from repatria.kinship.files import Frequencies, Profile, ProfileTable
from repatria.remains.reading import named_rows

CONTENTS = ("bag", "specimen", "part", "sample")


@dataclass
class Ground:
    """Draws people and what is found of them; the same seed gives the same ground."""

    seed: int = 1
    markers: int = 24
    dice: np.random.Generator = field(init=False)
    frequencies: dict[str, dict[str, float]] = field(init=False)
    people: list[list[tuple[str, str]]] = field(default_factory=list)
    specimens: list[tuple[str, int, float]] = field(default_factory=list)

    def __post_init__(self):
        self.dice = np.random.default_rng(self.seed)
        sizes = self.dice.integers(8, 16, self.markers)
        self.frequencies = {
            f"INV{k:02}": dict(
                zip((str(8 + i) for i in range(size)), self.dice.dirichlet(np.full(size, 3.0)).tolist(), strict=True)
            )
            for k, size in enumerate(sizes, 1)
        }

    @property
    def table(self) -> Frequencies:
        return Frequencies(self.frequencies, {}, {}, ())

    def founder(self):
        return [tuple(self.dice.choice(list(of), 2, p=list(of.values())).tolist()) for of in self.frequencies.values()]

    def child(self, father, mother):
        return [(f[self.dice.integers(2)], m[self.dice.integers(2)]) for f, m in zip(father, mother, strict=True)]

    def person(self) -> int:
        self.people.append(self.founder())
        return len(self.people) - 1

    def brothers(self) -> tuple[int, int]:
        father, mother = self.founder(), self.founder()
        self.people += [self.child(father, mother), self.child(father, mother)]
        return len(self.people) - 2, len(self.people) - 1

    def find(self, person: int, bag: str, dropout: float = 0.05) -> str:
        """Puts a specimen of a person into a bag; returns the label of its sample."""
        self.specimens.append((bag, person, dropout))
        return f"K-{len(self.specimens)}"

    def typed(self, person: int, dropout: float, *, dropin: float = 0.01, lost: float = 0.05) -> dict[str, str]:
        said = {}
        for (marker, of), genotype in zip(self.frequencies.items(), self.people[person], strict=True):
            seen = {allele for allele in genotype if self.dice.random() >= dropout}
            if self.dice.random() < dropin:
                seen.add(str(self.dice.choice(list(of), p=list(of.values()))))
            if self.dice.random() < lost or len(seen) > 2 or not seen:
                said[marker] = "-/-"
            else:
                said[marker] = "/".join(sorted(seen)) if len(seen) == 2 else f"{seen.pop()}/-"
        return said

    def profiles(self) -> ProfileTable:
        made = [
            Profile(f"K-{n}", 0, self.typed(person, dropout), {}, f"row {n + 1} of profiles")
            for n, (_, person, dropout) in enumerate(self.specimens, 1)
        ]
        return ProfileTable(tuple(self.frequencies), tuple(made), ())

    def rows(self, parts: dict[str, str] | None = None):
        """Returns contents: each specimen its own, called as its sample with an S."""
        cells = [
            (bag, f"S-{n}", (parts or {}).get(f"K-{n}", ""), f"K-{n}") for n, (bag, *_) in enumerate(self.specimens, 1)
        ]
        return named_rows(CONTENTS, [(n, row) for n, row in enumerate(cells, 2)], kind="contents")

    def true_pairs(self) -> set[tuple[str, str]]:
        names = [(f"K-{n}", person) for n, (_, person, _) in enumerate(self.specimens, 1)]
        return {tuple(sorted((a, b))) for (a, p), (b, q) in combinations(names, 2) if p == q}


@pytest.fixture
def ground() -> Ground:
    return Ground()


@pytest.fixture
def make_ground():
    return Ground
