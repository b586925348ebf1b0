"""The laboratory's files: invented frequencies, reference families, and profiles of remains with alleles lost.

Everything is drawn for the demo: no population has these frequencies, and no person these alleles.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from repatria.demo.invention.sheets import table_csv
from repatria.demo.istanbul.resting import End, Resting

MARKERS = tuple(f"INV{n:02}" for n in range(1, 25))
"""As many as the larger kits have."""
ALLELES = 9
DROPOUT = 0.05  # of alleles; remains after months in the ground lose 2 to 15 % (the demand on this desk)
OTHER_FAMILIES = 40
"""Families that look for somebody who is not among those typed."""

Genotype = tuple[str, str]
Person = tuple[Genotype, ...]

BOTH_PARENTS = (("F", "0", "0", 1), ("M", "0", "0", 2), ("X", "F", "M", 1))
MOTHER_AND_SISTER = (*BOTH_PARENTS, ("S", "F", "M", 2))
WIFE_CHILD_MOTHER = (*BOTH_PARENTS, ("W", "0", "0", 2), ("C", "X", "W", 1))
SHAPES = ((BOTH_PARENTS, "FM"), (MOTHER_AND_SISTER, "MS"), (WIFE_CHILD_MOTHER, "MWC"))
"""A pedigree, and who in it gave a sample."""


@dataclass(frozen=True, slots=True)
class Files:
    """The laboratory's files, as bytes."""

    frequencies: bytes
    families: bytes
    profiles: bytes


class _Alleles:
    """Draws people and what they hand on."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(f"{seed}/laboratory")
        self.table: dict[str, dict[str, float]] = {}
        for marker in MARKERS:
            first = self.draw.randrange(8, 20)
            weights = [self.draw.gammavariate(2, 1) + 0.05 for _ in range(ALLELES)]
            shares = [round(weight / sum(weights), 4) for weight in weights]
            shares[0] = round(1 - sum(shares[1:]), 4)
            self.table[marker] = {str(first + n): share for n, share in enumerate(shares)}

    def anybody(self) -> Person:
        pairs = (self.draw.choices(list(of), list(of.values()), k=2) for of in self.table.values())
        return tuple((one, other) for one, other in pairs)

    def child(self, father: Person, mother: Person) -> Person:
        return tuple((self.draw.choice(f), self.draw.choice(m)) for f, m in zip(father, mother, strict=True))

    def seen(self, person: Person) -> list[str]:
        """Returns what is seen of remains: each copy of an allele is lost by itself."""
        cells = []
        for pair in person:
            left = sorted({one for one in pair if self.draw.random() >= DROPOUT}, key=int)
            cells.append({0: "", 1: f"{left[0]}/-" if left else ""}.get(len(left), "/".join(left)))
        return cells


def type_them(resting: Resting, lines: Mapping[str, str], *, seed: int) -> Files:
    """Returns the files of a laboratory that has typed some of the remains and the relatives who came.

    Args:
        resting: Who lies where.
        lines: Person → the line on which their side seeks them; it names the family.
        seed: Whence.
    """
    alleles = _Alleles(seed)
    families = []
    bodies: dict[str, Person] = {}
    for number, (person, end) in enumerate(resting.ends.items()):
        alone = end in (End.LEAD, End.MISLABELLED)
        shape, typed = (BOTH_PARENTS, "M") if alone else SHAPES[number % len(SHAPES)]
        people = _born(alleles, shape)
        bodies[person] = people["X"]
        families.append(_family(lines[person], shape, {who: people[who] for who in typed}))
    for number in range(OTHER_FAMILIES):
        shape, typed = SHAPES[number % len(SHAPES)]
        people = _born(alleles, shape)
        families.append(_family(f"family-{number + 1}", shape, {who: people[who] for who in typed}))
    rows: list[tuple[str, ...]] = []
    for one in resting.typed:
        body = bodies.setdefault(one.person, alleles.anybody())
        rows.append((one.sample, "M", *alleles.seen(body)))
    frequencies: list[tuple[str, ...]] = [
        (m, allele, f"{share:.4f}") for m, of in alleles.table.items() for allele, share in of.items()
    ]
    return Files(
        table_csv(("marker", "allele", "frequency"), frequencies),
        "".join(json.dumps(family) + "\n" for family in families).encode(),
        table_csv(("profile", "sex", *MARKERS), rows),
    )


def _born(alleles: _Alleles, shape: Iterable[tuple[str, str, str, int]]) -> dict[str, Person]:
    people: dict[str, Person] = {}
    for who, father, mother, _ in shape:
        people[who] = alleles.anybody() if father == "0" else alleles.child(people[father], people[mother])
    return people


def _family(name: str, shape: Iterable[tuple[str, str, str, int]], typed: Mapping[str, Person]) -> dict[str, object]:
    ids, fathers, mothers, sexes = zip(*shape, strict=True)
    results = {who: ["/".join(sorted(pair, key=int)) for pair in person] for who, person in typed.items()}
    return {
        "family": name, "id": ids, "fid": fathers, "mid": mothers, "sex": sexes, "missing": "X", "markers": MARKERS,
        "genotypes": results,
    }  # fmt: skip
