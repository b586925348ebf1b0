"""Rows of pairs written with what they weigh, many at once."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

import numpy as np

from repatria.cli.pairs.kernels import BEGIN, END, MISSING, write
from repatria.cli.pairs.reading import Head
from repatria.cli.pairs.scanning import Scanned
from repatria.names.comparing.pieces import Pieces, Text, firsts

MOST_TEXTS = 200_000
"""Texts that are remembered."""

NEGATIVE_NOTHING = -1 << 40
"""What stands for a weight that is written -0.000, where others have their thousandths."""

_DOUBTFUL = 1e-6


class Texts:
    """Texts by number, each made once.

    Args:
        make: Returns the text that a number stands for.
    """

    def __init__(self, make: Callable[[int], str]) -> None:
        self._make = make
        self._known = Pieces()
        self._text: Any = np.empty(1, np.uint8)
        self._ends = array("q", [0])

    def of(self, numbers: Any) -> tuple[Any, Any, Any]:
        """Returns texts one after the other in UTF-8, where each ends after a first 0, and which of them each number has."""
        if len(self._known) > MOST_TEXTS:
            self._forget()
        numbers, begins = np.ascontiguousarray(numbers), np.arange(len(numbers)) * numbers.itemsize
        known = len(self._known)
        places = self._known.number_cells(
            Text(numbers.view(np.uint8), np.column_stack([begins, begins + numbers.itemsize]))
        )
        for place in firsts(places, known).tolist():
            self._add(self._make(int(numbers[place])).encode())
        return self._text, np.array(self._ends, np.int64), places

    def _add(self, text: bytes) -> None:
        begin, end = self._ends[-1], self._ends[-1] + len(text)
        if end > len(self._text):
            self._text = np.resize(self._text, 2 * end)
        self._text[begin:end] = np.frombuffer(text, np.uint8)
        self._ends.append(end)

    def _forget(self) -> None:
        self._known = Pieces()
        del self._ends[1:]


class Writer:
    """Writes rows as they came, with a weight, what belongs to it, and a reason.

    Args:
        head: The first line.
        probability: Returns the probability cell that belongs to the cell of a weight.
        reason: Returns the cell that the code of a reason stands for.
    """

    def __init__(self, head: Head, probability: Callable[[str], str], reason: Callable[[int], str]) -> None:
        self._head = head
        self._weights = Texts(lambda number: head.delimiter.join((cell := weight_cell(number), probability(cell))))
        self._reasons = Texts(reason)

    def written(self, scanned: Scanned, bits: Any, codes: Any) -> memoryview:
        """Returns rows with their weights in bits and reasons as they go into the file."""
        weights, weight_ends, weight_of = self._weights.of(thousandths(bits))
        reasons, reason_ends, reason_of = self._reasons.of(codes)
        line_end = np.frombuffer(self._head.line_end.encode(), np.uint8)
        rows = scanned.rows
        size = (rows[:, END] - rows[:, BEGIN] + rows[:, MISSING]).sum() + len(rows) * (2 + len(line_end))
        size += np.diff(weight_ends)[weight_of].sum() + np.diff(reason_ends)[reason_of].sum()
        out: Any = np.empty(size, np.uint8)
        mark = ord(self._head.delimiter)
        write(scanned.text, rows, mark, line_end, weights, weight_ends, weight_of, reasons, reason_ends, reason_of, out)
        return memoryview(out)


def thousandths(bits: Any) -> Any:
    """Returns weights in thousandths of a bit, rounded as Python writes numbers with three decimals."""
    exact = bits * 1000
    found = np.rint(exact).astype(np.int64)
    for n in np.flatnonzero(np.abs(np.abs(exact - np.floor(exact)) - 0.5) < _DOUBTFUL).tolist():
        found[n] = round(float(f"{bits[n]:.3f}") * 1000)
    found[(found == 0) & np.signbit(bits)] = NEGATIVE_NOTHING
    return found


def weight_cell(number: int) -> str:
    """Returns the cell of a weight in thousandths of a bit."""
    return "-0.000" if number == NEGATIVE_NOTHING else f"{number / 1000:.3f}"
