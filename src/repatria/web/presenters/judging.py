"""How far judging two lists is: what is judged, what comes next; persons on many lines, and contradictions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from weakref import WeakKeyDictionary

from repatria.desk.matching.judging import clusters, contradictions, said_of
from repatria.desk.session import Desk
from repatria.people.party import Actor, Stance
from repatria.people.refs import LineRef, ListId, PartyId
from repatria.register.acts import Judgement, Subject
from repatria.register.book import Book
from repatria.web.presenters.matching import cells_of, name_of
from repatria.web.proposals import Asked, Kept, Running, proposals_of


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the lines with candidates one side has judged.

    Attributes:
        total: Lines with candidates.
        open: Places of those that are not judged yet, in order.
    """

    total: int
    open: tuple[int, ...]

    @property
    def judged(self) -> int:
        """Lines that are judged."""
        return self.total - len(self.open)


def progress_of(book: Book, kept: Kept, party: PartyId) -> Progress:
    """Returns how far one side is: a line is judged when one candidate is called the same, or something is said of all."""
    return _progress(_Counted(book, kept, party))


class _Counted:
    """What progress is counted of; equal while nothing was entered."""

    def __init__(self, book: Book, kept: Kept, party: PartyId) -> None:
        self.book, self.kept, self.party = book, kept, party
        self._key = (id(kept), party, book.size, id(book))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Counted) and self._key == other._key


_Pairs = tuple[list[tuple[int, int]], list[int]]
_PAIRS: WeakKeyDictionary[Kept, _Pairs] = WeakKeyDictionary()
"""The pairs of proposals by the numbers of their lines, which never change, and where those of each left line end."""


def _pairs_of(book: Book, kept: Kept) -> _Pairs:
    found = _PAIRS.get(kept)
    if found is None:
        pairs: list[tuple[int, int]] = []
        ends = []
        first = {of: columns.first - 1 for of, columns in book.lists.items()}
        for line, candidates in kept.of.items():
            here = _number(first, line)
            there = (_number(first, one.right) for one in candidates if one.right is not None)
            pairs += ((here, n) if here < n else (n, here) for n in there)
            ends.append(len(pairs))
        found = _PAIRS[kept] = pairs, ends
    return found


def _number(first: Mapping[ListId, int], line: LineRef) -> int:
    """The number of a line that is there, among all lines; what `Book.number` returns, for many."""
    of, _, number = line.rpartition(":")
    return first[ListId(of)] + int(number)


@lru_cache(maxsize=4)
def _progress(of: _Counted) -> Progress:
    pairs, ends = _pairs_of(of.book, of.kept)
    said = of.book.matches.said_by(of.book.judge(of.party), pairs)
    waiting = [at for at, (start, end) in enumerate(pairwise((0, *ends))) if not _is_judged(said[start:end])]
    return Progress(len(of.kept.lines), tuple(waiting))


def _is_judged(said: Sequence[Judgement | None]) -> bool:
    return Judgement.SAME in said or None not in said


def _said(of: _Counted, line: LineRef) -> list[Judgement | None]:
    here = of.book.number(line)
    there = [of.book.number(one.right) for one in of.kept.of[line] if one.right is not None]
    return of.book.matches.said_by(of.book.judge(of.party), [(min(here, n), max(here, n)) for n in there])


def owed_lines(book: Book, kept: Kept, party: PartyId) -> tuple[LineRef, ...]:
    """Returns the lines with a candidate of which the other party said something and this one nothing yet, in order."""
    pairs, ends = _pairs_of(book, kept)
    ours = book.matches.said_by(book.judge(party), pairs)
    theirs = book.matches.said_by(book.judge(book.other(party)), pairs)
    owed = [there is not None and here is None for here, there in zip(ours, theirs, strict=True)]
    spans = zip(kept.lines, pairwise((0, *ends)), strict=True)
    return tuple(line for line, (start, end) in spans if any(owed[start:end]))


def next_pair(book: Book, kept: Kept, party: PartyId, *, after: LineRef | None) -> tuple[LineRef, LineRef] | None:
    """Returns the next line that waits for a judgement, with the first candidate nothing is said of; None at the end."""
    waiting = progress_of(book, kept, party).open
    if not waiting:
        return None
    here = kept.lines.index(after) if after in kept.of else -1
    line = kept.lines[waiting[bisect_right(waiting, here) % len(waiting)]]
    return line, next_candidate(book, kept, party, line=line)


