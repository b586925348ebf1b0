"""The same person several times within one list: found when lists are linked, or asked of one list alone.

When two lists are linked, the weights of pairs within each are known already (`calibration` needs them), for all lines of
lists up to `linking.DECOYS` lines; in longer ones those lines are compared that one line of the other list points to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from repatria.linkage.deciding.notes import Note
from repatria.linkage.weighing.weigher import Pairs

TWICE_A_LINE, TWICE_LINES = 0.005, 200.0
"""Share of lines that stand twice before the list says otherwise, and how many lines it counts for. Assumption."""
NOTED, MERGED = 0.5, 0.99
"""From which probability on two lines of a list are noted to be one person; and compete as one."""
ROUNDS = 30


@dataclass(frozen=True, slots=True, eq=False)
class Doubles:
    """Pairs of lines of one list that may be one person, each pair once, the earlier line first.

    Attributes:
        one: int32.
        other: int32.
        probability: float64.
    """

    one: NDArray[np.int32]
    other: NDArray[np.int32]
    probability: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.one)

    def only(self, wanted: NDArray[np.bool_]) -> Doubles:
        """Returns some of them."""
        return Doubles(self.one[wanted], self.other[wanted], self.probability[wanted])

    def lines(self, many: int) -> NDArray[np.bool_]:
        """Returns which of so many lines are in a pair that is noted."""
        marked = np.zeros(many, np.bool_)
        noted = self.probability >= NOTED
        marked[self.one[noted]] = marked[self.other[noted]] = True
        return marked

    def clusters(self, many: int, *, least: float = MERGED) -> NDArray[np.int32]:
        """Returns for each of so many lines the first line that is the same person, mostly itself."""
        first = np.arange(many, dtype=np.int32)
        sure = self.probability >= least

        def root(line: int) -> int:
            while first[line] != line:
                line = int(first[line])
            return line

        touched = set()
        for a, b in zip(self.one[sure].tolist(), self.other[sure].tolist(), strict=True):
            one, other = sorted((root(a), root(b)))
            first[other] = one
            touched |= {a, b}
        for line in touched:
            first[line] = root(line)
        return first


NONE = Doubles(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))


def rate_of(bits: NDArray[np.float64], *, asked: float, lines: int) -> float:
    """Returns how many other lines of its list a line is the same person as, on average: the one parameter of an EM.

    Args:
        bits: Weights of every pair within a list that may be one person.
        asked: Of how many lines all partners are among the pairs.
        lines: How many lines the list has.
    """
    rate = TWICE_A_LINE
    for _ in range(ROUNDS if len(bits) else 1):
        p = probability_twice(bits, rate=rate, lines=lines)
        rate = float((p.sum() + TWICE_A_LINE * TWICE_LINES) / (asked + TWICE_LINES))
    return min(rate, 0.9)


def probability_twice(bits: NDArray[np.float64], *, rate: float, lines: int) -> NDArray[np.float64]:
    """Returns how probable it is that pairs within a list are one person, by the model alone."""
    odds = np.exp2(np.clip(bits, -60.0, 60.0)) * rate / max(lines - 1, 1)
    return np.asarray(odds / (1 + odds))


def doubles(pairs: Pairs, p: NDArray[np.float64], *, lines: int, judged: Mapping[tuple[int, int], Note]) -> Doubles:
    """Returns which pairs within a list may be one person.

    Args:
        pairs: Pairs of lines of one list, no line with itself; both ways round, or one.
        p: How probable it is that each pair is one person.
        lines: How many lines the list has.
        judged: What is noted of pairs that people judged.
    """
    a, b = np.minimum(pairs.left, pairs.right), np.maximum(pairs.left, pairs.right)
    worth = np.flatnonzero(p >= NOTED)
    _, first = np.unique(a[worth].astype(np.int64) * lines + b[worth], return_index=True)
    worth = worth[first]
    return _as_judged(Doubles(a[worth], b[worth], p[worth]), judged)


def _as_judged(found: Doubles, judged: Mapping[tuple[int, int], Note]) -> Doubles:
    if not judged:
        return found
    pairs = list(zip(found.one.tolist(), found.other.tolist(), strict=True))
    kept = found.only(np.array([pair not in judged for pair in pairs], np.bool_))
    chances = {Note.JUDGED_SAME: 1.0, Note.JUDGED_DIFFERENT: 0.0}
    said = [(pair, chances.get(note, NOTED)) for pair, note in sorted(judged.items()) if chances.get(note, NOTED)]
    return Doubles(
        np.concatenate([kept.one, np.array([a for (a, _), _ in said], np.int32)]),
        np.concatenate([kept.other, np.array([b for (_, b), _ in said], np.int32)]),
        np.concatenate([kept.probability, np.array([p for _, p in said], np.float64)]),
    )


CROWD = 8
"""Candidates of one line that are compared with each other; beyond so many nothing is said of them."""


def pointed_to(pairs: Pairs, likely: NDArray[np.bool_]) -> Pairs:
    """Returns pairs of right lines that one left line points to, each once, the earlier first."""
    order = np.flatnonzero(likely)
    order = order[np.argsort(pairs.left[order], kind="stable")]
    line, right = pairs.left[order], pairs.right[order]
    found = []
    for step in range(1, CROWD):
        if step < len(line):
            together = line[step:] == line[:-step]
            one, other = right[:-step][together], right[step:][together]
            found.append(np.stack([np.minimum(one, other), np.maximum(one, other)], axis=1))
    both = np.unique(np.concatenate(found), axis=0) if found else np.zeros((0, 2), np.int32)
    return Pairs.of(both[:, 0].astype(np.int32), both[:, 1].astype(np.int32))


def turned(pairs: Pairs) -> Pairs:
    """Returns pairs with left and right exchanged."""
    return replace(pairs, left=pairs.right, right=pairs.left)


def merged(sides: Sequence[Doubles]) -> bool:
    """Returns whether any lines of any list compete as one."""
    return any(bool((side.probability >= MERGED).any()) for side in sides)
