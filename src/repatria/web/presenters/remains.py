"""The dead for a page: consignments as each side counted them, the bags of one, what boards decided, conclusions to read."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from repatria.errors import IllegalAct
from repatria.people.facts import Truth
from repatria.people.party import Actor
from repatria.people.refs import LineRef, ListId, join_line
from repatria.register.acts import IdentificationMade, RemainsStep, Subject
from repatria.register.book import Book
from repatria.register.dead.consequences import Consequences, consequences
from repatria.register.dead.counts import Consignment, consignments
from repatria.register.dead.kept import identification_id
from repatria.register.dead.progress import is_wrong_side
from repatria.register.dead.specimens import holder, specimens_in
from repatria.register.derived.standings import standings
from repatria.register.states import Standing, State
from repatria.remains.conclusions import Conclusion, Conclusions
from repatria.remains.policy import Policy, assess
from repatria.remains.policy.probability import millionths
from repatria.web.presenters.account import HandedOver

MOST_CONCLUSIONS = 200
"""Conclusions on a page, the strongest first."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a board decided on a bag, and whether it stands.

    Attributes:
        person: The line of the missing person; None for somebody on no list.
        is_under_review: Whether a changed policy asks the board again.
        board: How many sat on it.
        steps: What followed, with its day.
    """

    identification: str
    remains: LineRef
    specimens: int
    person: LineRef | None
    on: date
    board: int
    wrong_side: bool
    is_under_review: bool
    steps: tuple[tuple[RemainsStep, date], ...]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An identification that was withdrawn; ``to_be_recovered`` names the bag where its remains have to come back."""

    identification: str
    on: date
    to_be_recovered: LineRef | None


@dataclass(frozen=True, slots=True)
class DeadAtTheDesk:
    """The desk of the dead: what lies where, and what was decided."""

    consignments: tuple[HandedOver, ...]
    decisions: tuple[Decision, ...]
    taken_back: tuple[TakenBack, ...]
    profiles: int
    has_policy: bool


@dataclass(frozen=True, slots=True)
class Bag:
    """One bag: its line, where it is, how many specimens the receiver found in it, and the decisions on it."""

    line: LineRef
    standing: Standing
    specimens: int
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneConsignment:
    """A consignment and a page of its bags."""

    about: HandedOver
    states: dict[State, int]
    custody: int
    effects: int
    has_contents: bool
    bags: tuple[Bag, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A conclusion beside what the policy in force says of it.

    Attributes:
        log10_lr: None where the pair is impossible.
        posterior: In per cent, None where it was not computed.
        passes: yes, no or unknown.
    """

    one: Conclusion
    log10_lr: float | None
    posterior: float | None
    passes: Truth
    is_lead: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A file of conclusions as a board reads it."""

    about: Conclusions
    judged: tuple[Judged, ...]
    left_out: int
    policy: str


def may_see(book: Book, actor: Actor, of: ListId) -> bool:
    """Whether an actor works on a consignment: the mediator's people on each, a party's on what it received."""
    columns = book.lists.get(of)
    if columns is None or columns.received.subject is not Subject.REMAINS:
        return False
    return actor.is_mediator or actor.party == holder(book, columns)


def desk_of_the_dead(book: Book, actor: Actor) -> DeadAtTheDesk:
    """Returns consignments and decisions that an actor works on. Cost: linear in identifications and lists of remains."""
    seen = [one for one in consignments(book) if may_see(book, actor, one.list)]
    lists = {one.list for one in seen}
    decisions, gone = [], []
    for index, made in enumerate(book.identifications, 1):
        if made is None:
            gone.append(identification_id(index))
        elif book.place(made.remains)[0].received.list in lists:
            decisions.append(_decision(book, index, made))
    return DeadAtTheDesk(
        tuple(_handed_over(book, one) for one in seen),
        tuple(reversed(decisions)),
        tuple(_taken_back(book, actor, gone)),
        len(book.dead.profiles) if actor.is_mediator else 0,
        book.dead.policy is not None,
    )


def _taken_back(book: Book, actor: Actor, gone: Collection[str]) -> list[TakenBack]:
    """Withdrawn identifications; of them only the mediator knows all, a party those whose remains it received."""
    found = []
    for act in book.withdrawals:
        if act.target not in gone:
            continue
        away = book.dead.away.get(int(act.target.removeprefix("I-")))
        bag = _bag(book, away.bag) if away is not None else None
        if actor.is_mediator or (bag is not None and may_see(book, actor, book.place(bag)[0].received.list)):
            found.append(TakenBack(act.target, act.at.date(), bag))
    return found


def _bag(book: Book, number: int) -> LineRef:
    columns, at = book.where(number)
    return join_line(columns.received.list, at + 1)


def _handed_over(book: Book, one: Consignment) -> HandedOver:
    counts = tuple((party, one.counts.get(party)) for party in book.parties)
    return HandedOver(one.list, one.sender, one.receiver, one.on_paper, counts, one.identified, one.wrong_side)


def _decision(book: Book, index: int, made: IdentificationMade) -> Decision:
    steps = book.dead.followed.get(index, {})
    return Decision(
        identification_id(index), made.remains, len(made.specimens), made.person, made.at.date(), len(set(made.board)),
        is_wrong_side(book, made), index in book.dead.reopened,
        tuple((step, date.fromordinal(day)) for step, day in steps.items()),
    )  # fmt: skip


def consignment(book: Book, of: ListId, *, page: int, size: int) -> OneConsignment:
    """Returns a page of a consignment's bags."""
    columns = book.lists[of]
    about = next(_handed_over(book, one) for one in consignments(book) if one.list == of)
    kept = standings(book)
    shown = range(columns.size)[(page - 1) * size : page * size]
    bags = tuple(
        Bag(
            join_line(of, at + 1), kept.of(columns.first + at), specimens_in(book, columns, at),
            tuple(identification_id(index) for index in book.dead.decisions.get(columns.first + at, ())),
        )
        for at in shown
    )  # fmt: skip
    dead = book.dead
    return OneConsignment(
        about,
        kept.states(columns),
        len(dead.custody.get(of, ())),
        len(dead.effects.get(of, ())),
        of in dead.contents,
        bags,
    )


def what_followed(book: Book, actor: Actor, ref: str) -> Consequences | None:
    """Returns what followed from an identification that an actor works on; None where there is no such."""
    try:
        found = consequences(book, ref)
    except IllegalAct:
        return None
    return found if may_see(book, actor, book.place(found.remains)[0].received.list) else None


def told(found: Conclusions, policy: Policy | None) -> Told:
    """Returns conclusions with what the policy in force says of each; without one, with what their file says."""
    ordered = sorted(found.conclusions, key=lambda one: -one.log10_lr)
    weighed = tuple(judged(one, policy) for one in ordered[:MOST_CONCLUSIONS])
    return Told(found, weighed, max(0, len(ordered) - MOST_CONCLUSIONS), policy.name if policy else "")


def judged(one: Conclusion, policy: Policy | None) -> Judged:
    """Returns a conclusion with what a policy says of it; without one, with what its file says."""
    log10_lr = one.log10_lr if math.isfinite(one.log10_lr) else None
    posterior = millionths(one.posterior) / 1e4 if one.posterior is not None else None
    if policy is None:
        return Judged(one, log10_lr, posterior, one.passes, False, one.reasons)
    verdict = assess(policy, one.basis)
    return Judged(one, log10_lr, posterior, verdict.passes, verdict.lead, verdict.reasons)
