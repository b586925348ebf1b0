"""The way to the crossing point: private interviews, signatures under a manifest, and the check-off person by person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from repatria.desk.session import Desk, Entered, permit
from repatria.desk.terms.agreements import signature_of, terms_in_force
from repatria.desk.terms.candidates import WAITING, Candidate, candidates_of, in_groups
from repatria.errors import AnswerIsNo, Finding, IllegalAct
from repatria.exchange.gates import check_movement, groups_apart
from repatria.exchange.manifest import Manifest, from_bytes, manifest_text
from repatria.exchange.outcome import Outcome
from repatria.exchange.terms import Terms
from repatria.log.elsewhere import Signs
from repatria.people.facts import Truth
from repatria.people.party import MEDIATOR, Actor
from repatria.people.refs import LineRef, ManifestId, PartyId, Sha256, join_line
from repatria.register import acts
from repatria.register.acts import Subject, Wish
from repatria.register.book import Book
from repatria.register.columns import OUTCOME_CODE, WISH_CODE

A_DAY = timedelta(1)
"""By how much the day at a crossing point may be ahead of that of an act, which is UTC."""


HELD_BACK, ASK_THE_MEDIATOR = "something keeps the person back", "the mediator knows what"
"""What a party is told of somebody who may not go."""


class ManifestRefused(AnswerIsNo):
    """Somebody on the manifest may not go, or it moves outside a truce; ``findings`` say who, by line, and why."""

    def __init__(self, manifest: ManifestId, findings: Sequence[Finding]) -> None:
        super().__init__(
            f"the manifest cannot be signed: {len(findings)} findings", hint=findings[0].message, place=manifest
        )
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """What a person said when asked in private."""

    line: LineRef
    wish: Wish


@dataclass(frozen=True, slots=True)
class CheckOffRow:
    """How one person was checked off; no line for somebody who stands on no list."""

    line: LineRef | None
    outcome: Outcome


def record_interviews(desk: Desk, *, by: Actor, interviews: Sequence[InterviewRow]) -> Entered:
    """Enters the outcomes of private interviews, held by the mediator's staff.

    Rests on GC III art. 109(3) for the wounded and sick, on non-refoulement and ICRC practice for everybody else.
    """
    permit("record-interview", by, only=MEDIATOR)
    with desk.entering() as block:
        today = block.at.toordinal()
        for row in interviews:
            columns, at = block.book.place(row.line)
            if (columns.wish[at], columns.wished_on[at]) == (WISH_CODE[row.wish], today):
                block.pass_over()
            else:
                block.enter(acts.InterviewHeld(at=block.at, by=str(by), line=row.line, wish=row.wish))
    return Entered(len(block.entries), block.already)


def sign_manifest(desk: Desk, *, by: Actor, content: bytes, key: Signs) -> Entered:
    """Signs a manifest for one party or the mediator; the first signature puts the people on it.

    Every person on it is looked at again with what is known by now: eligible, willing, best interests determined for a
    child, siblings together, and the movement within a truce where there is one. A party is told that something keeps
    a person back, not what.

    Raises:
        ManifestRefused: Something of that does not hold.
        IllegalAct: It does not rest on the terms in force, or somebody is on another manifest.
    """
    permit("sign-manifest", by)
    manifest = from_bytes(content)
    digest, terms = terms_in_force(desk, manifest.exchange)
    known = desk.book().manifests.get(manifest.id)
    if known is None:
        _examine(desk, manifest, terms, by)
    with desk.entering() as block:
        known = block.book.manifests.get(manifest.id)
        if known and by.party in known.signed and known.content.sha256 == sha256(content).hexdigest():
            block.pass_over()
        else:
            proposal = block.book.exchanges[manifest.exchange].proposals[digest]
            act = acts.ManifestSigned(
                at=block.at,
                by=str(by),
                manifest=manifest.id,
                exchange=manifest.exchange,
                sha256=block.writer.keep(content),
                terms=Sha256(manifest.terms),
                lines=manifest.lines,
                needs=(*proposal.needs, MEDIATOR),
                moves_on=manifest.moves_on.opens_at.date(),
                party=by.party,
                signature=signature_of(block.book, by.party, manifest_text(manifest), key),
                stage=manifest.stage or 1,
            )
            try:
                block.enter(act)
            except IllegalAct as wrong:
                if by.is_mediator or known is None or wrong.place not in manifest.lines:
                    raise
                raise IllegalAct(HELD_BACK, hint=ASK_THE_MEDIATOR, place=wrong.place) from None
    return Entered(len(block.entries), block.already)


def _examine(desk: Desk, manifest: Manifest, terms: Terms, by: Actor) -> None:
    """Raises unless everybody on a manifest may go that way on that day; a party is not told what keeps a person back."""
    day = manifest.moves_on.opens_at.date()
    book = desk.book()
    findings = list(check_movement(terms=terms, moves_on=manifest.moves_on))
    for part in manifest.movements:
        living = []
        for line in part.lines:
            received = book.place(line)[0].received
            if received.exchange != manifest.exchange:
                raise IllegalAct("the line is not on the lists of this exchange", place=line)
            if received.subject is Subject.PERSONS:
                living.append(line)
            elif received.party != part.from_party:
                raise IllegalAct(f"the bag is not announced by {part.from_party}", place=line)
        for line, candidate in zip(living, candidates_of(desk, living, terms, moves_on=day), strict=True):
            findings.extend(_examine_person(line, candidate, part.from_party))
    findings.extend(
        groups_apart(
            groups=_groups(in_groups(desk, manifest.exchange, terms, moves_on=day), manifest),
            lines=manifest.lines,
            terms=terms,
        )
    )
    if findings:
        raise ManifestRefused(manifest.id, findings if by.is_mediator else [_bare(finding) for finding in findings])


def _bare(finding: Finding) -> Finding:
    """Returns a finding as a party may know it: what keeps a person back may come from a private interview."""
    if finding.code in ("movement-outside-truce", "group-apart"):
        return finding
    return Finding(finding.severity, "held-back", finding.place, HELD_BACK, ASK_THE_MEDIATOR)


def _examine_person(line: LineRef, candidate: Candidate, holder: PartyId) -> tuple[Finding, ...]:
    if candidate.holder != holder:
        raise IllegalAct(f"the person is not known to be held by {holder}", place=line)
    if not candidate.clause:
        raise IllegalAct("the person falls under no clause of the terms", place=line)
    if candidate.state not in WAITING:
        raise IllegalAct(f"the person cannot be put on a manifest: {candidate.state}", place=line)
    return candidate.hindrances


def _groups(everybody: Iterable[Candidate], manifest: Manifest) -> dict[str, list[LineRef]]:
    """The lines of those who must travel together and have not said no, by group, as the manifest names them."""
    on_it = set(manifest.lines)
    groups: dict[str, list[LineRef]] = {}
    for candidate in everybody:
        code = candidate.group
        if code and not candidate.said_no and candidate.assessment.truth is not Truth.NO:
            named = next((line for line in candidate.file.lines if line in on_it), candidate.line)
            groups.setdefault(code, []).append(named)
    return groups


def check_nobody_crossed(rows: Sequence[CheckOffRow], content: acts.ManifestSigned, *, on: date) -> None:
    """Checks that nobody is said to have crossed before the day; that a person died or is unfit can be said.

    Raises:
        IllegalAct: Somebody is, more than a day ahead of the movement.
    """
    if on >= content.moves_on - A_DAY:
        return
    for row in rows:
        if row.outcome in (Outcome.CROSSED, Outcome.NOT_ON_THE_MANIFEST):
            raise IllegalAct(
                "nobody has crossed before the day of the movement",
                place=row.line or content.manifest, hint=f"it is {content.moves_on}",
            )  # fmt: skip


def check_off(desk: Desk, *, by: Actor, manifest: ManifestId, rows: Sequence[CheckOffRow]) -> Entered:
    """Enters one side's check-off; each side records what it saw, and what differs stays a difference.

    Rows without a line count people who stand on no list: as many as the side has seen on this manifest so far, so that
    the same rows handed in again count nobody twice.
    """
    permit("check-off", by)
    with desk.entering() as block:
        judge = block.book.judge(by.party)
        known = block.book.manifests.get(manifest)
        if known is not None:
            check_nobody_crossed(rows, known.content, on=block.at.date())
        counted = known.unlisted.get(judge, 0) if known else 0
        for row in rows:
            if row.line is None and counted:
                counted -= 1
                block.pass_over()
                continue
            line = row.line if row.line is None or known is None else _line_on(block.book, row.line, known.number)
            if line is not None and known is not None:
                columns, at = block.book.place(line)
                stands = columns.manifest[at] == known.number
                if stands and columns.checks(judge)[at] == OUTCOME_CODE[row.outcome]:
                    block.pass_over()
                    continue
            block.enter(
                acts.HandoverRecorded(
                    at=block.at, by=str(by), manifest=manifest, line=line, outcome=row.outcome, party=by.party
                )
            )
    return Entered(len(block.entries), block.already)


def _line_on(book: Book, line: LineRef, manifest: int) -> LineRef:
    """The line under which the person on ``line`` stands on a manifest; each side may name its own."""
    for columns, at in book.members(*book.place(line)):
        if columns.manifest[at] == manifest:
            return join_line(columns.received.list, at + 1)
    return line
