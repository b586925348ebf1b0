"""The invented prisoners of war and the four lists about them, after the figures of Istanbul 2025 and Yemen 2018."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from repatria.demo.invention.offices import Form, HandedIn, fill
from repatria.demo.invention.people import HOLDER, Invention, Person
from repatria.demo.invention.sheets import to_csv, to_xlsx
from repatria.demo.invention.spelling import Days, Office, Writing
from repatria.demo.truth import TrueLine
from repatria.people.fields import Field
from repatria.people.party import Stance

EXCHANGE = "prisoners-2031"
ANSWER_BY = date(2031, 8, 12)


class Fate(StrEnum):
    """What is true of a prisoner, or of somebody sought as one."""

    WOUNDED = "wounded"  # held; falls under the clause on the seriously wounded and sick
    YOUNG = "young"  # held; 18 to 25 on the reference date
    GROWN = "grown"  # held; may go in the 1,000 for 1,000
    UNWILLING = "unwilling"  # held; says no in the private interview
    UNSOUGHT = "unsought"  # held and willing, but on no list of those sought
    UNSOUGHT_DISPUTED = "unsought, disputed"
    UNSOUGHT_UNANSWERED = "unsought, unanswered"
    NOT_HELD = "not held"
    TRACED = "not held, accepted"
    CONTESTED = "not held, contested"
    DEAD = "dead"
    HOME = "already returned"
    HOME_UNCONFIRMED = "already returned, unconfirmed"
    LEFT = "left the territory"
    UNIDENTIFIED = "cannot identify"
    WITHHELD = "withheld to the mediator"
    DISPUTED = "disputed"
    UNANSWERED = "unanswered"


class Crossing(StrEnum):
    """What happens at the crossing point to somebody who stands on a manifest."""

    CROSSED = "crossed"
    ABSENT = "absent"
    UNFIT = "unfit"
    DIED = "died"
    MISTAKEN = "mistaken identity"
    DIFFERS = "differs"  # the sending side says crossed, the receiving side absent: both numbers are kept


SOUGHT = {"north": 1450, "south": 1400}
"""Lines on the list of those sought, by the party that seeks."""

HELD = {"north": 1350, "south": 1300}
"""Lines on the list of those held, by the party whose people they are."""

NOT_ON_THE_HELD = {
    Fate.NOT_HELD: 0.012,  # "not ICRC-confirmed" 3.3 % of a list of 630 (domain notes, W6, W7, W33), in three parts
    Fate.TRACED: 0.016,
    Fate.CONTESTED: 0.005,
    Fate.DEAD: 0.020,  # assumption
    Fate.HOME: 0.008,  # already returned 1.1 %, same source, in two parts
    Fate.HOME_UNCONFIRMED: 0.003,
    Fate.LEFT: 0.004,  # assumption
    Fate.UNIDENTIFIED: 0.025,  # no missing report 2.5 %, same source
    Fate.WITHHELD: 0.005,  # assumption
    Fate.DISPUTED: 0.022,  # civilians on a list of prisoners 2.2 %, same source
    Fate.UNANSWERED: 0.020,  # assumption; children's lists had far more (domain notes, W8, W9)
}
"""Share of the lines sought, before the seed's factor."""

TWICE = 0.010  # assumption: half of the 2.0 % of lines with an id met twice (Spagat, AOAV 2024)
MUST_GO = {"north": (58, 190), "south": (41, 155)}
"""Seriously wounded or sick, and young, by the party whose people they are: invented, in the range of typical rounds."""

AT_THE_CROSSING = {Crossing.ABSENT: 2, Crossing.UNFIT: 2, Crossing.DIED: 1, Crossing.MISTAKEN: 1}
"""How many of the young of each party do not cross although they stand on a manifest. Invented."""

STATES = {
    Fate.WOUNDED: ("returned",),
    Fate.YOUNG: ("returned",),
    Fate.GROWN: ("returned", "held"),
    Fate.UNSOUGHT: ("returned", "held"),
    Fate.UNWILLING: ("declined",),
    Fate.UNSOUGHT_DISPUTED: ("disputed",),
    Fate.UNSOUGHT_UNANSWERED: ("unanswered",),
    Fate.NOT_HELD: ("not held",),
    Fate.TRACED: ("tracing",),
    Fate.CONTESTED: ("disputed",),
    Fate.DEAD: ("said dead",),
    Fate.HOME: ("already home",),
    Fate.HOME_UNCONFIRMED: ("said returned",),
    Fate.LEFT: ("said to have left",),
    Fate.UNIDENTIFIED: ("needs information",),
    Fate.WITHHELD: ("withheld to the mediator",),
    Fate.DISPUTED: ("disputed",),
    Fate.UNANSWERED: ("unanswered",),
}
_CROSSING_STATES = {
    Crossing.ABSENT: "absent",
    Crossing.UNFIT: "unfit",
    Crossing.DIED: "died before handover",
    Crossing.MISTAKEN: "mistaken identity",
    Crossing.DIFFERS: "check-offs differ",
}
ON_BOTH = frozenset({Fate.WOUNDED, Fate.YOUNG, Fate.GROWN, Fate.UNWILLING})
ON_HELD = ON_BOTH | {Fate.UNSOUGHT, Fate.UNSOUGHT_DISPUTED, Fate.UNSOUGHT_UNANSWERED}
_CERTAIN = frozenset({Fate.WOUNDED, Fate.YOUNG})

