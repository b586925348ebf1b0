"""The texts of terms on the table: who put each forward, who confirmed it, and whose confirmation it waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from repatria.people.refs import ExchangeId, PartyId, Sha256
from repatria.register.agreements import Exchange
from repatria.register.book import Book
from repatria.register.claims import party_of


@dataclass(frozen=True, slots=True)
class Text:
    """One text of terms.

    Attributes:
        by: Who put it forward first.
        binding: Whether it can be signed; a refused or preliminary text is talked about only.
        in_force: Whether everybody whose confirmation it needs has signed it, and no later text took its place.
        positions: Parties, or the mediator, that have put forward or signed nothing later.
        signed: Who signed it, and on which day.
        waiting_for: Who is still to sign it, while it is open; nobody's signature is awaited under a text that was left.
        answer_due_on: By when it is to be answered.
    """

    exchange: ExchangeId
    sha256: Sha256
    by: PartyId
    proposed_on: date
    binding: bool
    in_force: bool
    positions: tuple[PartyId, ...]
    signed: Mapping[PartyId, date]
    waiting_for: tuple[PartyId, ...]
    answer_due_on: date | None


def texts(book: Book, exchange: ExchangeId) -> tuple[Text, ...]:
    """Returns every text of an exchange, the one put forward last at the end; none for an exchange without terms."""
    known = book.exchanges.get(exchange, Exchange())
    stands = _positions(known)
    last = {act.sha256: n for n, act in enumerate(known.tabled)}
    return tuple(_text(exchange, known, digest, stands) for digest in sorted(known.proposals, key=last.__getitem__))


def text_of(book: Book, exchange: ExchangeId, digest: Sha256) -> Text | None:
    """Returns one text of an exchange, None when nobody put it forward."""
    known = book.exchanges.get(exchange, Exchange())
    return _text(exchange, known, digest, _positions(known)) if digest in known.proposals else None


def texts_to_sign(book: Book, party: PartyId) -> tuple[Text, ...]:
    """Returns the texts that wait for a party's signature, over all exchanges that are not suspended."""
    going_on = (name for name, known in book.exchanges.items() if not known.suspended)
    return tuple(text for name in going_on for text in texts(book, name) if party in text.waiting_for)


def _text(exchange: ExchangeId, known: Exchange, digest: Sha256, stands: Mapping[PartyId, Sha256]) -> Text:
    act, signed = known.proposals[digest], known.signed.get(digest, {})
    positions = tuple(party for party, stand in stands.items() if stand == digest)
    waits = act.binding and bool(positions) and not _is_settled(known, digest)
    return Text(
        exchange, digest, party_of(act), act.at.date(), act.binding, digest == known.in_force, positions,
        {party: one.at.date() for party, one in signed.items()},
        tuple(party for party in act.needs if party not in signed) if waits else (), act.answer_due_on,
    )  # fmt: skip


def _positions(known: Exchange) -> dict[PartyId, Sha256]:
    """Each party's position: the text that it put forward or signed last. To sign a text is to say the same."""
    found: dict[PartyId, tuple[datetime, Sha256]] = {}
    for act in known.tabled:
        found[party_of(act)] = act.at, act.sha256
    for digest, signed in known.signed.items():
        for party, one in signed.items():
            if party not in found or found[party][0] <= one.at:
                found[party] = one.at, digest
    return {party: digest for party, (_, digest) in found.items()}


def _is_settled(known: Exchange, digest: Sha256) -> bool:
    """Whether a text came into force after this one was last put forward."""
    if known.in_force is None:
        return False
    since = max(one.at for one in known.signed[known.in_force].values())
    return digest == known.in_force or max(act.at for act in known.tabled if act.sha256 == digest) < since
