"""The desk in session: who may do what, and how an act gets from a decision into the archive.

Invariant: an act is entered in the book only together with its being kept; when anything fails, neither happened. Every
door follows the same way: permit → decide in the core → acts → archive.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeVar

from repatria.desk.ports import Archive, Clock, Entry, Salts, Writer
from repatria.errors import IllegalAct, InputNotUnderstood, NotPermitted
from repatria.people.party import Actor, Role
from repatria.people.record import Record
from repatria.people.refs import ExchangeId, LineRef, ListId, PartyId, Sha256
from repatria.register import acts
from repatria.register.book import Book

if TYPE_CHECKING:
    from repatria.desk.finding import Places, Searchable
    from repatria.desk.terms.tallying import Tallied
    from repatria.exchange.terms import Terms
    from repatria.people.fields import Field

SomeAct = TypeVar("SomeAct", bound=acts.AnyAct)

DOORS: Final[dict[str, frozenset[Role]]] = {
    "receive-list": frozenset({Role.REGISTRAR, Role.DELEGATE}),
    "answer-claim": frozenset({Role.DELEGATE}),
    "remark": frozenset({Role.DELEGATE}),
    "judge-match": frozenset({Role.REGISTRAR, Role.DELEGATE, Role.LABORATORY}),
    "record-fact": frozenset({Role.REGISTRAR, Role.DELEGATE, Role.VERIFIER}),
    "record-statement": frozenset({Role.REGISTRAR}),
    "propose-terms": frozenset({Role.REGISTRAR, Role.DELEGATE}),
    "sign-terms": frozenset({Role.DELEGATE}),
    "sign-manifest": frozenset({Role.REGISTRAR, Role.DELEGATE}),
    "record-interview": frozenset({Role.REGISTRAR, Role.VERIFIER}),
    "check-off": frozenset({Role.OFFICER}),
    "receive-remains": frozenset({Role.REGISTRAR, Role.OFFICER, Role.LABORATORY}),
    "receive-profiles": frozenset({Role.REGISTRAR, Role.LABORATORY}),
    "adopt-policy": frozenset({Role.REGISTRAR}),
    "identify": frozenset({Role.REGISTRAR, Role.LABORATORY}),
    "withdraw": frozenset({Role.REGISTRAR, Role.DELEGATE}),
    "follow-up": frozenset({Role.REGISTRAR, Role.VERIFIER, Role.DELEGATE, Role.LABORATORY, Role.OFFICER}),
    "suspend": frozenset({Role.REGISTRAR, Role.DELEGATE}),
    "resume": frozenset({Role.REGISTRAR}),
    "register-key": frozenset({Role.REGISTRAR}),
}
"""The doors of the desk and who may use them. A door has this one name everywhere."""


FOLLOW_UP_DAYS: Final = (7, 30, 91, 182, 365)
"""Days after a return on which visits fall due unless a desk is opened with others: one week, one, three, six and twelve
months, as the demand on this desk has them."""


def _at_once(lines: int) -> None:
    """Lets work be done at once, however many lines it is over."""


@dataclass(slots=True)
class Desk:
    """An archive with its book, kept up to date; one a process.

    What was read of lists (`intake.records`) and of terms (`agreements.read_again`), how lists are searched (`finding`) and what
    terms make of people (`tallying`) stay with it.

    Attributes:
        long_work: Called before lines are read again or people assessed, with how many; it may raise to have that done elsewhere.
    """

    archive: Archive
    clock: Clock
    salts: Salts
    _book: Book = field(default_factory=Book)
    _is_held: bool = False
    cached_records: dict[ListId, dict[LineRef, Record]] = field(default_factory=dict)
    searchable: dict[tuple[ListId, frozenset[Field]], Searchable] = field(default_factory=dict)
    found: dict[tuple[ListId, frozenset[Field], str], Places] = field(default_factory=dict)
    long_work: Callable[[int], None] = _at_once
    tallied: dict[ExchangeId, Tallied] = field(default_factory=dict)
    terms_read: dict[Sha256, Terms] = field(default_factory=dict)

    def book(self) -> Book:
        """Returns the book of everything kept so far. Cost: linear in the acts that came since the last call."""
        if not self._is_held:
            self._catch_up(self.archive.entries(start=self._book.size))
        return self._book

    @contextmanager
    def looking(self) -> Iterator[Desk]:
        """Brings the book up to date once; while the block lasts it changes only by what is entered at this desk."""
        was_held, self._is_held = self._is_held, False
        self.book()
        self._is_held = True
        try:
            yield self
        finally:
            self._is_held = was_held

    @contextmanager
    def entering(self) -> Iterator[Entering]:
        """Opens the desk for writing: all acts entered in the block are kept when it ends, or none is."""
        size = self._book.size
        try:
            with self.archive.writing() as writer:
                self._catch_up(writer.entries(start=self._book.size))
                size = self._book.size
                block = Entering(writer, self._book, self.clock.now(), self.salts)
                yield block
                writer.append(block.entries)
        except BaseException:
            if self._book.size != size:
                self._book, self._is_held = Book(), False  # what the block entered is gone: the next reader replays
            raise

    def _catch_up(self, entries: Iterator[Entry]) -> None:
        for entry in entries:
            self._book.enter(acts.decode(entry.payload))


@dataclass(slots=True)
class Entering:
    """A block of writing: the book as it stands, the moment, and the acts entered so far."""

    writer: Writer
    book: Book
    at: datetime
    salts: Salts
    entries: list[Entry] = field(default_factory=list)
    already: int = 0

    def enter(self, act: SomeAct) -> SomeAct:
        """Enters an act in the book and puts it down for the archive."""
        self.book.enter(act)
        seq = self.book.size - 1
        self.entries.append(Entry(seq, type(act).__name__, acts.encode(act), self.salts.salt(seq)))
        return act

    def keep_text(self, text: str) -> Sha256:
        """Keeps what somebody wrote as a document and returns its digest.

        Raises:
            InputNotUnderstood: It is no Unicode: bytes that a terminal took for text.
        """
        try:
            return self.writer.keep(text.encode())
        except UnicodeEncodeError:
            raise InputNotUnderstood("a text that is not written in UTF-8", hint="type it again") from None

    def pass_over(self) -> None:
        """Counts something that was entered before exactly so, and is not entered again."""
        self.already += 1


@dataclass(frozen=True, slots=True)
class Entered:
    """What a door did: how many acts are new, and how many rows said what stood there already."""

    new: int
    already: int = 0


def permit(door: str, by: Actor, *, only: PartyId | None = None) -> None:
    """Lets an actor through a door or raises.

    Args:
        door: A name of `DOORS`.
        by: Who wants to.
        only: When given, only this party's people (or the mediator's) may.

    Raises:
        NotPermitted: The actor's role does not use this door, or the actor belongs to somebody else.
    """
    allowed = DOORS[door]
    if by.role not in allowed:
        raise NotPermitted(f"a {by.role} may not {door}", hint="who may: " + ", ".join(sorted(allowed)))
    if by.role is (Role.DELEGATE if by.is_mediator else Role.REGISTRAR):
        raise NotPermitted("registrars are the mediator's, delegates are a party's", hint="check --by")
    if only is not None and by.party != only and not by.is_mediator:
        raise NotPermitted("another party's business", hint=f"this is for {only} or the mediator")


def open_desk(
    archive: Archive,
    *,
    clock: Clock,
    salts: Salts,
    by: Actor,
    parties: Sequence[PartyId],
    origin: str,
    demo: bool = False,
    follow_up_days: Sequence[int] = FOLLOW_UP_DAYS,
) -> Desk:
    """Opens a desk between two parties: enters its first act, or finds it entered just so.

    ``follow_up_days`` are the days after a return on which visits fall due, rising, at most eight.

    Raises:
        IllegalAct: The archive holds a desk of other parties, another log or other days; the days do not rise.
    """
    desk, days = Desk(archive, clock, salts), tuple(follow_up_days)
    with desk.entering() as block:
        if by.role is not Role.REGISTRAR or not by.is_mediator:
            raise NotPermitted("only the mediator's registrar opens a desk")
        opened = block.book.desk
        if opened is None:
            block.enter(
                acts.DeskOpened(
                    at=block.at, by=str(by), parties=tuple(parties), origin=origin, demo=demo, follow_up_days=days
                )
            )
        elif (opened.parties, opened.origin, opened.demo, opened.follow_up_days) != (
            tuple(parties), origin, demo, days,
        ):  # fmt: skip
            raise IllegalAct("there is another desk in this place already", hint="choose another place")
    return desk


@dataclass(frozen=True, slots=True)
class DemoSalts:
    """Salts made from a seed, so that a demo gives the same log each time; anyone can guess them."""

    seed: int

    def salt(self, seq: int) -> bytes:
        """Returns 32 bytes that depend on seed and number only."""
        return hashlib.sha256(f"repatria demo salt {self.seed} {seq}".encode()).digest()


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still: the door reads the time once and hands it in."""

    moment: datetime

    def now(self) -> datetime:
        """Returns that moment."""
        return self.moment
