"""In which order a network is summed out: made once for each shape, then followed for any numbers.

Variables are summed out one by one (peeling: Cannings, Thompson & Skolnick 1978; Lauritzen & Sheehan 2003); which comes
next is chosen greedily by several rules of thumb, and the cheapest of the orders is kept. Every step is a product of matrices or
a product element by element, over all markers at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.kinship.peeling.network import Network, Setting, build, scope

Array = NDArray[np.float64]

STEP_COST = 4_000
"""What a step costs beside its arithmetic, in multiplications: about 4 us of NumPy (benchmarks/kinship_lr.py)."""

LARGEST = 40_000_000
"""Numbers in one table at most, for each marker: 320 MB."""


TINY = 1e-250
"""Below this a product is computed again on a scale of logarithms: the smallest double is 2e-308."""


class TooLarge(InputNotUnderstood):
    """A likelihood needs more memory than there is; nothing is computed, so that no wrong number comes out."""


class Step(NamedTuple):
    """One step: tensors ``left`` and ``right`` become the next one.

    Attributes:
        left: Position of the first tensor.
        right: Position of the second; None where axes of one are summed.
        left_axes: Permutation of the first's axes, that of markers included; None for none.
        right_axes: Permutation of the second's.
        left_shape: Shape after that, without markers.
        right_shape: Shape of the second.
        shape: Shape of the result, without markers; None where it has that shape already.
        by_matrix: Whether it is a product of matrices, else element by element.
        summed: Axes that are summed (steps of one tensor).
    """

    left: int
    right: int | None
    left_axes: tuple[int, ...] | None
    right_axes: tuple[int, ...] | None
    left_shape: tuple[int, ...]
    right_shape: tuple[int, ...]
    shape: tuple[int, ...]
    by_matrix: bool
    summed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps that turn the factors of a network into one number for each marker.

    Attributes:
        network: Its network.
        steps: In order; each adds a tensor.
        cost: Multiplications for each marker.
        largest: Numbers in the largest table, for each marker.
    """

    network: Network
    steps: tuple[Step, ...]
    cost: float
    largest: int


def compiled(setting: Setting) -> Plan:
    """Returns the cheapest plan found for a setting, remembered.

    Raises:
        TooLarge: Every order needs a table too large for a computer of today.
    """
    plan = cheapest(setting)
    if plan.largest > LARGEST:
        raise TooLarge(
            "the pedigree is too entangled for this many alleles",
            hint="use a mutation model that lumps (equal, proportional), or fewer untyped relatives in loops",
        )
    return plan


@lru_cache(maxsize=4096)
def cheapest(setting: Setting) -> Plan:
    """Returns the cheapest plan found, however large it is."""
    plans = [
        plan_of(network, [scope(factor) for factor in network.factors])
        for network in (build(replace(setting, coins=coins)) for coins in (True, False))
    ]
    return min(plans, key=lambda plan: (plan.largest > LARGEST, plan.cost + STEP_COST * len(plan.steps)))


def plan_of(network: Network, scopes: Sequence[tuple[int, ...]]) -> Plan:
    """Returns the cheapest plan for factors over these variables."""
    orders = [_Ordering(network, scopes, rule) for rule in RULES]
    return min(orders, key=lambda order: (order.largest > LARGEST, order.cost + STEP_COST * len(order.steps))).plan()


Rule = tuple[int, int, int]
"""How a variable to be summed out is rated: weights of the cost of the product, the size of its result, the sizes before."""

RULES: tuple[Rule, ...] = ((1, 0, 0), (0, 1, 0), (0, 1, -1))


