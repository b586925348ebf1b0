"""One person's file as a reader may see it: what each source says, side by side, what follows from it, and what is open.

Nobody's statement overwrites another's. The mediator sees all of it; a party sees the cells that the other lets it see and
the facts that its own people recorded, and is told how much is hidden; an observer sees where the line is and no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from repatria.desk.intake import hidden_from, record_of, visible
from repatria.desk.session import Desk
from repatria.desk.terms.agreements import terms_in_force
from repatria.desk.terms.candidates import WAITING, Candidate, candidate_of
from repatria.desk.terms.seen import may_see
from repatria.errors import AnswerIsNo, Finding, Severity
from repatria.people.facts import Fact
from repatria.people.fields import Field
from repatria.people.party import MEDIATOR, Actor, Role, Stance
from repatria.people.refs import IdentificationId, LineRef, ManifestId, PartyId, PersonId, SpecimenRef
from repatria.register.acts import Answer, FollowUpRecorded, Judgement, RemainsStep, Remark, Subject, Wish, decode
from repatria.register.book import Book
from repatria.register.claims import party_of
from repatria.register.columns import ANSWERS, CONTESTED, OUTCOMES, REMARKS, WISHES, ListColumns
from repatria.register.dead.consequences import Consequences, consequences
from repatria.register.dead.kept import identification_id
from repatria.register.dead.progress import home
from repatria.register.fates import is_open, latest_wish
from repatria.register.files import person_file
from repatria.register.states import Standing, State, standing, standing_told


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says of the person, on one line.

    Attributes:
        cells: The cells that the reader may see, as received.
        hidden: Fields that are filled and that the reader may not see.
        unnamed_hidden: Whether cells without a known heading are kept from the reader.
        answer: What the other party answered to this line, and when; None while it has not.
        remark: What the sender replied, and when.
    """

    line: LineRef
    party: PartyId
    stance: Stance
    cells: Mapping[Field, str]
    hidden: tuple[Field, ...]
    unnamed_hidden: bool
    answer: tuple[Answer, date] | None
    remark: tuple[Remark, date] | None
    duplicate_of: LineRef | None
    needs: tuple[Field, ...]


DIFFERS: Final = "devices differ"
"""Stands for a side's check-off where two of its devices say different things."""


@dataclass(frozen=True, slots=True)
class OnManifest:
    """The manifest that the person stands on, and how each side checked the person off (None: not yet)."""

    manifest: ManifestId
    moves_on: date
    in_force: bool
    checks: dict[PartyId, str | None]


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit after the return: which, when it falls due, whether it was made, and what came of it.

    What was found is shown to the mediator and to the party whose people made the visit; None for others.
    """

    number: int
    due_on: date
    made: bool
    found: str | None = None
    needed: bool | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A board's decision that stands on a bag, or names the person.

    Attributes:
        identification: Its reference, as withdraw takes it.
        remains: The bag.
        specimens: Those that it is about; none for the whole bag.
        person: The line of the person; None for somebody on no list.
        on: The day of the decision.
        wrong_side: Whether it is one of the sender's own.
        under_review: Whether a changed policy has re-opened it.
        steps: What was done under it, in order.
    """

    identification: IdentificationId
    remains: LineRef
    specimens: tuple[SpecimenRef, ...]
    person: LineRef | None
    on: date
    wrong_side: bool
    under_review: bool
    steps: tuple[tuple[RemainsStep, date], ...]


