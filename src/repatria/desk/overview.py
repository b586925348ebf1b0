"""One exchange at a glance: its stage, who falls under its terms, what moved, and what each side still owes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from repatria.desk.session import Desk
from repatria.desk.terms.agreements import read_again
from repatria.desk.terms.tallying import tallied
from repatria.errors import InputNotUnderstood
from repatria.exchange.handover import Due, Tally, settlement
from repatria.exchange.outcome import Outcome
from repatria.exchange.stages import ExchangeStage, Standing, furthest, hindrances
from repatria.exchange.terms import Clause, Counts, Fragments, Terms
from repatria.people.refs import ExchangeId, LineRef, PartyId, Sha256, split_line
from repatria.register.agreements import Exchange
from repatria.register.book import Book
from repatria.register.dead.counts import identified_people
from repatria.register.derived.standings import standings
from repatria.register.states import STEP_DAYS, State

_OPENS = {
    Outcome.DECLINED: State.DECLINED, Outcome.ABSENT: State.ABSENT, Outcome.UNFIT: State.UNFIT,
    Outcome.DIED: State.DIED_BEFORE_HANDOVER, Outcome.MISTAKEN_IDENTITY: State.MISTAKEN_IDENTITY,
}  # fmt: skip
"""In which state somebody is whom an outcome kept from going: what opens a place, where the terms allow a substitute."""


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A named person who does not go, in whose place the terms let somebody else be named.

    The place is filled when terms are in force that name somebody else; after its last day it stays empty.
    """

    clause: str
    line: LineRef
    because: State
    chosen_by: str
    until: date


@dataclass(frozen=True, slots=True)
class Overview:
    """Where one exchange stands.

    Attributes:
        stage: open, listed, answered, remarked, final, moving, settled or suspended.
        terms: Digest of the terms in force; None while nobody is bound.
        confirmed_by: Parties that signed the furthest text on the table.
        waiting_for: Parties whose signature that text still needs; nobody's where it binds nobody.
        lines: Lines on the exchange's lists.
        unanswered: Lines that wait for the other party's first word.
        clauses: Numbers by clause and party that hands over.
        dues: What each party still owes, clause by clause; empty while nobody is bound.
        open_places: Places in which somebody else may still be named on that day.
    """

    exchange: ExchangeId
    stage: ExchangeStage
    terms: Sha256 | None
    confirmed_by: tuple[PartyId, ...]
    waiting_for: tuple[PartyId, ...]
    lines: int
    unanswered: int
    clauses: dict[tuple[str, PartyId], Tally]
    dues: tuple[Due, ...]
    open_places: tuple[OpenPlace, ...] = ()


def overview(desk: Desk, *, exchange: ExchangeId, on: date) -> Overview:
    """Returns where an exchange stands on a day (the day matters to nobody's state, only to who is still a child).

    Raises:
        InputNotUnderstood: Neither a list nor terms were handed in for it.
    """
    book = desk.book()
    lists = [columns for columns in book.order if columns.received.exchange == exchange]
    known = book.exchanges.get(exchange, Exchange())
    if not lists and exchange not in book.exchanges:
        raise InputNotUnderstood("no such exchange", hint="exchanges: " + (", ".join(exchanges(desk)) or "none yet"))
    kept = standings(book)
    states: Counter[State] = Counter()
    for columns in lists:
        states.update(kept.states(columns))
    tallies: dict[tuple[str, PartyId], Tally] = {}
    dues: tuple[Due, ...] = ()
    places: tuple[OpenPlace, ...] = ()
    if known.in_force:
        terms = read_again(desk, known.in_force)
        tallies = tally(desk, exchange, terms)
        dues = settlement(terms=terms, tallies=tallies)
        places = tuple(place for place in open_places(book, terms) if place.until >= on)
    signed, waiting = _signatures(known)
    return Overview(
        exchange, _stage(book, known, exchange, states, dues, signed, len(places)), known.in_force, signed, waiting,
        sum(columns.size for columns in lists), states[State.UNANSWERED] + states[State.ANNOUNCED], tallies, dues, places,
    )  # fmt: skip


def open_places(book: Book, terms: Terms) -> Iterator[OpenPlace]:
    """Yields the places of named persons who do not go, where the terms allow somebody else in them, in their order."""
    for clause in terms.clauses:
        rule = clause.substitution
        if rule is None or not rule.allowed or rule.within_days is None:
            continue
        opens = {_OPENS[Outcome(outcome)] for outcome in rule.when if outcome in _OPENS}
        for line in clause.persons:
            if not is_known(book, line):  # a text may name lines of a list that is still to come
                continue
            found = standings(book).of(book.number(line))
            if found.state in opens and found.due_on is not None:
                since = found.due_on - timedelta(STEP_DAYS)
                yield OpenPlace(clause.id, line, found.state, rule.chosen_by, since + timedelta(rule.within_days))


