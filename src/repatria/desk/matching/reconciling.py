"""Which lines of two lists may be one person: proposals for people to judge, weighed by what the lists themselves say.

What was judged binds: what the parties concerned joined is proposed as the same, what a party called different is not
proposed again, and what a party is unsure of, or the parties judge differently, stays for review. Nothing is entered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import pyarrow as pa

from repatria.desk.intake import hidden_from, records
from repatria.desk.session import Desk
from repatria.errors import Finding, InputNotUnderstood
from repatria.linkage import linking
from repatria.linkage.deciding import judgements
from repatria.linkage.deciding.judgements import Judged
from repatria.linkage.telling import proposals
from repatria.people.fields import Field
from repatria.people.party import MEDIATOR, Actor
from repatria.people.record import Record
from repatria.people.refs import LineRef, ListId, split_line
from repatria.register.acts import Judgement, Subject
from repatria.register.book import Book
from repatria.register.columns import ListColumns

FIELDS: Mapping[str, Field] = {
    "surname": Field.SURNAME,
    "given_names": Field.GIVEN_NAMES,
    "patronymic": Field.PATRONYMIC,
    "name": Field.FULL_NAME,
    "place": Field.PLACE_OF_BIRTH,
    "father": Field.FATHER,
    "mother": Field.MOTHER,
}
"""What linkage calls a column, and the field of a line whose cell it is."""

DOCUMENTS = (Field.SERVICE_NUMBER, Field.IDENTIFICATION_NUMBER)
"""Numbers that one person has; that one is compared which more lines of both lists give."""


class Proposed(StrEnum):
    """What is proposed for a pair."""

    SAME = "same"
    REVIEW = "review"
    NONE = "none"  # none of these


_PROPOSED = {"link": Proposed.SAME, "review": Proposed.REVIEW, "no": Proposed.NONE}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One line of the left list with one of the right, or with none.

    Attributes:
        left: The line.
        right: Its counterpart; None where nobody is proposed.
        proposed: What is proposed.
        weight_bits: log2 of the evidence alone; 0 where nobody is proposed.
        probability: That it is one person, rivals and judgements considered.
        reasons: A short sentence a field with its bits, then what was judged; no names and no dates.
    """

    left: LineRef
    right: LineRef | None
    proposed: Proposed
    weight_bits: float
    probability: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What came of holding two lists against each other.

    Attributes:
        proposals: One or several for each line of the left list, in its order, the likeliest first.
        findings: Judgements that do not go together.
    """

    proposals: tuple[Proposal, ...]
    findings: tuple[Finding, ...]


_STEP = re.compile(r"(?:(?P<field>[a-z ]+): )?(?P<sentence>.+) (?P<bits>[+-]\d+\.\d)")
_FIELDS_OF: Mapping[str, tuple[Field, ...]] = {
    "surname": (Field.SURNAME,),
    "given name": (Field.GIVEN_NAMES,),
    "patronymic": (Field.PATRONYMIC,),
    "date of birth": (Field.DATE_OF_BIRTH, Field.AGE),
    "place": (Field.PLACE_OF_BIRTH,),
    "sex": (Field.SEX,),
    "mother": (Field.MOTHER,),
    "document": DOCUMENTS,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of what a pair weighs.

    Attributes:
        fields: The fields of a line that it is about; none for what relatives share.
        bits: What it adds to the weight, to a tenth.
        sentence: Why.
    """

    fields: tuple[Field, ...]
    bits: float
    sentence: str


