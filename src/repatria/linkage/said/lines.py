"""Two lists as numbers: each line a row of value numbers, dates and marks; what a name or date says is decided here.

A line's cells are taken apart (whole names, patronymics that stand among given names, surname and given name in each
other's column), brought to class keys, and numbered in vocabularies that both lists share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.linkage.said.vocabulary import Vocabulary, number, vocabulary
from repatria.linkage.weighing.levels import Compared
from repatria.names.classes import Part, class_keys, classes_of, patronymic_of
from repatria.names.fold import fold, words
from repatria.names.forms import analyse, is_patronymic
from repatria.names.frequencies import share
from repatria.people.dates import partial_date


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

_SEXES = {1: "m male man ч чол чоловік чоловіча м муж мужской мужчина".split()} | {
    2: "f female woman w ж жін жінка жіноча жен женский женщина".split()
}
_SEX = {word: sex for sex, found in _SEXES.items() for word in found}
_MARKERS = frozenset(
    "місто село смт город поселок посёлок пос селище деревня дер хутор хут станица станиця область обл район р-н "
    "city town village misto selo smt gorod poselok posiolok pos selyshche derevnia derevnya horod mista sela".split()
)
_ENDING = re.compile("[aeiou]+$")
_LATIN = re.compile(
    "\\A[^\u0400-\u052f]*[A-Za-z\u00c0-\u024f][^\u0400-\u052f]*\\Z"
)  # a Latin letter, and no Cyrillic one
_ISO = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?\Z")
SWAP_RATIO = 8
"""How many times more often a word must stand in the other column before two cells are exchanged. Assumption."""


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


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Distinct cells of a column and which of them each line has; cell 0 is empty."""

    texts: list[str]
    codes: NDArray[np.int32]

    def keyed(self, keys: Sequence[str]) -> _Cells:
        return _Cells(list(keys), self.codes)

    def per_line(self, values: NDArray[np.int32]) -> NDArray[np.int32]:
        return values[self.codes]


@dataclass(frozen=True, slots=True, eq=False)
class _Keyed:
    """One list with the keys of its cells, not yet numbered."""

    refs: pa.Array
    surname: _Cells
    given: _Cells
    given_too: _Cells
    patronymic: _Cells
    place: _Cells
    mother: _Cells
    document: _Cells
    rows: NDArray[np.int32]
    unread: int
    exchanged: NDArray[np.bool_]


def arrow(table: Any) -> pa.Table:
    """Returns a table as Arrow's, whichever library holds it: Polars, DuckDB and others hand theirs over uncopied.

    Raises:
        InputNotUnderstood: It is no table.
    """
    try:
        return table if isinstance(table, pa.Table) else pa.table(table)
    except (TypeError, ValueError, pa.ArrowException):
        raise InputNotUnderstood("not a table", hint="give an Arrow or Polars table with text columns") from None


def encode(left: pa.Table, right: pa.Table, *, exchange: bool = True) -> Encoded:
    """Returns both lists as numbers.

    Args:
        left: Text columns ``ref`` and any of `TEXT_COLUMNS`; dates in EDTF.
        right: Likewise.
        exchange: Whether surnames and given names in each other's column are put right, as the lists show them; not for
            tables that are parts of a list.

    Raises:
        InputNotUnderstood: A list without references, or with one reference twice.
    """
    keyed = (_keyed(arrow(left), "left", exchange=exchange), _keyed(arrow(right), "right", exchange=exchange))
    fields: dict[Compared, Callable[[_Keyed], tuple[_Cells, ...]]] = {
        Compared.SURNAME: lambda k: (k.surname,),
        Compared.GIVEN: lambda k: (k.given, k.given_too),
        Compared.PATRONYMIC: lambda k: (k.patronymic,),
        Compared.PLACE: lambda k: (k.place,),
        Compared.MOTHER: lambda k: (k.mother,),
        Compared.DOCUMENT: lambda k: (k.document,),
    }
    vocabularies = {}
    for field, cells_of in fields.items():
        cells = [cells_of(k) for k in keyed]
        numbers = number([c.texts for of in cells for c in of])
        for k, of in zip(keyed, cells, strict=True):
            for column, c in zip(COLUMNS_OF[field], of, strict=True):
                k.rows[:, column] = c.per_line(np.array([numbers[key] for key in c.texts], np.int32))
        vocabularies[field] = vocabulary(numbers, [k.rows[:, COLUMNS_OF[field][0]] for k in keyed], share_of(field))
    one, other = (Lines(k.refs, k.rows, k.unread, k.exchanged) for k in keyed)
    return Encoded(one, other, vocabularies)


