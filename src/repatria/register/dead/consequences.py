"""What followed from an identification: everything that is told when it is taken back, so that nothing is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from repatria.people.refs import IdentificationId, LineRef, PartyId, SpecimenRef, bag_of
from repatria.register.acts import RemainsStep
from repatria.register.dead.kept import identification_id, place_of
from repatria.register.dead.progress import is_wrong_side
from repatria.register.dead.specimens import group, holder, judged_under

if TYPE_CHECKING:
    from repatria.register.book import Book


@dataclass(frozen=True, slots=True)
class Consequences:
    """What followed from one identification.

    Attributes:
        identification: Its reference.
        remains: The bag.
        specimens: The specimens that it is about; empty for the whole bag.
        person: Whom it names; None for somebody on no list.
        decided_on: The day of the decision.
        wrong_side: Whether it is one of the sender's own.
        steps: What was done under it, with the day: the family told, the remains released ...
        buried_on: Since when the bag lies buried under a number; None where it does not.
        lines: The bag's line and every line of the person: their states change with it.
        others: Other identifications of this person that stand, with their bags.
        same: Other bags with specimens that were judged to be of one person with those that it is about.
        receiver: The party that received the remains, in whose numbers the person counts.
    """

    identification: IdentificationId
    remains: LineRef
    specimens: tuple[SpecimenRef, ...]
    person: LineRef | None
    decided_on: date
    wrong_side: bool
    steps: tuple[tuple[RemainsStep, date], ...]
    buried_on: date | None
    lines: tuple[LineRef, ...]
    others: tuple[tuple[IdentificationId, LineRef], ...]
    same: tuple[LineRef, ...]
    receiver: PartyId


def consequences(book: Book, ref: str) -> Consequences:
    """Returns what followed from an identification that stands.

    Raises:
        IllegalAct: None that stands has this reference.
    """
    index = place_of(ref, book.identifications)
    made = book.identifications[index - 1]
    assert made is not None
    columns, at = book.place(made.remains)
    buried = book.dead.buried.get(columns.first + at)
    persons = () if made.person is None else book.group(made.person)
    steps = sorted(book.dead.followed.get(index, {}).items(), key=lambda step: (step[1], step[0]))
    joined = {bag_of(other) for own in judged_under(book, made) for other in group(book, own)} - {made.remains}
    return Consequences(
        identification=identification_id(index),
        remains=made.remains,
        specimens=made.specimens,
        person=made.person,
        decided_on=made.at.date(),
        wrong_side=is_wrong_side(book, made),
        steps=tuple((step, date.fromordinal(on)) for step, on in steps),
        buried_on=None if buried is None else date.fromordinal(buried),
        lines=(made.remains, *map(book.ref, persons)),
        others=_others(book, persons, index),
        same=tuple(sorted(joined, key=book.number)),
        receiver=holder(book, columns),
    )


def _others(book: Book, persons: tuple[int, ...], index: int) -> tuple[tuple[IdentificationId, LineRef], ...]:
    places = {other for number in persons for other in book.dead.decisions.get(number, ())} - {index}
    made = [(place, book.identifications[place - 1]) for place in sorted(places)]
    return tuple((identification_id(place), one.remains) for place, one in made if one)
