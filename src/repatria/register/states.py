"""The closed set of states: where every line ever handed in is, who owes the next step, and by when.

A line is in exactly one state at every moment (`standing`). The state is derived from what was entered, never stored, so
it cannot drift from the acts. What was decided about a person counts for all lines judged to be that person. Days within
which a step is due come from `STEP_DAYS`. What each state means stands in `register.meanings`; what boards decided on the
dead, and what followed, in `register.dead.progress`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from repatria.exchange.outcome import Outcome
from repatria.people.party import MEDIATOR, Stance
from repatria.people.refs import PartyId
from repatria.register.acts import Answer, Remark, Subject, Wish
from repatria.register.agreements import Manifest
from repatria.register.book import Book
from repatria.register.columns import (
    ANSWER_CODE,
    ANSWERS,
    CONTESTED,
    OUTCOME_CODE,
    OUTCOMES,
    REMARK_CODE,
    REMARKS,
    WISH_CODE,
    ListColumns,
)
from repatria.register.dead.progress import of_person, of_remains
from repatria.register.fates import Place, is_open, latest_wish
from repatria.register.meanings import CLOSED, MEANING, OUTSTANDING, STEP_DAYS, Standing, State, closed, owed

__all__ = [
    "CLOSED", "CROSSED_CODES", "MEANING", "OUTSTANDING", "STEP_DAYS", "Standing", "State", "has_returned", "next_visit",
    "standing", "untouched",
]  # fmt: skip

_DUPLICATE: Final = ANSWER_CODE[Answer.DUPLICATE]
_ACCEPTS: Final = REMARK_CODE[Remark.ACCEPTS]


def standing(book: Book, columns: ListColumns, at: int) -> Standing:
    """Returns where a line is."""
    if columns.withdrawn[at]:
        return closed(State.WITHDRAWN)
    if columns.received.subject is Subject.REMAINS:
        return of_remains(book, columns, at)
    members = book.members(columns, at)
    twin = _earlier_twin(columns, at, members)
    if twin is None:
        return _moved(book, columns, members) or _said(book, columns, at, members)
    if _is_contested(book, columns.first + at, twin, members):
        since = columns.received.at.toordinal()
        return _moved(book, columns, [(columns, at)]) or owed(State.DISPUTED, MEDIATOR, since)
    return closed(State.DUPLICATE)


def untouched(book: Book, columns: ListColumns) -> Standing:
    """Returns where the lines of a list are of which nobody has said anything yet."""
    received = columns.received
    state = State.ANNOUNCED if received.subject is Subject.REMAINS else State.UNANSWERED
    return Standing(state, book.other(received.party), received.answer_due_on)


def has_returned(book: Book, columns: ListColumns, at: int) -> bool:
    """Whether both sides say that the person on a line has crossed."""
    return standing(book, columns, at).state in (State.RETURNED, State.FOLLOWED_UP)


def standing_told(book: Book, columns: ListColumns, at: int) -> Standing:
    """Returns where parties are told that a line is: as if nobody on it had said anything in private.

    What was said at the crossing, before both sides, is told as it is.
    """
    found = standing(book, columns, at)
    if found.state is not State.DECLINED:
        return found
    members = book.members(columns, at)
    return _moved(book, columns, members, asked=False) or _said(book, columns, at, members)


def _earlier_twin(columns: ListColumns, at: int, members: list[Place]) -> int | None:
    """The first line of the same party and stance that is the same person and comes before this one, if any."""
    received, number = columns.received, columns.first + at
    for c, i in members:  # in order of number
        if c.first + i >= number:
            return None
        if (c.received.party, c.received.stance) == (received.party, received.stance) and not c.withdrawn[i]:
            return c.first + i
    return None


def _is_contested(book: Book, number: int, twin: int, members: list[Place]) -> bool:
    """Whether a party calls a line, or its earlier twin, different from somebody with whom a chain of *same* joins it."""
    group = [c.first + i for c, i in members]
    return book.matches.is_contested(number, group) or book.matches.is_contested(twin, group)


def _is_carried(book: Book, number: int) -> bool:
    """Whether following "duplicate of" from a line ends at a line that stands for the person, not in a circle."""
    seen = {number}
    while True:
        columns, at = book.where(number)
        if columns.withdrawn[at]:
            return False
        members = book.members(columns, at)
        following = _earlier_twin(columns, at, members)
        if following is not None and _is_contested(book, number, following, members):
            return True
        if following is None and columns.answer[at] == _DUPLICATE and columns.remark[at] == _ACCEPTS:
            following = book.duplicates.get(number)
        if following is None:
            return True
        if following in seen:
            return False
        seen.add(following)
        number = following


def _moved(book: Book, columns: ListColumns, members: list[Place], *, asked: bool = True) -> Standing | None:
    """What became of the person on identifications and manifests, or None when neither concerns them.

    Where nobody was ``asked``, a no in private counts for nothing.
    """
    if book.identifications and (named := of_person(book, members, seeker=_seeker(book, columns))):
        return named
    on = [(is_open(book, c, i), c.manifest[i], c, i) for c, i in members if _stands(book, c.manifest[i])]
    if on:
        _, index, carrier, place = max(on, key=lambda found: found[:2])
        return _on_manifest(book, book.manifest_order[index - 1], columns, carrier, place, members, asked=asked)
    if asked and latest_wish(members) == WISH_CODE[Wish.UNWILLING]:
        return owed(State.DECLINED, MEDIATOR, max(c.wished_on[i] for c, i in members))
    return None


def _stands(book: Book, index: int) -> bool:
    return index > 0 and not book.manifest_order[index - 1].withdrawn


def _on_manifest(
    book: Book,
    manifest: Manifest,
    columns: ListColumns,
    carrier: ListColumns,
    at: int,
    members: list[Place],
    *,
    asked: bool,
) -> Standing:
    moves_on = manifest.content.moves_on
    codes = [carrier.checks(judge)[at] for judge in manifest.checkers]
    if asked and not any(codes) and latest_wish(members) == WISH_CODE[Wish.UNWILLING]:
        return owed(State.DECLINED, MEDIATOR, max(c.wished_on[i] for c, i in members))
    if not manifest.in_force:
        missing = [party for party in manifest.content.needs if party not in manifest.signed]
        return Standing(State.AWAITING_SIGNATURES, missing[0], moves_on)
    names = (*book.parties, MEDIATOR)
    open_ones = [names[judge] for judge, code in zip(manifest.checkers, codes, strict=True) if not code]
    if len(open_ones) == len(codes):
        return Standing(State.ON_MANIFEST, _holder(book, columns), moves_on)
    if CONTESTED in codes:
        return owed(State.CHECKS_DIFFER, MEDIATOR, carrier.checked_on[at])
    if open_ones:
        return Standing(State.HALF_CHECKED, open_ones[0], moves_on)
    checked_on = carrier.checked_on[at]
    if len(set(codes)) > 1:
        return owed(State.CHECKS_DIFFER, MEDIATOR, checked_on)
    return _checked(book, columns, OUTCOMES[codes[0] - 1], checked_on, members)


def _checked(book: Book, columns: ListColumns, outcome: Outcome, on: int, members: list[Place]) -> Standing:
    holder = _holder(book, columns)
    match outcome:
        case Outcome.CROSSED | Outcome.NOT_ON_THE_MANIFEST:
            return _returned(book, columns, on, members)
        case Outcome.DECLINED:
            return owed(State.DECLINED, MEDIATOR, on)
        case Outcome.ABSENT:
            return owed(State.ABSENT, holder, on)
        case Outcome.UNFIT:
            return owed(State.UNFIT, holder, on)
        case Outcome.DIED:
            return owed(State.DIED_BEFORE_HANDOVER, holder, on)
        case Outcome.MISTAKEN_IDENTITY:
            return owed(State.MISTAKEN_IDENTITY, holder, on)


def _returned(book: Book, columns: ListColumns, on: int, members: list[Place]) -> Standing:
    following = _following_visit(book, members)
    if following is None:
        return closed(State.FOLLOWED_UP)
    assert book.desk is not None
    due = date.fromordinal(on) + timedelta(book.desk.follow_up_days[following - 1])
    return Standing(State.RETURNED, _seeker(book, columns), due)


def next_visit(book: Book, columns: ListColumns, at: int) -> int | None:
    """Returns which visit after the return was not made yet for the person on a line, from 1; None when all were."""
    return _following_visit(book, book.members(columns, at))


def _following_visit(book: Book, members: list[Place]) -> int | None:
    assert book.desk is not None
    done = 0
    for c, i in members:
        done |= c.follow_ups[i]
    open_ones = (n for n in range(1, len(book.desk.follow_up_days) + 1) if not done >> (n - 1) & 1)
    return next(open_ones, None)


def _said(book: Book, columns: ListColumns, at: int, members: list[Place]) -> Standing:
    """What the parties' answers and remarks make of a line that no manifest concerns."""
    matched = any(_is_counterpart(c, columns) and not c.withdrawn[i] for c, i in members)
    code = columns.answer[at]
    if not code:
        if matched:
            return owed(State.HELD, MEDIATOR, columns.received.at.toordinal())
        received = columns.received
        return Standing(State.UNANSWERED, book.other(received.party), received.answer_due_on)
    remark = REMARKS[columns.remark[at] - 1] if columns.remark[at] else None
    on = max(columns.answered_on[at], columns.remarked_on[at])
    state = _state_of_answer(ANSWERS[code - 1], remark, matched=matched)
    if state is State.DUPLICATE and not _is_carried(book, columns.first + at):
        state = State.DISPUTED
    return owed(state, _who_owes(book, state, columns.received.party), on)


