"""A desk on the day of a movement: children go from South to North today, three on a manifest, and everybody has signed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client, override_settings

from repatria.desk import claims, intake, movements
from repatria.desk.session import DemoSalts, Desk, open_desk
from repatria.desk.terms import agreements
from repatria.exchange.manifest import Manifest, Place, Window, movement, to_bytes
from repatria.lists import read
from repatria.log.note import Signer
from repatria.people.facts import FactKind, Truth
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef, ManifestId, PartyId
from repatria.register.acts import Answer, Judgement, Wish
from repatria.store import open_archive
from repatria.store.site.models import Seat
from repatria.web.desk import the_desk

NORTH, SOUTH = PartyId("north"), PartyId("south")
EXCHANGE = ExchangeId("children-2031")
NAMES = ("Калина", "Бойчук", "Орлан")
"""Family names of the three, which no device may ever show or keep."""
SIDES = ("north", "south", "mediator")
MANIFESTS = 11
"""Enough that each test of a browser has one of its own at one served desk."""
LINES = tuple(LineRef(f"north-1:{n}") for n in range(1, 3 * MANIFESTS + 1))
TERMS = """
format = 1
exchange = "children-2031"
version = 1
title = "Return of named children to their families"
parties = ["north", "south"]
status = "proposed"
reference_date = {day}
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
persons = {lines}
substitution = {{ allowed = false }}
"""


@dataclass
class Calendar:
    """A clock that a fixture sets."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def make_desk(path: Path) -> Path:
    """Makes the desk in a file."""
    today = datetime.now(UTC).replace(microsecond=0)
    clock = Calendar(today - timedelta(30))
    archive = open_archive(path, create=True)
    desk = open_desk(
        archive, clock=clock, salts=DemoSalts(1), by=actor("mediator/registrar"),
        parties=(PartyId("north"), PartyId("south")), origin="desk.example/log", demo=True,
    )  # fmt: skip
    year = today.year - 12
    north = [f"{NAMES[0]};Олена;12.03.{year}", f"{NAMES[1]};Тарас;{year}", f"{NAMES[2]};Ірина;{year + 2}"] * MANIFESTS
    south = [f"{NAMES[0]};Елена;12.03.{year}", f"{NAMES[1]};Тарас;{year}", f"{NAMES[2]};Ирина;{year + 2}"] * MANIFESTS
    for party, stance, rows in (("north", Stance.SEEKS, north), ("south", Stance.HOLDS, south)):
        content = "\n".join(["№;Прізвище;Ім'я;Дата народження", *(f"{n};{row}" for n, row in enumerate(rows, 1))])
        intake.receive_list(
            desk, by=actor(f"{party}/delegate"), content=content.encode(), party=PartyId(party), stance=stance,
            exchange=EXCHANGE, reading=read,
        )  # fmt: skip
    _agree(desk, today)
    clock.moment = today - timedelta(hours=3)
    _sign(desk, today)
    archive.close()
    return path


def _agree(desk: Desk, today: datetime) -> None:
    keys = _keys()
    for name, key in keys.items():
        agreements.register_key(desk, by=actor("mediator/registrar"), holder=PartyId(name), vkey=str(key.key))
    same = [claims.JudgementRow(line, LineRef(f"south-1:{n}"), Judgement.SAME) for n, line in enumerate(LINES, 1)]
    for party in ("north", "south"):
        claims.judge_matches(desk, by=actor(f"{party}/delegate"), judgements=same)
    held = [claims.AnswerRow(line, Answer.HELD) for line in LINES]
    claims.answer_claims(desk, by=actor("south/delegate"), answers=held)
    facts = [claims.FactRow(line, FactKind.BEST_INTERESTS, Truth.YES, "", "panel") for line in LINES]
    claims.record_facts(desk, by=actor("mediator/verifier"), facts=facts)
    asked = [movements.InterviewRow(line, Wish.WILLING) for line in LINES]
    movements.record_interviews(desk, by=actor("mediator/verifier"), interviews=asked)
    text = TERMS.format(day=(today - timedelta(30)).date(), lines=json.dumps(LINES))
    agreements.propose_terms(desk, by=actor("mediator/registrar"), text=text)
    for party in ("north", "south"):
        agreements.sign_terms(desk, by=actor(f"{party}/delegate"), exchange=EXCHANGE, key=keys[party])


def _sign(desk: Desk, today: datetime) -> None:
    terms, _ = agreements.terms_in_force(desk, EXCHANGE)
    for n in range(MANIFESTS):
        manifest = Manifest(
            id=ManifestId(f"M-{n + 1:04d}"), exchange=EXCHANGE, terms=terms, stage=None,
            moves_on=Window(today, today + timedelta(hours=6)),
            crossing_point=Place({PartyId("mediator"): "Old Mill Bridge"}),
            movements=(movement(from_party=SOUTH, to_party=NORTH, lines=LINES[3 * n : 3 * n + 3]),), drawn_at=today,
        )  # fmt: skip
        for name, key in _keys().items():
            role = "registrar" if name == "mediator" else "delegate"
            movements.sign_manifest(desk, by=actor(f"{name}/{role}"), content=to_bytes(manifest), key=key)


def _keys() -> dict[str, Signer]:
    return {name: Signer(f"{name}.example", bytes([n + 1]) * 32) for n, name in enumerate(SIDES)}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk as it is in the morning, to be copied."""
    return make_desk(tmp_path_factory.mktemp("morning") / "desk.sqlite3")


@pytest.fixture
def morning(made: Path, tables: None, tmp_path: Path) -> Iterator[Desk]:
    """The desk of that morning, in this process; what is entered is forgotten."""
    path = tmp_path / "desk.sqlite3"
    shutil.copy(made, path)
    with override_settings(DESK=str(path), HOME=tmp_path, IS_DEMO=True), transaction.atomic():
        the_desk.cache_clear()
        yield the_desk()
        transaction.set_rollback(True)
    the_desk().archive.close()  # type: ignore[attr-defined]
    the_desk.cache_clear()


@pytest.fixture
def seat(morning: Desk) -> Callable[[str], Client]:
    """Signs in as an actor on that morning and returns the browser."""

    def sitting(acts_as: str) -> Client:
        user = get_user_model().objects.create_user(username=acts_as.replace("/", "-"))
        Seat.objects.create(user=user, acts_as=acts_as)
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        return client

    return sitting


@pytest.fixture
def names() -> tuple[str, ...]:
    """What no device may show or keep in clear."""
    return NAMES
