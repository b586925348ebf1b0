"""Pairs of names compared: one pair with its reason, or columns of many, few in plain Python and many by the kernel.

Invariant: a pair's result depends on that pair alone, not on the others of its file, and not on which way was taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from repatria.errors import InputNotUnderstood
from repatria.names.comparing.births import birth_level
from repatria.names.comparing.plain import weigh_names
from repatria.names.comparing.reasons import code_of, sentence
from repatria.names.comparing.weights import BIRTH_BITS, probability
from repatria.names.comparing.words import SPELLINGS, spellings
from repatria.people.dates import PartialDate, partial_date

Births = tuple[PartialDate, ...]

FEW = 2_000
"""Up to as many pairs plain Python is as fast as loading the compiler."""


@dataclass(frozen=True, slots=True)
class NameComparison:
    """Two names compared.

    Attributes:
        weight_bits: Evidence that they are one person's, log2 of a likelihood ratio; 0 where there was nothing to compare.
        probability: What the weight comes to when half of all pairs handed in are one person.
        reason: Why, in words, without the names.
    """

    weight_bits: float
    probability: float
    reason: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Pairs as columns of equal length; a cell of births may hold several dates, separated by ``|``, or none.

    Attributes:
        a_names: Names; several spellings of one person are separated by ``|``.
        b_names: The others'.
        a_births: Dates of birth as written, empty where none is known.
        b_births: The others'.
    """

    a_names: Sequence[str]
    b_names: Sequence[str]
    a_births: Sequence[str]
    b_births: Sequence[str]


class Comparer(Protocol):
    """Weighs pairs; what it remembers is words and dates, never pairs."""

    def weigh(self, pairs: Columns) -> tuple[list[float], list[int]]:
        """Returns a weight in bits for each pair, and the code of its reasons (`reasons.sentence`)."""


class Plain:
    """Weighs pairs in plain Python."""

    def __init__(self, read_births: Callable[[str], Births]) -> None:
        self._read_births = read_births

    def weigh(self, pairs: Columns) -> tuple[list[float], list[int]]:
        """Returns a weight in bits for each pair, and the code of its reasons."""
        rows = zip(pairs.a_names, pairs.b_names, pairs.a_births, pairs.b_births, strict=True)
        found = [_weighed(a, b, self._read_births(x), self._read_births(y)) for a, b, x, y in rows]
        return [bits for bits, _ in found], [code for _, code in found]


def comparer(read_births: Callable[[str], Births], *, pairs: int) -> Comparer:
    """Returns the way for about as many pairs: plain Python up to `FEW`, else the kernel, which takes seconds to load."""
    if pairs <= FEW:
        return Plain(read_births)
    from repatria.names.comparing.compiled import Compiled

    return Compiled(read_births)


def compare(
    a: str, b: str, *, a_births: Sequence[PartialDate] = (), b_births: Sequence[PartialDate] = ()
) -> NameComparison:
    """Returns how two whole names compare, in any order of words and any script; the same for (b, a).

    Args:
        a: A name; several spellings of one person are separated by ``|``.
        b: The other one.
        a_births: Dates of birth that sources give for the first, none or several.
        b_births: For the second.
    """
    bits, code = _weighed(a, b, tuple(a_births), tuple(b_births))
    return NameComparison(bits, probability(bits), sentence(code))


def edtf_births(cell: str) -> Births:
    """Returns the dates of a cell that are written in EDTF; those that are not count as unknown."""
    found = []
    for text in filter(None, map(str.strip, cell.split(SPELLINGS))):
        try:
            found.append(partial_date(text))
        except InputNotUnderstood:
            continue
    return tuple(found)


def _weighed(a: str, b: str, a_births: Births, b_births: Births) -> tuple[float, int]:
    if b < a:  # one order, so that ties are broken alike
        a, b = b, a
    found = weigh_names(spellings(a), spellings(b))
    if found is None:
        return 0.0, 0
    birth = birth_level(a_births, b_births)
    return found.bits + BIRTH_BITS[birth], code_of(found, birth)
