"""One line as somebody sees it who answers, remarks on it, or enters a fact: what it says, and what was said to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from repatria.desk.person import LineFile, Said, line_file
from repatria.desk.session import Desk
from repatria.errors import RepatriaError
from repatria.people.party import Actor
from repatria.people.refs import LineRef, PartyId, join_line
from repatria.register.acts import Subject
from repatria.register.states import Standing, State, standing
from repatria.web.presenters.dead.boards import brings
from repatria.web.presenters.work import may


@dataclass(frozen=True, slots=True)
class Claim:
    """A line and where it is.

    Attributes:
        other: The party that answers it.
        file: All that the reader may know of the person.
        said: What this line says.
    """

    line: LineRef
    party: PartyId
    other: PartyId
    subject: Subject
    said: Said
    standing: Standing
    file: LineFile


def claim_of(desk: Desk, actor: Actor, line: LineRef, *, on: date) -> Claim | None:
    """Returns a line as an actor may see it; None where there is no such line."""
    book = desk.book()
    try:
        columns, _ = book.place(line)
        file = line_file(desk, line=line, reader=actor, on=on)
    except RepatriaError:
        return None
    received = columns.received
    said = next(one for one in file.said if one.line == line)
    return Claim(line, received.party, book.other(received.party), received.subject, said, file.standing, file)


def next_to_answer(desk: Desk, line: LineRef) -> LineRef | None:
    """Returns the next line of the same list that nobody answered yet, from the top again after the last."""
    book = desk.book()
    columns, at = book.place(line)
    for n in (*range(at + 1, columns.size), *range(at)):
        if not columns.answer[n] and standing(book, columns, n).state is State.UNANSWERED:
            return join_line(columns.received.list, n + 1)
    return None


def doors_of(desk: Desk, actor: Actor, line: LineRef) -> tuple[tuple[str, str | Promise], ...]:
    """Returns what an actor may do on a line, as address and title; nothing where there is no such line."""
    book = desk.book()
    try:
        columns, at = book.place(line)
    except RepatriaError:
        return ()
    received, persons = columns.received, columns.received.subject is Subject.PERSONS
    own, other = actor.party == received.party, actor.party == book.other(received.party)
    returned = persons and standing(book, columns, at).state is State.RETURNED
    wanted = (
        ("answer-claim", persons and other, f"/answer-claim/{line}/", _("Answer this line")),
        ("remark", own and bool(columns.answer[at]), f"/remark/{line}/", _("Remark on the answer")),
        ("record-fact", True, f"/record-fact/{line}/", _("Enter a fact")),
        ("record-interview", persons, f"/record-interview/{line}/", _("Enter the private interview")),
        ("follow-up", returned, f"/follow-up/{line}/", _("Enter a visit")),
        (
            "identify",
            not persons and brings(book, actor, line),
            f"/identify/{line}/",
            _("Decide whose remains they are"),
        ),
        ("follow-remains", not persons, f"/follow-up/remains/?target={line}", _("Enter a step on these remains")),
        ("withdraw", own and not columns.withdrawn[at], f"/withdraw/?target={line}", _("Take this line back")),
    )
    return tuple((url, title) for door, makes_sense, url, title in wanted if makes_sense and may(door, actor))
