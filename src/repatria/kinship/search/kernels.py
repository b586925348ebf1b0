# ruff: noqa: ARG001 - numba prescribes how an intrinsic is called, and calls by position; a loop split up is a loop slowed down
"""Compiled loops of the search: the tables of sixteen families at a time, and their scores against all profiles.

Everything is laid out with sixteen families (*lanes*) side by side as the last axis, so that each product and each sum of
table look-ups is one instruction for several families: no gathers. Sums never cross lanes and their order does not depend
on what stands in the other lanes, so a family's numbers are the same, bit by bit, in any company.

Imported only when something is searched: importing numba takes about half a second.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils as untyped_cgutils
from numba.extending import intrinsic
from numpy.typing import NDArray

from repatria.kinship.search.plans import MOST_AXES, STEP_WIDTH

cgutils: Any = untyped_cgutils
compiled: Any = numba.njit(cache=True, nogil=True, error_model="numpy")

LANES = 16
"""Families that are worked out side by side."""

_INT = ir.IntType(64)
_HEAD = STEP_WIDTH - 3 * MOST_AXES
_LOG10_2 = 0.30102999566398119521
_LN_2 = 0.69314718055994530942
_NOTHING_YET = np.float32(-3.0e38)  # above -inf: impossible pairs are no candidates while a list is not yet full


def _pointer(context: Any, builder: Any, array_type: Any, array: Any, offset: Any, kind: Any) -> Any:
    data = context.make_array(array_type)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [offset]), kind.as_pointer())


def _spread(builder: Any, value: Any, kind: Any) -> Any:
    """Returns a vector with one value in every lane."""
    undefined = ir.Constant(kind, ir.Undefined)
    first = builder.insert_element(undefined, value, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(first, undefined, ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES))


def _sum_rows_typed(typing: Any, table: Any, codes: Any, start: Any, count: Any, bound: Any, sums: Any) -> Any:
    """Adds the table rows that ``codes[start : start + count]`` name, for all lanes; whether a sum reaches the bound."""
    signature = types.boolean(table, codes, types.intp, types.intp, types.float32, sums)
    kind = ir.VectorType(ir.FloatType(), LANES)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        table, codes, start, count, bound, sums = arguments
        rows = context.make_array(signature.args[0])(context, builder, table).data
        code = builder.gep(context.make_array(signature.args[1])(context, builder, codes).data, [start])
        total = cgutils.alloca_once_value(builder, ir.Constant(kind, [0.0] * LANES))
        with cgutils.for_range(builder, count) as loop:
            row = builder.zext(builder.load(builder.gep(code, [loop.index])), _INT)
            place = builder.gep(rows, [builder.mul(row, ir.Constant(_INT, LANES))])
            values = builder.load(builder.bitcast(place, kind.as_pointer()), align=4)
            builder.store(builder.fadd(builder.load(total), values), total)
        done = builder.load(total)
        where = _pointer(context, builder, signature.args[5], sums, ir.Constant(_INT, 0), kind)
        builder.store(done, where, align=4)
        reached = builder.bitcast(builder.fcmp_ordered(">=", done, _spread(builder, bound, kind)), ir.IntType(LANES))
        return builder.icmp_unsigned("!=", reached, ir.Constant(ir.IntType(LANES), 0))

    return signature, generate


sum_rows: Any = intrinsic(_sum_rows_typed)


def _dot(left_has_lanes: bool, right_has_lanes: bool) -> Any:
    """Returns an intrinsic: out[lane] = sum over k of left[k step] right[k step], with or without lanes in the operands."""
    kind = ir.VectorType(ir.DoubleType(), LANES)

    def value(context: Any, builder: Any, array_type: Any, array: Any, place: Any, has_lanes: bool) -> Any:
        if has_lanes:
            place = builder.mul(place, ir.Constant(_INT, LANES))
            return builder.load(_pointer(context, builder, array_type, array, place, kind), align=8)
        data = context.make_array(array_type)(context, builder, array).data
        return _spread(builder, builder.load(builder.gep(data, [place])), kind)

    def dot(typing: Any, out: Any, at: Any, left: Any, i: Any, di: Any, right: Any, j: Any, dj: Any, count: Any) -> Any:
        whole = types.intp
        signature = types.void(out, whole, left, whole, whole, right, whole, whole, whole)

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            out, at, left, i, di, right, j, dj, count = arguments
            total = cgutils.alloca_once_value(builder, ir.Constant(kind, [0.0] * LANES))
            with cgutils.for_range(builder, count) as loop:
                one = value(
                    context, builder, signature.args[2], left,
                    builder.add(i, builder.mul(loop.index, di)), left_has_lanes,
                )  # fmt: skip
                two = value(
                    context, builder, signature.args[5], right,
                    builder.add(j, builder.mul(loop.index, dj)), right_has_lanes,
                )  # fmt: skip
                builder.store(builder.fadd(builder.load(total), builder.fmul(one, two)), total)
            place = builder.mul(at, ir.Constant(_INT, LANES))
            where = _pointer(context, builder, signature.args[0], out, place, kind)
            builder.store(builder.load(total), where, align=8)
            return context.get_dummy_value()

        return signature, generate

    return intrinsic(dot)


_dot_lanes = _dot(True, True)
_dot_mixed = _dot(True, False)


@compiled
def _constant_offset(which: int, alleles: int) -> int:
    """Where a `plans.Constant` stands in a marker's buffer."""
    if which <= 2:
        return which * alleles
    tables = 2 * min(which - 3, 4) + max(0, which - 7)  # four of [2, A, A], then those of [A, A]
    return 3 * alleles + tables * alleles * alleles


