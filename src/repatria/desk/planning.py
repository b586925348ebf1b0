"""Who falls under the terms, what keeps each one off a manifest, and who goes when.

A person stands for the plan under one line: the one that the terms name, else the first line of the party that asks for
them, else the first at all. People whom a holder is only said to have, while its own list does not bear it out, are
unknown, not no: the same human being must not be put on a manifest twice under two lines nobody has compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from repatria.desk.agreements import terms_in_force
from repatria.desk.intake import record_of
from repatria.desk.session import Desk
from repatria.errors import AnswerIsNo, Finding
from repatria.exchange.eligibility import Assessment, assess, group_of
from repatria.exchange.gates import gates
from repatria.exchange.manifest import Manifest, Place, Window, movement
from repatria.exchange.terms import Clause, Terms
from repatria.people.facts import FactKind, Truth
from repatria.people.party import Stance
from repatria.people.record import PersonFile
from repatria.people.refs import ExchangeId, LineRef, ManifestId, PartyId, PersonId, Sha256
from repatria.register.acts import Subject, Wish
from repatria.register.book import Book
from repatria.register.columns import WISHES, ListColumns
from repatria.register.fates import latest_wish
from repatria.register.files import person_files
from repatria.register.states import State, standing

if TYPE_CHECKING:
    from repatria.exchange.allocation import Candidate as Unit
    from repatria.exchange.allocation import Plan

WAITING = frozenset({State.HELD, State.GROWN_UP, State.ABSENT, State.UNFIT, State.MISTAKEN_IDENTITY, State.DISPUTED})
"""States in which a person may still be put on a manifest, if everything else holds."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person under the terms.

    Attributes:
        file: All that is known of the person.
        line: The line under which the person stands on a manifest.
        holder: The party that has the person; None when the sources contradict each other or none says.
        state: The line's state.
        clauses: All clauses the person falls under, in the order of the terms.
        clause: The first of them, else the first for which it is unknown, else empty.
        assessment: What was found for that clause, else why not for the last.
        hindrances: What keeps the person off a manifest; empty for somebody who may go.
    """

    file: PersonFile
    line: LineRef
    holder: PartyId | None
    state: State
    clauses: tuple[str, ...]
    clause: str
    assessment: Assessment
    hindrances: tuple[Finding, ...]

    @property
    def may_go(self) -> bool:
        """Whether nothing keeps the person off a manifest."""
        return self.assessment.truth is Truth.YES and self.state in WAITING and not self.hindrances

    @property
    def said_no(self) -> bool:
        """Whether the person said no in the private interview."""
        return any(finding.code == "not-willing" for finding in self.hindrances)

    @property
    def group(self) -> str:
        """The code of those whom the person must travel with; empty for nobody."""
        codes = (group_of(record, self.file.facts) for record in self.file.records)
        return next((code for code in codes if code), "")


def candidates(desk: Desk, exchange: ExchangeId, terms: Terms, *, moves_on: date) -> Iterator[Candidate]:
    """Yields everybody on the lists of an exchange, with what the terms make of them on the day of a movement."""
    book = desk.book()
    named = {line for clause in terms.clauses for line in clause.persons}
    for file in person_files(book, exchange, lambda ref: record_of(desk, ref)):
        yield _candidate(book, terms, file, named, moves_on)


def _candidate(book: Book, terms: Terms, file: PersonFile, named: set[LineRef], moves_on: date) -> Candidate:
    places = [book.place(line) for line in file.lines]
    line = _line_for_manifest(file.lines, places, named)
    holder = _holder(book, places)
    clauses, clause, found = _clauses(terms, file, holder)
    wish = latest_wish(places)
    willing = Truth.UNKNOWN if not wish else _WILLING[WISHES[wish - 1]]
    hindrances: tuple[Finding, ...] = ()
    if clause:
        hindrances = gates(
            file=file, terms=terms, assessment=found, clause_id=clause, willing=willing, moves_on=moves_on
        )
    return Candidate(file, line, holder, standing(book, *book.place(line)).state, clauses, clause, found, hindrances)


_WILLING = {Wish.WILLING: Truth.YES, Wish.UNWILLING: Truth.NO, Wish.UNDECIDED: Truth.UNKNOWN}


def _line_for_manifest(
    lines: Sequence[LineRef], places: Sequence[tuple[ListColumns, int]], named: set[LineRef]
) -> LineRef:
    for line in lines:
        if line in named:
            return line
    sought = (ref for ref, (c, _) in zip(lines, places, strict=True) if c.received.stance is Stance.SEEKS)
    return next(sought, lines[0])


def _holder(book: Book, places: Sequence[tuple[ListColumns, int]]) -> PartyId | None:
    """The party on whose own list the person stands; or that answered "held" where it handed in no such list."""
    listed = {c.received.party for c, at in places if c.received.stance is Stance.HOLDS and not c.withdrawn[at]}
    if listed:
        return listed.pop() if len(listed) == 1 else None
    answered = {
        book.other(c.received.party)
        for c, at in places
        if c.received.stance is Stance.SEEKS and standing(book, c, at).state in (State.HELD, State.GROWN_UP)
    }
    if len(answered) != 1:
        return None
    party = answered.pop()
    exchange = places[0][0].received.exchange
    lists = [c.received for c in book.order if c.received.exchange == exchange and c.received.party == party]
    has_own_list = any(r.stance is Stance.HOLDS and r.subject is Subject.PERSONS for r in lists)
    return None if has_own_list else party


def _clauses(terms: Terms, file: PersonFile, holder: PartyId | None) -> tuple[tuple[str, ...], str, Assessment]:
    """The clauses that the person falls under; the one that decides what is shown; and what was found for that one."""
    found = {c.id: assess(terms, c.id, file, holder) for c in terms.clauses if c.of_the_living}
    yes = tuple(clause for clause, assessment in found.items() if assessment.truth is Truth.YES)
    unknown = next((clause for clause, assessment in found.items() if assessment.truth is Truth.UNKNOWN), "")
    decides = yes[0] if yes else unknown
    nothing = Assessment(Truth.NO, ("no clause of the terms is about the living",))
    last = next(reversed(found.values()), nothing)
    return yes, decides, found[decides] if decides else last


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plan with its manifests."""

    plan: Plan
    manifests: tuple[Manifest, ...]
    held_back: tuple[Candidate, ...]


