"""The stages of an exchange and what must be true before it enters the next.

`open → listed → answered → remarked → final → moving → settled`, with `suspended` from anywhere and back to where it was
(Yemen 2018 agreed on lists, answers, remarks and final lists in that order; Istanbul 2025 on movements in stages).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from repatria.errors import IllegalAct
from repatria.people.refs import PartyId


class ExchangeStage(StrEnum):
    """Where an exchange stands."""

    OPEN = "open"  # begun; lists are awaited
    LISTED = "listed"  # every party has handed in its lists
    ANSWERED = "answered"  # every line has an answer
    REMARKED = "remarked"  # every answer that calls for a remark has one
    FINAL = "final"  # terms signed by every party, who goes is settled
    MOVING = "moving"  # a manifest is signed
    SETTLED = "settled"  # nothing is owed under the terms; follow-up goes on
    SUSPENDED = "suspended"  # a party or the mediator stopped it


ORDER = tuple(ExchangeStage)[:-1]
"""The stages in order, without `suspended`."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true of an exchange, as far as its stages ask.

    Attributes:
        parties: All parties.
        listed_by: Parties that said their lists are complete.
        unanswered: Lines without an answer.
        unremarked: Answers that call for a remark and have none.
        signed_by: Parties that signed the terms.
        terms_bind: False for preliminary terms.
        manifests: Manifests signed by all.
        owed: What is still owed under the terms, all clauses together.
        unknown: People who may still turn out to be owed.
        suspended_by: Who stopped the exchange and has not lifted it.
        before_suspension: The stage in which it was stopped.
    """

    parties: frozenset[PartyId]
    listed_by: frozenset[PartyId] = frozenset()
    unanswered: int = 0
    unremarked: int = 0
    signed_by: frozenset[PartyId] = frozenset()
    terms_bind: bool = True
    manifests: int = 0
    owed: int = 0
    unknown: int = 0
    suspended_by: frozenset[PartyId] = frozenset()
    before_suspension: ExchangeStage | None = None


def hindrances(*, now: ExchangeStage, to: ExchangeStage, standing: Standing) -> tuple[str, ...]:
    """Returns why an exchange may not go from one stage to another; empty when it may.

    A party's silence holds up the stage, not the people: an answer that is owed stays on the account whatever the stage.
    """
    if now is to:
        return (f"the exchange is {now} already",)
    if to is ExchangeStage.SUSPENDED:
        return () if standing.suspended_by else ("nobody has suspended the exchange",)
    if now is ExchangeStage.SUSPENDED:
        return _resumption(to, standing)
    if ORDER.index(to) != ORDER.index(now) + 1:
        return (f"after {now} comes {_next(now)}, not {to}",)
    return _missing(to, standing)


def enter(*, now: ExchangeStage, to: ExchangeStage, standing: Standing) -> ExchangeStage:
    """Returns the stage entered.

    Raises:
        IllegalAct: Something hinders it; the message says what.
    """
    reasons = hindrances(now=now, to=to, standing=standing)
    if reasons:
        raise IllegalAct(f"the exchange cannot become {to}: {'; '.join(reasons)}", hint="settle that first")
    return to


def furthest(*, now: ExchangeStage, standing: Standing) -> ExchangeStage:
    """Returns the furthest stage that can be reached from ``now``, one step at a time."""
    if now is ExchangeStage.SUSPENDED:
        return now
    for to in ORDER[ORDER.index(now) + 1 :]:
        if _missing(to, standing):
            return now
        now = to
    return now


def _next(now: ExchangeStage) -> str:
    at = ORDER.index(now) + 1
    return ORDER[at] if at < len(ORDER) else "nothing"


def _resumption(to: ExchangeStage, standing: Standing) -> tuple[str, ...]:
    if standing.suspended_by:
        return (f"still suspended by {', '.join(sorted(standing.suspended_by))}",)
    if to is not standing.before_suspension:
        return (f"it was stopped while {standing.before_suspension} and resumes there",)
    return ()


def _missing(to: ExchangeStage, standing: Standing) -> tuple[str, ...]:
    match to:
        case ExchangeStage.LISTED:
            return _silent(standing, standing.listed_by, "has not handed in all its lists")
        case ExchangeStage.ANSWERED:
            return (f"{standing.unanswered} lines have no answer",) if standing.unanswered else ()
        case ExchangeStage.REMARKED:
            return (f"{standing.unremarked} answers await a remark",) if standing.unremarked else ()
        case ExchangeStage.FINAL:
            preliminary = () if standing.terms_bind else ("the terms are preliminary and bind nobody",)
            return preliminary + _silent(standing, standing.signed_by, "has not signed the terms")
        case ExchangeStage.MOVING:
            return () if standing.manifests else ("no manifest is signed by all",)
        case ExchangeStage.SETTLED:
            owed = (f"{standing.owed} are still owed under the terms",) if standing.owed else ()
            return owed + ((f"{standing.unknown} may still turn out to be owed",) if standing.unknown else ())
        case ExchangeStage.OPEN | ExchangeStage.SUSPENDED:
            return (f"no way leads to {to} from here",)


def _silent(standing: Standing, done: frozenset[PartyId], what: str) -> tuple[str, ...]:
    return tuple(f"{party} {what}" for party in sorted(standing.parties - done))
