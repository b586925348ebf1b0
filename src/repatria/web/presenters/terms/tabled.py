"""What is on the table of each exchange: its texts, and both sides' wordings side by side, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from repatria.desk.overview import exchanges
from repatria.desk.session import Desk
from repatria.desk.terms.agreements import positions, talks
from repatria.desk.terms.texts import Text, texts, texts_to_sign
from repatria.exchange.talks import ClauseTalk, Talk, meaning
from repatria.exchange.terms import Terms
from repatria.people.party import Actor
from repatria.people.refs import ExchangeId, PartyId
from repatria.register.agreements import Exchange
from repatria.web.presenters.terms.words import shown, terms_of


class Standing(StrEnum):
    """How a text stands."""

    IN_FORCE = "in force"
    WAITS = "waits for signatures"
    TALKED_ABOUT = "cannot be signed"
    LEFT = "not pursued"


@dataclass(frozen=True, slots=True)
class Tabled:
    """One text on the table.

    Attributes:
        mine: Whether it waits for the reader's signature.
        latest: Whether it is somebody's position, or in force.
    """

    text: Text
    title: str
    version: int
    standing: Standing
    mine: bool
    latest: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """Some words, and whether only this side says them."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says of a clause, with the words marked that the other does not say; none where it has not proposed it."""

    party: PartyId
    wording: tuple[Marked, ...]
    category: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause between the sides.

    Attributes:
        differing: Where they differ: the key in the file, and the value of each side.
        mine: Whether the reader's own answer is awaited.
    """

    talk: ClauseTalk
    sides: tuple[Side, ...]
    differing: tuple[tuple[str, tuple[str, ...]], ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """One exchange on the page of all.

    Attributes:
        standing: In short: how far its terms are.
        to_sign: Texts that wait for the reader's signature.
        overdue: Parties whose answer is overdue.
    """

    exchange: ExchangeId
    suspended: bool
    lists: int
    lines: int
    in_force: str
    tabled: int
    to_sign: int
    agreed: int
    clauses: int
    overdue: tuple[PartyId, ...]


@dataclass(frozen=True, slots=True)
class ExchangePage:
    """One exchange: its texts, the last first, and its clauses."""

    exchange: ExchangeId
    suspended: bool
    in_force: Tabled | None
    tabled: tuple[Tabled, ...]
    parties: tuple[PartyId, ...]
    clauses: tuple[ClauseRow, ...]


def exchange_rows(desk: Desk, actor: Actor, *, today: date) -> tuple[ExchangeRow, ...]:
    """Returns every exchange, in the order in which it came up."""
    waiting = texts_to_sign(desk.book(), actor.party)
    return tuple(_row(desk, name, sum(text.exchange == name for text in waiting), today) for name in exchanges(desk))


def _row(desk: Desk, name: ExchangeId, to_sign: int, today: date) -> ExchangeRow:
    book = desk.book()
    known = book.exchanges.get(name, Exchange())
    lists = [columns for columns in book.order if columns.received.exchange == name]
    found = talks(desk, exchange=name, today=today) if known.tabled else ()
    late = {party for one in found if one.overdue_since for party in one.awaited}
    return ExchangeRow(
        name, known.suspended, len(lists), sum(columns.size for columns in lists),
        terms_of(desk, known.in_force).title if known.in_force else "", len(known.proposals), to_sign,
        sum(one.talk is Talk.AGREED for one in found), len(found), tuple(p for p in book.parties if p in late),
    )  # fmt: skip


def exchange_page(desk: Desk, actor: Actor, name: ExchangeId, *, today: date) -> ExchangePage | None:
    """Returns one exchange; None where there is none of that name."""
    if name not in exchanges(desk):
        return None
    book = desk.book()
    known = book.exchanges.get(name, Exchange())
    tabled = tuple(tabled_of(desk, actor, text, suspended=known.suspended) for text in reversed(texts(book, name)))
    clauses: tuple[ClauseRow, ...] = ()
    if known.tabled:
        latest = {one.party: one.terms for one in positions(desk, exchange=name)}
        clauses = tuple(_clause(one, latest, book.parties, actor) for one in talks(desk, exchange=name, today=today))
    return ExchangePage(
        name,
        known.suspended,
        next((one for one in tabled if one.text.in_force), None),
        tabled,
        tuple(book.parties),
        clauses,
    )


def tabled_of(desk: Desk, actor: Actor, text: Text, *, suspended: bool) -> Tabled:
    """Returns one text as it stands for a reader."""
    standing = (
        Standing.IN_FORCE if text.in_force
        else Standing.TALKED_ABOUT if not text.binding
        else Standing.WAITS if text.waiting_for
        else Standing.LEFT
    )  # fmt: skip
    words = terms_of(desk, text.sha256)
    mine = actor.party in text.waiting_for and not suspended
    latest = bool(text.positions) or text.in_force
    return Tabled(text, words.title, words.version, standing, mine, latest)


def _clause(one: ClauseTalk, latest: dict[PartyId, Terms], parties: tuple[PartyId, ...], actor: Actor) -> ClauseRow:
    meanings = {
        party: meaning(latest[party], clause)
        if party in latest and (clause := latest[party].clause(one.clause))
        else {}
        for party in parties
    }
    wordings = _marked([one.wordings.get(party, "") for party in parties])
    categories = _marked([_category(latest.get(party), one.clause) for party in parties])
    sides = tuple(Side(*said) for said in zip(parties, wordings, categories, strict=True))
    differing = tuple(
        (path, tuple(shown(meanings[party].get(path)) for party in parties))
        for path in one.differing
        if path not in ("wording", "category.wording")
    )
    return ClauseRow(one, sides, differing, actor.party in one.awaited)


def _category(terms: Terms | None, clause_id: str) -> str:
    clause = terms.clause(clause_id) if terms else None
    category = terms.category(clause.category) if terms and clause else None
    return category.wording if category else ""


def _marked(said: Sequence[str]) -> tuple[tuple[Marked, ...], ...]:
    """Returns each side's words, those marked that the other does not say; nothing is marked where only one says anything."""
    if len(said) != 2 or not all(said):
        return tuple((Marked(text, differs=False),) if text else () for text in said)
    left, right = (re.split(r"(?<=\s)", text) for text in said)
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return (
        tuple(Marked("".join(left[a:b]), tag != "equal") for tag, a, b, _, _ in steps if a < b),
        tuple(Marked("".join(right[a:b]), tag != "equal") for tag, _, _, a, b in steps if a < b),
    )
