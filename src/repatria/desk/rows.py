"""Rows of working files as the doors take them; the same headings on the command line and in a browser."""

from __future__ import annotations

from repatria.desk.aftermath import FollowUpRow
from repatria.desk.claims import AnswerRow, FactRow, JudgementRow, RemarkRow
from repatria.desk.movements import CheckOffRow, InterviewRow
from repatria.exchange.outcome import Outcome
from repatria.people.facts import FactKind, Truth
from repatria.people.rows import Row, fields
from repatria.register.acts import Answer, Judgement, Remark, Wish


def answer_row(row: Row) -> AnswerRow:
    """Returns an answer: line, answer; may have duplicate_of and needs."""
    return AnswerRow(
        row.line("line"), row.word("answer", Answer), row.line_or_none("duplicate_of"), fields([row.text("needs")])
    )


def remark_row(row: Row) -> RemarkRow:
    """Returns a remark: line, remark."""
    return RemarkRow(row.line("line"), row.word("remark", Remark))


def fact_row(row: Row, *, evidence: bytes | None = None) -> FactRow:
    """Returns a fact: line, what, truth; may have value, source and on. ``evidence`` bears it out."""
    return FactRow(
        row.line("line"), row.word("what", FactKind), row.word("truth", Truth), row.text("value"), row.text("source"),
        evidence, row.day_or_none("on"),
    )  # fmt: skip


def interview_row(row: Row) -> InterviewRow:
    """Returns the outcome of a private interview: line, wish."""
    return InterviewRow(row.line("line"), row.word("wish", Wish))


def check_off_row(row: Row) -> CheckOffRow:
    """Returns how one person was checked off: line (empty or - for somebody who stands on no list), outcome."""
    nobody = row.text("line") in ("", "-")
    return CheckOffRow(None if nobody else row.line("line"), row.word("outcome", Outcome))


def visit_row(row: Row) -> FollowUpRow:
    """Returns a visit after the return: line, milestone, found; may have needed (yes or no)."""
    return FollowUpRow(row.line("line"), row.whole("milestone"), row.text("found"), row.flag("needed"))


def judgement_row(row: Row) -> JudgementRow | None:
    """Returns a judgement on two lines or specimens: left, right, judgement; None for a row that nobody judged."""
    if not row.text("judgement"):
        return None
    return JudgementRow(row.line_or_specimen("left"), row.line_or_specimen("right"), row.word("judgement", Judgement))
