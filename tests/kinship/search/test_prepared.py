"""Families kept with their tables give what a search gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from repatria.kinship.search.comparing import Best, Search
from repatria.kinship.search.families import Reader
from repatria.kinship.search.panel import Panel
from repatria.kinship.search.prepared import Prepared
from repatria.kinship.search.profiles import Profiles
from repatria.kinship.search.running import hits_table
from repatria.kinship.search.runs import ranked

Invent = Callable[..., Any]


@pytest.mark.parametrize("sexes", [(0,), (0, 1, 2)])
def test_a_new_profile_finds_what_a_search_finds(invent: Invent, sexes: tuple[int, ...]) -> None:
    invented = invent(seed=41)
    rows, profiles = invented.every_shape(times=4, partial=True), invented.profiles(6, sexes=sexes)
    panel = Panel.of(invented.markers)
    reader = Reader(panel)
    prepared = Prepared.of(panel, [reader.read_rows(rows[:33], first=1), reader.read_rows(rows[33:], first=34)])
    lot = reader.read_rows(rows, first=1)
    search = Search(panel, Profiles.of(profiles, panel=panel), 0.3, 4)
    hits, best = search.compare(lot, Best.nothing(6, 4).bounds())
    names = dict(zip(lot.lines.tolist(), lot.names, strict=True))
    expected = set(map(tuple, (row.values() for row in hits_table(search, lot, hits).to_pylist())))
    for k, name in enumerate(search.profiles.names):
        expected |= {
            (name, names[line], value)
            for line, value in zip(best.line[k].tolist(), best.log10_lr[k].tolist(), strict=True)
        }
    got = prepared.compare(profiles, threshold=0.3, top=4)
    assert ranked(got).equals(got)
    assert set(map(tuple, (row.values() for row in got.to_pylist()))) == expected


def test_without_families_there_is_nothing(invent: Invent) -> None:
    invented = invent()
    prepared = Prepared.of(Panel.of(invented.markers), [])
    assert prepared.compare(invented.profiles(2), threshold=0.0, top=2).num_rows == 0
