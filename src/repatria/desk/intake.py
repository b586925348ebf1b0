"""Lists come in, and are read again whenever somebody needs to see a line.

The bytes are kept as received; lines, records and findings are read from them, the same way every time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from repatria.desk.ports import Reader
from repatria.desk.session import Desk, permit
from repatria.errors import IllegalAct, InputNotUnderstood, RepatriaError
from repatria.lists import Limits, ReadList, mapping_from_toml, read, read_limited
from repatria.people.fields import MEDIATOR_ONLY, Field
from repatria.people.party import MEDIATOR, Actor, Role, Stance
from repatria.people.record import Record
from repatria.people.refs import ExchangeId, LineRef, ListId, PartyId, Sha256, nth_list
from repatria.register import acts
from repatria.register.acts import ListReceived, Subject
from repatria.register.book import Book
from repatria.register.states import STEP_DAYS

VETTED = Limits(rows=sys.maxsize, cells=sys.maxsize, columns=sys.maxsize, unpacked_bytes=sys.maxsize, ratio=sys.maxsize)
"""Limits for reading again what was taken in: intake has decided already, by whatever limits were set then."""


@dataclass(frozen=True, slots=True)
class ListOutcome:
    """What came of handing in a list: its reference, how it was read, and whether it was there already."""

    list: ListId
    read: ReadList
    received: ListReceived
    already: bool = False


def receive_list(
    desk: Desk,
    *,
    by: Actor,
    content: bytes,
    party: PartyId,
    stance: Stance,
    exchange: ExchangeId,
    subject: Subject = Subject.PERSONS,
    mapping: str = "",
    answer_due_on: date | None = None,
    released: Collection[Field] = (),
    mediator_only: Collection[Field] = (),
    limits: Limits | None = None,
    reading: Callable[..., ReadList] = read_limited,
) -> ListOutcome:
    """Takes in a party's list: keeps its bytes, reads it in a limited process, and enters it as one act.

    ``reading`` is another way to read than in a limited process, for bytes that the caller made itself. The same bytes
    handed in again by the same party for the same exchange, with the same stance and settings, change nothing. Reading
    comes before the desk is opened for writing: nobody waits while a long list is read.

    Raises:
        NotPermitted: A delegate hands in another party's list.
        IllegalAct: The same bytes were handed in before, and read or shown otherwise.
        InputNotUnderstood: The file cannot be read as a list, or is hostile.
    """
    permit("receive-list", by, only=party)
    today = desk.clock.now().date()
    wanted = _Wanted(
        Sha256(sha256(content).hexdigest()), party, stance, exchange, subject,
        Sha256(sha256(mapping.encode()).hexdigest()) if mapping else None,
        tuple(sorted(mediator_only)), tuple(sorted(released)),
    )  # fmt: skip
    known = _handed_in(desk.book(), wanted)
    if known is not None:
        return ListOutcome(known.list, read_again(desk.archive, known), known, already=True)
    meanings = mapping_from_toml(mapping) if mapping else None

    def read_as(of: ListId, on: date) -> ReadList:
        found = reading(content, list_id=of, party=party, as_of=on, mapping=meanings, limits=limits or Limits())
        if not found.lines:
            raise InputNotUnderstood("the list has no line", hint="check that rows stand under the headings")
        return found

    of = next_list(desk.book(), party)
    found = read_as(of, today)
    with desk.entering() as block:
        known = _handed_in(block.book, wanted)
        now = (next_list(block.book, party), block.at.date())
        if known is None and now != (of, today):  # another list of the party, or midnight, came meanwhile
            (of, today), found = now, read_as(*now)
        received = known or block.enter(
            acts.ListReceived(
                at=block.at,
                by=str(by),
                list=of,
                party=party,
                stance=stance,
                exchange=exchange,
                sha256=block.writer.keep(content),
                lines=len(found.lines),
                answer_due_on=answer_due_on or today + timedelta(STEP_DAYS),
                subject=subject,
                declared_total=found.declared_total,
                findings=len(found.findings),
                mapping=block.writer.keep(mapping.encode()) if mapping else None,
                mediator_only=wanted.mediator_only,
                released=wanted.released,
            )
        )
    if known is not None:  # somebody else handed it in meanwhile
        return ListOutcome(known.list, read_again(desk.archive, known), known, already=True)
    return ListOutcome(of, found, received)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What makes two hand-ins the same one: the first four; the rest must then agree."""

    sha256: Sha256
    party: PartyId
    stance: Stance
    exchange: ExchangeId
    subject: Subject
    mapping: Sha256 | None
    mediator_only: tuple[Field, ...]
    released: tuple[Field, ...]


