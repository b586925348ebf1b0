"""What may be entered after a decision on remains, or while none was made: steps with a day and, where there is one, a paper.

Each function checks everything first and changes the book last, so that a refused act leaves no trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from repatria.errors import IllegalAct
from repatria.people.party import MEDIATOR
from repatria.people.refs import PartyId
from repatria.register import acts
from repatria.register.acts import RemainsStep, Subject
from repatria.register.claims import party_of
from repatria.register.columns import ListColumns
from repatria.register.dead.kept import index_of, place_of
from repatria.register.dead.progress import is_whole, is_wrong_side
from repatria.register.dead.specimens import holder

if TYPE_CHECKING:
    from repatria.register.book import Book

_LEAVES: Final = frozenset({RemainsStep.RELEASED, RemainsStep.SENT_BACK})
_NEEDS: Final[dict[tuple[RemainsStep, bool], tuple[RemainsStep, ...]]] = {
    (RemainsStep.FAMILY_TOLD, False): (),
    (RemainsStep.RELEASED, False): (RemainsStep.FAMILY_TOLD,),
    (RemainsStep.SENT_BACK, True): (),
    (RemainsStep.RECEIPT_GIVEN, True): (RemainsStep.SENT_BACK,),
    (RemainsStep.FAMILY_TOLD, True): (),
    (RemainsStep.RELEASED, True): (RemainsStep.RECEIPT_GIVEN, RemainsStep.FAMILY_TOLD),
}
"""What must have been entered before a step, for one's own (False) and for the sender's own (True)."""


def follow_up(book: Book, act: acts.RemainsFollowedUp) -> None:
    """Enters a step after an identification, or a burial under a number, an exhumation, a recovery."""
    columns, at = book.place(act.remains)
    if columns.received.subject is not Subject.REMAINS:
        raise IllegalAct("not a line of remains", place=act.remains)
    if act.on > act.at.date():
        raise IllegalAct("a step is entered when it was made, not ahead", place=act.remains, hint="correct the day")
    match act.step:
        case RemainsStep.BURIED | RemainsStep.EXHUMED:
            _lie(book, act, columns, at)
        case RemainsStep.RECOVERED:
            _recover(book, act)
        case _:
            _follow(book, act, columns, at)


def _check_by(act: acts.RemainsFollowedUp, party: PartyId) -> None:
    if party_of(act) not in (party, MEDIATOR):
        raise IllegalAct(f"this step is {party}'s or the mediator's", place=act.remains)


def _lie(book: Book, act: acts.RemainsFollowedUp, columns: ListColumns, at: int) -> None:
    _check_by(act, holder(book, columns))
    number, buried = columns.first + at, book.dead.buried
    if act.identification is not None:
        raise IllegalAct("a grave under a number has no name", place=act.remains, hint="name the bag only")
    if act.step is RemainsStep.EXHUMED:
        if number not in buried:
            raise IllegalAct("not buried under a number", place=act.remains)
        _check_after(act, buried[number])
        del buried[number]
        return
    found = [party for party in book.tallies.get(columns.received.list, ()) if not book.is_missing(columns, at, party)]
    if not found or columns.withdrawn[at]:
        raise IllegalAct("nobody has counted this bag yet", place=act.remains, hint="receive the remains first")
    if number in buried:
        raise IllegalAct("buried already", place=act.remains, hint="exhumed comes before another burial")
    if is_whole(book, columns, at):
        raise IllegalAct("who is identified is released to the family", place=act.remains, hint="use released")
    buried[number] = act.on.toordinal()


def _recover(book: Book, act: acts.RemainsFollowedUp) -> None:
    book.judge(party_of(act))
    index = index_of(act.identification or "")
    away = book.dead.away.get(index)
    if away is None or away.bag != book.number(act.remains):
        raise IllegalAct(
            "nothing is to be recovered here", place=act.remains, hint="name the identification that was withdrawn"
        )
    _check_after(act, away.left_on)
    del book.dead.away[index]


def _check_after(act: acts.RemainsFollowedUp, *days: int) -> None:
    if any(act.on.toordinal() < day for day in days):
        raise IllegalAct("a step before the one that it follows", place=act.remains, hint="correct the day")


def _follow(book: Book, act: acts.RemainsFollowedUp, columns: ListColumns, at: int) -> None:
    index = place_of(act.identification or "", book.identifications)
    made = book.identifications[index - 1]
    assert made is not None
    if made.remains != act.remains:
        raise IllegalAct("an identification of other remains", place=act.remains)
    if index in book.dead.reopened:
        raise IllegalAct("the identification is under review", place=act.remains, hint="the board decides first")
    is_wrong = is_wrong_side(book, made)
    steps = book.dead.followed.get(index, {})
    needs = _NEEDS.get((act.step, is_wrong))
    if needs is None:
        raise IllegalAct(
            "only the sender's own are routed back", place=act.remains, hint="use family-told and released"
        )
    sender, receiver = columns.received.party, holder(book, columns)
    _check_by(act, sender if is_wrong and act.step is not RemainsStep.SENT_BACK else receiver)
    if act.step in steps:
        raise IllegalAct("entered before", place=act.remains)
    missing = [step for step in needs if step not in steps]
    if missing:
        raise IllegalAct("another step comes first", place=act.remains, hint=f"enter {missing[0]} first")
    _check_after(act, *(steps[step] for step in needs))
    book.dead.followed.setdefault(index, {})[act.step] = act.on.toordinal()
    if act.step in _LEAVES and is_whole(book, columns, at):
        book.dead.buried.pop(columns.first + at, None)
