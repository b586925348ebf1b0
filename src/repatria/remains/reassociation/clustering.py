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
from dataclasses import dataclass

from repatria.errors import InputNotUnderstood
from repatria.people.refs import LineRef
from repatria.remains.reassociation.contradictions import FAR_KM, between
from repatria.remains.reassociation.values import (
    Cluster,
    Commingled,
    Contradiction,
    Contradicts,
    Item,
    LeftOut,
    Reassociation,
    Weighed,
)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """When a pair joins, and when it keeps apart.

    Attributes:
        joins_log10_lr: Least log10 LR of a link. Choose it from the number of comparisons: among 2e8 pairs of unrelated people, an
            LR of 10^x or more is reached by at most 2e8 / 10^x of them (Turing's bound), 0.02 at 10.
        joins_markers: Least markers that a link shares.
        parts_log10_lr: At or below it a pair keeps clusters apart: -2, for of pairs that are one person at most one in a hundred weighs
            so little (Turing's bound again), and far fewer do where many markers are shared.
        far_km: From which distance two places of recovery are shown as far apart.
    """

    joins_log10_lr: float = 10.0
    joins_markers: int = 8
    parts_log10_lr: float = -2.0
    far_km: float = FAR_KM


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
    work = _Work(known, _weights(pairs, known), rule or Rule(), _judged(same, known), _judged(different, known), ask)
    work.join_judged()
    work.join_weighed()
    return Reassociation(work.clusters(), work.commingled(), tuple(work.left_out))


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


