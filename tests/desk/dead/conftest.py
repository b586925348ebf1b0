"""A mortuary at a small desk: a paper of bags, counts with contents, boards with conclusions, in short words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from repatria.desk import intake
from repatria.desk.dead import boards, following, receiving
from repatria.lists import read
from repatria.people.facts import Truth
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef, ListId, PartyId, SpecimenRef
from repatria.register.acts import RemainsStep, Subject
from repatria.remains.conclusions import Conclusion, Conclusions, Inputs, to_json
from repatria.remains.policy import DEFAULT, Method, to_toml

REMAINS = ExchangeId("remains-2031")
BOARD = ("north/laboratory-1", "mediator/laboratory-2")
BOTH = (*BOARD, "south/laboratory-1")

GOOD = Conclusion(
    profile="N-1", specimens=(), family="F1", missing="mp", word="Undisputed", log10_lr=9.0, posterior=0.99999,
    close_relatives=2, typed_relatives=3, methods=(Method.AUTOSOMAL,), laboratories=1, shared_markers=20, exclusions=0,
    chance_hits=0.001, rivals=(), passes=Truth.YES, reasons=(),
)  # fmt: skip


def conclusions(*found: Conclusion) -> bytes:
    inputs = Inputs("1" * 64, "2" * 64, "3" * 64)
    return to_json(Conclusions("stationary stepwise", inputs, 100, 600, found))


def good(person: str, *specimens: str, **more: Any) -> Conclusion:
    """A conclusion that meets the default policy: a profile of these specimens, and the missing person on that line."""
    named = {"specimens": tuple(map(SpecimenRef, specimens)), "missing": person, "profile": f"N-{person}-{specimens}"}
    return replace(GOOD, **named | more)


@dataclass
class Mortuary:
    """The dead at one desk. ``office`` is everybody else."""

    office: Any

    def conclusions(self, *found: Conclusion) -> bytes:
        return conclusions(*found)

    def good(self, person: str, *specimens: str, **more: Any) -> Conclusion:
        return good(person, *specimens, **more)

    @property
    def desk(self) -> Any:
        return self.office.desk

    def paper(self, bags: int, sender: str = "south") -> ListId:
        rows = "\n".join(f"S-{n:04d},{'Іваненко' if n == 1 else ''}" for n in range(1, bags + 1))
        return intake.receive_list(
            self.desk, by=actor(f"{sender}/delegate"), content=f"bag,label\n{rows}\n".encode(), party=PartyId(sender),
            stance=Stance.HOLDS, exchange=REMAINS, subject=Subject.REMAINS, reading=read,
        ).list  # fmt: skip

    def missing(self, party: str = "north", people: int = 3) -> None:
        """A party seeks people of whom nobody has heard."""
        rows = "\n".join(f"Name{n},Given" for n in range(people))
        intake.receive_list(
            self.desk, by=actor(f"{party}/delegate"), content=f"surname,given names\n{rows}\n".encode(),
            party=PartyId(party), stance=Stance.SEEKS, exchange=REMAINS, reading=read,
        )  # fmt: skip

    def count(self, of: ListId, party: str, bags: range, **more: Any) -> receiving.TallyOutcome:
        said = {"minimum_individuals": 2} | more
        said |= {} if "contents" in said or "specimens" in said else {"specimens": 7}
        return receiving.receive_remains(
            self.desk, by=actor(f"{party}/officer"), of=of, party=PartyId(party),
            bags=[f"s-{n:04d}" for n in bags], **said,
        )  # fmt: skip

    def three_bags(self) -> ListId:
        """Three bags that North counted: two specimens in the first, one in each other; and three whom North misses."""
        self.missing()
        of = self.paper(3)
        contents = b"bag,specimen,part,sample\nS-0001,a,left femur,n1\ns-0001 ,b,skull,n2\nS-0002,c,,n3\nS-0003,d,,\n"
        self.count(of, "north", range(1, 4), contents=contents)
        return of

    def decide(self, remains: str, person: str | None = None, *, evidence: bytes = b"report", **more: Any) -> Any:
        bag, _, specimen = remains.partition("/")
        row = boards.IdentificationRow(
            LineRef(bag), LineRef(person) if person else None, (SpecimenRef(remains),) if specimen else more.pop("specimens", ()),
            more.pop("wrong_side", False),
        )  # fmt: skip
        said = {"by": actor("north/laboratory"), "board": BOARD} | more
        return boards.identify(self.desk, rows=[row], evidence=evidence, **said)

    def adopt(self, **changed: Any) -> boards.PolicyOutcome:
        content = to_toml(replace(DEFAULT, **changed))
        return boards.adopt_policy(self.desk, by=actor("mediator/registrar"), content=content)

    def step(self, target: str, step: RemainsStep, by: str = "north/laboratory", **more: Any) -> Any:
        row = following.RemainsRow(target, step, more.pop("on", self.office.clock.moment.date()), **more)
        return following.follow_remains(self.desk, by=actor(by), rows=[row])

    def state(self, line: str) -> str:
        return self.office.state(line)


@pytest.fixture
def mortuary(office: Any) -> Mortuary:
    return Mortuary(office)
