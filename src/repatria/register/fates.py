"""What was entered of a person allows or forbids: one fate for each person, and nobody moves who did not say yes.

Invariants that these checks keep: of the lines judged to be one person at most one stands on an open manifest; nobody is
put on a manifest, or crosses as one of those on it, whose last private interview did not say yes; nobody is identified
among the dead who is on the way or across.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from repatria.errors import IllegalAct
from repatria.exchange.outcome import Outcome
from repatria.people.refs import LineRef
from repatria.register.acts import Subject, Wish
from repatria.register.columns import CONTESTED, OUTCOME_CODE, WISH_CODE, ListColumns

if TYPE_CHECKING:
    from repatria.register.book import Book

Place = tuple[ListColumns, int]

_WILLING: Final = WISH_CODE[Wish.WILLING]
_DECLINED: Final = frozenset({OUTCOME_CODE[Outcome.DECLINED]})
_DIED: Final = frozenset({OUTCOME_CODE[Outcome.DIED]})
_LASTING: Final = _DIED | {OUTCOME_CODE[Outcome.CROSSED], OUTCOME_CODE[Outcome.NOT_ON_THE_MANIFEST]}


def is_open(book: Book, columns: ListColumns, at: int) -> bool:
    """Whether a line's manifest still stands for it.

    It does not when it was withdrawn, or when every checker says the same of the person and the person may go another
    day. Who crossed or died goes on no other manifest.
    """
    index = columns.manifest[at]
    if not index:
        return False
    manifest = book.manifest_order[index - 1]
    if manifest.withdrawn:
        return False
    first, second = manifest.checkers
    code = columns.checks(first)[at]
    return code in (0, CONTESTED) or code in _LASTING or code != columns.checks(second)[at]


def may_be_identified(book: Book, columns: ListColumns, at: int) -> bool:
    """Whether nothing that was entered of a line says that the person is alive and on the way or across."""
    return not is_open(book, columns, at) or _codes(book, columns, at) == _DIED


def check_one_fate(book: Book, members: list[tuple[ListColumns, int]], *, place: str) -> None:
    """Checks that lines which are to be one person stand on at most one open manifest, and not identified as well.

    Raises:
        IllegalAct: They would be in two places at once.
    """
    fates = [found for found in members if is_open(book, *found)]
    identified = any(columns.identification[at] for columns, at in members)
    if len(fates) > 1 or (identified and any(not may_be_identified(book, *found) for found in fates)):
        raise IllegalAct(
            "this would put one person in two places",
            place=place,
            hint="withdraw one manifest or identification, or correct its check-offs, then enter this again",
        )


def check_free(book: Book, ref: LineRef, place: Place, members: list[Place]) -> None:
    """Checks that a line stands for somebody who is on no open manifest, across, dead or withdrawn.

    Raises:
        IllegalAct: It does not.
    """
    for columns, at in members:
        is_itself = columns is place[0] and at == place[1]
        if columns.withdrawn[at] and (is_itself or _nobody_claims(members, columns)):
            raise IllegalAct("the claim was withdrawn", place=ref)
        if is_open(book, columns, at):
            raise IllegalAct("the person is on another manifest, has crossed or has died", place=ref)
        if columns.identification[at]:
            raise IllegalAct("a board has identified this person's remains", place=ref)


def _nobody_claims(members: list[Place], columns: ListColumns) -> bool:
    """Whether the party of a list has taken back all its lines of a person."""
    party = columns.received.party
    return all(c.withdrawn[at] for c, at in members if c.received.party == party)


def check_still_free(book: Book, ref: LineRef, place: Place, outcome: Outcome) -> None:
    """Checks that somebody checked off again has not, since the manifest ended for them, gone another way.

    Raises:
        IllegalAct: The person is on another manifest, withdrawn, or identified among the dead.
    """
    if not is_open(book, *place):
        check_free(book, ref, place, book.members(*place))
        return
    members = book.members(*place) if book.identifications and outcome is not Outcome.DIED else ()
    if any(columns.identification[at] for columns, at in members):
        raise IllegalAct("a board has identified this person's remains", place=ref)


def check_willing(book: Book, ref: LineRef, members: list[Place]) -> None:
    """Checks that the person was asked in private, said yes last, and has not said no at a crossing since.

    Raises:
        IllegalAct: Not so; remains are not asked.
    """
    if members[0][0].received.subject is not Subject.PERSONS:
        return
    if latest_wish(members) != _WILLING:
        raise IllegalAct(
            "nobody goes who was not asked in private and said yes", place=ref, hint="record the interview first"
        )
    for columns, at in members:
        if columns.checked_on[at] and _has_declined_since(book, columns, at, members):
            raise IllegalAct(
                "the person said no at the crossing", place=ref, hint="ask again in private on a later day"
            )


def _has_declined_since(book: Book, columns: ListColumns, at: int, members: list[Place]) -> bool:
    asked_on = max(c.wished_on[i] for c, i in members)
    return _codes(book, columns, at) == _DECLINED and columns.checked_on[at] >= asked_on


def _codes(book: Book, columns: ListColumns, at: int) -> set[int]:
    return {columns.checks(judge)[at] for judge in book.manifest_order[columns.manifest[at] - 1].checkers}


def latest_wish(members: list[Place]) -> int:
    """Returns the code of the wish that was recorded last for a person, 0 for none; ties go to the stricter one."""
    on = wish = 0
    for columns, at in members:
        asked_on = columns.wished_on[at]
        if asked_on > on or (asked_on == on and columns.wish[at] > wish):
            on, wish = asked_on, columns.wish[at]
    return wish


def check_may_cross(book: Book, ref: LineRef, place: Place) -> None:
    """Checks that the last private interview of the person on a line said yes; remains are not asked.

    Raises:
        IllegalAct: It did not.
    """
    if place[0].received.subject is Subject.PERSONS and not is_willing(book, place):
        raise IllegalAct(
            "nobody crosses whose last private interview did not say yes",
            place=ref,
            hint="ask again; if it has happened, say 'not on the manifest'",
        )


def is_willing(book: Book, place: Place) -> bool:
    """Whether the last private interview of the person on a line said yes."""
    return latest_wish(book.members(*place)) == _WILLING


def person_to_identify(book: Book, ref: LineRef) -> Place:
    """Returns the place of a person's line that a board may name.

    Raises:
        IllegalAct: No line of a person, withdrawn, or the person is on the way or across.
    """
    columns, at = book.place(ref)
    if columns.received.subject is not Subject.PERSONS:
        raise IllegalAct("not a line of a person", place=ref)
    if columns.withdrawn[at]:
        raise IllegalAct("the claim was withdrawn", place=ref)
    if not all(may_be_identified(book, *member) for member in book.members(columns, at)):
        raise IllegalAct(
            "the person is on a manifest or has crossed", place=ref, hint="correct that first, then identify again"
        )
    return columns, at


def check_may_withdraw(book: Book, ref: LineRef, place: Place) -> None:
    """Checks that a claim can still be taken back.

    Raises:
        IllegalAct: The person moves or has moved, a board has decided, or the bag was counted.
    """
    received, members = place[0].received, book.members(*place)
    if any(is_open(book, c, at) for c, at in members):
        raise IllegalAct("the person is on a manifest, has crossed or has died", place=ref)
    if any(c.identification[at] for c, at in members):
        raise IllegalAct("a board has decided on this line", place=ref, hint="withdraw the identification first")
    if received.subject is Subject.REMAINS and received.list in book.tallies:
        raise IllegalAct("the consignment was counted; a bag is there or is missing", place=ref)
