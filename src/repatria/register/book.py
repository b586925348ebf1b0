"""The book: everything that was entered, and nothing else.

Invariant: the book is the fold of its journal. `Book.enter` is the only way in; it refuses an act that does not follow
from what was entered before and then leaves the book as it was. ``replay(journal) == book``, always. The book holds
references, codes and days; what a list says of a person stays in the list.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from repatria.errors import IllegalAct
from repatria.people.fields import Field
from repatria.people.party import MEDIATOR
from repatria.people.refs import ExchangeId, LineRef, ListId, ManifestId, PartyId, join_line
from repatria.register import acts, claims, crossing, movements
from repatria.register.agreements import Exchange, Manifest
from repatria.register.columns import ListColumns
from repatria.register.dead import deciding, following, receiving, specimens
from repatria.register.dead.kept import Dead
from repatria.register.derived.touched import ALL_THE_DEAD
from repatria.register.matches import Matches

if TYPE_CHECKING:
    from repatria.register.derived.standings import Standings

_FIRST = attrgetter("first")
_BESIDE = ("touched", "visited", "standings")
"""What is kept beside the book to find the rest fast; it follows from the acts and is not what was entered."""


class Book:
    """Everything entered so far. Read its attributes; change it by `enter` only.

    ``touched`` has the numbers of the lines that the acts were about, in their order; ``visited`` the places in the journal of the
    visits to the person on a line; ``standings`` is what `derived.standings` keeps with the book.
    """

    __slots__ = (
        "at", "dead", "desk", "duplicates", "exchanges", "facts", "identifications", "keys", "lists", "manifest_order", "manifests", "matches", "needs", "order",
        "size", "standings", "statements", "tallies", "touched", "visited", "withdrawals",
    )  # fmt: skip

    def __init__(self) -> None:
        self.size = 0
        self.at: datetime | None = None
        self.desk: acts.DeskOpened | None = None
        self.keys: dict[PartyId, list[str]] = {}
        self.lists: dict[ListId, ListColumns] = {}
        self.order: list[ListColumns] = []
        self.exchanges: dict[ExchangeId, Exchange] = {}
        self.manifests: dict[ManifestId, Manifest] = {}
        self.manifest_order: list[Manifest] = []
        self.matches = Matches()
        self.duplicates: dict[int, int] = {}
        self.needs: dict[int, tuple[Field, ...]] = {}
        self.facts: dict[int, list[acts.FactRecorded]] = {}
        self.statements: list[acts.StatementRecorded] = []
        self.tallies: dict[ListId, dict[PartyId, acts.RemainsReceived]] = {}
        self.identifications: list[acts.IdentificationMade | None] = []
        self.dead = Dead()
        self.withdrawals: list[acts.Withdrawn] = []
        self.touched = array("q")
        self.visited: dict[int, list[int]] = {}
        self.standings: Standings | None = None

    def enter(self, act: acts.AnyAct) -> None:
        """Enters an act.

        Raises:
            IllegalAct: It does not follow from what was entered before; the book is unchanged.
        """
        if act.at.tzinfo is not UTC or act.at.microsecond:
            raise IllegalAct("an act is dated in UTC and whole seconds", hint="convert the time first")
        if self.at is not None and act.at < self.at:
            raise IllegalAct("an act cannot be dated before the one entered last", hint="check the clock")
        if self.desk is None and not isinstance(act, acts.DeskOpened):
            raise IllegalAct("the desk is not open yet", hint="the first act of a journal opens the desk")
        _ENTER[type(act)](self, act)
        if type(act) in _OF_THE_DEAD:
            self.touched.append(ALL_THE_DEAD)
        self.at = act.at
        self.size += 1

    @property
    def parties(self) -> tuple[PartyId, ...]:
        """The two parties, in the order in which the desk was opened."""
        return self.desk.parties if self.desk else ()

    @property
    def lines(self) -> int:
        """Number of lines ever handed in."""
        return sum(columns.size for columns in self.order)

    def other(self, party: PartyId) -> PartyId:
        """Returns the other party."""
        first, second = self.parties
        return second if party == first else first

    def judge(self, party: PartyId) -> int:
        """Returns the position of a party (0, 1) or of the mediator (2).

        Raises:
            IllegalAct: No party of this desk.
        """
        if party == MEDIATOR:
            return 2
        parties = self.parties
        if party not in parties:
            raise IllegalAct("no party of this desk", hint="parties: " + ", ".join(parties))
        return parties.index(party)

    def is_missing(self, columns: ListColumns, at: int, party: PartyId) -> bool:
        """Whether a party counted the consignment and did not find this bag."""
        return bool(columns.missing[at] >> self.judge(party) & 1)

    def place(self, ref: LineRef) -> tuple[ListColumns, int]:
        """Returns the columns and the place of a line.

        Raises:
            IllegalAct: No such line was ever handed in.
        """
        of, _, number = ref.rpartition(":")
        columns = self.lists.get(of)  # type: ignore[call-overload]
        if columns is not None and number.isascii() and number.isdecimal() and len(number) <= 9 and number[0] != "0":
            at = int(number) - 1
            if at < columns.size:
                return columns, at
        raise IllegalAct("no such line", place=ref, hint="lines are numbered from 1 within a list, as in north-3:14")

    def number(self, ref: LineRef) -> int:
        """Returns a line's number among all lines of the book; the inverse of `ref`."""
        columns, at = self.place(ref)
        return columns.first + at

    def where(self, number: int) -> tuple[ListColumns, int]:
        """Returns the columns and the place of the line with this number among all lines (logarithmic in the lists)."""
        columns = self.order[bisect_right(self.order, number, key=_FIRST) - 1]
        return columns, number - columns.first

    def members(self, columns: ListColumns, at: int) -> list[tuple[ListColumns, int]]:
        """Returns the places of all lines judged to be the same person as the line there, itself included, in order."""
        number = columns.first + at
        if number not in self.matches.joined:
            return [(columns, at)]
        return [self.where(other) for other in self.matches.group(number)]

    def ref(self, number: int) -> LineRef:
        """Returns the reference of a line by its number among all lines."""
        columns, at = self.where(number)
        return join_line(columns.received.list, at + 1)

    def group(self, ref: LineRef) -> tuple[int, ...]:
        """Returns the numbers of all lines judged to be the same person as this one, itself included."""
        return self.matches.group(self.number(ref))

    def digest(self) -> str:
        """Returns the SHA-256 of all that the book holds, in hexadecimal: equal books, equal digests."""
        state = hashlib.sha256()
        for part in self._canonical():
            state.update(len(part).to_bytes(8, "big"))
            state.update(part)
        return state.hexdigest()

    def _canonical(self) -> Iterable[bytes]:
        yield repr((self.size, self.at, self.desk, sorted(self.keys.items()))).encode()
        for columns in self.order:
            yield repr(columns.received).encode()
            yield from columns.canonical()
        for mapping in (self.exchanges, self.manifests, self.tallies):
            yield repr([(name, _in_order(value)) for name, value in sorted(mapping.items())]).encode()
        for pair in sorted(self.matches.said.items()):
            yield b"%d %d" % pair
        yield repr((sorted(self.duplicates.items()), sorted(self.needs.items()), sorted(self.facts.items()))).encode()
        yield repr((self.statements, self.identifications, self.withdrawals)).encode()
        yield from self.dead.canonical()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Book):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__ if name not in _BESIDE)

    __hash__ = None  # type: ignore[assignment]


