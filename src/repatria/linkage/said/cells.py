"""Cells of a column, each distinct text once: what is read of texts is read once, not once a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood

Bits = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Texts and which of them each line has.

    Attributes:
        texts: Texts, none of them null; one may stand there twice.
        codes: int32 [lines].
    """

    texts: pa.Array
    codes: NDArray[np.int32]

    def keyed(self, keys: pa.Array | Sequence[str]) -> Cells:
        """Returns cells with a key for each text."""
        return Cells(keys if isinstance(keys, pa.Array) else pa.array(keys, pa.string()), self.codes)

    def per_line(self, values: NDArray[Any]) -> NDArray[Any]:
        """Returns what there is for each text, line by line."""
        return np.asarray(values[self.codes])

    def where_empty(self, other: Cells) -> Cells:
        """Returns these cells, and where they are blank the other ones."""
        blank = bits(pc.equal(pc.utf8_trim_whitespace(self.texts), ""))
        codes = np.where(self.per_line(blank), other.codes + np.int32(len(self.texts)), self.codes)
        return Cells(pa.concat_arrays([self.texts, other.texts]), codes)

    def used(self) -> Cells:
        """Returns the cells without texts that no line has."""
        there = np.zeros(len(self.texts), np.bool_)
        there[self.codes] = True
        if there.all():
            return self
        numbers = np.cumsum(there, dtype=np.int32) - np.int32(1)
        return Cells(self.texts.filter(pa.array(there)), self.per_line(numbers))


def arrow(table: Any) -> pa.Table:
    """Returns a table as Arrow's, whichever library holds it: Polars, DuckDB and others hand theirs over uncopied.

    Raises:
        InputNotUnderstood: It is no table.
    """
    try:
        return table if isinstance(table, pa.Table) else pa.table(table)
    except (TypeError, ValueError, pa.ArrowException):
        raise InputNotUnderstood("not a table", hint="give an Arrow or Polars table with text columns") from None


def cells_of(table: pa.Table, name: str) -> Cells:
    """Returns the cells of a column of text, empty ones where there is no such column."""
    if name not in table.column_names:
        return Cells(pa.array([""]), np.zeros(len(table), np.int32))
    column = table.column(name)
    if pa.types.is_dictionary(column.type) and not column.null_count:
        coded = column.unify_dictionaries().combine_chunks()
        if not coded.dictionary.null_count:
            return Cells(coded.dictionary.cast(pa.string()), numbers_of(coded.indices)).used()
    coded = pc.dictionary_encode(pc.fill_null(column.cast(pa.string()).combine_chunks(), ""))
    return Cells(coded.dictionary, numbers_of(coded.indices))


def numbers_of(indices: pa.Array) -> NDArray[np.int32]:
    """Returns numbers as NumPy has them."""
    return np.asarray(indices.to_numpy(zero_copy_only=False), np.int32)


def bits(found: pa.Array) -> Bits:
    """Returns true and false as NumPy has them."""
    return np.asarray(found.to_numpy(zero_copy_only=False), np.bool_)


def at_once(texts: Sequence[str], change: Callable[[str], str]) -> list[str]:
    """Returns what a change makes of each text, asked once for all: one that looks at letters alone, and not at line ends."""
    whole = "\n".join(texts)
    return change(whole).split("\n") if whole.count("\n") == len(texts) - 1 else [change(text) for text in texts]