def is_known(book: Book, line: LineRef) -> bool:
    """Whether a line was handed in."""
    of, number = split_line(line)
    return of in book.lists and 1 <= number <= book.lists[of].size


def exchanges(desk: Desk) -> tuple[ExchangeId, ...]:
    """Returns every exchange that a list or terms were handed in for, in the order in which they first came up."""
    book = desk.book()
    named = [columns.received.exchange for columns in book.order] + list(book.exchanges)
    return tuple(dict.fromkeys(named))


def tally(desk: Desk, exchange: ExchangeId, terms: Terms) -> dict[tuple[str, PartyId], Tally]:
    """Returns what moved, what is eligible, unknown and released, by clause and party that hands over."""
    living = tallied(desk, exchange, terms)
    desk.long_work(living.left)
    living.go_on(desk)
    result = living.tallies()
    for clause in terms.clauses:
        if not clause.of_the_living:
            for holder in clause.holders(terms.parties):
                result[clause.id, holder] = Tally(moved=_remains_moved(desk.book(), exchange, clause, holder))
    return result


def _remains_moved(book: Book, exchange: ExchangeId, clause: Clause, holder: PartyId) -> int:
    """What a party handed over of the dead, by the receiver's count and in what the clause counts.

    Bags and bodies are the receiver's numbers. Identified persons are people, each once in however many bags, and no one of
    them is the sender's own: such remains go back.
    """
    receiver = book.other(holder)
    theirs = [
        columns.received.list
        for columns in book.order
        if (columns.received.exchange, columns.received.party) == (exchange, holder)
    ]
    tallies = [book.tallies[of][receiver] for of in theirs if receiver in book.tallies.get(of, {})]
    match clause.counts:
        case Counts.BAG:
            return sum(tally.bags for tally in tallies)
        case Counts.BODY if clause.fragments is Fragments.COUNTED_AS_A_BODY:
            return sum(tally.specimens for tally in tallies)
        case Counts.BODY:
            return sum(tally.minimum_individuals for tally in tallies)
        case _:
            return identified_people(book, theirs)


def _signatures(known: Exchange) -> tuple[tuple[PartyId, ...], tuple[PartyId, ...]]:
    if not known.proposals:
        return (), ()
    furthest_text = max(
        known.proposals, key=lambda digest: (digest == known.in_force, len(known.signed.get(digest, {})))
    )
    signed, act = known.signed.get(furthest_text, {}), known.proposals[furthest_text]
    return tuple(signed), tuple(p for p in act.needs if p not in signed) if act.binding else ()


_REMARK_DUE = (State.NOT_HELD, State.SAID_RETURNED, State.SAID_LEFT, State.SAID_DUPLICATE, State.NEEDS_INFORMATION)


def _stage(
    book: Book,
    known: Exchange,
    exchange: ExchangeId,
    states: Counter[State],
    dues: tuple[Due, ...],
    signed: tuple[PartyId, ...],
    places: int,
) -> ExchangeStage:
    listed = {c.received.party for c in book.order if c.received.exchange == exchange}
    in_force = [m for m in book.manifest_order if m.content.exchange == exchange and m.in_force]
    remains = any(c.received.list in book.tallies for c in book.order if c.received.exchange == exchange)
    found = Standing(
        parties=frozenset(book.parties),
        listed_by=frozenset(listed),
        unanswered=states[State.UNANSWERED],
        unremarked=sum(states[state] for state in _REMARK_DUE),
        signed_by=frozenset(signed) if known.in_force else frozenset(),
        terms_bind=known.in_force is not None,
        manifests=len(in_force) + remains,
        owed=sum(due.owed or 0 for due in dues),
        unknown=sum(due.unknown for due in dues) + places,
        suspended_by=frozenset(book.parties[:1]) if known.suspended else frozenset(),
    )
    if known.suspended:
        return ExchangeStage.SUSPENDED
    if found.manifests:  # what has begun to move is moving, whatever else is still owed on the lists
        unsettled = hindrances(now=ExchangeStage.MOVING, to=ExchangeStage.SETTLED, standing=found)
        is_settled = known.in_force is not None and not unsettled  # without terms nothing says when it is enough
        return ExchangeStage.SETTLED if is_settled else ExchangeStage.MOVING
    return ExchangeStage.FINAL if known.in_force else furthest(now=ExchangeStage.OPEN, standing=found)