@compiled
def _fill_leaf(work: Any, leaf: Any, seen: Any, frequencies: Any, mutation: Any, alleles: int) -> None:
    """Fills one table from the lanes' genotypes; `seen` is [slot, 2, lane], -1 for an allele not seen."""
    kind, child, parent, side, which, at = leaf[1], leaf[2], leaf[3], leaf[4], leaf[5], leaf[6] * LANES
    for lane in range(seen.shape[2]):
        if kind == 0:  # TO_UNTYPED
            first, second = seen[parent, 0, lane], seen[parent, 1, lane]
            for v in range(alleles):
                work[at + v * LANES + lane] = mutation[side, first, v] + mutation[side, second, v]
        elif kind == 1:  # FROM_UNTYPED
            for t in range(2):
                for p in range(alleles):
                    for s in range(2):
                        x = seen[child, s ^ side, lane]
                        value = mutation[side, p, x] if t == which else 1.0
                        work[at + ((t * alleles + p) * 2 + s) * LANES + lane] = value
        elif kind == 2:  # TO_TYPED
            first, second = seen[parent, 0, lane], seen[parent, 1, lane]
            for s in range(2):
                x = seen[child, s ^ side, lane]
                work[at + s * LANES + lane] = mutation[side, first, x] + mutation[side, second, x]
        elif kind == 3:  # FROM_POPULATION
            for s in range(2):
                work[at + s * LANES + lane] = frequencies[side, seen[child, s ^ side, lane]]
        elif kind == 6:  # FROM_ALLELE
            for p in range(alleles):
                for s in range(2):
                    work[at + (p * 2 + s) * LANES + lane] = mutation[side, p, seen[child, s ^ side, lane]]
        else:  # a partial genotype is: this one is the seen allele; or it is not, and the other is
            allele = max(seen[child, 0, lane], seen[child, 1, lane])
            for v in range(alleles):
                here = 1.0 if v == allele else 0.0
                work[at + v * LANES + lane] = here if side == 0 else 1.0
                work[at + (alleles + v) * LANES + lane] = 1.0 - here if side == 0 else here


