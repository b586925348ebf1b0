"""A small desk in a file, served in this process, and clients that sit at it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from repatria.desk import claims, intake
from repatria.desk.session import DemoSalts, Desk, FixedClock, open_desk
from repatria.lists import read
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef, PartyId
from repatria.register.acts import Answer
from repatria.store import open_archive
from repatria.store.site.models import Seat
from repatria.web.desk import the_desk

SECRET = {"north": "таємниця Півночі", "south": "тайна Юга"}
"""What each side keeps for the mediator; it must never reach the other."""
HEAD = "№;Прізвище;Ім'я;Дата народження;Адреса родини"


def hand_in(desk: Desk, party: str, stance: Stance, rows: list[str]) -> None:
    """Hands in a list whose family addresses are the party's secret."""
    lines = [f"{n};{row};{SECRET[party]} {n}" for n, row in enumerate(rows, 1)]
    intake.receive_list(
        desk, by=actor(f"{party}/delegate"), content="\n".join([HEAD, *lines]).encode(), party=PartyId(party),
        stance=stance, exchange=ExchangeId("children-2031"), reading=read,
    )  # fmt: skip


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with a list of each side, to be read only: one line answered, many not."""
    path = tmp_path_factory.mktemp("desk") / "desk.sqlite3"
    archive = open_archive(path, create=True)
    clock = FixedClock(datetime(2031, 6, 2, 9, tzinfo=UTC))
    desk = open_desk(
        archive, clock=clock, salts=DemoSalts(1), by=actor("mediator/registrar"),
        parties=(PartyId("north"), PartyId("south")), origin="desk.example/log", demo=True,
    )  # fmt: skip
    hand_in(desk, "north", Stance.SEEKS, ["Іваненко;Олена;12.03.2019", *(f"Бойко;Тарас;{1950 + n}" for n in range(59))])
    hand_in(desk, "south", Stance.SEEKS, ["Орлов;Пётр;01.02.2017", "<script>alert(1)</script>;Анна;2016"])
    row = claims.AnswerRow(LineRef("north-1:1"), Answer.HELD)
    claims.answer_claims(desk, by=actor("south/delegate"), answers=[row])
    archive.close()
    return path


@pytest.fixture(scope="session")
def tables() -> None:
    """The tables of users and seats, in a file that lies where tests have their home."""
    (settings.HOME / "site.sqlite3").touch()
    call_command("migrate", verbosity=0)


@pytest.fixture
def served(place: Path, tables: None) -> Iterator[Desk]:
    """The desk as the pages have it; users and seats are gone afterwards."""
    with override_settings(DESK=str(place), HOME=place.parent, IS_DEMO=True), transaction.atomic():
        if the_desk.cache_info().currsize and the_desk().archive.place != str(place):  # type: ignore[attr-defined]
            the_desk.cache_clear()
        yield the_desk()
        transaction.set_rollback(True)


@pytest.fixture
def sit(served: Desk) -> Callable[[str], Client]:
    """Signs in as an actor and returns the browser."""

    def sitting(acts_as: str) -> Client:
        user = get_user_model().objects.create_user(username=acts_as.replace("/", "-"))
        Seat.objects.create(user=user, acts_as=acts_as)
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        return client

    return sitting


@pytest.fixture(scope="session")
def counting_queries() -> Callable[..., AbstractContextManager[list[str]]]:
    """Notes the queries that are made over some connections for a while, in order."""
    return _counting


@contextmanager
def _counting(*aliases: str) -> Iterator[list[str]]:
    made: list[str] = []

    def noted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        made.append(sql)
        return execute(sql, params, many, context)

    with ExitStack() as wrapped:
        for alias in dict.fromkeys(aliases):
            wrapped.enter_context(connections[alias].execute_wrapper(noted))
        yield made


EXAMPLES: Final = {"list": "north-1", "line": "north-1:1", "int": "1", "slug": "answer-claim", "secret": "s" * 43, "str": "x",
                   "token": "t" * 22, "exchange": "children-2031", "digest": "0" * 64, "manifest": "M-0001"}  # fmt: skip
NO_PAGES: Final = (
    "/sign-in/out/", "/log/tiles.zip", "/observing/numbers.csv", "/language/", "/stay/", "/handover/worker.js",
)  # fmt: skip


@pytest.fixture(scope="session")
def every_address() -> tuple[str, ...]:
    """An address for every page there is; a kind of reference that is not among the examples fails."""
    return tuple(sorted(set(_addresses(get_resolver("repatria.web.urls").url_patterns))))


@pytest.fixture(scope="session")
def every_page(every_address: tuple[str, ...]) -> tuple[str, ...]:
    """Every address but those of files and of what is only posted to."""
    return tuple(address for address in every_address if address not in NO_PAGES)


def _addresses(patterns: list[URLPattern | URLResolver], start: str = "/") -> Iterator[str]:
    for one in patterns:
        text = start + re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES[found[1] or "str"], str(one.pattern))
        if isinstance(one, URLResolver):
            yield from _addresses(one.url_patterns, text)
        else:
            resolve(text)  # an example that fits nothing would test nothing
            yield text
