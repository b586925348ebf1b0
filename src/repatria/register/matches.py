"""Who is who, as judged: pairs of lines, each party's judgement, and the groups that follow.

Invariant: two lines are one person exactly when a chain of pairs joins them in which every party concerned last said
*same*. The mediator's judgement is kept and shown; alone it joins nothing (house law: judgements on people of two parties
carry both parties' signatures). Lines are numbered across all lists of the book.

Specimens are judged in the same way by those where they lie, and there the mediator may object: its *different* keeps two
apart that the laboratory called *same* (ADR 0016).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from repatria.register.acts import Judgement

JUDGEMENTS = tuple(Judgement)
_SAME, _DIFFERENT = 1 + JUDGEMENTS.index(Judgement.SAME), 1 + JUDGEMENTS.index(Judgement.DIFFERENT)
_ALL_SAME = _SAME | _SAME << 2
_BY_CODE: tuple[Judgement | None, ...] = (None, *JUDGEMENTS)
_CODE = {j: i + 1 for i, j in enumerate(JUDGEMENTS)}
_SHIFT = 32
_MASK = (1 << _SHIFT) - 1


class Matches:
    """Judgements over pairs of line numbers. A pair is one integer; what three judges said fits into six bits."""

    __slots__ = ("_apart", "joined", "mediator_objects", "said")

    def __init__(self, *, mediator_objects: bool = False) -> None:
        self.mediator_objects = mediator_objects
        self.said: dict[int, int] = {}
        self.joined: dict[int, tuple[int, ...]] = {}
        self._apart: dict[int, None] = {}  # the pairs that are called different, in order

    def judge(self, a: int, b: int, *, judge: int, judgement: Judgement, needed: int) -> None:
        """Enters what one judge says of lines ``a`` < ``b``.

        ``judge`` is the position of the party (0 or 1), or 2 for the mediator; ``needed`` is the bit set of the parties
        whose *same* joins the two (bit 0 and 1).
        """
        pair = a << _SHIFT | b
        old = self.said.get(pair, 0)
        new = _with(old, judge, judgement)
        self.said[pair] = new
        if self._is_different(new):
            self._apart.setdefault(pair)
        else:
            self._apart.pop(pair, None)
        before, after = self._joins(old, needed), self._joins(new, needed)
        if after and not before:
            self._join(a, b)
            self._join(b, a)
        elif before and not after:
            self._part(a, b)
            self._part(b, a)

    def would_join(self, a: int, b: int, *, judge: int, judgement: Judgement, needed: int) -> bool:
        """Whether `judge` with the same arguments would join the two lines."""
        return self._joins(_with(self.said.get(a << _SHIFT | b, 0), judge, judgement), needed)

    def is_contested(self, line: int, others: Iterable[int]) -> bool:
        """Whether somebody whose word counts last called ``line`` different from one of ``others``."""
        pairs = (self.said.get(min(line, x) << _SHIFT | max(line, x), 0) for x in others if x != line)
        return any(map(self._is_different, pairs))

    def of(self, a: int, b: int) -> dict[int, Judgement]:
        """Returns what each judge (0, 1, 2) last said of the pair ``a`` < ``b``."""
        said = self.said.get(a << _SHIFT | b, 0)
        codes = {judge: said >> 2 * judge & 3 for judge in (0, 1, 2)}
        return {judge: JUDGEMENTS[code - 1] for judge, code in codes.items() if code}

    def said_by(self, judge: int, pairs: Iterable[tuple[int, int]]) -> list[Judgement | None]:
        """Returns what one judge (0, 1, 2) last said of each pair, the lesser number first; None where nothing. For many pairs."""
        said, shift = self.said, 2 * judge
        return [_BY_CODE[said.get(a << _SHIFT | b, 0) >> shift & 3] for a, b in pairs]

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yields the pairs of lines that anybody judged, each with the lesser number first, in the order of first judging."""
        return ((pair >> _SHIFT, pair & _MASK) for pair in self.said)

    def group(self, line: int) -> tuple[int, ...]:
        """Returns the lines that are one person with ``line``, itself included, in order."""
        first = self.joined.get(line)
        if first is None:
            return (line,)
        if len(first) == 1 and len(self.joined[first[0]]) == 1:  # a pair: nearly all groups are one
            return (line, first[0]) if line < first[0] else (first[0], line)
        seen, todo = {line}, list(first)
        while todo:
            other = todo.pop()
            if other not in seen:
                seen.add(other)
                todo.extend(self.joined[other])
        return tuple(sorted(seen))

    def contradictions(self) -> Iterator[tuple[int, int]]:
        """Yields the pairs that somebody whose word counts calls different although a chain of *same* joins them."""
        return ((a, b) for a, b in self.different() if b in self.group(a))

    def different(self) -> Iterator[tuple[int, int]]:
        """Yields the pairs that somebody whose word counts last called different, the lesser number first."""
        return ((pair >> _SHIFT, pair & _MASK) for pair in self._apart)

    def _joins(self, said: int, needed: int) -> bool:
        return _all_say_same(said, needed) and not (self.mediator_objects and said >> 4 & 3 == _DIFFERENT)

    def _is_different(self, said: int) -> bool:
        parties = said & 3 == _DIFFERENT or said >> 2 & 3 == _DIFFERENT
        return parties or (self.mediator_objects and said >> 4 & 3 == _DIFFERENT)

    def _join(self, a: int, b: int) -> None:
        self.joined[a] = tuple(sorted((*self.joined.get(a, ()), b)))

    def _part(self, a: int, b: int) -> None:
        rest = tuple(x for x in self.joined[a] if x != b)
        if rest:
            self.joined[a] = rest
        else:
            del self.joined[a]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Matches):
            return NotImplemented
        return self.said == other.said and self.joined == other.joined

    __hash__ = None  # type: ignore[assignment]


def _with(said: int, judge: int, judgement: Judgement) -> int:
    return said & ~(3 << 2 * judge) | _CODE[judgement] << 2 * judge


_PARTIES_BITS = (0b0000, 0b0011, 0b1100, 0b1111)
"""The bits of a pair in which the parties of a bit set say something, by that bit set."""


def _all_say_same(said: int, needed: int) -> bool:
    bits = _PARTIES_BITS[needed]
    return said & bits == _ALL_SAME & bits
