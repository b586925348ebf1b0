"""Who falls under a text of terms, for a reader: yes, no or unknown, and why, out of nothing but what the reader may see.

Under terms in force each side is told the answer itself: both agreed that it counts. Under a text that is only on the
table the answer is worked out anew from what the reader may see: else a side could read hidden dates and findings out of
the answers by putting forward one text after the other. What keeps somebody back is left out: it may have been said in
private.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from repatria.desk.session import Desk
from repatria.desk.terms.candidates import Candidate, candidates, candidates_of
from repatria.desk.terms.seen import as_seen
from repatria.errors import NotPermitted
from repatria.exchange.eligibility import Assessment, assess
from repatria.exchange.terms import Terms
from repatria.people.party import Actor, Role
from repatria.people.record import PersonFile
from repatria.people.refs import ExchangeId, LineRef


@dataclass(frozen=True, slots=True)
class Eligible:
    """One person under a text, as a reader is told.

    Attributes:
        candidate: The person, with the answers and reasons for the reader; nothing keeps the person back here.
        hidden: Clauses whose answer rests on what the reader may not see; they have no reasons.
    """

    candidate: Candidate
    hidden: frozenset[str]


def eligible(desk: Desk, exchange: ExchangeId, terms: Terms, *, reader: Actor, in_force: bool) -> Iterator[Eligible]:
    """Yields everybody on the lists of an exchange, in the order of their lines.

    Args:
        desk: The desk.
        exchange: The exchange.
        terms: A text on its table.
        reader: For whose eyes: the mediator's staff or a party's delegate.
        in_force: Whether the text is in force.
    """
    _check(reader)
    for one in candidates(desk, exchange, terms, moves_on=desk.clock.now().date()):
        yield _told(desk, one, terms, reader, in_force=in_force)


def eligible_of(
    desk: Desk, lines: Iterable[LineRef], terms: Terms, *, reader: Actor, in_force: bool
) -> Iterator[Eligible]:
    """Yields the people on some lines, in their order; for the rest as `eligible`."""
    _check(reader)
    for one in candidates_of(desk, lines, terms, moves_on=desk.clock.now().date()):
        yield _told(desk, one, terms, reader, in_force=in_force)


def _check(reader: Actor) -> None:
    if reader.role not in (Role.REGISTRAR, Role.DELEGATE):
        raise NotPermitted("who falls under the terms is for registrars and delegates", hint="ask one of them")


def _told(desk: Desk, one: Candidate, terms: Terms, reader: Actor, *, in_force: bool) -> Eligible:
    if reader.is_mediator:
        return Eligible(replace(one, hindrances=()), frozenset())
    file = as_seen(desk.book(), one.file, reader)
    seen = _assessed(terms, file, one)
    if not in_force:
        return Eligible(replace(one, file=file, assessments=seen, hindrances=()), frozenset())
    hidden = frozenset(clause for clause, found in one.assessments.items() if found.truth is not seen[clause].truth)
    told = {
        clause: Assessment(one.assessments[clause].truth, ()) if clause in hidden else seen[clause] for clause in seen
    }
    return Eligible(replace(one, file=file, assessments=told, hindrances=()), hidden)


def _assessed(terms: Terms, file: PersonFile, one: Candidate) -> Mapping[str, Assessment]:
    return {clause: assess(terms, clause, file, one.holder) for clause in one.assessments}
