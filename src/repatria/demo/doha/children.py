"""The invented children and the four lists about them; 29 named one way and 19 the other (Doha 2024).

What is true of each child stands in `Fate`: most return, one declines, one was renamed by the holder, one stands on two
lines, some have grown up.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from repatria.demo.doha.forms import FILES, FORMS, LISTS
from repatria.demo.invention.forms import HandedIn
from repatria.demo.invention.offices import fill
from repatria.demo.invention.people import HOLDER, Invention, Person, given_names, places, surnames
from repatria.demo.truth import TrueLine
from repatria.people.fields import Field
from repatria.people.party import Stance
from repatria.people.record import Sex

EXCHANGE = "children-2031"
RETURNED_ON = date(2031, 6, 12)


class Fate(StrEnum):
    """What is true of a child on these lists."""

    RETURNS = "returns"
    DECLINES = "declines"  # in the private interview
    RENAMED = "renamed"  # the holder changed name and place of birth; returns
    GROWN_UP = "grown up"
    NOT_HELD = "not held"
    UNIDENTIFIED = "cannot identify"
    UNANSWERED = "unanswered"
    UNSOUGHT = "unsought"  # held, and on no list of those sought


NAMED = frozenset({Fate.RETURNS, Fate.DECLINES, Fate.RENAMED})
"""Fates of children whom the terms name."""

SIBLINGS = 5
"""Children of one family, the first of those of North; they must travel together."""

FATES = {
    "north": (
        [Fate.RETURNS] * 27 + [Fate.DECLINES, Fate.RENAMED]
        + [Fate.GROWN_UP] * 2 + [Fate.NOT_HELD, Fate.UNANSWERED] + [Fate.UNSOUGHT] * 2
    ),
    "south": [Fate.RETURNS] * 19 + [Fate.GROWN_UP] * 2 + [Fate.NOT_HELD, Fate.UNIDENTIFIED] + [Fate.UNSOUGHT] * 2,
}  # fmt: skip
"""By party that the children belong to: 29 and 19 named persons as announced in April 2024 (domain notes, W4, W5)."""


@dataclass(frozen=True, slots=True)
class Children:
    """The invented children and the lists about them.

    Attributes:
        fates: What is true of each, by the person's reference.
        lists: The four lists in the order in which they are handed in.
        twice: The child who stands on two lines of the list of those whom North seeks.
    """

    people: dict[str, Person]
    fates: dict[str, Fate]
    lists: tuple[HandedIn, ...]
    twice: str

    def sent_by(self, party: str, stance: Stance) -> HandedIn:
        """Returns a party's list of a stance."""
        return next(x for x in self.lists if x.list == LISTS[party, stance])

    def of(self, home: str, *fates: Fate) -> list[str]:
        """Returns the children of a party with one of these fates, in the order of invention."""
        return [ref for ref, p in self.people.items() if p.home == home and self.fates[ref] in fates]


def invent(invention: Invention, *, seed: int) -> Children:
    """Returns the children, their fates and the four lists."""
    people: dict[str, Person] = {}
    fates: dict[str, Fate] = {}
    for home, theirs in FATES.items():
        for person, fate in zip(_born(invention, home, theirs), theirs, strict=True):
            people[person.ref], fates[person.ref] = person, fate
    draw = random.Random(f"{seed}/children")
    twice = draw.choice([r for r in people if people[r].home == "north" and fates[r] is Fate.RETURNS][SIBLINGS:])
    lists = tuple(_list(party, stance, people, fates, twice, draw, seed) for party, stance in LISTS)
    return Children(people, fates, lists, twice)


def _born(invention: Invention, home: str, fates: list[Fate]) -> Iterator[Person]:
    """Yields children of the right ages: under 18 when they return, and over it where the fate says so."""
    under, over = (date(2015, 1, 1), date(2028, 6, 1)), (date(2012, 1, 1), date(2013, 4, 30))
    start = SIBLINGS if home == "north" else 0
    if start:
        yield from invention.siblings(home=home, born=(date(2017, 1, 1), date(2027, 1, 1)), number=start)
    for fate in fates[start:]:
        yield invention.person(home=home, born=over if fate is Fate.GROWN_UP else under)


