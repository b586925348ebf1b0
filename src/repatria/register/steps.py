"""What is to be done next: every step that somebody owes, the most overdue first.

The account says where everybody is; this is the same, read as work: per line one step, who owes it and by when.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from repatria.people.refs import LineRef, ListId, PartyId
from repatria.register.book import Book
from repatria.register.derived.standings import STATES, Numbers, Standings, standings
from repatria.register.states import State

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


class Steps(Sequence[Step]):
    """Steps that are owed, by day and then in order of lists; each is made when somebody looks at it.

    They stay as they were when they were asked for, whatever is entered afterwards.

    Attributes:
        numbers: The lines' numbers among all lines of the book.
        states: Position of each one's state in `derived.standings.STATES`.
        visits: Which visit after the return it is, from 1; 0 for every other step.
        due_on: The days, as ordinals.
    """

    __slots__ = ("_book", "_names", "_owed_by", "due_on", "numbers", "states", "visits")

    def __init__(self, book: Book, numbers: Numbers, kept: Standings) -> None:
        self._book, self._names = book, kept.names
        self.numbers = numbers
        self.states, self.visits = kept.state[numbers], kept.visit[numbers]
        self._owed_by, self.due_on = kept.owed_by[numbers], kept.due_on[numbers]

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> Step: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Step, ...]: ...

    def __getitem__(self, at: int | slice) -> Step | tuple[Step, ...]:
        if isinstance(at, slice):
            return tuple(self._step(place) for place in range(*at.indices(len(self))))
        return self._step(range(len(self))[at])

    def __iter__(self) -> Iterator[Step]:
        return map(self._step, range(len(self)))

    def among(self, wanted: NDArray[np.bool_]) -> Steps:
        """Returns those at whose places ``wanted`` is true."""
        found = copy(self)
        found.numbers, found.states, found.visits = self.numbers[wanted], self.states[wanted], self.visits[wanted]
        found._owed_by, found.due_on = self._owed_by[wanted], self.due_on[wanted]  # noqa: SLF001 - its own copy
        return found

    def overdue(self, on: date) -> int:
        """Returns how many were due before a day."""
        return int(np.count_nonzero(self.due_on < on.toordinal()))

    def _step(self, at: int) -> Step:
        state, visit = STATES[self.states[at]], int(self.visits[at]) or None
        what = STEP[state] + (f" {visit}" if visit else "")
        by = self._names[self._owed_by[at]]
        assert by is not None
        due_on = date.fromordinal(int(self.due_on[at]))
        return Step(self._book.ref(int(self.numbers[at])), state, what, by, due_on, visit)


def outstanding(
    book: Book,
    *,
    owed_by: PartyId | None = None,
    states: Collection[State] = (),
    of: ListId | None = None,
    due_by: date | None = None,
    reader: PartyId | None = None,
) -> Steps:
    """Returns every step that is owed, by day and then in order of lists; what is given narrows it.

    Args:
        book: What was entered.
        owed_by: Only what this party, or the mediator, owes.
        states: Only lines in one of these states; all when empty.
        of: Only lines of this list.
        due_by: Only what is due on this day or before.
        reader: Who reads: parties are not told who said no in private.
    """
    columns = None if of is None else book.lists.get(of)
    if of is not None and columns is None:
        return Steps(book, np.zeros(0, np.int64), standings(book))
    kept = standings(book, reader=reader)
    return Steps(book, kept.where(owed_by=owed_by, states=states, of=columns, due_by=due_by), kept)
