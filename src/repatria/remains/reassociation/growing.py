"""Clusters as they grow, with sums over all that was weighed or judged between each two of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from repatria.remains.reassociation.contradictions import FAR_KM
from repatria.remains.reassociation.values import Contradiction, Contradicts, Item, LeftOut, Weighed

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


@dataclass(slots=True)
class _Between:
    """All that was weighed or judged between two clusters, as sums."""

    log10_lr: float = 0.0
    weighed: int = 0
    worst: Weighed | None = None
    judged: Pair | None = None

    def add(self, more: _Between) -> None:
        """Adds what lies between further members of the same two clusters."""
        self.log10_lr += more.log10_lr
        self.weighed += more.weighed
        self.worst = min(filter(None, (self.worst, more.worst)), key=lambda w: (w.log10_lr, w.key), default=None)
        self.judged = min(filter(None, (self.judged, more.judged)), default=None)

    def contradiction(self, rule: Rule) -> Contradiction | None:
        """Returns what keeps the clusters apart: a judgement, the pair most surely two people, or a mean that speaks for two."""
        if self.judged is not None:
            return Contradiction(Contradicts.JUDGED, *self.judged)
        if self.worst is not None and (self.worst.log10_lr <= rule.parts_log10_lr or self.log10_lr < 0):
            return Contradiction(Contradicts.RATIO, *self.worst.key)
        return None


class Growing:
    """Clusters as they grow.

    Invariant: apart from what was judged *same*, no cluster holds a pair that keeps apart; ``_between`` has, for each two
    clusters of which any pair was weighed or judged different, the sums over these pairs, in both directions.

    Attributes:
        items: By label.
        weights: Weighed pairs, with those that were asked for.
        rule: When pairs join.
        same: Pairs judged to be one person.
        different: Pairs judged to be two.
        left_out: Links that were not followed.
        of: Label → the cluster, named by one of its members.
        members: Cluster → its labels.
        near: Label → labels with which it was weighed or judged different.
    """

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
        self._ask = ask
        self._asked: set[tuple[str, str, int]] = set()
        self.of = {label: label for label in items}
        self.members = {label: [label] for label in items}
        self.near: dict[str, set[str]] = {label: set() for label in items}  # partners weighed or judged different
        self._between: dict[str, dict[str, _Between]] = {label: {} for label in items}
        for one in weights.values():
            self._add(one.key, _Between(one.log10_lr, 1, one))
        for pair in different:
            self._add(pair, _Between(judged=pair))

    def _add(self, pair: Pair, told: _Between) -> None:
        for one, other in (pair, pair[::-1]):
            self.near[one].add(other)
            self._between[self.of[one]].setdefault(self.of[other], _Between()).add(told)

    def join_judged(self) -> None:
        """Joins what was judged *same*."""
        for a, b in self.same:
            self._join(self.of[a], self.of[b])

    def join_weighed(self) -> None:
        """Follows links, the strongest first, labels deciding a draw."""
        links = [w for w in self.weights.values() if self._links(w)]
        for link in sorted(links, key=lambda w: (-w.log10_lr, w.key)):
            a, b = self.of[link.left], self.of[link.right]
            if a == b:
                continue
            because = self.apart(a, b)
            if because is None:
                self._join(a, b)
            else:
                self.left_out.append(LeftOut(link, because))

    def _links(self, one: Weighed) -> bool:
        return one.log10_lr >= self.rule.joins_log10_lr and one.shared_markers >= self.rule.joins_markers

    def _join(self, a: str, b: str) -> None:
        """Makes one cluster of two; the one with fewer members and neighbours goes into the other."""
        if a == b:
            return
        keep, go = sorted((a, b), key=lambda one: (-len(self.members[one]) - len(self._between[one]), one))
        for label in self.members[go]:
            self.of[label] = keep
        self.members[keep] += self.members.pop(go)
        self._between[keep].pop(go, None)
        for other, told in self._between.pop(go).items():
            self._between[other].pop(go, None)
            if other != keep:
                self._between[keep].setdefault(other, _Between()).add(told)
                self._between[other].setdefault(keep, _Between()).add(told)

    def apart(self, a: str, b: str) -> Contradiction | None:
        """Returns what keeps two clusters apart; pairs between them that nobody weighed are asked for first."""
        if self._ask is not None:
            self._ask_between(a, b)
        told = self._between[a].get(b)
        return told.contradiction(self.rule) if told else None

    def compared(self, a: str, b: str) -> bool:
        """Returns whether any pair between two clusters was weighed or judged different."""
        return b in self._between[a]

    def surely(self, pair: Pair) -> bool:
        """Returns whether a pair alone keeps clusters apart, and not only the mean over many."""
        weighed = self.weights.get(pair)
        return pair in self.different or (weighed is not None and weighed.log10_lr <= self.rule.parts_log10_lr)

    def _ask_between(self, a: str, b: str) -> None:
        key = (min(a, b), max(a, b), len(self.members[a]) + len(self.members[b]))
        if key in self._asked or self._ask is None:
            return
        self._asked.add(key)
        for one in self.members[a]:
            for other in self.members[b]:
                pair = (min(one, other), max(one, other))
                weighed = None if pair in self.weights else self._ask(*pair)
                if weighed is not None:
                    self.weights[pair] = weighed
                    self._add(pair, _Between(weighed.log10_lr, 1, weighed))
