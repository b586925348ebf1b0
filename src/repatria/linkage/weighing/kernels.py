"""Compiled twins of the functions of `plain`: the same answers, a million pairs a second.

Every function here is Numba's and runs without Python's lock. `plain` says what the levels mean.
"""

from __future__ import annotations

import numba
import numpy as np

# columns of rows, see `lines.Column`
SURNAME, GIVEN, GIVEN_TOO, PATRONYMIC, PLACE, BORN, FIRST_YEAR, LAST_YEAR, SEX, SCRIPT, MOTHER, DOCUMENT = range(12)
# columns of prepared rows, 64 bytes in all: a pair costs one line of cache. Values are numbered among those of all fields.
# W_SETS and the three after it are the letter sets of surname, given name, patronymic and place; W_SOUNDS has a byte of
# each one's skeleton: 0 none, 255 look closer; W_PARTS has marks of the parts of surname (low half) and place (high half)
W_SURNAME, W_GIVEN, W_GIVEN_TOO, W_PATRONYMIC, W_PLACE, W_BORN, W_YEARS, W_SEX_SCRIPT, W_MOTHER, W_DOCUMENT, W_SETS = (
    range(11)
)
W_SOUNDS, W_PARTS, WIDE = 14, 15, 16
DOUBLE_SURNAME, DOUBLE_PLACE = 8, 16  # bits of W_SEX_SCRIPT
FIELDS = 8
MISSING, SAME, OTHER_CLASS, NEAR, SOUND, CLOSE, PART, INITIAL, OTHER_INITIAL, DIFFERENT = range(10)

