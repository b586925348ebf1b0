"""Plans: in which order the alleles of a family are summed out, worked out once for each shape.

A family is a product of small factors over allele variables (two for each untyped person) and switches of two values
(which of a parent's alleles was passed on; in which order a typed person has theirs). Typed persons are constants once their
order is fixed, so they cut the pedigree: a typed child of untyped parents is a sum of two terms. Summing out one variable
after another (variable elimination: Lauritzen & Sheehan 2003, doi:10.1214/ss/1076102415) leaves a table over the two alleles
of the missing person. A plan lists the products and sums; `kernels` carries them out for sixteen families at a time.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import prod
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.kinship.search.shapes import FOUNDER, Shape

MOST_AXES: Final = 20
"""Variables in one step at most."""

MOST_CELLS: Final = 1 << 21
"""Cells of all tables of a plan at most; sixteen families of 2 M cells take 256 MB."""

MOST_SWITCHES: Final = 3
"""Switches that a plan is split by at most, into two branches each."""

CONSTANT_SHARE: Final = 8
"""How many times cheaper a product of tables that all families share is: it is worked out once for sixteen."""

MANY_TYPED: Final = 10
"""From so many typed persons on, tables are rescaled after every step, so that products never underflow."""


class FamilyTooComplex(InputNotUnderstood):
    """A pedigree has so many loops that its exact tables would not fit in memory."""


class Seen(IntEnum):
    """What is known of a typed person at one marker."""

    NOTHING = 0
    PART = 1  # one allele of two
    WHOLE = 2


class Leaf(IntEnum):
    """Kinds of tables that are filled from genotypes; `kernels` fills them."""

    TO_UNTYPED = 0  # [v]: a typed parent passes v on
    FROM_UNTYPED = (
        1  # [t, p, s]: M[p, s's allele] if this allele p of an untyped parent is passed on to a typed child, else 1
    )
    TO_TYPED = 2  # [s]: a typed parent passes on the allele that a typed child has
    FROM_POPULATION = 3  # [s]: an untyped founder with no other role does
    SEEN_BY_FATHER = 4  # [s, v]: the paternal half of a partial genotype's two terms
    SEEN_BY_MOTHER = 5
    FROM_ALLELE = 6  # [p, s]: allele p of an untyped parent is passed on


class Constant(IntEnum):
    """Tables of a marker that are the same for all families, in the order of `kernels`' buffer of constants."""

    FREQUENCIES = 0  # [v]
    FROM_FATHERS = 1  # [v]: frequencies after one male meiosis
    FROM_MOTHERS = 2
    FIRST_BY_FATHER = 3  # [t, p, v]: M[p, v] if the parent's first allele is passed on (t = 0), else 1
    SECOND_BY_FATHER = 4
    FIRST_BY_MOTHER = 5
    SECOND_BY_MOTHER = 6
    BY_FATHER = 7  # [p, v]: M[p, v]
    BY_MOTHER = 8
    ONE = 9  # []


@dataclass(frozen=True, slots=True)
class Plan:
    """What `kernels.run` does for one shape and pattern of what was seen.

    Attributes:
        leaves: One row a leaf: kind, offset, slot of the child or person, slot of the parent, side (0 paternal), of which allele (0, 1).
        steps: One row a step: kinds and offsets of operands and result, then axes, as `Step.row` writes them.
        result: Offset of the table over the missing person's alleles [paternal, maternal].
        cells: Cells of all tables, at the largest marker.
        shared_cells: Cells of those that families share.
        cost: Products for one family at a marker of `alleles` alleles.
        rescale: Whether tables are rescaled after each step.
    """

    leaves: NDArray[np.int64]
    steps: NDArray[np.int64]
    result: int
    cells: int
    shared_cells: int
    cost: int
    rescale: bool