class _Work:
    """Clusters as they grow. Invariant: apart from what was judged *same*, no cluster holds a pair that keeps apart."""

    def __init__(
        self,
        items: Mapping[str, Item],
        weights: dict[Pair, Weighed],
        rule: Rule,
        same: tuple[Pair, ...],
        different: tuple[Pair, ...],
        ask: Callable[[str, str], Weighed | None] | None,
    ) -> None:
        self.items, self.weights, self.rule = items, weights, rule
        self.same, self.different = same, frozenset(different)
        self.left_out: list[LeftOut] = []
        self._asked: set[Pair] = set()
        self._known_apart: dict[tuple[str, str, int], Contradiction | None] = {}
        self._ask = ask
        self._of = {label: label for label in items}
        self._members = {label: [label] for label in items}
        self._near: dict[str, set[str]] = {
            label: set() for label in items
        }  # partners that were weighed or judged different
        for a, b in (*weights, *different):
            self._near[a].add(b)
            self._near[b].add(a)

    def join_judged(self) -> None:
        """Joins what was judged *same*."""
        for a, b in self.same:
            self._join(self._of[a], self._of[b])

    def join_weighed(self) -> None:
        """Follows links, the strongest first, labels deciding a draw."""
        links = [w for w in self.weights.values() if self._links(w)]
        for link in sorted(links, key=lambda w: (-w.log10_lr, w.key)):
            a, b = self._of[link.left], self._of[link.right]
            if a == b:
                continue
            because = self._apart(a, b)
            if because is None:
                self._join(a, b)
            else:
                self.left_out.append(LeftOut(link, because))

    def _links(self, one: Weighed) -> bool:
        return one.log10_lr >= self.rule.joins_log10_lr and one.shared_markers >= self.rule.joins_markers

    def _join(self, a: str, b: str) -> None:
        if a == b:
            return
        keep, go = sorted((a, b), key=lambda one: (-len(self._members[one]), one))
        for label in self._members[go]:
            self._of[label] = keep
        self._members[keep] += self._members.pop(go)

    def _apart(self, a: str, b: str) -> Contradiction | None:
        """What keeps two clusters apart; looked for once for each two as they are."""
        key = (min(a, b), max(a, b), len(self._members[a]) + len(self._members[b]))
        if key not in self._known_apart:
            self._known_apart[key] = self._found_apart(a, b)
        return self._known_apart[key]

    def _found_apart(self, a: str, b: str) -> Contradiction | None:
        """A judgement, the pair most surely two people, or a mean that speaks for two."""
        self._ask_between(a, b)
        pairs = self._between(a, b)
        for pair in pairs:
            if pair in self.different:
                return Contradiction(Contradicts.JUDGED, *pair)
        weighed = [self.weights[pair] for pair in pairs]
        worst = min(weighed, key=lambda w: (w.log10_lr, w.key))
        mean = sum(w.log10_lr for w in weighed) / len(weighed)
        if worst.log10_lr <= self.rule.parts_log10_lr or mean < 0:
            return Contradiction(Contradicts.RATIO, *worst.key)
        return None

    def _between(self, a: str, b: str) -> list[Pair]:
        """Pairs between two clusters that were weighed or judged different, in order of labels."""
        few, other = (a, b) if len(self._members[a]) <= len(self._members[b]) else (b, a)
        found = {
            (min(one, near), max(one, near))
            for one in self._members[few]
            for near in self._near[one]
            if self._of[near] == other
        }
        return sorted(found)

    def _ask_between(self, a: str, b: str) -> None:
        if self._ask is None:
            return
        for one in self._members[a]:
            for other in self._members[b]:
                pair = (min(one, other), max(one, other))
                if pair not in self.weights and pair not in self._asked:
                    self._asked.add(pair)
                    self._add(self._ask(*pair))

    def _add(self, weighed: Weighed | None) -> None:
        if weighed is not None:
            self.weights[weighed.key] = weighed
            self._near[weighed.left].add(weighed.right)
            self._near[weighed.right].add(weighed.left)

    def clusters(self) -> tuple[Cluster, ...]:
        """Returns the clusters of two and more, in order of their first label."""
        found = [tuple(sorted(members)) for members in self._members.values() if len(members) > 1]
        judged: dict[str, list[Pair]] = {}
        for pair in self.same:
            judged.setdefault(self._of[pair[0]], []).append(pair)
        return tuple(self._cluster(members, tuple(judged.get(self._of[members[0]], ()))) for members in sorted(found))

    def _cluster(self, members: tuple[str, ...], judged: tuple[Pair, ...]) -> Cluster:
        inside = [(a, b) for a, b in self._inside(members) if (a, b) in self.weights]
        links = tuple(self.weights[pair] for pair in inside)
        return Cluster(
            members,
            links,
            min((link.log10_lr for link in links), default=None),
            judged,
            tuple(self._contradictions(members)),
        )

    def _inside(self, members: tuple[str, ...]) -> list[Pair]:
        """Pairs inside a cluster that were weighed or judged different, in order of labels."""
        here = set(members)
        return sorted((one, near) for one in members for near in self._near[one] if near in here and one < near)

    def _contradictions(self, members: tuple[str, ...]) -> list[Contradiction]:
        found = [told for pair in self._inside(members) for told in self._told(pair)]
        for n, one in enumerate(members):
            for other in members[n + 1 :]:
                found += between(self.items[one], self.items[other], far_km=self.rule.far_km)
        return found

    def _told(self, pair: Pair, *, below: float = 0.0) -> list[Contradiction]:
        """What was judged or weighed against a pair; any ratio below 1 is shown."""
        told = [Contradiction(Contradicts.JUDGED, *pair)] if pair in self.different else []
        weighed = self.weights.get(pair)
        if weighed is not None and weighed.log10_lr < below:
            told.append(Contradiction(Contradicts.RATIO, *pair))
        return told

    def commingled(self) -> tuple[Commingled, ...]:
        """Returns bags in which two items are surely two people, or carry the same part; in order of bags."""
        bags: dict[LineRef, list[str]] = {}
        for label, item in self.items.items():
            if item.bag is not None:
                bags.setdefault(item.bag, []).append(label)
        told = [Commingled(bag, tuple(self._mixed(members))) for bag, members in sorted(bags.items())]
        return tuple(one for one in told if one.because)

    def _mixed(self, members: list[str]) -> list[Contradiction]:
        """What says that a bag's items are not one person."""
        pairs = [(one, other) for n, one in enumerate(members) for other in members[n + 1 :]]
        return [told for pair in pairs for told in self._two_people(*pair)]

    def _two_people(self, one: str, other: str) -> list[Contradiction]:
        """What says so of two items: themselves, or the clusters in which they stand; that they are apart says nothing."""
        told = self._told((one, other), below=min(0.0, self.rule.parts_log10_lr + 1e-12))
        told += [found for found in between(self.items[one], self.items[other]) if found.what is Contradicts.PART]
        return told or self._clusters_apart(one, other)

    def _clusters_apart(self, one: str, other: str) -> list[Contradiction]:
        """The strongest contradiction between the clusters of two items, where they stand in different ones."""
        a, b = self._of[one], self._of[other]
        if a == b or not self._between(a, b):
            return []
        because = self._apart(a, b)
        return [because] if because else []
