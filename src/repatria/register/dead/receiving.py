"""What may be entered about consignments that came in: counts, contents, custody, profiles of a laboratory.

Each function checks everything first and changes the book last, so that a refused act leaves no trace.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from repatria.errors import IllegalAct
from repatria.people.party import MEDIATOR
from repatria.people.refs import LineRef, ListId, join_line
from repatria.register import acts
from repatria.register.acts import Subject
from repatria.register.claims import party_of
from repatria.register.columns import ListColumns
from repatria.register.dead.specimens import highest_used, holder

if TYPE_CHECKING:
    from repatria.register.book import Book

MOST_SPECIMENS: Final = 999_999
"""A specimen's number in its bag has at most six digits (`people.refs.specimen_ref`)."""

_CODE: Final = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z")


def receive_remains(book: Book, act: acts.RemainsReceived) -> None:
    """Enters one party's count of a consignment; a later count by the same party replaces it on the account.

    The receiver's contents make the specimens of each bag known. A later count without contents leaves them, and a later
    one with contents takes none away on which somebody judged or decided.
    """
    columns = _consignment(book, act.list)
    judge = book.judge(act.party)
    if judge == 2 or party_of(act) not in (act.party, MEDIATOR):
        raise IllegalAct("each party counts for itself")
    if min(act.bags, act.specimens, act.minimum_individuals) < 0:
        raise IllegalAct("a count is never below 0")
    places = [book.place(ref) for ref in act.missing]
    if any(found is not columns for found, _ in places):
        raise IllegalAct("a missing bag is a line of the consignment")
    is_receivers = act.party == holder(book, columns)
    _check_contents(book, act, columns, [at for _, at in places], is_receivers=is_receivers)
    bit = 1 << judge
    columns.missing[:] = bytes(code & ~bit for code in columns.missing)
    for _, at in places:
        columns.missing[at] |= bit
    book.tallies.setdefault(act.list, {})[act.party] = act
    if is_receivers and act.contents is not None:
        book.dead.contents[act.list] = act


def _consignment(book: Book, of: ListId) -> ListColumns:
    columns = book.lists.get(of)
    if columns is None or columns.received.subject is not Subject.REMAINS:
        raise IllegalAct("no list of remains", hint="hand in the consignment's paper as a list of remains first")
    return columns


def _check_contents(
    book: Book, act: acts.RemainsReceived, columns: ListColumns, missing: list[int], *, is_receivers: bool
) -> None:
    by_bag = act.specimens_by_bag
    if act.contents is None:
        if by_bag:
            raise IllegalAct("specimens of each bag are read from a file of contents", hint="hand it in with the count")
        return
    if len(by_bag) != columns.size or any(not 0 <= n <= MOST_SPECIMENS for n in by_bag):
        raise IllegalAct("contents say of each line of the paper how many specimens lay in the bag")
    if sum(by_bag) != act.specimens:
        raise IllegalAct("the contents have another number of specimens than the count", hint="count again")
    for at in missing:
        if by_bag[at]:
            raise IllegalAct("a bag that was not there has contents", place=join_line(act.list, at + 1))
    for ref in used_lines(book, act.list) if is_receivers else ():
        if by_bag[book.place(ref)[1]] < highest_used(book, ref):
            raise IllegalAct(
                "a specimen on which somebody judged or decided would disappear",
                place=ref,
                hint="specimens keep their numbers: leave its row in the contents",
            )


def used_lines(book: Book, of: ListId) -> set[LineRef]:
    """Returns the bags of a consignment on which, or on specimens of which, somebody judged or decided."""
    used = (*book.dead.judged_in, *book.dead.decisions)
    return {ref for number in used if (ref := book.ref(number)).startswith(f"{of}:")}


def record_custody(book: Book, act: acts.CustodyRecorded) -> None:
    """Enters a file of the chain of custody; several stand beside each other."""
    _check_file(book, act)
    book.dead.custody.setdefault(act.list, []).append(act)


def record_effects(book: Book, act: acts.EffectsRecorded) -> None:
    """Enters a file of what lay with the remains; several stand beside each other."""
    _check_file(book, act)
    book.dead.effects.setdefault(act.list, []).append(act)


def _check_file(book: Book, act: acts.CustodyRecorded | acts.EffectsRecorded) -> None:
    _consignment(book, act.list)
    book.judge(party_of(act))
    if act.entries < 0:
        raise IllegalAct("a count is never below 0")


def receive_profiles(book: Book, act: acts.ProfilesReceived) -> None:
    """Enters a laboratory's file of profiles; a later one of the same laboratory stands beside it."""
    book.judge(party_of(act))
    if act.profiles < 0:
        raise IllegalAct("a count is never below 0")
    if not _CODE.match(act.laboratory):
        raise IllegalAct("not a laboratory's code", hint="letters, digits and hyphens, as in L-1")
    if any((known.sha256, known.laboratory) == (act.sha256, act.laboratory) for known in book.dead.profiles):
        raise IllegalAct("this laboratory's file was handed in before")
    book.dead.profiles.append(act)