@dataclass(frozen=True, slots=True)
class _Table:
    """A factor: its axes (variables) in the order in which it is stored, and where it stands."""

    axes: tuple[int, ...]
    constant: int = -1
    leaf: tuple[int, ...] = ()
    made_of_constants: bool = False

    @property
    def is_constant(self) -> bool:
        return self.constant >= 0 or self.made_of_constants

    def given(self, switch: int, value: int) -> _Table | None:
        """Returns the table when a switch has a value; None where it says nothing then."""
        if switch not in self.axes:
            return self
        axes = self.axes[1:]  # a switch of inheritance stands first
        if self.constant >= 0:
            which = (self.constant - Constant.FIRST_BY_FATHER) % 2
            plain = Constant.BY_FATHER + (self.constant - Constant.FIRST_BY_FATHER) // 2
            return _Table(axes, constant=plain) if which == value else None
        return _Table(axes, leaf=(Leaf.FROM_ALLELE, *self.leaf[1:])) if self.leaf[4] == value else None


@dataclass(slots=True)
class _Graph:
    """Variables and factors of a family; a variable is a number, ``binary`` those of two values.

    ``inheritance`` are switches that say which allele an untyped parent with other children has passed on: with one of
    them given a value, the family falls apart more easily.
    """

    tables: list[_Table]
    binary: set[int]
    inheritance: list[int]
    variables: int = 0

    def allele(self) -> int:
        self.variables += 1
        return self.variables - 1

    def switch(self) -> int:
        self.binary.add(self.variables)
        return self.allele()


def compile_plan(shape: Shape, seen: Sequence[Seen], *, alleles: int, most_alleles: int) -> Plan:
    """Returns the cheapest plan found by two greedy orders of elimination.

    Args:
        shape: Who descends from whom.
        seen: What is known at the marker of the person in each slot of the shape.
        alleles: Number of alleles of a usual marker, by which costs are compared.
        most_alleles: Number of alleles of the largest marker, by which memory is laid out.

    Raises:
        FamilyTooComplex: Exact tables would not fit in memory.
    """
    graph, ends = _graph(shape, seen)
    rescale = sum(map(bool, seen)) >= MANY_TYPED
    cost, branches = _best(graph, ends, alleles, may_branch=not rescale)
    return _laid_out(graph, branches, cost, most_alleles, rescale=rescale)


def _best(graph: _Graph, ends: tuple[int, int], alleles: int, *, may_branch: bool) -> tuple[int, list[list[_Step]]]:
    """Returns the cost and steps of one or more branches, whose results add up: greedily, one switch after another."""
    branches = [graph.tables]
    plans = [_cheapest(graph, graph.tables, ends, alleles)]
    for _ in range(MOST_SWITCHES if may_branch else 0):
        best = sum(cost for cost, _ in plans)
        trials = []
        for switch in graph.inheritance:
            if not any(switch in table.axes for table in branches[0]):
                continue
            split = [_given(tables, switch, value) for tables in branches for value in (0, 1)]
            trials.append((split, [_cheapest(graph, tables, ends, alleles) for tables in split]))
        if not trials:
            break
        split, trial = min(trials, key=lambda one: sum(cost for cost, _ in one[1]))
        if sum(cost for cost, _ in trial) >= best:
            break
        branches, plans = split, trial
    return sum(cost for cost, _ in plans), [steps for _, steps in plans]


def _cheapest(graph: _Graph, tables: list[_Table], ends: tuple[int, int], alleles: int) -> tuple[int, list[_Step]]:
    orders = [_eliminate(graph, tables, ends, alleles, by_result=by_result) for by_result in (False, True)]
    return min(orders, key=lambda order: order[0])


