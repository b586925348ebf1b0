"""Every pair of two short lists, weighed one after the other in plain Python: the slow obvious twin of `linking.link`.

Nothing is blocked, sampled or packed, and rivals are settled by counting every way in which lines can be paired. What
the levels mean is told in `plain`; here they are decided once more, on texts. Cost: some 50 microseconds a pair, and
exponential in the lines of a knot of rivals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import log2

import numpy as np
from rapidfuzz.distance import OSA

from repatria.linkage.learning.calibration import Calibration
from repatria.linkage.learning.training import COLUMN_OF, days_of
from repatria.linkage.said.lines import Column, Encoded
from repatria.linkage.said.vocabulary import SHORTEST_SKELETON, WIDTH
from repatria.linkage.weighing.levels import Compared, DateLevel, NameLevel, SexLevel
from repatria.linkage.weighing.model import Model
from repatria.names.fold import skeleton

Pair = tuple[int, int]
Rarity = Callable[[str], float]
"""−log2 of the share of lines with a value."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One pair of lines.

    Attributes:
        levels: Of each field, in the order of `Compared`.
        bits: Of each field.
        relatives_bits: What is taken off because relatives share what this pair shares; never above 0.
    """

    levels: tuple[int, ...]
    bits: tuple[float, ...]
    relatives_bits: float

    @property
    def weight_bits(self) -> float:
        """log2 of the evidence."""
        return sum(self.bits) + self.relatives_bits


@dataclass(frozen=True, slots=True)
class _Line:
    """One line as texts and numbers."""

    keys: Mapping[Compared, str]
    given_too: str
    first_year: int
    last_year: int
    year: int
    month: int
    day: int
    sex: int
    latin: int


def weigh(encoded: Encoded, model: Model) -> dict[Pair, Weighed]:
    """Returns every pair of left and right line numbers, weighed."""
    left, right = _lines(encoded, encoded.left.rows.tolist()), _lines(encoded, encoded.right.rows.tolist())
    rarity = {field: _rarity_of(encoded, field) for field in COLUMN_OF}
    years, days = days_of(encoded)
    table, family = model.table, model.family
    found = {}
    for (i, p), (j, q) in product(enumerate(left), enumerate(right)):
        levels, rare = [0] * len(Compared), [0.0] * len(Compared)
        for field in COLUMN_OF:
            a, b = p.keys[field], q.keys[field]
            levels[field] = _value_level(field, p, q)
            rare[field] = _name_bits(NameLevel(levels[field]), a, b, rarity[field])
        birth = levels[Compared.BIRTH] = date_level(p, q)
        rare[Compared.BIRTH] = _date_bits(birth, p, q, lambda n: float(years[n]), lambda n: float(days[n]))
        levels[Compared.SEX] = _sex_level(p.sex, q.sex, levels[Compared.GIVEN])
        stratum = 3 * (p.latin + q.latin) + (max(p.sex, q.sex) if 0 in {p.sex, q.sex} or p.sex == q.sex else 0)
        bits = [float(table[stratum, f, level]) + rare[f] if level else 0.0 for f, level in enumerate(levels)]
        found[i, j] = Weighed(tuple(levels), tuple(bits), _relatives_bits(bits, levels, family.tolist()))
    return found


def probabilities(
    weighed: Mapping[Pair, Weighed], encoded: Encoded, model: Model, calibration: Calibration
) -> dict[Pair, float]:
    """Returns the probability of each pair, when a line is at most one line of the other list; exact.

    Pairs that are less likely than 2 ** -10 by themselves, before they compete, are left out, as `link` leaves them out.
    """
    matches = model.prior * len(encoded.left) * len(encoded.right)
    alone = max(1 - matches / len(encoded.left), 0.02) * max(1 - matches / len(encoded.right), 0.02)
    odds = {}
    for pair, one in weighed.items():
        bits = one.weight_bits + model.prior_bits
        if bits >= -10:
            odds[pair] = 2 ** min(float(calibration(np.array([bits]))[0]), 60.0) / alone
    return {pair: p for knot in _knots(odds) for pair, p in competing(knot).items()}


def competing(odds: Mapping[Pair, float]) -> dict[Pair, float]:
    """Returns the probability of each pair among all ways to pair lines one to one, each as likely as its odds multiply."""
    partners: dict[int, list[Pair]] = {}
    for pair in odds:
        partners.setdefault(pair[0], []).append(pair)
    lines = list(partners)

    @cache
    def ways(n: int, taken: frozenset[int]) -> float:
        """The sum over all ways to pair the lines from the nth on with what is not taken."""
        if n == len(lines):
            return 1.0
        free = [pair for pair in partners[lines[n]] if pair[1] not in taken]
        return ways(n + 1, taken) + sum(odds[pair] * ways(n + 1, taken | {pair[1]}) for pair in free)

    found = dict.fromkeys(odds, 0.0)
    reached = {frozenset[int](): 1.0}
    for n, line in enumerate(lines):
        following: dict[frozenset[int], float] = {}
        for taken, before in reached.items():
            following[taken] = following.get(taken, 0.0) + before
            for pair in partners[line]:
                if pair[1] in taken:
                    continue
                then = taken | {pair[1]}
                found[pair] += before * odds[pair] * ways(n + 1, then)
                following[then] = following.get(then, 0.0) + before * odds[pair]
        reached = following
    total = ways(0, frozenset())
    return {pair: value / total for pair, value in found.items()}


def _knots(odds: Mapping[Pair, float]) -> list[dict[Pair, float]]:
    """The pairs that compete with each other, directly or through others."""
    knots: list[dict[Pair, float]] = []
    for pair, value in odds.items():
        joined = [knot for knot in knots if any(pair[0] == i or pair[1] == j for i, j in knot)]
        knots = [knot for knot in knots if knot not in joined]
        knots.append({pair: value} | {p: v for knot in joined for p, v in knot.items()})
    return knots


def _lines(encoded: Encoded, rows: list[list[int]]) -> list[_Line]:
    def key(field: Compared, number: int) -> str:
        return encoded.vocabularies[field].keys[number]

    return [
        _Line(
            {field: key(field, row[column]) for field, column in COLUMN_OF.items()},
            key(Compared.GIVEN, row[Column.GIVEN_TOO]), row[Column.FIRST_YEAR], row[Column.LAST_YEAR],
            row[Column.BORN] // 10000, row[Column.BORN] // 100 % 100, row[Column.BORN] % 100, row[Column.SEX],
            row[Column.SCRIPT],
        )
        for row in rows
    ]  # fmt: skip


def _rarity_of(encoded: Encoded, field: Compared) -> Rarity:
    names = encoded.vocabularies[field]
    bits = dict(zip(names.keys, names.bits.tolist(), strict=True))
    return lambda key: bits[key]


def _value_level(field: Compared, p: _Line, q: _Line) -> NameLevel:
    a, b = p.keys[field], q.keys[field]
    if field is Compared.DOCUMENT:
        return NameLevel.MISSING if not a or not b else NameLevel.SAME if a == b else NameLevel.DIFFERENT
    level = name_level(a, b)
    if field is Compared.GIVEN and level > NameLevel.OTHER_CLASS:
        mine, others = {a, p.given_too}, {b, q.given_too}
        if (mine & others) - {""}:
            return NameLevel.OTHER_CLASS
    return level


def name_level(a: str, b: str) -> NameLevel:
    """Returns how two keys agree; see `plain.name_levels`."""
    if not a or not b:
        return NameLevel.MISSING
    if a == b:
        return NameLevel.SAME
    x, y = a.encode("latin-1", "replace")[:WIDTH], b.encode("latin-1", "replace")[:WIDTH]
    shorter = min(len(x), len(y))
    if shorter == 1:
        return NameLevel.INITIAL if x[0] == y[0] else NameLevel.OTHER_INITIAL
    edits = OSA.distance(x, y)
    if edits == 1 and shorter >= 3:
        return NameLevel.NEAR
    if skeleton(a) == skeleton(b) and len(skeleton(a)) >= SHORTEST_SKELETON and shorter >= 3:
        return NameLevel.SOUND
    if shared_parts(a, b):
        return NameLevel.PART
    begins = shorter >= 4 and x[:shorter] == y[:shorter]
    return NameLevel.CLOSE if (edits == 2 and shorter >= 5) or begins else NameLevel.DIFFERENT


def shared_parts(a: str, b: str) -> set[str]:
    """Returns the names that two keys share, when at least one of them is a double name."""
    return set(a.split(" ")[:2]) & set(b.split(" ")[:2]) if " " in a or " " in b else set()


def _name_bits(level: NameLevel, a: str, b: str, rarity: Rarity) -> float:
    match level:
        case NameLevel.SAME | NameLevel.OTHER_CLASS:
            return min(rarity(a), rarity(b))
        case NameLevel.NEAR | NameLevel.SOUND | NameLevel.CLOSE:
            return log2(2 ** rarity(a) + 2 ** rarity(b))
        case NameLevel.PART:
            return max(map(rarity, shared_parts(a, b)))
        case _:
            return 0.0


def _numbers_near(a: int, b: int) -> bool:
    """Whether two numbers differ by one, in one digit, or by two neighbouring digits exchanged."""
    return abs(a - b) == 1 or OSA.distance(f"{a:04}", f"{b:04}") == 1


def date_level(p: _Line, q: _Line) -> DateLevel:
    """Returns how two dates of birth agree; see `plain.date_levels`."""
    if not p.first_year or not q.first_year:
        return DateLevel.MISSING
    if not p.year or not q.year:
        overlap = p.first_year <= q.last_year and q.first_year <= p.last_year
        return DateLevel.ABOUT if overlap else DateLevel.DIFFERENT
    next_year = DateLevel.NEXT_YEAR if abs(p.year - q.year) == 1 else DateLevel.DIFFERENT
    if p.day and q.day:
        if p.year == q.year:
            return _day_level(p, q)
        if (p.month, p.day) != (q.month, q.day):
            return next_year
        return DateLevel.YEAR_DIGIT if _numbers_near(p.year, q.year) else DateLevel.OTHER_YEAR
    if p.year != q.year:
        return next_year
    if p.month and q.month:
        return DateLevel.YEAR_MONTH if p.month == q.month else DateLevel.SAME_YEAR
    return DateLevel.YEAR


def _day_level(p: _Line, q: _Line) -> DateLevel:
    """How two days of one year agree."""
    one, other = (p.month, p.day), (q.month, q.day)
    if one == other:
        return DateLevel.SAME
    if one == other[::-1]:
        return DateLevel.SWAPPED
    if (1, 1) in {one, other}:
        return DateLevel.FIRST_JANUARY
    if p.month == q.month:
        return DateLevel.DAY_DIGIT if _numbers_near(p.day, q.day) else DateLevel.DAY
    return DateLevel.MONTH if p.day == q.day else DateLevel.SAME_YEAR


def _date_bits(level: int, p: _Line, q: _Line, year: Callable[[int], float], day: Callable[[int], float]) -> float:
    one, other = 100 * p.month + p.day, 100 * q.month + q.day
    match level:
        case DateLevel.MISSING | DateLevel.ABOUT | DateLevel.DIFFERENT | DateLevel.NEXT_YEAR:
            return 0.0
        case DateLevel.YEAR_DIGIT | DateLevel.OTHER_YEAR:
            return day(one)
        case DateLevel.SAME:
            return year(p.year) + day(one)
        case DateLevel.SWAPPED:
            return year(p.year) + (day(one) + day(other)) / 2
        case _:
            return year(p.year)


def _sex_level(a: int, b: int, given: int) -> SexLevel:
    if not a or not b:
        return SexLevel.MISSING
    if a != b:
        return SexLevel.DIFFERENT
    return SexLevel.IMPLIED if given in {NameLevel.SAME, NameLevel.OTHER_CLASS, NameLevel.NEAR} else SexLevel.SAME


def _relatives_bits(bits: list[float], levels: list[int], family: list[float]) -> float:
    """What siblings and twins, as likely as they are beside strangers, take off."""
    shared = sum(max(bits[f], 0.0) for f in (Compared.SURNAME, Compared.PATRONYMIC, Compared.PLACE, Compared.MOTHER))
    siblings, twins, namesakes = family
    if NameLevel.SAME <= levels[Compared.GIVEN] <= NameLevel.CLOSE:
        shared += namesakes
    return -log2(1 + 2 ** (siblings + shared) + 2 ** (twins + shared + max(bits[Compared.BIRTH], 0.0)))
