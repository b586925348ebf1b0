"""Hits taken apart marker by marker: the ratios of the engine, and contradictions as dvir counts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from repatria.kinship import Pedigree, Sex
from repatria.kinship.joint.pairs import contradictions
from repatria.kinship.joint.weighing.family import Family, Victim
from repatria.kinship.search.families import FamilyRow, Reader
from repatria.kinship.search.pairs import by_marker
from repatria.kinship.search.panel import Panel
from repatria.kinship.search.profiles import Profiles

Invent = Callable[..., Any]


def _results(row: FamilyRow, names: list[str]) -> dict[str, tuple[str | None, ...]]:
    return {who: tuple(of[row.markers.index(name)] or None for name in names) for who, of in row.genotypes.items()}


@pytest.mark.parametrize("seed", [31, 32])
def test_pairs_taken_apart_are_the_engines_and_contradict_as_in_joint(invent: Invent, seed: int) -> None:
    invented = invent(seed=seed)
    rows, table = invented.every_shape(partial=True, times=2), invented.profiles(5)
    names = [marker.name for marker in invented.markers]
    panel = Panel.of(invented.markers)
    profiles, lot = Profiles.of(table, panel=panel), Reader(panel).read_rows(rows, first=1)
    people = {one.id: one for one in table.profiles}
    pairs = [(p, f) for p in range(len(profiles)) for f in range(len(lot))][::-1]
    chosen = np.array(pairs, np.int64)
    told = by_marker(panel, profiles, lot, profile=chosen[:, 0], family=chosen[:, 1])
    for k, (p, f) in enumerate(pairs):
        row, one = rows[int(lot.lines[f]) - 1], people[profiles.names[p]]
        assert told.log10_lr[k] == pytest.approx(invented.engine(row, one), abs=1e-9)
        seen = _results(row, names)
        mine = tuple(one.genotypes[name] or None for name in names)
        shared = [said is not None and any(of[m] for of in seen.values()) for m, said in enumerate(mine)]
        assert told.shared[k].tolist() == shared
        pedigree = Pedigree.of(row.id, row.fid, row.mid, row.sex)
        family = Family(row.family, pedigree, seen, ("X",))
        victim = Victim(one.id, Sex.UNKNOWN, mine)
        counted = contradictions(family, [victim], invented.markers, {"X": (0,)})
        assert told.contradicts[k].sum() == counted["X", 0]
        empty = replace(victim, genotypes=(None,) * len(names))
        alone = contradictions(family, [empty], invented.markers, {"X": (0,)})
        assert told.alone[k].sum() == alone["X", 0]
