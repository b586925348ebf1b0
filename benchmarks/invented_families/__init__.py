"""Invents profiles and reference families from allele frequencies: mixed shapes, some missing results, true pairs among them."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

GENERAL = "general"
SHAPES: dict[str, tuple[tuple[tuple[str, str, str, int], ...], str]] = {
    "parent": ((("F", "0", "0", 1), ("M", "0", "0", 2), ("X", "F", "M", 1)), "M"),
    "both-parents": ((("F", "0", "0", 1), ("M", "0", "0", 2), ("X", "F", "M", 1)), "F M"),
    "sib": ((("F", "0", "0", 1), ("M", "0", "0", 2), ("X", "F", "M", 1), ("A", "F", "M", 2)), "A"),
    "parent-and-sib": ((("F", "0", "0", 1), ("M", "0", "0", 2), ("X", "F", "M", 1), ("A", "F", "M", 2)), "M A"),
    "two-sibs": (
        (("F", "0", "0", 1), ("M", "0", "0", 2), ("X", "F", "M", 1), ("A", "F", "M", 2), ("B", "F", "M", 1)), "A B"
    ),
    "three-sibs": (
        (("F", "0", "0", 1), ("M", "0", "0", 2), ("X", "F", "M", 1), ("A", "F", "M", 2), ("B", "F", "M", 1),
         ("C", "F", "M", 1)), "A B C"
    ),
    "half-sibs": (
        (("F", "0", "0", 1), ("M", "0", "0", 2), ("N", "0", "0", 2), ("X", "F", "M", 1), ("A", "F", "N", 2),
         ("B", "F", "N", 2)), "A B"
    ),
    "uncle": (
        (("G", "0", "0", 1), ("H", "0", "0", 2), ("F", "G", "H", 1), ("U", "G", "H", 1), ("M", "0", "0", 2),
         ("X", "F", "M", 1)), "U"
    ),
    "grandparents": (
        (("G", "0", "0", 1), ("H", "0", "0", 2), ("F", "G", "H", 1), ("M", "0", "0", 2), ("X", "F", "M", 1)), "G H"
    ),
    "spouse-and-child": ((("X", "0", "0", 1), ("S", "0", "0", 2), ("C", "X", "S", 1)), "S C"),
    "two-children": ((("X", "0", "0", 1), ("S", "0", "0", 2), ("C", "X", "S", 1), ("D", "X", "S", 2)), "C D"),
    GENERAL: (
        (("G", "0", "0", 1), ("H", "0", "0", 2), ("F", "G", "H", 1), ("U", "G", "H", 1), ("M", "0", "0", 2),
         ("X", "F", "M", 1), ("A", "F", "M", 2), ("V", "0", "0", 2), ("K", "U", "V", 1)), "G A K"
    ),
}  # fmt: skip
"""Name → people (id, father, mother, sex) and who is typed; X is missing. The last is a general pedigree."""

Loci = dict[str, dict[str, float]]
MODEL = {
    "model": "stepwise", "rate": {"male": 0.003, "female": 0.001}, "rate2": 1e-5, "range": 0.1, "transform": "PM"
}  # fmt: skip


def loci(seed: int = 1) -> Loci:
    """Returns invented frequencies of 24 markers with 6 to 37 alleles, or those of REPATRIA_REFERENCE's synth24."""
    reference = os.environ.get("REPATRIA_REFERENCE")
    if reference:
        found: Loci = json.loads((Path(reference) / "kinship/reference/synth24.json").read_text("utf-8"))["loci"]
        return found
    dice = random.Random(seed)
    sizes = [6, 7, 9, 8, 9, 10, 8, 10, 9, 8, 14, 10, 13, 11, 14, 16, 12, 15, 15, 10, 10, 16, 12, 37]
    made: Loci = {}
    for k, size in enumerate(sizes, 1):
        weights = [dice.gammavariate(1, 1) + 0.02 for _ in range(size)]
        made[f"INV{k:02}"] = {str(8 + i): w / sum(weights) for i, w in enumerate(weights)}
    return made


class Invented:
    """Draws people; alleles are passed on without mutation."""

    def __init__(self, table: Loci, seed: int) -> None:
        self.dice = random.Random(seed)
        self.alleles = [tuple(of) for of in table.values()]
        self.cumulated = [_cumulated(tuple(of.values())) for of in table.values()]

    def founder(self) -> list[tuple[str, str]]:
        choices = self.dice.choices
        drawn = (choices(a, cum_weights=c, k=2) for a, c in zip(self.alleles, self.cumulated, strict=True))
        return [(one, two) for one, two in drawn]

    def child(self, father: list[tuple[str, str]], mother: list[tuple[str, str]]) -> list[tuple[str, str]]:
        bits = self.dice.getrandbits(2 * len(father))
        return [
            (f[bits >> 2 * k & 1], m[bits >> (2 * k + 1) & 1])
            for k, (f, m) in enumerate(zip(father, mother, strict=True))
        ]

    def written(self, person: list[tuple[str, str]], lost: float = 0.0, half: float = 0.0) -> list[str]:
        texts = []
        for one, two in person:
            chance = self.dice.random() if lost or half else 1.0
            texts.append("" if chance < lost else f"{one}/-" if chance < lost + half else f"{one}/{two}")
        return texts


def _cumulated(weights: tuple[float, ...]) -> list[float]:
    total, sums = 0.0, []
    for weight in weights:
        total += weight
        sums.append(total)
    return sums


def write(folder: Path, profiles: int, families: int, seed: int = 1) -> None:
    """Writes P.csv, F.jsonl, Q.csv and MODEL.json; profile k is the missing person of family k while there are both."""
    table = loci()
    invented = Invented(table, seed)
    markers = list(table)
    (folder / "MODEL.json").write_text(json.dumps(MODEL), "utf-8")
    rows = [f"{m},{a},{f}" for m, of in table.items() for a, f in of.items()]
    (folder / "Q.csv").write_text("\n".join(["marker,allele,frequency", *rows, ""]), "utf-8")
    names = list(SHAPES)
    with (folder / "F.jsonl").open("w", encoding="utf-8") as lines, (folder / "P.csv").open("w", encoding="utf-8") as p:
        p.write(",".join(["profile", "sex", *markers]) + "\n")
        for k in range(families):
            people, typed = SHAPES[names[k % len(names)]]
            drawn: dict[str, list[tuple[str, str]]] = {}
            for person, father, mother, _ in people:
                drawn[person] = invented.founder() if father == "0" else invented.child(drawn[father], drawn[mother])
            genotypes = {who: invented.written(drawn[who]) for who in typed.split()}
            ids, fathers, mothers, sexes = zip(*people, strict=True)
            line = {
                "family": f"F-{k:07}", "id": ids, "fid": fathers, "mid": mothers, "sex": sexes, "missing": "X",
                "markers": markers, "genotypes": genotypes,
            }  # fmt: skip
            lines.write(json.dumps(line, separators=(",", ":")) + "\n")
            if k < profiles:
                cells = invented.written(drawn["X"], lost=0.1, half=0.02)
                p.write(",".join([f"P-{k:05}", "1" if k % 3 else "", *cells]) + "\n")
