"""Who goes when: a plan under the terms in force, and its manifests, drawn up and not yet signed by anybody.

People go by `exchange.allocation`; remains go as the bags of a consignment that nobody has counted yet, in the order of
its paper. Children of each direction have a manifest of their own: no child's return waits for another side's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from repatria.desk.session import Desk
from repatria.desk.terms.agreements import terms_in_force
from repatria.desk.terms.candidates import WAITING, Candidate, candidates
from repatria.errors import AnswerIsNo
from repatria.exchange.gates import check_movement
from repatria.exchange.manifest import Manifest, Place, Window, movement
from repatria.exchange.terms import Clause, Terms
from repatria.people.facts import FactKind, Truth
from repatria.people.refs import ExchangeId, LineRef, ManifestId, PartyId, Sha256, join_line
from repatria.register.acts import Subject
from repatria.register.book import Book
from repatria.register.states import State, standing

if TYPE_CHECKING:
    from repatria.exchange.allocation import Candidate as Unit
    from repatria.exchange.allocation import Plan

Direction = tuple[PartyId, PartyId]
Stages = dict[int, dict[Direction, list[LineRef]]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plan with its manifests.

    Attributes:
        plan: Who goes in which stage; None for terms on remains alone.
        manifests: Unsigned, one a stage and, for children, one a direction.
        held_back: People under the terms whom something keeps off; each says what.
    """

    plan: Plan | None
    manifests: tuple[Manifest, ...]
    held_back: tuple[Candidate, ...]


def plan(
    desk: Desk,
    *,
    exchange: ExchangeId,
    stages: Sequence[int] = (),
    days: Sequence[Window],
    crossing_point: Place,
    area: str = "",
    taken: Collection[ManifestId] = (),
) -> Drawn:
    """Allocates everybody who may go to stages and draws up the manifests, unsigned; nothing is entered.

    Args:
        desk: The desk.
        exchange: Whose terms are applied.
        stages: The stages to draw manifests for; all when empty. People planned for other stages are not on a manifest.
        days: When the crossing is open, one window a stage drawn, in order; the last serves for what remains.
        crossing_point: Where.
        area: Named area of a truce in which the movement takes place; empty when the terms name none.
        taken: Numbers of manifests that were drawn up besides and that nobody has signed yet.

    Raises:
        AnswerIsNo: The terms are not confirmed by all, bind nobody, a day lies outside every truce, or no plan can keep
            them; in their words.
    """
    digest, agreed = terms_in_force(desk, exchange)
    if desk.book().exchanges[exchange].suspended:
        raise AnswerIsNo("the exchange is suspended", hint="resume it first")
    _check_days(agreed, days, area)
    everybody = list(candidates(desk, exchange, agreed, moves_on=days[0].opens_at.date()))
    terms = remaining(desk.book(), agreed, everybody)
    found, lines, apart = allocate_people(terms, everybody)
    for stage, directions in _remains(desk.book(), exchange, terms).items():
        for direction, bags in directions.items():
            lines.setdefault(stage, {}).setdefault(direction, []).extend(bags)
    wanted = tuple(stages) or tuple(sorted(lines))
    manifests = _draw(
        desk, exchange, digest, terms, {stage: lines.get(stage, {}) for stage in wanted}, days, crossing_point,
        after=_last_number(desk.book(), taken),
    )  # fmt: skip
    waiting = [c for c in everybody if c.state in WAITING and c.clause and not c.may_go]
    return Drawn(found, tuple(manifests), (*waiting, *apart))


def _check_days(terms: Terms, days: Sequence[Window], area: str) -> None:
    if not days:
        raise AnswerIsNo("no day to move on", hint="give at least one")
    for day in days:
        for finding in check_movement(terms=terms, moves_on=day, area=area):
            raise AnswerIsNo(finding.message, hint=finding.hint, place=finding.place)


def allocate_people(terms: Terms, everybody: Sequence[Candidate]) -> tuple[Plan | None, Stages, list[Candidate]]:
    """Returns the allocation of the living, by stage and direction, and those who wait for their group.

    Raises:
        AnswerIsNo: No plan keeps the terms; the hint has the promises in conflict, in their words.
    """
    from repatria.exchange.allocation import Impossible, allocate

    if not any(clause.of_the_living for clause in terms.clauses):
        return None, {}, []
    together, apart = _whole_groups(terms, everybody, [c for c in everybody if c.may_go])
    living = replace(terms, clauses=tuple(clause for clause in terms.clauses if clause.of_the_living))
    found = allocate(terms=living, candidates=[_for_allocation(terms, c) for c in together])
    if isinstance(found, Impossible):
        raise AnswerIsNo("no plan keeps all the terms", hint=str(found))
    people = {c.file.person: c for c in together}
    lines: Stages = {}
    for placement in found.placements:
        clause = terms.clause(placement.clause)
        assert clause is not None
        direction = placement.holder, _receiver(terms, clause, placement.holder)
        lines.setdefault(placement.stage, {}).setdefault(direction, []).append(people[placement.person].line)
    return found, lines, apart


def _remains(book: Book, exchange: ExchangeId, terms: Terms) -> Stages:
    """The bags that are announced and not yet counted, by stage and direction, as far as the stages' caps reach."""
    lines: Stages = {}
    for clause in terms.clauses:
        if clause.of_the_living:
            continue
        for holder in clause.holders(terms.parties):
            bags = list(_announced(book, exchange, holder))
            for stage in terms.stages_of(clause):
                cap = stage.caps.get(holder, len(bags))
                taken, bags = bags[:cap], bags[cap:]
                if taken:
                    lines.setdefault(stage.number, {})[holder, _receiver(terms, clause, holder)] = taken
            if bags and not terms.stages:
                lines.setdefault(1, {})[holder, _receiver(terms, clause, holder)] = bags
    return lines


def _announced(book: Book, exchange: ExchangeId, holder: PartyId) -> Iterator[LineRef]:
    for columns in book.order:
        received = columns.received
        if (received.exchange, received.party, received.subject) == (exchange, holder, Subject.REMAINS):
            for at in range(columns.size):
                if standing(book, columns, at).state is State.ANNOUNCED:
                    yield join_line(received.list, at + 1)


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
    lines: Mapping[int, Mapping[Direction, Sequence[LineRef]]],
    days: Sequence[Window],
    crossing_point: Place,
    *,
    after: int,
) -> Iterator[Manifest]:
    number = after
    has_children = any(terms.may_hold_children(clause) for clause in terms.clauses)
    for index, (stage, directions) in enumerate(lines.items()):
        drawn = [movement(from_party=a, to_party=b, lines=tuple(v)) for (a, b), v in sorted(directions.items())]
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


def _last_number(book: Book, taken: Collection[ManifestId]) -> int:
    """Returns the highest number of a manifest so far: they need not be signed in their order."""
    return max((int(name.removeprefix("M-")) for name in (*book.manifests, *taken)), default=0)


def _receiver(terms: Terms, clause: Clause, holder: PartyId) -> PartyId:
    found = terms.receiver(clause, holder)
    assert found is not None
    return found
