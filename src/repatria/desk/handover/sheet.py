"""Who is called up at a crossing point: the short code, the number, and the least by which somebody is recognised.

A given name, the first letter of the family name and the year of birth are what an officer asks the person for. No
family name, no day of birth, no place and no reference of a line leaves the desk on a device.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from repatria.desk.intake import record_of, visible
from repatria.desk.session import Desk
from repatria.exchange.codes import short_codes
from repatria.exchange.manifest import Movement, from_bytes
from repatria.people.fields import Field
from repatria.people.party import Actor
from repatria.people.record import Record
from repatria.people.refs import LineRef, ManifestId, PartyId, Sha256
from repatria.register.acts import Subject
from repatria.register.agreements import Manifest

PART: Final = 200
"""Most people in one pack: a device that is lost gives away no more."""


@dataclass(frozen=True, slots=True)
class Called:
    """One person, or one bag, on a manifest.

    Attributes:
        number: Place on the manifest, from 1.
        code: The short code.
        line: The reference; it stays at the desk.
        from_party: Who hands over.
        to_party: Who receives.
        who: Given name and first letter of the family name, or the tag of a bag; as far as the reader may see it.
        born: Year of birth, as far as it is known; empty where it is not.
        is_bag: Whether it is a bag of remains.
    """

    number: int
    code: str
    line: LineRef
    from_party: PartyId
    to_party: PartyId
    who: str
    born: str
    is_bag: bool


def codes_of(known: Manifest) -> Mapping[LineRef, str]:
    """Returns the short code of each line of a manifest."""
    return _codes(known.content.sha256, known.content.lines)


@lru_cache(maxsize=128)
def _codes(digest: Sha256, lines: tuple[LineRef, ...]) -> Mapping[LineRef, str]:
    return MappingProxyType(short_codes(digest=digest, lines=lines))


def sheet(desk: Desk, *, manifest: ManifestId, reader: Actor, part: int | None = None) -> tuple[Called, ...]:
    """Returns who is called up on a manifest, in its order, as a reader may see them.

    Args:
        desk: The desk.
        manifest: A manifest that was signed.
        reader: For whose side.
        part: Which `PART` of them, from 1; None for all.
    """
    known = desk.book().manifests[manifest]
    codes = codes_of(known)
    everybody = [
        (movement, line)
        for movement in from_bytes(desk.archive.document(known.content.sha256)).movements
        for line in movement.lines
    ]
    numbered = list(enumerate(everybody, 1))
    wanted = numbered if part is None else numbered[(part - 1) * PART : part * PART]
    return tuple(_called(desk, number, codes[line], line, movement, reader) for number, (movement, line) in wanted)


def _called(desk: Desk, number: int, code: str, line: LineRef, movement: Movement, reader: Actor) -> Called:
    book = desk.book()
    columns, at = book.place(line)
    is_bag = columns.received.subject is Subject.REMAINS
    ends = movement.from_party, movement.to_party
    lines = [book.ref(c.first + i) for c, i in book.members(columns, at)]
    own = [ref for ref in lines if book.place(ref)[0].received.party == reader.party]
    for ref in dict.fromkeys([*own, line, *lines]):
        record = record_of(desk, ref)
        cells = visible(record, book.place(ref)[0].received, reader)
        who = cells.get(Field.BAG, "") if is_bag else _short_name(cells)
        if who:
            return Called(number, code, line, *ends, who, "" if is_bag else _year(record, cells), is_bag)
    return Called(number, code, line, *ends, "", "", is_bag)


def _short_name(cells: Mapping[Field, str]) -> str:
    """Returns a given name and the first letter of the family name; of a name in one cell its first word and letters."""
    given, family = cells.get(Field.GIVEN_NAMES, "").split(), cells.get(Field.SURNAME, "").split()
    if not given:
        first, *rest = (family or cells.get(Field.FULL_NAME, "").split()) or [""]
        given, family = [first], rest
    return " ".join([*given[:1], *(f"{word[:1]}." for word in family[:2])])


def _year(record: Record, cells: Mapping[Field, str]) -> str:
    if Field.DATE_OF_BIRTH not in cells or record.born is None:
        return ""
    first, last = (day.year for day in record.born.bounds())
    return str(first) if first == last else f"{first}–{last}"