def _in_order(value: object) -> object:
    """Returns a value with every mapping in it in order of its keys: equal values, equal texts."""
    if isinstance(value, dict):
        return [(key, _in_order(value[key])) for key in sorted(value)]
    if is_dataclass(value):
        return [_in_order(getattr(value, field.name)) for field in fields(value)]
    return value


def replay(journal: Iterable[acts.AnyAct]) -> Book:
    """Returns the book that a journal makes.

    Raises:
        IllegalAct: An act does not follow from those before it: the journal was not made by a desk.
    """
    book = Book()
    for act in journal:
        book.enter(act)
    return book


def _open(book: Book, act: acts.DeskOpened) -> None:
    if book.desk is not None:
        raise IllegalAct("the desk is open already")
    if len(act.parties) != 2 or len(set(act.parties)) != 2 or MEDIATOR in act.parties:
        raise IllegalAct("a desk stands between two parties", hint="name two, neither of them the mediator")
    if list(act.follow_up_days) != sorted(set(act.follow_up_days)) or len(act.follow_up_days) > 8:
        raise IllegalAct("follow-up days must rise", hint="at most eight, as in 7, 30, 91, 182, 365")
    book.desk = act


def _register_key(book: Book, act: acts.KeyRegistered) -> None:
    book.judge(act.holder)
    keys = book.keys.get(act.holder, [])
    if act.vkey in keys:
        raise IllegalAct("this key is registered already")
    book.keys[act.holder] = [*keys, act.vkey]


_ENTER: dict[type, Callable[[Book, Any], None]] = {
    acts.DeskOpened: _open,
    acts.KeyRegistered: _register_key,
    acts.ListReceived: claims.receive_list,
    acts.ClaimAnswered: claims.answer_claim,
    acts.RemarkMade: claims.remark,
    acts.MatchJudged: claims.judge_match,
    acts.FactRecorded: claims.record_fact,
    acts.StatementRecorded: claims.record_statement,
    acts.TermsProposed: movements.propose_terms,
    acts.TermsSigned: movements.sign_terms,
    acts.ManifestSigned: movements.sign_manifest,
    acts.InterviewHeld: movements.hold_interview,
    acts.HandoverRecorded: crossing.check_off,
    acts.CheckOffTakenBack: crossing.take_back,
    acts.RemainsReceived: receiving.receive_remains,
    acts.CustodyRecorded: receiving.record_custody,
    acts.EffectsRecorded: receiving.record_effects,
    acts.ProfilesReceived: receiving.receive_profiles,
    acts.SpecimensJudged: specimens.judge_specimens,
    acts.PolicyAdopted: deciding.adopt_policy,
    acts.IdentificationMade: deciding.identify,
    acts.RemainsFollowedUp: following.follow_up,
    acts.FollowUpRecorded: movements.follow_up,
    acts.Withdrawn: movements.withdraw,
    acts.ExchangeSuspended: movements.suspend,
    acts.ExchangeResumed: movements.resume,
}

_OF_THE_DEAD = frozenset(
    {
        acts.RemainsReceived, acts.CustodyRecorded, acts.EffectsRecorded, acts.ProfilesReceived, acts.SpecimensJudged,
        acts.PolicyAdopted, acts.IdentificationMade, acts.RemainsFollowedUp,
    }
)  # fmt: skip
