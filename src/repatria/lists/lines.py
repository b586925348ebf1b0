"""Lines: one row of a sheet as a record, and everything that is doubtful about it.

Stateful in one way only: a `LineReader` counts lines through all sheets of a list and remembers rows seen, to tell
duplicates; rows are never dropped for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from repatria.errors import Finding
from repatria.lists.cells import NUMBERS, born_by_age, cell_defects, read_age, read_sex, row_is_suspect, value_defects
from repatria.lists.columns import Columns
from repatria.lists.dates import OLDEST_YEARS, Order, read_date
from repatria.lists.defects import finding
from repatria.lists.layout import Cells, Table
from repatria.people.dates import AgeRange, PartialDate
from repatria.people.fields import NAMES, Field
from repatria.people.record import Record
from repatria.people.refs import LineRef, ListId, PartyId, join_line

_CHECKED = NAMES | NUMBERS | {Field.SEX, Field.BLOOD_GROUP, Field.AGE}
_WHO = frozenset({Field.FULL_NAME, Field.SURNAME, Field.GIVEN_NAMES, Field.LABEL, Field.OTHER_NAMES})


class LineReader:
    """Turns rows into numbered records and gathers the findings on them."""

    def __init__(self, list_id: ListId, party: PartyId, as_of: date) -> None:
        """Starts a list of a party, received on ``as_of``."""
        self.findings: list[Finding] = []
        self._list_id, self._party, self._as_of = list_id, party, as_of
        self._count = 0
        self._seen: dict[Cells, LineRef] = {}
        self._numbers: dict[str, LineRef] = {}

    def read_rows(self, table: Table, columns: Columns) -> Iterator[tuple[int, int, Record]]:
        """Yields number, row in the file and record of every line of a sheet."""
        width = len([h for h in table.headings if h.strip()])
        has_names = bool(_WHO & set(columns.named.values()))
        self._numbers.clear()
        for index, (row, cells) in enumerate(table.rows):
            self._count += 1
            ref = join_line(self._list_id, self._count)
            if index < table.above:
                self._tell("row-above-headings", ref)
            record = self._record(ref, cells, columns)
            self._check_line(record, cells, columns, width, has_names=has_names)
            yield self._count, row, record

    def _tell(self, code: str, ref: LineRef, column: str = "", **told: int | str) -> None:
        self.findings.append(finding(code, ref, str(column), **told))

    def _record(self, ref: LineRef, cells: Cells, columns: Columns) -> Record:
        named = columns.named
        values = {named[i]: cell for i, cell in enumerate(cells) if cell and i in named and not cell.isspace()}
        unnamed = None
        if len(cells) > len(named):
            unnamed = self._unnamed(ref, cells, columns)
        if row_is_suspect(cells):
            self._check_cells(ref, cells, columns)
        for field, value in values.items():
            for code in value_defects(field, value) if field in _CHECKED else ():
                self._tell(code, ref, field)
        dates = self._dates(ref, values, columns.orders)
        return Record(ref, self._party, values, dates, read_sex(values.get(Field.SEX, "")), unnamed)

    def _unnamed(self, ref: LineRef, cells: Cells, columns: Columns) -> Mapping[str, str] | None:
        found: dict[str, str] = {}
        for i, cell in enumerate(cells):
            if i in columns.named or not cell or cell.isspace():
                continue
            if i not in columns.unnamed and "more-cells-than-headings" not in found:
                self._tell("more-cells-than-headings", ref)
            found[columns.unnamed.get(i, f"column {i + 1}")] = cell
        return found or None

    def _check_cells(self, ref: LineRef, cells: Cells, columns: Columns) -> None:
        for i, cell in enumerate(cells):
            column = str(columns.named.get(i, "")) or columns.unnamed.get(i, f"column {i + 1}")
            for code in cell_defects(cell):
                self._tell(code, ref, column)
            if "\n" in cell and _looks_like_rows(cell, len(columns.headings)):
                self._tell("rows-inside-cell", ref, column)

    def _dates(
        self, ref: LineRef, values: Mapping[Field, str], orders: Mapping[Field, Order]
    ) -> dict[Field, PartialDate]:
        dates: dict[Field, PartialDate] = {}
        for field in orders:
            if field not in values:
                continue
            reading = read_date(values[field], as_of=self._as_of, order=orders[field])
            for doubt in reading.doubts:
                self._tell(doubt, ref, field)
            if reading.date:
                dates[field] = reading.date
        if Field.AGE in values and (age := read_age(values[Field.AGE])):
            self._use_age(ref, age, dates)
        self._check_dates(ref, dates, values)
        return dates

    def _use_age(self, ref: LineRef, age: AgeRange, dates: dict[Field, PartialDate]) -> None:
        if age.at_most > OLDEST_YEARS:
            self._tell("age-implausible", ref, Field.AGE)
        born = dates.get(Field.DATE_OF_BIRTH)
        if born is None and (by_age := born_by_age(age, self._as_of)):
            dates[Field.DATE_OF_BIRTH] = by_age
            self._tell("birth-from-age", ref, Field.AGE)
        elif born and age.at_least > born.age_on(self._as_of).at_most:
            self._tell("age-contradicts-birth", ref, Field.AGE)

    def _check_dates(self, ref: LineRef, dates: Mapping[Field, PartialDate], values: Mapping[Field, str]) -> None:
        born = dates.get(Field.DATE_OF_BIRTH)
        for field, day in dates.items():
            if day.earliest > self._as_of:
                self._tell("date-in-future", ref, field)
            if born and field is not Field.DATE_OF_BIRTH and day.bounds()[1] < born.bounds()[0]:
                died = field is Field.DIED_ON
                self._tell("death-before-birth" if died else "date-before-birth", ref, field)
        said = Field.DATE_OF_BIRTH in values and Field.DIED_ON not in dates
        if born and said and born.bounds()[1].year < self._as_of.year - OLDEST_YEARS:
            self._tell("age-implausible", ref, Field.DATE_OF_BIRTH)

    def _check_line(self, record: Record, cells: Cells, columns: Columns, width: int, *, has_names: bool) -> None:
        ref, values = record.line, record.values
        count = len(values) + len(record.unnamed or ())
        if count == 0 or (count == 1 and width > 1 and values.get(Field.OWN_REFERENCE, "x").strip(" .").isdigit()):
            self._tell("line-empty", ref)
            return
        if count == 1 and width >= 3:
            self._tell("perhaps-not-a-line", ref)
        if has_names and not _WHO & values.keys() and Field.BAG not in values:  # most bags have no label
            self._tell("name-missing", ref)
        for field, length in columns.lengths.items():
            number = values.get(field, "")
            if number.isdigit() and length - 3 <= len(number) < length:
                self._tell("leading-zero-lost", ref, field)
        own = values.get(Field.OWN_REFERENCE, "")
        if own and (first := self._numbers.setdefault(own, ref)) != ref:
            self._tell("own-reference-repeated", ref, Field.OWN_REFERENCE, other=first)
        self._check_duplicate(ref, cells, columns)

    def _check_duplicate(self, ref: LineRef, cells: Cells, columns: Columns) -> None:
        while cells and not cells[-1]:
            cells = cells[:-1]
        own = columns.own_reference
        first = self._seen.setdefault(cells if own is None else cells[:own] + cells[own + 1 :], ref)
        if first != ref:
            self._tell("duplicate-line", ref, other=first)


def _looks_like_rows(cell: str, width: int) -> bool:
    """Returns whether a cell with line ends holds as many delimiters as two rows would."""
    return cell.count("\n") >= 1 and max(cell.count(d) for d in ",;\t|") >= max(2, width - 1)