@dataclass(frozen=True, slots=True)
class LineFile:
    """Everything that a reader may know of the person on one line.

    Attributes:
        standing: Where the line is, who owes the next step, by when.
        said: One part for each line judged to be this person, in order of reference.
        judgements: What each side last judged of pairs among these lines.
        facts: Circumstances and findings that the reader may see, in the order in which they were entered.
        facts_hidden: How many others there are.
        wish: What the person said in the private interview last; for the mediator only.
        manifest: The manifest that the person stands on, if any.
        visits: Visits after the return; empty for somebody who has not returned.
        under_terms: What the terms in force make of the person; None without such terms.
        decisions: What boards decided on the bag or the person; for the mediator, the party where the remains lie and the
            party whose own the person is.
    """

    line: LineRef
    person: PersonId | None
    standing: Standing
    said: tuple[Said, ...]
    judgements: tuple[tuple[LineRef, LineRef, PartyId, Judgement], ...]
    facts: tuple[Fact, ...]
    facts_hidden: int
    wish: Wish | None
    manifest: OnManifest | None
    visits: tuple[Visit, ...]
    under_terms: Candidate | None
    decisions: tuple[Decided, ...] = ()


def line_file(desk: Desk, *, line: LineRef, reader: Actor, on: date) -> LineFile:
    """Returns the file of the person on a line, as a reader may see it on a day.

    Raises:
        IllegalAct: No such line was ever handed in.
    """
    book = desk.book()
    columns, at = book.place(line)
    places = book.members(columns, at)
    lines = tuple(book.ref(c.first + i) for c, i in places)
    file = person_file(book, line, lambda ref: record_of(desk, ref))
    facts = tuple(fact for fact in file.facts if may_see(fact, reader))
    wish = latest_wish(places)
    is_person = columns.received.subject is Subject.PERSONS
    found = (standing if reader.is_mediator else standing_told)(book, columns, at)
    return LineFile(
        line=line,
        person=file.person if is_person else None,
        standing=found,
        said=tuple(_said(desk, ref, reader) for ref in lines),
        judgements=_judgements(book, lines),
        facts=facts,
        facts_hidden=len(file.facts) - len(facts),
        wish=WISHES[wish - 1] if wish and reader.is_mediator and reader.role is not Role.OBSERVER else None,
        manifest=_manifest(book, places),
        visits=_visits(desk, places, reader) if found.state in (State.RETURNED, State.FOLLOWED_UP) else (),
        under_terms=_for_reader(_under_terms(desk, line, columns, on), reader) if is_person else None,
        decisions=_decisions(book, places, reader),
    )


def _said(desk: Desk, line: LineRef, reader: Actor) -> Said:
    book = desk.book()
    columns, at = book.place(line)
    received, record = columns.received, record_of(desk, line)
    kept_back = hidden_from(received, reader)
    number = columns.first + at
    duplicate = book.duplicates.get(number)
    answer, remark = columns.answer[at], columns.remark[at]
    return Said(
        line=line,
        party=received.party,
        stance=received.stance,
        cells=visible(record, received, reader),
        hidden=tuple(field for field in record.values if field in kept_back),
        unnamed_hidden=bool(record.unnamed) and bool(kept_back),
        answer=(ANSWERS[answer - 1], date.fromordinal(columns.answered_on[at])) if answer else None,
        remark=(REMARKS[remark - 1], date.fromordinal(columns.remarked_on[at])) if remark else None,
        duplicate_of=None if duplicate is None else book.ref(duplicate),
        needs=book.needs.get(number, ()),
    )


def _judgements(book: Book, lines: tuple[LineRef, ...]) -> tuple[tuple[LineRef, LineRef, PartyId, Judgement], ...]:
    names = (*book.parties, MEDIATOR)
    return tuple(
        (left, right, names[judge], judgement)
        for left, right in combinations(lines, 2)
        for judge, judgement in book.matches.of(book.number(left), book.number(right)).items()
    )


def _manifest(book: Book, places: list[tuple[ListColumns, int]]) -> OnManifest | None:
    on = [(c, i) for c, i in places if c.manifest[i] and not book.manifest_order[c.manifest[i] - 1].withdrawn]
    if not on:
        return None
    columns, at = max(on, key=lambda place: (is_open(book, *place), place[0].manifest[place[1]]))
    known = book.manifest_order[columns.manifest[at] - 1]
    names = (*book.parties, MEDIATOR)
    codes = {names[judge]: columns.checks(judge)[at] for judge in known.checkers}
    checks = {party: _checked(code) for party, code in codes.items()}
    return OnManifest(known.content.manifest, known.content.moves_on, known.in_force, checks)


