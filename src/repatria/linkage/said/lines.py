"""Two lists as numbers: each line a row of value numbers, dates and marks, in vocabularies that both lists share.

What a cell says is decided by `keying`, for each list alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from repatria.linkage.said.cells import arrow
from repatria.linkage.said.columns import COLUMNS, COLUMNS_OF, TEXT_COLUMNS, Column, Lines
from repatria.linkage.said.keying import key
from repatria.linkage.said.vocabulary import Vocabulary, number, vocabulary
from repatria.linkage.weighing.levels import Compared
from repatria.names.bulk import FEW
from repatria.names.classes import Part
from repatria.names.frequencies import share

__all__ = [
    "COLUMNS", "COLUMNS_OF", "TEXT_COLUMNS", "Column", "Encoded", "Lines", "arrow", "encode", "share_of",
]  # fmt: skip


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
    one, other = (of.lines for of in keyed)
    vocabularies = {}
    for field, columns in COLUMNS_OF.items():
        asked = [(of, column) for of in keyed for column in columns]
        keys, numbers = number([of.keys[column].texts for of, column in asked])
        for (of, column), of_texts in zip(asked, numbers, strict=True):
            of.lines.rows[:, column] = of.keys[column].per_line(of_texts)
        vocabularies[field] = vocabulary(keys, [of.rows[:, columns[0]] for of in (one, other)], share_of(field))
    return Encoded(one, other, vocabularies)


_PARTS = {Compared.SURNAME: Part.SURNAME, Compared.GIVEN: Part.GIVEN, Compared.PATRONYMIC: Part.PATRONYMIC}


def share_of(field: Compared) -> Callable[[str], float] | None:
    """Returns what tells the share of a population that bears a key of the field; None where none is known."""
    part = _PARTS.get(field)
    return None if part is None else lambda key: share(key, part)
