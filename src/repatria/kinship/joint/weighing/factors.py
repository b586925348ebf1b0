"""Sums over genotypes that nobody saw, for all choices of missing persons at once.

A likelihood of a pedigree is a sum of products of small tables (Cannings, Thompson & Skolnick 1978; Lauritzen & Sheehan
2003). Here each table has one more axis: the choices (`Choices.rows`) of the missing persons it knows of. Summing one
variable out brings together the tables that have it, over those choices that agree; so what two assignments share is
computed once. A table's rows are scaled to a largest entry of 1 and the logarithm kept beside: nothing underflows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repatria.kinship.joint.weighing.choices import Choices

Table = NDArray[np.float64]
Structure = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]

MOST_AT_ONCE = 2**22
"""Entries of a product that are held at once (32 MB)."""
TOGETHER = 3
"""Tables multiplied before rows are scaled again."""
SMALL = 1e-60
"""A table with no larger entry is scaled before it is used: four such would underflow."""


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """A table over variables, for each choice of some missing persons.

    Attributes:
        persons: The missing persons, rising keys.
        variables: The variables, one for each axis of ``table`` after the first.
        table: [choice, values ...], not negative.
        scale: Natural logarithm of what each row was divided by; None for nothing.
    """

    persons: tuple[int, ...]
    variables: tuple[int, ...]
    table: Table
    scale: Table | None = None


def structure(factors: Sequence[Factor]) -> Structure:
    """Returns which persons and variables each factor has: what the order of summing depends on."""
    return tuple((factor.persons, factor.variables) for factor in factors)


def order(factors: Sequence[Factor], choices: Choices) -> list[int]:
    """Returns the variables in an order of summing out: each time the one whose product is smallest (greedy).

    Any order gives the same sum; this one keeps tables small.
    """
    size = {
        variable: factor.table.shape[1 + axis] for factor in factors for axis, variable in enumerate(factor.variables)
    }
    scopes = [(frozenset(factor.variables), frozenset(factor.persons)) for factor in factors if factor.variables]
    found: list[int] = []
    costs = {variable: _cost(variable, scopes, size, choices) for variable in size}
    while costs:
        variable = min(costs, key=lambda one: (costs[one], one))
        touched = [scope for scope in scopes if variable in scope[0]]
        merged = (
            frozenset().union(*(scope[0] for scope in touched)) - {variable},
            frozenset().union(*(scope[1] for scope in touched)),
        )
        scopes = [scope for scope in scopes if variable not in scope[0]] + [merged]
        del costs[variable]
        costs |= {other: _cost(other, scopes, size, choices) for other in merged[0]}
        found.append(variable)
    return found


Scope = tuple[frozenset[int], frozenset[int]]


def _cost(variable: int, scopes: Sequence[Scope], size: Mapping[int, int], choices: Choices) -> float:
    variables: set[int] = set()
    persons: set[int] = set()
    for scope in scopes:
        if variable in scope[0]:
            variables |= scope[0]
            persons |= scope[1]
    cost = float(choices.count(tuple(sorted(persons))))
    for one in variables:
        cost *= size[one]
    return cost


def summed(factors: Sequence[Factor], variables: Sequence[int], choices: Choices) -> list[Factor]:
    """Returns the factors left when ``variables`` are summed out one after the other: they have none left."""
    left = list(factors)
    for variable in variables:
        touched = [factor for factor in left if variable in factor.variables]
        left = [factor for factor in left if variable not in factor.variables]
        left.append(_without(variable, touched, choices))
    return left


def _without(variable: int, factors: Sequence[Factor], choices: Choices) -> Factor:
    """Returns the product of factors, summed over a variable."""
    kept = sorted({one for factor in factors for one in factor.variables} - {variable})
    axes = (*kept, variable)
    persons = tuple(sorted({person for factor in factors for person in factor.persons}))
    parts = _grouped(factors, axes)
    indices = [choices.index(persons, part.persons) for part in parts]
    n = len(choices.rows(persons))
    shape = tuple(max(part.table.shape[1 + axis] for part in parts) for axis in range(len(axes)))
    table, scale = np.empty((n, *shape[:-1])), np.zeros(n)
    step = max(1, MOST_AT_ONCE // int(np.prod(shape)))
    for start in range(0, n, step):
        chunk = slice(start, start + step)
        taken = [_taken(part.table, index, chunk) for part, index in zip(parts, indices, strict=True)]
        table[chunk], scale[chunk] = _product_sum(taken)
    for part, index in zip(parts, indices, strict=True):
        if part.scale is not None:
            scale += _taken(part.scale, index, slice(None))
    return Factor(persons, tuple(kept), table, scale)


def _grouped(factors: Sequence[Factor], axes: Sequence[int]) -> list[Factor]:
    """Returns one factor for each set of persons, its axes in the order of ``axes`` with length 1 where it has none."""
    by_persons: dict[tuple[int, ...], list[Factor]] = {}
    for factor in sorted(factors, key=lambda one: one.table.size):
        by_persons.setdefault(factor.persons, []).append(factor)
    merged = [_merged(persons, own, axes) for persons, own in by_persons.items()]
    return sorted(merged, key=lambda one: one.table.size)


def _merged(persons: tuple[int, ...], factors: Sequence[Factor], axes: Sequence[int]) -> Factor:
    scale: Table | None = None
    for factor in factors:
        if factor.scale is not None:
            scale = factor.scale if scale is None else scale + factor.scale
    tables = [_aligned(factor, axes) for factor in factors]
    for place, table in enumerate(tables):
        if factors[place].scale is None and table.max() < SMALL:
            tables[place], own = _scaled(table)
            scale = own if scale is None else scale + own
    product, gone = _multiplied(tables)
    if gone is not None:
        scale = gone if scale is None else scale + gone
    return Factor(persons, tuple(axes), product, scale)


def _multiplied(tables: Sequence[Table]) -> tuple[Table, Table | None]:
    """Returns a product and what its rows were divided by, None for nothing: long products are scaled on the way."""
    product, scale = tables[0], None
    for place, table in enumerate(tables[1:], start=1):
        product = product * table
        if place % TOGETHER == 0:
            product, gone = _scaled(product)
            scale = gone if scale is None else scale + gone
    return product, scale


def _aligned(factor: Factor, axes: Sequence[int]) -> Table:
    places = [factor.variables.index(axis) for axis in axes if axis in factor.variables]
    moved = factor.table.transpose(0, *(1 + place for place in places))
    shape = iter(moved.shape[1:])
    return moved.reshape(len(factor.table), *(next(shape) if axis in factor.variables else 1 for axis in axes))


def _taken(table: Table, index: NDArray[np.int64] | None, chunk: slice) -> Table:
    if len(table) == 1:
        return table
    taken: Table = table[chunk] if index is None else table[index[chunk]]
    return taken


def _product_sum(tables: list[Table]) -> tuple[Table, Table]:
    """Returns the sum over the last axis of a product, scaled by row; the last two tables are never multiplied out."""
    product, scale = _multiplied(tables[:-1] or tables)
    last = tables[-1]
    found: Table = product.sum(axis=-1) if len(tables) == 1 else np.einsum("...x,...x->...", product, last)
    found, gone = _scaled(found)
    return found, gone if scale is None else scale + gone


def _scaled(table: Table) -> tuple[Table, Table]:
    """Returns a table with each row divided by its largest entry, and the logarithms of these."""
    largest = table.reshape(len(table), -1).max(axis=1)
    safe = np.where(largest > 0, largest, 1.0)
    return table / safe.reshape(-1, *([1] * (table.ndim - 1))), np.log(safe)


def logarithms(factor: Factor) -> Table:
    """Returns the natural logarithm of a factor without variables, for each choice; minus infinity for impossible."""
    with np.errstate(divide="ignore"):
        result: Table = np.log(factor.table)
    return result if factor.scale is None else result + factor.scale
