"""Who falls under the terms, and what keeps each one off a manifest.

A person stands for the plan under one line: the one that the terms name, else the first line of the party that asks for
them, else the first at all. People whom a holder is only said to have, while its own list does not bear it out, are
unknown, not no: the same human being must not be put on a manifest twice under two lines nobody has compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from repatria.desk.intake import record_of
from repatria.desk.session import Desk
from repatria.errors import Finding
from repatria.exchange.eligibility import Assessment, assess, group_of
from repatria.exchange.gates import gates
from repatria.exchange.terms import Terms
from repatria.people.facts import FactKind, Truth
from repatria.people.party import Stance
from repatria.people.record import PersonFile
from repatria.people.refs import ExchangeId, LineRef, PartyId
from repatria.register.acts import Answer, Subject, Wish
from repatria.register.book import Book
from repatria.register.columns import ANSWER_CODE, WISHES, ListColumns
from repatria.register.derived.standings import standings
from repatria.register.fates import latest_wish
from repatria.register.files import person_file, person_files
from repatria.register.states import State, standing

WAITING = frozenset({State.HELD, State.GROWN_UP, State.ABSENT, State.UNFIT, State.MISTAKEN_IDENTITY, State.DISPUTED})
"""States in which a person may still be put on a manifest, if everything else holds."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person under the terms.

    Attributes:
        file: All that is known of the person.
        line: The line under which the person stands on a manifest.
        holder: The party that has the person; None when the sources contradict each other or none says.
        state: The line's state.
        assessments: What was found for each clause about the living, in the order of the terms.
        hindrances: What keeps the person off a manifest; empty for somebody who may go.
    """

    file: PersonFile
    line: LineRef
    holder: PartyId | None
    state: State
    assessments: Mapping[str, Assessment]
    hindrances: tuple[Finding, ...]

    @property
    def clauses(self) -> tuple[str, ...]:
        """All clauses the person falls under, in the order of the terms."""
        return _that_say(self.assessments, Truth.YES)

    @property
    def clause(self) -> str:
        """The first clause the person falls under, else the first for which it is unknown, else empty."""
        return deciding(self.assessments)

    @property
    def assessment(self) -> Assessment:
        """What was found for that clause, else why not for the last."""
        nothing = Assessment(Truth.NO, ("no clause of the terms is about the living",))
        return self.assessments.get(self.clause) or next(reversed(tuple(self.assessments.values())), nothing)

    @property
    def may_go(self) -> bool:
        """Whether nothing keeps the person off a manifest."""
        return self.assessment.truth is Truth.YES and self.state in WAITING and not self.hindrances

    @property
    def said_no(self) -> bool:
        """Whether the person said no in the private interview."""
        return any(finding.code == "not-willing" for finding in self.hindrances)

    @property
    def group(self) -> str:
        """The code of those whom the person must travel with; empty for nobody."""
        codes = (group_of(record, self.file.facts) for record in self.file.records)
        return next((code for code in codes if code), "")


def candidates(desk: Desk, exchange: ExchangeId, terms: Terms, *, moves_on: date) -> Iterator[Candidate]:
    """Yields everybody on the lists of an exchange, with what the terms make of them on the day of a movement."""
    book = desk.book()
    named = terms_name(terms)
    for file in person_files(book, exchange, lambda ref: record_of(desk, ref)):
        yield _candidate(book, terms, file, named, moves_on)


def candidate_of(desk: Desk, line: LineRef, terms: Terms, *, moves_on: date) -> Candidate:
    """Returns what the terms make of the person on one line on the day of a movement."""
    return next(candidates_of(desk, [line], terms, moves_on=moves_on))


def candidates_of(desk: Desk, lines: Iterable[LineRef], terms: Terms, *, moves_on: date) -> Iterator[Candidate]:
    """Yields what the terms make of the person on each of the lines, in their order."""
    book = desk.book()
    named = terms_name(terms)
    for line in lines:
        file = person_file(book, line, lambda ref: record_of(desk, ref))
        yield _candidate(book, terms, file, named, moves_on)


def in_groups(desk: Desk, exchange: ExchangeId, terms: Terms, *, moves_on: date) -> Iterator[Candidate]:
    """Yields everybody on the lists of an exchange who is said to travel with others."""
    book = desk.book()
    first_lines: dict[int, LineRef] = {}
    for number, facts in sorted(book.facts.items()):
        columns, _ = book.where(number)
        grouped = any(fact.what is FactKind.SIBLING_GROUP for fact in facts)
        if grouped and columns.received.exchange == exchange:
            first_lines.setdefault(book.matches.group(number)[0], book.ref(number))
    yield from candidates_of(desk, first_lines.values(), terms, moves_on=moves_on)


def terms_name(terms: Terms) -> set[LineRef]:
    """Returns the lines that terms name."""
    return {line for clause in terms.clauses for line in clause.persons}


def _candidate(book: Book, terms: Terms, file: PersonFile, named: set[LineRef], moves_on: date) -> Candidate:
    places = [book.place(line) for line in file.lines]
    line = _line_for_manifest(file.lines, places, named)
    holder = _holder(book, places)
    found = _assessed(terms, file, holder)
    clause = deciding(found)
    wish = latest_wish(places)
    willing = Truth.UNKNOWN if not wish else _WILLING[WISHES[wish - 1]]
    hindrances: tuple[Finding, ...] = ()
    if clause:
        hindrances = gates(
            file=file, terms=terms, assessment=found[clause], clause_id=clause, willing=willing, moves_on=moves_on
        )
    return Candidate(file, line, holder, standing(book, *book.place(line)).state, found, hindrances)


def _assessed(terms: Terms, file: PersonFile, holder: PartyId | None) -> dict[str, Assessment]:
    return {c.id: assess(terms, c.id, file, holder) for c in terms.clauses if c.of_the_living}


@dataclass(frozen=True, slots=True)
class Placed:
    """Under which clause somebody is counted; what keeps the person off a manifest was not looked at.

    Attributes:
        clause: The clause that decides; empty for somebody who falls under none.
        truth: What was found for it.
    """

    clause: str
    truth: Truth
    holder: PartyId | None
    state: State


def placed(book: Book, terms: Terms, file: PersonFile, named: set[LineRef]) -> Placed:
    """Returns where a person is counted under terms that name these lines: as `candidates` would have it, for less work."""
    places = [book.place(line) for line in file.lines]
    holder = _holder(book, places)
    found = _assessed(terms, file, holder)
    clause = deciding(found)
    columns, at = book.place(_line_for_manifest(file.lines, places, named))
    truth = found[clause].truth if clause else Truth.NO
    return Placed(clause, truth, holder, standings(book).of(columns.first + at).state)


_WILLING = {Wish.WILLING: Truth.YES, Wish.UNWILLING: Truth.NO, Wish.UNDECIDED: Truth.UNKNOWN}


def _line_for_manifest(
    lines: Sequence[LineRef], places: Sequence[tuple[ListColumns, int]], named: set[LineRef]
) -> LineRef:
    for line in lines:
        if line in named:
            return line
    sought = (ref for ref, (c, _) in zip(lines, places, strict=True) if c.received.stance is Stance.SEEKS)
    return next(sought, lines[0])


def _holder(book: Book, places: Sequence[tuple[ListColumns, int]]) -> PartyId | None:
    """The party on whose own list the person stands; or that answered "held" where it handed in no such list."""
    listed = {c.received.party for c, at in places if c.received.stance is Stance.HOLDS and not c.withdrawn[at]}
    if listed:
        return listed.pop() if len(listed) == 1 else None
    answered = {book.other(c.received.party) for c, at in places if _is_said_held(book, c, at)}
    if len(answered) != 1:
        return None
    party = answered.pop()
    exchange = places[0][0].received.exchange
    lists = [c.received for c in book.order if c.received.exchange == exchange and c.received.party == party]
    has_own_list = any(r.stance is Stance.HOLDS and r.subject is Subject.PERSONS for r in lists)
    return None if has_own_list else party


_SAID_HELD = frozenset({ANSWER_CODE[Answer.HELD], ANSWER_CODE[Answer.GROWN_UP]})


def _is_said_held(book: Book, columns: ListColumns, at: int) -> bool:
    """Whether the other party said of a line that seeks that it has the person, and nobody contradicts that.

    It is the answer that counts, not the state: somebody who declined or has crossed was held all the same.
    """
    said = columns.received.stance is Stance.SEEKS and columns.answer[at] in _SAID_HELD
    return said and standing(book, columns, at).state not in (State.DISPUTED, State.WITHDRAWN)


def deciding(found: Mapping[str, Assessment]) -> str:
    """Returns the clause that decides: the first that says yes, else the first that says unknown, else empty."""
    return next(iter((*_that_say(found, Truth.YES), *_that_say(found, Truth.UNKNOWN))), "")


def _that_say(found: Mapping[str, Assessment], truth: Truth) -> tuple[str, ...]:
    return tuple(clause for clause, assessment in found.items() if assessment.truth is truth)
