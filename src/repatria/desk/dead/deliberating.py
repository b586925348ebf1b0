"""A decision before it is made: what the evidence says of the remains, what contradicts it, and who must sit on the board.

Nothing is entered here. Members look, each in their own seat; `boards.identify` enters what all of them say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from repatria.desk.dead.boards import IdentificationRow
from repatria.desk.dead.mortuary import contents_of
from repatria.desk.dead.verdicts import Verdicts
from repatria.desk.ports import Entry, Reader
from repatria.desk.session import DOORS, Desk
from repatria.errors import NotPermitted
from repatria.people.party import MEDIATOR, Actor, actor
from repatria.people.refs import LineRef, PartyId, Sha256, split_line
from repatria.register import acts
from repatria.register.acts import Subject
from repatria.register.book import Book
from repatria.register.dead.deciding import check_decision
from repatria.register.dead.progress import home, is_wrong_side
from repatria.register.dead.specimens import holder
from repatria.remains.conclusions import Conclusion
from repatria.remains.graph import Specimen
from repatria.remains.policy import DEFAULT, Policy, read_policy


@dataclass(frozen=True, slots=True)
class Board:
    """Who must sit on a board.

    Attributes:
        members: How many at least.
        parties: Parties of which somebody must be among them.
    """

    members: int
    parties: tuple[PartyId, ...] = ()

    def lacks(self, seats: Iterable[str]) -> tuple[int, tuple[PartyId, ...]]:
        """Returns how many more must sit on it at least, and parties of which nobody does yet."""
        sitting = set(seats)
        absent = tuple(party for party in self.parties if party not in {actor(seat).party for seat in sitting})
        return max(self.members - len(sitting), len(absent), 0), absent


@dataclass(frozen=True, slots=True)
class Considered:
    """A decision as a member of a board sees it.

    Attributes:
        wrong_side: Whether it names one of the sender's own.
        policy: Under which it would be made: the one in force, else the default's; ``in_force`` says which.
        on: Conclusions in the evidence on these remains and this person, the strongest first.
        against: Conclusions in it on these remains and somebody else.
        is_readable: Whether the evidence is a file of conclusions; anything else is for people to read.
        reasons: Why the evidence does not carry the decision under the policy in force.
    """

    row: IdentificationRow
    wrong_side: bool
    board: Board
    policy: Policy
    in_force: bool
    on: tuple[Conclusion, ...]
    against: tuple[Conclusion, ...]
    is_readable: bool
    reasons: tuple[str, ...]


def may_sit(book: Book, by: Actor, remains: LineRef, *, wrong_side: bool) -> bool:
    """Whether an actor may sit on the board of a bag: the mediator and the side where it lies; of its own, the sender too."""
    columns, _ = book.place(remains)
    if columns.received.subject is not Subject.REMAINS or by.role not in DOORS["identify"]:
        return False
    return by.party in (holder(book, columns), MEDIATOR) or (wrong_side and by.party == columns.received.party)


def may_bring(book: Book, by: Actor, remains: LineRef) -> bool:
    """Whether an actor may bring a decision on a bag before a board: remains are identified where they are."""
    return may_sit(book, by, remains, wrong_side=False)


def specimens_of(desk: Desk, bag: LineRef) -> tuple[Specimen, ...]:
    """Returns the specimens of a bag, by the contents that its receiver gave."""
    book = desk.book()
    return tuple(one for one in contents_of(desk, book, split_line(bag)[0]).specimens if one.bag == bag)


def consider(desk: Desk, *, by: Actor, row: IdentificationRow, evidence: bytes) -> Considered:
    """Returns what a board would decide on, and what speaks for and against it; enters nothing.

    Raises:
        NotPermitted: The actor does not sit on this board.
        IllegalAct: The decision does not follow from what was entered before.
    """
    book = desk.book()
    columns, _ = book.place(row.remains)
    in_force = book.dead.policy
    is_own = row.person is not None and home(book, book.place(row.person)[0]) == columns.received.party
    made = acts.IdentificationMade(
        at=desk.clock.now(), by=str(by), remains=row.remains, person=row.person, party=holder(book, columns),
        evidence=Sha256(hashlib.sha256(evidence).hexdigest()), board=(), specimens=row.specimens,
        policy=in_force.sha256 if in_force else None, wrong_side=row.wrong_side or is_own,
    )  # fmt: skip
    wrong_side = is_wrong_side(book, made)
    if not may_sit(book, by, row.remains, wrong_side=wrong_side):
        raise NotPermitted("remains are identified where they are", place=row.remains, hint=f"this is for {made.party}")
    check_decision(book, made)
    policy = read_policy(desk.archive.document(in_force.sha256)) if in_force else DEFAULT
    verdicts = Verdicts(policy, desk, book, _Beside(desk.archive, made.evidence, evidence))
    reached = verdicts.reached(made)
    on, against = reached or ((), ())
    both = book.parties if wrong_side and policy.both_parties_for_wrong_side else ()
    return Considered(
        row, wrong_side, Board(max(policy.board, 2), tuple(both)), policy, in_force is not None, on, against,
        reached is not None, verdicts.of_evidence(made) if in_force else (),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Beside:
    """An archive, and one document that is not kept yet."""

    archive: Reader
    digest: Sha256
    content: bytes

    def size(self) -> int:
        return self.archive.size()

    def entries(self, *, start: int = 0, at_most: int | None = None) -> Iterator[Entry]:
        return self.archive.entries(start=start, at_most=at_most)

    def document(self, digest: Sha256) -> bytes:
        return self.content if digest == self.digest else self.archive.document(digest)
