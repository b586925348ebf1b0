"""A list made ready for linkage: references, dates in EDTF, sexes in one word; what is doubtful becomes a finding.

Cells are looked at once for each distinct one, so that a list of a million lines takes seconds. A line whose date or sex
cannot be read is linked without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from repatria.cli.columns import Columns, read_columns
from repatria.cli.rows import MOST_BYTES, read_bytes
from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.lists import Limits
from repatria.lists.cells import born_by_age, cell_defects, read_age, value_defects
from repatria.lists.cells import read_sex as sex_of
from repatria.lists.dates import order_of, read_date
from repatria.lists.defects import DEFECTS, finding
from repatria.people.fields import Field

MOST_OF_A_KIND = 100
"""Findings of one kind and column that are told line by line; the rest is counted."""

_NAMES = ("surname", "given_names", "patronymic", "name", "place", "father", "mother", "document")
_WORTH_SAYING = {"date_of_birth": "dates of birth", "surname": "surnames", "given_names": "given names"}
_SUSPECT = "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffd]|\\?\\?|^\\s*[=@+-]"
"""What `cell_defects` must be asked about."""


@dataclass(frozen=True, slots=True, eq=False)
class Linkable:
    """A list ready for linkage.

    Attributes:
        table: ``ref`` and any of the columns that linkage knows, text; most of them dictionaries of it.
        findings: On the file, its columns, then its lines by kind.
    """

    table: pa.Table
    findings: tuple[Finding, ...]


def read_linkable(
    path: Path, *, side: str, as_of: date, limits: Limits, mapping: Mapping[str, Field] | None = None
) -> Linkable:
    """Returns a list ready for linkage.

    Args:
        path: CSV, XLSX, ODS or Parquet.
        side: What places call the list: ``left``.
        as_of: The day against which ages and years of two digits are read.
        limits: What to refuse before parsing.
        mapping: What headings mean, beyond those that are recognised.

    Raises:
        InputNotUnderstood: As `read_columns`; a reference is empty or stands twice.
    """
    content = read_bytes(path, side, at_most=max(MOST_BYTES, limits.unpacked_bytes))
    return ready(read_columns(content, side=side, limits=limits, mapping=mapping), side=side, as_of=as_of)


def ready(found: Columns, *, side: str, as_of: date) -> Linkable:
    """Returns columns made ready for linkage."""
    cells = found.cells
    told = list(found.findings)
    columns = {"ref": _references(cells, side, told)}
    for name in _NAMES:
        if name in cells.column_names:
            columns[name] = _texts(cells, name, side, told)
    if "document" not in columns and "service_number" in cells.column_names:
        columns["document"] = _texts(cells, "service_number", side, told)
    if "sex" in cells.column_names:
        columns["sex"] = _told(pc.dictionary_encode(_one(cells, "sex")), "sex", side, told, _sex)
    if {"date_of_birth", "age"} & set(cells.column_names):
        columns["date_of_birth"] = _births(cells, side, as_of, told)
    told += _silent(columns, side)
    return Linkable(pa.table(columns), tuple(told))


def _references(cells: pa.Table, side: str, told: list[Finding]) -> pa.Array:
    """References as the list has them, else the numbers of its lines."""
    refs = _one(cells, "ref") if "ref" in cells.column_names else None
    if refs is not None:
        refs = pc.utf8_trim_whitespace(refs)
    filled = pc.greater(pc.binary_length(refs), 0).to_numpy(zero_copy_only=False) if refs is not None else None
    if refs is None or filled is None or (len(filled) and not filled.any()):
        hint = "give the list a column ref, so that pairs can be found again when it is sorted"
        told.append(
            Finding(
                Severity.NOTE,
                "references-missing",
                side,
                "no references; lines are called by their numbers",
                hint,
                "ref",
            )
        )
        return cells.column("lines").cast(pa.string()).combine_chunks()
    if not filled.all():
        at = f"{side}:{int(np.argmin(filled)) + 1}"
        raise InputNotUnderstood("the line has no reference", hint="give each line one of its own", place=at)
    _tell(np.arange(len(refs)), _suspect(refs), side, "ref", told)
    if len(pc.unique(refs)) < len(refs):
        codes = _numpy(pc.dictionary_encode(refs).indices)
        again = np.ones(len(codes), np.bool_)
        again[np.unique(codes, return_index=True)[1]] = False
        at = f"{side}:{int(np.argmax(again)) + 1}"
        raise InputNotUnderstood("the reference stands at an earlier line too", hint="give each line its own", place=at)
    return refs


def _one(cells: pa.Table, name: str) -> pa.Array:
    return pc.fill_null(cells.column(name), "").combine_chunks()


def _numpy(indices: pa.Array) -> NDArray[np.int64]:
    return np.asarray(indices.to_numpy(zero_copy_only=False), np.int64)


def _tell(
    codes: NDArray[np.int64], wrong: Mapping[int, tuple[str, ...]], side: str, column: str, told: list[Finding]
) -> None:
    """Adds a finding for each line whose cell is doubtful, the first ones of a kind by line, the rest by count."""
    if not wrong:
        return
    for kind in sorted({code for found in wrong.values() for code in found}):
        lines = np.flatnonzero(np.isin(codes, [n for n, found in wrong.items() if kind in found])) + 1
        told += [finding(kind, f"{side}:{line}", column) for line in lines[:MOST_OF_A_KIND].tolist()]
        if (more := len(lines) - MOST_OF_A_KIND) > 0:
            severity, message, hint = DEFECTS[kind]
            told.append(Finding(severity, kind, side, f"and at {more:,} more lines: {message}", hint, column))


def _told(
    coded: pa.DictionaryArray,
    name: str,
    side: str,
    told: list[Finding],
    read: Callable[[str], tuple[str, tuple[str, ...]]],
) -> pa.DictionaryArray:
    """A column with each distinct cell read, and findings on what is doubtful."""
    found = [read(text) if text.strip() else ("", ()) for text in coded.dictionary.to_pylist()]
    _tell(_numpy(coded.indices), {n: codes for n, (_, codes) in enumerate(found) if codes}, side, name, told)
    return pa.DictionaryArray.from_arrays(coded.indices, pa.array([text for text, _ in found], pa.string()))


def _texts(cells: pa.Table, name: str, side: str, told: list[Finding]) -> pa.DictionaryArray:
    """A column in NFC without white space around; cells that hide something, or lost letters, are told."""
    coded = pc.dictionary_encode(_one(cells, name))
    _tell(_numpy(coded.indices), _suspect(coded.dictionary), side, name, told)
    clean = pc.utf8_trim_whitespace(pc.utf8_normalize(coded.dictionary, form="NFC"))
    return pa.DictionaryArray.from_arrays(coded.indices, clean)


def _suspect(texts: pa.Array) -> dict[int, tuple[str, ...]]:
    """What is wrong with distinct cells whatever their meaning, by their numbers."""
    suspect = np.flatnonzero(pc.match_substring_regex(texts, _SUSPECT).to_numpy(zero_copy_only=False))
    return {n: codes for n in suspect.tolist() if (codes := cell_defects(texts[n].as_py()))}


def _sex(text: str) -> tuple[str, tuple[str, ...]]:
    sex = sex_of(text)
    return (sex.value, ()) if sex else ("", value_defects(Field.SEX, text))


def _births(cells: pa.Table, side: str, as_of: date, told: list[Finding]) -> pa.Array:
    """Dates of birth in EDTF, and where there is none the span that an age says."""
    born = pa.array([""] * len(cells), pa.string())
    if "date_of_birth" in cells.column_names:
        coded = pc.dictionary_encode(_one(cells, "date_of_birth"))
        days = _days(coded.dictionary)
        order = order_of(coded.dictionary.to_pylist())

        def read(text: str) -> tuple[str, tuple[str, ...]]:
            if text in days:
                return text, ()
            reading = read_date(text, as_of=as_of, order=order)
            return reading.date.text if reading.date else "", tuple(map(str, reading.doubts))

        born = _told(coded, "date_of_birth", side, told, read)
    if "age" not in cells.column_names:
        return born

    def by_age(text: str) -> tuple[str, tuple[str, ...]]:
        age = read_age(text)
        span = born_by_age(age, as_of) if age else None
        return (span.text, ()) if span else ("", value_defects(Field.AGE, text))

    born = born.cast(pa.string())
    ages = _told(pc.dictionary_encode(_one(cells, "age")), "age", side, told, by_age)
    return pc.if_else(pc.equal(born, ""), ages.cast(pa.string()), born)


def _days(texts: pa.Array) -> frozenset[str]:
    """The texts that are days of the calendar in EDTF as they stand: all at once, for most lists have no others."""
    days = texts.filter(pc.match_substring_regex(texts, r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z"))
    found = []
    for text in days.to_pylist():
        try:
            date.fromisoformat(text)
        except ValueError:
            continue
        found.append(text)
    return frozenset(found)


def _silent(columns: Mapping[str, pa.Array], side: str) -> list[Finding]:
    """Says which columns that matter say nothing at all: links are fewer and less sure then."""
    whole = "name" in columns
    hint = "links are fewer and less sure without; add the column if there is one"
    return [
        Finding(Severity.NOTE, "column-silent", side, f"the list has no {what}", hint, name)
        for name, what in _WORTH_SAYING.items()
        if not (whole and name != "date_of_birth") and not _speaks(columns.get(name))
    ]


def _speaks(column: pa.Array | None) -> bool:
    if column is None or not len(column):
        return column is not None
    texts = column.dictionary if isinstance(column, pa.DictionaryArray) else column
    return bool(pc.any(pc.greater(pc.binary_length(texts), 0)).as_py())
