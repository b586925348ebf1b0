"""The closed set of states: where every line ever handed in is, who owes the next step, and by when.

A line is in exactly one state at every moment (`standing`). The state is derived from what was entered, never stored, so
it cannot drift from the acts. What was decided about a person counts for all lines judged to be that person. Days within
which a step is due come from `STEP_DAYS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
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
    OUTCOME_CODE,
    OUTCOMES,
    REMARK_CODE,
    REMARKS,
    WISH_CODE,
    ListColumns,
)
from repatria.register.fates import Place, is_open, latest_wish

_DUPLICATE: Final = ANSWER_CODE[Answer.DUPLICATE]
_ACCEPTS: Final = REMARK_CODE[Remark.ACCEPTS]


class State(StrEnum):
    """Where a line is. Each value is defined by its text in `MEANING`."""

    UNANSWERED = "unanswered"
    NEEDS_INFORMATION = "needs information"
    WITHHELD = "withheld to the mediator"
    HELD = "held"
    NOT_HELD = "not held"
    TRACING = "tracing"
    SAID_DEAD = "said dead"
    SAID_RETURNED = "said returned"
    ALREADY_HOME = "already home"
    SAID_LEFT = "said to have left"
    GROWN_UP = "grown up"
    SAID_DUPLICATE = "said duplicate"
    DUPLICATE = "duplicate"
    DISPUTED = "disputed"
    AWAITING_SIGNATURES = "awaiting signatures"
    ON_MANIFEST = "on a manifest"
    HALF_CHECKED = "checked by one side"
    CHECKS_DIFFER = "check-offs differ"
    RETURNED = "returned"
    FOLLOWED_UP = "followed up"
    DECLINED = "declined"
    ABSENT = "absent"
    UNFIT = "unfit"
    DIED_BEFORE_HANDOVER = "died before handover"
    MISTAKEN_IDENTITY = "mistaken identity"
    WITHDRAWN = "withdrawn"
    ANNOUNCED = "announced"
    RECEIVED = "received"
    NOT_AMONG_RECEIVED = "not among those received"
    COUNTS_DIFFER = "counts differ"
    IDENTIFIED = "identified"


MEANING: Final[dict[State, str]] = {
    State.UNANSWERED: "The other party has not answered; it owes an answer.",
    State.NEEDS_INFORMATION: "The other party cannot identify the person and says what it needs; the sender owes that.",
    State.WITHHELD: "The answer was given to the mediator alone, who owes the next step.",
    State.HELD: "The holder says yes, or both parties judged a line that seeks and a line that holds to be one person.",
    State.NOT_HELD: "The other party says that it does not hold the person; the sender owes a remark.",
    State.TRACING: "The sender took note that the person is not held or has left; tracing goes on, the mediator owes it.",
    State.SAID_DEAD: "The other party says that the person is dead; it owes remains or a certificate.",
    State.SAID_RETURNED: "The other party says that the person is home already; the sender owes a confirmation.",
    State.ALREADY_HOME: "Both parties say that the person came home before this exchange. Closed.",
    State.SAID_LEFT: "The other party says that the person has left its territory; the sender owes a remark.",
    State.GROWN_UP: "The other party says that the child has come of age. The case stays open; that party owes contact.",
    State.SAID_DUPLICATE: "The other party says that another line is the same person; the sender owes a remark.",
    State.DUPLICATE: "The sender agrees that an earlier or named line of its own is the same person. Closed: that line carries on.",
    State.DISPUTED: "The parties contradict each other, or judgements do; the mediator owes the next step.",
    State.AWAITING_SIGNATURES: "The person is on a manifest that somebody has not signed yet.",
    State.ON_MANIFEST: "The person is on a manifest in force and has not been checked off.",
    State.HALF_CHECKED: "One side has checked the person off, the other has not.",
    State.CHECKS_DIFFER: "The two sides checked the person off differently; both are kept.",
    State.RETURNED: "Both sides say that the person crossed; follow-up falls due.",
    State.FOLLOWED_UP: "The person crossed and every follow-up was made. Closed.",
    State.DECLINED: "The person said no, in the private interview or at the crossing; the mediator asks again.",
    State.ABSENT: "The person was not there at the crossing; the holder owes an explanation.",
    State.UNFIT: "The person was not fit to travel; the holder owes care and a new day.",
    State.DIED_BEFORE_HANDOVER: "The person died before the handover; the holder owes remains and a certificate.",
    State.MISTAKEN_IDENTITY: "Somebody else came in the person's place; the holder owes the right person.",
    State.WITHDRAWN: "The sender took the claim back; its name stays. Closed.",
    State.ANNOUNCED: "A bag on a consignment's paper that nobody has counted yet; the receiver owes a count.",
    State.RECEIVED: "A bag that the receiver counted; an identification is owed.",
    State.NOT_AMONG_RECEIVED: "A bag on the paper that no count found; the sender owes an explanation.",
    State.COUNTS_DIFFER: "One side counted the bag, the other did not find it; both are kept.",
    State.IDENTIFIED: "A board decided who it is; notice to the family is owed.",
}
"""What each state means, and whose step is next: the definitions that the glossary prints."""

CLOSED: Final = frozenset({State.ALREADY_HOME, State.DUPLICATE, State.FOLLOWED_UP, State.WITHDRAWN})
"""States in which nobody owes anything. The line stays on the account all the same."""

OUTSTANDING: Final = frozenset({State.UNANSWERED, State.ANNOUNCED})
"""States in which a line waits for the other party's first word; all others count as answered."""