def _is_counterpart(other: ListColumns, columns: ListColumns) -> bool:
    """Whether one list seeks and the other holds, and they are different parties'."""
    return other.received.party != columns.received.party and other.received.stance is not columns.received.stance


def _state_of_answer(  # noqa: C901 - one flat case per answer reads better than a table of exceptions
    answer: Answer, remark: Remark | None, *, matched: bool
) -> State:
    if remark is Remark.CONTESTS:
        return State.DISPUTED
    accepted = remark is Remark.ACCEPTS
    match answer:
        case Answer.HELD | Answer.ACKNOWLEDGED:
            return State.HELD
        case Answer.NOT_HELD if matched:
            return State.DISPUTED
        case Answer.NOT_HELD:
            return State.TRACING if accepted else State.NOT_HELD
        case Answer.DEAD:
            return State.SAID_DEAD
        case Answer.ALREADY_RETURNED:
            return State.ALREADY_HOME if accepted else State.SAID_RETURNED
        case Answer.LEFT_TERRITORY:
            return State.TRACING if accepted else State.SAID_LEFT
        case Answer.GROWN_UP:
            return State.GROWN_UP
        case Answer.DUPLICATE:
            return State.DUPLICATE if accepted else State.SAID_DUPLICATE
        case Answer.CANNOT_IDENTIFY if matched:
            return State.HELD
        case Answer.CANNOT_IDENTIFY:
            return State.UNANSWERED if remark is Remark.ADDS else State.NEEDS_INFORMATION
        case Answer.WITHHELD:
            return State.WITHHELD
        case Answer.DISPUTED:
            return State.DISPUTED


_SENDER_OWES = frozenset(
    {State.NEEDS_INFORMATION, State.NOT_HELD, State.SAID_RETURNED, State.SAID_LEFT, State.SAID_DUPLICATE}
)
_OTHER_OWES = frozenset({State.UNANSWERED, State.SAID_DEAD, State.GROWN_UP})


def _who_owes(book: Book, state: State, sender: PartyId) -> PartyId:
    if state in _SENDER_OWES:
        return sender
    return book.other(sender) if state in _OTHER_OWES else MEDIATOR


def _holder(book: Book, columns: ListColumns) -> PartyId:
    party = columns.received.party
    return party if columns.received.stance is Stance.HOLDS else book.other(party)


def _seeker(book: Book, columns: ListColumns) -> PartyId:
    return book.other(_holder(book, columns))


CROSSED_CODES: Final = frozenset({OUTCOME_CODE[Outcome.CROSSED], OUTCOME_CODE[Outcome.NOT_ON_THE_MANIFEST]})
"""Codes of the check-offs that mean that somebody passed over."""
