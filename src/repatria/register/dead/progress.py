"""Where the dead are: the state of a bag, and of somebody whom a board named, from the decisions that stand and their steps.

A bag may hold several people and a person lie in several bags: a line is in the state of the decision that is furthest
behind, in the order of `_ORDER`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from repatria.people.party import MEDIATOR, Stance
from repatria.people.refs import PartyId
from repatria.register.acts import IdentificationMade, RemainsStep
from repatria.register.columns import ListColumns
from repatria.register.dead.specimens import holder, specimens_in
from repatria.register.meanings import Standing, State, owed

if TYPE_CHECKING:
    from repatria.register.book import Book

_ORDER: Final = {
    state: place
    for place, state in enumerate(
        (
            State.TO_BE_RECOVERED, State.UNDER_REVIEW, State.PARTLY_IDENTIFIED, State.WRONG_SIDE, State.IDENTIFIED,
            State.FAMILY_TOLD, State.ROUTED_BACK, State.RELEASED, State.RECEIPT_GIVEN,
        )
    )
}  # fmt: skip
"""What is furthest behind comes first."""

_Found = tuple[State, PartyId, int]


def home(book: Book, columns: ListColumns) -> PartyId:
    """Returns the party to which the people on a list go."""
    party = columns.received.party
    return party if columns.received.stance is Stance.SEEKS else book.other(party)


def is_wrong_side(book: Book, made: IdentificationMade) -> bool:
    """Whether a board named one of the sender's own: somebody who is at home where the bag came from."""
    if made.wrong_side or made.person is None:
        return made.wrong_side
    sender = book.place(made.remains)[0].received.party
    return home(book, book.place(made.person)[0]) == sender


def of_remains(book: Book, columns: ListColumns, at: int) -> Standing:
    """Returns where a bag is."""
    dead, number = book.dead, columns.first + at
    found = [_progress(book, index) for index in dead.decisions.get(number, ())]
    found += [
        (State.TO_BE_RECOVERED, away.party, away.withdrawn_on) for away in dead.away.values() if away.bag == number
    ]
    receiver = holder(book, columns)
    if found:
        if not is_whole(book, columns, at):
            found.append((State.PARTLY_IDENTIFIED, receiver, max(on for _, _, on in found)))
        return owed(*min(found, key=_behind))
    if number in dead.buried:
        return owed(State.BURIED_UNDER_NUMBER, receiver, dead.buried[number])
    return _counted(book, columns, at, receiver)


def of_person(book: Book, members: list[tuple[ListColumns, int]], *, seeker: PartyId) -> Standing | None:
    """Returns where somebody is whom a board named; None for anybody else."""
    named = {index for c, i in members if c.identification[i] for index in book.dead.decisions[c.first + i]}
    if not named:
        return None
    found = [_at_home(_progress(book, index), index, book, seeker) for index in sorted(named)]
    return owed(*min(found, key=_behind))


def is_whole(book: Book, columns: ListColumns, at: int) -> bool:
    """Whether the decisions that stand on a bag leave no specimen of it without one; with none standing it is not."""
    made = [book.identifications[index - 1] for index in book.dead.decisions.get(columns.first + at, ())]
    decided = sum(len(one.specimens) for one in made if one)
    return any(one and not one.specimens for one in made) or (
        decided > 0 and decided == specimens_in(book, columns, at)
    )


def _behind(found: _Found) -> tuple[int, int]:
    return _ORDER[found[0]], found[2]


def _progress(book: Book, index: int) -> _Found:
    """The state of one decision that stands, who owes the next step in it, and since when."""
    made = book.identifications[index - 1]
    assert made is not None
    columns, _ = book.place(made.remains)
    sender, receiver = columns.received.party, holder(book, columns)
    steps = book.dead.followed.get(index, {})
    decided_on = made.at.toordinal()
    if index in book.dead.reopened:
        assert book.dead.policy is not None
        return State.UNDER_REVIEW, receiver, book.dead.policy.at.toordinal()
    if is_wrong_side(book, made):
        if RemainsStep.RECEIPT_GIVEN in steps:
            return State.RECEIPT_GIVEN, sender, steps[RemainsStep.RECEIPT_GIVEN]
        if RemainsStep.SENT_BACK in steps:
            return State.ROUTED_BACK, sender, steps[RemainsStep.SENT_BACK]
        return State.WRONG_SIDE, receiver, decided_on
    return _with_family(steps, receiver, decided_on)


def _with_family(steps: dict[RemainsStep, int], party: PartyId, since: int) -> _Found:
    if RemainsStep.RELEASED in steps:
        return State.RELEASED, party, steps[RemainsStep.RELEASED]
    if RemainsStep.FAMILY_TOLD in steps:
        return State.FAMILY_TOLD, party, steps[RemainsStep.FAMILY_TOLD]
    return State.IDENTIFIED, party, since


def _at_home(found: _Found, index: int, book: Book, seeker: PartyId) -> _Found:
    """The same for the person: a receipt is not the end for the family, and what is owed at home is owed by the seeker."""
    state, party, since = found
    if state is State.RECEIPT_GIVEN:
        return _with_family(book.dead.followed[index], seeker, since)
    return state, seeker if state in (State.IDENTIFIED, State.FAMILY_TOLD) else party, since


def _counted(book: Book, columns: ListColumns, at: int, receiver: PartyId) -> Standing:
    """Where a bag is on which nobody has decided."""
    sender = columns.received.party
    tallies = book.tallies.get(columns.received.list, {})
    if receiver not in tallies:
        return _uncounted(book, columns, at, receiver)
    counted_on = tallies[receiver].at.toordinal()
    missing = {party for party in tallies if book.is_missing(columns, at, party)}
    if receiver in missing and sender in tallies and sender not in missing:
        return owed(State.COUNTS_DIFFER, MEDIATOR, counted_on)
    if receiver in missing:
        return owed(State.NOT_AMONG_RECEIVED, sender, counted_on)
    return owed(State.RECEIVED, receiver, counted_on)


def _uncounted(book: Book, columns: ListColumns, at: int, receiver: PartyId) -> Standing:
    index = columns.manifest[at]
    if not index or book.manifest_order[index - 1].withdrawn:
        return Standing(State.ANNOUNCED, receiver, columns.received.answer_due_on)
    content = book.manifest_order[index - 1].content
    missing = [party for party in content.needs if party not in book.manifest_order[index - 1].signed]
    if missing:
        return Standing(State.AWAITING_SIGNATURES, missing[0], content.moves_on)
    return Standing(State.ON_MANIFEST, receiver, content.moves_on)
