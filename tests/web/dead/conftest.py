"""A desk of the dead in a file, and browsers at it: acts may be entered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client, override_settings

from repatria.desk import intake
from repatria.desk.dead import receiving
from repatria.desk.session import DemoSalts, Desk, FixedClock, open_desk
from repatria.lists import read
from repatria.people.facts import Truth
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, ListId, PartyId
from repatria.register.acts import Subject
from repatria.remains.conclusions import Conclusion, Conclusions, Inputs, to_json
from repatria.remains.policy import Method
from repatria.store import open_archive
from repatria.store.site.models import Seat
from repatria.web.desk import the_desk
from repatria.web.pages.dead import trays

NORTH, SOUTH = PartyId("north"), PartyId("south")
CONTENTS = b"bag,specimen,part,sample\nS-0001,a,left femur,n1\nS-0001,b,skull,n2\nS-0002,c,,n3\n"
GOOD = Conclusion(
    profile="n1", specimens=(), family="F1", missing="north-1:1", word="Undisputed", log10_lr=9.0, posterior=0.99999,
    close_relatives=2, typed_relatives=3, methods=(Method.AUTOSOMAL,), laboratories=1, shared_markers=20, exclusions=0,
    chance_hits=0.001, rivals=(), passes=Truth.YES, reasons=(),
)  # fmt: skip


@pytest.fixture
def concluded() -> Callable[..., bytes]:
    """Returns a file of one conclusion that passes the default policy, with something changed."""

    def file(**changed: Any) -> bytes:
        inputs = Inputs("1" * 64, "2" * 64, "3" * 64)  # type: ignore[arg-type]
        return to_json(Conclusions("stationary stepwise", inputs, 100, 600, (replace(GOOD, **changed),)))

    return file


def hand_in(desk: Desk, party: PartyId, stance: Stance, text: str, subject: Subject) -> None:
    intake.receive_list(
        desk, by=actor(f"{party}/delegate"), content=text.encode(), party=party, stance=stance,
        exchange=ExchangeId("remains-2031"), subject=subject, reading=read,
    )  # fmt: skip


@pytest.fixture(scope="session")
def built_dead(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Each side misses two people; South's paper says three bags, North counted and opened two of them."""
    path = tmp_path_factory.mktemp("dead") / "desk.sqlite3"
    archive = open_archive(path, create=True)
    desk = open_desk(
        archive, clock=FixedClock(datetime(2025, 6, 2, 9, tzinfo=UTC)), salts=DemoSalts(1), by=actor("mediator/registrar"),
        parties=(NORTH, SOUTH), origin="desk.example/log", demo=True,
    )  # fmt: skip
    missing = "surname,given names\nІваненко,Тарас\nName1,Given\n"
    hand_in(desk, NORTH, Stance.SEEKS, missing, Subject.PERSONS)
    hand_in(desk, SOUTH, Stance.HOLDS, "bag,label\nS-0001,\nS-0002,\nS-0003,\n", Subject.REMAINS)
    hand_in(desk, SOUTH, Stance.SEEKS, missing, Subject.PERSONS)
    receiving.receive_remains(
        desk, by=actor("north/officer"), of=ListId("south-1"), party=NORTH, bags=["S-0001", "S-0002"],
        minimum_individuals=2, contents=CONTENTS,
    )  # fmt: skip
    archive.close()
    return path.read_bytes()


@pytest.fixture
def fresh(built_dead: bytes, tables: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk that a test may write to; users and seats are gone afterwards, and workers are waited for."""
    monkeypatch.setattr(trays, "PATIENCE_S", 60)
    path = tmp_path / "desk.sqlite3"
    path.write_bytes(built_dead)
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
