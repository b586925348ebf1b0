"""The power of many families at once is that of each."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest

from repatria.kinship import Marker, Mutation
from repatria.kinship.files.families import from_line
from repatria.kinship.power import measure, tables
from repatria.kinship.power.many import reach
from repatria.kinship.search.families import Reader
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


def test_each_family_is_measured_as_by_itself() -> None:
    panel = Panel.of(MARKERS)
    some = lines(40)
    lot = Reader(panel).read_lines(some, first=1)
    told = {one.line: one for one in reach(panel, lot, threshold=1.0, draws=4000, seed=5)}
    assert sorted(told) == list(range(1, 41))
    plain = [Marker.of(marker.name, LADDER) for marker in MARKERS]
    for number, line in enumerate(some, start=1):
        family = from_line(line, place="")
        seen = {who: [of[m.name] or None for m in MARKERS] for who, of in family.genotypes.items()}
        made = tables(family.pedigree, missing="X", markers=MARKERS, observations=seen)
        strict = tables(family.pedigree, missing="X", markers=plain, observations=seen)
        found = measure(made, without_mutation=strict, threshold=1.0, profiles=1, draws=4000, seed=1)
        one = told[number]
        assert (one.mean, *one.excluded) == pytest.approx((found.found.mean, *found.excluded), abs=1e-9)
        assert one.greatest == pytest.approx(sum(float(np.log10(table.ratio.max())) for table in made), abs=1e-9)
        assert one.reaches == pytest.approx(found.found.reaches, abs=0.05)
        assert one.quantiles == pytest.approx(found.found.quantiles, abs=0.35)
        assert one.markers == found.markers


def test_a_familys_figures_do_not_depend_on_its_company() -> None:
    panel = Panel.of(MARKERS)
    some = lines(20)
    together = {
        one.line: one for one in reach(panel, Reader(panel).read_lines(some, first=1), threshold=1.0, draws=50, seed=2)
    }
    for number, line in enumerate(some, start=1):
        (alone,) = reach(panel, Reader(panel).read_lines([line], first=number), threshold=1.0, draws=50, seed=2)
        assert alone.quantiles == pytest.approx(together[number].quantiles, abs=1e-12)
