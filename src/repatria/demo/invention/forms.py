"""The form that an office fills in, and a list as it is handed in, with the truth of every line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from repatria.demo.invention.sheets import Sheet
from repatria.demo.invention.spelling import Office
from repatria.people.fields import Field
from repatria.people.party import Stance


@dataclass(frozen=True, slots=True)
class Form:
    """The form that an office fills in: columns, language of the headings and of the fixed words, layout.

    Attributes:
        totals: The word before the number of lines under the table; empty for no such row.
        eight_bit: Its files are of an encoding without invisible characters (Windows-1251).
        miscounted: By how many that number differs from the lines.
    """

    language: str
    columns: tuple[Field, ...]
    office: Office
    title: str
    totals: str = ""
    miscounted: int = 0
    eight_bit: bool = False
    numbered: bool = False
    gaps: int = 0


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A list as it will be handed in, with the truth of every line.

    Attributes:
        list: The reference that the desk will give it.
        file: Name of the file under ``lists/``.
        people: The truth of each line, in order: a person's reference, or a bag's tag.
        sheet: What the file says.
        write: Makes the file's bytes of the sheet.
        due: The day by which the other party owes its answers.
        columns: What each column of the sheet means; empty for remains.
        released: Fields that the party lets the other party see beyond the usual.
    """

    list: str
    file: str
    party: str
    stance: Stance
    exchange: str
    people: tuple[str, ...]
    sheet: Sheet
    write: Callable[[Sheet], bytes]
    due: date
    received_at: str
    subject: str = "persons"
    columns: tuple[Field, ...] = ()
    released: tuple[Field, ...] = ()
    mediator_only: tuple[Field, ...] = ()
    spoiled: dict[str, int] = field(default_factory=dict)

    def ref(self, person: str) -> str:
        """Returns the reference of the first line about a person."""
        return f"{self.list}:{self.people.index(person) + 1}"

    def without(self, column: Field) -> frozenset[str]:
        """Returns the references of the lines whose cell in a column is empty."""
        at = self.columns.index(column)
        return frozenset(f"{self.list}:{n}" for n, row in enumerate(self.sheet.rows, start=1) if not row[at])

    def second_lines(self) -> dict[str, str]:
        """Returns each line about somebody who stands on an earlier line, with that earlier line."""
        first: dict[str, str] = {}
        second = {}
        for number, person in enumerate(self.people, start=1):
            line = f"{self.list}:{number}"
            if first.setdefault(person, line) != line:
                second[line] = first[person]
        return second
