"""Compiled twins of the functions of `plain`: the same answers, some millions of pairs a second.

Every function here is Numba's and runs without Python's lock. `plain` says what the levels mean. What is slow is memory, not
arithmetic: fetching a line of it takes as long as some two hundred instructions. So a row lies in one line and says by
itself as much as it can; partners are fetched many at a time before any of them is looked at; and a pair is compared
only if its rows do not show already that it weighs too little (`ceiling`).
"""

from __future__ import annotations

import numba
import numpy as np

from repatria.linkage.weighing.machine import fetch, set_bits
from repatria.names.memory import aligned

# columns of rows, see `lines.Column`
SURNAME, GIVEN, GIVEN_TOO, PATRONYMIC, PLACE, BORN, FIRST_YEAR, LAST_YEAR, SEX, SCRIPT, MOTHER, DOCUMENT = range(12)
# columns of prepared rows, one line of memory in all. Values are numbered among those of all fields.
# W_BORN is a day (year, 4 bits of month, 5 of day) or, marked RANGE, the first and the last year.
# W_RARE, W_SOUNDS have a byte, W_SETS and the three after it are the letter sets, of each name of NAMES. A byte of W_RARE tells
# how rare the value or the rarest part of it is; one of W_SOUNDS its skeleton: 0 none, 255 look closer.
# W_PARTS has marks of the parts of surname (low half) and place (high half).
W_SURNAME, W_GIVEN, W_GIVEN_TOO, W_PATRONYMIC, W_PLACE, W_BORN, W_RARE, W_FLAGS, W_MOTHER, W_DOCUMENT, W_SETS = range(
    11
)
W_SOUNDS, W_PARTS, WIDE = 14, 15, 16
NAMES = (W_SURNAME, W_GIVEN, W_PATRONYMIC, W_PLACE)
DOUBLE_SURNAME, DOUBLE_PLACE = 8, 16  # bits of W_FLAGS, after two bits of sex and one of script
RANGE = 1 << 30
RARE_UNITS = 8  # of W_RARE in a bit
FIELDS = 8
MISSING, SAME, OTHER_CLASS, NEAR, SOUND, CLOSE, PART, INITIAL, OTHER_INITIAL, DIFFERENT = range(10)
# what rows alone tell of two values: nothing said, the same, more than two edits apart, within two, within one or of one sound,
# or anything. The first three are levels
G_MISSING, G_SAME, G_DIFFERENT, G_CLOSE, G_NEAR, G_ANYTHING = range(6)
AT_ONCE = 128
"""Pairs fetched before they are looked at: some 8 kB of rows, which the nearest cache holds."""
MANY = 64
"""Numbers above which a general sort is quicker than one by one."""
SLACK = 1e-9
"""Bits by which a ceiling may be off, being added up in another order than the weight."""

compiled = numba.njit(cache=True, nogil=True, fastmath=False)


def prepare(rows, base, packed):
    """Rows with what most comparisons need beside them, so that they look nothing up."""
    wide = aligned(len(rows), WIDE)
    _prepare(rows, base, packed, wide)
    return wide


@compiled
def edits(letters, a, la, b, lb, room):
    """Optimal string alignment distance of two keys of at most 24 letters, 3 for anything above 2."""
    if abs(la - lb) > 2:
        return 3
    start = 0
    while start < la and start < lb and letters[a, start] == letters[b, start]:
        start += 1
    while la > start and lb > start and letters[a, la - 1] == letters[b, lb - 1]:
        la -= 1
        lb -= 1
    n, m = la - start, lb - start
    if n == 0 or m == 0:
        return min(n + m, 3)
    # rows of the table of distances, of which only the five cells about the diagonal can be 2 or less
    here, last, before = 1, 0, 2
    for j in range(min(m, 3) + 1):
        room[last, j] = j
    for i in range(1, n + 1):
        low, high = max(1, i - 2), min(m, i + 2)
        room[here, low - 1] = i if low == 1 else 3
        best = 3
        x = letters[a, start + i - 1]
        for j in range(low, high + 1):
            y = letters[b, start + j - 1]
            d = room[last, j - 1] + (0 if x == y else 1)
            d = min(d, room[here, j - 1] + 1)
            if j < i + 2:
                d = min(d, room[last, j] + 1)
            if i > 1 and j > 1 and x == letters[b, start + j - 2] and letters[a, start + i - 2] == y:
                d = min(d, room[before, j - 2] + 1)
            room[here, j] = d
            best = min(best, d)
        if best > 2:
            return 3
        here, last, before = before, here, last
    return min(room[last, m], 3)


