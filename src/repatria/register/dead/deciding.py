"""What may be entered about who the dead are: policies, decisions of boards, and their being taken back.

Each function checks everything first and changes the book last, so that a refused act leaves no trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from repatria.errors import IllegalAct
from repatria.people.party import MEDIATOR
from repatria.people.refs import PartyId
from repatria.register import acts
from repatria.register.acts import RemainsStep, Subject
from repatria.register.claims import party_of
from repatria.register.columns import ListColumns
from repatria.register.dead.kept import Away, place_of
from repatria.register.dead.progress import home, is_wrong_side
from repatria.register.dead.specimens import check_agrees, holder, may_be_one, place_specimen
from repatria.register.fates import Place, person_to_identify

if TYPE_CHECKING:
    from repatria.register.book import Book


def adopt_policy(book: Book, act: acts.PolicyAdopted) -> None:
    """Enters a policy of identification; those that it names are under review, and no others."""
    if party_of(act) != MEDIATOR:
        raise IllegalAct("a policy is entered by the mediator's registrar")
    reopened = [place_of(ref, book.identifications) for ref in act.reopened]
    if len(set(reopened)) < len(reopened):
        raise IllegalAct("an identification is named twice")
    book.dead.policies.append(act)
    book.dead.reopened = set(reopened)


def identify(book: Book, act: acts.IdentificationMade) -> None:
    """Enters a board's decision on a bag, or on some specimens of it.

    A decision on the same remains and the same person as one under review confirms it: it stands in its place, and the
    steps that were made stay made.
    """
    if len(set(act.board)) < 2:
        raise IllegalAct("a board is at least two", place=act.remains)
    confirmed, targets = check_decision(book, act)
    if confirmed:
        _take_back(book, confirmed)
    book.identifications.append(act)
    _let_stand(book, len(book.identifications), targets)
    if confirmed:
        book.dead.followed[len(book.identifications)] = book.dead.followed.pop(confirmed, {})


def check_decision(book: Book, act: acts.IdentificationMade) -> tuple[int, list[Place]]:
    """Checks that a decision follows from what was entered, whoever sits on its board; the book does not change.

    Returns:
        The place of the identification under review that it confirms, 0 for none; and the lines that it is about.

    Raises:
        IllegalAct: It does not follow.
    """
    columns, at = book.place(act.remains)
    if columns.received.subject is not Subject.REMAINS:
        raise IllegalAct("not a line of remains", place=act.remains)
    if columns.withdrawn[at]:
        raise IllegalAct("the line was withdrawn", place=act.remains)
    found = [party for party in book.tallies.get(columns.received.list, ()) if not book.is_missing(columns, at, party)]
    if not found:
        raise IllegalAct("nobody has counted this bag yet", place=act.remains, hint="receive the remains first")
    _check_policy(book, act)
    _check_specimens(book, act)
    confirmed = _confirmed(book, act, columns.first + at)
    _check_free(book, act, columns.first + at, confirmed)
    targets = [(columns, at)]
    if act.person is not None:
        targets.append(person_to_identify(book, act.person))
        if act.wrong_side and home(book, targets[1][0]) != columns.received.party:
            raise IllegalAct(
                "not one of the sender's own", place=act.person, hint="this person is sought where the bag is"
            )
    check_agrees(book, act, replaced=confirmed)
    return confirmed, targets


def _check_policy(book: Book, act: acts.IdentificationMade) -> None:
    policy = book.dead.policy
    if act.policy != (policy.sha256 if policy else None):
        raise IllegalAct("identifications are made under the policy in force", place=act.remains)


def _check_specimens(book: Book, act: acts.IdentificationMade) -> None:
    if len(set(act.specimens)) < len(act.specimens):
        raise IllegalAct("a specimen is named twice", place=act.remains)
    for ref in act.specimens:
        place_specimen(book, ref)
        if not ref.startswith(f"{act.remains}/"):
            raise IllegalAct("a specimen of another bag", place=ref, hint="one decision a bag: give each its own row")


def _confirmed(book: Book, act: acts.IdentificationMade, bag: int) -> int:
    """The place of the identification under review that an act makes again; 0 for none."""
    for index in book.dead.decisions.get(bag, ()):
        made = book.identifications[index - 1]
        if index in book.dead.reopened and made and set(made.specimens) == set(act.specimens):
            return index if may_be_one(book, made.person, act.person) else 0
    return 0


def _check_free(book: Book, act: acts.IdentificationMade, bag: int, confirmed: int) -> None:
    """Checks that no other decision stands on the bag, or on one of the specimens where both name some."""
    for index in book.dead.decisions.get(bag, ()):
        made = book.identifications[index - 1]
        apart = made and made.specimens and act.specimens and not set(made.specimens) & set(act.specimens)
        if index != confirmed and not apart:
            raise IllegalAct("identified already", place=act.remains, hint="withdraw the earlier identification first")


def _let_stand(book: Book, index: int, targets: list[Place]) -> None:
    for columns, at in targets:
        number = columns.first + at
        book.dead.decisions[number] = (*book.dead.decisions.get(number, ()), index)
        columns.identification[at] = index


def withdraw(book: Book, act: acts.Withdrawn) -> None:
    """Enters that an identification is taken back: bag and person are where they were before it.

    Remains that were released or sent back under it are to be recovered, from the party that had them last.
    """
    index = place_of(act.target, book.identifications)
    made = book.identifications[index - 1]
    assert made is not None
    left = _left(book, made, book.dead.followed.get(index, {}))
    _take_back(book, index)
    book.dead.followed.pop(index, None)
    if left is not None:
        book.dead.away[index] = Away(book.number(made.remains), *left, act.at.toordinal())


def _left(book: Book, made: acts.IdentificationMade, steps: dict[RemainsStep, int]) -> tuple[PartyId, int] | None:
    """Who had the remains last, and since when, if they were released or sent back."""
    columns, _ = book.place(made.remains)
    if is_wrong_side(book, made):
        days = [steps[step] for step in (RemainsStep.RELEASED, RemainsStep.SENT_BACK) if step in steps]
        return (columns.received.party, days[0]) if days else None
    released_on = steps.get(RemainsStep.RELEASED)
    return None if released_on is None else (holder(book, columns), released_on)


def _take_back(book: Book, index: int) -> None:
    made = book.identifications[index - 1]
    assert made is not None
    book.identifications[index - 1] = None
    book.dead.reopened.discard(index)
    for ref in filter(None, (made.remains, made.person)):
        columns, at = book.place(ref)
        _forget(book, columns, at, index)
        book.touched.append(columns.first + at)


def _forget(book: Book, columns: ListColumns, at: int, index: int) -> None:
    number = columns.first + at
    rest = tuple(known for known in book.dead.decisions[number] if known != index)
    if rest:
        book.dead.decisions[number] = rest
    else:
        del book.dead.decisions[number]
    columns.identification[at] = max(rest, default=0)
