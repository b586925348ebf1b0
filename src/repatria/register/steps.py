"""What is to be done next: every step that somebody owes, the most overdue first.

The account says where everybody is; this is the same, read as work: per line one step, who owes it and by when.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from repatria.people.refs import LineRef, ListId, PartyId, join_line
from repatria.register.book import Book
from repatria.register.states import State, next_visit, standing

STEP: Final[dict[State, str]] = {
    State.UNANSWERED: "answer",
    State.NEEDS_INFORMATION: "give what is needed to identify the person",
    State.WITHHELD: "decide on what was withheld",
    State.HELD: "see to the return",
    State.NOT_HELD: "remark on the answer",
    State.TRACING: "trace",
    State.SAID_DEAD: "hand over remains or a certificate",
    State.SAID_RETURNED: "confirm or contest",
    State.SAID_LEFT: "remark on the answer",
    State.GROWN_UP: "put in contact",
    State.SAID_DUPLICATE: "remark on the answer",
    State.DISPUTED: "clear up the dispute",
    State.AWAITING_SIGNATURES: "sign the manifest",
    State.ON_MANIFEST: "hand over as on the manifest",
    State.HALF_CHECKED: "check off",
    State.CHECKS_DIFFER: "clear up the check-offs",
    State.RETURNED: "visit",
    State.DECLINED: "ask again",
    State.ABSENT: "explain the absence",
    State.UNFIT: "care, and a new day",
    State.DIED_BEFORE_HANDOVER: "hand over remains and a certificate",
    State.MISTAKEN_IDENTITY: "bring the right person",
    State.ANNOUNCED: "count the bag",
    State.RECEIVED: "identify",
    State.NOT_AMONG_RECEIVED: "explain the missing bag",
    State.COUNTS_DIFFER: "count again",
    State.BURIED_UNDER_NUMBER: "identify",
    State.PARTLY_IDENTIFIED: "identify the other specimens",
    State.IDENTIFIED: "notify the family",
    State.UNDER_REVIEW: "decide again",
    State.FAMILY_TOLD: "release the remains to the family",
    State.WRONG_SIDE: "send back the sender's own",
    State.ROUTED_BACK: "give a receipt",
    State.TO_BE_RECOVERED: "recover the remains",
}
"""What the next step is, for every state in which somebody owes one."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step that is owed.

    Attributes:
        line: Whom it concerns.
        state: The line's state.
        what: The step in words; for a visit after the return, which one.
        owed_by: A party, or the mediator.
        due_on: The last day on which it is in time.
        visit: Which visit after the return, from 1; None for every other step.
    """

    line: LineRef
    state: State
    what: str
    owed_by: PartyId
    due_on: date
    visit: int | None = None

    def is_overdue(self, on: date) -> bool:
        """Whether the step was due before that day."""
        return self.due_on < on


def outstanding(
    book: Book,
    *,
    owed_by: PartyId | None = None,
    states: Collection[State] = (),
    of: ListId | None = None,
    due_by: date | None = None,
) -> tuple[Step, ...]:
    """Returns every step that is owed, by day and then in order of lists; what is given narrows it.

    Args:
        book: What was entered.
        owed_by: Only what this party, or the mediator, owes.
        states: Only lines in one of these states; all when empty.
        of: Only lines of this list.
        due_by: Only what is due on this day or before.
    """
    found = [
        step
        for columns in book.order
        if of in (None, columns.received.list)
        for at in range(columns.size)
        if (step := _step(book, columns.received.list, at))
        and owed_by in (None, step.owed_by)
        and (not states or step.state in states)
        and (due_by is None or step.due_on <= due_by)
    ]
    return tuple(sorted(found, key=lambda step: step.due_on))


def _step(book: Book, of: ListId, at: int) -> Step | None:
    columns = book.lists[of]
    found = standing(book, columns, at)
    if found.owed_by is None or found.due_on is None:
        return None
    visit = next_visit(book, columns, at) if found.state is State.RETURNED else None
    what = STEP[found.state] + (f" {visit}" if visit else "")
    return Step(join_line(of, at + 1), found.state, what, found.owed_by, found.due_on, visit)