_PARTS = {Compared.SURNAME: Part.SURNAME, Compared.GIVEN: Part.GIVEN, Compared.PATRONYMIC: Part.PATRONYMIC}


def share_of(field: Compared) -> Callable[[str], float] | None:
    """Returns what tells the share of a population that bears a key of the field; None where none is known."""
    part = _PARTS.get(field)
    return None if part is None else lambda key: share(key, part)


def _keyed(table: pa.Table, side: str, *, exchange: bool) -> _Keyed:
    refs = _references(table, side)
    found = {name: _cells(table, name) for name in TEXT_COLUMNS}
    surname, given, patronymic = _named(found)
    rows = np.zeros((len(refs), COLUMNS), np.int32)
    exchanged = np.zeros(len(refs), np.bool_)
    if exchange:
        surname, given, exchanged = _exchange(surname, given)
    latin = np.array([bool(_LATIN.search(t)) for t in surname.texts], np.bool_)
    rows[:, Column.SCRIPT] = latin[surname.codes]
    rows[:, Column.SEX] = found["sex"].per_line(
        np.array([_SEX.get(t.strip().rstrip(".").casefold(), 0) for t in found["sex"].texts], np.int32)
    )
    unread = _dates(found["date_of_birth"], rows)
    first = given.keyed([_first(text) for text in given.texts])
    return _Keyed(
        refs,
        surname.keyed(class_keys(surname.texts, Part.SURNAME)),
        first.keyed(class_keys(first.texts, Part.GIVEN)),
        first.keyed([([*classes_of(t, Part.GIVEN), "", ""][1] if t else "") for t in first.texts]),
        _patronymics(patronymic, found["father"]),
        found["place"].keyed([place_key(t) for t in found["place"].texts]),
        found["mother"].keyed([" ".join(sorted(class_keys(t.split(), Part.GIVEN))) for t in found["mother"].texts]),
        found["document"].keyed([re.sub(r"[\W_]+", "", t).upper() for t in found["document"].texts]),
        rows, unread, exchanged,
    )  # fmt: skip


def _references(table: pa.Table, side: str) -> pa.Array:
    if "ref" not in table.column_names:
        raise InputNotUnderstood("a list without references", place=side, hint="name the column of references ref")
    refs = table.column("ref").cast(pa.string()).combine_chunks()
    if refs.null_count or pc.any(pc.equal(refs, "")).as_py() or pc.count_distinct(refs).as_py() != len(refs):
        raise InputNotUnderstood(
            "a reference is empty, or stands twice", place=f"{side}, column ref", hint="each line needs one of its own"
        )
    return refs


def _cells(table: pa.Table, name: str) -> _Cells:
    if name not in table.column_names:
        return _Cells([""], np.zeros(len(table), np.int32))
    column = table.column(name).cast(pa.string()).combine_chunks()
    coded = pc.dictionary_encode(pc.fill_null(column, ""))
    texts = coded.dictionary.to_pylist()
    return _Cells(texts, coded.indices.to_numpy(zero_copy_only=False).astype(np.int32))


def _first(text: str) -> str:
    """The first given name of a cell."""
    return text.split(" ", 1)[0] if " " in text else text


def _named(found: Mapping[str, _Cells]) -> tuple[_Cells, _Cells, _Cells]:
    """Surname, given names and patronymic: from their columns, from whole names, a patronymic out of the given names."""
    surname, given, patronymic = found["surname"], found["given_names"], found["patronymic"]
    whole = found["name"]
    if any(whole.texts):
        forms = [analyse(text) for text in whole.texts]
        surname = _where_empty(surname, whole.keyed([f.surname or _longest(f.words) for f in forms]))
        given = _where_empty(given, whole.keyed([f.given for f in forms]))
        patronymic = _where_empty(patronymic, whole.keyed([f.patronymic for f in forms]))
    ends = [text.split() for text in given.texts]
    inside = [e[-1] if len(e) > 1 and is_patronymic(e[-1]) else "" for e in ends]
    if any(inside):
        patronymic = _where_empty(patronymic, given.keyed(inside))
        given = given.keyed([" ".join(e[:-1] if i else e) for e, i in zip(ends, inside, strict=True)])
    return surname, given, patronymic


def _longest(found: Sequence[str]) -> str:
    return max(found, key=len, default="")