def _checked(code: int) -> str | None:
    """What one side says of a person at the crossing: an outcome, that its devices differ, or nothing yet."""
    return DIFFERS if code == CONTESTED else OUTCOMES[code - 1].value if code else None


def _visits(desk: Desk, places: list[tuple[ListColumns, int]], reader: Actor) -> tuple[Visit, ...]:
    book = desk.book()
    assert book.desk is not None
    done, crossed_on = 0, date.fromordinal(max(c.checked_on[i] for c, i in places))
    for c, i in places:
        done |= c.follow_ups[i]
    told = _recorded(desk, {book.ref(c.first + i) for c, i in places}) if done else {}
    visits = []
    for number, days in enumerate(book.desk.follow_up_days, start=1):
        act = told.get(number)
        shown = act is not None and reader.role is not Role.OBSERVER and reader.party in (MEDIATOR, party_of(act))
        found = desk.archive.document(act.found).decode() if act and shown else None
        due_on, made = crossed_on + timedelta(days), bool(done >> (number - 1) & 1)
        visits.append(Visit(number, due_on, made, found, act.needed if act and shown else None))
    return tuple(visits)


def _recorded(desk: Desk, lines: set[LineRef]) -> dict[int, FollowUpRecorded]:
    """Returns the visits to somebody as the journal has them; the book keeps only which were made."""
    found: dict[int, FollowUpRecorded] = {}
    book = desk.book()
    for seq in sorted(seq for line in lines for seq in book.visited.get(book.number(line), ())):
        for entry in desk.archive.entries(start=seq, at_most=1):
            act = decode(entry.payload)
            assert isinstance(act, FollowUpRecorded)
            found.setdefault(act.milestone, act)
    return found


def _decisions(book: Book, places: list[tuple[ListColumns, int]], reader: Actor) -> tuple[Decided, ...]:
    indices = sorted({index for c, i in places for index in book.dead.decisions.get(c.first + i, ())})
    followed = (consequences(book, identification_id(index)) for index in indices)
    return tuple(
        Decided(
            one.identification, one.remains, one.specimens, one.person, one.decided_on, one.wrong_side,
            index in book.dead.reopened, one.steps,
        )
        for index, one in zip(indices, followed, strict=True)
        if _may_see_decision(book, one, reader)
    )  # fmt: skip


def _may_see_decision(book: Book, one: Consequences, reader: Actor) -> bool:
    """Whose own somebody is may know it, and where the remains lie; the sender of another's dead need not."""
    concerned = {MEDIATOR, one.receiver}
    if one.person is not None:
        concerned.add(home(book, book.place(one.person)[0]))
    elif one.wrong_side:
        concerned.add(book.other(one.receiver))
    return reader.role is not Role.OBSERVER and reader.party in concerned


def _under_terms(desk: Desk, line: LineRef, columns: ListColumns, on: date) -> Candidate | None:
    exchange = columns.received.exchange
    try:
        terms = terms_in_force(desk, exchange)[1]
    except AnswerIsNo:
        return None
    found = candidate_of(desk, line, terms, moves_on=on)
    return found if found.state in WAITING else replace(found, hindrances=())  # nothing keeps back who has gone


def _for_reader(found: Candidate | None, reader: Actor) -> Candidate | None:
    """Returns it as a reader may see it: reasons may come from a private interview or from what a party keeps for the mediator.

    A party is told whether the person falls under the terms, and that something keeps the person back, not what.
    """
    if found is None or reader.role is Role.OBSERVER:
        return None
    if reader.is_mediator:
        return found
    place = found.line
    kept = Finding(Severity.ERROR, "held-back", place, "something keeps the person back", "the mediator knows what")
    bare = {clause: replace(one, reasons=(), would_settle=()) for clause, one in found.assessments.items()}
    return replace(found, assessments=bare, hindrances=(kept,) if found.hindrances else ())
