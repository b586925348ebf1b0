"""Specimens in the book: which there are, who judges them, and what a judgement and a decision may not say together.

Invariant that the checks keep when a judgement or a decision is entered: specimens that count as one person are not
identified as two, and specimens that somebody whose word counts calls different are not identified as one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from repatria.errors import IllegalAct
from repatria.people.refs import LineRef, PartyId, SpecimenRef, bag_of, split_specimen
from repatria.register import acts
from repatria.register.acts import Judgement, Subject
from repatria.register.claims import party_of
from repatria.register.columns import ListColumns

if TYPE_CHECKING:
    from repatria.register.book import Book


def holder(book: Book, columns: ListColumns) -> PartyId:
    """Returns the party where the bags of a consignment lie once they are received."""
    return book.other(columns.received.party)


def specimens_in(book: Book, columns: ListColumns, at: int) -> int:
    """Returns how many specimens the receiver found in a bag; 0 where nobody gave the contents."""
    known = book.dead.contents.get(columns.received.list)
    return known.specimens_by_bag[at] if known else 0


def place_specimen(book: Book, ref: SpecimenRef) -> tuple[ListColumns, int]:
    """Returns the columns and the place of the bag in which a specimen lies.

    Raises:
        IllegalAct: No such specimen was ever found.
    """
    line, _, text = ref.partition("/")
    columns, at = book.place(LineRef(line))
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 and text[0] != "0" else 0
    if columns.received.subject is not Subject.REMAINS or not 0 < number <= specimens_in(book, columns, at):
        raise IllegalAct("no such specimen", place=ref, hint="hand in the contents with receive-remains first")
    return columns, at


def judge_specimens(book: Book, act: acts.SpecimensJudged) -> None:
    """Enters one judgement on one pair of specimens.

    Two count as of one person when each side where one of them lies has said *same*, and the mediator has not said
    *different*.
    """
    dead = book.dead
    if act.left == act.right:
        raise IllegalAct("a specimen is itself; there is nothing to judge", place=act.left)
    bags = [place_specimen(book, ref) for ref in (act.left, act.right)]
    needed, judge = 0, book.judge(party_of(act))
    for columns, _ in bags:
        needed |= 1 << book.judge(holder(book, columns))
    if judge != 2 and not needed >> judge & 1:
        raise IllegalAct("specimens are judged where they lie, or by the mediator", place=act.left)
    left = dead.numbers.get(act.left, len(dead.refs))
    right = dead.numbers.get(act.right, len(dead.refs) + (left == len(dead.refs)))
    a, b = sorted((left, right))
    if dead.matches.would_join(a, b, judge=judge, judgement=act.judgement, needed=needed):
        _check_one_person(book, act.left, {*group(book, act.left), *group(book, act.right)})
    for ref, (columns, at) in zip((act.left, act.right), bags, strict=True):
        _number(book, ref, columns.first + at)
    dead.matches.judge(a, b, judge=judge, judgement=act.judgement, needed=needed)


def _number(book: Book, ref: SpecimenRef, bag: int) -> None:
    dead = book.dead
    if ref not in dead.numbers:
        dead.numbers[ref] = len(dead.refs)
        dead.judged_in[bag] = (*dead.judged_in.get(bag, ()), len(dead.refs))
        dead.refs.append(ref)


def group(book: Book, ref: SpecimenRef) -> tuple[SpecimenRef, ...]:
    """Returns the specimens that count as of one person with this one, itself included, in the order of first judging."""
    number = book.dead.numbers.get(ref)
    return (ref,) if number is None else tuple(book.dead.refs[n] for n in book.dead.matches.group(number))


def covers(made: acts.IdentificationMade, ref: SpecimenRef) -> bool:
    """Whether a decision is about a specimen."""
    return made.remains == bag_of(ref) and (not made.specimens or ref in made.specimens)


def deciding(book: Book, ref: SpecimenRef) -> int:
    """Returns the place, from 1, of the identification that stands on a specimen; 0 where none does."""
    for index in book.dead.decisions.get(book.number(bag_of(ref)), ()):
        made = book.identifications[index - 1]
        if made is not None and covers(made, ref):
            return index
    return 0


def may_be_one(book: Book, one: LineRef | None, other: LineRef | None) -> bool:
    """Whether two decisions can be on one person; of two people on no list nobody knows that they are not."""
    if one is None or other is None:
        return one is other
    return one == other or book.number(other) in book.group(one)


def _check_one_person(book: Book, place: SpecimenRef, specimens: Collection[SpecimenRef]) -> None:
    places = {deciding(book, ref) for ref in specimens} - {0}
    named = [made.person for index in sorted(places) if (made := book.identifications[index - 1])]
    if any(not may_be_one(book, named[0], person) for person in named[1:]):
        raise IllegalAct(
            "these specimens are identified as different people",
            place=place,
            hint="withdraw the identification that is wrong, then judge again",
        )


def judged_under(book: Book, made: acts.IdentificationMade) -> tuple[SpecimenRef, ...]:
    """Returns the judged specimens that a decision is about."""
    refs = (book.dead.refs[number] for number in book.dead.judged_in.get(book.number(made.remains), ()))
    return tuple(ref for ref in refs if covers(made, ref))


def check_agrees(book: Book, act: acts.IdentificationMade, *, replaced: int) -> None:
    """Checks a decision against what was judged of its specimens; ``replaced`` is an identification that falls with it.

    Raises:
        IllegalAct: They count as one person with specimens identified as somebody else, or as different people.
    """
    mine = judged_under(book, act)
    for ref in mine:
        for other in group(book, ref):
            index = deciding(book, other)
            known = book.identifications[index - 1] if index and index != replaced else None
            if known is not None and not may_be_one(book, act.person, known.person):
                raise IllegalAct(
                    "judged to be one person with specimens that are identified as somebody else",
                    place=ref,
                    hint="withdraw that identification, or judge the pair again",
                )
    theirs = {ref for known in _of_person(book, act.person, replaced) for ref in judged_under(book, known)}
    if any(is_called_different(book, a, b) for a in mine for b in theirs.union(mine)):
        raise IllegalAct(
            "specimens that were judged different cannot be one person",
            place=act.remains,
            hint="name the specimens that are this person's, or judge the pair again",
        )


def _of_person(book: Book, person: LineRef | None, replaced: int) -> Iterator[acts.IdentificationMade]:
    """Yields the decisions that stand on a person, but for one."""
    for number in book.group(person) if person is not None else ():
        for index in book.dead.decisions.get(number, ()):
            made = book.identifications[index - 1]
            if made is not None and index != replaced:
                yield made


def is_called_different(book: Book, a: SpecimenRef, b: SpecimenRef) -> bool:
    """Whether somebody whose word counts last called two specimens different."""
    one, other = book.dead.numbers.get(a), book.dead.numbers.get(b)
    return one is not None and other is not None and book.dead.matches.is_contested(one, (other,))


def judgements_of(book: Book, a: SpecimenRef, b: SpecimenRef) -> dict[int, Judgement]:
    """Returns what each judge (0 and 1 the parties, 2 the mediator) last said of two specimens."""
    one, other = book.dead.numbers.get(a), book.dead.numbers.get(b)
    return {} if one is None or other is None else book.dead.matches.of(min(one, other), max(one, other))


def contradictions(book: Book) -> Iterator[tuple[str, int, int]]:
    """Yields what judgements and decisions on specimens say against each other: what, and the numbers of the two."""
    dead = book.dead
    for a, b in dead.matches.different():
        if b in dead.matches.group(a):
            yield "specimens judged different though a chain of 'same' joins them", a, b
        if _is_identified_as_one(book, dead.refs[a], dead.refs[b]):
            yield "specimens judged different though identified as one person", a, b
    for a, others in sorted(dead.matches.joined.items()):
        for b in others:
            if a < b and _is_identified_as_two(book, dead.refs[a], dead.refs[b]):
                yield "specimens judged the same though identified as different people", a, b


def _persons(
    book: Book, a: SpecimenRef, b: SpecimenRef
) -> tuple[acts.IdentificationMade, acts.IdentificationMade] | None:
    indices = deciding(book, a), deciding(book, b)
    if not all(indices):
        return None
    one, other = (book.identifications[index - 1] for index in indices)
    return (one, other) if one and other else None


def _is_identified_as_one(book: Book, a: SpecimenRef, b: SpecimenRef) -> bool:
    found = _persons(book, a, b)
    if found is None:
        return False
    one, other = found
    return one is other or (one.person is not None and may_be_one(book, one.person, other.person))


def _is_identified_as_two(book: Book, a: SpecimenRef, b: SpecimenRef) -> bool:
    found = _persons(book, a, b)
    return found is not None and not may_be_one(book, found[0].person, found[1].person)


def highest_used(book: Book, bag: LineRef) -> int:
    """Returns the highest number of a specimen of a bag on which somebody judged or decided; 0 for none."""
    number = book.number(bag)
    refs = [book.dead.refs[n] for n in book.dead.judged_in.get(number, ())]
    for index in book.dead.decisions.get(number, ()):
        made = book.identifications[index - 1]
        refs += made.specimens if made else ()
    return max((split_specimen(ref)[1] for ref in refs), default=0)
