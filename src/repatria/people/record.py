"""Records: what one source says of one person, as received and as far as it could be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from repatria.people.dates import PartialDate
from repatria.people.facts import Fact
from repatria.people.fields import Field
from repatria.people.refs import LineRef, PartyId, PersonId


class Sex(StrEnum):
    """Sex as a list gives it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Record:
    """What one line says of one person.

    Attributes:
        line: Where it stands.
        source: The party that says it.
        values: Every recognised cell exactly as received (NFC, no further change), by field.
        dates: The date fields that could be read.
        sex: None when not said or not understood.
        unnamed: Cells under headings that were not recognised, by heading, as received.
    """

    line: LineRef
    source: PartyId
    values: Mapping[Field, str]
    dates: Mapping[Field, PartialDate]
    sex: Sex | None = None
    unnamed: Mapping[str, str] | None = None

    @property
    def born(self) -> PartialDate | None:
        """Date of birth as far as it is known (an age with a known day gives a range)."""
        return self.dates.get(Field.DATE_OF_BIRTH)

    def get(self, field: Field) -> str:
        """Returns the cell as received, or an empty text."""
        return self.values.get(field, "")


@dataclass(frozen=True, slots=True)
class PersonFile:
    """All that is known of one person, by source; nobody's statement overwrites another's.

    Attributes:
        person: Reference, minted from the first line.
        records: One per line judged to be this person, in order of reference.
        facts: Everything said of any of these lines, in the order in which it was entered.
    """

    person: PersonId
    records: tuple[Record, ...]
    facts: tuple[Fact, ...] = ()

    @property
    def lines(self) -> tuple[LineRef, ...]:
        """The lines that are this person."""
        return tuple(r.line for r in self.records)