def plan(
    desk: Desk,
    *,
    exchange: ExchangeId,
    stages: Sequence[int] = (),
    days: Sequence[Window],
    crossing_point: Place,
) -> Drawn:
    """Allocates everybody who may go to stages and draws up the manifests, unsigned; nothing is entered.

    Args:
        desk: The desk.
        exchange: Whose terms are applied.
        stages: The stages to draw manifests for; all when empty. People planned for other stages are not on a manifest.
        days: When the crossing is open, one window a stage drawn, in order.
        crossing_point: Where.

    Raises:
        AnswerIsNo: The terms are not confirmed by all, bind nobody, or no plan can keep them; in their words.
    """
    from repatria.exchange.allocation import Impossible, allocate

    digest, agreed = terms_in_force(desk, exchange)
    if desk.book().exchanges[exchange].suspended:
        raise AnswerIsNo("the exchange is suspended", hint="resume it first")
    if not days:
        raise AnswerIsNo("no day to move on", hint="give at least one")
    everybody = list(candidates(desk, exchange, agreed, moves_on=days[0].opens_at.date()))
    terms = remaining(desk.book(), agreed, everybody)
    able = [c for c in everybody if c.may_go]
    together, apart = _whole_groups(terms, everybody, able)
    found = allocate(terms=terms, candidates=[_for_allocation(terms, c) for c in together])
    if isinstance(found, Impossible):
        raise AnswerIsNo("no plan keeps all the terms", hint=str(found))
    wanted = tuple(stages) or tuple(sorted({p.stage for p in found.placements}))
    by_person = {c.file.person: c for c in together}
    manifests = _draw(desk, exchange, digest, terms, found, by_person, wanted, days, crossing_point)
    waiting = [c for c in everybody if c.state in WAITING and c.clause and not c.may_go]
    return Drawn(found, tuple(manifests), (*waiting, *apart))


ON_THE_WAY = frozenset(
    {State.AWAITING_SIGNATURES, State.ON_MANIFEST, State.HALF_CHECKED, State.CHECKS_DIFFER, State.RETURNED, State.FOLLOWED_UP}
)  # fmt: skip
"""States in which a person is on a manifest already, or across: a further plan does not count on them again."""


