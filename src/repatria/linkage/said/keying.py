"""One list with keys for its cells: what a name or date says is decided here, for each distinct cell once.

A line's cells are taken apart (whole names, patronymics that stand among given names, surname and given name in each
other's column) and brought to class keys. It takes one list and no other; `lines.encode` numbers two of them together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from repatria.errors import InputNotUnderstood
from repatria.linkage.said.births import read_births
from repatria.linkage.said.cells import Bits, Cells, at_once, bits, cells_of, numbers_of
from repatria.linkage.said.columns import COLUMNS, TEXT_COLUMNS, Column, Lines
from repatria.linkage.said.places import place_keys
from repatria.names.bulk import FEW
from repatria.names.classes import Part, class_keys, classes_of, patronymic_of, tables
from repatria.names.forms import analyse, is_patronymic

_SEXES = {1: "m male man ч чол чоловік чоловіча м муж мужской мужчина".split()} | {
    2: "f female woman w ж жін жінка жіноча жен женский женщина".split()
}
_SEX = {word: sex for sex, found in _SEXES.items() for word in found}
_LATIN, _CYRILLIC = "[A-Za-z\u00c0-\u024f]", "[\u0400-\u052f]"
_SIGNS = re.compile(r"[^\w\n]+|_+")
SWAP_RATIO = 8
"""How many times more often a word must stand in the other column before two cells are exchanged. Assumption."""


@dataclass(frozen=True, slots=True, eq=False)
class Keyed:
    """One list with the keys of its cells, not yet numbered.

    Attributes:
        lines: The list; columns of its rows that have keys are to be filled with their numbers.
        keys: For each of these columns the keys, and which of them each line has.
    """

    lines: Lines
    keys: Mapping[Column, Cells]


def key(table: pa.Table, *, side: str, exchange: bool = True) -> Keyed:
    """Returns one list with keys for its cells: the part of `encode` that takes most of its time.

    Most of that is done by Arrow, NumPy and the kernels, which let other threads run.

    Args:
        table: Text columns ``ref`` and any of `TEXT_COLUMNS`; dates in EDTF.
        side: What places call the list: ``left``.
        exchange: Whether surnames and given names in each other's column are put right, as the list shows them; not for
            a table that is a part of a list.

    Raises:
        InputNotUnderstood: A list without references, or with one reference twice.
    """
    refs = _references(table, side)
    found = {name: cells_of(table, name) for name in TEXT_COLUMNS}
    surname, given, patronymic = _named(found)
    exchanged = np.zeros(len(refs), np.bool_)
    if exchange:
        surname, given, exchanged = _exchange(surname, given)
    first, second = _given(given.keyed(pc.replace_substring_regex(given.texts, "(?s) .*", "")))
    latin = bits(pc.match_substring_regex(surname.texts, _LATIN)) & ~bits(
        pc.match_substring_regex(surname.texts, _CYRILLIC)
    )
    sexes = np.array([_SEX.get(t.strip().rstrip(".").casefold(), 0) for t in found["sex"].texts.to_pylist()], np.int32)
    born = found["date_of_birth"]
    births, unread = read_births(born.texts)
    rows = np.zeros((len(refs), COLUMNS), np.int32)
    rows[:, [Column.BORN, Column.FIRST_YEAR, Column.LAST_YEAR]] = born.per_line(births)
    rows[:, Column.SEX] = found["sex"].per_line(sexes)
    rows[:, Column.SCRIPT] = surname.per_line(latin)
    keys = {
        Column.SURNAME: _classed(surname, Part.SURNAME),
        Column.GIVEN: first,
        Column.GIVEN_TOO: second,
        Column.PATRONYMIC: _patronymics(patronymic, found["father"]),
        Column.PLACE: found["place"].keyed(place_keys(found["place"].texts)),
        Column.MOTHER: found["mother"].keyed(_of_mothers(found["mother"].texts.to_pylist())),
        Column.DOCUMENT: found["document"].keyed(_of_documents(found["document"].texts)),
    }
    return Keyed(Lines(refs, rows, int(born.per_line(unread).sum()), exchanged), keys)


def _references(table: pa.Table, side: str) -> pa.Array:
    if "ref" not in table.column_names:
        raise InputNotUnderstood("a list without references", place=side, hint="name the column of references ref")
    refs = table.column("ref").cast(pa.string()).combine_chunks()
    if refs.null_count or pc.any(pc.equal(refs, "")).as_py() or len(pc.unique(refs)) != len(refs):
        raise InputNotUnderstood(
            "a reference is empty, or stands twice", place=f"{side}, column ref",
            hint="each line needs one of its own",
        )  # fmt: skip
    return refs


def _named(found: Mapping[str, Cells]) -> tuple[Cells, Cells, Cells]:
    """Surname, given names and patronymic: from their columns, from whole names, a patronymic out of the given names."""
    surname, given, patronymic = found["surname"], found["given_names"], found["patronymic"]
    whole = found["name"]
    texts = whole.texts.to_pylist()
    if any(texts):
        forms = [analyse(text) for text in texts]
        surname = surname.where_empty(whole.keyed([f.surname or _longest(f.words) for f in forms]))
        given = given.where_empty(whole.keyed([f.given for f in forms]))
        patronymic = patronymic.where_empty(whole.keyed([f.patronymic for f in forms]))
    ends = [text.split() for text in given.texts.to_pylist()]
    inside = [e[-1] if len(e) > 1 and is_patronymic(e[-1]) else "" for e in ends]
    if any(inside):
        patronymic = patronymic.where_empty(given.keyed(inside))
        given = given.keyed([" ".join(e[:-1] if i else e) for e, i in zip(ends, inside, strict=True)])
    return surname, given, patronymic


def _longest(found: Sequence[str]) -> str:
    return max(found, key=len, default="")


def _exchange(surname: Cells, given: Cells) -> tuple[Cells, Cells, Bits]:
    """Surnames and given names put right where a line has them in each other's column.

    Judged by the list itself: the one word stands `SWAP_RATIO` times more often among given names, and the other does
    not stand more often among them than among surnames.
    """
    texts, size = pa.concat_arrays([surname.texts, given.texts]), len(surname.texts)
    words = pa.array(at_once(texts.to_pylist(), str.casefold), pa.string()).dictionary_encode()
    numbers = numbers_of(words.indices)
    as_surname, as_given = (
        np.bincount(numbers[part], np.bincount(of.codes, minlength=len(of.texts)), len(words.dictionary))[numbers]
        for part, of in ((slice(size), surname), (slice(size, None), given))
    )
    filled = bits(pc.not_equal(texts, ""))
    more_given = filled & (as_given > SWAP_RATIO * as_surname), filled & (as_given > as_surname)
    exchanged = (
        surname.per_line(more_given[0][:size]) & ~given.per_line(more_given[1][size:]) & given.per_line(filled[size:])
    )
    if not exchanged.any():
        return surname, given, exchanged
    moved = given.codes + np.int32(size)
    return (
        Cells(texts, np.where(exchanged, moved, surname.codes)).used(),
        Cells(texts, np.where(exchanged, surname.codes, moved)).used(),
        exchanged,
    )


def _classed(cells: Cells, part: Part) -> Cells:
    """The class of each cell."""
    if len(cells.texts) <= FEW:
        return cells.keyed(class_keys(cells.texts.to_pylist(), part))
    from repatria.names.columns import class_column

    return cells.keyed(class_column(cells.texts, part, tables()))


def _given(first: Cells) -> tuple[Cells, Cells]:
    """The class of each first given name, and the second one that it may stand for."""
    if len(first.texts) <= FEW:
        texts = first.texts.to_pylist()
        second = [([*classes_of(text, Part.GIVEN), "", ""][1] if text else "") for text in texts]
        return first.keyed(class_keys(texts, Part.GIVEN)), first.keyed(second)
    from repatria.names.columns import given_columns

    one, other = given_columns(first.texts, tables())
    return first.keyed(one), first.keyed(other)


def _patronymics(patronymic: Cells, father: Cells) -> Cells:
    """Patronymics as class keys, and where there is none the one that the father's given name makes."""
    keyed = _classed(patronymic, Part.PATRONYMIC)
    fathers = father.texts.to_pylist()
    if not any(fathers):
        return keyed
    return keyed.where_empty(father.keyed([_of_father(text) for text in fathers]))


def _of_father(text: str) -> str:
    form = analyse(text)
    given = form.given or (form.words[0] if len(form.words) == 1 else "")
    return patronymic_of(given) if given else ""


def _of_mothers(texts: Sequence[str]) -> list[str]:
    """The words of mothers' names as given names, in the order of the alphabet."""
    words = [text.split() for text in texts]
    distinct = list(dict.fromkeys(chain.from_iterable(words)))
    keys = dict(zip(distinct, class_keys(distinct, Part.GIVEN), strict=True))
    return [" ".join(sorted(keys[word] for word in of)) for of in words]


def _of_documents(texts: pa.Array) -> list[str]:
    """Numbers of documents, letters and figures only."""
    return at_once(pc.replace_substring(texts, "\n", "").to_pylist(), lambda text: _SIGNS.sub("", text).upper())
