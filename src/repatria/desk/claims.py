"""What people say about lines: answers, remarks, judgements, facts, statements. Many rows, one transaction, all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from repatria.desk.session import Desk, Entered, Entering, permit
from repatria.desk.terms.agreements import signature_of
from repatria.errors import IllegalAct, InputNotUnderstood, NotPermitted
from repatria.log.elsewhere import Signs
from repatria.people.facts import FactKind, Truth
from repatria.people.fields import Field
from repatria.people.party import Actor, Role
from repatria.people.refs import ExchangeId, LineRef, PartyId, Sha256, SpecimenRef
from repatria.register import acts
from repatria.register.acts import Answer, Figure, Judgement, Remark
from repatria.register.columns import ANSWER_CODE, REMARK_CODE
from repatria.register.dead.specimens import judgements_of


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """The other party's answer to one line."""

    line: LineRef
    answer: Answer
    duplicate_of: LineRef | None = None
    needs: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """The listing party's remark on one answer."""

    line: LineRef
    remark: Remark


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """Whether two lines are one person, or two specimens of one."""

    left: LineRef | SpecimenRef
    right: LineRef | SpecimenRef
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class FactRow:
    """One thing said of the person on a line; ``evidence`` is the document itself and is kept under its digest."""

    line: LineRef
    what: FactKind
    truth: Truth
    value: str = ""
    source: str = ""
    evidence: bytes | None = None
    on: date | None = None


def answer_claims(desk: Desk, *, by: Actor, answers: Sequence[AnswerRow]) -> Entered:
    """Enters the other party's answers; an answer that stands already is not entered twice."""
    permit("answer-claim", by)
    with desk.entering() as block:
        for row in answers:
            _answer(block, by, row)
    return Entered(len(block.entries), block.already)


def _answer(block: Entering, by: Actor, row: AnswerRow) -> None:
    book = block.book
    columns, at = book.place(row.line)
    number = columns.first + at
    other = None if row.duplicate_of is None else book.number(row.duplicate_of)
    theirs = by.party == book.other(columns.received.party)  # whoever else says it is refused, not passed over
    same = theirs and columns.answer[at] == ANSWER_CODE[row.answer] and book.needs.get(number, ()) == row.needs
    if same and (other is None or book.duplicates.get(number) == other):
        block.pass_over()
        return
    block.enter(
        acts.ClaimAnswered(
            at=block.at, by=str(by), line=row.line, answer=row.answer, duplicate_of=row.duplicate_of, needs=row.needs
        )
    )


def remark(desk: Desk, *, by: Actor, remarks: Sequence[RemarkRow]) -> Entered:
    """Enters the listing party's remarks on answers."""
    permit("remark", by)
    with desk.entering() as block:
        for row in remarks:
            columns, at = block.book.place(row.line)
            if by.party == columns.received.party and columns.remark[at] == REMARK_CODE[row.remark]:
                block.pass_over()
            else:
                block.enter(acts.RemarkMade(at=block.at, by=str(by), line=row.line, remark=row.remark))
    return Entered(len(block.entries), block.already)


def judgement_text(left: str, right: str, judgement: Judgement) -> str:
    """Returns the lines that a party signs to stand by a judgement (the text of a C2SP signed note)."""
    return f"repatria/judgement/1\n{left}\n{right}\n{judgement}\n"


def judge_matches(desk: Desk, *, by: Actor, judgements: Sequence[JudgementRow], key: Signs | None = None) -> Entered:
    """Enters what one party, or the mediator, judges of pairs of lines, or of specimens; each is signed where a key is given.

    Delegates judge lines; laboratories judge specimens, those that lie with their party or, for the mediator, any.

    Raises:
        IllegalAct: The key is not registered for the party, or a judgement contradicts what stands.
        NotPermitted: A laboratory judges lines, or a delegate specimens.
    """
    permit("judge-match", by)
    with desk.entering() as block:
        judge = block.book.judge(by.party)
        for row in judgements:
            if _said_before(block, row).get(judge) == row.judgement:
                block.pass_over()
                continue
            text = judgement_text(row.left, row.right, row.judgement)
            signature = signature_of(block.book, by.party, text, key) if key else ""
            block.enter(_judgement(block, by, row, signature))
    return Entered(len(block.entries), block.already)


def sign_judgements(desk: Desk, *, by: Actor, signed: Sequence[tuple[JudgementRow, Signs]]) -> Entered:
    """Enters signatures under judgements on pairs of lines that a party gave before without one.

    Raises:
        IllegalAct: A key is not registered for the party, or the party judges the pair otherwise by now.
    """
    permit("judge-match", by)
    with desk.entering() as block:
        judge = block.book.judge(by.party)
        for row, key in signed:
            if _said_before(block, row).get(judge) != row.judgement:
                raise IllegalAct("the pair is judged otherwise by now", hint="look at it again", place=row.left)
            text = judgement_text(row.left, row.right, row.judgement)
            block.enter(_judgement(block, by, row, signature_of(block.book, by.party, text, key)))
    return Entered(len(block.entries), block.already)


