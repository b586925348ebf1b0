"""People who may go: terms that name two of North's, asked in private and willing, everybody's keys, nothing signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from repatria.desk import claims, intake, movements
from repatria.desk.session import Desk
from repatria.desk.terms import agreements
from repatria.lists import read
from repatria.log.note import Signer
from repatria.people.facts import FactKind, Truth
from repatria.people.fields import Field
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef, PartyId
from repatria.register.acts import Answer, Wish
from repatria.store.keys import new_signer
from repatria.web import drawing, planning
from repatria.web.drawing import Asked, Drawing

EXCHANGE = ExchangeId("children-2031")
SEED = 7
SECRET_BIRTH = "17.11.1988"
"""A day of birth that North keeps for the mediator."""
TERMS = """
format = 1
exchange = "children-2031"
version = 2
title = "Return of named people to their families"
parties = ["north", "south"]
status = "proposed"
reference_date = 2025-01-06
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
wording = "South hands over to North the people named by North."
formula = "named persons"
counts = "person"
from = "south"
to = "north"
persons = ["north-1:2", "north-2:1"]
substitution = { allowed = false }
"""
GOING = (LineRef("north-1:2"), LineRef("north-2:1"))


@dataclass
class Ready:
    """The desk before a plan, and everybody's key."""

    desk: Desk
    keys: dict[str, Signer]
    text: str | None = None

    def asked(self) -> Asked:
        """A plan for one day."""
        day = (datetime(2025, 2, 3, 6, tzinfo=UTC), datetime(2025, 2, 3, 18, tzinfo=UTC))
        return Asked(
            exchange=EXCHANGE, stages=(), days=(day,), crossing_point="Sickle <b>Ford</b>", area="",
            by="mediator/registrar", at=self.desk.book().at,
        )  # fmt: skip

    def draws(self, *, kept: bool = True) -> Drawing:
        """Draws in this process, as the worker does, and keeps it for signing."""
        drawn = planning.draw(self.desk, self.asked())
        path = drawing.folder()
        path.mkdir(parents=True, exist_ok=True)
        (path / f"{EXCHANGE}.json").write_bytes(drawing.msgspec.json.encode(drawn))
        if kept:
            assert drawing.keep(drawn, self.desk.book().manifests)
        return drawn

    def line_of(self, text: str, by: str) -> str:
        """A signature as the command on the signer's machine prints it."""
        return str(self.keys[by].sign(text)).strip()

    def interviewed(self, line: str, wish: Wish) -> None:
        """Enters what somebody said in private."""
        movements.record_interviews(
            self.desk, by=actor("mediator/verifier"), interviews=[movements.InterviewRow(LineRef(line), wish)]
        )


@pytest.fixture
def ready(fresh: Desk) -> Ready:
    registrar, keys = actor("mediator/registrar"), {}
    for holder in ("north", "south", "mediator"):
        keys[holder] = new_signer(holder, demo_seed=SEED)
        agreements.register_key(fresh, by=registrar, holder=PartyId(holder), vkey=str(keys[holder].key))
    head = "№;Прізвище;Ім'я;Дата народження;Адреса родини"
    intake.receive_list(
        fresh, by=actor("north/delegate"), content=f"{head}\n1;Бойко;Ірина;{SECRET_BIRTH};таємниця Півночі".encode(),
        party=PartyId("north"), stance=Stance.SEEKS, exchange=EXCHANGE, reading=read,
        mediator_only=(Field.DATE_OF_BIRTH,),
    )  # fmt: skip
    answers = [claims.AnswerRow(line, Answer.HELD) for line in GOING]
    claims.answer_claims(fresh, by=actor("south/delegate"), answers=answers)
    facts = [claims.FactRow(line, FactKind.SIBLING_GROUP, Truth.YES, "Boyko-code", "panel") for line in GOING]
    claims.record_facts(fresh, by=actor("mediator/verifier"), facts=facts)
    agreements.propose_terms(fresh, by=registrar, text=TERMS)
    for party in ("north", "south"):
        agreements.sign_terms(fresh, by=actor(f"{party}/delegate"), exchange=EXCHANGE, key=keys[party])
    found = Ready(fresh, keys)
    for line in GOING:
        found.interviewed(line, Wish.WILLING)
    return found


def said(response: Any) -> str:
    """The page as text."""
    return response.content.decode()