STEP_DAYS: Final = 28
"""Days for a step that no list, manifest or terms date: the four weeks that the parties to the Yemen agreement of 2018
gave themselves to verify each other's lists (domain notes; Reuters 2018-12-19)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A line's state, who owes the next step (None: nobody) and by when."""

    state: State
    owed_by: PartyId | None
    due_on: date | None


def standing(book: Book, columns: ListColumns, at: int) -> Standing:
    """Returns where a line is."""
    if columns.withdrawn[at]:
        return _closed(State.WITHDRAWN)
    if columns.received.subject is Subject.REMAINS:
        return _remains(book, columns, at)
    members = book.members(columns, at)
    twin = _earlier_twin(columns, at, members)
    if twin is None:
        return _moved(book, columns, members) or _said(book, columns, at, members)
    if _is_contested(book, columns.first + at, twin, members):
        since = columns.received.at.toordinal()
        return _moved(book, columns, [(columns, at)]) or _owed(State.DISPUTED, MEDIATOR, since)
    return _closed(State.DUPLICATE)


def has_returned(book: Book, columns: ListColumns, at: int) -> bool:
    """Whether both sides say that the person on a line has crossed."""
    return standing(book, columns, at).state in (State.RETURNED, State.FOLLOWED_UP)


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


def _moved(book: Book, columns: ListColumns, members: list[Place]) -> Standing | None:
    """What became of the person on identifications and manifests, or None when neither concerns them."""
    named = max(c.identification[i] for c, i in members) if book.identifications else 0
    if named:
        made = book.identifications[named - 1]
        assert made is not None
        return _owed(State.IDENTIFIED, _seeker(book, columns), made.at.toordinal())
    on = [(is_open(book, c, i), c.manifest[i], c, i) for c, i in members if _stands(book, c.manifest[i])]
    if on:
        _, index, carrier, place = max(on, key=lambda found: found[:2])
        return _on_manifest(book, book.manifest_order[index - 1], columns, carrier, place, members)
    if latest_wish(members) == WISH_CODE[Wish.UNWILLING]:
        return _owed(State.DECLINED, MEDIATOR, max(c.wished_on[i] for c, i in members))
    return None


def _stands(book: Book, index: int) -> bool:
    return index > 0 and not book.manifest_order[index - 1].withdrawn


def _on_manifest(
    book: Book, manifest: Manifest, columns: ListColumns, carrier: ListColumns, at: int, members: list[Place]
) -> Standing:
    moves_on = manifest.content.moves_on
    codes = [carrier.checks(judge)[at] for judge in manifest.checkers]
    if not any(codes) and latest_wish(members) == WISH_CODE[Wish.UNWILLING]:
        return _owed(State.DECLINED, MEDIATOR, max(c.wished_on[i] for c, i in members))
    if not manifest.in_force:
        missing = [party for party in manifest.content.needs if party not in manifest.signed]
        return Standing(State.AWAITING_SIGNATURES, missing[0], moves_on)
    names = (*book.parties, MEDIATOR)
    open_ones = [names[judge] for judge, code in zip(manifest.checkers, codes, strict=True) if not code]
    if len(open_ones) == len(codes):
        return Standing(State.ON_MANIFEST, _holder(book, columns), moves_on)
    if open_ones:
        return Standing(State.HALF_CHECKED, open_ones[0], moves_on)
    checked_on = carrier.checked_on[at]
    if len(set(codes)) > 1:
        return _owed(State.CHECKS_DIFFER, MEDIATOR, checked_on)
    return _checked(book, columns, OUTCOMES[codes[0] - 1], checked_on, members)


