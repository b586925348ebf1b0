"""Columns: which cell of a row is which field, decided once per sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from repatria.lists.cells import NUMBERS, usual_length
from repatria.lists.dates import Order, order_of
from repatria.lists.layout import Table
from repatria.names.scripts import visible
from repatria.people.fields import DATES, Field


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a sheet.

    Attributes:
        named: Field by index of column.
        unnamed: Heading, made unique, by index of column, where no field is known.
        headings: Every heading, made unique, and its field.
        own_reference: Index of the column of the sender's own numbers, which do not make two lines differ.
        orders: Order of day and month in the slashed dates of each date field.
        lengths: Usual number of digits of each field of numbers, 0 if there is none.
        defects: Code, heading and number of column (from 1) of what is wrong with headings.
    """

    named: Mapping[int, Field]
    unnamed: Mapping[int, str]
    headings: Mapping[str, Field | None]
    orders: Mapping[Field, Order]
    lengths: Mapping[Field, int]
    defects: tuple[tuple[str, str, int], ...]
    own_reference: int | None


def columns_of(table: Table) -> Columns:
    """Returns the columns of a sheet; the first column of a meaning has it, later ones stay unnamed."""
    named: dict[int, Field] = {}
    unnamed: dict[int, str] = {}
    headings: dict[str, Field | None] = {}
    defects: list[tuple[str, str, int]] = []
    for index, heading in enumerate(table.headings):
        field, shown = table.fields[index], _unique(heading, index, headings)
        if field and field not in named.values():
            named[index], headings[shown] = field, field
            continue
        unnamed[index] = shown
        if heading.strip() or _has_cells(table, index):
            headings[shown] = None
            code = "heading-twice" if field else "heading-unknown" if heading.strip() else "heading-missing"
            defects.append((code, _safe(shown), index + 1))
    orders = {f: order_of(_column(table, i)) for i, f in named.items() if f in DATES}
    lengths = {f: usual_length(_column(table, i)) for i, f in named.items() if f in NUMBERS}
    own = next((i for i, f in named.items() if f is Field.OWN_REFERENCE), None)
    return Columns(named, unnamed, headings, orders, lengths, tuple(defects), own)


def _unique(heading: str, index: int, taken: Mapping[str, object]) -> str:
    if heading.strip() and heading not in taken:
        return heading
    return f"{heading} (column {index + 1})".strip() if heading.strip() else f"column {index + 1}"


def _has_cells(table: Table, index: int) -> bool:
    return any(index < len(row) and row[index] and not row[index].isspace() for _, row in table.rows)


def _column(table: Table, index: int) -> list[str]:
    return [row[index] for _, row in table.rows if index < len(row)]


def _safe(heading: str) -> str:
    return " ".join(visible(heading).split())[:80]