@compiled
def _run_step(work: Any, row: Any, constants: Any, base: int, scratch: int, alleles: int, loops: Any) -> int:
    """Carries out one product and sum; returns the number of cells made. `loops` is room for 4 x MOST_AXES numbers."""
    count, summed, left_axes, right_axes = row[5], row[6], row[7], row[8]
    size, step_left, step_right, at = loops[0], loops[1], loops[2], loops[3]
    for d in range(count):
        size[d] = 2 if row[_HEAD + d] else alleles
        step_left[d] = step_right[d] = at[d] = 0
    stride = 1
    for k in range(left_axes - 1, -1, -1):
        axis = row[_HEAD + MOST_AXES + k]
        step_left[axis] = stride
        stride *= size[axis]
    stride = 1
    for k in range(right_axes - 1, -1, -1):
        axis = row[_HEAD + 2 * MOST_AXES + k]
        step_right[axis] = stride
        stride *= size[axis]
    outer = count - 1 if summed else count
    terms, term_left, term_right = 1, 0, 0
    if summed:
        terms, term_left, term_right = size[outer], step_left[outer], step_right[outer]
    cells = 1
    for d in range(outer):
        cells *= size[d]
    left_kind, right_kind = row[0], row[2]
    if left_kind == 3:
        for k in range(cells * LANES):
            work[row[4] * LANES + k] += work[row[1] * LANES + k]
        return cells
    if left_kind == 4:
        for cell in range(cells):
            for lane in range(LANES):
                work[(row[4] + cell) * LANES + lane] = constants[scratch + row[1] + cell]
        return cells
    i, j = row[1], row[3]
    if left_kind:
        i = base + _constant_offset(i, alleles) if left_kind == 1 else scratch + i
    if right_kind:
        j = base + _constant_offset(j, alleles) if right_kind == 1 else scratch + j
    for cell in range(cells):
        if left_kind:
            total = 0.0
            for k in range(terms):
                total += constants[i + k * term_left] * constants[j + k * term_right]
            constants[scratch + row[4] + cell] = total
        elif right_kind:
            _dot_mixed(work, row[4] + cell, work, i, term_left, constants, j, term_right, terms)
        else:
            _dot_lanes(work, row[4] + cell, work, i, term_left, work, j, term_right, terms)
        for d in range(outer - 1, -1, -1):
            at[d] += 1
            i += step_left[d]
            j += step_right[d]
            if at[d] < size[d]:
                break
            at[d] = 0
            i -= step_left[d] * size[d]
            j -= step_right[d] * size[d]
    return cells


@compiled
def _rescale(work: Any, start: int, cells: int) -> None:
    """Divides each lane by its largest value: what is constant in the missing person's alleles cancels in a ratio."""
    for lane in range(LANES):
        largest = 0.0
        for cell in range(start, start + cells):
            largest = max(largest, work[cell * LANES + lane])
        if largest > 0:
            for cell in range(start, start + cells):
                work[cell * LANES + lane] /= largest


@compiled
def _ratios(
    work: Any, result: int, alleles: int, columns: Any, chances: Any, first: int, last: int,
    lanes: Any, used: int, ratios: Any,
) -> None:  # fmt: skip
    """Writes P(references | seen) / P(references) of each column, from P(references, missing person's alleles)."""
    total = np.zeros(LANES)
    for cell in range(result, result + alleles * alleles):
        for lane in range(lanes.size):
            total[lane] += work[cell * LANES + lane]
    for lane in range(lanes.size):
        total[lane] = 1.0 / total[lane] if total[lane] > 0 else np.nan
    value = np.empty(LANES)
    for row in range(first, last):
        i, j = columns[row, 0], columns[row, 1]
        if j < 0:  # one allele seen: every genotype that has it
            value[:] = 0.0
            for v in range(alleles):
                for lane in range(lanes.size):
                    value[lane] += work[(result + i * alleles + v) * LANES + lane]
                    if v != i:
                        value[lane] += work[(result + v * alleles + i) * LANES + lane]
        else:
            one, two = (result + i * alleles + j) * LANES, (result + j * alleles + i) * LANES
            for lane in range(lanes.size):
                value[lane] = work[one + lane] + (work[two + lane] if i != j else 0.0)
        chance = chances[row]
        if used == LANES:
            for lane in range(lanes.size):
                ratios[row * LANES + lane] = value[lane] * chance * total[lane]
        else:
            for k in range(used):
                ratios[row * LANES + lanes[k]] = value[k] * chance * total[k]


