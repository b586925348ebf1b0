"""Proposals and counter-proposals clause by clause: agreed, open, worded differently, and answers overdue.

Nobody's proposal overwrites another's: the latest of each party stand beside each other. A clause is agreed when both
parties' latest proposals say the same of it, words and parameters, and of the category and stages it refers to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from repatria.errors import InputNotUnderstood
from repatria.exchange.terms import Clause, Terms
from repatria.people.refs import PartyId


class Talk(StrEnum):
    """How far a clause has come."""

    AGREED = "agreed"
    OPEN = "open"  # not every party has proposed it
    WORDED_DIFFERENTLY = "worded differently"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Terms as one party proposes them."""

    party: PartyId
    made_on: date
    terms: Terms


@dataclass(frozen=True, slots=True)
class ClauseTalk:
    """How one clause stands between the parties.

    Attributes:
        clause: Its id.
        talk: Agreed, open, worded differently.
        wordings: Each party's words, by party, for those that have proposed the clause.
        differing: Key paths of the parameters that differ (``number``, ``category.age.to_inclusive``), words among them.
        awaited: Parties that have not answered the latest proposal of this clause.
        due_on: Last day for their answer; None when no review period is agreed or nothing is awaited.
        overdue_since: First day after it, when that day has come; else None.
    """

    clause: str
    talk: Talk
    wordings: Mapping[PartyId, str]
    differing: tuple[str, ...]
    awaited: tuple[PartyId, ...]
    due_on: date | None
    overdue_since: date | None


def compare(
    *, proposals: Sequence[Proposal], parties: Sequence[PartyId], today: date, review_days: int | None = None
) -> tuple[ClauseTalk, ...]:
    """Returns how each clause stands, in the order in which clauses were first proposed.

    Args:
        proposals: In the order in which they were made.
        parties: All parties of the talks.
        today: Day on which answers count as overdue or not.
        review_days: Days for an answer; when None, those that the latest proposal names.

    Raises:
        InputNotUnderstood: A proposal comes from somebody who is no party, or is dated before the one that precedes it.
    """
    _validate(proposals, parties)
    if review_days is None:
        review_days = next((p.terms.review_days for p in reversed(proposals)), None)
    ids = list(dict.fromkeys(c.id for p in proposals for c in p.terms.clauses))
    return tuple(_clause_talk(clause_id, proposals, parties, today, review_days) for clause_id in ids)


def _validate(proposals: Sequence[Proposal], parties: Sequence[PartyId]) -> None:
    for before, after in pairwise(proposals):
        if after.made_on < before.made_on:
            raise InputNotUnderstood("proposals out of order", hint="give them in the order in which they were made")
    if any(p.party not in parties for p in proposals):
        raise InputNotUnderstood("a proposal of somebody who is no party", hint="give the parties of the talks")


def _clause_talk(
    clause_id: str, proposals: Sequence[Proposal], parties: Sequence[PartyId], today: date, review_days: int | None
) -> ClauseTalk:
    latest = {p.party: p for p in proposals}
    theirs = {party: c for party in parties if party in latest and (c := latest[party].terms.clause(clause_id))}
    meanings = {party: meaning(latest[party].terms, clause) for party, clause in theirs.items()}
    differing = _differing(tuple(meanings.values()))
    both = Talk.WORDED_DIFFERENTLY if differing else Talk.AGREED
    talk = both if len(theirs) == len(parties) else Talk.OPEN
    awaited, since = _awaited(clause_id, proposals, parties) if talk is not Talk.AGREED else ((), None)
    due = since + timedelta(days=review_days) if since and awaited and review_days else None
    overdue = due + timedelta(days=1) if due and today > due else None
    return ClauseTalk(clause_id, talk, {p: c.wording for p, c in theirs.items()}, differing, awaited, due, overdue)


def meaning(terms: Terms, clause: Clause) -> Mapping[str, Any]:
    """Returns all that terms say of a clause, its category and its stages among it, by key path."""
    said = _flat("", clause)
    category = terms.category(clause.category)
    if category is not None:
        said |= _flat("category.", category)
        said["category.age.on"] = terms.age_day(category) if category.age else None
    for stage in terms.stages_of(clause):
        said |= _flat(f"stage.{stage.number}.", stage)
    return {path: value for path, value in said.items() if value is not None}


def _flat(prefix: str, value: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in (field.name for field in fields(value) if field.compare):
        inner, path = getattr(value, name), prefix + KEYS.get(name, name)
        if is_dataclass(inner):
            found |= _flat(path + ".", inner)
        elif isinstance(inner, Mapping):
            found |= {f"{path}.{key}": v for key, v in inner.items()}
        elif inner not in ((), None):
            found[path] = " ".join(inner.split()) if isinstance(inner, str) else inner
    return found


KEYS = {
    "holder": "from",
    "receiver": "to",
    "lower": "from",
    "upper": "to",
    "lower_inclusive": "from_inclusive",
    "upper_inclusive": "to_inclusive",
    "first_on": "from",
    "last_on": "until",
    "chosen_by": "by",
    "numbers": "number",
}
"""Keys of the file for attributes that have another name."""


def _differing(meanings: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    paths = dict.fromkeys(path for said in meanings for path in said)
    return tuple(path for path in paths if len({repr(said.get(path)) for said in meanings}) > 1)


def _awaited(
    clause_id: str, proposals: Sequence[Proposal], parties: Sequence[PartyId]
) -> tuple[tuple[PartyId, ...], date | None]:
    """Returns who has made no proposal since the clause last changed, and on which day it did."""
    changed: dict[PartyId, tuple[int, Mapping[str, Any]]] = {}
    last: tuple[int, PartyId] | None = None
    for n, proposal in enumerate(proposals):
        clause = proposal.terms.clause(clause_id)
        now = meaning(proposal.terms, clause) if clause else {}
        if now != changed.get(proposal.party, (0, {}))[1]:
            changed[proposal.party] = (n, now)
            last = (n, proposal.party)
    if last is None:
        return (), None
    answered = {p.party for p in proposals[last[0] + 1 :]} | {last[1]}
    return tuple(p for p in parties if p not in answered), proposals[last[0]].made_on
