"""Clusters of one person from weighed pairs: the strongest links first, and never across a contradiction.

Joining whoever is linked to whoever (single link) chains: a poor profile that fits two brothers would make one person of them.
So two clusters are joined by a link only if the mean ratio over all pairs between them that were weighed speaks for one person
too (average link, Sokal & Michener 1958), and if no pair between them was judged different or weighed as two people. What was
judged binds: *same* joins first whatever the numbers say, *different* keeps apart, and what then contradicts is shown.

The result does not depend on the order of input. Cost: sorting the pairs; each pair is looked at once, and pairs between clusters
are kept in sums that are merged from the smaller side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from repatria.errors import InputNotUnderstood
from repatria.remains.reassociation.growing import Growing, Pair, Rule
from repatria.remains.reassociation.telling import clusters, commingled
from repatria.remains.reassociation.values import Item, Reassociation, Weighed


def reassociate(
    items: Iterable[Item],
    pairs: Iterable[Weighed],
    *,
    rule: Rule | None = None,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
    ask: Callable[[str, str], Weighed | None] | None = None,
) -> Reassociation:
    """Returns clusters proposed, bags with several people, and links that were not followed.

    Args:
        items: Every specimen or profile.
        pairs: Those weighed that matter: at or above the threshold, and in bags also those below 1. Both directions are one pair.
        rule: When pairs join.
        same: Labels judged to be one person.
        different: Labels judged to be two people.
        ask: Weighs a pair that is not among ``pairs``; None where it cannot be weighed. Asked for pairs between two clusters that a
            link would join, so that a search which kept only the best pairs is not taken for one that found no contradiction.

    Raises:
        InputNotUnderstood: A label that is no item, an item twice, or a pair weighed twice differently.
    """
    known = _items(items)
    work = Growing(known, _weights(pairs, known), rule or Rule(), _judged(same, known), _judged(different, known), ask)
    work.join_judged()
    work.join_weighed()
    return Reassociation(clusters(work), commingled(work), tuple(work.left_out))


def _items(items: Iterable[Item]) -> Mapping[str, Item]:
    known: dict[str, Item] = {}
    for item in items:
        if known.setdefault(item.label, item) is not item:
            raise InputNotUnderstood("an item stands here twice", hint="each label once", place="items")
    return dict(sorted(known.items()))


def _weights(pairs: Iterable[Weighed], known: Mapping[str, Item]) -> dict[Pair, Weighed]:
    weights: dict[Pair, Weighed] = {}
    for one in pairs:
        _check(one.key, known)
        earlier = weights.setdefault(one.key, one)
        if (earlier.log10_lr, earlier.shared_markers) != (one.log10_lr, one.shared_markers):
            raise InputNotUnderstood(
                "a pair is weighed twice and differently", hint="weigh each pair once", place="pairs"
            )
    return weights


def _judged(pairs: Iterable[Pair], known: Mapping[str, Item]) -> tuple[Pair, ...]:
    ordered = sorted({(min(pair), max(pair)) for pair in pairs})
    for pair in ordered:
        _check(pair, known)
    return tuple(ordered)


def _check(pair: Pair, known: Mapping[str, Item]) -> None:
    if pair[0] not in known or pair[1] not in known or pair[0] == pair[1]:
        raise InputNotUnderstood("a pair names no two items", hint="give every item that pairs name", place="pairs")