def _mantissa_typed(typing: Any, pattern: Any) -> Any:
    """Returns the mantissa, from 1 to 2, of the double with these bits."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        low = builder.and_(arguments[0], ir.Constant(_INT, 0x000FFFFFFFFFFFFF))
        return builder.bitcast(builder.or_(low, ir.Constant(_INT, 0x3FF0000000000000)), ir.DoubleType())

    return types.float64(types.int64), generate


_mantissa: Any = intrinsic(_mantissa_typed)


@compiled
def logarithms(ratios: Any, bits: Any, scores: Any) -> None:
    """Writes log10 to about 1e-7 in single precision, -inf for 0, NaN for NaN: by exponent, and an odd series in (m - 1) / (m + 1)."""
    for k in range(ratios.size):
        pattern = bits[k]
        exponent = float((pattern >> 52) - 1023)
        m = _mantissa(pattern)
        if m > 1.4142135623730951:
            m *= 0.5
            exponent += 1.0
        z = (m - 1.0) / (m + 1.0)
        w = z * z
        series = z * (2.0 + w * (0.66666666666666667 + w * (0.4 + w * (0.28571428571428571 + w * 0.22222222222222222))))
        value = (exponent + series / _LN_2) * _LOG10_2
        ratio = ratios[k]
        scores[k] = value if ratio > 0 else (-np.inf if ratio == 0 else np.nan)


@compiled
def build(
    start: int, families: tuple[Any, ...], programs: Any, markers: Any, room: Any, ratios: Any
) -> None:  # fmt: skip
    """Writes the ratios of blocks of sixteen families from block `start` on, [block, column x lane], as many as `ratios` has.

    Lanes of one plan are worked out together; a lane whose family has nothing at a marker (plan -1) gets ones, a lane without
    family what is no number.
    """
    leaves, leaf_start, steps, step_start, results, rescaled = programs
    constant_start, sizes, frequencies, mutation, columns, chances, column_start = markers
    obs, obs_start, slots, plan_of = families
    work, constants, seen, loops, lanes = room
    scratch = constant_start[sizes.size]
    for k in range(ratios.shape[0] * sizes.size):
        block, marker = k // sizes.size, k % sizes.size
        first = (start + block) * LANES
        here = min(LANES, slots.size - first)
        table = ratios[block]
        done = 0  # bit mask of lanes
        rows, rows_end = column_start[marker], column_start[marker + 1]
        table[:LANES] = 1.0
        for lane in range(LANES):
            if done >> lane & 1:
                continue
            if lane >= here or plan_of[first + lane, marker] < 0:
                for row in range(rows, rows_end):
                    table[row * LANES + lane] = 1.0 if lane < here else np.nan
                continue
            plan = plan_of[first + lane, marker]
            used = np.int64(0)  # not the literal 0, for which _ratios would be compiled a second time
            for other in range(lane, here):
                if plan_of[first + other, marker] == plan:
                    done |= 1 << other
                    lanes[used] = other
                    used += 1
            alleles = sizes[marker]
            for place in range(LANES):
                family = first + lanes[place if place < used else 0]
                at = obs_start[family] + marker * slots[family] * 2
                for slot in range(slots[family]):
                    seen[slot, 0, place] = obs[at + 2 * slot]
                    seen[slot, 1, place] = obs[at + 2 * slot + 1]
            leaf, leaf_end = leaf_start[plan], leaf_start[plan + 1]
            for step in range(step_start[plan], step_start[plan + 1]):
                while leaf < leaf_end and leaves[leaf, 0] == step - step_start[plan]:
                    _fill_leaf(work, leaves[leaf], seen, frequencies[marker], mutation[marker], alleles)
                    leaf += 1
                cells = _run_step(work, steps[step], constants, constant_start[marker], scratch, alleles, loops)
                if rescaled[plan] and steps[step, 0] == 0:
                    _rescale(work, steps[step, 4], cells)
            _ratios(work, results[plan], alleles, columns, chances, rows, rows_end, lanes, used, table)


@compiled
def _exact(ratios: Any, codes: Any, start: int, count: int, lane: int) -> Any:
    """Returns log10 of the product of a profile's ratios, in double precision, marker by marker."""
    total: Any = 0.0
    for k in range(start, start + count):
        total += np.log10(ratios[int(codes[k]) * LANES + lane])
    return total


