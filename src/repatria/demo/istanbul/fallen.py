"""The fallen: 6,060 bags on paper one way, 78 the other; what was counted, and what lay in the larger consignment.

Bags, specimens, individuals and identified persons are four numbers. Nothing here takes a bag for a body.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from repatria.demo.invention.forms import HandedIn
from repatria.demo.invention.people import HOLDER, Invention, Person, places
from repatria.demo.invention.sheets import Sheet, to_csv, to_xlsx
from repatria.demo.invention.spelling import Writing, write
from repatria.demo.istanbul.fates import Fate
from repatria.demo.istanbul.prisoners import Prisoners
from repatria.demo.istanbul.resting import TWO_RELATIVES, Resting, rest
from repatria.demo.truth import TrueLine
from repatria.people.party import Stance

EXCHANGE = "remains-2031"
ON_PAPER = {"south": 6_060, "north": 78}
"""Bags on the paper of each handing-over party (domain notes, W13 to W15, F1)."""

NOT_THERE = 3  # 6,057 counted by the receiving side, same sources
LABELLED = 0.15  # share that arrives with a name (domain notes, W13)
SPECIMENS_A_BAG = 1.08  # assumption: some bags hold parts of several people
INDIVIDUALS_A_BAG = 0.97  # assumption: some people lie in several bags


@dataclass(frozen=True, slots=True)
class Consignment:
    """What one party hands over.

    Attributes:
        paper: The list of bags handed in before.
        missing: Tags on the paper that the receiving side does not find.
        specimens: Counted by the receiving side.
        minimum_individuals: Counted by the receiving side.
        resting: Who lies in which bag; None where nobody has looked yet.
    """

    paper: HandedIn
    missing: tuple[str, ...]
    specimens: int
    minimum_individuals: int
    resting: Resting | None

    @property
    def counted(self) -> tuple[str, ...]:
        """The tags that the receiving side found."""
        return tuple(tag for tag in self.paper.people if tag not in self.missing)


def invent(invention: Invention, prisoners: Prisoners, *, seed: int) -> tuple[Consignment, ...]:
    """Returns both consignments; some of the dead that North sought lie in South's, and two that South sought."""
    return tuple(
        _consignment(party, name, invention, prisoners, random.Random(f"{seed}/{name}"), seed)
        for party, name in (("south", "south-5"), ("north", "north-5"))
    )


def _consignment(
    party: str, name: str, invention: Invention, prisoners: Prisoners, draw: random.Random, seed: int
) -> Consignment:
    bags = ON_PAPER[party]
    tags = tuple(f"{party[0].upper()}-{n:05}" for n in draw.sample(range(10_000, 100_000), bags))
    missing = tuple(sorted(draw.sample(tags, NOT_THERE))) if party == "south" else ()
    found = [f"{name}:{n}" for n, tag in enumerate(tags, start=1) if tag not in missing]
    resting = None
    if party == "south":
        dead, own = prisoners.of(HOLDER[party], Fate.DEAD), prisoners.of(party, Fate.DEAD)
        resting = rest(found, dead[: TWO_RELATIVES + 2], own[:2], seed=seed)
    counted = bags - len(missing)
    labels = _labels(bags, resting, invention, prisoners, draw, HOLDER[party])
    return Consignment(
        _paper(party, name, tags, labels, draw),
        missing,
        len(resting.specimens) if resting else round(counted * SPECIMENS_A_BAG * draw.uniform(0.99, 1.01)),
        round(counted * INDIVIDUALS_A_BAG * draw.uniform(0.99, 1.01)),
        resting,
    )


def _labels(
    bags: int,
    resting: Resting | None,
    invention: Invention,
    prisoners: Prisoners,
    draw: random.Random,
    home: str,
) -> dict[int, Person]:
    """Returns who a label names, by number of the bag: some of the missing, one of them wrongly, and others on no list."""
    labels: dict[int, Person] = {}
    if resting:
        named = [(one.line, one.person) for one in resting.typed if one.person in resting.ends][::2]
        labels = {int(line.partition(":")[2]): prisoners.people[ref] for line, ref in (*named, resting.mislabelled)}
    opened = {int(one.line.partition(":")[2]) for one in resting.typed} if resting else set()
    free = [n for n in range(1, bags + 1) if n not in opened]
    for number in draw.sample(free, round(bags * LABELLED) - len(labels)):
        born = (date(1970, 1, 1), date(2010, 1, 1))
        labels[number] = invention.person(home=home, born=born, share_female=0.02)
    return labels


def _paper(party: str, name: str, tags: tuple[str, ...], labels: dict[int, Person], draw: random.Random) -> HandedIn:
    found_at = places(HOLDER[party])
    writing = Writing.RUSSIAN if party == "south" else Writing.KMU
    rows = tuple(
        (
            tag,
            (date(2030, 9, 1) + timedelta(days=draw.randrange(270))).strftime("%d.%m.%Y"),
            write(draw.choice(found_at).name, writing),
            _label(labels.get(number), writing),
        )
        for number, tag in enumerate(tags, start=1)
    )
    south = party == "south"
    headings = (
        ("Номер мешка", "Дата подъема", "Место подъема", "Надпись на бирке")
        if south
        else ("Bag", "Recovered on", "Recovered at", "Name on label")
    )
    title = "Останки, передаваемые Югом" if south else "Remains handed over by North"
    return HandedIn(
        list=name,
        file=f"remains-from-{party}.{'xlsx' if south else 'csv'}",
        party=party,
        stance=Stance.HOLDS,
        exchange=EXCHANGE,
        people=tags,
        sheet=Sheet((title,), headings, rows, ("Итого", len(tags)) if south else None),
        write=to_xlsx if south else _to_csv,
        due=date(2031, 9, 7),
        received_at=f"2031-08-10T{9 if south else 10:02}:00:00Z",
        subject="remains",
    )


def _to_csv(sheet: Sheet) -> bytes:
    return to_csv(sheet, encoding="utf-8", delimiter=";")


def _label(person: Person | None, writing: Writing) -> str:
    return f"{write(person.surname, writing)} {write(person.given.name, writing)}" if person else ""


def truth(consignments: tuple[Consignment, ...]) -> Iterator[TrueLine]:
    """Yields what is true of every bag."""
    for consignment in consignments:
        paper, missing, resting = consignment.paper, set(consignment.missing), consignment.resting
        inside = {one.line: one.person for one in resting.typed} if resting else {}
        for number, tag in enumerate(paper.people, start=1):
            line = f"{paper.list}:{number}"
            if tag in missing:
                yield TrueLine(line, tag, ("not among those received",))
            elif resting and line in inside:
                yield TrueLine(line, inside[line], (resting.state(line),))
            else:
                yield TrueLine(line, tag, ("received",))