def _said_before(block: Entering, row: JudgementRow) -> Mapping[int, Judgement]:
    if "/" in row.left:
        return judgements_of(block.book, SpecimenRef(row.left), SpecimenRef(row.right))
    a, b = sorted((block.book.number(LineRef(row.left)), block.book.number(LineRef(row.right))))
    return block.book.matches.of(a, b)


def _judgement(
    block: Entering, by: Actor, row: JudgementRow, signature: str
) -> acts.MatchJudged | acts.SpecimensJudged:
    of_specimens = "/" in row.left
    if of_specimens != ("/" in row.right):
        raise InputNotUnderstood("a line and a specimen are not judged as a pair", place=row.left)
    if by.role is (Role.DELEGATE if of_specimens else Role.LABORATORY):
        raise NotPermitted("delegates judge lines, laboratories specimens", place=row.left)
    if of_specimens:
        return acts.SpecimensJudged(
            at=block.at, by=str(by), left=SpecimenRef(row.left), right=SpecimenRef(row.right), judgement=row.judgement,
            signature=signature,
        )  # fmt: skip
    return acts.MatchJudged(
        at=block.at, by=str(by), left=LineRef(row.left), right=LineRef(row.right), judgement=row.judgement,
        signature=signature,
    )  # fmt: skip


CIRCUMSTANCES = frozenset(
    {
        FactKind.PARENTS_KILLED, FactKind.SEPARATED_FROM_CARERS, FactKind.LIVING_IN_INSTITUTION, FactKind.BROUGHT_BY,
        FactKind.IDENTITY_CHANGED, FactKind.NATIONALITY_CHANGED, FactKind.WHEREABOUTS, FactKind.SIBLING_GROUP,
    }
)  # fmt: skip
"""What a party may say of a person; the rest is found by a verifier or entered by the mediator's registrar."""


def record_facts(desk: Desk, *, by: Actor, facts: Sequence[FactRow]) -> Entered:
    """Enters circumstances and verifiers' findings.

    Raises:
        NotPermitted: A delegate enters something that a verifier has to find.
    """
    permit("record-fact", by)
    with desk.entering() as block:
        for row in facts:
            if by.role is Role.DELEGATE and row.what not in CIRCUMSTANCES:
                raise NotPermitted(f"'{row.what}' is found by a verifier", place=row.line)
            evidence = block.writer.keep(row.evidence) if row.evidence is not None else None
            _fact(block, by, row, evidence)
    return Entered(len(block.entries), block.already)


def _fact(block: Entering, by: Actor, row: FactRow, evidence: Sha256 | None) -> None:
    act = acts.FactRecorded(
        at=block.at, by=str(by), line=row.line, what=row.what, truth=row.truth, value=row.value, source=row.source,
        evidence=evidence, on=row.on,
    )  # fmt: skip
    known = block.book.facts.get(block.book.number(row.line), ())
    if any(_same(act, other) for other in known):
        block.pass_over()
    else:
        block.enter(act)


def _same(a: acts.FactRecorded, b: acts.FactRecorded) -> bool:
    return (a.line, a.what, a.truth, a.value, a.source, a.evidence, a.on, a.by) == (
        b.line, b.what, b.truth, b.value, b.source, b.evidence, b.on, b.by,
    )  # fmt: skip


def record_statement(
    desk: Desk,
    *,
    by: Actor,
    said_by: str,
    said_on: date,
    figure: Figure,
    concerning: PartyId,
    wording: str,
    definition: str = "",
    source: str = "",
    at_least: int | None = None,
    at_most: int | None = None,
    exchange: ExchangeId | None = None,
) -> Entered:
    """Enters a public total: who said it, when, of what, by what definition, in which words, and where.

    Words, definition and source are kept together as one document (`statement_text`).
    """
    permit("record-statement", by)
    text = statement_text(wording, definition=definition, source=source)
    with desk.entering() as block:
        act = acts.StatementRecorded(
            at=block.at, by=str(by), said_by=said_by, said_on=said_on, figure=figure, concerning=concerning,
            wording=block.keep_text(text), at_least=at_least, at_most=at_most, exchange=exchange,
        )  # fmt: skip
        if any(
            s.wording == act.wording and s.said_by == said_by and s.said_on == said_on for s in block.book.statements
        ):
            block.pass_over()
        else:
            block.enter(act)
    return Entered(len(block.entries), block.already)


def statement_text(wording: str, *, definition: str = "", source: str = "") -> str:
    """Returns the document that is kept of a public statement: its words, and a line each for definition and source."""
    further = [f"{head}: {said}" for head, said in (("Definition", definition), ("Source", source)) if said.strip()]
    return "\n".join([wording, *further])