@compiled
def slack_of(scores: Any, column_start: Any) -> Any:
    """Returns how far a single-precision sum may be off at a bound of 0: from the largest sum that the tables allow."""
    largest = np.float32(0.0)
    for marker in range(column_start.size - 1):
        best = np.float32(0.0)
        for k in range(column_start[marker] * LANES, column_start[marker + 1] * LANES):
            best = max(best, abs(scores[k]) if scores[k] > 0 else np.float32(0.0))
        largest += best
    return 6e-8 * (column_start.size + 4) * 2 * largest + 1e-6 * column_start.size


@compiled
def score(
    start: int, tables: Any, column_start: Any, profiles: Any, families: Any, threshold: float, kept: Any, sums: Any,
    out: Any, hits: int,
) -> int:  # fmt: skip
    """Compares blocks of sixteen families from block `start` on with all profiles; returns the number of hits after it.

    A hit reaches the threshold. Of ``kept``, `best` and `best_line` are each profile's best families, falling, the earlier line
    first where equal; ``bounds`` is the least that is still looked at. Whatever comes near a bound in single precision is
    worked out in double precision. A profile and a missing person of different known sex are not compared.
    """
    ratios, scores = tables
    codes, sexes = profiles
    family_sexes, lines = families
    bounds, best, best_line = kept
    hit_profile, hit_family, hit_value = out
    people, top = best.shape
    count = codes.size // max(1, people)
    slack = 0.0
    for k in range(ratios.shape[0] * people):
        block, profile = k // people, k % people
        if profile == 0:
            slack = slack_of(scores[block], column_start)
        first = (start + block) * LANES
        bound = min(threshold, bounds[profile])
        near = np.float32(max(bound - slack - abs(bound) * 6e-8 * (count + 4), _NOTHING_YET))
        place = profile * count
        if not sum_rows(scores[block], codes, place, count, near, sums):
            continue
        for lane in range(min(LANES, lines.size - first)):
            if not sums[lane] >= near:
                continue
            family = first + lane
            if sexes[profile] and family_sexes[family] and sexes[profile] != family_sexes[family]:
                continue
            value = _exact(ratios[block], codes, place, count, lane)
            if not value > -np.inf:
                continue
            if value >= threshold:
                hit_profile[hits] = profile
                hit_family[hits] = family
                hit_value[hits] = value
                hits += 1
            if top and value >= bounds[profile]:
                _insert(best[profile], best_line[profile], value, lines[family])
                bounds[profile] = max(bounds[profile], best[profile, top - 1])
    return hits


@compiled
def _insert(best: Any, best_line: Any, value: float, line: int) -> None:
    """Puts a value where it belongs in a falling list; the earlier line stands first where values are equal."""
    k = best.size - 1
    if value < best[k] or (value == best[k] and line > best_line[k]):
        return
    while k > 0 and (value > best[k - 1] or (value == best[k - 1] and line < best_line[k - 1])):
        best[k] = best[k - 1]
        best_line[k] = best_line[k - 1]
        k -= 1
    best[k] = value
    best_line[k] = line


@compiled
def sum_tables(tables: Any, codes: Any, count: int, sums: Any) -> None:
    """Writes the sum of the table rows that each profile's codes name, [profile, block x lane]."""
    for block in range(tables.shape[0]):
        for profile in range(sums.shape[0]):
            here = sums[profile, block * LANES : (block + 1) * LANES]
            sum_rows(tables[block], codes, profile * count, count, np.float32(np.inf), here)


def bare_look_ups(table: NDArray[np.float32], codes: NDArray[np.uint16], count: int, sums: NDArray[np.float32]) -> int:
    """Returns how many profiles reach +inf (none): the look-ups and sums of `score` alone, as a machine's own bound."""
    return int(_bare(table, codes, count, sums))


@compiled
def _bare(table: Any, codes: Any, count: int, sums: Any) -> int:
    reached = 0
    for profile in range(codes.size // count):
        if sum_rows(table, codes, profile * count, count, np.float32(np.inf), sums):
            reached += 1
    return reached
