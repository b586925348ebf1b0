"""From weighed pairs to what is proposed: judgements bound, doubles found, rivals heard, links assigned.

Used alike for two lists and for a new list against an index of many: there a line may be one line of each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repatria.errors import Finding
from repatria.linkage.deciding.competition import Competitors, settle
from repatria.linkage.deciding.judgements import Bound, Judged, bind
from repatria.linkage.deciding.notes import Note
from repatria.linkage.deciding.twice import (
    NOTED,
    Doubles,
    doubles,
    merged,
    pointed_to,
    probability_twice,
    rate_of,
    turned,
)
from repatria.linkage.said.lines import Encoded
from repatria.linkage.weighing.model import Model
from repatria.linkage.weighing.weigher import Pairs, Weigher

Odds = Callable[[NDArray[np.float64]], NDArray[np.float64]]
ListOf = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Within:
    """Pairs of lines of one list, weighed.

    Attributes:
        pairs: No line with itself.
        asked: Of how many lines all partners are among the pairs.
        lines: How many lines the list has.
        log2_odds: That a pair of a weight is one person, as `calibration` shows it; None: by the rate of an EM.
    """

    pairs: Pairs
    asked: int
    lines: int
    log2_odds: Odds | None = None

    def probability(self, bits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns how probable it is that pairs of the list with these weights are one person.

        Where the lists show that more often than not they are, the model says how surely: one weight has few such pairs.
        """
        rate = rate_of(self.pairs.weight_bits, asked=self.asked, lines=self.lines)
        by_model = probability_twice(bits, rate=rate, lines=self.lines)
        if self.log2_odds is None:
            return by_model
        seen = 1 / (1 + np.exp2(-self.log2_odds(bits)))
        return np.asarray(np.where(seen >= NOTED, np.maximum(seen, by_model), seen))


@dataclass(frozen=True, slots=True, eq=False)
class Concluded:
    """What is proposed.

    Attributes:
        pairs: The pairs, judged ones that blocking did not make among them.
        probability: float64 [pairs].
        links: bool [pairs].
        notes: uint8 [pairs], see `Note`.
        doubles: Lines of the left and of the right list that may be one person.
        findings: What judgements contradict.
    """

    pairs: Pairs
    probability: NDArray[np.float64]
    links: NDArray[np.bool_]
    notes: NDArray[np.uint8]
    doubles: tuple[Doubles, Doubles]
    findings: tuple[Finding, ...]


def conclude(
    encoded: Encoded, weigher: Weigher, model: Model, pairs: Pairs, log2_odds: Odds, *,
    within: Sequence[Within], judged: Iterable[Judged] = (), lists: ListOf | None = None, link_probability: float,
) -> Concluded:  # fmt: skip
    """Returns what is proposed for weighed pairs.

    Args:
        encoded: Both lists.
        weigher: That weighed the pairs.
        model: What levels weigh.
        pairs: By left line, then right.
        log2_odds: Calibrated odds of weights, the prior in them.
        within: For the left and for the right list, weighed pairs of its own lines.
        judged: What people said.
        lists: Which of several right lists each right line is of, from 0; None when it is one.
        link_probability: From which probability on a pair may be a link.
    """
    bound = bind(judged, encoded.left.refs, encoded.right.refs, lists)
    pairs, notes = with_judged(pairs, Pairs.of(bound.left, bound.right), bound.notes, encoded, weigher, model)
    odds = log2_odds(pairs.weight_bits)
    found = _doubles(encoded, weigher, model, pairs, odds, within, bound, lists)
    notes |= twice_noted(found, pairs, encoded)
    settled = settle(
        weigher, pairs, odds, among=_competitors(encoded, pairs, found, lists), notes=notes,
        alone=_alone(encoded, model, pairs, lists), link_probability=link_probability,
    )  # fmt: skip
    return Concluded(pairs, settled.probability, settled.links, notes, found, bound.findings)


def twice_noted(found: tuple[Doubles, Doubles], pairs: Pairs, encoded: Encoded) -> NDArray[np.uint8]:
    """Returns notes of pairs: whether the line of a side may stand in its list twice."""
    notes = np.zeros(len(pairs), np.uint8)
    for note, lines, side in ((Note.LEFT_TWICE, pairs.left, 0), (Note.RIGHT_TWICE, pairs.right, 1)):
        if len(found[side]):
            twice = found[side].lines(len((encoded.left, encoded.right)[side]))[lines]
            notes |= np.where(twice, np.uint8(note), np.uint8(0))
    return notes


def with_judged(
    pairs: Pairs, judged: Pairs, said: NDArray[np.uint8], encoded: Encoded, weigher: Weigher, model: Model
) -> tuple[Pairs, NDArray[np.uint8]]:
    """Returns the pairs with the judged ones among them, and the notes of all: what was said of the judged ones."""
    if not len(judged):
        return pairs, np.zeros(len(pairs), np.uint8)
    rights = len(encoded.right)
    keys, asked = pairs.keys(rights), judged.keys(rights)
    new = ~np.isin(asked, keys)
    both = pairs.and_also(weigher.weigh(judged.only(new), encoded.left.rows, encoded.right.rows, model))
    keys = np.concatenate([keys, asked[new]])
    order = np.argsort(keys, kind="stable")
    notes = np.zeros(len(both), np.uint8)
    notes[np.searchsorted(keys[order], asked)] = said
    return both.only(order), notes


def _doubles(
    encoded: Encoded, weigher: Weigher, model: Model, pairs: Pairs, odds: NDArray[np.float64],
    within: Sequence[Within], bound: Bound, lists: ListOf | None,
) -> tuple[Doubles, Doubles]:  # fmt: skip
    found = []
    for side, (lines, known) in enumerate(zip((encoded.left, encoded.right), within, strict=True)):
        every, many = known.pairs, len(lines)
        if known.asked < many:
            pointed = pointed_to(pairs if side else turned(pairs), odds >= 0)
            if side and lists is not None:
                pointed = pointed.only(lists[pointed.left] == lists[pointed.right])
            every = every.and_also(weigher.weigh(pointed, lines.rows, lines.rows, model))
        found.append(doubles(every, known.probability(every.weight_bits), lines=many, judged=bound.within[side]))
    return found[0], found[1]


def _competitors(encoded: Encoded, pairs: Pairs, found: Sequence[Doubles], lists: ListOf | None) -> Competitors:
    """Lines that are one person are one competitor; a left line competes in each right list apart."""
    left, right = pairs.left, pairs.right
    lefts, rights = len(encoded.left), len(encoded.right)
    together = merged(found)
    if together:
        left = found[0].clusters(lefts)[left]
        right = found[1].clusters(rights)[right]
    if lists is not None:
        many = int(lists.max(initial=0)) + 1
        left, lefts = (left.astype(np.int64) * many + lists[pairs.right]).astype(np.int32), lefts * many
    return Competitors(left, right, lefts, rights, together)


def _alone(encoded: Encoded, model: Model, pairs: Pairs, lists: ListOf | None) -> float | NDArray[np.float64]:
    """Probability that both lines of a pair have nobody, which is likelier where few are matched."""
    lefts = len(encoded.left)
    sizes = np.array([len(encoded.right)]) if lists is None else np.bincount(lists)
    left = np.maximum(1 - model.prior * sizes, 0.02)
    right = np.maximum(1 - model.prior * lefts, 0.02)
    alone = left * right
    return float(alone[0]) if lists is None else np.asarray(alone[lists[pairs.right]])