def _checked(book: Book, columns: ListColumns, outcome: Outcome, on: int, members: list[Place]) -> Standing:
    holder = _holder(book, columns)
    match outcome:
        case Outcome.CROSSED | Outcome.NOT_ON_THE_MANIFEST:
            return _returned(book, columns, on, members)
        case Outcome.DECLINED:
            return _owed(State.DECLINED, MEDIATOR, on)
        case Outcome.ABSENT:
            return _owed(State.ABSENT, holder, on)
        case Outcome.UNFIT:
            return _owed(State.UNFIT, holder, on)
        case Outcome.DIED:
            return _owed(State.DIED_BEFORE_HANDOVER, holder, on)
        case Outcome.MISTAKEN_IDENTITY:
            return _owed(State.MISTAKEN_IDENTITY, holder, on)


def _returned(book: Book, columns: ListColumns, on: int, members: list[Place]) -> Standing:
    following = _following_visit(book, members)
    if following is None:
        return _closed(State.FOLLOWED_UP)
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
            return _owed(State.HELD, MEDIATOR, columns.received.at.toordinal())
        received = columns.received
        return Standing(State.UNANSWERED, book.other(received.party), received.answer_due_on)
    remark = REMARKS[columns.remark[at] - 1] if columns.remark[at] else None
    on = max(columns.answered_on[at], columns.remarked_on[at])
    state = _state_of_answer(ANSWERS[code - 1], remark, matched=matched)
    if state is State.DUPLICATE and not _is_carried(book, columns.first + at):
        state = State.DISPUTED
    return _owed(state, _who_owes(book, state, columns.received.party), on)


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


def _remains(book: Book, columns: ListColumns, at: int) -> Standing:
    received = columns.received
    sender, receiver = received.party, book.other(received.party)
    tallies = book.tallies.get(received.list, {})
    if columns.identification[at]:
        made = book.identifications[columns.identification[at] - 1]
        assert made is not None
        return _owed(State.IDENTIFIED, receiver, made.at.toordinal())
    if receiver not in tallies:
        return _uncounted(book, columns, at, receiver)
    counted_on = tallies[receiver].at.toordinal()
    missing = {party for party in tallies if book.is_missing(columns, at, party)}
    if receiver in missing and sender in tallies and sender not in missing:
        return _owed(State.COUNTS_DIFFER, MEDIATOR, counted_on)
    if receiver in missing:
        return _owed(State.NOT_AMONG_RECEIVED, sender, counted_on)
    return _owed(State.RECEIVED, receiver, counted_on)


def _uncounted(book: Book, columns: ListColumns, at: int, receiver: PartyId) -> Standing:
    index = columns.manifest[at]
    if not index or book.manifest_order[index - 1].withdrawn:
        return Standing(State.ANNOUNCED, receiver, columns.received.answer_due_on)
    content = book.manifest_order[index - 1].content
    missing = [party for party in content.needs if party not in book.manifest_order[index - 1].signed]
    if missing:
        return Standing(State.AWAITING_SIGNATURES, missing[0], content.moves_on)
    return Standing(State.ON_MANIFEST, receiver, content.moves_on)


def _holder(book: Book, columns: ListColumns) -> PartyId:
    party = columns.received.party
    return party if columns.received.stance is Stance.HOLDS else book.other(party)


def _seeker(book: Book, columns: ListColumns) -> PartyId:
    return book.other(_holder(book, columns))


def _owed(state: State, by: PartyId, since: int) -> Standing:
    if state in CLOSED:
        return _closed(state)
    return Standing(state, by, date.fromordinal(since) + timedelta(STEP_DAYS))


def _closed(state: State) -> Standing:
    return Standing(state, None, None)


CROSSED_CODES: Final = frozenset({OUTCOME_CODE[Outcome.CROSSED], OUTCOME_CODE[Outcome.NOT_ON_THE_MANIFEST]})
"""Codes of the check-offs that mean that somebody passed over."""