def remaining(book: Book, terms: Terms, everybody: Sequence[Candidate]) -> Terms:
    """Returns what of the terms is still to be planned: numbers less those under way or across, stages not yet drawn.

    Raises:
        AnswerIsNo: People are still to go, and every stage of the terms was drawn already.
    """
    drawn = {
        manifest.content.stage
        for manifest in book.manifest_order
        if manifest.content.exchange == terms.exchange and not manifest.withdrawn
    }
    if not drawn:
        return terms
    stages = tuple(stage for stage in terms.stages if stage.number not in drawn)
    if terms.stages and not stages:
        raise AnswerIsNo(
            "every stage of the terms was drawn already", hint="agree a further stage, or withdraw a manifest"
        )
    going = Counter((c.clause, c.holder) for c in everybody if c.state in ON_THE_WAY)
    clauses = tuple(_less(clause, going) for clause in terms.clauses)
    return replace(terms, stages=stages, clauses=clauses)


def _less(clause: Clause, going: Counter[tuple[str, PartyId | None]]) -> Clause:
    if not clause.numbers:
        return clause
    left = {party: max(0, number - going[clause.id, party]) for party, number in clause.numbers.items()}
    return replace(clause, numbers=left)


def _whole_groups(
    terms: Terms, everybody: Sequence[Candidate], able: Sequence[Candidate]
) -> tuple[list[Candidate], list[Candidate]]:
    """Splits those able to go: a group that must travel together goes whole or waits whole.

    Somebody who said no in the interview, or is not under the terms, does not hold the others back.
    """
    if terms.children is None or not terms.children.siblings_together:
        return list(able), []
    ids = {c.file.person for c in able}
    held = {
        c.group
        for c in everybody
        if c.file.person not in ids and c.state in WAITING and c.assessment.truth is not Truth.NO and not c.said_no
    } - {""}
    return [c for c in able if c.group not in held], [c for c in able if c.group in held]


def _for_allocation(terms: Terms, candidate: Candidate) -> Unit:
    from repatria.exchange.allocation import Candidate as Unit

    assert candidate.holder is not None
    keep = terms.children is not None and terms.children.siblings_together
    return Unit(
        person=candidate.file.person,
        holder=candidate.holder,
        clauses=frozenset(candidate.clauses),
        priority=_priority(terms, candidate),
        group=candidate.group if keep else "",
    )


def _priority(terms: Terms, candidate: Candidate) -> int:
    """The rank of the first priority of the terms that the person has, counted from the last one up; 0 for none."""
    clause = terms.clause(candidate.clause)
    values = {f.value for f in candidate.file.facts if f.what is FactKind.PRIORITY and f.truth is Truth.YES}
    for rank, priority in enumerate(terms.priorities):
        if priority.id in values or (clause and priority.category and priority.category == clause.category):
            return len(terms.priorities) - rank
    return 0


def _draw(
    desk: Desk,
    exchange: ExchangeId,
    digest: Sha256,
    terms: Terms,
    found: Plan,
    people: dict[PersonId, Candidate],
    stages: Sequence[int],
    days: Sequence[Window],
    crossing_point: Place,
) -> Iterator[Manifest]:
    number = len(desk.book().manifest_order)
    has_children = any(terms.may_hold_children(clause) for clause in terms.clauses)
    for index, stage in enumerate(stages):
        movements: dict[tuple[PartyId, PartyId], list[LineRef]] = {}
        for placement in found.placements:
            if placement.stage == stage:
                clause = terms.clause(placement.clause)
                assert clause is not None
                direction = placement.holder, _receiver(terms, clause, placement.holder)
                movements.setdefault(direction, []).append(people[placement.person].line)
        drawn = [movement(from_party=a, to_party=b, lines=tuple(v)) for (a, b), v in sorted(movements.items())]
        for part in ([one] for one in drawn) if has_children else ([drawn] if drawn else []):
            number += 1
            yield Manifest(
                id=ManifestId(f"M-{number:04d}"),
                exchange=exchange,
                terms=digest,
                stage=stage if terms.stages else None,
                moves_on=days[min(index, len(days) - 1)],
                crossing_point=crossing_point,
                movements=tuple(part),
                drawn_at=desk.clock.now(),
            )


def _receiver(terms: Terms, clause: Clause, holder: PartyId) -> PartyId:
    found = terms.receiver(clause, holder)
    assert found is not None
    return found
