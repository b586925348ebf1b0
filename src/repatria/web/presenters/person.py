"""One person's file for a page: claims by source, what happened when and where, contradictions, what is unknown.

Everything here is made of what the reader may see; what others keep back is named by field and never by value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from repatria.desk.intake import hidden_from, record_of
from repatria.desk.matching.judging import may_judge
from repatria.desk.person import LineFile, Said, line_file
from repatria.desk.session import Desk
from repatria.errors import IllegalAct
from repatria.names.letters import Piece, differing
from repatria.people.dates import PartialDate, full_date
from repatria.people.facts import Fact, Truth
from repatria.people.fields import NAMES, Field
from repatria.people.party import Actor, Role
from repatria.people.refs import LineRef, PartyId
from repatria.register.acts import Judgement
from repatria.web.presenters.matching import name_of

HAPPENED: Final[Mapping[Field, Field | None]] = {
    Field.DATE_OF_BIRTH: Field.PLACE_OF_BIRTH,
    Field.LAST_SEEN_ON: Field.LAST_SEEN_AT,
    Field.CAPTURED_ON: Field.CAPTURED_AT,
    Field.FOUND_ON: Field.FOUND_AT,
    Field.LEFT_ON: Field.LEFT_FROM,
    Field.MEASURE_ON: None,
    Field.DIED_ON: Field.DIED_AT,
    Field.RECOVERED_ON: Field.RECOVERED_AT,
}
"""Fields that say when something happened, and the field that says where."""
_OF_THE_LINE: Final = frozenset({Field.OWN_REFERENCE, Field.SOURCE, Field.NOTE, Field.AGE})
"""Fields in which two lists differ without contradicting each other."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something on the line of places and dates.

    Attributes:
        on: When, as far as it is known.
        what: A code of the desk, or words.
        place: Where, as received; empty where it is not said.
        line: By which line; None for what the desk itself knows.
        said_by: Who says so.
        is_to_come: Whether it is planned and not done.
    """

    on: PartialDate
    what: str | Promise
    place: str
    line: LineRef | None
    said_by: PartyId | None
    is_to_come: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One source: what everybody concerned may see of it, and its compartment.

    Attributes:
        said: What the line says, as the reader may see it.
        name: The name it gives.
        open: Cells that the other party sees too.
        kept: Cells that only the sender and the mediator see; empty for the other party.
    """

    said: Said
    name: str
    open: Mapping[Field, str]
    kept: Mapping[Field, str]


