"""A board decides whose remains a bag holds, under the policy in force; and a changed policy re-opens what no longer passes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from repatria.desk.dead.verdicts import Verdicts
from repatria.desk.ports import Reader
from repatria.desk.session import Desk, Entered, Entering, permit
from repatria.errors import AnswerIsNo, Finding, NotPermitted, Severity
from repatria.people.party import MEDIATOR, Actor
from repatria.people.refs import IdentificationId, LineRef, Sha256, SpecimenRef
from repatria.register import acts
from repatria.register.book import Book
from repatria.register.dead.kept import identification_id
from repatria.register.dead.progress import home, is_wrong_side
from repatria.register.dead.specimens import holder
from repatria.remains.policy import Policy, read_policy


@dataclass(frozen=True, slots=True)
class IdentificationRow:
    """A board's decision on one bag, or on some specimens of it: whose remains they are.

    Attributes:
        remains: The bag.
        person: The line of a missing person; None for somebody who is on no list.
        specimens: Those that the decision is about; none for the whole bag.
        wrong_side: Of somebody on no list, whether it is one of the sender's own; of others their lists say it.
    """

    remains: LineRef
    person: LineRef | None = None
    specimens: tuple[SpecimenRef, ...] = ()
    wrong_side: bool = False


class IdentificationRefused(AnswerIsNo):
    """Decisions do not pass the policy in force; ``findings`` say for each bag why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        bags = len({finding.place for finding in findings})
        super().__init__(
            f"{bags} decisions do not pass the policy in force"
            if bags != 1
            else "the decision does not pass the policy",
            hint=findings[0].message,
            place=findings[0].place,
        )
        self.findings = tuple(findings)


def identify(
    desk: Desk, *, by: Actor, rows: Sequence[IdentificationRow], evidence: bytes, board: tuple[str, ...]
) -> Entered:
    """Enters what a board decided in one session; the evidence is kept under its digest.

    No identification is made by a number: the board is at least two people, and what they relied on is kept. Where a policy
    is in force, each decision must be carried by a conclusion in the evidence that passes it. A decision on remains whose
    identification is under review, on the same person, confirms it.

    Raises:
        IdentificationRefused: A decision does not pass the policy in force; nothing is entered.
        IllegalAct: A decision does not follow from what was entered before.
    """
    permit("identify", by)
    with desk.entering() as block:
        digest = block.writer.keep(evidence)
        policy = block.book.dead.policy
        wanted = [
            act for row in rows if (act := _decision(block, by, row, digest, board, policy.sha256 if policy else None))
        ]
        if policy is not None:
            _check(desk, block, wanted, policy.sha256)
        for act in wanted:
            block.enter(act)
    return Entered(len(block.entries), block.already)


def _decision(
    block: Entering, by: Actor, row: IdentificationRow, evidence: Sha256, board: tuple[str, ...], policy: Sha256 | None
) -> acts.IdentificationMade | None:
    """The act that a row becomes; None, and passed over, where it stands just so and is not under review."""
    book = block.book
    columns, _ = book.place(row.remains)
    party = holder(book, columns)
    if by.party not in (party, MEDIATOR):
        raise NotPermitted("remains are identified where they are", place=row.remains, hint=f"this is for {party}")
    is_own = row.person is not None and home(book, book.place(row.person)[0]) == columns.received.party
    act = acts.IdentificationMade(
        at=block.at, by=str(by), remains=row.remains, person=row.person, party=party, evidence=evidence, board=board,
        specimens=row.specimens, policy=policy, wrong_side=row.wrong_side or is_own,
    )  # fmt: skip
    on_bag = book.dead.decisions.get(book.number(row.remains), ())
    stands = [made for index in on_bag if (made := book.identifications[index - 1]) and index not in book.dead.reopened]
    if any(_said(made) == _said(act) for made in stands):
        block.pass_over()
        return None
    return act


def _said(act: acts.IdentificationMade) -> tuple[object, ...]:
    return act.remains, act.person, act.evidence, frozenset(act.specimens)


def _check(desk: Desk, block: Entering, wanted: Sequence[acts.IdentificationMade], policy: Sha256) -> None:
    verdicts = Verdicts(read_policy(block.writer.document(policy)), desk, block.book, block.writer)
    findings = [
        Finding(Severity.ERROR, "policy-not-met", act.remains, reason, "find what is asked for, or leave this bag out")
        for act in wanted
        for reason in verdicts.reasons(act, wrong_side=is_wrong_side(block.book, act))
    ]
    if findings:
        raise IdentificationRefused(findings)


@dataclass(frozen=True, slots=True)
class Reopened:
    """An identification that a policy re-opens, with the reasons."""

    identification: IdentificationId
    remains: LineRef
    person: LineRef | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyOutcome:
    """What came of adopting a policy.

    Attributes:
        name: The policy's name.
        sha256: Its digest.
        assessed: Identifications that stand, all of which were held against it.
        reopened: Those that do not pass, or cannot be held against it.
    """

    name: str
    sha256: Sha256
    assessed: int
    reopened: tuple[Reopened, ...]
    entered: Entered


def adopt_policy(desk: Desk, *, by: Actor, content: bytes) -> PolicyOutcome:
    """Puts a policy of identification in force, and holds every identification that stands against it.

    Each is assessed again from the evidence that is kept. Those that no longer pass, and those whose evidence cannot be
    assessed, are under review from then on: the board owes a new decision.

    Raises:
        PolicyNotUnderstood: No policy.
    """
    permit("adopt-policy", by)
    policy = read_policy(content)
    with desk.entering() as block:
        digest = block.writer.keep(content)
        assessed, reopened = _held_against(policy, desk, block.book, block.writer)
        known = block.book.dead.policy
        named = tuple(one.identification for one in reopened)
        if known is not None and (known.sha256, known.reopened) == (digest, named):
            block.pass_over()
        else:
            block.enter(acts.PolicyAdopted(at=block.at, by=str(by), sha256=digest, reopened=named))
    return PolicyOutcome(policy.name, digest, assessed, reopened, Entered(len(block.entries), block.already))


def look_at_policy(desk: Desk, *, by: Actor, content: bytes) -> PolicyOutcome:
    """Returns what adopting a policy would re-open, and enters nothing.

    Raises:
        PolicyNotUnderstood: No policy.
    """
    permit("adopt-policy", by)
    policy = read_policy(content)
    assessed, reopened = _held_against(policy, desk, desk.book(), desk.archive)
    digest = Sha256(hashlib.sha256(content).hexdigest())
    return PolicyOutcome(policy.name, digest, assessed, reopened, Entered(0))


def _held_against(policy: Policy, desk: Desk, book: Book, archive: Reader) -> tuple[int, tuple[Reopened, ...]]:
    """How many identifications stand, and those of them that a policy does not let pass."""
    verdicts = Verdicts(policy, desk, book, archive)
    standing = [(index, made) for index, made in enumerate(book.identifications, 1) if made is not None]
    reopened = tuple(
        Reopened(identification_id(index), made.remains, made.person, reasons)
        for index, made in standing
        if (reasons := verdicts.reasons(made, wrong_side=is_wrong_side(book, made)))
    )
    return len(standing), reopened
