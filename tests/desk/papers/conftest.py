"""Manifests to be printed: children with a group, kept secrets on both sides, and bags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from repatria.desk import intake, planning
from repatria.desk.manifests.kept import Kept, as_drawn
from repatria.desk.session import Desk
from repatria.desk.terms import agreements
from repatria.exchange.manifest import to_bytes
from repatria.people.facts import FactKind
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, PartyId
from repatria.register.acts import Subject


@dataclass(frozen=True)
class Drawn:
    """A desk with a manifest of three children, two of them siblings; nobody has signed."""

    desk: Desk
    kept: Kept
    office: Any


@pytest.fixture
def children(office: Any) -> Drawn:
    office.ready_children()
    for line in ("north-1:2", "north-1:3"):
        office.verifies(line, FactKind.SIBLING_GROUP, "Boyko family")
    office.signs_terms("north", "south")
    return Drawn(office.desk, as_drawn(office.desk, to_bytes(office.plans().manifests[1])), office)


@pytest.fixture
def bags(office: Any) -> Drawn:
    office.registers_keys()
    name = ExchangeId("remains-2031")
    intake.receive_list(
        office.desk, by=actor("south/delegate"), content=b"bag\nS-1\nS-2\nS-3\n", party=PartyId("south"),
        stance=Stance.HOLDS, exchange=name, subject=Subject.REMAINS,
    )  # fmt: skip
    agreements.propose_terms(office.desk, by=actor("mediator/registrar"), text=TERMS_ON_REMAINS)
    for party in ("north", "south"):
        agreements.sign_terms(office.desk, by=actor(f"{party}/delegate"), exchange=name, key=office.keys[party])
    drawn = planning.plan(office.desk, exchange=name, days=office.plan_days(), crossing_point=office.at_the_bridge())
    return Drawn(office.desk, as_drawn(office.desk, to_bytes(drawn.manifests[0])), office)


TERMS_ON_REMAINS = """
format = 1
exchange = "remains-2031"
version = 1
title = "Return of the dead"
parties = ["north", "south"]
status = "proposed"
reference_date = 2031-06-02

[[category]]
id = "fallen"
wording = "the dead of the armed forces"
certified = true
evidence = "a record of the recovery"
certified_by = ["north", "south"]

[[clause]]
id = "dead"
wording = "Each party returns three bodies; parts found apart are returned and not counted."
formula = "n for n"
counts = "body"
fragments = "not counted"
both = true
category = "fallen"
number = 3
"""
