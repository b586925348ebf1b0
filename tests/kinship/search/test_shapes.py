"""Shapes: families that differ in names and order only are one shape; what cannot matter is left out."""

from __future__ import annotations

import random

from repatria.kinship.search.plans import Seen, compile_plan
from repatria.kinship.search.shapes import Shape, shape_of

SIBS = Shape(fathers=(-1, -1, 0, 0, 0), mothers=(-1, -1, 1, 1, 1), missing=2, typed=(3, 4))


def shuffled(shape: Shape, order: list[int]) -> tuple[Shape, tuple[int, ...]]:
    place = {old: new for new, old in enumerate(order)} | {-1: -1}
    return shape_of(
        fathers=[place[shape.fathers[old]] for old in order],
        mothers=[place[shape.mothers[old]] for old in order],
        missing=place[shape.missing],
        typed=[place[old] for old in shape.typed],
    )


def test_order_of_persons_does_not_matter() -> None:
    dice = random.Random(1)
    uncle = Shape(fathers=(-1, -1, 0, 0, -1, 2), mothers=(-1, -1, 1, 1, -1, 4), missing=5, typed=(3,))
    for shape in (SIBS, uncle):
        orders = [dice.sample(range(len(shape)), len(shape)) for _ in range(40)]
        assert len({shuffled(shape, order)[0] for order in orders}) == 1


def test_slots_say_which_person_stands_where() -> None:
    shape, slots = shape_of(fathers=[1, -1, -1, 1], mothers=[2, -1, -1, 2], missing=0, typed=[3, 1])
    assert sorted(slots) == [1, 3]
    assert [shape.fathers[k] for k in shape.typed] == [
        [-1, -1][0] if s == 1 else shape.fathers[shape.missing] for s in slots
    ]


def test_untyped_descendants_are_left_out() -> None:
    with_child, _ = shape_of(fathers=[-1, -1, 0, -1, 2], mothers=[-1, -1, 1, -1, 3], missing=2, typed=[1])
    without, _ = shape_of(fathers=[-1, -1, 0], mothers=[-1, -1, 1], missing=2, typed=[1])
    assert with_child == without


def test_a_founder_needs_no_second_switch() -> None:
    both = compile_plan(SIBS, [Seen.WHOLE, Seen.WHOLE], alleles=14, most_alleles=40)
    one = compile_plan(SIBS, [Seen.WHOLE, Seen.NOTHING], alleles=14, most_alleles=40)
    assert one.cost < both.cost < 14**3 * 4  # no table of three alleles is worked out