compiled = numba.njit(cache=True, nogil=True, fastmath=False)


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
def _bits_set(x):
    """How many bits of 32 are set."""
    x = np.uint32(x)
    x = x - ((x >> np.uint32(1)) & np.uint32(0x55555555))
    x = (x & np.uint32(0x33333333)) + ((x >> np.uint32(2)) & np.uint32(0x33333333))
    x = (x + (x >> np.uint32(4))) & np.uint32(0x0F0F0F0F)
    return np.uint32(x * np.uint32(0x01010101)) >> np.uint32(24)


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
        if _bits_set(packed[a, 4] ^ packed[b, 4]) <= 4:
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
def date_level(first_a, last_a, a, first_b, last_b, b):
    """`plain.date_levels`."""
    if first_a == 0 or first_b == 0:
        return 0
    if a == 0 or b == 0:
        return 14 if first_a <= last_b and first_b <= last_a else 13
    if a == b and a % 100:
        return 1
    ya, yb = a // 10000, b // 10000
    ma, mb = (a // 100) % 100, (b // 100) % 100
    da, db = a % 100, b % 100
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
def prepare(rows, base, packed):
    """Rows with what most comparisons need beside them, so that they look nothing up."""
    wide = np.zeros((len(rows), WIDE), np.int32)
    for i in range(len(rows)):
        wide[i, W_SURNAME] = rows[i, SURNAME] + base[0] if rows[i, SURNAME] else 0
        wide[i, W_GIVEN] = rows[i, GIVEN] + base[1] if rows[i, GIVEN] else 0
        wide[i, W_GIVEN_TOO] = rows[i, GIVEN_TOO] + base[1] if rows[i, GIVEN_TOO] else 0
        wide[i, W_PATRONYMIC] = rows[i, PATRONYMIC] + base[2] if rows[i, PATRONYMIC] else 0
        wide[i, W_PLACE] = rows[i, PLACE] + base[3] if rows[i, PLACE] else 0
        wide[i, W_MOTHER] = rows[i, MOTHER] + base[4] if rows[i, MOTHER] else 0
        wide[i, W_DOCUMENT] = rows[i, DOCUMENT] + base[5] if rows[i, DOCUMENT] else 0
        wide[i, W_BORN] = rows[i, BORN]
        wide[i, W_YEARS] = rows[i, FIRST_YEAR] * 10000 + rows[i, LAST_YEAR]
        wide[i, W_SEX_SCRIPT] = rows[i, SEX] + 4 * rows[i, SCRIPT]
        sounds = np.uint32(0)
        for n in range(4):
            value = wide[i, (W_SURNAME, W_GIVEN, W_PATRONYMIC, W_PLACE)[n]]
            wide[i, W_SETS + n] = packed[value, 4] if value else 0
            if value:
                sound = np.uint32(0)
                if packed[value, 0] == 1:
                    sound = np.uint32(255)
                elif packed[value, 1]:
                    sound = np.uint32(1 + packed[value, 1] % 254)
                sounds |= sound << np.uint32(8 * n)
        wide[i, W_SOUNDS] = np.int32(sounds)
        surname, place = wide[i, W_SURNAME], wide[i, W_PLACE]
        wide[i, W_PARTS] = np.int32(_marks(surname, packed) | (_marks(place, packed) << np.uint32(16)))
        if packed[surname, 2]:
            wide[i, W_SEX_SCRIPT] += DOUBLE_SURNAME
        if packed[place, 2]:
            wide[i, W_SEX_SCRIPT] += DOUBLE_PLACE
    return wide


@compiled
def surely_different(set_p, set_q, sounds_p, sounds_q, n):
    """Whether two different values can be told apart by letters and sound alone: more than two edits, no common part."""
    x, y = (sounds_p >> (8 * n)) & 255, (sounds_q >> (8 * n)) & 255
    if (x == y and x) or x == 255 or y == 255:
        return False
    if _bits_set(set_p ^ set_q) <= 4:
        return False
    return (set_p & ~set_q) != 0 and (set_q & ~set_p) != 0


@compiled
def at_a_glance(left, i, right, j, column, n):
    """`name_level` of one field of prepared rows as far as the rows alone tell it; -1 where values must be looked up."""
    a, b = left[i, column], right[j, column]
    if a == 0 or b == 0:
        return MISSING
    if a == b:
        return SAME
    if not surely_different(left[i, W_SETS + n], right[j, W_SETS + n], left[i, W_SOUNDS], right[j, W_SOUNDS], n):
        return -1
    if n == 0 or n == 3:
        double, shift = (DOUBLE_SURNAME, 0) if n == 0 else (DOUBLE_PLACE, 16)
        if (left[i, W_SEX_SCRIPT] | right[j, W_SEX_SCRIPT]) & double:
            if ((left[i, W_PARTS] & right[j, W_PARTS]) >> shift) & 0xFFFF:
                return -1
    return DIFFERENT


@compiled
def level_of(left, i, right, j, column, n, packed, letters, room):
    """`name_level` of one field of prepared rows, without looking its values up where that can be spared."""
    level = at_a_glance(left, i, right, j, column, n)
    if level >= 0:
        return level
    return name_level(left[i, column], right[j, column], packed, letters, room)


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
def date_bits(level, a, b, days):
    """`plain.date_bits`; ``days`` has the bits of years [0] and of days of the year [1]."""
    if level == 1:
        return days[0, b // 10000] + days[1, b % 10000]
    if level == 2:
        return days[0, b // 10000] + 0.5 * (days[1, a % 10000] + days[1, b % 10000])
    if level == 8 or level == 9:
        return days[1, b % 10000]
    if (3 <= level <= 7) or level == 10 or level == 11:
        return days[0, b // 10000]
    return 0.0


@compiled
def compare(left, i, right, j, packed, letters, days, levels, rare, room):
    """Fills the levels of a pair of prepared rows, and what the rarity of its values adds at them."""
    years_a, years_b = left[i, W_YEARS], right[j, W_YEARS]
    a, b = left[i, W_BORN], right[j, W_BORN]
    levels[3] = date_level(years_a // 10000, years_a % 10000, a, years_b // 10000, years_b % 10000, b)
    rare[3] = date_bits(levels[3], a, b, days)
    levels[0] = level_of(left, i, right, j, W_SURNAME, 0, packed, letters, room)
    rare[0] = name_bits(levels[0], left[i, W_SURNAME], right[j, W_SURNAME], packed)
    a, b = left[i, W_GIVEN], right[j, W_GIVEN]
    level = level_of(left, i, right, j, W_GIVEN, 1, packed, letters, room)
    if level > OTHER_CLASS:
        too, other = left[i, W_GIVEN_TOO], right[j, W_GIVEN_TOO]
        if (too and (too == b or too == other)) or (other and other == a):
            level = OTHER_CLASS
    levels[1] = level
    rare[1] = name_bits(level, a, b, packed)
    levels[2] = level_of(left, i, right, j, W_PATRONYMIC, 2, packed, letters, room)
    rare[2] = name_bits(levels[2], left[i, W_PATRONYMIC], right[j, W_PATRONYMIC], packed)
    levels[4] = level_of(left, i, right, j, W_PLACE, 3, packed, letters, room)
    rare[4] = name_bits(levels[4], left[i, W_PLACE], right[j, W_PLACE], packed)
    levels[5] = sex_level(left[i, W_SEX_SCRIPT] & 3, right[j, W_SEX_SCRIPT] & 3, level)
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
def weigh(left, i, right, j, table, family, packed, letters, days, levels, terms, room, floor):
    """Fills levels and bits of each field of a pair; returns the total in bits, something below `floor` if it is."""
    compare(left, i, right, j, packed, letters, days, levels, terms, room)
    p, q = left[i, W_SEX_SCRIPT], right[j, W_SEX_SCRIPT]
    sex = (p | q) & 3 if (p | q) & 3 < 3 else 0  # 1 and 2 do not agree
    stratum = ((p >> 2 & 1) + (q >> 2 & 1)) * 3 + sex
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
    """The most that each field can weigh where its values differ in part."""
    rarest = 0.0
    for v in range(len(packed)):
        rarest = max(rarest, packed[v, 6] / 4096.0)
    most = np.zeros(FIELDS)
    for f in range(FIELDS):
        for stratum in range(len(table)):
            for level in range(1, DIFFERENT + 1):
                rare = rarest + 1.0 if level < INITIAL else 0.0
                most[f] = max(most[f], table[stratum, f, level] + rare)
    return most


@compiled
def ceiling(left, i, right, j, table, packed, days, most):
    """Bits that a pair cannot exceed, from its rows alone: `weigh` is never more."""
    p, q = left[i, W_SEX_SCRIPT], right[j, W_SEX_SCRIPT]
    sex = (p | q) & 3 if (p | q) & 3 < 3 else 0  # 1 and 2 do not agree
    stratum = ((p >> 2 & 1) + (q >> 2 & 1)) * 3 + sex
    years_a, years_b = left[i, W_YEARS], right[j, W_YEARS]
    a, b = left[i, W_BORN], right[j, W_BORN]
    total = 0.0
    level = date_level(years_a // 10000, years_a % 10000, a, years_b // 10000, years_b % 10000, b)
    if level:
        total += table[stratum, 3, level] + date_bits(level, a, b, days)
    for n in range(4):
        column, field = (W_SURNAME, W_GIVEN, W_PATRONYMIC, W_PLACE)[n], (0, 1, 2, 4)[n]
        level = at_a_glance(left, i, right, j, column, n)
        if level == SAME:
            total += table[stratum, field, SAME] + packed[left[i, column], 6] / 4096.0
        elif level == DIFFERENT and not (n == 1 and (left[i, W_GIVEN_TOO] or right[j, W_GIVEN_TOO])):
            total += table[stratum, field, DIFFERENT]
        elif level != MISSING:
            total += most[field]
    if p & 3 and q & 3:
        total += table[stratum, 5, 3] if p & 3 != q & 3 else max(0.0, table[stratum, 5, 1])
    if left[i, W_MOTHER] and right[j, W_MOTHER]:
        total += most[6]
    if left[i, W_DOCUMENT] and right[j, W_DOCUMENT]:
        total += most[7]
    return total


@compiled
def join(lo, hi, left, right, begin, end, order, floor, table, family, packed, letters, days):
    """Weighs every pair that shares a key, for the left lines lo to hi, each once; keeps those of at least `floor` bits.

    ``left`` and ``right`` are prepared rows. ``begin`` and ``end`` [rules, left lines] are places in ``order``, which has the right lines of all rules one after
    the other. Returns left and right numbers, weights, levels packed four bits each, and how many pairs were weighed.
    """
    seen = np.full(len(right), -1, np.int32)
    levels = np.zeros(FIELDS, np.int64)
    terms = np.zeros(FIELDS, np.float64)
    room = np.empty((3, 26), np.int64)
    size = 1024
    ii, jj = np.empty(size, np.int32), np.empty(size, np.int32)
    ww, ll = np.empty(size, np.float64), np.empty(size, np.int64)
    most = most_bits(table, packed)
    kept, weighed = 0, 0
    for i in range(lo, hi):
        for r in range(len(begin)):
            for at in range(begin[r, i], end[r, i]):
                j = order[at]
                if seen[j] == i:
                    continue
                seen[j] = i
                weighed += 1
                if ceiling(left, i, right, j, table, packed, days, most) < floor:
                    continue
                w = weigh(left, i, right, j, table, family, packed, letters, days, levels, terms, room, floor)
                if w < floor:
                    continue
                if kept == size:
                    size *= 2
                    ii, jj = _grown(ii, size), _grown(jj, size)
                    ww, ll = _grown(ww, size), _grown(ll, size)
                four_bits_each = 0
                for f in range(FIELDS):
                    four_bits_each |= levels[f] << (4 * f)
                ii[kept], jj[kept], ww[kept], ll[kept] = i, j, w, four_bits_each
                kept += 1
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


@compiled
def group(left, right):
    """Right lines in the order of their keys, and where those with each left line's key begin and end.

    Counting sort by the low bits of the keys, then by the keys themselves within each of these heaps. Key 0 has nobody.
    """
    bits = 4
    while (1 << bits) < 2 * len(right) and bits < 24:
        bits += 1
    mask = np.uint64((1 << bits) - 1)
    start = np.zeros((1 << bits) + 1, np.int32)
    for j in range(len(right)):
        if right[j]:
            start[np.int64(right[j] >> np.uint64(8) & mask) + 1] += 1
    for h in range(1 << bits):
        start[h + 1] += start[h]
    order = np.empty(start[1 << bits], np.int32)
    fill = start[:-1].copy()
    for j in range(len(right)):
        if right[j]:
            heap = np.int64(right[j] >> np.uint64(8) & mask)
            at = fill[heap]
            fill[heap] += 1
            while at > start[heap] and right[order[at - 1]] > right[j]:
                order[at] = order[at - 1]
                at -= 1
            order[at] = j
    begin, end = np.zeros(len(left), np.int32), np.zeros(len(left), np.int32)
    for i in range(len(left)):
        if left[i]:
            heap = np.int64(left[i] >> np.uint64(8) & mask)
            for upper in range(2):
                at, last = start[heap], start[heap + 1]
                while at < last:
                    middle = (at + last) // 2
                    if right[order[middle]] < left[i] or (upper and right[order[middle]] == left[i]):
                        at = middle + 1
                    else:
                        last = middle
                if upper:
                    end[i] = at
                else:
                    begin[i] = at
    return begin, end, order
