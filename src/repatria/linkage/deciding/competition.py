"""From odds to proposals: lines compete, people's judgements bind, and who stands twice does not spoil it for others.

A line is at most one line of each other list, so its candidates compete (`rival_odds`), and links are the best
one-to-one assignment. Lines of one list that are one person are one competitor: its best pair competes, and the other
pairs follow it for review.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from repatria.linkage.deciding.assignment import one_to_one
from repatria.linkage.deciding.notes import KEPT_FOR_REVIEW, Note
from repatria.linkage.weighing.weigher import Pairs, Weigher

CERTAIN = 60.0
"""log2 odds that nothing goes beyond: 2 ** -60 is less than any share of wrong links that can be measured."""


@dataclass(frozen=True, slots=True, eq=False)
class Competitors:
    """Who competes with whom: pairs with one number on a side are rivals there.

    Attributes:
        left: int32 [pairs].
        right: int32 [pairs].
        lefts: How many numbers there are on the left.
        rights: Likewise on the right.
        merged: Whether several pairs may be of the same two competitors.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    lefts: int
    rights: int
    merged: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """What comes of the competition.

    Attributes:
        probability: float64 [pairs].
        links: bool [pairs]: proposed as links.
    """

    probability: NDArray[np.float64]
    links: NDArray[np.bool_]


def settle(
    weigher: Weigher, pairs: Pairs, log2_odds: NDArray[np.float64], *, among: Competitors, notes: NDArray[np.uint8],
    alone: float | NDArray[np.float64], link_probability: float,
) -> Settled:  # fmt: skip
    """Returns the probability of each pair, and the links.

    Args:
        weigher: Whose engine lets pairs compete.
        pairs: Weighed pairs.
        log2_odds: Calibrated, the prior in them, before competition.
        among: Who competes.
        notes: What is noted of each pair.
        alone: Probability that both lines of a pair have nobody on the other side.
        link_probability: From which probability on a pair may be a link.
    """
    same, different = (notes & Note.JUDGED_SAME) > 0, (notes & Note.JUDGED_DIFFERENT) > 0
    for_review = (notes & KEPT_FOR_REVIEW) > 0
    same &= ~for_review
    different &= ~for_review
    taken = _of(among.left, same, among.lefts) | _of(among.right, same, among.rights)
    rank = np.where(same, 2 * CERTAIN, np.where(different | (taken & ~same), -np.inf, log2_odds))
    head = _heads(among, rank)
    odds = np.exp2(np.minimum(np.where(same, CERTAIN, log2_odds), CERTAIN)) / alone
    competing = np.where(np.isinf(rank) | (head != np.arange(len(head))), 0.0, odds)
    nodes = replace(pairs, left=among.left, right=among.right)
    probability = weigher.rivals(nodes, competing, lefts=among.lefts, rights=among.rights)
    follows = np.minimum(probability[head], odds / (1 + odds))
    probability = np.where(head == np.arange(len(head)), probability, np.where(np.isinf(rank), 0.0, follows))
    probability = np.where(same, 1.0, probability)
    may = (probability >= link_probability) & ~for_review & (head == np.arange(len(head)))
    gain = np.where(may, np.where(same, 2 * CERTAIN, log2_odds) + 64, 0.0)
    return Settled(probability, one_to_one(among.left, among.right, gain))


def _of(numbers: NDArray[np.int32], wanted: NDArray[np.bool_], many: int) -> NDArray[np.bool_]:
    """Which pairs have a competitor of the wanted ones."""
    marked = np.zeros(many, np.bool_)
    marked[numbers[wanted]] = True
    return marked[numbers]


def _heads(among: Competitors, rank: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each pair the best pair of the same two competitors, mostly itself; of equals the first."""
    many = len(rank)
    if not among.merged:
        return np.arange(many)
    key = among.left.astype(np.int64) * among.rights + among.right
    order = np.lexsort((np.arange(many), -rank, key))
    begins = np.ones(many, np.bool_)
    begins[1:] = key[order][1:] != key[order][:-1]
    heads = np.empty(many, np.int64)
    heads[order] = order[begins][np.cumsum(begins) - 1]
    return heads