def _graph(shape: Shape, seen: Sequence[Seen]) -> tuple[_Graph, tuple[int, int]]:
    """Returns the factors of a family, and the variables of the missing person's alleles."""
    graph = _Graph([], set(), [])
    told = dict(zip(shape.typed, seen, strict=True))
    needed = _needed(shape, {p for p in shape.typed if told[p]} | {shape.missing})
    whole = {person: slot for slot, person in enumerate(shape.typed) if told[person] is Seen.WHOLE}
    children = {
        person: sum(person in (shape.fathers[c], shape.mothers[c]) for c in needed) for person in range(len(shape))
    }
    open_ = [p for p in sorted(needed) if p not in whole]
    alone = {
        p for p in open_
        if shape.fathers[p] == FOUNDER and children[p] == 1 and not told.get(p) and p != shape.missing
    }  # fmt: skip
    pair = {p: (graph.allele(), graph.allele()) for p in open_ if p not in alone}
    symmetric = _first_children(shape, needed, whole)
    for person in sorted(needed):
        phase = graph.switch() if person in whole and shape.fathers[person] != FOUNDER else -1
        if told.get(person) is Seen.PART:
            _see_part(graph, shape.typed.index(person), pair[person])
        if shape.fathers[person] == FOUNDER:
            if person in pair:
                graph.tables += [_Table((v,), constant=Constant.FREQUENCIES) for v in pair[person]]
            continue
        for side, parent in enumerate((shape.fathers[person], shape.mothers[person])):
            _pass_on(graph, side, parent, person, phase, whole, pair)
            if parent in pair and symmetric.get(parent) == person:
                _settle(graph, graph.variables - 1, 0)
            elif parent in pair and shape.fathers[parent] != FOUNDER and children[parent] > 1:
                graph.inheritance.append(graph.variables - 1)
    return graph, pair[shape.missing]


def _settle(graph: _Graph, switch: int, value: int) -> None:
    graph.tables = _given(graph.tables, switch, value)


def _given(tables: Iterable[_Table], switch: int, value: int) -> list[_Table]:
    """Returns the tables when a switch has a value."""
    settled = (table.given(switch, value) for table in tables)
    return [table for table in settled if table is not None]


def _first_children(shape: Shape, needed: set[int], whole: Container[int]) -> dict[int, int]:
    """Returns one child of each founder, untyped if possible.

    Nothing tells a founder's two alleles apart, so that one child may be taken to have the first: exact, and half the work.
    """
    found: dict[int, int] = {}
    for child in sorted(needed, key=lambda person: person in whole):
        for parent in (shape.fathers[child], shape.mothers[child]):
            if parent != FOUNDER and shape.fathers[parent] == FOUNDER:
                found.setdefault(parent, child)
    return found


def _needed(shape: Shape, wanted: set[int]) -> set[int]:
    """Returns those wanted and their ancestors."""
    needed: set[int] = set()
    for person in range(len(shape) - 1, -1, -1):  # parents stand before children
        if person in wanted:
            needed.add(person)
            wanted = wanted | {shape.fathers[person], shape.mothers[person]}
    return needed


def _see_part(graph: _Graph, slot: int, pair: tuple[int, int]) -> None:
    term = graph.switch()
    graph.tables += [
        _Table((term, pair[0]), leaf=(Leaf.SEEN_BY_FATHER, slot, 0, 0, 0)),
        _Table((term, pair[1]), leaf=(Leaf.SEEN_BY_MOTHER, slot, 0, 1, 0)),
    ]


def _pass_on(
    graph: _Graph,
    side: int,
    parent: int,
    child: int,
    phase: int,
    whole: dict[int, int],
    pair: dict[int, tuple[int, int]],
) -> None:
    """Adds the factors of one meiosis; `side` 0 is the father's."""
    slot = whole.get(child, 0)
    match (parent in whole, parent in pair, child in whole):
        case (True, _, True):
            graph.tables.append(_Table((phase,), leaf=(Leaf.TO_TYPED, slot, whole[parent], side, 0)))
        case (True, _, False):
            graph.tables.append(_Table((pair[child][side],), leaf=(Leaf.TO_UNTYPED, 0, whole[parent], side, 0)))
        case (False, False, True):
            graph.tables.append(_Table((phase,), leaf=(Leaf.FROM_POPULATION, slot, 0, side, 0)))
        case (False, False, False):
            kind = Constant.FROM_MOTHERS if side else Constant.FROM_FATHERS
            graph.tables.append(_Table((pair[child][side],), constant=kind))
        case (False, True, True):
            which = graph.switch()
            graph.tables += [
                _Table((which, allele, phase), leaf=(Leaf.FROM_UNTYPED, slot, 0, side, j))
                for j, allele in enumerate(pair[parent])
            ]
        case _:
            which = graph.switch()
            first = Constant.FIRST_BY_MOTHER if side else Constant.FIRST_BY_FATHER
            graph.tables += [
                _Table((which, allele, pair[child][side]), constant=first + j) for j, allele in enumerate(pair[parent])
            ]


