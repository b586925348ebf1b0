"""Invented families, profiles and frequencies for the identification desk, and the slow way to weigh them."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from repatria.desk.identification.inputs import Material, read_material
from repatria.desk.identification.searching import EVERYTHING, Found, search

SHAPES: dict[str, tuple[str, str, str]] = {
    "both parents": ("F:0:0:1 M:0:0:2 X:F:M:1", "F M", "X"),
    "mother": ("F:0:0:1 M:0:0:2 X:F:M:1", "M", "X"),
    "two sibs": ("F:0:0:1 M:0:0:2 X:F:M:1 A:F:M:2 B:F:M:1", "A B", "X"),
    "spouse and child": ("X:0:0:1 S:0:0:2 C:X:S:1", "S C", "X"),
    "brothers": ("F:0:0:1 M:0:0:2 X:F:M:1 Y:F:M:1", "F M", "X Y"),
    "brothers, one a father": ("F:0:0:1 M:0:0:2 X:F:M:1 Y:F:M:1 S:0:0:2 C:Y:S:1", "M C", "X Y"),
    "uncle": ("G:0:0:1 H:0:0:2 F:G:H:1 U:G:H:1 M:0:0:2 X:F:M:1", "U M", "X"),
}
"""Name → people as id:father:mother:sex, who is typed, who is missing."""

Alleles = list[tuple[str, str]]


@dataclass
class World:
    """Draws families and the profiles of their missing, alleles passed on without mutation."""

    seed: int
    markers: int = 10
    alleles: int = 8
    table: dict[str, dict[str, float]] = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.table = {}
        for k in range(self.markers):
            weights = [self.dice.gammavariate(2, 1) + 0.1 for _ in range(self.alleles)]
            self.table[f"M{k}"] = {str(9 + i): round(w / sum(weights), 6) for i, w in enumerate(weights)}
            rest = 1 - sum(list(self.table[f"M{k}"].values())[1:])
            self.table[f"M{k}"]["9"] = round(rest, 6)
        self.families: list[dict[str, Any]] = []
        self.bodies: dict[str, Alleles] = {}

    def stranger(self) -> Alleles:
        return [tuple(self.dice.choices(list(of), list(of.values()), k=2)) for of in self.table.values()]  # type: ignore[misc]

    def family(self, name: str, shape: str) -> None:
        people, typed, missing = SHAPES[shape]
        drawn: dict[str, Alleles] = {}
        rows = [person.split(":") for person in people.split()]
        for who, father, mother, _ in rows:
            drawn[who] = (
                self.stranger()
                if father == "0"
                else [
                    (self.dice.choice(f), self.dice.choice(m))
                    for f, m in zip(drawn[father], drawn[mother], strict=True)
                ]
            )
        for who in missing.split():
            self.bodies[f"{name}/{who}"] = drawn[who]
            self.families.append({
                "family": name, "id": [r[0] for r in rows], "fid": [r[1] for r in rows], "mid": [r[2] for r in rows],
                "sex": [int(r[3]) for r in rows], "missing": who, "markers": list(self.table),
                "genotypes": {one: ["/".join(pair) for pair in drawn[one]] for one in typed.split()},
            })  # fmt: skip

    def profile(self, alleles: Alleles, *, lost: float = 0.0, half: float = 0.0) -> list[str]:
        texts = []
        for one, two in alleles:
            luck = self.dice.random()
            texts.append("" if luck < lost else f"{one}/-" if luck < lost + half else f"{one}/{two}")
        return texts


@dataclass
class Files:
    """A world's files, as a laboratory would hand them in."""

    folder: Path
    world: World
    profiles: dict[str, tuple[int, list[str]]]

    def material(
        self, *, order: Sequence[int] | None = None, policy: bytes | None = None, judged: Sequence[Sequence[str]] = (),
        **more: Any,
    ) -> Material:  # fmt: skip
        names = list(self.profiles)
        rows = [names[k] for k in order] if order is not None else names
        lines = [",".join(["profile", "sex", *self.world.table])]
        lines += [",".join([name, str(self.profiles[name][0] or ""), *self.profiles[name][1]]) for name in rows]
        path = self.folder / "F.jsonl"
        both = more.pop("both", False)
        families = [self.world.families[k] for k in order] if order is not None and both else None
        path.write_text("".join(json.dumps(one) + "\n" for one in families or self.world.families), "utf-8")
        table = ["marker,allele,frequency"]
        table += [f"{name},{allele},{f!r}" for name, of in self.world.table.items() for allele, f in of.items()]
        clusters = {"clusters": [{"profiles": list(group), "judged": "same"} for group in judged]}
        return read_material(
            profiles="\n".join(lines).encode(),
            families=path,
            frequencies="\n".join(table).encode(),
            policy=policy,
            judged=json.dumps(clusters).encode() if judged else None,
            **more,
        )

    def search(self, material: Material, threshold: float = EVERYTHING) -> Found:
        return search(material, threshold=threshold, scratch=self.folder / "raw")


@pytest.fixture
def world() -> type[World]:
    return World


@pytest.fixture
def files(tmp_path: Path) -> Any:
    """Returns what makes a world's files: families by shape, some of their missing found, strangers among them."""

    def make(
        seed: int, shapes: Sequence[str], *, strangers: int = 1, markers: int = 10, lost: float = 0.1, found: int = 99
    ) -> Files:
        made = World(seed, markers)
        for k, shape in enumerate(shapes):
            made.family(f"F{k}", shape)
        some = list(made.bodies.items())[:found]
        profiles = {f"V{k}": (k % 2, made.profile(of, lost=lost, half=lost)) for k, (_, of) in enumerate(some)}
        for k in range(strangers):
            profiles[f"W{k}"] = (0, made.profile(made.stranger(), lost=lost))
        return Files(tmp_path, made, profiles)

    return make
