"""What may be entered about claims: lists, answers, remarks, judgements, facts, statements.

Each function checks everything first and changes the book last, so that a refused act leaves no trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from repatria.errors import IllegalAct
from repatria.people.party import MEDIATOR, Stance
from repatria.people.refs import PartyId, nth_list
from repatria.register import acts
from repatria.register.acts import Answer, Subject
from repatria.register.columns import ANSWER_CODE, REMARK_CODE, ListColumns
from repatria.register.fates import check_one_fate

if TYPE_CHECKING:
    from repatria.register.book import Book

_ANY = frozenset(
    {
        Answer.DEAD, Answer.ALREADY_RETURNED, Answer.DUPLICATE, Answer.CANNOT_IDENTIFY, Answer.WITHHELD, Answer.DISPUTED,
    }
)  # fmt: skip
ANSWERS_TO: Final = {
    Stance.SEEKS: _ANY | {Answer.HELD, Answer.NOT_HELD, Answer.LEFT_TERRITORY, Answer.GROWN_UP},
    Stance.HOLDS: _ANY | {Answer.ACKNOWLEDGED},
}
"""Which answers make sense to a line that seeks and to a line that holds."""


MOST_LINES: Final = 999_999_999
"""A line's number has at most nine digits (`people.refs.line_ref`)."""


def party_of(act: acts.AnyAct) -> PartyId:
    """Returns the party (or the mediator) for which the actor of an act acts."""
    return PartyId(act.by.partition("/")[0])


def receive_list(book: Book, act: acts.ListReceived) -> None:
    """Enters a list."""
    book.judge(act.party)
    if act.party == MEDIATOR:
        raise IllegalAct("the mediator hands in no lists")
    theirs = sum(1 for columns in book.order if columns.received.party == act.party)
    if act.list != nth_list(act.party, theirs + 1):
        raise IllegalAct("not the party's next list", hint="lists of a party are numbered from 1 without gaps")
    if not 0 <= act.lines <= MOST_LINES:
        raise IllegalAct(f"a list has 0 to {MOST_LINES} lines")
    columns = ListColumns(act, book.lines)
    book.lists[act.list] = columns
    book.order.append(columns)


def answer_claim(book: Book, act: acts.ClaimAnswered) -> None:
    """Enters an answer; a later one replaces it on the account and leaves it in the journal."""
    columns, at = book.place(act.line)
    received = columns.received
    if received.subject is Subject.REMAINS:
        raise IllegalAct("remains are counted and identified, not answered", place=act.line)
    if party_of(act) != book.other(received.party):
        raise IllegalAct("a line is answered by the other party", place=act.line)
    if act.answer not in ANSWERS_TO[received.stance]:
        raise IllegalAct(f"'{act.answer}' is no answer to a line that {received.stance}", place=act.line)
    if (act.duplicate_of is not None) != (act.answer is Answer.DUPLICATE):
        raise IllegalAct("a duplicate names the other line, and only a duplicate does", place=act.line)
    if act.needs and act.answer is not Answer.CANNOT_IDENTIFY:
        raise IllegalAct("only 'cannot identify' says what it needs", place=act.line)
    if act.duplicate_of is not None:
        _check_duplicate(book, act)
        book.duplicates[columns.first + at] = book.number(act.duplicate_of)
    book.needs.pop(columns.first + at, None)
    if act.needs:
        book.needs[columns.first + at] = act.needs
    columns.answer[at] = ANSWER_CODE[act.answer]
    columns.answered_on[at] = act.at.toordinal()
    columns.remark[at] = 0
    columns.remarked_on[at] = 0
    book.touched.append(columns.first + at)


def _check_duplicate(book: Book, act: acts.ClaimAnswered) -> None:
    assert act.duplicate_of is not None
    other, _ = book.place(act.duplicate_of)
    columns, _ = book.place(act.line)
    if act.duplicate_of == act.line or _kind(other) != _kind(columns):
        raise IllegalAct("a line duplicates another line of the same party that says the same", place=act.line)


def _kind(columns: ListColumns) -> tuple[PartyId, Stance, Subject]:
    return columns.received.party, columns.received.stance, columns.received.subject


def remark(book: Book, act: acts.RemarkMade) -> None:
    """Enters the listing party's remark on an answer."""
    columns, at = book.place(act.line)
    if party_of(act) != columns.received.party:
        raise IllegalAct("the party that handed in the line remarks on its answer", place=act.line)
    if not columns.answer[at]:
        raise IllegalAct("there is no answer to remark on", place=act.line, hint="wait for the answer, or ask for it")
    columns.remark[at] = REMARK_CODE[act.remark]
    columns.remarked_on[at] = act.at.toordinal()
    book.touched.append(columns.first + at)


def judge_match(book: Book, act: acts.MatchJudged) -> None:
    """Enters one judgement on one pair."""
    left, right = book.place(act.left), book.place(act.right)
    a, b = left[0].first + left[1], right[0].first + right[1]
    if a == b:
        raise IllegalAct("a line is itself; there is nothing to judge", place=act.left)
    owners = (left[0].received.party, right[0].received.party)
    judge = party_of(act)
    if judge != MEDIATOR and judge not in owners:
        raise IllegalAct("a party judges pairs with a line of its own", place=act.left)
    if Subject.REMAINS in (left[0].received.subject, right[0].received.subject):
        raise IllegalAct("who the dead are is decided by a board", place=act.left, hint="use identify")
    a, b = min(a, b), max(a, b)
    needed = 1 << book.judge(owners[0]) | 1 << book.judge(owners[1])
    position = book.judge(judge)
    if book.matches.would_join(a, b, judge=position, judgement=act.judgement, needed=needed):
        members = book.members(*left) if b in book.matches.group(a) else book.members(*left) + book.members(*right)
        check_one_fate(book, members, place=act.left)
    book.matches.judge(a, b, judge=position, judgement=act.judgement, needed=needed)
    book.touched.extend((a, b))


def record_fact(book: Book, act: acts.FactRecorded) -> None:
    """Enters a circumstance or a verifier's finding."""
    number = book.number(act.line)
    book.judge(party_of(act))
    book.facts.setdefault(number, []).append(act)
    book.touched.append(number)


def record_statement(book: Book, act: acts.StatementRecorded) -> None:
    """Enters a public total."""
    book.judge(act.concerning)
    if act.at_least is not None and act.at_most is not None and act.at_most < act.at_least:
        raise IllegalAct("at most is less than at least", hint="exchange the two numbers")
    book.statements.append(act)