class _Ordering:
    """Sums out variables greedily by a rule, and notes the steps."""

    def __init__(self, network: Network, scopes: Sequence[tuple[int, ...]], rule: Rule) -> None:
        self.network, self.sizes, self.rule = network, network.sizes, rule
        self.scopes = list(scopes)
        self.waiting = set(range(len(scopes)))
        self.at: dict[int, set[int]] = {}  # tensors that have a variable
        for tensor, held in enumerate(scopes):
            for variable in held:
                self.at.setdefault(variable, set()).add(tensor)
        self.ratings: dict[int, tuple[float, int]] = {}
        self.steps: list[Step] = []
        self.cost, self.largest = 0.0, max((self._size(held) for held in scopes), default=1)
        for tensor in range(len(scopes)):
            self._drop_private(tensor)
        while self.at:
            self._sum_out(min(map(self._rated, self.at))[1])
        while len(self.waiting) > 1:
            self._join(*sorted(self.waiting)[:2])

    def plan(self) -> Plan:
        """Returns the plan."""
        return Plan(self.network, tuple(self.steps), self.cost, self.largest)

    def _size(self, variables: Iterable[int]) -> int:
        return prod(self.sizes[variable] for variable in variables)

    def _rated(self, variable: int) -> tuple[float, int]:
        """Rates a variable; ratings are kept until a tensor that has it changes."""
        found = self.ratings.get(variable)
        if found is None:
            holding = self.at[variable]
            cost = self._size({v for tensor in holding for v in self.scopes[tensor]})
            before = sum(self._size(self.scopes[tensor]) for tensor in holding)
            of_cost, of_result, of_before = self.rule
            rating = of_cost * cost + of_result * (cost // self.sizes[variable]) + of_before * before
            found = self.ratings[variable] = (rating, variable)
        return found

    def _drop_private(self, tensor: int) -> None:
        """Sums over variables that no other tensor has."""
        held = self.scopes[tensor]
        private = [v for v in held if len(self.at[v]) == 1]
        if private:
            axes = tuple(place + 1 for place, v in enumerate(held) if v in private)
            self.cost += self._size(held)
            step = Step(tensor, None, None, None, (), (), (), False, axes)
            self._note(step, {tensor}, tuple(v for v in held if v not in private))

    def _note(self, step: Step, used: set[int], scope: tuple[int, ...]) -> None:
        self.steps.append(step)
        made = len(self.scopes)
        self.scopes.append(scope)
        self.waiting -= used
        self.waiting.add(made)
        for variable in {v for tensor in used for v in self.scopes[tensor]}:
            self.at[variable] -= used
            self.ratings.pop(variable, None)
            if variable in scope:
                self.at[variable].add(made)
            elif not self.at[variable]:
                del self.at[variable]
        self.largest = max(self.largest, self._size(scope))

    def _sum_out(self, variable: int) -> None:
        while variable in self.at:
            holding = sorted(self.at[variable])
            if len(holding) == 1:
                self._drop_private(holding[0])
                return
            pairs = combinations(holding, 2)
            self._join(*min(pairs, key=lambda pair: (self._size({*self.scopes[pair[0]], *self.scopes[pair[1]]}), pair)))

    def _join(self, a: int, b: int) -> None:
        """Multiplies two tensors and sums over variables that no other has."""
        left, right = self.scopes[a], self.scopes[b]
        both = [v for v in left if v in right]
        summed = [v for v in both if len(self.at[v]) == 2]
        shared = [v for v in both if v not in summed]
        only_left = [v for v in left if v not in right]
        only_right = [v for v in right if v not in left]
        held = (*shared, *only_left, *only_right)
        self.cost += self._size({*left, *right})
        step = self._by_matrix(a, b, shared, summed, only_left, only_right) if summed else self._by_element(a, b, held)
        self._note(step, {a, b}, held)
        self._drop_private(len(self.scopes) - 1)

    def _by_matrix(
        self, a: int, b: int, shared: list[int], summed: list[int], only_left: list[int], only_right: list[int]
    ) -> Step:
        first, second = [*shared, *only_left, *summed], [*shared, *summed, *only_right]
        head, inner = tuple(self.sizes[v] for v in shared), self._size(summed)
        rows, columns = self._size(only_left), self._size(only_right)
        shape = (*head, *(self.sizes[v] for v in (*only_left, *only_right)))
        return Step(
            a, b, _permuted(self.scopes[a], first), _permuted(self.scopes[b], second),
            (*head, rows, inner), (*head, inner, columns), shape, True, (),
        )  # fmt: skip

    def _by_element(self, a: int, b: int, scope: tuple[int, ...]) -> Step:
        def spread(tensor: int) -> tuple[tuple[int, ...] | None, tuple[int, ...]]:
            mine = [v for v in scope if v in self.scopes[tensor]]
            return _permuted(self.scopes[tensor], mine), tuple(self.sizes[v] if v in mine else 1 for v in scope)

        (left_axes, left_shape), (right_axes, right_shape) = spread(a), spread(b)
        return Step(a, b, left_axes, right_axes, left_shape, right_shape, (), False, ())


def _permuted(scope: Sequence[int], wanted: Sequence[int]) -> tuple[int, ...] | None:
    axes = (0, *(scope.index(v) + 1 for v in wanted))
    return None if axes == tuple(range(len(axes))) else axes


def follow(plan: Plan, tensors: list[Array]) -> Array:
    """Returns the sum over all variables of the product of the factors' tables, for each marker."""
    held = list(tensors)
    for step in plan.steps:
        held.append(_done(step, held))
    return held[-1]


def follow_scaled(plan: Plan, tensors: list[Array], count: int) -> Array:
    """Returns the natural logarithm of what `follow` gives; every table is scaled to 1, so that nothing underflows."""
    logs = np.zeros(count)
    held = [_scaled(tensor, logs) for tensor in tensors]
    for step in plan.steps:
        held.append(_scaled(_done(step, held), logs))
    with np.errstate(divide="ignore"):
        return logs + np.log(held[-1])


def _scaled(tensor: Array, logs: Array) -> Array:
    most = tensor.reshape(len(tensor), -1).max(axis=1)
    scale = np.where(most > 0, most, 1.0)
    logs += np.log(scale)
    return tensor / scale.reshape(-1, *(1,) * (tensor.ndim - 1))


def _done(step: Step, held: list[Array]) -> Array:
    left = held[step.left]
    if step.right is None:
        summed: Array = left.sum(axis=step.summed)
        return summed
    right = held[step.right]
    left = left if step.left_axes is None else left.transpose(step.left_axes)
    right = right if step.right_axes is None else right.transpose(step.right_axes)
    left = left.reshape(len(left), *step.left_shape)
    right = right.reshape(len(right), *step.right_shape)
    if not step.by_matrix:
        return left * right
    product: Array = left @ right
    shaped: Array = product.reshape(len(product), *step.shape)
    return shaped
