"""Who is who, as judged so far: what each said of a pair and since when, who still owes a word, and what goes wrong.

A party judges for itself; two lines are one person when every party concerned says *same*. What the mediator thinks is
shown and joins nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations, islice

from repatria.desk.ports import Reader
from repatria.errors import IllegalAct
from repatria.people.party import MEDIATOR, Actor, Role
from repatria.people.refs import LineRef, ListId, PartyId, split_line
from repatria.register.acts import Judgement, MatchJudged, Subject, decode
from repatria.register.book import Book
from repatria.register.claims import party_of

Pair = tuple[LineRef, LineRef]


@dataclass(frozen=True, slots=True)
class SaidOfPair:
    """What one party, or the mediator, last said of a pair.

    Attributes:
        party: Who.
        judgement: What.
        at: Since when; None where it was not looked up.
        key: Name of the key that signed it; empty for a judgement without a signature.
    """

    party: PartyId
    judgement: Judgement
    at: datetime | None = None
    key: str = ""


@dataclass(slots=True)
class History:
    """Since when each judgement stands and which key signed it, read from a journal; the book keeps neither.

    Invariant: holds the last judgement of each judge on each pair, of the acts up to number ``size``; ``unsigned`` are
    the pairs on which a judge's last one bears no key's signature, ``alone`` those on which one party said something and
    the other nothing, by that party and the two lists.
    """

    size: int = 0
    last: dict[Pair, dict[PartyId, SaidOfPair]] = field(default_factory=dict)
    unsigned: dict[PartyId, set[Pair]] = field(default_factory=dict)
    alone: dict[tuple[PartyId, ListId, ListId], set[Pair]] = field(default_factory=dict)

    def catch_up(self, archive: Reader, *, at_most: int | None = None) -> History:
        """Reads what was entered since, at most so many acts, and returns itself.

        Cost: linear in the acts read; only judgements are decoded.
        """
        for entry in islice(archive.entries(start=self.size), at_most):
            self.size = entry.seq + 1
            if entry.kind == MatchJudged.__name__:
                act = decode(entry.payload)
                assert isinstance(act, MatchJudged)
                key = act.signature.split(" ")[1] if act.signature.count(" ") > 1 else ""
                of_pair = self.last.setdefault(_pair(act.left, act.right), {})
                before = of_pair.get(party_of(act))
                stood = before is not None and before.judgement is act.judgement and before.at  # it is signed later
                said = SaidOfPair(party_of(act), act.judgement, stood or act.at, key)
                of_pair[said.party] = said
                bare = self.unsigned.setdefault(said.party, set())
                (bare.discard if key else bare.add)(_pair(act.left, act.right))
                self._note_alone(_pair(act.left, act.right), [party for party in of_pair if party != MEDIATOR])
        return self

    def _note_alone(self, pair: Pair, parties: Sequence[PartyId]) -> None:
        lists = split_line(pair[0])[0], split_line(pair[1])[0]
        for party in parties:
            pairs = self.alone.setdefault((party, *lists), set())
            (pairs.add if len(parties) == 1 else pairs.discard)(pair)

    def owed(self, book: Book, party: PartyId) -> int:
        """Returns on how many pairs with a line of a party the other party said something, and this one nothing yet."""
        return sum(
            len(pairs)
            for (said, *lists), pairs in self.alone.items()
            if said != party and any(book.lists[ListId(name)].received.party == party for name in lists)
        )

    def of(self, left: LineRef, right: LineRef) -> dict[PartyId, SaidOfPair]:
        """Returns what each last said of a pair, in any order of its lines."""
        return self.last.get(_pair(left, right), {})


def _pair(left: LineRef, right: LineRef) -> Pair:
    return (left, right) if left <= right else (right, left)


@dataclass(frozen=True, slots=True)
class PairStanding:
    """Where a pair stands.

    Attributes:
        said: What each last said.
        owed_by: The parties concerned that said nothing of it yet.
        joined: Whether the two lines are one person.
        left_others: Lines other than the pair that are one person with the left one.
        right_others: Likewise of the right one.
        against: Pairs that a party calls different and that *same* here would bring, or has brought, into one person.
    """

    said: tuple[SaidOfPair, ...]
    owed_by: tuple[PartyId, ...]
    joined: bool
    left_others: tuple[LineRef, ...]
    right_others: tuple[LineRef, ...]
    against: tuple[Pair, ...]


def may_judge(book: Book, left: LineRef, right: LineRef, *, reader: Actor) -> bool:
    """Whether an actor judges pairs such as this one: the mediator's registrar any, a delegate those with a line of its party.

    Raises:
        IllegalAct: No such line was ever handed in.
    """
    lists = [book.place(ref)[0].received for ref in (left, right)]
    if left == right or any(received.subject is Subject.REMAINS for received in lists):
        return False
    if reader.is_mediator:
        return reader.role is Role.REGISTRAR
    return reader.role is Role.DELEGATE and reader.party in {received.party for received in lists}


def said_of(book: Book, left: LineRef, right: LineRef) -> dict[PartyId, Judgement]:
    """Returns what each party, and the mediator, last said of a pair."""
    judges = (*book.parties, MEDIATOR)
    a, b = sorted((book.number(left), book.number(right)))
    return {judges[judge]: judgement for judge, judgement in book.matches.of(a, b).items()}


def pair_standing(book: Book, history: History, *, left: LineRef, right: LineRef) -> PairStanding:
    """Returns where a pair stands.

    Raises:
        IllegalAct: No such line, or a line with itself.
    """
    if left == right:
        raise IllegalAct("a line is itself; there is nothing to judge", place=left)
    a, b = book.number(left), book.number(right)
    said, dated = said_of(book, left, right), history.of(left, right)
    concerned = dict.fromkeys(book.where(number)[0].received.party for number in (a, b))
    ours, theirs = book.matches.group(a), book.matches.group(b)
    members = sorted({*ours, *theirs})
    return PairStanding(
        said=tuple(dated.get(party, SaidOfPair(party, judgement)) for party, judgement in said.items()),
        owed_by=tuple(party for party in concerned if party not in said),
        joined=b in ours,
        left_others=tuple(book.ref(number) for number in ours if number not in (a, b)),
        right_others=tuple(book.ref(number) for number in theirs if number not in (a, b)),
        against=tuple(_against(book, members, {a, b})),
    )


MOST_MEMBERS = 40
"""Lines of one person among which pairs that were called different are looked for."""


def _against(book: Book, members: list[int], apart_from: set[int]) -> Iterator[Pair]:
    for one, other in combinations(members[:MOST_MEMBERS], 2):
        if {one, other} != apart_from and book.matches.is_contested(one, (other,)):
            yield book.ref(one), book.ref(other)


def clusters(book: Book, *, lines: int = 3) -> tuple[tuple[LineRef, ...], ...]:
    """Returns the persons who stand on at least so many lines, each with its lines, in order of first line."""
    joined, group = book.matches.joined, book.matches.group
    # of three or more lines, one at least is joined to two: nearly all groups are pairs, and need not be looked at
    some = joined if lines < 3 else (number for number, others in joined.items() if len(others) > 1)
    groups = {members[0]: members for members in map(group, some) if len(members) >= lines}
    return tuple(tuple(map(book.ref, groups[first])) for first in sorted(groups))


def contradictions(book: Book) -> tuple[Pair, ...]:
    """Returns the pairs that a party calls different although a chain of *same* joins them, in order of lines."""
    return tuple((book.ref(a), book.ref(b)) for a, b in sorted(book.matches.contradictions()))
