"""Whose sample would help most is what asking for each says."""

from __future__ import annotations

import json
import random

import msgspec
import pytest

from repatria.kinship import Marker, Mutation, Pedigree
from repatria.kinship.power import ask
from repatria.kinship.power.trying import ask_many
from repatria.kinship.search.families import FamilyRow
from repatria.kinship.search.panel import Panel

SHAPES = {
    "mother": (("F", "0", "0", 1), ("M", "0", "0", 2), ("X", "F", "M", 1)),
    "parents": (("F", "0", "0", 1), ("M", "0", "0", 2), ("X", "F", "M", 1)),
    "sib": (("F", "0", "0", 1), ("M", "0", "0", 2), ("X", "F", "M", 1), ("A", "F", "M", 2)),
    "child": (("X", "0", "0", 1), ("S", "0", "0", 2), ("C", "X", "S", 2)),
}
TYPED = {"mother": "M", "parents": "F M", "sib": "A", "child": "S C"}
LADDER = {"8": 0.1, "9": 0.3, "10": 0.35, "11": 0.2, "12": 0.05}
MARKERS = tuple(Marker.of(f"M{k}", LADDER, mutation=Mutation.usual()) for k in range(5))


def lines(count: int) -> list[bytes]:
    dice = random.Random(3)
    made = []
    for k in range(count):
        name = list(SHAPES)[k % len(SHAPES)]
        ids, fathers, mothers, sexes = zip(*SHAPES[name], strict=True)
        results = [""] if k % 7 == 0 else []
        genotypes = {
            who: [dice.choice([f"{dice.choice('89')}/10", "10/10", "9/10", *results]) for _ in MARKERS]
            for who in TYPED[name].split()
        }
        value = {
            "family": f"F{k}", "id": ids, "fid": fathers, "mid": mothers, "sex": sexes, "missing": "X",
            "markers": [marker.name for marker in MARKERS], "genotypes": genotypes,
        }  # fmt: skip
        made.append(json.dumps(value).encode())
    return made


def test_further_relatives_are_ranked_as_by_asking_for_each() -> None:
    panel = Panel.of(MARKERS)
    words = ("father", "mother", "sister", "son")
    rows = [msgspec.json.decode(line, type=FamilyRow) for line in lines(8)]
    told = ask_many(panel, rows, words, threshold=1.0, draws=200, seed=4)
    for row, gains in zip(rows, told, strict=True):
        pedigree = Pedigree.of(row.id, row.fid, row.mid, row.sex)
        expected = ask(
            pedigree, words, missing="X", markers=MARKERS, observations=row.genotypes, threshold=1.0, draws=800, seed=1
        )
        assert sorted(one.relative for one in gains) == sorted(one.relative for one in expected)
        by_name = {one.relative: one for one in expected}
        for one in gains:
            twin = by_name[one.relative]
            assert one.gain == pytest.approx(twin.gain, abs=4 * (one.error + twin.error) + 1e-9)
            assert one.reaches == pytest.approx(twin.reaches, abs=0.12)
