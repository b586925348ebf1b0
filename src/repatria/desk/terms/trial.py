"""What a text of terms would come to before anybody signs it: how many fall under each clause, and whether a plan exists.

A trial asks nobody and holds nobody back: it counts on everybody in a state to go as willing, fit and determined, so that
nothing said in private shows in its numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from repatria.desk.planning import allocate_people, remaining
from repatria.desk.session import Desk
from repatria.desk.terms.candidates import Candidate
from repatria.desk.terms.eligible import Eligible, eligible
from repatria.errors import AnswerIsNo
from repatria.exchange.terms import Terms
from repatria.people.facts import Truth
from repatria.people.party import Actor
from repatria.people.refs import ExchangeId, LineRef, PartyId
from repatria.register.states import State, standing_told

LETTER = {Truth.YES: "y", Truth.NO: "n", Truth.UNKNOWN: "u"}
"""One letter a person: the answers for 200,000 people are kept and searched as texts."""
TELL_EVERY = 500


@dataclass(frozen=True, slots=True)
class Reason:
    """Why so many people have an answer under a clause; for unknown, what would settle it.

    Attributes:
        hidden: It rests on what the reader may not see.
    """

    truth: Truth
    words: tuple[str, ...]
    people: int
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """How many of one side go in one stage under one clause."""

    stage: int
    holder: PartyId
    clause: str
    people: int


@dataclass(frozen=True, slots=True)
class Trial:
    """Whether the terms can be kept.

    Attributes:
        able: People who fall under the terms and are in a state to go.
        placed: Who would go when.
        left: How many of the able have no place.
        why: Why no plan exists, with the promises in ``conflict``, in their words; both empty when there is one.
    """

    able: int
    placed: tuple[Placed, ...]
    left: int
    why: str = ""
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """Everybody on an exchange's lists under one text.

    Attributes:
        lines: A line of each person: the first.
        holders: Who has the person, in the same order; empty where that is not known.
        answers: By clause, a letter for each person in the same order (`LETTER`).
        reasons: By clause, the most frequent first.
        trial: None for terms on remains alone.
    """

    lines: tuple[LineRef, ...]
    holders: tuple[str, ...]
    answers: Mapping[str, str]
    reasons: Mapping[str, tuple[Reason, ...]]
    trial: Trial | None


def _tell_nobody(stage: str) -> None:
    del stage


def count(
    desk: Desk,
    exchange: ExchangeId,
    terms: Terms,
    *,
    reader: Actor,
    in_force: bool,
    telling: Callable[[str], None] = _tell_nobody,
) -> Counted:
    """Returns what a text comes to for a reader. Cost: half a millisecond a person, and the search for a plan."""
    clauses = [clause.id for clause in terms.clauses if clause.of_the_living]
    letters: dict[str, list[str]] = {clause: [] for clause in clauses}
    reasons: dict[str, Counter[tuple[Truth, tuple[str, ...], bool]]] = {clause: Counter() for clause in clauses}
    everybody: list[Candidate] = []
    for one in eligible(desk, exchange, terms, reader=reader, in_force=in_force):
        everybody.append(_as_unasked(desk, one.candidate))
        for clause in clauses:
            letters[clause].append(LETTER[one.candidate.assessments[clause].truth])
            reasons[clause][_reason(one, clause)] += 1
        if not len(everybody) % TELL_EVERY:
            telling(f"{len(everybody)}")
    telling("planning")
    return Counted(
        tuple(one.file.lines[0] for one in everybody),
        tuple(one.holder or "" for one in everybody),
        {clause: "".join(found) for clause, found in letters.items()},
        {
            clause: tuple(Reason(t, w, n, h) for (t, w, h), n in found.most_common())
            for clause, found in reasons.items()
        },
        _trial(desk, terms, everybody) if clauses else None,
    )


def _reason(one: Eligible, clause: str) -> tuple[Truth, tuple[str, ...], bool]:
    """Returns the answer, and what decides it without the lines that differ from person to person."""
    found = one.candidate.assessments[clause]
    deciding = found.would_settle or found.because or found.reasons
    return found.truth, tuple(text.partition(" by line ")[0] for text in deciding), clause in one.hidden


def _as_unasked(desk: Desk, one: Candidate) -> Candidate:
    """The person as if nobody had been asked yet: whoever said no, perhaps in private, is counted on all the same."""
    if one.state is not State.DECLINED:
        return one
    book = desk.book()
    return replace(one, state=standing_told(book, *book.place(one.line)).state)


def _trial(desk: Desk, terms: Terms, everybody: list[Candidate]) -> Trial:
    able = sum(one.may_go for one in everybody)
    try:
        plan, _, apart = allocate_people(remaining(desk.book(), terms, everybody), everybody)
    except AnswerIsNo as no:
        return Trial(able, (), 0, no.message, no.hint)
    assert plan is not None
    placed = tuple(Placed(stage, holder, clause, n) for (stage, clause, holder), n in sorted(plan.counts().items()))
    return Trial(able, placed, len(plan.left) + len(apart))
