"""Who falls under each clause of a text: numbers by side, reasons, and the people a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from repatria.desk.intake import visible
from repatria.desk.session import Desk
from repatria.desk.terms.eligible import Eligible, eligible_of
from repatria.desk.terms.trial import LETTER, Counted, Reason
from repatria.exchange.eligibility import Assessment
from repatria.exchange.terms import Terms
from repatria.people.facts import Truth
from repatria.people.party import Actor
from repatria.people.refs import LineRef, ListId, PartyId
from repatria.register.states import State
from repatria.web.presenters.matching import name_of

TRUTHS = (Truth.YES, Truth.NO, Truth.UNKNOWN)


@dataclass(frozen=True, slots=True)
class ClauseCount:
    """One clause: how many fall under it, do not, or perhaps do, by the side that has them; and why.

    Attributes:
        rows: By side, and last those whom no party is known to have: yes, no, unknown.
    """

    id: str
    wording: str
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    sums: tuple[int, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person under one clause, as the reader is told.

    Attributes:
        state: For the mediator only: it may rest on what was said in private.
    """

    line: LineRef
    name: str
    holder: PartyId | None
    state: State | None
    told: Assessment
    hidden: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of people with one answer under one clause."""

    clause: str
    truth: Truth
    rows: tuple[PersonRow, ...]
    found: int
    page: int
    pages: int


def clause_counts(terms: Terms, counted: Counted) -> tuple[ClauseCount, ...]:
    """Returns the numbers of every clause about the living, in the order of the terms."""
    return tuple(_clause(terms, counted, clause.id, clause.wording) for clause in terms.clauses if clause.of_the_living)


def _clause(terms: Terms, counted: Counted, clause: str, wording: str) -> ClauseCount:
    answers = counted.answers[clause]
    by = Counter(zip(counted.holders, answers, strict=True))
    rows = tuple(
        (holder, tuple(by[holder, LETTER[truth]] for truth in TRUTHS))
        for holder in (*terms.parties, "")
        if holder or any(of == "" for of, _ in by)
    )
    sums = tuple(answers.count(LETTER[truth]) for truth in TRUTHS)
    return ClauseCount(clause, wording, rows, sums, counted.reasons[clause])


def people_page(
    desk: Desk, actor: Actor, terms: Terms, counted: Counted, *,
    clause: str, truth: Truth, in_force: bool, page: int, size: int,
) -> PeoplePage:  # fmt: skip
    """Returns a page of the people with an answer, each assessed anew so that what is shown holds now."""
    letter = LETTER[truth]
    wanted = [line for line, answer in zip(counted.lines, counted.answers[clause], strict=True) if answer == letter]
    pages = max(1, -(-len(wanted) // size))
    page = min(max(1, page), pages)
    shown = wanted[(page - 1) * size : page * size]
    rows = person_rows(desk, actor, terms, shown, clause=clause, in_force=in_force)
    return PeoplePage(clause, truth, rows, len(wanted), page, pages)


def person_rows(
    desk: Desk, actor: Actor, terms: Terms, lines: Sequence[LineRef], *, clause: str, in_force: bool
) -> tuple[PersonRow, ...]:
    """Returns people with what the reader is told of them; an empty clause means the one that decides."""
    found = eligible_of(desk, lines, terms, reader=actor, in_force=in_force)
    return tuple(_person(desk, actor, one, clause) for one in found)


def _person(desk: Desk, actor: Actor, one: Eligible, clause: str) -> PersonRow:
    candidate = one.candidate
    of = clause or candidate.clause
    told = candidate.assessments.get(of, candidate.assessment)
    return PersonRow(
        candidate.line, _name(desk, actor, one), candidate.holder, candidate.state if actor.is_mediator else None, told, of in one.hidden
    )  # fmt: skip


def _name(desk: Desk, actor: Actor, one: Eligible) -> str:
    """The name on the line that the person stands under, as far as the reader may see it."""
    record = next(r for r in one.candidate.file.records if r.line == one.candidate.line)
    received = desk.book().lists[ListId(record.line.rpartition(":")[0])].received
    return name_of(visible(record, received, actor))