_SOUGHT = (
    Field.OWN_REFERENCE, Field.FULL_NAME, Field.SEX, Field.DATE_OF_BIRTH, Field.PLACE_OF_BIRTH, Field.RANK,
    Field.SERVICE_NUMBER, Field.LAST_SEEN_ON, Field.LAST_SEEN_AT, Field.FAMILY_ADDRESS,
)  # fmt: skip
_HELD = (
    Field.OWN_REFERENCE, Field.SURNAME, Field.GIVEN_NAMES, Field.PATRONYMIC, Field.SEX, Field.DATE_OF_BIRTH,
    Field.PLACE_OF_BIRTH, Field.RANK, Field.SERVICE_NUMBER, Field.CAPTURED_ON, Field.PRESENT_ADDRESS,
)  # fmt: skip
FORMS = {
    "north-3": Form(
        "uk",
        _SOUGHT,
        Office(
            Writing.UKRAINIAN,
            (Writing.RUSSIAN, Writing.KMU, Writing.POLISH_FROM_UKRAINIAN),
            (Days.CELL, Days.DOTTED, Days.DOTTED, Days.UKRAINIAN, Days.DOTTED_SHORT),
        ),
        "Військовополонені, яких розшукує Північ",
        totals="Усього",
        gaps=250,
    ),
    "south-3": Form(
        "ru",
        _HELD,
        Office(Writing.RUSSIAN, (Writing.UKRAINIAN, Writing.ICAO), (Days.DOTTED, Days.RUSSIAN), capitals=True),
        "Сведения о военнопленных, находящихся у Юга",
        totals="Всего",
        numbered=True,
    ),
    "south-4": Form(
        "ru",
        _SOUGHT,
        Office(
            Writing.RUSSIAN,
            (Writing.ICAO, Writing.GERMAN_FROM_RUSSIAN),
            (Days.CELL, Days.DOTTED, Days.DOTTED_SHORT, Days.ISO),
        ),
        "Список военнослужащих Юга, находящихся в плену",
        totals="Итого",
        miscounted=2,  # two lines were lost on the way to the file; the account shows both numbers
    ),
    "north-4": Form(
        "ar",
        _HELD,
        Office(
            Writing.ICAO,
            (Writing.GERMAN_FROM_UKRAINIAN, Writing.KMU, Writing.POLISH_FROM_RUSSIAN),
            (Days.ARABIC_DIGITS, Days.SLASHES, Days.ISO),
            other_share=0.2,
        ),
        "أسرى الحرب لدى الشمال",
        totals="المجموع",
    ),
}
FILES = {
    "north-3": ("prisoners-sought-by-north.xlsx", to_xlsx),
    "south-3": ("prisoners-held-by-south.csv", lambda s: to_csv(s, encoding="utf-16", delimiter="\t")),
    "south-4": ("prisoners-sought-by-south.xlsx", to_xlsx),
    "north-4": ("prisoners-held-by-north.xlsx", to_xlsx),
}
LISTS = {
    ("north", Stance.SEEKS): "north-3",
    ("south", Stance.HOLDS): "south-3",
    ("south", Stance.SEEKS): "south-4",
    ("north", Stance.HOLDS): "north-4",
}


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


def truth(prisoners: Prisoners, *, identified: frozenset[str]) -> Iterator[TrueLine]:
    """Yields what is true of every line; ``identified`` are the dead whose remains a board will name."""
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
            yield TrueLine(line, ref, ("identified",) if ref in identified else states, crosses, same)


def _expected(prisoners: Prisoners, ref: str, fate: Fate) -> tuple[tuple[str, ...], str]:
    crossing = prisoners.crossings.get(ref, Crossing.CROSSED)
    if crossing is not Crossing.CROSSED:
        return (_CROSSING_STATES[crossing],), "no"
    if fate in _CERTAIN:
        return STATES[fate], "yes"
    return STATES[fate], "maybe" if fate in (Fate.GROWN, Fate.UNSOUGHT) else "no"
