"""What is compared of two lines and what it weighs, in NumPy: the definition, and the twin of `kernels`.

The functions are called like those of `kernels` and give the same numbers, without a compiler: for lists of some hundred
lines it takes longer to load one than to weigh them here. All work on arrays, one place a pair; pairs of values are told
by their numbers among those of all fields (`Weigher.packed`), 0 being "nothing said".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from repatria.linkage.said.lines import Column
from repatria.linkage.said.vocabulary import FINENESS, WIDTH, Packed
from repatria.linkage.weighing.levels import FIELDS, Compared, DateLevel, NameLevel, SexLevel

Ints = NDArray[np.int32]
Levels = NDArray[np.int64]
Bits = NDArray[np.float64]
Truths = NDArray[np.bool_]

_NAMES = (
    (Compared.SURNAME, Column.SURNAME), (Compared.GIVEN, Column.GIVEN), (Compared.PATRONYMIC, Column.PATRONYMIC),
    (Compared.PLACE, Column.PLACE), (Compared.MOTHER, Column.MOTHER), (Compared.DOCUMENT, Column.DOCUMENT),
)  # fmt: skip
"""Fields of values, in the order of `prepare`."""
_SHARED_BY_FAMILY = (Compared.SURNAME, Compared.PATRONYMIC, Compared.PLACE, Compared.MOTHER)


def edits(a: Ints, b: Ints, letters: NDArray[np.uint8]) -> Levels:
    """Returns how many edits (Damerau 1964) turn one key into the other, 3 for anything above 2."""
    texts = [row.tobytes().rstrip(b"\0") for row in letters[a]], [row.tobytes().rstrip(b"\0") for row in letters[b]]
    return np.asarray(process.cpdist(*texts, scorer=OSA.distance, score_cutoff=2, dtype=np.int64))


def shared_part(a: Ints, b: Ints, packed: Ints) -> Ints:
    """Returns the rarest name that two values share, at least one of them being a double name; 0 for none."""
    parts = [
        np.where(packed[v, [[Packed.PART_ONE]]] > 0, packed[v][:, [Packed.PART_ONE, Packed.PART_TWO]].T, [v, 0 * v])
        for v in (a, b)
    ]
    best = np.zeros_like(a)
    for p in parts[0]:
        for q in parts[1]:
            better = (p == q) & (p > 0) & ((best == 0) | (packed[p, Packed.BITS] > packed[best, Packed.BITS]))
            best = np.where(better, p, best)
    return best


def _begins(a: Ints, b: Ints, shorter: Ints, letters: NDArray[np.uint8]) -> Truths:
    """Whether the shorter key of each pair is the beginning of the longer one."""
    return np.asarray(((letters[a] == letters[b]) | (np.arange(WIDTH) >= shorter[:, None])).all(axis=1))


def name_levels(a: Ints, b: Ints, packed: Ints, letters: NDArray[np.uint8]) -> Levels:
    """Returns how names agree; the first level that fits, in this order.

    - ``MISSING``: one side says nothing.
    - ``SAME``: equal class keys: one spelling, or forms of one name in other languages and scripts.
    - ``INITIAL``, ``OTHER_INITIAL``: one is a single letter; the other begins with it, or not.
    - ``NEAR``: one edit apart, both of at least 3 letters.
    - ``SOUND``: equal consonants, both of at least 3 letters.
    - ``PART``: a name that stands in a double name on one side or on both.
    - ``CLOSE``: two edits apart, both of at least 5 letters; or one, of at least 4, is the beginning of the other.
    - ``DIFFERENT``: anything else.

    ``OTHER_CLASS`` is decided for given names only, by `given_levels`.
    """
    of_a, of_b = packed[a], packed[b]
    shorter = np.minimum(of_a[:, Packed.LENGTH], of_b[:, Packed.LENGTH])
    open_ = (a != b) & (a > 0) & (b > 0) & (shorter > 1)
    apart = np.full(len(a), 3)
    letter_sets = (of_a[:, Packed.LETTER_SET] ^ of_b[:, Packed.LETTER_SET]).view(np.uint32)
    few = np.flatnonzero(open_ & (shorter >= 3) & (np.bitwise_count(letter_sets) <= 4))
    apart[few] = edits(a[few], b[few], letters)
    same_first = of_a[:, Packed.FIRST] == of_b[:, Packed.FIRST]
    sound = (of_a[:, Packed.SKELETON] == of_b[:, Packed.SKELETON]) & (of_a[:, Packed.SKELETON] > 0) & (shorter >= 3)
    part = open_ & ((of_a[:, Packed.PART_ONE] > 0) | (of_b[:, Packed.PART_ONE] > 0))
    double = np.flatnonzero(part)
    part[double] = shared_part(a[double], b[double], packed) > 0
    begins = open_ & same_first & (shorter >= 4)
    maybe = np.flatnonzero(begins)
    begins[maybe] = _begins(a[maybe], b[maybe], shorter[maybe], letters)
    steps = (
        ((a == 0) | (b == 0), NameLevel.MISSING),
        (a == b, NameLevel.SAME),
        ((shorter == 1) & same_first, NameLevel.INITIAL),
        (shorter == 1, NameLevel.OTHER_INITIAL),
        (apart == 1, NameLevel.NEAR),
        (sound, NameLevel.SOUND),
        (part, NameLevel.PART),
        ((apart == 2) & (shorter >= 5), NameLevel.CLOSE),
        (begins, NameLevel.CLOSE),
    )
    return np.select([s for s, _ in steps], [int(level) for _, level in steps], int(NameLevel.DIFFERENT))


def given_levels(levels: Levels, a: Ints, b: Ints, too_a: Ints, too_b: Ints) -> Levels:
    """Returns the levels of given names when a short form may stand for a second name.

    Where the first names agree no better, ``OTHER_CLASS`` if any other two of the names that the sides may mean are one.
    """
    other = ((too_a > 0) & ((too_a == b) | (too_a == too_b))) | ((too_b > 0) & (too_b == a))
    return np.where((levels > NameLevel.OTHER_CLASS) & other, int(NameLevel.OTHER_CLASS), levels)


def name_bits(levels: Levels, a: Ints, b: Ints, packed: Ints) -> Bits:
    """Returns what the rarity of the values adds at a level.

    −log2 of the share of lines with the value: of the commoner of both at ``SAME`` and ``OTHER_CLASS`` (they are one
    value at ``SAME``), of the shared part at ``PART``. At ``NEAR``, ``SOUND`` and ``CLOSE`` log2 of the sum of 1 / share of
    both: a rare name that is nearly a common one may be a misspelling of it. Elsewhere nothing.
    """
    rare_a, rare_b = packed[a, Packed.BITS] / FINENESS, packed[b, Packed.BITS] / FINENESS
    bits = np.where(levels <= NameLevel.OTHER_CLASS, np.minimum(rare_a, rare_b), 0.0)
    bits[levels == NameLevel.MISSING] = 0.0
    misspelt = (levels == NameLevel.NEAR) | (levels == NameLevel.SOUND) | (levels == NameLevel.CLOSE)
    most, least = np.maximum(rare_a, rare_b), np.minimum(rare_a, rare_b)
    bits = np.where(misspelt, most + np.log2(1.0 + np.exp2(least - most)), bits)
    part = np.flatnonzero(levels == NameLevel.PART)
    bits[part] = packed[shared_part(a[part], b[part], packed), Packed.BITS] / FINENESS
    return bits


def _digits_differ(a: Ints, b: Ints, digits: int) -> Levels:
    """How many decimal digits differ; two neighbours exchanged count as one."""
    scales = 10 ** np.arange(digits)[:, None]
    p, q = a // scales % 10, b // scales % 10
    count = (p != q).sum(axis=0)
    exchanged = ((p[:-1] == q[1:]) & (p[1:] == q[:-1]) & (p[:-1] != p[1:])).any(axis=0)
    return np.where((count == 2) & exchanged, 1, count)


def date_levels(first_a: Ints, last_a: Ints, a: Ints, first_b: Ints, last_b: Ints, b: Ints) -> Levels:
    """Returns how dates of birth agree; the first level that fits, in this order.

    - ``MISSING``: one side says nothing. ``ABOUT``: one side is a range of years, and they overlap.
    - Both days known, same year: ``SAME``, ``SWAPPED`` (day and month exchanged), ``FIRST_JANUARY`` (one is 1 January, which
      offices write for an unknown day), ``DAY_DIGIT`` (same month, day off by one or in one digit), ``DAY`` (same month),
      ``MONTH`` (same day), ``SAME_YEAR``.
    - Both days known, same day of another year: ``YEAR_DIGIT`` (year off by one, in one digit, or two neighbouring digits
      exchanged), ``OTHER_YEAR``.
    - A day or month unknown: ``YEAR_MONTH``, ``YEAR`` as far as the less complete one goes, ``SAME_YEAR`` where months differ.
    - ``NEXT_YEAR``: years differ by one. ``DIFFERENT``: anything else.

    Args:
        first_a: First year that it may be, 0 where nothing is said.
        last_a: Last year.
        a: 10000 year + 100 month + day, 0 for a range of years.
        first_b: As ``first_a``, of the other side.
        last_b: Likewise.
        b: Likewise.
    """
    date = DateLevel
    year_a, year_b, month_a, month_b, day_a, day_b = (
        a // 10000,
        b // 10000,
        a // 100 % 100,
        b // 100 % 100,
        a % 100,
        b % 100,
    )
    full = (day_a > 0) & (day_b > 0)
    same_year, same_month, same_day = year_a == year_b, month_a == month_b, day_a == day_b
    in_year, in_day = full & same_year, full & same_month & same_day
    first = ((month_a == 1) & (day_a == 1)) | ((month_b == 1) & (day_b == 1))
    day_digit = (np.abs(day_a - day_b) == 1) | (_digits_differ(day_a, day_b, 2) == 1)
    next_year = np.abs(year_a - year_b) == 1
    months = same_year & (month_a > 0) & (month_b > 0)
    steps = (
        ((first_a == 0) | (first_b == 0), date.MISSING),
        (((a == 0) | (b == 0)) & (first_a <= last_b) & (first_b <= last_a), date.ABOUT),
        ((a == 0) | (b == 0), date.DIFFERENT),
        (in_day & same_year, date.SAME),
        (in_year & (day_a == month_b) & (month_a == day_b), date.SWAPPED),
        (in_year & first, date.FIRST_JANUARY),
        (in_year & same_month & day_digit, date.DAY_DIGIT),
        (in_year & same_month, date.DAY),
        (in_year & same_day, date.MONTH),
        (in_year, date.SAME_YEAR),
        (in_day & (next_year | (_digits_differ(year_a, year_b, 4) == 1)), date.YEAR_DIGIT),
        (in_day, date.OTHER_YEAR),
        (~full & months & same_month, date.YEAR_MONTH),
        (~full & months, date.SAME_YEAR),
        (~full & same_year, date.YEAR),
        (next_year, date.NEXT_YEAR),
    )
    return np.select([s for s, _ in steps], [int(level) for _, level in steps], int(date.DIFFERENT))


def date_bits(levels: Levels, a: Ints, b: Ints, days: Bits) -> Bits:
    """Returns what the rarity of the agreeing parts adds at a level.

    Year and day of the year at ``SAME``; the year and half of each of the two days at ``SWAPPED``; the day of the year where
    only it agrees; the year where only it, or it and the month, agree.
    """
    date = DateLevel
    year, day_a, day_b = days[0, b // 10000], days[1, a % 10000], days[1, b % 10000]
    of_day = (levels == date.YEAR_DIGIT) | (levels == date.OTHER_YEAR)
    of_year = np.isin(
        levels,
        [date.YEAR_MONTH, date.YEAR, date.FIRST_JANUARY, date.DAY_DIGIT, date.MONTH, date.DAY, date.SAME_YEAR],
    )
    return np.select(
        [levels == date.SAME, levels == date.SWAPPED, of_day, of_year],
        [year + day_b, year + 0.5 * (day_a + day_b), day_b, year],
        0.0,
    )


def sex_levels(a: Ints, b: Ints, given: Levels) -> Levels:
    """Returns how sexes agree; ``IMPLIED`` where they do and so do the given names (`NameLevel`), which say it already."""
    implied = (given == NameLevel.SAME) | (given == NameLevel.OTHER_CLASS) | (given == NameLevel.NEAR)
    sex = SexLevel
    return np.select(
        [(a == 0) | (b == 0), a != b, implied], [int(sex.MISSING), int(sex.DIFFERENT), int(sex.IMPLIED)], int(sex.SAME)
    )


def prepare(rows: Ints, base: tuple[int, ...], packed: Ints) -> Ints:  # noqa: ARG001 - called like the compiled one
    """Returns rows (`Column`) whose values are numbered among those of all fields.

    ``base`` has the first number of each field's values there, in the order surname, given name, patronymic, place, mother,
    document.
    """
    first = np.zeros(len(Column), np.int32)
    for (_, column), start in zip(_NAMES, base, strict=True):
        first[column] = start
    first[Column.GIVEN_TOO] = first[Column.GIVEN]
    return np.asarray(np.where(rows > 0, rows + first, rows), np.int32)


def compare(p: Ints, q: Ints, packed: Ints, letters: NDArray[np.uint8], days: Bits) -> tuple[Levels, Bits]:
    """Returns the levels [pairs, fields] of pairs of lines, and what the rarity of their values adds at them.

    Args:
        p: Left rows as `prepare` makes them, one a pair.
        q: Right rows.
        packed: `Vocabulary.packed` of all fields.
        letters: `Vocabulary.letters` of all fields.
        days: Bits of years [0] and of days of the year [1].
    """
    levels, rarity = np.zeros((len(p), FIELDS), np.int64), np.zeros((len(p), FIELDS))
    for field, column in _NAMES:
        a, b = p[:, column], q[:, column]
        if field is Compared.DOCUMENT:
            levels[:, field] = np.select([(a == 0) | (b == 0), a == b], [0, NameLevel.SAME], NameLevel.DIFFERENT)
        else:
            levels[:, field] = name_levels(a, b, packed, letters)
        if field is Compared.GIVEN:
            levels[:, field] = given_levels(levels[:, field], a, b, p[:, Column.GIVEN_TOO], q[:, Column.GIVEN_TOO])
        rarity[:, field] = name_bits(levels[:, field], a, b, packed)
    when = (Column.FIRST_YEAR, Column.LAST_YEAR, Column.BORN)
    levels[:, Compared.BIRTH] = date_levels(*(p[:, c] for c in when), *(q[:, c] for c in when))
    rarity[:, Compared.BIRTH] = date_bits(levels[:, Compared.BIRTH], p[:, Column.BORN], q[:, Column.BORN], days)
    levels[:, Compared.SEX] = sex_levels(p[:, Column.SEX], q[:, Column.SEX], levels[:, Compared.GIVEN])
    return levels, rarity


def family_bits(bits: Bits, levels: Levels, family: Bits) -> Bits:
    """Returns what is taken off because brothers, sisters and twins share what a pair shares.

    −log2(1 + odds of siblings + odds of twins), each against strangers: what siblings share (surname, patronymic, place,
    mother), twins the date of birth too, times how often two lines are siblings or twins; siblings of like given names are
    rare.

    Args:
        bits: [pairs, fields].
        levels: [pairs, fields].
        family: `Model.family`.
    """
    shared = np.maximum(bits[:, list(_SHARED_BY_FAMILY)], 0.0).sum(axis=1)
    given = levels[:, Compared.GIVEN]
    shared += np.where((given >= NameLevel.SAME) & (given <= NameLevel.CLOSE), family[2], 0.0)
    twins = shared + np.maximum(bits[:, Compared.BIRTH], 0.0) + family[1]
    return np.asarray(-np.logaddexp2(0.0, np.logaddexp2(shared + family[0], twins)))


def strata(p: Ints, q: Ints) -> Ints:
    """Returns the stratum of pairs of rows: sides in Latin letters, times 3, plus the sex (0 where not said, or not agreed)."""
    sex = (p[:, Column.SEX] | q[:, Column.SEX]) % 3  # 1 and 2 do not agree: 0
    return np.asarray((p[:, Column.SCRIPT] + q[:, Column.SCRIPT]) * 3 + sex)


def weigh_pairs(
    ii: Ints, jj: Ints, left: Ints, right: Ints, table: Bits, family: Bits, packed: Ints,
    letters: NDArray[np.uint8], days: Bits,
) -> tuple[Bits, Levels, Bits]:  # fmt: skip
    """Returns the weights of given pairs, their levels and bits [pairs, fields] before what is shared with relatives."""
    p, q = left[ii], right[jj]
    levels, bits = compare(p, q, packed, letters, days)
    stratum = strata(p, q)
    total = np.zeros(len(p))
    for f in range(FIELDS):
        bits[:, f] = np.where(levels[:, f] > 0, bits[:, f] + table[stratum, f, levels[:, f]], 0.0)
        total += bits[:, f]
    return total + family_bits(bits, levels, family), levels, bits


def join(  # noqa: PLR0917 - called like the compiled one
    lo: int, hi: int, left: Ints, right: Ints, begin: Ints, end: Ints, order: Ints, floor: float, table: Bits,
    family: Bits, packed: Ints, letters: NDArray[np.uint8], days: Bits,
) -> tuple[Ints, Ints, Bits, Levels, int]:  # fmt: skip
    """Returns every pair that shares a key, of the left lines lo to hi, each once, that weighs at least ``floor`` bits.

    ``begin`` and ``end`` [rules, left lines] are places in ``order``, which has the right lines of all rules one after
    the other. Returned are left and right numbers, weights, levels packed four bits each, and how many were weighed.
    """
    found = [np.zeros(0, np.int64)]
    for starts, ends in zip(begin[:, lo:hi], end[:, lo:hi], strict=True):
        many = ends - starts
        first = np.repeat(starts - np.cumsum(many) + many, many)
        partners = order[first + np.arange(len(first))]
        found.append(np.repeat(np.arange(lo, hi, dtype=np.int64), many) * len(right) + partners)
    i, j = np.divmod(np.unique(np.concatenate(found)), max(1, len(right)))
    ii, jj = i.astype(np.int32), j.astype(np.int32)
    weights, levels, _ = weigh_pairs(ii, jj, left, right, table, family, packed, letters, days)
    keep = weights >= floor
    four_bits_each = (levels[keep] << (4 * np.arange(FIELDS))).sum(axis=1)
    return ii[keep], jj[keep], weights[keep], four_bits_each, len(ii)


def rival_odds(ii: Ints, jj: Ints, odds: Bits, lefts: int, rights: int, rounds: int) -> Bits:
    """Returns the probability of each pair when a line is at most one line of the other list.

    Sum-product on the graph of pairs (Huang and Jebara 2009 for matchings): each line tells each of its partners how free
    it is, that is 1 / (1 + the odds of its other partners, as free as they are). Exact where the graph has no circle and
    no path longer than there are rounds.
    """
    from_left, from_right = np.ones(len(ii)), np.ones(len(ii))
    for _ in range(rounds):
        at_left = odds * from_right
        from_left = 1.0 / (1.0 + np.maximum(np.bincount(ii, at_left, lefts)[ii] - at_left, 0.0))
        at_right = odds * from_left
        from_right = 1.0 / (1.0 + np.maximum(np.bincount(jj, at_right, rights)[jj] - at_right, 0.0))
    free = odds * from_left * from_right
    return np.asarray(free / (1.0 + free))