@dataclass(frozen=True, slots=True)
class _Step:
    """A product of two tables, summed over one variable (-1: none)."""

    left: _Table
    right: _Table
    summed: int
    made: _Table


_ONE: Final = _Table((), constant=Constant.ONE)


def _eliminate(
    graph: _Graph, given: list[_Table], ends: tuple[int, int], alleles: int, *, by_result: bool
) -> tuple[int, list[_Step]]:
    """Returns the number of products and the steps that leave one table over `ends`."""
    size = [2 if v in graph.binary else alleles for v in range(graph.variables)]
    tables = list(given)
    steps: list[_Step] = []
    open_ = {v for table in tables for v in table.axes} - set(ends)
    while open_:
        best = min(open_, key=lambda v: (_price(tables, v, size, by_result=by_result), v))
        mine = [table for table in tables if best in table.axes]
        tables = [table for table in tables if best not in table.axes]
        tables.append(_join(mine, best, size, steps))
        open_.discard(best)
    result = _join(tables, -1, size, steps)
    if result.axes != ends:
        steps.append(_step(result, _ONE, -1, ends))
    return sum(_worked(step, size) for step in steps), steps


def _worked(step: _Step, size: Sequence[int]) -> int:
    products = prod(size[v] for v in {*step.left.axes, *step.right.axes, *step.made.axes})
    return products // CONSTANT_SHARE if step.made.is_constant else products


def _price(tables: Iterable[_Table], variable: int, size: Sequence[int], *, by_result: bool) -> tuple[int, int]:
    mine = [table for table in tables if variable in table.axes]
    axes = {v for table in mine for v in table.axes}
    result = prod(size[v] for v in axes - {variable})
    if all(table.is_constant for table in mine):
        result //= CONSTANT_SHARE
    worked = result * size[variable] * max(1, len(mine) - 1)
    return (result, worked) if by_result else (worked, result)


def _join(tables: list[_Table], summed: int, size: Sequence[int], steps: list[_Step]) -> _Table:
    """Multiplies tables, the pair with the smallest product first, and sums in the last product."""
    left = list(tables)
    while len(left) > 2:
        *_, i, j = min(
            (prod(size[v] for v in {*left[i].axes, *left[j].axes}), left[i].is_constant + left[j].is_constant == 1, i, j)
            for i in range(len(left)) for j in range(i)
        )  # fmt: skip
        steps.append(_step(left[i], left[j], -1))
        left = [table for k, table in enumerate(left) if k not in (i, j)] + [steps[-1].made]
    if len(left) == 1 and summed < 0:
        return left[0]
    steps.append(_step(left[0], left[1] if len(left) == 2 else _ONE, summed))
    return steps[-1].made


def _step(left: _Table, right: _Table, summed: int, axes: tuple[int, ...] | None = None) -> _Step:
    if left.is_constant and not right.is_constant:
        left, right = right, left
    made = tuple(sorted({*left.axes, *right.axes} - {summed})) if axes is None else axes
    return _Step(left, right, summed, _Table(made, made_of_constants=left.is_constant))


class _Room:
    """Places in a work space; what is freed is used again."""

    def __init__(self) -> None:
        self.end = 0
        self.free: list[tuple[int, int]] = []

    def take(self, cells: int) -> int:
        fitting = [hole for hole in self.free if hole[1] >= cells]
        if not fitting:
            self.end += cells
            if self.end > MOST_CELLS:
                raise FamilyTooComplex("the exact tables of this family would not fit in memory", hint=_HINT)
            return self.end - cells
        start, length = min(fitting, key=lambda hole: hole[1])
        self.free.remove((start, length))
        if length > cells:
            self.free.append((start + cells, length - cells))
        return start