@compiled
def shared_part(a, b, packed):
    """The rarest name that two values share, at least one of them being a double name; 0 for none."""
    best = 0
    for s in range(2):
        p = packed[a, 2 + s] if packed[a, 2] else (a if s == 0 else 0)
        if p == 0:
            continue
        for t in range(2):
            q = packed[b, 2 + t] if packed[b, 2] else (b if t == 0 else 0)
            if p == q and (best == 0 or packed[p, 6] > packed[best, 6]):
                best = p
    return best


@compiled
def name_level(a, b, packed, letters, room):
    """`plain.name_levels`."""
    if a == 0 or b == 0:
        return MISSING
    if a == b:
        return SAME
    la, lb = packed[a, 0], packed[b, 0]
    if la == 1 or lb == 1:
        return INITIAL if packed[a, 5] == packed[b, 5] else OTHER_INITIAL
    shorter = min(la, lb)
    d = 3
    if shorter >= 3:
        if set_bits(np.uint32(packed[a, 4] ^ packed[b, 4])) <= 4:
            d = edits(letters, a, la, b, lb, room)
            if d == 1:
                return NEAR
        if packed[a, 1] and packed[a, 1] == packed[b, 1]:
            return SOUND
    if (packed[a, 2] or packed[b, 2]) and shared_part(a, b, packed):
        return PART
    if d == 2 and shorter >= 5:
        return CLOSE
    if shorter >= 4 and packed[a, 5] == packed[b, 5]:
        k = 1
        while k < shorter and letters[a, k] == letters[b, k]:
            k += 1
        if k == shorter:
            return CLOSE
    return DIFFERENT


