"""A desk of one's own in a file, with somebody who has returned, and browsers at it: acts may be entered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client, override_settings

from repatria.desk import claims, intake
from repatria.desk.session import DemoSalts, Desk, FixedClock, open_desk
from repatria.exchange.outcome import Outcome
from repatria.lists import read
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef, ManifestId, PartyId
from repatria.register import acts
from repatria.register.acts import Answer
from repatria.store import open_archive
from repatria.store.site.models import Seat
from repatria.web.desk import the_desk

NORTH, SOUTH, EXCHANGE = PartyId("north"), PartyId("south"), ExchangeId("children-2031")
HEAD = "№;Прізвище;Ім'я;Дата народження;Адреса родини"
SECRET = "таємниця Півночі"
TERMS = """
format = 1
exchange = "children-2031"
version = 1
title = "Return of named children to their families"
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
persons = ["north-1:1", "north-1:2"]
substitution = { allowed = false }
"""
LINES = {
    "north": ["Іваненко;Олена;12.03.2015", "Бойко;Тарас;1990", "Бойко;Тарас;1990", "Орел;Ганна;1991", "Дуб;Лев;1980"],
    "south": ["Орлов;Пётр;01.02.2017", "<script>alert(1)</script>;Анна;2016"],
}


def build(path: Path) -> None:
    """Makes the desk: north-1:1 returned in January 2025, north-1:4 is said not to be held, the rest is open."""
    archive = open_archive(path, create=True)
    registrar = actor("mediator/registrar")
    desk = open_desk(
        archive, clock=FixedClock(datetime(2025, 1, 6, 9, tzinfo=UTC)), salts=DemoSalts(1), by=registrar,
        parties=(NORTH, SOUTH), origin="desk.example/log", demo=True,
    )  # fmt: skip
    for party, rows in LINES.items():
        lines = [f"{n};{row};{SECRET if party == 'north' else 'x'}" for n, row in enumerate(rows, 1)]
        intake.receive_list(
            desk, by=actor(f"{party}/delegate"), content="\n".join([HEAD, *lines]).encode(), party=PartyId(party),
            stance=Stance.SEEKS, exchange=EXCHANGE, reading=read,
        )  # fmt: skip
    rows = [
        claims.AnswerRow(LineRef("north-1:1"), Answer.HELD),
        claims.AnswerRow(LineRef("north-1:4"), Answer.NOT_HELD),
    ]
    claims.answer_claims(desk, by=actor("south/delegate"), answers=rows)
    bring_home(desk, LineRef("north-1:1"))
    archive.close()


def bring_home(desk: Desk, line: LineRef) -> None:
    """Enters what makes somebody returned: terms, a yes in private, a manifest, both check-offs."""
    with desk.entering() as block:
        at, text, paper = block.at, block.keep_text(TERMS), block.keep_text("a manifest")
        block.enter(
            acts.TermsProposed(at=at, by="mediator/registrar", exchange=EXCHANGE, sha256=text, needs=(NORTH, SOUTH))
        )
        for party in (NORTH, SOUTH):
            block.enter(
                acts.TermsSigned(
                    at=at, by=f"{party}/delegate", exchange=EXCHANGE, sha256=text, party=party, signature="x"
                )
            )
        block.enter(acts.InterviewHeld(at=at, by="mediator/verifier", line=line, wish=acts.Wish.WILLING))
        for party in (NORTH, SOUTH, PartyId("mediator")):
            block.enter(
                acts.ManifestSigned(
                    at=at, by=f"{party}/{'registrar' if party == 'mediator' else 'delegate'}", manifest=ManifestId("M-0001"),
                    exchange=EXCHANGE, sha256=paper, terms=text, lines=(line,), needs=(NORTH, SOUTH, PartyId("mediator")),
                    moves_on=date(2025, 1, 6), party=party, signature="x",
                )
            )  # fmt: skip
        for party in (NORTH, SOUTH):
            block.enter(
                acts.HandoverRecorded(
                    at=at, by=f"{party}/officer", manifest=ManifestId("M-0001"), line=line, outcome=Outcome.CROSSED,
                    party=party,
                )
            )  # fmt: skip


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The desk's file as it is at the start of each test."""
    path = tmp_path_factory.mktemp("built") / "desk.sqlite3"
    build(path)
    return path.read_bytes()


@pytest.fixture
def fresh(built: bytes, tables: None, tmp_path: Path) -> Iterator[Desk]:
    """A desk that a test may write to; users and seats are gone afterwards."""
    path = tmp_path / "desk.sqlite3"
    path.write_bytes(built)
    with override_settings(DESK=str(path), HOME=tmp_path, IS_DEMO=True), transaction.atomic():
        the_desk.cache_clear()
        yield the_desk()
        transaction.set_rollback(True)
        the_desk.cache_clear()


@pytest.fixture
def at(fresh: Desk) -> Callable[[str], Client]:
    """Signs in as an actor and returns the browser."""

    def sitting(acts_as: str) -> Client:
        user, made = get_user_model().objects.get_or_create(username=acts_as.replace("/", "-"))
        if made:
            Seat.objects.create(user=user, acts_as=acts_as)
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        return client

    return sitting
