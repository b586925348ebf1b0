"""Nothing small that is withheld can be computed: every table of the same publication is enumerated."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.register.suppression import Cell, Sum, withheld

LEAST = 3
"""The least published number of the enumerated tables; small, so that all of them can be tried."""
TOP = ("all",)


def tables(counts: dict[Cell, int], sums: list[Sum], hidden: frozenset[Cell], bound: int) -> list[dict[Cell, int]]:
    """Returns every table that whoever reads the publication must hold possible, withheld parts up to ``bound``."""
    wholes = {one.whole for one in sums}
    free = sorted(cell for cell in hidden if cell not in wholes)
    found = []
    for values in product(range(1, bound + 1), repeat=len(free)):
        table = counts | dict(zip(free, values, strict=True))
        for one in reversed(sums):
            table[one.whole] = sum(table[part] for part in one.parts)
        if all(table[whole] == counts[whole] for whole in wholes - hidden):
            found.append(table)
    return found


def assert_nothing_small_is_told(counts: dict[Cell, int], sums: list[Sum]) -> None:
    hidden = withheld(counts, sums=sums, minimum=LEAST)
    small = [cell for cell, n in counts.items() if 0 < n < LEAST]
    assert set(small) <= hidden
    possible = tables(counts, sums, hidden, bound=7)
    parts_of = {one.whole: one.parts for one in sums}

    def people_at_least(cell: Cell) -> int:
        """Who is told that two parts are not nobody knows that the whole is at least two."""
        parts = parts_of.get(cell)
        return sum(map(people_at_least, parts)) if parts else int(counts[cell] > 0)

    for cell in small:
        values = {table[cell] for table in possible}
        assert values >= set(range(people_at_least(cell), LEAST))
        assert len(values) > 1


def test_every_small_table_with_a_sum() -> None:
    for parts in product(range(6), repeat=3):
        cells = {("part", str(at)): n for at, n in enumerate(parts)}
        assert_nothing_small_is_told({TOP: sum(parts), **cells}, [Sum(TOP, tuple(cells))])


def test_every_small_table_of_sums_of_sums() -> None:
    for a, b, c, d in product(range(4), repeat=4):
        cells: dict[Cell, int] = {("x", "1"): a, ("x", "2"): b, ("y", "1"): c, ("y", "2"): d}
        wholes: dict[Cell, int] = {("x",): a + b, ("y",): c + d, TOP: a + b + c + d}
        sums = [
            Sum(TOP, (("x",), ("y",))),
            Sum(("x",), (("x", "1"), ("x", "2"))),
            Sum(("y",), (("y", "1"), ("y", "2"))),
        ]
        assert_nothing_small_is_told({**wholes, **cells}, sums)


def test_the_enumeration_finds_what_naive_withholding_tells() -> None:
    counts = {TOP: 6, ("a",): 1, ("b",): 5}
    naive = frozenset({("a",)})
    assert {table["a",] for table in tables(counts, [Sum(TOP, (("a",), ("b",)))], naive, bound=9)} == {1}


@pytest.mark.parametrize(
    ("parts", "hidden"),
    [
        ((40, 30, 0), ""),
        ((40, 12, 3), "bc"),
        ((40, 5, 5), "bc"),
        ((40, 4, 5), "abc"),
        ((40, 0, 3), "ac"),
        ((0, 0, 3), "cT"),
        ((1, 1, 1), "abcT"),
        ((3, 3, 4), "abcT"),
    ],
)
def test_the_smallest_further_number_is_withheld(parts: tuple[int, int, int], hidden: str) -> None:
    counts: dict[Cell, int] = {("T",): sum(parts)} | {(name,): n for name, n in zip("abc", parts, strict=True)}
    found = withheld(counts, sums=[Sum(("T",), (("a",), ("b",), ("c",)))])
    assert found == {(name,) for name in hidden}


def test_numbers_that_count_the_same_are_withheld_together() -> None:
    counts: dict[Cell, int] = {
        ("list", "returned"): 12,
        ("list", "held"): 3,
        ("list",): 15,
        ("clause", "moved"): 12,
        ("x",): 0,
    }
    sums = [Sum(("list",), (("list", "returned"), ("list", "held")))]
    found = withheld(counts, sums=sums, alike=[(("list", "returned"), ("clause", "moved"), ("x",))])
    assert found == {("list", "returned"), ("list", "held"), ("clause", "moved")}


def test_what_is_withheld_for_another_table_is_not_told_by_its_own() -> None:
    ours: dict[Cell, int] = {("ours",): 15, ("ours", "returned"): 12, ("ours", "held"): 3}
    theirs: dict[Cell, int] = {("theirs",): 12, ("theirs", "returned"): 12}
    sums = [Sum(("ours",), (("ours", "returned"), ("ours", "held"))), Sum(("theirs",), (("theirs", "returned"),))]
    alike = [(("ours", "returned"), ("theirs", "returned"))]
    assert withheld({**ours, **theirs}, sums=sums, alike=alike) == {*ours, *theirs} - {("ours",)}


def test_what_the_publication_is_read_for_is_withheld_last() -> None:
    counts: dict[Cell, int] = {("eligible",): 41, ("moved",): 40, ("to go",): 1}
    sums = [Sum(("eligible",), (("moved",), ("to go",)))]
    assert withheld(counts, sums=sums) == {("moved",), ("to go",)}
    assert withheld(counts, sums=sums, dear=[("moved",)]) == {("eligible",), ("to go",)}


def test_numbers_of_other_sizes_are_other_people() -> None:
    counts: dict[Cell, int] = {("a",): 3, ("b",): 66, ("c",): 12}
    assert withheld(counts, alike=[tuple(counts)]) == {("a",), ("c",)}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60)))
def test_laws(parts: dict[str, int]) -> None:
    counts: dict[Cell, int] = {("T",): sum(parts.values())} | {(name,): n for name, n in parts.items()}
    one = Sum(("T",), tuple((name,) for name in parts))
    found = withheld(counts, sums=[one])
    assert found == withheld(dict(reversed(counts.items())), sums=[one])
    assert all(counts[cell] for cell in found)  # nobody is nothing to hide
    assert len(found) != 1
