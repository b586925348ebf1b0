"""The invented prisoners of war and the four lists about them, after the figures of Istanbul 2025 and Yemen 2018."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from repatria.demo.invention.forms import HandedIn
from repatria.demo.invention.offices import fill
from repatria.demo.invention.people import HOLDER, Invention, Person
from repatria.demo.istanbul.fates import (
    AT_THE_CROSSING,
    CERTAIN,
    CROSSING_STATES,
    HELD,
    MUST_GO,
    NOT_ON_THE_HELD,
    ON_BOTH,
    ON_HELD,
    SOUGHT,
    STATES,
    TWICE,
    Crossing,
    Fate,
)
from repatria.demo.istanbul.forms import FILES, FORMS, LISTS
from repatria.demo.truth import TrueLine
from repatria.people.party import Stance

EXCHANGE = "prisoners-2031"
ANSWER_BY = date(2031, 8, 12)


@dataclass(frozen=True, slots=True)
class Prisoners:
    """The invented prisoners and the lists about them.

    Attributes:
        fates: What is true of each, by reference.
        crossings: What happens at the crossing point to those who do not simply cross.
    """

    people: dict[str, Person]
    fates: dict[str, Fate]
    crossings: dict[str, Crossing]
    lists: tuple[HandedIn, ...]

    def sent_by(self, party: str, stance: Stance) -> HandedIn:
        """Returns a party's list of a stance."""
        return next(x for x in self.lists if x.list == LISTS[party, stance])

    def of(self, home: str, *fates: Fate) -> list[str]:
        """Returns the people of a party with one of these fates, in the order of invention."""
        return [ref for ref, p in self.people.items() if p.home == home and self.fates[ref] in fates]


def invent(invention: Invention, *, seed: int) -> Prisoners:
    """Returns the prisoners, their fates and the four lists."""
    draw = random.Random(f"{seed}/prisoners")
    people: dict[str, Person] = {}
    fates: dict[str, Fate] = {}
    crossings: dict[str, Crossing] = {}
    twice: dict[str, list[Person]] = {}
    for home in HOLDER:
        for fate, number in _numbers(home, draw).items():
            for _ in range(number):
                person = invention.person(home=home, born=_born(fate), share_female=0.06)
                people[person.ref], fates[person.ref] = person, fate
        theirs = [p for p in people.values() if p.home == home]
        crossings |= _crossings([p.ref for p in theirs if fates[p.ref] is Fate.YOUNG], differs=home == "north")
        for stance, size in ((Stance.SEEKS, SOUGHT[home]), (Stance.HOLDS, HELD[home])):
            on_both = [p for p in theirs if fates[p.ref] in ON_BOTH]
            twice[LISTS[home if stance is Stance.SEEKS else HOLDER[home], stance]] = draw.sample(
                on_both, round(size * TWICE)
            )
    careful = frozenset(crossings)
    lists = tuple(_list(party, stance, people, fates, twice, careful, draw, seed) for party, stance in LISTS)
    return Prisoners(people, fates, crossings, lists)


def _numbers(home: str, draw: random.Random) -> dict[Fate, int]:
    """How many people of each fate, so that both lists come out at their sizes, second lines included."""
    sought, held = SOUGHT[home], HELD[home]
    others = {fate: max(1, round(sought * rate * draw.uniform(0.8, 1.2))) for fate, rate in NOT_ON_THE_HELD.items()}
    others[Fate.DEAD] = max(others[Fate.DEAD], 20)  # a dozen of them will be identified
    both = sought - round(sought * TWICE) - sum(others.values())
    unsought = held - round(held * TWICE) - both
    wounded, young = MUST_GO[home]
    unwilling = draw.randrange(4, 9)
    disputed, unanswered = draw.randrange(8, 14), draw.randrange(6, 12)
    return {
        Fate.WOUNDED: wounded,
        Fate.YOUNG: young,
        Fate.UNWILLING: unwilling,
        Fate.GROWN: both - wounded - young - unwilling,
        **others,
        Fate.UNSOUGHT: unsought - disputed - unanswered,
        Fate.UNSOUGHT_DISPUTED: disputed,
        Fate.UNSOUGHT_UNANSWERED: unanswered,
    }


def _born(fate: Fate) -> tuple[date, date]:
    """The days between which people of a fate are born: 18 to 25, or older, on 7 August 2031."""
    return (date(2005, 8, 8), date(2013, 1, 1)) if fate is Fate.YOUNG else (date(1973, 1, 1), date(2005, 8, 7))


def _crossings(young: list[str], *, differs: bool) -> dict[str, Crossing]:
    odd = [crossing for crossing, number in AT_THE_CROSSING.items() for _ in range(number)]
    odd += [Crossing.DIFFERS] if differs else []
    return dict(zip(young, odd, strict=False))


def _list(
    party: str,
    stance: Stance,
    people: dict[str, Person],
    fates: dict[str, Fate],
    twice: dict[str, list[Person]],
    careful: frozenset[str],
    draw: random.Random,
    seed: int,
) -> HandedIn:
    name = LISTS[party, stance]
    home = party if stance is Stance.SEEKS else HOLDER[party]
    there = ON_HELD if stance is Stance.HOLDS else frozenset(Fate) - (ON_HELD - ON_BOTH)
    on_it = [p for ref, p in people.items() if p.home == home and fates[ref] in there] + twice[name]
    draw.shuffle(on_it)
    sheet, spoiled = fill(tuple(on_it), FORMS[name], seed=f"{seed}/{name}", careful=careful)
    file, write = FILES[name]
    return HandedIn(
        list=name,
        file=file,
        party=party,
        stance=stance,
        exchange=EXCHANGE,
        people=tuple(p.ref for p in on_it),
        sheet=sheet,
        write=write,
        due=ANSWER_BY,
        received_at=f"2031-07-15T{9 + list(LISTS).index((party, stance)):02}:00:00Z",
        columns=FORMS[name].columns,
        spoiled=spoiled,
    )


def truth(prisoners: Prisoners, *, named: Mapping[str, str]) -> Iterator[TrueLine]:
    """Yields what is true of every line; ``named`` are the dead whom a board will name, with the state that follows."""
    for on in prisoners.lists:
        seen: set[str] = set()
        other = prisoners.sent_by(HOLDER[on.party], Stance.HOLDS if on.stance is Stance.SEEKS else Stance.SEEKS)
        where = {ref: f"{other.list}:{n}" for n, ref in reversed(list(enumerate(other.people, start=1)))}
        for number, ref in enumerate(on.people, start=1):
            line, fate = f"{on.list}:{number}", prisoners.fates[ref]
            if ref in seen:
                yield TrueLine(line, ref, ("duplicate",))
                continue
            seen.add(ref)
            states, crosses = _expected(prisoners, ref, fate)
            same = (where[ref],) if fate in ON_BOTH else ()
            yield TrueLine(line, ref, (named[ref],) if ref in named else states, crosses, same)


def _expected(prisoners: Prisoners, ref: str, fate: Fate) -> tuple[tuple[str, ...], str]:
    crossing = prisoners.crossings.get(ref, Crossing.CROSSED)
    if crossing is not Crossing.CROSSED:
        return (CROSSING_STATES[crossing],), "no"
    if fate in CERTAIN:
        return STATES[fate], "yes"
    return STATES[fate], "maybe" if fate in (Fate.GROWN, Fate.UNSOUGHT) else "no"
