"""Two lists as numbers: each line a row of value numbers, dates and marks, in vocabularies that both lists share.

What a cell says is decided by `keying`, for each list alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from repatria.linkage.said.cells import arrow, bits, numbers_of
from repatria.linkage.said.columns import COLUMNS, COLUMNS_OF, TEXT_COLUMNS, Column
from repatria.linkage.said.keying import KEYS, NUMBERS, Keyed, key
from repatria.linkage.said.vocabulary import Vocabulary, number, vocabulary
from repatria.linkage.weighing.levels import Compared
from repatria.names.bulk import FEW
from repatria.names.classes import Part
from repatria.names.frequencies import share

__all__ = [
    "COLUMNS", "COLUMNS_OF", "TEXT_COLUMNS", "Column", "Encoded", "Lines", "arrow", "encode", "share_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """One list as numbers.

    Attributes:
        refs: References of the lines, in the order of the list.
        rows: int32 [lines, `COLUMNS`].
        unread: How many dates could not be read; they count as not given.
        exchanged: bool [lines]: surname and given name stood in each other's column.
    """

    refs: pa.Array
    rows: NDArray[np.int32]
    unread: int
    exchanged: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """Two lists as numbers, with the vocabularies they share."""

    left: Lines
    right: Lines
    vocabularies: Mapping[Compared, Vocabulary]

    def mirrored(self) -> Encoded:
        """Returns the same with the lists in each other's place."""
        return Encoded(self.right, self.left, self.vocabularies)


def encode(left: Any, right: Any, *, exchange: bool = True, workers: int = 1) -> Encoded:
    """Returns both lists as numbers.

    Args:
        left: A table with text columns ``ref`` and any of `TEXT_COLUMNS`; dates in EDTF.
        right: Likewise.
        exchange: Whether surnames and given names in each other's column are put right, as the lists show them; not for
            tables that are parts of a list.
        workers: Threads; with two or more, both lists are read at once where they are long.

    Raises:
        InputNotUnderstood: A list without references, or with one reference twice; of two such the left one is told.
    """
    tables = arrow(left), arrow(right)
    at_once = min(workers, len(tables)) if min(map(len, tables)) > FEW else 1
    with ThreadPoolExecutor(at_once) as pool:
        keyed = list(pool.map(lambda table, side: key(table, side=side, exchange=exchange), tables, ("left", "right")))
    lines = [_not_yet_numbered(of) for of in keyed]
    vocabularies = {}
    for field, columns in COLUMNS_OF.items():
        names = [name for name, column in KEYS.items() if column in columns]
        cells = [of.table.column(name).combine_chunks() for of in keyed for name in names]
        keys, numbers = number([of.dictionary for of in cells])
        places = [(of.rows, KEYS[name]) for of in lines for name in names]
        for (rows, column), coded, of_texts in zip(places, cells, numbers, strict=True):
            rows[:, column] = of_texts[numbers_of(coded.indices)]
        vocabularies[field] = vocabulary(keys, [of.rows[:, columns[0]] for of in lines], share_of(field))
    return Encoded(lines[0], lines[1], vocabularies)


def _not_yet_numbered(keyed: Keyed) -> Lines:
    """Lines without numbers for their keys."""
    rows = np.zeros((len(keyed), COLUMNS), np.int32)
    for name, column in NUMBERS.items():
        rows[:, column] = keyed.table.column(name).to_numpy()
    refs, exchanged = (keyed.table.column(name).combine_chunks() for name in ("ref", "exchanged"))
    return Lines(refs, rows, keyed.unread, bits(exchanged))


_PARTS = {Compared.SURNAME: Part.SURNAME, Compared.GIVEN: Part.GIVEN, Compared.PATRONYMIC: Part.PATRONYMIC}


def share_of(field: Compared) -> Callable[[str], float] | None:
    """Returns what tells the share of a population that bears a key of the field; None where none is known."""
    part = _PARTS.get(field)
    return None if part is None else lambda key: share(key, part)