def _handed_in(book: Book, wanted: _Wanted) -> ListReceived | None:
    """Returns the list that was handed in just so before, None when there is none.

    Raises:
        IllegalAct: It was handed in, but is read or shown otherwise: what was asked for now must not be dropped silently.
    """
    for columns in book.order:
        known = columns.received
        if (known.sha256, known.party, known.stance, known.exchange) == (
            wanted.sha256, wanted.party, wanted.stance, wanted.exchange,
        ):  # fmt: skip
            settings = (known.subject, known.mapping, known.mediator_only, known.released)
            if settings != (wanted.subject, wanted.mapping, wanted.mediator_only, wanted.released):
                raise IllegalAct(
                    "this file was handed in before with another subject, mapping, release or mediator-only",
                    place=known.list,
                    hint="these stay as they were; for others the party hands in a file of its own",
                )
            return known
    return None


def next_list(book: Book, party: PartyId) -> ListId:
    """Returns the reference that a party's next list will have."""
    return nth_list(party, 1 + sum(1 for columns in book.order if columns.received.party == party))


def records(desk: Desk, of: ListId) -> Mapping[LineRef, Record]:
    """Returns the records of a list's lines, read from the bytes as received (once per session)."""
    if of not in desk.cached_records:
        columns = desk.book().lists.get(of)
        if columns is None:
            raise InputNotUnderstood("no such list was handed in", place=of, hint="lists look like north-3")
        desk.long_work(columns.size)
        keep_records(desk, columns.received)
    return desk.cached_records[of]


def keep_records(desk: Desk, received: ListReceived) -> None:
    """Reads the records of a list that was handed in, unless that was done; looks at the archive and not at the book."""
    if received.list not in desk.cached_records:
        found = read_again(desk.archive, received)
        desk.cached_records[received.list] = {line.record.line: line.record for line in found.lines}


def record_of(desk: Desk, ref: LineRef) -> Record:
    """Returns the record of one line."""
    found = records(desk, ListId(ref.rpartition(":")[0])).get(ref)
    if found is None:
        raise InputNotUnderstood("no such line was handed in", place=ref, hint="lines are numbered from 1")
    return found


def read_again(archive: Reader, received: ListReceived) -> ReadList:
    """Returns a list as it was read when it came in, from the bytes that are kept.

    Raises:
        RepatriaError: It no longer has the lines that were entered.
    """
    mapping = archive.document(received.mapping).decode() if received.mapping else ""
    found = read(
        archive.document(received.sha256),
        list_id=received.list,
        party=received.party,
        as_of=received.at.date(),
        mapping=mapping_from_toml(mapping) if mapping else None,
        limits=VETTED,
    )
    if len(found.lines) != received.lines:
        raise RepatriaError(
            f"this version reads {len(found.lines)} lines where {received.lines} were entered",
            place=received.list,
            hint="use the version that took the list in, and report this",
        )
    return found


def hidden_from(received: ListReceived, reader: Actor) -> frozenset[Field]:
    """Returns the fields of a list that a reader may not see.

    The sender and the mediator see everything. The other party sees what is not for the mediator only (GC IV art. 137 by
    analogy; AP I art. 78(3), "no risk of harm to the child"). Observers see no field at all.
    """
    if reader.role is Role.OBSERVER:
        return frozenset(Field)
    if reader.party in (MEDIATOR, received.party):
        return frozenset()
    return (MEDIATOR_ONLY - set(received.released)) | set(received.mediator_only)


def visible(record: Record, received: ListReceived, reader: Actor) -> Mapping[Field, str]:
    """Returns the cells of a record that a reader may see, as received; cells without a known meaning stay hidden from others."""
    hidden = hidden_from(received, reader)
    return {name: value for name, value in record.values.items() if name not in hidden}