def _laid_out(graph: _Graph, branches: list[list[_Step]], cost: int, alleles: int, *, rescale: bool) -> Plan:
    """Gives every table its place; a table's place is free again after its only use."""
    size = [2 if v in graph.binary else alleles for v in range(graph.variables)]
    rooms = (_Room(), _Room())
    place: dict[int, int] = {}
    leaves: list[tuple[int, ...]] = []
    rows: list[list[int]] = []

    def cells(table: _Table) -> int:
        return prod(size[v] for v in table.axes)

    def operand(table: _Table) -> tuple[int, int]:
        if table.constant >= 0:
            return Operand.SHARED, table.constant
        if id(table) not in place:  # a leaf is filled just before its use
            place[id(table)] = rooms[0].take(cells(table))
            leaves.append((len(rows), *table.leaf, place[id(table)]))
        return Operand.WORKED_SHARED if table.is_constant else Operand.OWN, place[id(table)]

    results = []
    for steps in branches:
        for step in steps:
            left, right = operand(step.left), operand(step.right)
            place[id(step.made)] = rooms[step.made.is_constant].take(cells(step.made))
            rows.append(_row(step, left, right, place[id(step.made)], graph.binary))
            for table in (step.left, step.right):
                if table.constant < 0:
                    rooms[table.is_constant].free.append((place.pop(id(table)), cells(table)))
        results.append(_own(rows, steps[-1].made, rooms[0], place[id(steps[-1].made)], cells(steps[-1].made)))
    rows += [_added(rows[-1], results[0], other) for other in results[1:]]
    return Plan(
        leaves=np.array(leaves, np.int64).reshape(len(leaves), LEAF_WIDTH),
        steps=np.array(rows, np.int64).reshape(len(rows), STEP_WIDTH),
        result=results[0],
        cells=rooms[0].end,
        shared_cells=rooms[1].end,
        cost=cost,
        rescale=rescale,
    )


def _own(rows: list[list[int]], table: _Table, room: _Room, place: int, cells: int) -> int:
    """Returns where a result stands for each family; one that is the same for all is copied."""
    if not table.is_constant:
        return place
    step = _Step(table, _ONE, -1, _Table(table.axes))
    own = room.take(cells)
    rows.append(_row(step, (Operand.SPREAD, place), (Operand.SHARED, Constant.ONE), own, set()))
    return own


def _added(like: list[int], first: int, other: int) -> list[int]:
    """Returns the step that adds one branch's result to the first's."""
    row = list(like)
    row[:5] = [Operand.ADDED, other, Operand.OWN, first, first]
    row[5:9] = [2, 0, 0, 0]
    row[9:11] = [0, 0]
    return row


class Operand(IntEnum):
    """Where a table of a step stands."""

    OWN = 0  # one for each family, in the work space
    SHARED = 1  # a `Constant` of the marker
    WORKED_SHARED = 2  # worked out of those, in the shared work space
    ADDED = 3  # as the left one: it is added to the right one
    SPREAD = 4  # as the left one: a worked out table is copied for each family


_HINT: Final = "type fewer of the distant relatives, or compare this family by `kinship lr`"
LEAF_WIDTH: Final = 7
STEP_WIDTH: Final = 9 + 3 * MOST_AXES
"""Kind and place of the operands, place of the result, number of loops, whether the last is summed, numbers of axes; loops; axes."""


def _row(step: _Step, left: tuple[int, int], right: tuple[int, int], made: int, binary: set[int]) -> list[int]:
    """Returns a step as numbers; loops run over the result's axes in order, then over the summed variable."""
    loops = [*step.made.axes, *([step.summed] if step.summed >= 0 else [])]
    if len(loops) > MOST_AXES:
        raise FamilyTooComplex("too many persons in this family depend on each other", hint=_HINT)
    kinds = [int(v in binary) for v in loops]
    axes = [[loops.index(v) for v in table.axes] for table in (step.left, step.right)]
    pad = [[0] * (MOST_AXES - len(row)) for row in (kinds, *axes)]
    head = [*left, *right, made, len(loops), int(step.summed >= 0), len(axes[0]), len(axes[1])]
    return [*head, *kinds, *pad[0], *axes[0], *pad[1], *axes[1], *pad[2]]
