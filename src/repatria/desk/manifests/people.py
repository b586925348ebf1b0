"""Who is on a manifest: number, short code, how each list spells them, who travels together, what was checked.

A party's copy is paper that changes hands at a crossing point. So it never shows what either side keeps for the mediator,
not even a side's own; and of what may keep somebody back it says only that something does.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from repatria.desk.intake import record_of, visible
from repatria.desk.session import Desk
from repatria.desk.terms.agreements import document_text, examine
from repatria.desk.terms.candidates import Candidate, candidates_of
from repatria.exchange.codes import short_codes
from repatria.exchange.eligibility import group_of, said_of
from repatria.exchange.manifest import Manifest, to_bytes
from repatria.people.facts import FactKind, Truth
from repatria.people.fields import Field
from repatria.people.party import MEDIATOR, Actor, Role
from repatria.people.record import Record, Sex
from repatria.people.refs import LineRef, PartyId, Sha256
from repatria.register.acts import Subject
from repatria.register.book import Book
from repatria.register.columns import CONTESTED, OUTCOMES
from repatria.register.files import person_file

CONTRADICTED: Final = "differs between devices"

NAMES = (Field.FULL_NAME, Field.SURNAME, Field.GIVEN_NAMES, Field.PATRONYMIC)


class Gate(StrEnum):
    """What must hold before somebody goes."""

    TERMS = "terms"
    INTERVIEW = "interview"
    TRAVEL = "travel"
    INTERESTS = "interests"
    SIBLINGS = "siblings"
    CLEARED = "cleared"  # all of them in one word: what a party is told


_CODES: Mapping[str, tuple[Gate, Truth]] = {
    "terms-preliminary": (Gate.TERMS, Truth.NO),
    "eligible-no": (Gate.TERMS, Truth.NO),
    "eligible-unknown": (Gate.TERMS, Truth.UNKNOWN),
    "interview-missing": (Gate.INTERVIEW, Truth.UNKNOWN),
    "not-willing": (Gate.INTERVIEW, Truth.NO),
    "unfit-to-travel": (Gate.TRAVEL, Truth.NO),
    "best-interests-no": (Gate.INTERESTS, Truth.NO),
    "best-interests-missing": (Gate.INTERESTS, Truth.UNKNOWN),
    "siblings-unverified": (Gate.SIBLINGS, Truth.UNKNOWN),
}
"""What each finding of `exchange.gates` says of a gate."""


@dataclass(frozen=True, slots=True)
class Place:
    """One line on a manifest.

    Attributes:
        number: Its place in the signed bytes, from 1; it never changes.
        group: The number of those who travel together, from 1; 0 for somebody who travels alone.
    """

    number: int
    line: LineRef
    from_party: PartyId
    to_party: PartyId
    group: int


@dataclass(frozen=True, slots=True)
class Spelled:
    """How one party's list describes somebody, as received and as far as it may be shown; ``name`` is a bag's label."""

    party: PartyId
    line: LineRef
    name: str
    sex: Sex | None
    born: str


@dataclass(frozen=True, slots=True)
class Going:
    """Somebody on a manifest, or a bag.

    Attributes:
        code: The short code.
        spelled: One for each list that the person stands on, in the order of the desk's parties.
        gates: What was checked; empty for a bag.
        outcomes: What each side that checks off has said: the outcome's word, `CONTRADICTED` where its devices contradict
            each other, empty where it has said nothing.
    """

    place: Place
    code: str
    is_bag: bool
    spelled: tuple[Spelled, ...]
    gates: Mapping[Gate, Truth]
    outcomes: Mapping[PartyId, str]


def places_on(desk: Desk, manifest: Manifest) -> tuple[Place, ...]:
    """Returns the lines of a manifest, direction by direction, those who travel together beside each other."""
    book = desk.book()
    codes = {line: _group(desk, book, line) for line in manifest.lines}
    sizes = Counter(codes.values())
    groups: dict[str, int] = {}
    for line in manifest.lines:
        if codes[line] and sizes[codes[line]] > 1:
            groups.setdefault(codes[line], len(groups) + 1)
    numbers = {line: n for n, line in enumerate(manifest.lines, 1)}
    found = [
        Place(numbers[line], line, part.from_party, part.to_party, groups.get(codes[line], 0))
        for part in manifest.movements
        for line in part.lines
    ]
    first = {one.group: one.number for one in reversed(found) if one.group}
    order = {(part.from_party, part.to_party): n for n, part in enumerate(manifest.movements)}
    return tuple(
        sorted(
            found, key=lambda one: (order[one.from_party, one.to_party], first.get(one.group, one.number), one.number)
        )
    )


def people_on(desk: Desk, manifest: Manifest, places: Sequence[Place], *, copy: PartyId) -> tuple[Going, ...]:
    """Returns who stands on some places of a manifest, as the copy of a party or of the mediator shows them."""
    book = desk.book()
    codes = short_codes(digest=Sha256(hashlib.sha256(to_bytes(manifest)).hexdigest()), lines=manifest.lines)
    living = [one.line for one in places if not _is_bag(book, one.line)]
    terms = examine(document_text(desk, manifest.terms))[0]
    day = manifest.moves_on.opens_at.date()
    found = dict(zip(living, candidates_of(desk, living, terms, moves_on=day), strict=True))
    return tuple(
        Going(
            one,
            codes[one.line],
            one.line not in found,
            tuple(_spelled(desk, book, one.line, copy)),
            _gates(found[one.line], one, copy) if one.line in found else {},
            _outcomes(book, manifest, one.line),
        )
        for one in places
    )


def _is_bag(book: Book, line: LineRef) -> bool:
    return book.place(line)[0].received.subject is Subject.REMAINS


def _group(desk: Desk, book: Book, line: LineRef) -> str:
    if _is_bag(book, line):
        return ""
    file = person_file(book, line, lambda ref: record_of(desk, ref))
    return next((code for record in file.records if (code := group_of(record, file.facts))), "")


def _spelled(desk: Desk, book: Book, line: LineRef, copy: PartyId) -> Iterator[Spelled]:
    refs = [line] if _is_bag(book, line) else [book.ref(number) for number in book.group(line)]
    records = sorted((record_of(desk, ref) for ref in refs), key=lambda record: book.parties.index(record.source))
    for record in records:
        seen = _seen(book, record, copy)
        name = " ".join(seen[part] for part in NAMES if seen.get(part)) or seen.get(Field.BAG, "")
        born = seen.get(Field.DATE_OF_BIRTH, "") or seen.get(Field.AGE, "")
        yield Spelled(record.source, record.line, name, record.sex if Field.SEX in seen else None, born)


def _seen(book: Book, record: Record, copy: PartyId) -> Mapping[Field, str]:
    received = book.place(record.line)[0].received
    if copy == MEDIATOR:
        return record.values
    return visible(record, received, Actor(book.other(received.party), Role.OFFICER))


def _gates(candidate: Candidate, place: Place, copy: PartyId) -> Mapping[Gate, Truth]:
    failed = dict(_CODES[finding.code] for finding in candidate.hindrances if finding.code in _CODES)
    if not candidate.clause:
        failed[Gate.TERMS] = Truth.NO
    if copy != MEDIATOR:
        return {Gate.CLEARED: Truth.NO if failed or candidate.hindrances else Truth.YES}
    gates = {Gate.TERMS: Truth.YES, Gate.INTERVIEW: Truth.YES, Gate.TRAVEL: Truth.YES}
    if said_of(candidate.file, FactKind.BEST_INTERESTS) is Truth.YES:
        gates[Gate.INTERESTS] = Truth.YES
    if place.group:
        gates[Gate.SIBLINGS] = Truth.YES
    return gates | failed


def _outcomes(book: Book, manifest: Manifest, line: LineRef) -> Mapping[PartyId, str]:
    known = book.manifests.get(manifest.id)
    columns, at = book.place(line)
    if known is None or columns.manifest[at] != known.number:
        return {}
    names = (*book.parties, MEDIATOR)
    return {names[judge]: _word(columns.checks(judge)[at]) for judge in known.checkers}


def _word(code: int) -> str:
    if code == CONTESTED:
        return CONTRADICTED
    return OUTCOMES[code - 1].value if code else ""
