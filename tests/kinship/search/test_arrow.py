"""Records of Arrow in and out give what files give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

import repatria.kinship
from repatria.errors import InputNotUnderstood
from repatria.kinship.search.arrow import FAMILIES, screen
from repatria.kinship.search.families import FamilyRow

Invent = Callable[..., Any]


def lot_of(rows: list[FamilyRow], *, struct: bool = False) -> pa.RecordBatch:
    cells = {name: [getattr(row, name) for row in rows] for name in FAMILIES.names}
    if struct:
        table = {name: pa.array(values) for name, values in cells.items()}
        return pa.RecordBatch.from_pydict(table)
    cells["genotypes"] = [list(row.genotypes.items()) for row in rows]
    return pa.RecordBatch.from_pydict(cells, schema=FAMILIES)


def pairs(lots: Any) -> set[tuple[str, str, float]]:
    return {tuple(row.values()) for lot in lots for row in lot.to_pylist()}


@pytest.mark.parametrize("struct", [False, True])
def test_hits_equal_the_engine(invent: Invent, struct: bool) -> None:
    invented = invent(seed=31)
    rows, profiles = invented.every_shape(times=2), invented.profiles(4)
    lots = [lot_of(rows[:11], struct=struct), lot_of(rows[11:], struct=struct)]
    got = pairs(screen(lots, profiles=profiles, markers=invented.markers, threshold=0.0))
    expected = {(p.id, row.family): invented.engine(row, p) for p in profiles.profiles for row in rows}
    expected = {pair: value for pair, value in expected.items() if value >= 0}
    assert {(p, f): value for p, f, value in got} == pytest.approx(expected, abs=1e-9)


def test_the_best_below_the_threshold_come_last(invent: Invent) -> None:
    invented = invent(seed=32)
    rows, profiles = invented.every_shape(times=2), invented.profiles(3)
    arguments: dict[str, Any] = {"profiles": profiles, "markers": invented.markers}
    ranked = sorted(pairs(screen([lot_of(rows)], threshold=-1e6, **arguments)), key=lambda row: -row[2])
    best = {row for name in ("P0", "P1", "P2") for row in [row for row in ranked if row[0] == name][:2]}
    assert pairs(screen([lot_of(rows)], threshold=1e6, top=2, **arguments)) == best


def test_the_library_has_it_by_name() -> None:
    assert repatria.kinship.screen is screen


def test_families_without_a_column_are_refused(invent: Invent) -> None:
    invented = invent()
    less = lot_of(invented.every_shape(times=1)).drop_columns(["sex"])
    with pytest.raises(InputNotUnderstood, match="a column of the families is missing"):
        list(screen([less], profiles=invented.profiles(1), markers=invented.markers, threshold=0.0))


@pytest.mark.parametrize("column", ["family", "id", "fid", "mid", "sex", "missing", "markers"])
def test_a_null_sets_its_family_aside_and_no_other(invent: Invent, column: str) -> None:
    invented = invent(seed=33)
    rows = invented.every_shape(times=1)
    arguments: dict[str, Any] = {"profiles": invented.profiles(2), "markers": invented.markers, "threshold": -1e6}
    whole = lot_of(rows)
    values = [None, *whole.column(column).to_pylist()[1:]]
    broken = whole.set_column(FAMILIES.get_field_index(column), column, pa.array(values, FAMILIES.field(column).type))
    assert pairs(screen([broken], **arguments)) == pairs(screen([lot_of(rows[1:])], **arguments))


def test_a_threshold_that_is_no_number_is_refused(invent: Invent) -> None:
    invented = invent()
    with pytest.raises(InputNotUnderstood, match="the threshold is no number"):
        list(screen([], profiles=invented.profiles(1), markers=invented.markers, threshold=float("nan")))
