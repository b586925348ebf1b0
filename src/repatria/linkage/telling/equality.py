"""Why two values that weigh as one are one: the same letters, another script, the other language, a short form.

Asked only of what was brought out, and told from the cells as received, each distinct one once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from repatria.linkage.said.lines import arrow
from repatria.linkage.telling.wording import Why
from repatria.linkage.weighing.levels import Compared
from repatria.names.fold import fold

COLUMN = {
    Compared.SURNAME: "surname",
    Compared.GIVEN: "given_names",
    Compared.PATRONYMIC: "patronymic",
    Compared.PLACE: "place",
    Compared.MOTHER: "mother",
}
"""Fields that may be equal in several ways, and the column of a list that says it."""

Bits = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The cells of a field in both lists, each distinct text once.

    Attributes:
        left: int: which text each left line has.
        right: Likewise.
        texts: The texts, lower case.
        spelt: Number of the text; equal for texts that differ in capitals only.
        latin: Whether a text has Latin letters.
        cyrillic: Whether it has Cyrillic ones.
        ukrainian: Whether it has letters that Russian lacks.
        russian: Whether it has letters that Ukrainian lacks.
        feminine: Whether it ends as surnames of women do.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    texts: list[str]
    spelt: NDArray[np.int64]
    latin: Bits
    cyrillic: Bits
    ukrainian: Bits
    russian: Bits
    feminine: Bits


def cells_of(field: Compared, left: pa.Table, right: pa.Table) -> Cells | None:
    """Returns the cells of a field, None where a list has no such column."""
    name = COLUMN[field]
    left, right = arrow(left), arrow(right)
    if name not in left.column_names or name not in right.column_names:
        return None
    columns = [pc.fill_null(table.column(name).cast(pa.string()), "").combine_chunks() for table in (left, right)]
    coded = pc.dictionary_encode(pa.concat_arrays(columns))
    lower = pc.utf8_lower(pc.utf8_trim_whitespace(coded.dictionary))
    if field is Compared.GIVEN:
        lower = pc.replace_substring_regex(lower, r"\s.*", "")
    codes = _numbers(coded.indices)

    def has(pattern: str) -> Bits:
        return np.asarray(pc.match_substring_regex(lower, pattern).to_numpy(zero_copy_only=False), np.bool_)

    return Cells(
        codes[: len(left)], codes[len(left) :], lower.to_pylist(), _numbers(pc.dictionary_encode(lower).indices),
        has("[a-z]"), has(r"\p{Cyrillic}"), has("[іїєґ'’ʼ]"), has("[ыэёъ]"), has("[аяa]$"),
    )  # fmt: skip


def _numbers(indices: pa.Array) -> NDArray[np.int64]:
    return np.asarray(indices.to_numpy(zero_copy_only=False), np.int64)


def why_equal(field: Compared, cells: Cells, left: NDArray[np.int32], right: NDArray[np.int32]) -> NDArray[np.int64]:
    """Returns the `Why` of pairs of lines whose values of the field weigh as one."""
    a, b = cells.left[left], cells.right[right]
    scripts = (cells.latin[a] != cells.latin[b]) & (cells.cyrillic[a] != cells.cyrillic[b])
    languages = (cells.cyrillic[a] & cells.cyrillic[b]) & (
        (cells.ukrainian[a] & ~cells.ukrainian[b] & ~cells.russian[a])
        | (cells.ukrainian[b] & ~cells.ukrainian[a] & ~cells.russian[b])
        | (cells.russian[a] != cells.russian[b])
    )
    why = np.where(scripts, Why.SCRIPTS, np.where(languages, Why.LANGUAGES, Why.OTHERWISE))
    if field is Compared.SURNAME:
        why[cells.feminine[a] != cells.feminine[b]] = Why.SEXES
    if field is Compared.GIVEN:
        _given(cells, a, b, why)
    why[cells.spelt[a] == cells.spelt[b]] = Why.SPELT
    empty = np.array([not text for text in cells.texts], np.bool_)
    why[empty[a] | empty[b]] = Why.AGREES
    return np.asarray(why, np.int64)


def _given(cells: Cells, a: NDArray[np.int64], b: NDArray[np.int64], why: NDArray[np.int64]) -> None:
    """Tells short forms, and forms that differ by more than letters; each pair of texts is looked at once."""
    asked = np.flatnonzero(cells.spelt[a] != cells.spelt[b])
    found, back = np.unique(a[asked] * len(cells.texts) + b[asked], return_inverse=True)
    told = [
        _form(*sorted((cells.texts[key // len(cells.texts)], cells.texts[key % len(cells.texts)])))
        for key in found.tolist()
    ]
    form = np.array(told or [0])[back] if len(asked) else np.zeros(0, np.int64)
    forms = {
        Why.SHORT: np.full(len(asked), Why.SHORT),
        Why.LANGUAGES: np.where(why[asked] == Why.SCRIPTS, Why.BOTH, Why.LANGUAGES),
    }
    for kind, said in forms.items():
        why[asked[form == kind]] = said[form == kind]


_FORMAL = ("ія", "ия", "ій", "ий", "ей", "iia", "iya", "ija", "iy", "ij", "yi", "yy", "ii", "iy", "ei", "ey", "ej", "ь")
"""How full forms end that are as short as short forms (Надія, Георгій), in both scripts."""


@lru_cache(maxsize=65_536)
def _form(one: str, other: str) -> int:
    """`Why.SHORT` for a full and a short form of a given name, `Why.LANGUAGES` for other two forms of it, 0 for one form.

    A short form is told by its length: the table of forms does not say which is short.
    """
    a, b = fold(one), fold(other)
    if a == b:
        return 0
    shorter = one if len(a) < len(b) else other
    if abs(len(a) - len(b)) >= 2 and not shorter.endswith(_FORMAL):
        return Why.SHORT
    return Why.LANGUAGES
