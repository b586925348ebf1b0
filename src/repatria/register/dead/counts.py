"""Bags, specimens, the minimum number of individuals, identified people: four numbers that are never mixed.

They are given by side and by consignment, each as it was counted; both sides' counts stay where they differ. Somebody who
lies in three bags is one identified person; one of the sender's own is counted apart and is nobody's return.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from repatria.people.refs import ExchangeId, ListId, PartyId
from repatria.register.acts import IdentificationMade, Subject
from repatria.register.dead.progress import is_wrong_side
from repatria.register.dead.specimens import group, holder, judged_under

if TYPE_CHECKING:
    from repatria.register.book import Book


@dataclass(frozen=True, slots=True)
class RemainsAccount:
    """Remains that one party received, by its own count. Numbers that are never mixed.

    Attributes:
        bags: Bags counted.
        specimens: Specimens in them.
        minimum_individuals: At least so many people.
        identified: People whom boards named, of its own or on no list; each once, in however many bags.
        wrong_side: People whom boards named as the sender's own; not among the identified.
    """

    bags: int
    specimens: int
    minimum_individuals: int
    identified: int
    wrong_side: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """What one party counted of a consignment."""

    bags: int
    specimens: int
    minimum_individuals: int


@dataclass(frozen=True, slots=True)
class Consignment:
    """One handover of remains, as each side counted it.

    Attributes:
        list: Its paper.
        on_paper: Bags on the paper.
        counts: What each party counted; nothing for one that has not.
        identified: People named in its bags, each once. Somebody in two consignments counts in both, and once by side.
        wrong_side: People named in its bags as the sender's own.
    """

    list: ListId
    exchange: ExchangeId
    sender: PartyId
    receiver: PartyId
    on_paper: int
    counts: dict[PartyId, Counted]
    identified: int
    wrong_side: int


def remains_account(book: Book) -> dict[PartyId, RemainsAccount]:
    """Returns, for each party, the remains that it received, by its own count."""
    named, result = _named(book), {}
    for party in book.parties:
        theirs = [of for of in book.tallies if book.lists[of].received.party != party]
        tallies = [book.tallies[of][party] for of in theirs if party in book.tallies[of]]
        result[party] = RemainsAccount(
            sum(t.bags for t in tallies),
            sum(t.specimens for t in tallies),
            sum(t.minimum_individuals for t in tallies),
            _people(named, theirs),
            _people(named, theirs, wrong_side=True),
        )
    return result


def consignments(book: Book) -> tuple[Consignment, ...]:
    """Returns every consignment of which a paper came in, in order of receipt. Cost: linear in lists and identifications."""
    named, found = _named(book), []
    for columns in book.order:
        received = columns.received
        if received.subject is Subject.REMAINS:
            tallies = book.tallies.get(received.list, {})
            counts = {
                party: Counted(tallies[party].bags, tallies[party].specimens, tallies[party].minimum_individuals)
                for party in book.parties
                if party in tallies
            }
            of = (received.list,)
            found.append(
                Consignment(
                    received.list, received.exchange, received.party, holder(book, columns), received.lines, counts,
                    _people(named, of), _people(named, of, wrong_side=True),
                )
            )  # fmt: skip
    return tuple(found)


def identified_people(book: Book, consignments: Iterable[ListId], *, wrong_side: bool = False) -> int:
    """Returns how many people boards named in the bags of some consignments, each once.

    Args:
        book: What was entered.
        consignments: Their papers.
        wrong_side: Count the sender's own, and only them.
    """
    return _people(_named(book), consignments, wrong_side=wrong_side)


_Named = dict[tuple[ListId, bool], set[Hashable]]


def _people(named: _Named, consignments: Iterable[ListId], *, wrong_side: bool = False) -> int:
    return len(set().union(*(named.get((of, wrong_side), ()) for of in consignments)))


def _named(book: Book) -> _Named:
    """Returns whom boards named, by consignment and by whether they are the sender's own."""
    named: _Named = {}
    for index, made in enumerate(book.identifications, 1):
        if made is not None:
            of = book.place(made.remains)[0].received.list
            named.setdefault((of, is_wrong_side(book, made)), set()).add(_person(book, index, made))
    return named


def _person(book: Book, index: int, made: IdentificationMade) -> Hashable:
    """Whom a decision names: the person's first line; of somebody on no list, the first specimen judged to be of one."""
    if made.person is not None:
        return book.group(made.person)[0]
    judged = [group(book, ref)[0] for ref in judged_under(book, made)]
    return min(judged, key=book.dead.numbers.__getitem__) if judged else ("on no list", index)


def differing(book: Book, of: ListId) -> Iterator[tuple[str, dict[PartyId, int]]]:
    """Yields what the sides counted differently of one consignment, with both numbers."""
    tallies = book.tallies.get(of, {})
    received = book.lists[of].received
    bags = {party: tally.bags for party, tally in tallies.items()}
    bags.setdefault(received.party, received.lines)
    if tallies and len(set(bags.values())) > 1:
        yield f"bags of consignment {of}", {p: bags[p] for p in book.parties if p in bags}
    for what, name in (("specimens", "specimens"), ("minimum_individuals", "minimum number of individuals")):
        counts = {party: getattr(tally, what) for party, tally in tallies.items()}
        if len(set(counts.values())) > 1:
            yield f"{name} of consignment {of}", {p: counts[p] for p in book.parties}
