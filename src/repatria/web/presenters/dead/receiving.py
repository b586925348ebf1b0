"""Consignments to be counted: what the paper says, and what each side counted so far."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.people.party import Actor
from repatria.people.refs import ListId, PartyId
from repatria.register.acts import RemainsReceived
from repatria.register.book import Book
from repatria.register.dead.counts import consignments


@dataclass(frozen=True, slots=True)
class ToCount:
    """A consignment as the actor's side has, or has not, counted it; of all sides for the mediator."""

    list: ListId
    sender: PartyId
    receiver: PartyId
    on_paper: int
    counts: tuple[tuple[PartyId, RemainsReceived | None], ...]


def to_count(book: Book, actor: Actor) -> tuple[ToCount, ...]:
    """Returns the consignments, the newest first; what the other side counted stands on the account, not here."""
    sides = book.parties if actor.is_mediator else (actor.party,)
    return tuple(
        ToCount(
            one.list, one.sender, one.receiver, one.on_paper,
            tuple((party, book.tallies.get(one.list, {}).get(party)) for party in sides),
        )
        for one in reversed(tuple(consignments(book)))
    )  # fmt: skip
