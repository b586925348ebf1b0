"""Compiled twins of the functions of `plain`: keys made, counted, brought together.

Keys are spread evenly over their bits. So lines are first thrown into parts by some bits, each part small enough for the
nearest cache, and only then looked at one by one: to reach anywhere in memory for each line takes ten times as long.
"""

from __future__ import annotations

import numba
import numpy as np

compiled = numba.njit(cache=True, nogil=True)

PART_BITS = 8
"""A part has some 2 ** 8 lines."""
MOST_PARTS = 16
"""Parts are 2 ** 16 at most."""
LOW = 8
"""Bits of a key that are not used: the lowest one is always set."""
MANY = 32
"""Lines in one heap up to which they are put in order one by one."""


@compiled
def mix(keys, said, values):
    """`plain.mix`."""
    for n in range(len(keys)):
        said[n] &= values[n] != 0
        key = (keys[n] ^ np.uint64(values[n])) * np.uint64(0x9E3779B97F4A7C15)
        key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        keys[n] = key ^ (key >> np.uint64(31))


@compiled
def seal(keys, said):
    """`plain.seal`."""
    for n in range(len(keys)):
        keys[n] = keys[n] | np.uint64(1) if said[n] else np.uint64(0)


@compiled
def together(left, right, heaps):
    """`plain.together`."""
    mask = np.uint64(heaps - 1)
    many = np.zeros(heaps, np.int32)
    pairs, lefts, rights = 0, 0, 0
    for key in right:
        if key:
            many[np.int64(key >> np.uint64(LOW) & mask)] += 1
            rights += 1
    for key in left:
        if key:
            pairs += many[np.int64(key >> np.uint64(LOW) & mask)]
            lefts += 1
    return pairs, lefts, rights


@compiled
def maybe_among(some, keys, heaps):
    """`plain.maybe_among`."""
    mask = np.uint64(heaps - 1)
    marked = np.zeros(heaps // 64, np.uint64)
    for key in some:
        heap = key >> np.uint64(LOW) & mask
        marked[heap >> np.uint64(6)] |= np.uint64(1) << (heap & np.uint64(63))
    found = np.empty(len(keys), np.int32)
    count = 0
    for n in range(len(keys)):
        heap = keys[n] >> np.uint64(LOW) & mask
        found[count] = n
        count += (keys[n] != 0) & (marked[heap >> np.uint64(6)] >> (heap & np.uint64(63)) & np.uint64(1) != 0)
    return found[:count].copy()


@compiled
def _parted(keys, bits):
    """Keys other than 0, part by part of 2 ** bits, the line of each, and where parts begin."""
    mask = np.uint64((1 << bits) - 1)
    start = np.zeros((1 << bits) + 1, np.int64)
    for key in keys:
        if key:
            start[np.int64(key >> np.uint64(LOW) & mask) + 1] += 1
    for n in range(1 << bits):
        start[n + 1] += start[n]
    fill = start[:-1].copy()
    parted, lines = np.empty(start[-1], np.uint64), np.empty(start[-1], np.int32)
    for n in range(len(keys)):
        if keys[n]:
            part = np.int64(keys[n] >> np.uint64(LOW) & mask)
            parted[fill[part]], lines[fill[part]] = keys[n], n
            fill[part] += 1
    return parted, lines, start


@compiled
def _in_order(keys, lines):
    """Puts keys and their lines in the order of keys."""
    if len(keys) > MANY:
        order = np.argsort(keys, kind="mergesort")
        keys[:], lines[:] = keys[order], lines[order]
        return
    for n in np.arange(1, len(keys)):
        key, line, at = keys[n], lines[n], n
        while at > 0 and keys[at - 1] > key:
            keys[at], lines[at] = keys[at - 1], lines[at - 1]
            at -= 1
        keys[at], lines[at] = key, line


@compiled
def group(left, right):
    """`plain.group`, but for the order of right lines with one key, which is left open."""
    bits = 0
    while len(right) >> (bits + PART_BITS) and bits < MOST_PARTS:
        bits += 1
    keys, order, start = _parted(right, bits)
    wanted, lines, first = _parted(left, bits)
    heaps = 1 << PART_BITS
    begin, end = np.zeros(len(left), np.int32), np.zeros(len(left), np.int32)
    place = np.empty(heaps + 1, np.int64)
    for part in range(1 << bits):
        low, high = start[part], start[part + 1]
        if low == high or first[part] == first[part + 1]:
            continue
        of, their = keys[low:high].copy(), order[low:high].copy()
        shift, mask = np.uint64(LOW + bits), np.uint64(heaps - 1)
        place[:] = 0
        for key in of:
            place[np.int64(key >> shift & mask) + 1] += 1
        for n in range(heaps):
            place[n + 1] += place[n]
        fill = place[:-1].copy()
        for n in range(len(of)):
            heap = np.int64(of[n] >> shift & mask)
            keys[low + fill[heap]], order[low + fill[heap]] = of[n], their[n]
            fill[heap] += 1
        for n in range(heaps):
            if place[n + 1] - place[n] > 1:
                _in_order(keys[low + place[n] : low + place[n + 1]], order[low + place[n] : low + place[n + 1]])
        for n in range(first[part], first[part + 1]):
            heap = np.int64(wanted[n] >> shift & mask)
            at, last = low + place[heap], low + place[heap + 1]
            at += np.searchsorted(keys[at:last], wanted[n])
            begin[lines[n]] = at
            while at < last and keys[at] == wanted[n]:
                at += 1
            end[lines[n]] = at
    return begin, end, order
