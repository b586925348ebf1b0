"""Which columns a list may have, and its lines as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from repatria.linkage.weighing.levels import Compared


class Column(IntEnum):
    """Columns of `Lines.rows`."""

    SURNAME = 0
    GIVEN = 1
    GIVEN_TOO = 2  # the second given name that a short form may stand for
    PATRONYMIC = 3
    PLACE = 4
    BORN = 5  # 10000 year + 100 month + day, parts that are not known 0; 0: nothing said, or a range
    FIRST_YEAR = 6  # of the years that it may be
    LAST_YEAR = 7
    SEX = 8  # 1 male, 2 female, 0 other or not said
    SCRIPT = 9  # 1 Latin, 0 other
    MOTHER = 10
    DOCUMENT = 11


COLUMNS = len(Column)

TEXT_COLUMNS = (
    "surname", "given_names", "patronymic", "name", "sex", "date_of_birth", "place", "father", "mother", "document",
)  # fmt: skip
"""What a list may say of a person; ``name`` is a whole name in one cell. ``ref`` is wanted too."""

COLUMNS_OF = {
    Compared.SURNAME: (Column.SURNAME,),
    Compared.GIVEN: (Column.GIVEN, Column.GIVEN_TOO),
    Compared.PATRONYMIC: (Column.PATRONYMIC,),
    Compared.PLACE: (Column.PLACE,),
    Compared.MOTHER: (Column.MOTHER,),
    Compared.DOCUMENT: (Column.DOCUMENT,),
}
"""Columns of `Lines.rows` that hold numbers of a vocabulary; how rare a value is counts in the first."""


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
