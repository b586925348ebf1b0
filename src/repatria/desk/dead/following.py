"""What follows a decision on the dead: the family is told, the remains released, or routed back to the party whose own they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from repatria.desk.session import Desk, Entered, permit
from repatria.errors import InputNotUnderstood, NotPermitted
from repatria.people.party import Actor, Role
from repatria.people.refs import LineRef, SpecimenRef, bag_of
from repatria.register import acts
from repatria.register.acts import RemainsStep, Subject
from repatria.register.book import Book
from repatria.register.dead.kept import identification_id, index_of, place_of
from repatria.register.dead.specimens import deciding, place_specimen

_OF_A_BAG = frozenset({RemainsStep.BURIED, RemainsStep.EXHUMED})


@dataclass(frozen=True, slots=True)
class RemainsRow:
    """A step on remains.

    Attributes:
        target: A bag (``south-5:17``), a specimen (``south-5:17/2``), an identification (``I-0003``), or the line of
            somebody identified, for all the bags of that person.
        step: What was done.
        on: The day on which it was.
        document: A paper on it, which is kept: a receipt, a protocol.
    """

    target: str
    step: RemainsStep
    on: date
    document: bytes | None = None


def follow_remains(desk: Desk, *, by: Actor, rows: Sequence[RemainsRow]) -> Entered:
    """Enters steps on remains; what was entered just so before is passed over.

    Raises:
        InputNotUnderstood: A bag with several decisions on it is named, where one of them is meant.
        IllegalAct: Another step comes first, or this step is another party's.
    """
    permit("follow-up", by)
    if by.role is Role.VERIFIER:
        raise NotPermitted("steps on remains are entered by a party, a laboratory or the mediator's registrar")
    with desk.entering() as block:
        for row in rows:
            paper = block.writer.keep(row.document) if row.document is not None else None
            if _is_over(desk, block.book, row):
                block.pass_over()
                continue
            for bag, index in _meant(block.book, row):
                if _is_entered(block.book, bag, index, row):
                    block.pass_over()
                    continue
                block.enter(
                    acts.RemainsFollowedUp(
                        at=block.at, by=str(by), remains=bag, step=row.step, on=row.on,
                        identification=identification_id(index) if index else None, document=paper,
                    )
                )  # fmt: skip
    return Entered(len(block.entries), block.already)


def _is_over(desk: Desk, book: Book, row: RemainsRow) -> bool:
    """Whether an exhumation or a recovery was entered just so before: the book does not keep what is over."""
    if row.step not in (RemainsStep.EXHUMED, RemainsStep.RECOVERED):
        return False
    for entry in desk.archive.entries():
        if entry.kind == acts.RemainsFollowedUp.__name__:
            act = acts.decode(entry.payload)
            if not isinstance(act, acts.RemainsFollowedUp):
                continue
            if (act.step, act.on) == (row.step, row.on) and _names(book, act, row.target):
                return True
    return False


def _names(book: Book, act: acts.RemainsFollowedUp, target: str) -> bool:
    if target.startswith("I-"):
        return index_of(act.identification or "") == index_of(target)
    return book.number(_line(target)) == book.number(act.remains)


def _meant(book: Book, row: RemainsRow) -> list[tuple[LineRef, int]]:
    """The bag and the place of the identification that a row means; several for somebody who lies in several bags."""
    is_bag_or_person = not row.target.startswith("I-") and "/" not in row.target
    if row.step in _OF_A_BAG and not row.target.startswith("I-"):
        return [(_bag(book, row.target), 0)]
    if row.step is RemainsStep.RECOVERED:
        return [_left(book, row.target)]
    if row.target.startswith("I-"):
        index = place_of(row.target, book.identifications)
        made = book.identifications[index - 1]
        assert made is not None
        return [(made.remains, index)]
    columns, at = book.place(_line(row.target))
    if is_bag_or_person and columns.received.subject is Subject.PERSONS:
        return _of_person(book, LineRef(row.target))
    if "/" in row.target:
        place_specimen(book, SpecimenRef(row.target))
        index = deciding(book, SpecimenRef(row.target))
        return [(_line(row.target), _known(index, row.target))]
    decided = book.dead.decisions.get(columns.first + at, ())
    if len(decided) > 1:
        raise InputNotUnderstood(
            "boards decided on this bag more than once", place=row.target, hint="name a specimen, or the identification"
        )
    return [(_line(row.target), _known(max(decided, default=0), row.target))]


def _line(target: str) -> LineRef:
    return bag_of(SpecimenRef(target))


def _bag(book: Book, target: str) -> LineRef:
    book.place(_line(target))
    return _line(target)


def _known(index: int, target: str) -> int:
    if not index:
        raise InputNotUnderstood("nobody has identified these remains", place=target, hint="a board decides first")
    return index


def _of_person(book: Book, person: LineRef) -> list[tuple[LineRef, int]]:
    indices = sorted({index for number in book.group(person) for index in book.dead.decisions.get(number, ())})
    _known(max(indices, default=0), person)
    return [(made.remains, index) for index in indices if (made := book.identifications[index - 1])]


def _left(book: Book, target: str) -> tuple[LineRef, int]:
    """The withdrawn identification under which remains left that are to be recovered."""
    wanted = index_of(target)
    found = [
        (book.ref(away.bag), index)
        for index, away in sorted(book.dead.away.items())
        if index == wanted or book.ref(away.bag) == _line(target)
    ]
    if len(found) != 1:
        raise InputNotUnderstood(
            "several are to be recovered here" if found else "nothing is to be recovered here",
            place=target,
            hint="name the identification that was withdrawn",
        )
    return found[0]


def _is_entered(book: Book, bag: LineRef, index: int, row: RemainsRow) -> bool:
    if row.step is RemainsStep.BURIED:
        return book.dead.buried.get(book.number(bag)) == row.on.toordinal()
    return book.dead.followed.get(index, {}).get(row.step) == row.on.toordinal()
