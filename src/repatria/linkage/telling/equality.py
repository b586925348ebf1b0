"""Why two values that weigh as one are one: the same letters, another script, the other language, a short form.

Asked only of what was brought out, and told from the cells as received.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from repatria.linkage.said.cells import Bits, arrow, bits
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


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The cells of a field in both lists.

    Attributes:
        left: Text of each left line.
        right: Likewise.
    """

    left: pa.Array
    right: pa.Array


@dataclass(frozen=True, slots=True, eq=False)
class _Texts:
    """Different texts of a field, and what is seen of each.

    Attributes:
        numbers: int64: which of them each cell has.
        texts: Lower case; of given names the first one.
        spelt: Number of the text; equal for texts that differ in capitals only.
        latin: Whether a text has Latin letters.
        cyrillic: Whether it has Cyrillic ones.
        ukrainian: Whether it has letters that Russian lacks.
        russian: Whether it has letters that Ukrainian lacks.
        feminine: Whether it ends as surnames of women do.
        empty: Whether nothing is said.
    """

    numbers: NDArray[np.int64]
    texts: pa.Array
    spelt: NDArray[np.int64]
    latin: Bits
    cyrillic: Bits
    ukrainian: Bits
    russian: Bits
    feminine: Bits
    empty: Bits

    @staticmethod
    def of(field: Compared, cells: pa.Array) -> _Texts:
        """Returns the different texts of some cells."""
        coded = pc.dictionary_encode(cells)
        lower = pc.utf8_lower(pc.utf8_trim_whitespace(coded.dictionary))
        if field is Compared.GIVEN:
            lower = pc.replace_substring_regex(lower, r"\s.*", "")

        def has(pattern: str) -> Bits:
            return bits(pc.match_substring_regex(lower, pattern))

        return _Texts(
            _numbers(coded.indices), lower, _numbers(pc.dictionary_encode(lower).indices), has("[a-z]"),
            has(r"\p{Cyrillic}"), has("[іїєґ'’ʼ]"), has("[ыэёъ]"), has("[аяa]$"), bits(pc.equal(lower, "")),
        )  # fmt: skip


def cells_of(field: Compared, left: pa.Table, right: pa.Table) -> Cells | None:
    """Returns the cells of a field, None where a list has no such column."""
    name = COLUMN[field]
    left, right = arrow(left), arrow(right)
    if name not in left.column_names or name not in right.column_names:
        return None
    return Cells(*(_filled(table.column(name)) for table in (left, right)))


def _filled(column: pa.ChunkedArray) -> pa.Array:
    """Cells as one array of texts, empty ones where nothing stands; the column itself where it is that already."""
    texts = column.cast(pa.string())
    texts = pc.fill_null(texts, "") if texts.null_count else texts
    return texts.chunk(0) if texts.num_chunks == 1 else texts.combine_chunks()


def _numbers(indices: pa.Array) -> NDArray[np.int64]:
    return np.asarray(indices.to_numpy(zero_copy_only=False), np.int64)


def why_equal(field: Compared, cells: Cells, left: NDArray[np.int32], right: NDArray[np.int32]) -> NDArray[np.int64]:
    """Returns the `Why` of pairs of lines whose values of the field weigh as one.

    What is not the same letter by letter is looked at closer, each different text once.
    """
    one, other = cells.left.take(pa.array(left)), cells.right.take(pa.array(right))
    why = np.full(len(left), Why.SPELT, np.int64)
    closer = np.flatnonzero(~bits(pc.equal(one, other)) | bits(pc.equal(pc.utf8_trim_whitespace(one), "")))
    if len(closer):
        which = pa.array(closer)
        texts = _Texts.of(field, pa.concat_arrays([one.take(which), other.take(which)]))
        why[closer] = _why(field, texts, texts.numbers[: len(closer)], texts.numbers[len(closer) :])
    return why


def _why(field: Compared, of: _Texts, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    """The `Why` of pairs of texts."""
    scripts = (of.latin[a] != of.latin[b]) & (of.cyrillic[a] != of.cyrillic[b])
    languages = (of.cyrillic[a] & of.cyrillic[b]) & (
        (of.ukrainian[a] & ~of.ukrainian[b] & ~of.russian[a])
        | (of.ukrainian[b] & ~of.ukrainian[a] & ~of.russian[b])
        | (of.russian[a] != of.russian[b])
    )
    why = np.where(scripts, Why.SCRIPTS, np.where(languages, Why.LANGUAGES, Why.OTHERWISE))
    if field is Compared.SURNAME:
        why[of.feminine[a] != of.feminine[b]] = Why.SEXES
    if field is Compared.GIVEN:
        _given(of, a, b, why)
    why[of.spelt[a] == of.spelt[b]] = Why.SPELT
    why[of.empty[a] | of.empty[b]] = Why.AGREES
    return np.asarray(why, np.int64)


def _given(of: _Texts, a: NDArray[np.int64], b: NDArray[np.int64], why: NDArray[np.int64]) -> None:
    """Tells short forms, and forms that differ by more than letters; each pair of texts is looked at once."""
    asked = np.flatnonzero(of.spelt[a] != of.spelt[b])
    found, back = np.unique(a[asked] * len(of.texts) + b[asked], return_inverse=True)
    texts = of.texts.to_pylist()
    told = [_form(*sorted((texts[key // len(texts)], texts[key % len(texts)]))) for key in found.tolist()]
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