def _list(
    party: str,
    stance: Stance,
    people: dict[str, Person],
    fates: dict[str, Fate],
    twice: str,
    draw: random.Random,
    seed: int,
) -> HandedIn:
    name = LISTS[party, stance]
    home = party if stance is Stance.SEEKS else HOLDER[party]
    if stance is Stance.SEEKS:
        on_it = [p for r, p in people.items() if p.home == home and fates[r] is not Fate.UNSOUGHT]
        on_it += [people[twice]] if people[twice].home == home else []
    else:
        there = NAMED | {Fate.UNSOUGHT}
        on_it = [_as_held(p, fates[r]) for r, p in people.items() if p.home == home and fates[r] in there]
    siblings, others = on_it[:SIBLINGS], on_it[SIBLINGS:]
    draw.shuffle(others)
    written = (*siblings, *others)
    sheet, spoiled = fill(written, FORMS[name], seed=f"{seed}/{name}")
    file, write = FILES[name]
    return HandedIn(
        list=name,
        file=file,
        party=party,
        stance=stance,
        exchange=EXCHANGE,
        people=tuple(p.ref for p in written),
        sheet=sheet,
        write=write,
        due=date(2031, 6, 10),
        received_at=f"2031-05-13T{9 + list(LISTS).index((party, stance)):02}:00:00Z",
        mediator_only=(Field.IDENTIFICATION_NUMBER,) if stance is Stance.SEEKS else (),
        released=(Field.CIRCUMSTANCES,) if name == "south-2" else (),
        columns=FORMS[name].columns,
        spoiled=spoiled,
    )


def _as_held(person: Person, fate: Fate) -> Person:
    """Returns the child as the holder has it on paper: one was given another name and place of birth."""
    if fate is not Fate.RENAMED:
        return person
    man = person.sex is Sex.MALE
    surname = next(s[0 if man else 1] for s in surnames() if person.surname not in s)
    given = next(g for g in given_names(person.sex) if g != person.given)
    return replace(person, surname=surname, given=given, born_at=places(HOLDER[person.home])[0])


def truth(children: Children) -> Iterator[TrueLine]:
    """Yields what is true of every line, list by list."""
    for handed_in in children.lists:
        seen: set[str] = set()
        for number, person in enumerate(handed_in.people, start=1):
            again = person in seen
            seen.add(person)
            yield _true_line(children, handed_in, f"{handed_in.list}:{number}", person, again=again)


_CROSSES = frozenset({Fate.RETURNS, Fate.RENAMED})
_SOUGHT_STATE = {
    Fate.RETURNS: "returned",
    Fate.RENAMED: "returned",
    Fate.DECLINES: "declined",
    Fate.GROWN_UP: "grown up",
    Fate.NOT_HELD: "tracing",
    Fate.UNIDENTIFIED: "needs information",
    Fate.UNANSWERED: "unanswered",
    Fate.UNSOUGHT: "held",
}


def _true_line(children: Children, on: HandedIn, ref: str, person: str, *, again: bool) -> TrueLine:
    if again:
        return TrueLine(ref, person, ("duplicate",))
    fate = children.fates[person]
    home = children.people[person].home
    other = children.sent_by(HOLDER[on.party], Stance.HOLDS if on.stance is Stance.SEEKS else Stance.SEEKS)
    same = (other.ref(person),) if fate in NAMED else ()
    crosses = "yes" if fate in _CROSSES else "no"
    assert home == (on.party if on.stance is Stance.SEEKS else HOLDER[on.party])
    return TrueLine(ref, person, (_SOUGHT_STATE[fate],), crosses, same)
