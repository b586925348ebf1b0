"""Invented markers, pedigrees and results for the search, and the slow way to weigh a pair."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pytest

from repatria.kinship import Marker, Mutation, Pedigree, likelihood_ratio
from repatria.kinship.files import Profile, ProfileTable
from repatria.kinship.search.families import FamilyRow

LADDERS = (
    {"10": 0.2, "11": 0.5, "12": 0.3},
    {"7": 0.1, "8.3": 0.4, "9": 0.5},
    {"20": 0.05, "21": 0.15, "22": 0.3, "23": 0.25, "23.2": 0.15, "24": 0.1},
)

SHAPES: dict[str, tuple[str, str]] = {
    "parent": ("F:0:0:1 M:0:0:2 X:F:M:1", "M"),
    "both parents": ("F:0:0:1 M:0:0:2 X:F:M:1", "F M"),
    "one sib": ("F:0:0:1 M:0:0:2 X:F:M:1 A:F:M:2", "A"),
    "three sibs": ("F:0:0:1 M:0:0:2 X:F:M:1 A:F:M:2 B:F:M:1 C:F:M:1", "A B C"),
    "parent and sib, child first": ("X:F:M:1 F:0:0:1 M:0:0:2 A:F:M:2", "A F"),
    "half sibs": ("F:0:0:1 M:0:0:2 N:0:0:2 X:F:M:1 A:F:N:2 B:F:N:1", "A B"),
    "uncle": ("G:0:0:1 H:0:0:2 F:G:H:1 U:G:H:1 M:0:0:2 X:F:M:2", "U"),
    "grandmother and sib": ("G:0:0:1 H:0:0:2 F:G:H:1 M:0:0:2 X:F:M:1 A:F:M:2", "H A"),
    "spouse and child": ("X:0:0:1 S:0:0:2 C:X:S:1", "S C"),
    "two children": ("X:0:0:2 S:0:0:1 C:S:X:1 D:S:X:2", "C D"),
    "sib and child": ("F:0:0:1 M:0:0:2 X:F:M:1 A:F:M:2 S:0:0:2 C:X:S:1", "A C"),
    "child of sibs": ("F:0:0:1 M:0:0:2 X:F:M:1 Y:F:M:2 C:X:Y:1", "C"),
    "parents are sibs": ("F:0:0:1 M:0:0:2 B:F:M:1 Y:F:M:2 X:B:Y:1 Z:B:Y:1", "Z F"),
    "cousin": ("G:0:0:1 H:0:0:2 F:G:H:1 U:G:H:1 M:0:0:2 V:0:0:2 X:F:M:1 K:U:V:1", "K"),
    "unrelated": ("F:0:0:1 M:0:0:2 X:F:M:1 W:0:0:1", "W"),
}
"""Name → people as id:father:mother:sex, and who is typed; X is missing."""


@dataclass
class Invented:
    """Draws families and profiles at a few markers."""

    seed: int = 1
    mutation: Mutation = field(
        default_factory=lambda: Mutation.of_json(
            {"model": "stepwise", "rate": {"male": 0.05, "female": 0.02}, "rate2": 0.001, "range": 0.1}
        )
    )
    ladders: Sequence[dict[str, float]] = LADDERS

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.markers = [Marker.of(f"M{k}", ladder, mutation=self.mutation) for k, ladder in enumerate(self.ladders)]

    def result(self, marker: int, *, partial: bool) -> str:
        alleles, weights = zip(*self.ladders[marker].items(), strict=True)
        one, two = self.dice.choices(alleles, weights, k=2)
        kind = self.dice.random() if partial else 1.0
        return "" if kind < 0.15 else f"{one}/-" if kind < 0.3 else f"{one}/{two}"

    def family(self, name: str, people: str, typed: str, *, partial: bool = False) -> FamilyRow:
        ids, fathers, mothers, sexes = zip(*(person.split(":") for person in people.split()), strict=True)
        order = self.dice.sample(range(len(self.markers)), len(self.markers))
        genotypes = {who: [self.result(k, partial=partial) for k in order] for who in typed.split()}
        markers = [self.markers[k].name for k in order]
        numbers = [int(sex) for sex in sexes]
        return FamilyRow(name, list(ids), list(fathers), list(mothers), numbers, "X", markers, genotypes)

    def every_shape(self, *, partial: bool = False, times: int = 2) -> list[FamilyRow]:
        return [
            self.family(f"{name} {k}", people, typed, partial=partial)
            for k in range(times) for name, (people, typed) in SHAPES.items()
        ]  # fmt: skip

    def general(self, name: str, people: int) -> FamilyRow:
        """Returns a pedigree of random couples, loops and inbreeding included, with up to three typed."""
        rows = [("A0", "0", "0", 1), ("A1", "0", "0", 2)]
        while len(rows) < people:
            men, women = ([row[0] for row in rows if row[3] == sex] for sex in (1, 2))
            new, sex = f"A{len(rows)}", self.dice.choice((1, 2))
            founder = self.dice.random() < 0.3
            parents = ("0", "0") if founder else (self.dice.choice(men), self.dice.choice(women))
            rows.append((new, *parents, sex))
        names = self.dice.sample([row[0] for row in rows], min(len(rows), 4))
        called = {names[0]: "X", "0": "0"}
        people_ = " ".join(f"{called.get(i, i)}:{called.get(f, f)}:{called.get(m, m)}:{s}" for i, f, m, s in rows)
        return self.family(name, people_, " ".join(names[1:]), partial=True)

    def profiles(self, count: int, *, partial: bool = True, sexes: Sequence[int] = (0,)) -> ProfileTable:
        made = tuple(
            Profile(
                f"P{k}", sexes[k % len(sexes)],
                {marker.name: self.result(i, partial=partial) for i, marker in enumerate(self.markers)}, {}, f"row {k}",
            )
            for k in range(count)
        )  # fmt: skip
        return ProfileTable(tuple(marker.name for marker in self.markers), made, ())

    def engine(self, row: FamilyRow, profile: Profile) -> float:
        """Returns log10 LR by the exact engine: the profile is the missing person, or a stranger."""
        markers = [marker for marker in self.markers if marker.name in row.markers]
        seen = {
            who: [results[row.markers.index(marker.name)] or None for marker in markers]
            for who, results in row.genotypes.items()
        }
        seen["X"] = [profile.genotypes[marker.name] or None for marker in markers]
        h1 = Pedigree.of(row.id, row.fid, row.mid, row.sex)
        renamed = [["Xh2" if one == "X" else one for one in some] for some in (row.id, row.fid, row.mid)]
        h2 = Pedigree.of([*renamed[0], "X"], [*renamed[1], "0"], [*renamed[2], "0"], [*row.sex, 1])
        return likelihood_ratio(h1, h2, markers, seen).total


def summed(invented: Invented, row: FamilyRow, profile: Profile) -> float:
    """Returns log10 LR by summing over every genotype of everybody: shares nothing with the search or the engine."""
    total = 0.0
    for marker in invented.markers:
        k = row.markers.index(marker.name)
        seen = {who: results[k] for who, results in row.genotypes.items()}
        mine = profile.genotypes[marker.name]
        with_, without = (_probability(row, marker, one) for one in ({**seen, "X": mine}, seen))
        alone = sum(marker.frequencies[a] * marker.frequencies[b] for a, b in _orders(marker, mine))
        total += float(np.log10(with_ / (without * alone)))
    return total


def _orders(marker: Marker, text: str | None) -> list[tuple[int, int]]:
    """Returns the ordered genotypes that a result allows."""
    everything = list(product(range(len(marker.alleles)), repeat=2))
    if not text:
        return everything
    first, second = text.split("/")
    if second == "-":
        return [pair for pair in everything if marker.index[first] in pair]
    return sorted({(marker.index[first], marker.index[second]), (marker.index[second], marker.index[first])})


def _probability(row: FamilyRow, marker: Marker, seen: dict[str, str | None]) -> float:
    order = Pedigree.of(row.id, row.fid, row.mid, row.sex).order
    q, male, female = marker.frequencies, marker.male, marker.female
    assert male is not None
    assert female is not None
    drawn: dict[str, tuple[int, int]] = {}

    def rest(k: int) -> float:
        if k == len(order):
            return 1.0
        person = row.id[order[k]]
        father, mother = row.fid[order[k]], row.mid[order[k]]
        total = 0.0
        for pair in _orders(marker, seen.get(person)):
            if father == "0":
                chance = q[pair[0]] * q[pair[1]]
            else:
                paternal = sum(male[one, pair[0]] for one in drawn[father]) / 2
                chance = paternal * sum(female[one, pair[1]] for one in drawn[mother]) / 2
            if chance:
                drawn[person] = pair
                total += chance * rest(k + 1)
        return float(total)

    return rest(0)


@pytest.fixture(scope="session")
def invent() -> type[Invented]:
    return Invented


@pytest.fixture(scope="session")
def slow() -> object:
    """Returns the slow twin: log10 LR of a row and a profile by summing over everything."""
    return summed


@pytest.fixture(scope="session")
def as_line() -> object:
    """Returns what writes a family as a line of F."""

    def line(row: FamilyRow) -> bytes:
        names = ("family", "id", "fid", "mid", "sex", "missing", "markers", "genotypes")
        return json.dumps({name: getattr(row, name) for name in names}).encode() + b"\n"

    return line
