"""Two records side by side: field by field, with the weight of each, what differs inside the words, and who judged what.

Only what the reader may see of a line is compared and shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from repatria.desk.intake import record_of, visible
from repatria.desk.matching.judging import History, PairStanding, may_judge, pair_standing, said_of
from repatria.desk.matching.reconciling import Proposal, Step, steps_of
from repatria.desk.session import Desk
from repatria.names.letters import Piece, differing
from repatria.people.fields import DATES, NAMES, Field
from repatria.people.party import Actor, Stance
from repatria.people.refs import LineRef, PartyId
from repatria.register.acts import Judgement
from repatria.register.book import Book
from repatria.web.proposals import Kept

PARTS: Final = (Field.SURNAME, Field.GIVEN_NAMES, Field.PATRONYMIC)
_IN_ORDER: Final = DATES | {Field.AGE, Field.SERVICE_NUMBER, Field.IDENTIFICATION_NUMBER, Field.OWN_REFERENCE}
LEAST_SCALE: Final = 10.0
"""Bits of the longest bar at least: small weights look small."""

SAME, ALIKE, DIFFERS, MISSING = _("the same"), _("alike"), _("differs"), _("missing on one side")


@dataclass(frozen=True, slots=True)
class Bar:
    """A weight as a bar from the middle of a line of 100: where it begins, how long it is, for or against."""

    x: str
    width: str
    speaks_for: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One field of both records.

    Attributes:
        field: The field; None for what is not about one.
        left: The left cell in pieces; empty where it says nothing or is not shown.
        right: Likewise.
        verdict: In a word, from what is shown.
        steps: What the comparison said of it.
        bits: What that adds; None where it was not weighed.
        bar: The same as a bar.
        read: Both as they were read, where that is not how they are written: dates, in pieces.
    """

    field: Field | None
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    verdict: Promise | str
    steps: tuple[Step, ...] = ()
    bits: float | None = None
    bar: Bar | None = None
    read: tuple[tuple[Piece, ...], tuple[Piece, ...]] = ((), ())

    @property
    def is_of_one_side(self) -> bool:
        """Whether there is nothing to hold against each other: one side says nothing, or each has numbers of its own."""
        return not self.steps and (not (self.left and self.right) or self.field is Field.OWN_REFERENCE)

    @property
    def apart(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The letters that differ, of both sides: for whoever does not see marks."""
        sides = self.read if any(self.read) else (self.left, self.right)
        left, right = (tuple(piece.text for piece in side if piece.differs) for side in sides)
        return left, right


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two lines: where it stands and what it claims."""

    line: LineRef
    party: PartyId
    stance: Stance
    name: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line that is proposed for the left one, and what the reader's side said of it."""

    line: LineRef
    name: str
    proposal: Proposal
    judgement: Judgement | None
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything on the page of a pair.

    Attributes:
        rows: The fields that either record has.
        proposal: What the comparison of the lists made of the pair; None where there is none.
        hides_weight: Whether the reader chose not to see weights before judging, and has not judged.
        notes: What else is known of the pair, in words.
        standing: Who judged what.
        own: What the reader's side last said.
        candidates: Lines proposed for the left one.
    """

    left: Side
    right: Side
    rows: tuple[Row, ...]
    proposal: Proposal | None
    hides_weight: bool
    notes: tuple[str, ...]
    standing: PairStanding
    own: Judgement | None
    candidates: tuple[Candidate, ...]

    @property
    def compared(self) -> tuple[Row, ...]:
        """The rows of both sides."""
        return tuple(row for row in self.rows if not row.is_of_one_side)

    @property
    def of_one_side(self) -> tuple[Row, ...]:
        """The rows of one side only."""
        return tuple(row for row in self.rows if row.is_of_one_side)

    @property
    def first(self) -> tuple[Candidate, ...]:
        """The candidates that are shown at once."""
        return self.candidates[:3]

    @property
    def more(self) -> tuple[Candidate, ...]:
        """The others."""
        return self.candidates[3:]


def comparison_of(
    desk: Desk, history: History, reader: Actor, *, left: LineRef, right: LineRef, kept: Kept | None, blind: bool
) -> Comparison | None:
    """Returns two lines side by side; None where the reader judges no such pair.

    Raises:
        IllegalAct: No such line was ever handed in.
    """
    book = desk.book()
    if not may_judge(book, left, right, reader=reader):
        return None
    proposal = kept.pair(left, right) if kept else None
    steps, notes = steps_of(proposal.reasons) if proposal else ((), ())
    own = said_of(book, left, right).get(reader.party)
    hides = blind and own is None
    ours, theirs = cells_of(desk, reader, left), cells_of(desk, reader, right)
    read = _read(desk, left, ours), _read(desk, right, theirs)
    return Comparison(
        left=_side(book, left, ours),
        right=_side(book, right, theirs),
        rows=rows_of(ours, theirs, () if hides else steps, read=read),
        proposal=proposal,
        hides_weight=hides,
        notes=() if hides else tuple(note for note in notes if "judged" not in note),
        standing=pair_standing(book, history, left=left, right=right),
        own=own,
        candidates=_candidates(desk, reader, left, right, kept),
    )


def cells_of(desk: Desk, reader: Actor, line: LineRef) -> Mapping[Field, str]:
    """Returns the cells of a line that a reader may see, as received.

    Raises:
        IllegalAct: No such line was ever handed in.
    """
    columns, _at = desk.book().place(line)
    return visible(record_of(desk, line), columns.received, reader)


def _read(desk: Desk, line: LineRef, cells: Mapping[Field, str]) -> Mapping[Field, str]:
    """What cells that the reader may see were read as: dates in EDTF, sexes in one word."""
    record = record_of(desk, line)
    dates = {name: str(read) for name, read in record.dates.items() if name in cells}
    return dates | ({Field.SEX: record.sex.value} if record.sex and Field.SEX in cells else {})


def name_of(cells: Mapping[Field, str]) -> str:
    """Returns the name that a line gives, in one text."""
    return cells.get(Field.FULL_NAME) or " ".join(filter(None, (cells.get(part, "") for part in PARTS)))


def _side(book: Book, line: LineRef, cells: Mapping[Field, str]) -> Side:
    received = book.place(line)[0].received
    return Side(line, received.party, received.stance, name_of(cells))


def _candidates(desk: Desk, reader: Actor, left: LineRef, right: LineRef, kept: Kept | None) -> tuple[Candidate, ...]:
    found = []
    for one in kept.of.get(left, ()) if kept else ():
        if one.right is not None:
            own = said_of(desk.book(), left, one.right).get(reader.party)
            found.append(Candidate(one.right, name_of(cells_of(desk, reader, one.right)), one, own, one.right == right))
    return tuple(found)


_NOTHING_READ: Final[Mapping[Field, str]] = {}


def rows_of(
    left: Mapping[Field, str],
    right: Mapping[Field, str],
    steps: Sequence[Step],
    *,
    read: tuple[Mapping[Field, str], Mapping[Field, str]] = (_NOTHING_READ, _NOTHING_READ),
) -> tuple[Row, ...]:
    """Returns a row for each field that either side has, then one for each step that is about no field shown.

    Args:
        left: The cells of the left line.
        right: The cells of the right line.
        steps: What the comparison said.
        read: What cells were read as, of both lines, where they could be.
    """
    left, right = _whole_names(left, right)
    shown = [name for name in Field if left.get(name) or right.get(name)]
    taken: dict[Field | None, list[Step]] = {}
    for step in steps:
        taken.setdefault(_row_of(step, shown), []).append(step)
    scale = max([LEAST_SCALE, *(abs(sum(s.bits for s in found)) for found in taken.values())])
    rows = [
        _row(name, (left.get(name, ""), right.get(name, "")), (read[0].get(name), read[1].get(name)),
             taken.get(name, ()), scale)
        for name in shown
    ]  # fmt: skip
    return (*rows, *(_row(None, ("", ""), (None, None), (step,), scale) for step in taken.get(None, ())))


def _whole_names(
    left: Mapping[Field, str], right: Mapping[Field, str]
) -> tuple[Mapping[Field, str], Mapping[Field, str]]:
    """Puts parts of a name together on both sides where one side gives it whole."""
    if Field.FULL_NAME not in {**left, **right}:
        return left, right
    return _in_one(left), _in_one(right)


def _in_one(cells: Mapping[Field, str]) -> Mapping[Field, str]:
    whole = {Field.FULL_NAME: name_of(cells)}
    return whole | {name: cell for name, cell in cells.items() if name not in PARTS and name is not Field.FULL_NAME}


def _row_of(step: Step, shown: Iterable[Field]) -> Field | None:
    """The field in whose row a step is told."""
    for name in shown:
        if name in step.fields or (name is Field.FULL_NAME and set(step.fields) & set(PARTS)):
            return name
    return None


def _row(
    name: Field | None,
    cells: tuple[str, str],
    read: tuple[str | None, str | None],
    steps: Iterable[Step],
    scale: float,
) -> Row:
    steps = tuple(steps)
    bits = sum(step.bits for step in steps) if steps else None
    told = differing(read[0], read[1], in_order=True) if read[0] and read[1] else None
    marked = _marked(name, *cells, is_read=told is not None)
    apart = any(piece.differs for side in told or marked for piece in side)
    verdict = _verdict(name, *cells, bits, apart=apart)
    shown = told if told and name is not Field.SEX and read != cells else ((), ())
    return Row(name, *marked, verdict, steps, bits, _bar(bits, scale), shown)


def _marked(name: Field | None, left: str, right: str, *, is_read: bool) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both cells in pieces; nothing is marked where a side is missing, or where what was read is held together instead."""
    if left and right and not is_read and name is not Field.OWN_REFERENCE:
        return differing(left, right, in_order=name in _IN_ORDER)
    a, b = ((Piece(text, differs=False),) if text else () for text in (left, right))
    return a, b


def _verdict(name: Field | None, left: str, right: str, bits: float | None, *, apart: bool) -> Promise | str:
    if name is None or name is Field.OWN_REFERENCE:
        return ""
    if not (left and right):
        return MISSING
    if left.casefold() == right.casefold() or (not apart and name not in NAMES):
        return SAME
    alike = bits > 0 if bits is not None else not apart
    return ALIKE if alike else DIFFERS


def _bar(bits: float | None, scale: float) -> Bar | None:
    if bits is None:
        return None
    width = 50 * abs(bits) / scale
    return Bar(f"{50.0 if bits >= 0 else 50 - width:.1f}", f"{width:.1f}", bits >= 0)
