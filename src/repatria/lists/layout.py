"""The layout of a sheet: where its headings are, which rows are people, what it says it adds up to.

Invariant: every filled row below the headings is a line unless it is surely a repeated heading, a row of column
numbers, a row of tags (HXL) or a total; filled rows above them that could be data are lines too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from repatria.lists.headings import fold_heading, meaning_of
from repatria.lists.sheet import Grid
from repatria.lists.tables import words_meaning
from repatria.people.fields import NAMES, Field

_SEARCHED = 60  # filled rows in which headings are looked for
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f,.]\d{3})+(?!\d)|\d+")

_LEADING = frozenset({Field.FULL_NAME, Field.SURNAME, Field.BAG})  # one of them makes a row of headings
_LONG_TITLE = 300  # a title or total is shorter
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_TAG = re.compile(r"#[a-z]")  # of HXL, a second row of headings for machines
_AMOUNT = re.compile(r"\d[\d\s,.]*(?:[^\W\d]{1,6}\.?)?")

_JUST_NAME = frozenset(map(fold_heading, ("name", "names", "الاسم", "اسم")))
"""Headings that mean the whole name or, beside a surname, the given name."""

Cells = tuple[str, ...]


@dataclass(slots=True)
class Table:
    """A sheet taken apart.

    Attributes:
        headings: As received, one per column, empty where there is none.
        fields: What each column means, or None.
        rows: Number of the row in the file and its cells, for each line.
        above: How many of `rows` stand above the headings.
        totals: The totals it declares, in order.
        skipped: How many rows of which kind were passed over.
    """

    headings: Cells
    fields: tuple[Field | None, ...]
    rows: list[tuple[int, Cells]] = field(default_factory=list)
    above: int = 0
    totals: list[int] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def lay_out(grid: Grid, mapping: Mapping[str, Field]) -> Table | None:
    """Returns the sheet taken apart, or None if no row of it can be recognised as headings."""
    known = {fold_heading(heading): meaning for heading, meaning in mapping.items()}
    top, bottom, headings, fields = _find_headings(grid, known)
    if bottom < 0:
        return None
    table = Table(headings, fields)
    _read_above(grid.rows[:top], table)
    _read_below(grid.rows, bottom, table)
    table.fields = _in_context(table, known)
    return table


def _in_context(table: Table, known: Mapping[str, Field]) -> tuple[Field | None, ...]:
    """What the columns mean beside each other: offices write "Name" for the given name and for the whole name alike.

    "Name" (الاسم) beside a surname is the given name; a given name (Имя, Ім'я) that stands alone and mostly has several
    words is the whole name. A heading that was mapped means what the mapping says.
    """
    fields = table.fields
    mapped = {i for i, heading in enumerate(table.headings) if fold_heading(heading) in known}
    whole = [i for i, f in enumerate(fields) if f is Field.FULL_NAME and i not in mapped]
    given = [i for i, f in enumerate(fields) if f is Field.GIVEN_NAMES and i not in mapped]
    if Field.SURNAME in fields and Field.GIVEN_NAMES not in fields and len(whole) == 1:
        if fold_heading(table.headings[whole[0]]) in _JUST_NAME:
            return _with(fields, whole[0], Field.GIVEN_NAMES)
    elif given and not {Field.SURNAME, Field.FULL_NAME, Field.PATRONYMIC} & set(fields):
        cells = [row[given[0]].split() for _, row in table.rows if given[0] < len(row)]
        if cells and 2 * sum(len(words) > 1 for words in cells) > len(cells):
            return _with(fields, given[0], Field.FULL_NAME)
    return fields


def _with(fields: tuple[Field | None, ...], at: int, meaning: Field) -> tuple[Field | None, ...]:
    return (*fields[:at], meaning, *fields[at + 1 :])


def filled(cells: Sequence[str]) -> list[str]:
    """Returns the cells that hold more than white space."""
    return [cell for cell in cells if cell and not cell.isspace()]


def _find_headings(grid: Grid, known: Mapping[str, Field]) -> tuple[int, int, Cells, tuple[Field | None, ...]]:
    """Returns first and last row of the headings, the headings, and their meanings; last row -1 if there are none."""
    best: tuple[int, int, Cells, tuple[Field | None, ...]] = (-1, -1, (), ())
    best_count = seen = 0
    for index, row in enumerate(grid.rows):
        if not (cells := filled(row)):
            continue
        seen += 1
        if seen > _SEARCHED:
            break
        fields = _meanings(row, known)
        count = len({f for f in fields if f})
        if count > best_count and _suffices(fields, cells):
            best, best_count = (index, index, row, fields), count
    return _second_row(grid, known, best, best_count) if best_count else best


def _suffices(fields: tuple[Field | None, ...], cells: list[str]) -> bool:
    known = {f for f in fields if f}
    return len(known) >= 2 or bool(known & _LEADING) or (len(cells) <= 3 and bool(known & NAMES))


def _meanings(row: Cells, known: Mapping[str, Field]) -> tuple[Field | None, ...]:
    return tuple(known.get(fold_heading(c)) or meaning_of(c) if c and len(c) < 200 else None for c in row)


def _second_row(
    grid: Grid, known: Mapping[str, Field], best: tuple[int, int, Cells, tuple[Field | None, ...]], count: int
) -> tuple[int, int, Cells, tuple[Field | None, ...]]:
    """Returns the headings joined with a second row of them (under merged cells), where that says more."""
    top = best[0]
    for first, second in ((top, top + 1), (top - 1, top)):
        if first < 0 or second >= len(grid.rows):
            continue
        lower = grid.rows[second]
        if len(filled(lower)) < 2 or any(map(str.isdigit, filled(lower))):
            continue
        joined = _join(grid.rows[first], lower)
        fields = tuple(
            _meanings((both,), known)[0] or _meanings((low or up,), known)[0] for up, low, both in joined
        )  # fmt: skip
        new = all(fields[i] for i, (_, low, _) in enumerate(joined) if low.strip())
        if new and len({f for f in fields if f}) > count:
            return first, second, tuple(both for _, _, both in joined), fields
    return best


def _join(upper: Cells, lower: Cells) -> list[tuple[str, str, str]]:
    joined, group = [], ""
    for i in range(max(len(upper), len(lower))):
        up, low = (row[i] if i < len(row) else "" for row in (upper, lower))
        group = up or (group if low else "")
        joined.append((up or group, low, f"{group} {low}".strip()))
    return joined


def _read_above(rows: Sequence[Cells], table: Table) -> None:
    width = len(filled(table.headings))
    for index, row in enumerate(rows):
        cells = filled(row)
        if not cells:
            table.skipped["empty"] += 1
        elif (total := _total(cells)) is not None:
            table.totals.append(total)
            table.skipped["title"] += 1
        elif len(cells) >= 2 and len(cells) * 2 >= width:
            table.rows.append((index + 1, row))
            table.above += 1
        else:
            table.skipped["title"] += 1


def _read_below(rows: Sequence[Cells], heading: int, table: Table) -> None:
    headings = {_first(cells).strip().casefold(): _folded(cells) for cells in (table.headings, rows[heading])}
    for index in range(heading + 1, len(rows)):
        row = rows[index]
        kind = _kind(row, headings, table)
        if kind:
            table.skipped[kind] += 1
        else:
            table.rows.append((index + 1, row))


def _kind(row: Cells, headings: Mapping[str, Cells], table: Table) -> str:
    """Returns what a row below the headings is if it is surely not a line, else an empty text."""
    first = _first(row)
    if not first:
        return "empty"
    if first[0] in "1١۱#" and _is_numbering(row, len(filled(table.headings))):
        return "column numbers"
    if first[0] == "#" and all(map(_TAG.match, filled(row))):
        return "tags"
    if (start := first.strip().casefold()) in headings and _folded(row) == headings[start]:
        return "repeated headings"
    if (
        first[0].isalpha()
        and _total_pattern().match(first[:_LONG_TITLE].casefold() + " 0")
        and (total := _total(filled(row))) is not None
    ):
        table.totals.append(total)
        return "total"
    return ""


def _first(row: Cells) -> str:
    return next((cell for cell in row if cell and not cell.isspace()), "")


def _folded(row: Cells) -> Cells:
    return tuple(fold_heading(cell) for cell in filled(row))


def _is_numbering(row: Cells, width: int) -> bool:
    cells = [cell.strip().translate(_ARABIC_DIGITS) for cell in filled(row)]
    return (
        len(cells) >= min(3, width) > 1
        and cells == [str(i) for i in range(1, len(cells) + 1)]
        and len(cells) >= width - 1
    )


def _total(cells: list[str]) -> int | None:
    """Returns the number that a row of totals declares, or None if the row is none."""
    text = " ".join(cells)
    if len(cells) > 4 or len(text) > _LONG_TITLE:
        return None
    text = _DAY.sub(" ", text.translate(_ARABIC_DIGITS).casefold())
    match = _total_pattern().search(text)
    if not match or (len(cells) > 1 and not _only_numbers(cells)):
        return None
    number = _NUMBER.match(text, match.end())
    return int(re.sub(r"\D", "", number[0])) if number else None


def _only_numbers(cells: list[str]) -> bool:
    """Returns whether all cells but the one that says "total" are numbers."""
    rest = [c for c in cells if not _total_pattern().search(c.translate(_ARABIC_DIGITS).casefold() + " 0")]
    return all(_AMOUNT.fullmatch(cell.strip().translate(_ARABIC_DIGITS)) for cell in rest)


@cache
def _total_pattern() -> re.Pattern[str]:
    """Returns the pattern of a word for "total" and what may stand between it and its number."""
    words = "|".join(map(re.escape, sorted(words_meaning("total"), key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)\D{{0,60}}(?=\d)")
