"""A record gives back what was said, and nothing where nothing was said."""

from __future__ import annotations

from repatria.people.dates import partial_date
from repatria.people.fields import Field
from repatria.people.record import PersonFile, Record
from repatria.people.refs import LineRef, PartyId, PersonId


def record(line: str, **said: str) -> Record:
    values = {Field(name): text for name, text in said.items()}
    dates = {Field.DATE_OF_BIRTH: partial_date(said["date_of_birth"])} if "date_of_birth" in said else {}
    return Record(LineRef(line), PartyId(line.partition("-")[0]), values, dates)


def test_a_cell_is_as_received_or_empty() -> None:
    found = record("north-1:1", surname="Zo\u0301rina ", date_of_birth="1987~")
    assert (found.get(Field.SURNAME), found.get(Field.MOTHER)) == ("Zo\u0301rina ", "")
    assert (found.born, record("north-1:2").born) == (partial_date("1987~"), None)


def test_a_file_names_its_lines_in_order() -> None:
    found = PersonFile(PersonId("P-0001"), (record("north-1:1"), record("south-1:4")))
    assert (found.lines, found.facts) == (("north-1:1", "south-1:4"), ())
