"""A person's file with nothing in it but what a reader may see: what is worked out from it tells the reader nothing new."""

from __future__ import annotations

from dataclasses import replace

from repatria.desk.intake import hidden_from, visible
from repatria.people.facts import Fact
from repatria.people.fields import Field
from repatria.people.party import MEDIATOR, Actor, Role
from repatria.people.record import PersonFile, Record
from repatria.register.book import Book


def may_see(fact: Fact, reader: Actor) -> bool:
    """Whether a reader may see a fact: the mediator sees all of them, a party those that its own people recorded."""
    return reader.role is not Role.OBSERVER and reader.party in (MEDIATOR, fact.said_by)


def as_seen(book: Book, file: PersonFile, reader: Actor) -> PersonFile:
    """Returns the file as a reader may see it: hidden cells, what was read from them, and others' facts are not in it."""
    if reader.is_mediator and reader.role is not Role.OBSERVER:
        return file
    facts = tuple(fact for fact in file.facts if may_see(fact, reader))
    return PersonFile(file.person, tuple(_seen(book, record, reader) for record in file.records), facts)


def _seen(book: Book, record: Record, reader: Actor) -> Record:
    received = book.place(record.line)[0].received
    hidden = hidden_from(received, reader)
    by_age = Field.AGE in hidden and bool(record.get(Field.AGE))  # a birth may have been read from it
    kept_back = hidden | {Field.DATE_OF_BIRTH} if by_age else hidden
    return replace(
        record,
        values=visible(record, received, reader),
        dates={field: day for field, day in record.dates.items() if field not in kept_back},
        sex=None if Field.SEX in hidden else record.sex,
        unnamed=None if hidden else record.unnamed,
    )
