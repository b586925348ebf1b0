"""The words of the account: what states there are, what each means, and whether somebody owes a step in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from repatria.people.refs import PartyId


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
    BURIED_UNDER_NUMBER = "buried under a number"
    PARTLY_IDENTIFIED = "partly identified"
    IDENTIFIED = "identified"
    UNDER_REVIEW = "identification under review"
    FAMILY_TOLD = "family told"
    RELEASED = "released"
    WRONG_SIDE = "wrong side"
    ROUTED_BACK = "routed back"
    RECEIPT_GIVEN = "receipt given"
    TO_BE_RECOVERED = "to be recovered"


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
    State.CHECKS_DIFFER: "The two sides, or two devices of one, checked the person off differently; both are kept.",
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
    State.BURIED_UNDER_NUMBER: "The remains lie buried under a number; an identification is still owed, then exhumation.",
    State.PARTLY_IDENTIFIED: "A board decided on some specimens of the bag; an identification of the others is owed.",
    State.IDENTIFIED: "A board decided who it is; notice to the family is owed.",
    State.UNDER_REVIEW: "The policy changed, and the identification does not pass it or cannot be held against it; the board owes a new decision.",
    State.FAMILY_TOLD: "The family was told; the release of the remains to it is owed.",
    State.RELEASED: "The remains were released to the family. Closed.",
    State.WRONG_SIDE: "A board decided that it is one of the sender's own; the receiver owes the way back.",
    State.ROUTED_BACK: "The receiver sent back one of the sender's own; the sender owes a receipt.",
    State.RECEIPT_GIVEN: "The sender gave its receipt for one of its own who came back. Closed.",
    State.TO_BE_RECOVERED: "Released or sent back under an identification that was withdrawn since; who had the remains last owes their recovery.",
}
"""What each state means, and whose step is next: the definitions that the glossary prints."""

CLOSED: Final = frozenset(
    {
        State.ALREADY_HOME, State.DUPLICATE, State.FOLLOWED_UP, State.WITHDRAWN, State.RELEASED, State.RECEIPT_GIVEN,
    }
)  # fmt: skip
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


def owed(state: State, by: PartyId, since: int) -> Standing:
    """Returns the standing of a line whose step is due `STEP_DAYS` after a day (an ordinal); of a closed state, nobody's."""
    if state in CLOSED:
        return closed(state)
    return Standing(state, by, date.fromordinal(since) + timedelta(STEP_DAYS))


def closed(state: State) -> Standing:
    """Returns the standing of a line in which nobody owes anything."""
    return Standing(state, None, None)