@compiled
def _digits_differ(a, b, digits):
    """How many decimal digits differ, and whether two neighbours are exchanged (then 1)."""
    count = 0
    x, y = a, b
    for _ in range(digits):
        if x % 10 != y % 10:
            count += 1
        x //= 10
        y //= 10
    if count == 2:
        scale = 1
        for _ in range(digits - 1):
            p, q = (a // scale) % 10, (a // (scale * 10)) % 10
            r, s = (b // scale) % 10, (b // (scale * 10)) % 10
            if p == s and q == r and p != q:
                return 1
            scale *= 10
    return count


@compiled
def _years(born):
    """First and last year of a date in a row."""
    return ((born >> 14) & 0x3FFF, born & 0x3FFF) if born & RANGE else (born >> 9, born >> 9)


@compiled
def date_level(a, b):
    """`plain.date_levels` of two dates in rows."""
    if a == 0 or b == 0:
        return 0
    if (a | b) & RANGE:
        (first_a, last_a), (first_b, last_b) = _years(a), _years(b)
        return 14 if first_a <= last_b and first_b <= last_a else 13
    da, db = a & 31, b & 31
    if a == b and da:
        return 1
    ya, yb, ma, mb = a >> 9, b >> 9, (a >> 5) & 15, (b >> 5) & 15
    if da and db:
        if ya == yb:
            if da == mb and ma == db:
                return 2
            if (ma == 1 and da == 1) or (mb == 1 and db == 1):
                return 5
            if ma == mb:
                return 6 if abs(da - db) == 1 or _digits_differ(da, db, 2) == 1 else 10
            return 7 if da == db else 11
        if ma == mb and da == db:
            return 8 if abs(ya - yb) == 1 or _digits_differ(ya, yb, 4) == 1 else 9
        return 12 if abs(ya - yb) == 1 else 13
    if ya == yb:
        if ma and mb:
            return 3 if ma == mb else 11
        return 4
    return 12 if abs(ya - yb) == 1 else 13


@compiled
def sex_level(a, b, given):
    """`plain.sex_levels`."""
    if a == 0 or b == 0:
        return 0
    if a != b:
        return 3
    return 2 if given == SAME or given == OTHER_CLASS or given == NEAR else 1


@compiled
def _mark(value):
    """One bit of 16, by the number of a value; the product of two uint32 is a uint64 to the compiler, so it is cut."""
    return np.uint32(1) << (np.uint32(np.uint32(value) * np.uint32(2654435761)) >> np.uint32(28))


@compiled
def _marks(value, packed):
    """Bits, of 16, of the parts of a double name, or of a single name itself."""
    one, two = packed[value, 2] if packed[value, 2] else value, packed[value, 3]
    marks = _mark(one)
    if two:
        marks |= _mark(two)
    return marks & np.uint32(0xFFFF)


@compiled
def _prepare(rows, base, packed, wide):
    """Fills the columns of prepared rows."""
    for i in range(len(rows)):
        wide[i, W_SURNAME] = rows[i, SURNAME] + base[0] if rows[i, SURNAME] else 0
        wide[i, W_GIVEN] = rows[i, GIVEN] + base[1] if rows[i, GIVEN] else 0
        wide[i, W_GIVEN_TOO] = rows[i, GIVEN_TOO] + base[1] if rows[i, GIVEN_TOO] else 0
        wide[i, W_PATRONYMIC] = rows[i, PATRONYMIC] + base[2] if rows[i, PATRONYMIC] else 0
        wide[i, W_PLACE] = rows[i, PLACE] + base[3] if rows[i, PLACE] else 0
        wide[i, W_MOTHER] = rows[i, MOTHER] + base[4] if rows[i, MOTHER] else 0
        wide[i, W_DOCUMENT] = rows[i, DOCUMENT] + base[5] if rows[i, DOCUMENT] else 0
        born = rows[i, BORN]
        if born:
            wide[i, W_BORN] = (born // 10000) << 9 | (born // 100 % 100) << 5 | born % 100
        elif rows[i, FIRST_YEAR]:
            wide[i, W_BORN] = RANGE | rows[i, FIRST_YEAR] << 14 | rows[i, LAST_YEAR]
        else:
            wide[i, W_BORN] = 0
        sounds, rare = np.uint32(0), np.uint32(0)
        for n in range(len(NAMES)):
            value = wide[i, NAMES[n]]
            wide[i, W_SETS + n] = packed[value, 4] if value else 0
            if value:
                sounds |= _sound(value, packed) << np.uint32(8 * n)
                rare |= _rarest(value, packed) << np.uint32(8 * n)
        wide[i, W_SOUNDS], wide[i, W_RARE] = np.int32(sounds), np.int32(rare)
        surname, place = wide[i, W_SURNAME], wide[i, W_PLACE]
        wide[i, W_PARTS] = np.int32(_marks(surname, packed) | (_marks(place, packed) << np.uint32(16)))
        wide[i, W_FLAGS] = rows[i, SEX] + 4 * rows[i, SCRIPT]
        if packed[surname, 2]:
            wide[i, W_FLAGS] += DOUBLE_SURNAME
        if packed[place, 2]:
            wide[i, W_FLAGS] += DOUBLE_PLACE


@compiled
def _sound(value, packed):
    """A byte of the skeleton of a value."""
    if packed[value, 0] == 1:
        return np.uint32(255)
    return np.uint32(1 + packed[value, 1] % 254) if packed[value, 1] else np.uint32(0)


@compiled
def _rarest(value, packed):
    """A byte of how rare a value or the rarest of its parts is, rounded up."""
    most = packed[value, 6]
    for side in range(2, 4):
        if packed[value, side]:
            most = max(most, packed[packed[value, side], 6])
    return np.uint32(min(255, (most * RARE_UNITS + 4095) // 4096))


@compiled
def _part(left, i, right, j, n):
    """Whether surnames (0) or places (3) of two rows may share a part of a double name."""
    if n == 0:
        double, shift = DOUBLE_SURNAME, 0
    elif n == 3:
        double, shift = DOUBLE_PLACE, 16
    else:
        return False
    marks = ((left[i, W_PARTS] & right[j, W_PARTS]) >> shift) & 0xFFFF
    return ((left[i, W_FLAGS] | right[j, W_FLAGS]) & double != 0) & (marks != 0)


@compiled
def at_a_glance(left, i, right, j, n):
    """What prepared rows alone tell of the values of the n-th of NAMES."""
    a, b = left[i, NAMES[n]], right[j, NAMES[n]]
    if a == 0 or b == 0:
        return G_MISSING
    if a == b:
        return G_SAME
    x, y = (left[i, W_SOUNDS] >> (8 * n)) & 255, (right[j, W_SOUNDS] >> (8 * n)) & 255
    if (x == 255) | (y == 255) | _part(left, i, right, j, n):
        return G_ANYTHING
    one, other = left[i, W_SETS + n], right[j, W_SETS + n]
    differ = set_bits(np.uint32(one ^ other))  # an edit changes two at most
    if (differ <= 2) | ((x == y) & (x != 0)):
        return G_NEAR
    within = (one & ~other == 0) | (other & ~one == 0)  # the one may be the beginning of the other
    return G_CLOSE if (differ <= 4) | within else G_DIFFERENT


@compiled
def level_of(left, i, right, j, n, packed, letters, room):
    """`name_level` of the n-th of NAMES of prepared rows, without looking its values up where that can be spared."""
    seen = at_a_glance(left, i, right, j, n)
    if seen == G_DIFFERENT:
        return DIFFERENT
    if seen > G_DIFFERENT:
        return name_level(left[i, NAMES[n]], right[j, NAMES[n]], packed, letters, room)
    return seen


@compiled
def both(a, b):
    """log2(2**a + 2**b)."""
    return max(a, b) + np.log2(1.0 + 2.0 ** (-abs(a - b)))


@compiled
def name_bits(level, a, b, packed):
    """`plain.name_bits`: what the rarity of the values adds at a level."""
    if level == SAME or level == OTHER_CLASS:
        return min(packed[a, 6], packed[b, 6]) / 4096.0
    if level == NEAR or level == SOUND or level == CLOSE:
        return both(packed[a, 6] / 4096.0, packed[b, 6] / 4096.0)
    if level == PART:
        return packed[shared_part(a, b, packed), 6] / 4096.0
    return 0.0


@compiled
def _day(born):
    """The day of the year of a date in a row: 100 month + day."""
    return ((born >> 5) & 15) * 100 + (born & 31)


@compiled
def date_bits(level, a, b, days):
    """`plain.date_bits`; ``days`` has the bits of years [0] and of days of the year [1]."""
    if level == 1:
        return days[0, b >> 9] + days[1, _day(b)]
    if level == 2:
        return days[0, b >> 9] + 0.5 * (days[1, _day(a)] + days[1, _day(b)])
    if level == 8 or level == 9:
        return days[1, _day(b)]
    if (3 <= level <= 7) or level == 10 or level == 11:
        return days[0, b >> 9]
    return 0.0


@compiled
def compare(left, i, right, j, packed, letters, days, levels, rare, room):
    """Fills the levels of a pair of prepared rows, and what the rarity of its values adds at them."""
    a, b = left[i, W_BORN], right[j, W_BORN]
    levels[3] = date_level(a, b)
    rare[3] = date_bits(levels[3], a, b, days)
    levels[0] = level_of(left, i, right, j, 0, packed, letters, room)
    rare[0] = name_bits(levels[0], left[i, W_SURNAME], right[j, W_SURNAME], packed)
    a, b = left[i, W_GIVEN], right[j, W_GIVEN]
    level = level_of(left, i, right, j, 1, packed, letters, room)
    if level > OTHER_CLASS:
        too, other = left[i, W_GIVEN_TOO], right[j, W_GIVEN_TOO]
        if (too and (too == b or too == other)) or (other and other == a):
            level = OTHER_CLASS
    levels[1] = level
    rare[1] = name_bits(level, a, b, packed)
    levels[2] = level_of(left, i, right, j, 2, packed, letters, room)
    rare[2] = name_bits(levels[2], left[i, W_PATRONYMIC], right[j, W_PATRONYMIC], packed)
    levels[4] = level_of(left, i, right, j, 3, packed, letters, room)
    rare[4] = name_bits(levels[4], left[i, W_PLACE], right[j, W_PLACE], packed)
    levels[5] = sex_level(left[i, W_FLAGS] & 3, right[j, W_FLAGS] & 3, level)
    rare[5] = 0.0
    a, b = left[i, W_MOTHER], right[j, W_MOTHER]
    levels[6] = name_level(a, b, packed, letters, room)
    rare[6] = name_bits(levels[6], a, b, packed)
    a, b = left[i, W_DOCUMENT], right[j, W_DOCUMENT]
    levels[7] = 0 if a == 0 or b == 0 else (SAME if a == b else DIFFERENT)
    rare[7] = packed[a, 6] / 4096.0 if levels[7] == SAME else 0.0


@compiled
def family_bits(terms, levels, family):
    """`plain.family_bits`: what is taken off because brothers, sisters and twins share what this pair shares."""
    shared = max(terms[0], 0.0) + max(terms[2], 0.0) + max(terms[4], 0.0) + max(terms[6], 0.0)
    named = family[2] if 1 <= levels[1] <= 5 else 0.0
    sibling = shared + family[0] + named
    twin = shared + max(terms[3], 0.0) + family[1] + named
    most = max(sibling, twin)
    if most < -30.0:
        return 0.0
    both_bits = most + np.log2(1.0 + 2.0 ** (min(sibling, twin) - most))
    return -both_bits if both_bits > 40.0 else -np.log2(1.0 + 2.0**both_bits)


@compiled
def stratum_of(p, q):
    """`plain.strata` of the flags of two rows."""
    sex = (p | q) & 3 if (p | q) & 3 < 3 else 0  # 1 and 2 do not agree
    return ((p >> 2 & 1) + (q >> 2 & 1)) * 3 + sex


@compiled
def weigh(left, i, right, j, table, family, packed, letters, days, levels, terms, room, floor):
    """Fills levels and bits of each field of a pair; returns the total in bits, something below `floor` if it is."""
    compare(left, i, right, j, packed, letters, days, levels, terms, room)
    stratum = stratum_of(left[i, W_FLAGS], right[j, W_FLAGS])
    total = 0.0
    for f in range(FIELDS):
        if levels[f]:
            terms[f] += table[stratum, f, levels[f]]
            total += terms[f]
        else:
            terms[f] = 0.0
    if total < floor:  # what is shared with relatives only takes away
        return total
    return total + family_bits(terms, levels, family)


@compiled
def most_bits(table, packed):
    """The most that mother and document can weigh."""
    rarest = 0.0
    for v in range(len(packed)):
        rarest = max(rarest, packed[v, 6] / 4096.0)
    most = np.zeros(FIELDS)
    for f in range(6, FIELDS):
        for stratum in range(len(table)):
            for level in range(1, DIFFERENT + 1):
                rare = rarest + 1.0 if level < INITIAL else 0.0
                most[f] = max(most[f], table[stratum, f, level] + rare)
    return most


@compiled
def tops(table):
    """The most that a name weighs before rarity [strata, NAMES and a given name that may stand for two, at a glance]."""
    top = np.zeros((len(table), 5, 6))
    for stratum in range(len(table)):
        for n in range(5):
            bits = table[stratum, (0, 1, 2, 4, 1)[n]]
            of = top[stratum, n]
            of[G_SAME], of[G_DIFFERENT] = bits[SAME], bits[DIFFERENT]
            # the rarity of two values that differ is at most that of the rarer one and one bit
            of[G_CLOSE] = max(bits[CLOSE] + 1.0, bits[DIFFERENT])
            of[G_NEAR] = max(of[G_CLOSE], bits[NEAR] + 1.0, bits[SOUND] + 1.0)
            of[G_ANYTHING] = max(of[G_NEAR], bits[PART], bits[INITIAL], bits[OTHER_INITIAL])
            if n == 4:
                of[G_ANYTHING] = max(of[G_ANYTHING], bits[OTHER_CLASS])
    return top


@compiled
def _most(seen, left, i, right, j, n, top):
    """The most that the n-th of NAMES weighs, seen at a glance."""
    p, q = (left[i, W_RARE] >> (8 * n)) & 255, (right[j, W_RARE] >> (8 * n)) & 255
    rare = 0
    if seen == G_SAME:
        rare = p
    elif seen > G_DIFFERENT:
        rare = max(p, q)
    return top[seen] + rare / RARE_UNITS


@compiled
def ceiling(left, i, right, j, top, table, days, most):
    """Bits that a pair cannot exceed, from its rows alone: `weigh` is never more, but for `SLACK`."""
    p, q = left[i, W_FLAGS], right[j, W_FLAGS]
    stratum = stratum_of(p, q)
    a, b = left[i, W_BORN], right[j, W_BORN]
    level = date_level(a, b)
    total = 0.0
    if level:
        total += table[stratum, 3, level] + date_bits(level, a, b, days)
    for n in range(len(NAMES)):
        seen = at_a_glance(left, i, right, j, n)
        if n == 1 and seen > G_SAME and (left[i, W_GIVEN_TOO] or right[j, W_GIVEN_TOO]):
            total += _most(G_ANYTHING, left, i, right, j, n, top[stratum, 4])
        else:
            total += _most(seen, left, i, right, j, n, top[stratum, n])
    if p & 3 and q & 3:
        total += table[stratum, 5, 3] if p & 3 != q & 3 else max(0.0, table[stratum, 5, 1])
    if left[i, W_MOTHER] and right[j, W_MOTHER]:
        total += most[6]
    if left[i, W_DOCUMENT] and right[j, W_DOCUMENT]:
        total += most[7]
    return total


@compiled
def partners(i, begin, end, order, seen, right, ii, jj, count):
    """Adds the partners of a left line to pairs, each once and in order, and has their rows fetched; returns the number of pairs.

    ``seen`` has a bit for each right line, none of them set before and after.
    """
    last = count
    for r in range(len(begin)):
        for at in range(begin[r, i], end[r, i]):
            jj[last] = order[at]
            last += 1
    first = count
    for k in range(first, last):
        j = jj[k]
        bit = np.uint64(1) << np.uint64(j & 63)
        new = seen[j >> 6] & bit == 0
        seen[j >> 6] |= bit
        ii[count], jj[count] = i, j
        count += new
    for k in range(first, count):
        seen[jj[k] >> 6] = 0
        fetch(right, jj[k])
    _sort(jj[first:count])
    return count


@compiled
def _sort(numbers):
    """Puts a few numbers into order, quickly; many too."""
    if len(numbers) > MANY:
        numbers.sort()
        return
    for n in range(1, len(numbers)):
        number, at = numbers[n], n
        while at > 0 and numbers[at - 1] > number:
            numbers[at] = numbers[at - 1]
            at -= 1
        numbers[at] = number


@compiled
def promising(ii, jj, count, left, right, floor, top, table, packed, days, most):
    """Keeps the pairs whose ceiling reaches the floor, and has their values fetched; returns how many they are."""
    kept = 0
    for k in range(count):
        i, j = ii[k], jj[k]
        if ceiling(left, i, right, j, top, table, days, most) >= floor - SLACK:
            ii[kept], jj[kept] = i, j
            kept += 1
    for k in range(kept):
        for n in range(len(NAMES)):
            fetch(packed, right[jj[k], NAMES[n]])
    return kept


@compiled
def join(lo, hi, left, right, begin, end, order, floor, table, family, packed, letters, days):
    """Weighs every pair that shares a key, for the left lines lo to hi, each once; keeps those of at least `floor` bits.

    ``left`` and ``right`` are prepared rows. ``begin`` and ``end`` [rules, left lines] are places in ``order``, which has the right lines of all rules one after
    the other. Returns left and right numbers, weights, levels packed four bits each, and how many pairs were weighed.
    """
    seen = np.zeros(len(right) // 64 + 1, np.uint64)
    levels = np.zeros(FIELDS, np.int64)
    terms = np.zeros(FIELDS, np.float64)
    room = np.empty((3, 26), np.int64)
    size = 1024
    ii, jj = np.empty(size, np.int32), np.empty(size, np.int32)
    ww, ll = np.empty(size, np.float64), np.empty(size, np.int64)
    top, most = tops(table), most_bits(table, packed)
    some_i, some_j = np.empty(size, np.int32), np.empty(size, np.int32)
    some, kept, weighed = 0, 0, 0
    for i in range(lo, hi):
        many = some
        for r in range(len(begin)):
            many += end[r, i] - begin[r, i]
        if many > len(some_i):
            some_i, some_j = _grown(some_i, 2 * many), _grown(some_j, 2 * many)
        some = partners(i, begin, end, order, seen, right, some_i, some_j, some)
        if some < AT_ONCE and i < hi - 1:
            continue
        weighed += some
        some = promising(some_i, some_j, some, left, right, floor, top, table, packed, days, most)
        for k in range(some):
            a, b = some_i[k], some_j[k]
            w = weigh(left, a, right, b, table, family, packed, letters, days, levels, terms, room, floor)
            if w < floor:
                continue
            if kept == size:
                size *= 2
                ii, jj = _grown(ii, size), _grown(jj, size)
                ww, ll = _grown(ww, size), _grown(ll, size)
            four_bits_each = 0
            for f in range(FIELDS):
                four_bits_each |= levels[f] << (4 * f)
            ii[kept], jj[kept], ww[kept], ll[kept] = a, b, w, four_bits_each
            kept += 1
        some = 0
    return ii[:kept], jj[:kept], ww[:kept], ll[:kept], weighed


@compiled
def _grown(values, size):
    """A longer copy of an array."""
    longer = np.empty(size, values.dtype)
    longer[: len(values)] = values
    return longer


@compiled
def weigh_pairs(ii, jj, left, right, table, family, packed, letters, days):
    """Weights of given pairs, their levels [pairs, fields] and bits before what is shared with relatives."""
    n = len(ii)
    levels = np.zeros((n, FIELDS), np.int64)
    bits = np.zeros((n, FIELDS), np.float64)
    weights = np.zeros(n, np.float64)
    level, term = np.zeros(FIELDS, np.int64), np.zeros(FIELDS, np.float64)
    room = np.empty((3, 26), np.int64)
    for k in range(n):
        weights[k] = weigh(left, ii[k], right, jj[k], table, family, packed, letters, days, level, term, room, -np.inf)
        for f in range(FIELDS):
            levels[k, f], bits[k, f] = level[f], term[f]
    return weights, levels, bits


@compiled
def rival_odds(ii, jj, odds, lefts, rights, rounds):
    """Probability of each pair when a line is at most one line of the other list (sum-product on the graph of pairs).

    Huang and Jebara 2009 for matchings; exact where the graph of pairs has no circle.
    """
    n = len(ii)
    from_left = np.ones(n)
    from_right = np.ones(n)
    sums = np.zeros(max(lefts, rights))
    for _ in range(rounds):
        sums[:] = 0.0
        for k in range(n):
            sums[ii[k]] += odds[k] * from_right[k]
        for k in range(n):
            from_left[k] = 1.0 / (1.0 + max(sums[ii[k]] - odds[k] * from_right[k], 0.0))
        sums[:] = 0.0
        for k in range(n):
            sums[jj[k]] += odds[k] * from_left[k]
        for k in range(n):
            from_right[k] = 1.0 / (1.0 + max(sums[jj[k]] - odds[k] * from_left[k], 0.0))
    p = np.empty(n)
    for k in range(n):
        x = odds[k] * from_left[k] * from_right[k]
        p[k] = x / (1.0 + x)
    return p