@dataclass(frozen=True, slots=True)
class Differing:
    """A field in which sources contradict each other: the cell of each, in pieces, empty where a source says nothing."""

    field: Field
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that is not known, and what would settle it."""

    what: str | Promise
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What somebody judged of two of the lines, and whether the reader judges such pairs too."""

    left: LineRef
    right: LineRef
    party: PartyId
    judgement: Judgement
    may_judge: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything on the page of a person.

    Attributes:
        file: The file, as the desk gives it to the reader.
        sources: By line.
        events: In order of time, the earliest first.
        differing: Fields in which sources contradict each other.
        facts_against: Kinds of facts of which one source says yes and another no.
        unknown: What is not known.
        judged: Who judged which of the lines.
        shows_reasons: Whether the reader may see why somebody falls under a clause, and what keeps a person back.
    """

    file: LineFile
    sources: tuple[Source, ...]
    events: tuple[Event, ...]
    differing: tuple[Differing, ...]
    facts_against: tuple[str, ...]
    unknown: tuple[Unknown, ...]
    judged: tuple[Judged, ...]
    shows_reasons: bool


def file_of(desk: Desk, actor: Actor, line: LineRef, *, on: date) -> PersonPage | None:
    """Returns what an actor may know of the person on a line; None where there is no such line."""
    try:
        file = line_file(desk, line=line, reader=actor, on=on)
    except IllegalAct:
        return None
    return PersonPage(
        file=file,
        sources=tuple(_source(desk, said) for said in file.said),
        events=tuple(sorted(_events(desk, file), key=lambda event: (event.on.earliest, event.on.latest))),
        differing=tuple(_differing(desk, file.said)),
        facts_against=_facts_against(file.facts),
        unknown=tuple(_unknown(desk, file)),
        judged=_judged(desk, file, actor),
        shows_reasons=actor.is_mediator and actor.role in (Role.REGISTRAR, Role.VERIFIER),
    )


def _source(desk: Desk, said: Said) -> Source:
    book = desk.book()
    others = Actor(book.other(said.party), Role.DELEGATE)
    kept_back = hidden_from(book.place(said.line)[0].received, others)
    open_to_both = {name: cell for name, cell in said.cells.items() if name not in kept_back}
    kept = {name: cell for name, cell in said.cells.items() if name in kept_back}
    return Source(said, name_of(said.cells), open_to_both, kept)


def _dates(desk: Desk, said: Said) -> Mapping[Field, PartialDate]:
    """The dates of a line that the reader may see; a year of birth out of an age only where no date is kept back."""
    record = record_of(desk, said.line)
    found = {name: read for name, read in record.dates.items() if name in said.cells}
    if record.born and Field.AGE in said.cells and not record.get(Field.DATE_OF_BIRTH):
        found[Field.DATE_OF_BIRTH] = record.born
    return found


def _events(desk: Desk, file: LineFile) -> Iterator[Event]:
    for said in file.said:
        dates = _dates(desk, said)
        for name, place in HAPPENED.items():
            if name in dates:
                where = said.cells.get(place, "") if place else ""
                yield Event(dates[name], name, where, said.line, said.party)
        if said.answer:
            other = desk.book().other(said.party)
            yield Event(full_date(said.answer[1]), _("answered"), "", said.line, other)
        if said.remark:
            yield Event(full_date(said.remark[1]), _("remarked on"), "", said.line, said.party)
    for fact in file.facts:
        if fact.on:
            yield Event(full_date(fact.on), fact.what, "", fact.line, fact.said_by)
    if file.manifest:
        done = all(file.manifest.checks.values())
        yield Event(full_date(file.manifest.moves_on), _("movement"), "", None, None, is_to_come=not done)
    for visit in file.visits:
        yield Event(full_date(visit.due_on), _("visit after the return"), "", None, None, is_to_come=not visit.made)


def _differing(desk: Desk, sources: Sequence[Said]) -> Iterator[Differing]:
    read = [_dates(desk, said) for said in sources]
    sexes = [record_of(desk, said.line).sex if Field.SEX in said.cells else None for said in sources]
    for name in Field:
        cells = [said.cells.get(name, "") for said in sources]
        if sum(map(bool, cells)) < 2 or name in _OF_THE_LINE:
            continue
        heard = [str(read[n].get(name) or (sexes[n] if name is Field.SEX else None) or "") for n in range(len(cells))]
        texts = heard if all(h or not c for h, c in zip(heard, cells, strict=True)) else cells
        pieces = _apart(texts, is_read=texts is heard)
        spelt = [text.casefold() for text in texts if text]
        if any(piece.differs for side in pieces for piece in side) or (name not in NAMES and len(set(spelt)) > 1):
            yield Differing(name, pieces if texts is cells else _told(cells, pieces))


def _apart(texts: Sequence[str], *, is_read: bool) -> tuple[tuple[Piece, ...], ...]:
    """Each text in pieces, held against the first that says anything."""
    first = next(filter(None, texts))
    at = texts.index(first)
    second = next((text for text in texts[at + 1 :] if text and text.casefold() != first.casefold()), first)
    return tuple(
        () if not text
        else differing(first, second, in_order=is_read)[0] if n == at
        else differing(first, text, in_order=is_read)[1]
        for n, text in enumerate(texts)
    )  # fmt: skip


def _told(cells: Sequence[str], pieces: Sequence[tuple[Piece, ...]]) -> tuple[tuple[Piece, ...], ...]:
    """Cells as received, and behind each what it was read as, marked, where that is written otherwise."""
    found = []
    for cell, read in zip(cells, pieces, strict=True):
        is_said_so = cell == "".join(piece.text for piece in read)
        plain = Piece(f"{cell} ", differs=False)
        found.append(read if is_said_so or not read else (plain, *read))
    return tuple(found)


def _facts_against(facts: Iterable[Fact]) -> tuple[str, ...]:
    said: dict[tuple[str, str], set[Truth]] = {}
    for fact in facts:
        said.setdefault((fact.what, fact.value), set()).add(fact.truth)
    return tuple(dict.fromkeys(what for (what, _v), truths in said.items() if {Truth.YES, Truth.NO} <= truths))


def _unknown(desk: Desk, file: LineFile) -> Iterator[Unknown]:
    if file.person and not any(_is_full(_dates(desk, said)) for said in file.said):
        yield Unknown(_("the full date of birth"))
    for said in file.said:
        if said.needs:
            yield Unknown(_("who is meant: the other party cannot identify this line"), tuple(map(str, said.needs)))
    for fact in file.facts:
        if fact.truth is Truth.UNKNOWN:
            yield Unknown(fact.what)
    under = file.under_terms
    if under and under.assessment.truth is Truth.UNKNOWN:
        yield Unknown(_("whether the person falls under the terms"), under.assessment.would_settle)


def _is_full(dates: Mapping[Field, PartialDate]) -> bool:
    return Field.DATE_OF_BIRTH in dates and dates[Field.DATE_OF_BIRTH].is_full


def _judged(desk: Desk, file: LineFile, actor: Actor) -> tuple[Judged, ...]:
    book = desk.book()
    return tuple(
        Judged(left, right, party, judgement, may_judge(book, left, right, reader=actor))
        for left, right, party, judgement in file.judgements
    )
