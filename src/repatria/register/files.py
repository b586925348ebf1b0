"""All that is known of one person, by source: the lines judged to be that person, and what was said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from repatria.people.facts import Fact
from repatria.people.record import PersonFile, Record
from repatria.people.refs import ExchangeId, LineRef, PersonId
from repatria.register.acts import FactRecorded, Subject
from repatria.register.book import Book
from repatria.register.claims import party_of

RecordOf = Callable[[LineRef], Record]


def person_id(first_line: int) -> PersonId:
    """Returns the reference of the person whose first line has this number among all lines of the book (from 0)."""
    return PersonId(f"P-{first_line + 1:04d}")


def person_file(book: Book, ref: LineRef, record_of: RecordOf) -> PersonFile:
    """Returns the file of the person on a line.

    ``record_of`` gives the record of a line; the book holds none.
    """
    return _file(book, book.group(ref), record_of)


def person_files(book: Book, exchange: ExchangeId, record_of: RecordOf) -> Iterator[PersonFile]:
    """Yields a file for each person on the lists of an exchange, in order of first line; remains are not people here."""
    for columns in book.order:
        if columns.received.exchange != exchange or columns.received.subject is not Subject.PERSONS:
            continue
        for number in range(columns.first, columns.first + columns.size):
            group = book.matches.group(number)
            if number == min(n for n in group if book.where(n)[0].received.exchange == exchange):
                yield _file(book, group, record_of)


def _file(book: Book, group: tuple[int, ...], record_of: RecordOf) -> PersonFile:
    records = tuple(record_of(book.ref(number)) for number in group)
    said = [act for number in group for act in book.facts.get(number, ())]
    facts = tuple(_fact(act) for act in sorted(said, key=lambda act: act.at))
    return PersonFile(person_id(group[0]), records, facts)


def _fact(act: FactRecorded) -> Fact:
    return Fact(act.line, act.what, act.truth, party_of(act), act.value, act.source, act.evidence, act.on)