def _where_empty(cells: _Cells, other: _Cells) -> _Cells:
    """The cells, and where they are empty the other ones."""
    empty = np.array([not text.strip() for text in cells.texts], np.bool_)[cells.codes]
    codes = np.where(empty, other.codes + len(cells.texts), cells.codes).astype(np.int32)
    return _Cells(cells.texts + other.texts, codes)


def _exchange(surname: _Cells, given: _Cells) -> tuple[_Cells, _Cells, NDArray[np.bool_]]:
    """Surnames and given names put right where a line has them in each other's column.

    Judged by the list itself: the one word stands `SWAP_RATIO` times more often among given names, and the other does
    not stand more often among them than among surnames.
    """
    as_surname, as_given = _counts(surname), _counts(given)

    def more_given(texts: Sequence[str], ratio: float) -> NDArray[np.bool_]:
        return np.array(
            [as_given.get(t.casefold(), 0) > ratio * as_surname.get(t.casefold(), 0) for t in texts], np.bool_
        )

    line_surname = more_given(surname.texts, SWAP_RATIO)[surname.codes]
    line_given = more_given(given.texts, 1.0)[given.codes]
    there = (
        np.array([bool(t) for t in surname.texts], np.bool_)[surname.codes]
        & np.array([bool(t) for t in given.texts], np.bool_)[given.codes]
    )
    exchanged = line_surname & ~line_given & there
    if not exchanged.any():
        return surname, given, exchanged
    size = len(surname.texts)
    return (
        _used(surname.texts + given.texts, np.where(exchanged, given.codes + size, surname.codes)),
        _used(surname.texts + given.texts, np.where(exchanged, surname.codes, given.codes + size)),
        exchanged,
    )


def _used(texts: Sequence[str], codes: NDArray[np.int32]) -> _Cells:
    """Cells without those that no line has."""
    used, compact = np.unique(codes, return_inverse=True)
    return _Cells([texts[n] for n in used.tolist()], compact.astype(np.int32))


def _counts(cells: _Cells) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text, n in zip(cells.texts, np.bincount(cells.codes, minlength=len(cells.texts)).tolist(), strict=True):
        if text:
            counts[text.casefold()] = counts.get(text.casefold(), 0) + n
    return counts


def _patronymics(patronymic: _Cells, father: _Cells) -> _Cells:
    """Patronymics as class keys, and where there is none the one that the father's given name makes."""
    keyed = patronymic.keyed(class_keys(patronymic.texts, Part.PATRONYMIC))
    if not any(father.texts):
        return keyed
    return _where_empty(keyed, father.keyed([_of_father(text) for text in father.texts]))


def _of_father(text: str) -> str:
    form = analyse(text)
    given = form.given or (form.words[0] if len(form.words) == 1 else "")
    return patronymic_of(given) if given else ""


def place_key(text: str) -> str:
    """Returns the key of a place: its words folded, without those for town, village or district and without endings.

    Languages and cases differ in endings.
    """
    found = [w for w in words(text) if len(w) > 2 and w.casefold() not in _MARKERS]
    keys = [fold(w) for w in found[:2]]
    return " ".join(_ENDING.sub("", key) or key for key in keys)


def _dates(cells: _Cells, rows: NDArray[np.int32]) -> int:
    """Fills the columns of the date of birth; returns how many lines have one that cannot be read."""
    read = [_date(text) for text in cells.texts]
    unread = np.array([r is None for r in read], np.bool_)
    values = np.array([r or (0, 0, 0) for r in read], np.int32).reshape(-1, 3)
    rows[:, [Column.BORN, Column.FIRST_YEAR, Column.LAST_YEAR]] = values[cells.codes]
    return int(unread[cells.codes].sum())


def _date(text: str) -> tuple[int, int, int] | None:
    """Packed date, first and last year; None where it cannot be read."""
    text = text.strip()
    if not text:
        return (0, 0, 0)
    if match := _ISO.match(text):
        year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
        if year >= 1 and month <= 12 and day <= 31 and (month or not day):
            return (10000 * year + 100 * month + day, year, year)
        return None
    try:
        partial = partial_date(text)
    except InputNotUnderstood:
        return None
    first, last = partial.bounds()
    if first.year == last.year:
        month = first.month if first.month == last.month else 0
        day = first.day if first == last else 0
        return (10000 * first.year + 100 * month + day, first.year, first.year)
    return (0, first.year, last.year)
