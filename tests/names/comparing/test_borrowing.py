from __future__ import annotations

import sys

import numba
import numpy as np

from repatria.names.comparing.borrowing import borrowed


@numba.njit
def doubled(numbers: np.ndarray) -> int:
    numbers, seen = borrowed(numbers), 0
    for n in range(len(numbers)):
        numbers[n] *= 2
        seen += numbers[n]
    return seen


def test_a_borrowed_array_is_the_same_array_and_nobody_holds_it_afterwards() -> None:
    numbers = np.arange(5)
    held = sys.getrefcount(numbers)
    assert (doubled(numbers), numbers.tolist(), sys.getrefcount(numbers)) == (20, [0, 2, 4, 6, 8], held)
    assert doubled(np.arange(10_000)[::3]) == 2 * sum(range(0, 10_000, 3))


def test_loops_over_borrowed_arrays_count_no_holders() -> None:
    doubled(np.arange(2))
    assert sum(llvm.count("call void @NRT_incref") for llvm in doubled.inspect_llvm().values()) == 0
