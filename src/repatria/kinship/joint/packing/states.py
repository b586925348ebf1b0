"""Sums and maxima over all assignments, without listing them: choices of many blocks that use no victim twice.

Blocks are taken one after the other. All that the rest needs to know of what was chosen before is which victims are used
that a later block could still choose: that is the *state*. Sums over states, forward and backward (Baum 1972 for chains),
give the total, every choice's share and its best completion exactly. The number of states is what it costs: at most two to
the number of victims shared, and one where no victim is shared, so that clusters of competing candidates fall apart by themselves.

Where all blocks of a cluster are single persons the same sums run over victims who choose persons, when that is less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repatria.errors import AnswerIsNo

Table = NDArray[np.float64]
Masks = NDArray[np.uint64]
Index = NDArray[np.integer[Any]]

MOST_THINGS = 63
"""Things that a cluster may share; one bit each."""
MOST_STEPS = 2**27
"""States times choices that are looked at in all: 18 victims and 18 missing persons who may each be anybody are within it."""
MOST_AT_ONCE = 2**22


class JointTooLarge(AnswerIsNo):
    """A cluster of competing candidates is too large to be weighed exactly; the message says how large."""


@dataclass(frozen=True, slots=True, eq=False)
class Chooser:
    """Somebody or something that chooses: a block chooses victims, or a victim a missing person.

    Attributes:
        masks: The things taken by each option, as bits.
        ln_weights: Weight of each option, finite.
    """

    masks: Masks
    ln_weights: Table


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """What is known of a chooser's options over all ways to choose.

    Attributes:
        ln_sum: ln of the summed weight of all ways with this option; over the options it is the total.
        ln_best: ln weight of the best way with this option.
    """

    ln_sum: Table
    ln_best: Table


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """One chooser in the chain: its different masks, and from which states which masks lead where."""

    chooser: int
    states: Masks
    masks: Masks
    of_option: Index
    ln_sum: Table
    ln_best: Table
    state: Index
    mask: Index
    target: Index


class Packing:
    """Choices of several choosers that take nothing twice.

    Raises:
        JointTooLarge: There are too many states; nothing is approximated.
    """

    def __init__(self, choosers: Sequence[Chooser], *, at_most: int = MOST_STEPS) -> None:
        self.choosers = tuple(choosers)
        self.order = _order([_union(one.masks) for one in choosers])
        self._steps: list[_Step] = []
        self._end = np.zeros(1, np.uint64)
        left = at_most
        for place, number in enumerate(self.order):
            later = _union(np.array([_union(choosers[other].masks) for other in self.order[place + 1 :]], np.uint64))
            left -= len(self._end) * len(np.unique(choosers[number].masks))
            if left < 0:
                raise JointTooLarge(
                    f"a cluster of {len(choosers)} groups that compete needs more than {at_most:,} steps",
                    hint="settle the undisputed first, or restrict the pairings",
                )
            step, self._end = _step(number, choosers[number], self._end, later)
            self._steps.append(step)
        self._forward = [self._pass(np.zeros(1), best=best) for best in (False, True)]
        self._backward = [self._pass_back(best=best) for best in (False, True)]

    @property
    def states(self) -> int:
        """How many states there were at most."""
        return max((len(step.states) for step in self._steps), default=1)

    @property
    def ln_total(self) -> float:
        """Natural logarithm of the summed weight of all ways to choose; minus infinity where there is none."""
        return float(self._backward[0][0][0])

    def shares(self) -> list[Shares]:
        """Returns what is known of each chooser's options, in the order of the choosers."""
        found: list[Shares] = [Shares(np.empty(0), np.empty(0))] * len(self.choosers)
        for place, step in enumerate(self._steps):
            parts = []
            for best in (False, True):
                through = self._forward[best][place][step.state] + self._backward[best][place + 1][step.target]
                around = _gathered(through, step.mask, len(step.masks), best=best)
                parts.append(self.choosers[step.chooser].ln_weights + around[step.of_option])
            found[step.chooser] = Shares(*parts)
        return found

    def ln_untaken(self) -> dict[int, float]:
        """Returns for each thing (bit) the ln of the summed weight of all ways that leave it; all terms are positive."""
        found: dict[int, float] = {}
        for place, step in reversed(list(enumerate(self._steps))):
            of_chooser = int(_union(step.masks))
            gone = [bit for bit in range(MOST_THINGS) if of_chooser >> bit & 1 and bit not in found]
            if gone:
                through = (
                    self._forward[0][place][step.state]
                    + step.ln_sum[step.mask]
                    + self._backward[0][place + 1][step.target]
                )
                union = step.states[step.state] | step.masks[step.mask]
                for bit in gone:
                    free = (union >> np.uint64(bit)) & np.uint64(1) == 0
                    found[bit] = float(_ln_sum(through[free]))
        return found

    def best(self, count: int) -> tuple[Table, Index]:
        """Returns the ``count`` heaviest ways, falling: their ln weights, and [way, chooser] which option each takes.

        Step by step the ways begun are kept that can end heaviest; their ends are known from the backward pass, so that
        none of the best is ever dropped.
        """
        weights, states = np.zeros(1), np.zeros(1, np.uint64)
        taken = np.zeros((1, len(self.choosers)), np.int64)
        for place, step in enumerate(self._steps):
            chooser = self.choosers[step.chooser]
            ends = self._backward[1][place + 1]
            targets = self._steps[place + 1].states if place + 1 < len(self._steps) else self._end
            way, option, value, state = self._grown(weights, states, chooser, ends, targets, count)
            weights, states, taken = value, state, taken[way]
            taken[:, step.chooser] = option
        falling = np.argsort(-weights, kind="stable")
        return weights[falling], taken[falling]

    def _grown(
        self, weights: Table, states: Masks, chooser: Chooser, ends: Table, targets: Masks, count: int
    ) -> tuple[Index, Index, Table, Masks]:
        later = np.bitwise_or.reduce(targets) if len(targets) else np.uint64(0)
        kept: tuple[Index, Index, Table, Masks, Table] | None = None
        rows = max(1, MOST_AT_ONCE // len(chooser.masks))
        for start in range(0, len(weights), rows):
            part = states[start : start + rows, None]
            way, option = np.nonzero((part & chooser.masks) == 0)
            state = (part[way, 0] | chooser.masks[option]) & later
            value = weights[start + way] + chooser.ln_weights[option]
            potential = value + ends[np.searchsorted(targets, state)]
            found = (way + start, option, value, state, potential)
            kept = _heaviest(
                found if kept is None else tuple(map(np.concatenate, zip(kept, found, strict=True))), count
            )
        assert kept is not None
        return kept[0], kept[1], kept[2], kept[3]

    def _pass(self, start: Table, *, best: bool) -> list[Table]:
        values = [start]
        for place, step in enumerate(self._steps):
            n = len(self._steps[place + 1].states) if place + 1 < len(self._steps) else len(self._end)
            gone = values[-1][step.state] + (step.ln_best if best else step.ln_sum)[step.mask]
            values.append(_gathered(gone, step.target, n, best=best))
        return values

    def _pass_back(self, *, best: bool) -> list[Table]:
        values = [np.zeros(len(self._end))]
        for step in reversed(self._steps):
            come = values[-1][step.target] + (step.ln_best if best else step.ln_sum)[step.mask]
            values.append(_gathered(come, step.state, len(step.states), best=best))
        return values[::-1]


def _heaviest(found: tuple[NDArray[np.generic], ...], count: int) -> tuple[Index, Index, Table, Masks, Table]:
    potential = found[-1]
    usable = np.flatnonzero(np.isfinite(potential.astype(np.float64)))
    if len(usable) > count:
        usable = np.sort(usable[np.argsort(-potential[usable].astype(np.float64), kind="stable")[:count]])
    return tuple(one[usable] for one in found)  # type: ignore[return-value]  # the same five, fewer


def _union(masks: Masks) -> np.uint64:
    return np.uint64(np.bitwise_or.reduce(masks, initial=np.uint64(0)))


def _order(things: Sequence[np.uint64]) -> list[int]:
    """Returns choosers in an order that keeps few things open: next is who adds fewest that others still want."""
    left, order, open_ = set(range(len(things))), list[int](), 0
    while left:
        wanted = {
            one: int(np.bitwise_or.reduce([things[other] for other in left - {one}] or [np.uint64(0)])) for one in left
        }
        following = min(left, key=lambda one: (((open_ | int(things[one])) & wanted[one]).bit_count(), one))
        open_ = (open_ | int(things[following])) & wanted[following]
        left.remove(following)
        order.append(following)
    return order


def _step(number: int, chooser: Chooser, states: Masks, later: np.uint64) -> tuple[_Step, Masks]:
    masks, of_option = np.unique(chooser.masks, return_inverse=True)
    ln_sum = _gathered(chooser.ln_weights, of_option, len(masks), best=False)
    ln_best = _gathered(chooser.ln_weights, of_option, len(masks), best=True)
    state, mask = np.nonzero((states[:, None] & masks) == 0)
    union = states[state] | masks[mask]
    targets, target = np.unique(union & later, return_inverse=True)
    small = [one.astype(np.int32) for one in (state, mask, target)]
    return _Step(number, states, masks, of_option, ln_sum, ln_best, *small), targets


def _gathered(values: Table, place: Index, n: int, *, best: bool) -> Table:
    """Returns the maximum, or ln of the sum of exponentials, of the values at each place."""
    largest = np.full(n, -np.inf)
    np.maximum.at(largest, place, values)
    if best:
        return largest
    base = np.where(np.isfinite(largest), largest, 0.0)
    summed = np.bincount(place, weights=np.exp(values - base[place]), minlength=n)
    with np.errstate(divide="ignore"):
        result: Table = np.log(summed) + base
    return result


def _ln_sum(values: Table) -> float:
    if not len(values) or not np.isfinite(values.max()):
        return -np.inf
    largest = values.max()
    return float(np.log(np.exp(values - largest).sum()) + largest)
