"""The slow twin of `repatria.remains.reassociation.clustering`: every way of dividing few items, and the one that weighs most.

A division's weight is the sum of log10 LR over weighed pairs inside its clusters, less what a link must reach: joining pays from
the threshold on. Where nothing is contested (each weighed pair inside a cluster links, no weighed pair across does) greedy
clusters and the heaviest division are the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

Pair = tuple[str, str]

MOST_ITEMS = 9
"""Items that are still tried: 21,147 divisions (Bell number of 9)."""


def heaviest(
    labels: Sequence[str],
    weights: Mapping[Pair, float],
    *,
    threshold: float,
    same: Collection[Pair] = (),
    different: Collection[Pair] = (),
) -> frozenset[frozenset[str]]:
    """Returns the division of greatest weight among those that keep to what was judged, with the fewest clusters in a draw.

    Args:
        labels: The items.
        weights: Weighed pairs, labels in order.
        threshold: What a link must reach.
        same: Pairs, labels in order, that stay together.
        different: Pairs that stay apart.

    Raises:
        ValueError: More items than `MOST_ITEMS`.
    """
    if len(labels) > MOST_ITEMS:
        raise ValueError(f"more than {MOST_ITEMS} items")
    legal = [d for d in _divisions(sorted(labels)) if _keeps(d, same, different)]
    return min(legal, key=lambda d: (-_weight(d, weights, threshold), len(d), sorted(map(sorted, d))))


def _divisions(labels: Sequence[str]) -> Iterator[frozenset[frozenset[str]]]:
    if not labels:
        yield frozenset()
        return
    for rest in _divisions(labels[1:]):
        yield rest | {frozenset(labels[:1])}
        for cluster in rest:
            yield (rest - {cluster}) | {cluster | {labels[0]}}


def _keeps(division: frozenset[frozenset[str]], same: Collection[Pair], different: Collection[Pair]) -> bool:
    of = {label: cluster for cluster in division for label in cluster}
    return all(of[a] == of[b] for a, b in same) and all(of[a] != of[b] for a, b in different)


def _weight(division: frozenset[frozenset[str]], weights: Mapping[Pair, float], threshold: float) -> float:
    of = {label: cluster for cluster in division for label in cluster}
    return sum(weight - threshold for (a, b), weight in weights.items() if of[a] == of[b])
