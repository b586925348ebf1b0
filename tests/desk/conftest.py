"""A small desk between North and South, and short words to use it with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from repatria.desk import claims, intake, movements, planning
from repatria.desk.memory import MemoryArchive
from repatria.desk.session import DemoSalts, Desk, Entered, open_desk
from repatria.desk.terms import agreements
from repatria.exchange.manifest import Manifest, Place, Window, to_bytes
from repatria.exchange.outcome import Outcome
from repatria.lists import read
from repatria.log.note import Signer
from repatria.people.facts import FactKind, Truth
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef, ListId, PartyId
from repatria.register.account import account
from repatria.register.acts import Answer, Judgement, Wish

NORTH, SOUTH, MEDIATOR = PartyId("north"), PartyId("south"), PartyId("mediator")
EXCHANGE = ExchangeId("children-2031")

TERMS = """
format = 1
exchange = "children-2031"
version = 1
title = "Return of named children to their families"
parties = ["north", "south"]
status = "proposed"
reference_date = 2031-06-02
review_days = 7

[voluntariness]
private_interview = true
held_by = "mediator"
basis = ["non-refoulement", "ICRC practice"]

[children]
best_interests = "a panel of the mediator with a child-protection officer of each party"
siblings_together = true

[[clause]]
id = "from-south"
wording = "South hands over to North the children named by North."
formula = "named persons"
counts = "person"
from = "south"
to = "north"
persons = ["north-1:1", "north-1:2", "north-1:3"]
substitution = { allowed = false }

[[clause]]
id = "from-north"
wording = "North hands over to South the children named by South."
formula = "named persons"
counts = "person"
from = "north"
to = "south"
persons = ["south-1:1"]
substitution = { allowed = false }
"""


@dataclass
class StepClock:
    """A clock that a test sets; every reading is a minute later than the one before."""

    moment: datetime = datetime(2031, 6, 2, 9, tzinfo=UTC)

    def now(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment


@dataclass
class Office:
    """Everybody at one desk, in short words."""

    desk: Desk
    clock: StepClock
    keys: dict[str, Signer] = field(default_factory=dict)

    def hands_in(self, party: str, stance: Stance, rows: list[str], **more: object) -> ListId:
        head = "№;Прізвище;Ім'я;Дата народження;Адреса родини"
        content = "\n".join([head, *(f"{i};{row}" for i, row in enumerate(rows, 1))]).encode()
        found = intake.receive_list(
            self.desk, by=actor(f"{party}/delegate"), content=content, party=PartyId(party), stance=stance,
            exchange=EXCHANGE, reading=read, **more,
        )  # fmt: skip
        return found.list

    def four_lists(self) -> None:
        self.hands_in("north", Stance.SEEKS, ["Іваненко;Олена;12.03.2019;", "Бойко;Тарас;2018;", "Бойко;Ірина;2016;"])
        self.hands_in("south", Stance.HOLDS, ["Иваненко;Елена;12.03.2019;", "Бойко;Тарас;2018;", "Бойко;Ирина;2016;"])
        self.hands_in("south", Stance.SEEKS, ["Орлов;Пётр;01.02.2017;"])
        self.hands_in("north", Stance.HOLDS, ["Орлов;Петро;01.02.2017;"])

    def judges_same(self, left: str, right: str) -> None:
        row = claims.JudgementRow(LineRef(left), LineRef(right), Judgement.SAME)
        for party in ("north", "south"):
            claims.judge_matches(self.desk, by=actor(f"{party}/delegate"), judgements=[row])

    def answers(self, line: str, answer: Answer, **more: object) -> Entered:
        by = actor(f"{'south' if line.startswith('north') else 'north'}/delegate")
        return claims.answer_claims(self.desk, by=by, answers=[claims.AnswerRow(LineRef(line), answer, **more)])

    def verifies(self, line: str, what: FactKind, value: str = "") -> None:
        row = claims.FactRow(LineRef(line), what, Truth.YES, value, "panel")
        claims.record_facts(self.desk, by=actor("mediator/verifier"), facts=[row])

    def interviews(self, line: str, wish: Wish = Wish.WILLING) -> None:
        row = movements.InterviewRow(LineRef(line), wish)
        movements.record_interviews(self.desk, by=actor("mediator/verifier"), interviews=[row])

    def registers_keys(self) -> None:
        for n, name in enumerate(("north", "south", "mediator")):
            self.keys[name] = Signer(f"{name}.example", bytes([n + 1]) * 32)
            agreements.register_key(
                self.desk, by=actor("mediator/registrar"), holder=PartyId(name), vkey=str(self.keys[name].key)
            )

    def signs_terms(self, *parties: str) -> None:
        for party in parties:
            agreements.sign_terms(self.desk, by=actor(f"{party}/delegate"), exchange=EXCHANGE, key=self.keys[party])

    def plan_days(self) -> list[Window]:
        opens = datetime(2031, 7, 1, 6, tzinfo=UTC)
        return [Window(opens, opens + timedelta(hours=6))]

    def at_the_bridge(self) -> Place:
        return Place({MEDIATOR: "Old Mill Bridge"})

    def plans(self) -> planning.Drawn:
        return planning.plan(self.desk, exchange=EXCHANGE, days=self.plan_days(), crossing_point=self.at_the_bridge())

    def signs_manifest(self, manifest: Manifest, *names: str) -> None:
        for name in names:
            role = "registrar" if name == "mediator" else "delegate"
            movements.sign_manifest(
                self.desk, by=actor(f"{name}/{role}"), content=to_bytes(manifest), key=self.keys[name]
            )

    def checks_off(self, manifest: Manifest, line: str, outcome: Outcome, *parties: str) -> None:
        self.clock.moment = max(self.clock.moment, manifest.moves_on.opens_at)
        for party in parties or ("north", "south"):
            movements.check_off(
                self.desk, by=actor(f"{party}/officer"), manifest=manifest.id,
                rows=[movements.CheckOffRow(LineRef(line), outcome)],
            )  # fmt: skip

    def ready_children(self) -> None:
        """Everything that has to be before the plan of the small exchange."""
        self.four_lists()
        self.registers_keys()
        for left, right in (("north-1:1", "south-1:1"), ("north-1:2", "south-1:2"), ("north-1:3", "south-1:3")):
            self.judges_same(left, right)
        self.judges_same("south-2:1", "north-2:1")
        for line in ("north-1:1", "north-1:2", "north-1:3", "south-2:1"):
            self.verifies(line, FactKind.BEST_INTERESTS)
            self.interviews(line)
        agreements.propose_terms(
            self.desk, by=actor("mediator/registrar"), text=TERMS.replace("south-1:1", "south-2:1")
        )

    def state(self, line: str) -> str:
        return dict(account(self.desk.book()).lines)[LineRef(line)].state.value

    def states(self) -> dict[str, str]:
        return {ref: s.state.value for ref, s in account(self.desk.book()).lines}


@pytest.fixture
def office() -> Office:
    clock = StepClock()
    desk = open_desk(
        MemoryArchive(), clock=clock, salts=DemoSalts(1), by=actor("mediator/registrar"), parties=(NORTH, SOUTH),
        origin="desk.example/log",
    )  # fmt: skip
    return Office(desk, clock)
