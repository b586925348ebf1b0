"""What follows a handover, and what can be taken back: visits, withdrawal, suspension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from repatria.desk.session import Desk, Entered, permit
from repatria.errors import NotPermitted
from repatria.people.party import Actor, Role
from repatria.people.refs import ExchangeId, LineRef
from repatria.register import acts
from repatria.register.book import Book
from repatria.register.dead.consequences import Consequences, consequences
from repatria.register.dead.counts import remains_account
from repatria.register.states import State, standing


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A visit after the return: which of the due days (from 1), what was found, whether something is needed."""

    line: LineRef
    milestone: int
    found: str
    needed: bool = False


def follow_up(desk: Desk, *, by: Actor, rows: Sequence[FollowUpRow]) -> Entered:
    """Enters visits after the return; what was found is kept as a document, the book holds its digest."""
    permit("follow-up", by)
    if by.role in (Role.LABORATORY, Role.OFFICER):
        raise NotPermitted("visits are made by a verifier, a delegate or the mediator's registrar")
    with desk.entering() as block:
        for row in rows:
            columns, at = block.book.place(row.line)
            if row.milestone > 0 and columns.follow_ups[at] >> (row.milestone - 1) & 1:
                block.pass_over()
                continue
            block.enter(
                acts.FollowUpRecorded(
                    at=block.at, by=str(by), line=row.line, milestone=row.milestone,
                    found=block.keep_text(row.found), needed=row.needed,
                )
            )  # fmt: skip
    return Entered(len(block.entries), block.already)


@dataclass(frozen=True, slots=True)
class LineBeforeAndAfter:
    """Where a line was before a withdrawal, and where it is after it."""

    line: LineRef
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Withdrawal(Entered):
    """What a withdrawal did.

    Attributes:
        followed: What had followed from an identification that was taken back; None for anything else.
        lines: Where its bag and the lines of its person were and are.
        identified: How many people the receiving party had identified, before and after.
        wrong_side: The same of the sender's own.
    """

    followed: Consequences | None = None
    lines: tuple[LineBeforeAndAfter, ...] = ()
    identified: tuple[int, int] | None = None
    wrong_side: tuple[int, int] | None = None


def withdraw(desk: Desk, *, by: Actor, target: str, reason: str) -> Withdrawal:
    """Takes back a claim of one's own, a manifest not yet moved, or an identification. Nothing disappears.

    The reason is kept as a document; the journal holds its digest. Of an identification everything is told that followed
    from it: whom it was told, where the remains went, which other bags are the same person's, and what the account loses.
    """
    permit("withdraw", by)
    if target.startswith(("M-", "I-")) and by.role is not Role.REGISTRAR:
        raise NotPermitted("manifests and identifications are withdrawn by the mediator's registrar", place=target)
    with desk.entering() as block:
        reason_digest = block.keep_text(reason)
        if any(w.target == target and w.reason == reason_digest for w in block.book.withdrawals):
            block.pass_over()
            return Withdrawal(0, block.already)
        followed = consequences(block.book, target) if target.startswith("I-") else None
        before = _as_it_is(block.book, followed)
        block.enter(acts.Withdrawn(at=block.at, by=str(by), target=target, reason=reason_digest))
        after = _as_it_is(block.book, followed)
    return _withdrawal(len(block.entries), followed, before, after)


_Seen = tuple[dict[LineRef, State], int, int]


def _as_it_is(book: Book, followed: Consequences | None) -> _Seen:
    if followed is None:
        return {}, 0, 0
    counts = remains_account(book)[followed.receiver]
    states = {line: standing(book, *book.place(line)).state for line in followed.lines}
    return states, counts.identified, counts.wrong_side


def _withdrawal(new: int, followed: Consequences | None, before: _Seen, after: _Seen) -> Withdrawal:
    if followed is None:
        return Withdrawal(new)
    lines = tuple(LineBeforeAndAfter(line, state, after[0][line]) for line, state in before[0].items())
    return Withdrawal(new, 0, followed, lines, (before[1], after[1]), (before[2], after[2]))


def suspend(desk: Desk, *, by: Actor, exchange: ExchangeId, reason: str) -> Entered:
    """Stops an exchange: nothing is signed until it is resumed; people under way are still checked off."""
    permit("suspend", by)
    with desk.entering() as block:
        known = block.book.exchanges.get(exchange)
        if known is not None and known.suspended:
            block.pass_over()
        else:
            digest = block.keep_text(reason)
            block.enter(acts.ExchangeSuspended(at=block.at, by=str(by), exchange=exchange, reason=digest))
    return Entered(len(block.entries), block.already)


def resume(desk: Desk, *, by: Actor, exchange: ExchangeId) -> Entered:
    """Lets a suspended exchange go on."""
    permit("resume", by)
    with desk.entering() as block:
        block.enter(acts.ExchangeResumed(at=block.at, by=str(by), exchange=exchange))
    return Entered(len(block.entries), block.already)
