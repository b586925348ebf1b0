"""What follows a handover, and what can be taken back: remains, identifications, follow-up, withdrawal, suspension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from repatria.desk.intake import records
from repatria.desk.session import Desk, Entered, Entering, permit
from repatria.errors import InputNotUnderstood, NotPermitted
from repatria.people.fields import Field
from repatria.people.party import MEDIATOR, Actor, Role
from repatria.people.refs import ExchangeId, LineRef, ListId, PartyId, Sha256
from repatria.register import acts
from repatria.register.acts import Subject


@dataclass(frozen=True, slots=True)
class TallyOutcome:
    """One party's count of a consignment against its paper.

    Attributes:
        bags: Bags counted.
        missing: Lines of the paper whose bag was not there.
        unknown: Bags counted whose tag the paper does not have.
    """

    bags: int
    missing: tuple[LineRef, ...]
    unknown: int
    entered: Entered


def receive_remains(
    desk: Desk,
    *,
    by: Actor,
    of: ListId,
    party: PartyId,
    bags: Sequence[str],
    specimens: int,
    minimum_individuals: int,
) -> TallyOutcome:
    """Enters one party's count of a consignment: which tags were there, and what was in the bags.

    Raises:
        InputNotUnderstood: A tag was counted twice, or the list is none of remains.
    """
    permit("receive-remains", by, only=party)
    columns = desk.book().lists.get(of)
    if columns is None or columns.received.subject is not Subject.REMAINS:
        raise InputNotUnderstood("no list of remains", place=of, hint="hand in the consignment's paper first")
    counted = {_tag(text) for text in bags}
    if len(counted) != len(bags):
        raise InputNotUnderstood("a tag was counted twice", place=of, hint="one row a bag in the count")
    paper = {ref: _tag(record.get(Field.BAG)) for ref, record in records(desk, of).items()}
    missing = tuple(ref for ref, tag in paper.items() if tag not in counted)
    unknown = len(counted - set(paper.values()))
    with desk.entering() as block:
        digest = block.writer.keep("\n".join(sorted(counted)).encode())
        known = block.book.tallies.get(of, {}).get(party)
        numbers = (digest, len(counted), specimens, minimum_individuals)
        if known and (known.sha256, known.bags, known.specimens, known.minimum_individuals) == numbers:
            block.pass_over()
        else:
            block.enter(
                acts.RemainsReceived(
                    at=block.at, by=str(by), list=of, party=party, bags=len(counted), specimens=specimens,
                    minimum_individuals=minimum_individuals, sha256=digest, missing=missing,
                )
            )  # fmt: skip
    return TallyOutcome(len(counted), missing, unknown, Entered(len(block.entries), block.already))


def _tag(text: str) -> str:
    return " ".join(text.split()).upper()


@dataclass(frozen=True, slots=True)
class IdentificationRow:
    """A board's decision on one bag: whose remains it holds; None for somebody who is on no list."""

    remains: LineRef
    person: LineRef | None = None


def identify(
    desk: Desk, *, by: Actor, rows: Sequence[IdentificationRow], evidence: bytes, board: tuple[str, ...]
) -> Entered:
    """Enters what a board decided in one session; the evidence is kept under its digest.

    No identification is made by a number: the board is at least two people, and what they relied on is kept.
    """
    permit("identify", by)
    with desk.entering() as block:
        digest = block.writer.keep(evidence)
        for row in rows:
            _identify(block, by, row, digest, board)
    return Entered(len(block.entries), block.already)


def _identify(block: Entering, by: Actor, row: IdentificationRow, evidence: Sha256, board: tuple[str, ...]) -> None:
    party = block.book.other(block.book.place(row.remains)[0].received.party)
    if by.party not in (party, MEDIATOR):
        raise NotPermitted("remains are identified where they are", place=row.remains, hint=f"this is for {party}")
    made = [known for known in block.book.identifications if known]
    if any((known.remains, known.person, known.evidence) == (row.remains, row.person, evidence) for known in made):
        block.pass_over()
        return
    block.enter(
        acts.IdentificationMade(
            at=block.at, by=str(by), remains=row.remains, person=row.person, party=party, evidence=evidence, board=board
        )
    )


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


def withdraw(desk: Desk, *, by: Actor, target: str, reason: str) -> Entered:
    """Takes back a claim of one's own, a manifest not yet moved, or an identification. Nothing disappears.

    The reason is kept as a document; the journal holds its digest.
    """
    permit("withdraw", by)
    if target.startswith(("M-", "I-")) and by.role is not Role.REGISTRAR:
        raise NotPermitted("manifests and identifications are withdrawn by the mediator's registrar", place=target)
    with desk.entering() as block:
        reason_digest = block.keep_text(reason)
        if any(w.target == target and w.reason == reason_digest for w in block.book.withdrawals):
            block.pass_over()
        else:
            block.enter(acts.Withdrawn(at=block.at, by=str(by), target=target, reason=reason_digest))
    return Entered(len(block.entries), block.already)


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
