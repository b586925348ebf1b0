"""Two whole names weighed in plain Python: the slow, obvious twin of `kernels`, and the way for few pairs.

Invariant: the same bits and the same code of reasons as the kernel, in the same order of work; a test holds them equal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, log2

from repatria.names.comparing.levels import AGREEING, Level, distance, left_over, level_of
from repatria.names.comparing.weights import BASE_BITS, LEVEL_BITS, RAREST_BITS, SPELLING_BITS, TURNED_BITS
from repatria.names.comparing.words import MOST_LETTERS, SON_OF, Kind, Spelling, Word

EXACT_WORDS = 8
"""Up to as many words in the longer name the best alignment is found exactly; beyond that greedily."""

LEAST_JOINED = 4
"""Letters that a word written as one has at least."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """One word of each name and how they agree, or a word left over (`b` is None)."""

    a: Word
    b: Word | None
    level: Level


@dataclass(frozen=True, slots=True)
class Weighed:
    """Two names weighed.

    Attributes:
        bits: Match weight without dates of birth.
        words: How each word of the shorter name agrees, in its order, then what is left over of the longer one.
        rarest_bits: Rarity of the rarest word that both have.
        turned: Two words of one kind stand in another order.
        crossed: The own name of one is the father's in the other (A bin B, B bin A).
    """

    bits: float
    words: tuple[Aligned, ...]
    rarest_bits: float
    turned: bool
    crossed: bool = False


def weigh_names(left: tuple[Spelling, ...], right: tuple[Spelling, ...]) -> Weighed | None:
    """Returns the best pair of spellings, weighed; None where one side has none."""
    best: Weighed | None = None
    for a in left:
        for b in right:
            found = weigh(a, b)
            if best is None or found.bits > best.bits:
                best = found
    if best is None:
        return None
    chance = SPELLING_BITS * log2(len(left) * len(right))
    return replace(best, bits=best.bits + chance)


def weigh(a: Spelling, b: Spelling) -> Weighed:
    """Returns two spellings weighed under the alignment of their words that weighs most."""
    a = _joined(a, b)
    b = _joined(b, a)
    if len(a) > len(b):
        a, b = b, a
    levels = [[Level.JOINED if _is_joined(x, y) else level_of(x, y) for y in b] for x in a]
    left = [LEVEL_BITS[left_over(y.kind)] for y in b]
    gains = [[LEVEL_BITS[level] - left[j] for j, level in enumerate(row)] for row in levels]
    chosen = _exact(gains, len(b)) if len(b) <= EXACT_WORDS else _greedy(gains, len(b))
    rest = [j for j in range(len(b)) if j not in chosen]
    pairs = [Aligned(a[i], b[j], levels[i][j]) for i, j in enumerate(chosen)]
    words = (*pairs, *(Aligned(b[j], None, left_over(b[j].kind)) for j in rest))
    rarest = max(map(_shared_rarity, pairs), default=0.0)
    turned = _turned(pairs, chosen)
    total = BASE_BITS
    for one in words:
        total += LEVEL_BITS[one.level]
    total += RAREST_BITS * rarest
    crossed = _crossed(a, b, levels, chosen)
    if crossed:
        total += LEVEL_BITS[Level.OTHER]
    if turned:
        total += TURNED_BITS
    return Weighed(total, words, rarest, turned, crossed)


def _shared_rarity(pair: Aligned) -> float:
    if pair.b is None or pair.level > AGREEING:
        return 0.0
    bits = min(pair.a.rarity_bits, pair.b.rarity_bits)
    return bits * 0.5 if pair.level == AGREEING else bits


def _joined(a: Spelling, b: Spelling) -> Spelling:
    """Returns a name with neighbouring words joined where the other name writes them as one."""
    found: list[Word] = []
    at = 0
    while at < len(a):
        whole = _whole(a[at], a[at + 1], b) if at + 1 < len(a) else None
        found.append(whole or a[at])
        at += 2 if whole else 1
    return tuple(found)


def _whole(first: Word, second: Word, among: Spelling) -> Word | None:
    """Returns two words as one where the other name has a word that spells them both."""
    key = (first.key + second.key)[:MOST_LETTERS]
    for other in among:
        if len(other.key) >= LEAST_JOINED and other.key not in (first.key, second.key) and _spells(key, other.key):
            return Word("", key, (), "", "", Kind.WORD, max(first.rarity_bits, second.rarity_bits))
    return None


def _spells(key: str, other: str) -> bool:
    return key[0] == other[0] and abs(len(key) - len(other)) <= 1 and distance(key, other) <= 2


def _is_joined(a: Word, b: Word) -> bool:
    return not (a.text and b.text) and _spells(a.key, b.key)


def _exact(gains: list[list[float]], count: int) -> list[int]:
    """Returns for each word of the shorter name its counterpart, by trying every set of counterparts once."""
    size = len(gains)
    best, last = [-inf] * (1 << count), [0] * (1 << count)
    best[0], final = 0.0, -1
    for taken in range(1 << count):
        i = taken.bit_count()
        if i == size and (final < 0 or best[taken] > best[final]):
            final = taken
        for j in range(count if i < size else 0):
            more = taken | 1 << j
            if more != taken and best[taken] + gains[i][j] > best[more]:
                best[more], last[more] = best[taken] + gains[i][j], j
    chosen = [0] * size
    for i in range(size - 1, -1, -1):
        chosen[i] = last[final]
        final ^= 1 << chosen[i]
    return chosen


def _greedy(gains: list[list[float]], count: int) -> list[int]:
    """Returns a counterpart for each word of the shorter name: the best of all pairs first, then the best of the rest."""
    chosen = [-1] * len(gains)
    for _ in gains:
        free = [(i, j) for i in range(len(gains)) if chosen[i] < 0 for j in range(count) if j not in chosen]
        i, j = max(free, key=lambda pair: gains[pair[0]][pair[1]])  # the first of equals
        chosen[i] = j
    return chosen


def _turned(pairs: list[Aligned], chosen: list[int]) -> bool:
    """Whether two agreeing words of one kind stand in another order; surname first is usual and says nothing."""
    agreeing = [
        (j, (one.a.kind, one.b.kind)) for j, one in zip(chosen, pairs, strict=True) if one.b and one.level <= AGREEING
    ]
    return any(j > k and x == y for n, (j, x) in enumerate(agreeing) for k, y in agreeing[n + 1 :])


def _crossed(a: Spelling, b: Spelling, levels: list[list[Level]], chosen: list[int]) -> bool:
    """Whether the word before "son of" in one name agrees with one after it in the other, and the two before it do not."""
    at_a, at_b = _own_name(a), _own_name(b)
    if at_a < 0 or at_b < 0 or levels[at_a][at_b] <= AGREEING:
        return False
    return any(
        level[j] <= AGREEING and ((i == at_a and j > at_b + 1) or (j == at_b and i > at_a + 1))
        for i, (j, level) in enumerate(zip(chosen, levels, strict=True))
    )


def _own_name(words: Spelling) -> int:
    """Returns the place of the word before the first "son of", -1 where there is none."""
    return next((n - 1 for n, word in enumerate(words) if n and word.father == SON_OF), -1)