def steps_of(reasons: Sequence[str]) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Returns the reasons of a proposal taken apart: the steps with their bits, and what else is known of the pair."""
    steps, notes = [], []
    for reason in reasons:
        found = _STEP.fullmatch(reason)
        if found is None:
            notes.append(reason)
        else:
            fields = _FIELDS_OF.get(found["field"] or "", ())
            steps.append(Step(fields, float(found["bits"]), found["sentence"]))
    return tuple(steps), tuple(notes)


def reconcile(
    desk: Desk,
    *,
    left: ListId,
    right: ListId,
    reader: Actor | None = None,
    reviews: int = linking.Settings().reviews,
    telling: Callable[[str], None] = lambda _: None,
) -> Reconciled:
    """Returns proposals for each line of the left list; nothing is entered.

    Args:
        desk: The desk.
        left: The list whose lines are asked about.
        right: The list among whose lines their counterparts are looked for.
        reader: For whom: what this actor may not see of a line is not compared, so that no weight tells of it. None
            compares everything.
        reviews: Pairs for review of one left line at most.
        telling: Called with the name of each stage when it begins.

    Raises:
        InputNotUnderstood: The same list twice, or a list of remains: who the dead are is decided by a board.
    """
    if left == right:
        raise InputNotUnderstood("a list is not reconciled with itself", place=left)
    book = desk.book()
    for of in (left, right):
        if of in book.lists and book.lists[of].received.subject is Subject.REMAINS:
            raise InputNotUnderstood("remains are not reconciled by names", place=of, hint="a board identifies them")
    telling("reading the lists")
    ours, theirs = tuple(records(desk, left).values()), tuple(records(desk, right).values())
    document = max(DOCUMENTS, key=lambda field: min(_given(ours, field), _given(theirs, field)))
    hidden = [hidden_from(book.lists[of].received, reader) if reader else frozenset() for of in (left, right)]
    tables = table(ours, document=document, hidden=hidden[0]), table(theirs, document=document, hidden=hidden[1])
    settings = linking.Settings(reviews=reviews)
    telling("comparing the lines")
    linked = linking.link(*tables, settings=settings, judgements=tuple(judged(book, left, right)))
    telling("putting the reasons into words")
    rows = proposals.rows(linked, proposals.propose(linked, settings=settings), left=tables[0], right=tables[1])
    found = [_proposal(book, row) for row in rows.to_pylist()]
    found.sort(key=lambda one: (split_line(one.left), -one.probability, -one.weight_bits, one.right or ""))
    return Reconciled(tuple(found), linked.findings)


def _given(side: Sequence[Record], field: Field) -> int:
    return sum(bool(record.get(field)) for record in side)


def table(side: Sequence[Record], *, document: Field, hidden: Collection[Field] = frozenset()) -> pa.Table:
    """Returns a list's records as linkage takes them: cells as received, dates in EDTF (an age is a range of days).

    Args:
        side: The records.
        document: The number that is compared.
        hidden: Fields that are left out, as if no line had them.
    """

    def cells(*fields: Field, read: Callable[[Record], str]) -> list[str]:
        return [""] * len(side) if set(fields) & set(hidden) else [read(record) for record in side]

    columns = {name: cells(field, read=_cell(field)) for name, field in FIELDS.items()} | {
        "ref": [record.line for record in side],
        "sex": cells(Field.SEX, read=lambda record: record.sex or ""),
        "date_of_birth": cells(Field.DATE_OF_BIRTH, Field.AGE, read=lambda record: str(record.born or "")),
        "document": cells(document, read=_cell(document)),
    }
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})


def _cell(field: Field) -> Callable[[Record], str]:
    return lambda record: record.get(field)


def judged(book: Book, left: ListId, right: ListId) -> Iterator[Judged]:
    """Yields what binds of the judgements on the lines of two lists.

    *Same* where a chain that every party concerned agreed to joins two lines; *different* and *unsure* where a party last
    said so; *same* beside *different* where the parties contradict each other. One party's *same* alone binds nothing,
    nor does what the mediator thinks.
    """
    sides = (book.lists[left], book.lists[right])
    for first in sorted({book.matches.group(number)[0] for number in book.matches.joined}):
        here = [number for number in book.matches.group(first) if _is_on(sides, number)]
        for a, b in combinations(here, 2):
            yield Judged(book.ref(a), book.ref(b), judgements.Judgement.SAME)
    for a, b in book.matches.pairs():
        if _is_on(sides, a) and _is_on(sides, b):
            said = {judgement for judge, judgement in book.matches.of(a, b).items() if judge < len(book.parties)}
            for judgement in _binding(said):
                yield Judged(book.ref(a), book.ref(b), judgements.Judgement(judgement))


def _binding(said: set[Judgement]) -> list[Judgement]:
    """What binds of what the parties last said of a pair, besides the *same* of all of them."""
    if Judgement.DIFFERENT in said:
        return sorted(said - {Judgement.UNSURE})
    return sorted(said & {Judgement.UNSURE})


def _is_on(sides: Sequence[ListColumns], number: int) -> bool:
    return any(0 <= number - columns.first < columns.size for columns in sides)


def _proposal(book: Book, row: Mapping[str, object]) -> Proposal:
    left, right = LineRef(str(row["left_ref"])), LineRef(str(row["right_ref"]))
    reasons = str(row["reasons"]).split("; ")
    if right:
        reasons += _said(book, left, right)
    return Proposal(
        left, right or None, _PROPOSED[str(row["proposal"])], float(str(row["weight_bits"])),
        float(str(row["probability"])), tuple(reasons),
    )  # fmt: skip


def _said(book: Book, left: LineRef, right: LineRef) -> list[str]:
    """Who judged the pair, and how."""
    a, b = sorted((book.number(left), book.number(right)))
    judges = (*book.parties, MEDIATOR)
    return [f"{judges[judge]} judged: {judgement}" for judge, judgement in sorted(book.matches.of(a, b).items())]