def next_candidate(book: Book, kept: Kept, party: PartyId, *, line: LineRef) -> LineRef:
    """Returns the first candidate of a line of which one side said nothing, else the likeliest."""
    rights = [one.right for one in kept.of[line] if one.right is not None]
    return next((right for right in rights if party not in said_of(book, line, right)), rights[0])


@dataclass(frozen=True, slots=True)
class ListPair:
    """Two lists that can be held against each other, and how far that is."""

    left: ListId
    right: ListId
    progress: Progress | None
    running: Running | None


MOST_PAIRS = 50
"""Pairs of lists that are offered; for others there is a form."""


def list_pairs(desk: Desk, reader: Actor) -> tuple[ListPair, ...]:
    """Returns who is sought by one party held against who the other one has, exchange by exchange."""
    book = desk.book()
    persons = [c.received for c in book.order if c.received.subject is Subject.PERSONS]
    seeking = [one for one in persons if one.stance is Stance.SEEKS]
    wanted = [
        (a.list, b.list)
        for a in seeking
        for b in persons
        if b.stance is Stance.HOLDS and b.party != a.party and a.exchange == b.exchange
    ]
    return tuple(_list_pair(book, reader, left, right) for left, right in wanted[:MOST_PAIRS])


def _list_pair(book: Book, reader: Actor, left: ListId, right: ListId) -> ListPair:
    found = proposals_of(Asked.by(reader, left, right))
    return ListPair(
        left,
        right,
        progress_of(book, found, reader.party) if isinstance(found, Kept) else None,
        found if isinstance(found, Running) else None,
    )


def may_ask(book: Book, reader: Actor, left: ListId, right: ListId) -> bool:
    """Whether an actor has two lists held against each other: both are of persons, one is the actor's own or any of them."""
    known = [book.lists[of].received for of in (left, right) if of in book.lists]
    if len(known) != 2 or left == right or any(one.subject is not Subject.PERSONS for one in known):
        return False
    return reader.is_mediator or reader.party in {one.party for one in known}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One left line with candidates: its name as the reader sees it, how many, and whether it is judged."""

    line: LineRef
    first: LineRef
    name: str
    candidates: int
    is_judged: bool


def queue_rows(desk: Desk, kept: Kept, reader: Actor, lines: Sequence[LineRef]) -> tuple[QueueRow, ...]:
    """Returns some lines of the left list as rows."""
    book = desk.book()
    of = _Counted(book, kept, reader.party)
    return tuple(
        QueueRow(
            line,
            next_candidate(book, kept, reader.party, line=line),
            name_of(cells_of(desk, reader, line)),
            len(kept.of[line]),
            _is_judged(_said(of, line)),
        )
        for line in lines
    )


@dataclass(frozen=True, slots=True)
class Group:
    """Some lines with the names the reader sees."""

    lines: tuple[tuple[LineRef, str], ...]


def groups_of(desk: Desk, reader: Actor) -> tuple[tuple[LineRef, ...], ...]:
    """Returns the persons on more than two lines; to a party those with a line of its own."""
    book = desk.book()
    return tuple(lines for lines in clusters(book) if _concerns(book, reader, lines))


def contradictions_of(desk: Desk, reader: Actor) -> tuple[tuple[LineRef, ...], ...]:
    """Returns the pairs that are judged both ways; to a party those with a line of its own."""
    book = desk.book()
    return tuple(pair for pair in contradictions(book) if _concerns(book, reader, pair))


def _concerns(book: Book, reader: Actor, lines: Sequence[LineRef]) -> bool:
    return reader.is_mediator or any(book.place(line)[0].received.party == reader.party for line in lines)


def named(desk: Desk, reader: Actor, groups: Sequence[Sequence[LineRef]]) -> tuple[Group, ...]:
    """Returns groups of lines with names."""
    return tuple(Group(tuple((line, name_of(cells_of(desk, reader, line))) for line in lines)) for lines in groups)
