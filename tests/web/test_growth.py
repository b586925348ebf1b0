"""What a page costs does not grow with the book: as many queries for fifty lines as for ten, as many calls on a longer list."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client, override_settings

from repatria.desk import intake
from repatria.desk.session import DemoSalts, Desk, FixedClock, open_desk
from repatria.lists import read
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, LineRef, PartyId
from repatria.register import acts
from repatria.register.acts import Answer, Judgement, Remark
from repatria.store import open_archive
from repatria.store.site.models import Seat
from repatria.web.desk import the_desk

REGISTRAR, NORTH, SOUTH, OBSERVER = "mediator/registrar", "north/delegate", "south/delegate", "mediator/observer"
PAGES = (
    (REGISTRAR, "/"),
    (SOUTH, "/"),
    (SOUTH, "/outstanding/"),
    (REGISTRAR, "/outstanding/?state=unanswered"),
    (NORTH, "/lists/"),
    (NORTH, "/lists/north-1/"),
    (SOUTH, "/lists/north-1/?page=2"),
    (SOUTH, "/lists/north-1/?state=held"),
    (SOUTH, "/lists/north-1/?search=бойко"),
    (NORTH, "/lists/north-1/?search=boiko&state=unanswered"),
    (SOUTH, "/answer-claim/"),
    (SOUTH, "/answer-claim/?show=answered"),
    (SOUTH, "/answer-claim/?search=boiko"),
    (SOUTH, "/answer-claim/north-1:3/"),
    (NORTH, "/remark/"),
    (REGISTRAR, "/record-interview/"),
    (REGISTRAR, "/lines/north-1:1/"),
    (SOUTH, "/lines/north-1:2/"),
    (REGISTRAR, "/matching/"),
    (REGISTRAR, "/judge-match/north-1:1/south-1:1/"),
    (REGISTRAR, "/account/"),
    (OBSERVER, "/observing/"),
    (REGISTRAR, "/log/"),
)
QUIET = "repatria"
SHORT, LONG = 600, 1200


def make(path: Path, lines: int) -> None:
    """Makes a desk with two lists; every fourth line is answered, every sixteenth is one person with another."""
    archive = open_archive(path, create=True)
    at = datetime(2031, 6, 2, 9, tzinfo=UTC)
    parties = (PartyId("north"), PartyId("south"))
    desk = open_desk(
        archive, clock=FixedClock(at), salts=DemoSalts(1), by=actor(REGISTRAR), parties=parties, origin="desk.example/log",
        demo=True,
    )  # fmt: skip
    for party, stance in (("north", Stance.SEEKS), ("south", Stance.HOLDS)):
        rows = [f"{n};Бойко;Тарас;{1950 + n % 50}" for n in range(1, lines + 1)]
        content = "\n".join(["№;Прізвище;Ім'я;Дата народження", *rows]).encode()
        intake.receive_list(
            desk, by=actor(f"{party}/delegate"), content=content, party=PartyId(party), stance=stance,
            exchange=ExchangeId("all-2031"), answer_due_on=date(2031, 7, 1), reading=read,
        )  # fmt: skip
    with desk.entering() as block:
        for n in range(1, lines, 4):
            line, answer = LineRef(f"north-1:{n}"), Answer.NOT_HELD if n % 3 else Answer.HELD
            block.enter(acts.ClaimAnswered(at=at, by=SOUTH, line=line, answer=answer))
            if n % 16 == 1:
                block.enter(acts.RemarkMade(at=at, by=NORTH, line=line, remark=Remark.ACCEPTS))
                for by in (NORTH, SOUTH):
                    other = LineRef(f"south-1:{n}")
                    block.enter(acts.MatchJudged(at=at, by=by, left=line, right=other, judgement=Judgement.SAME))
    archive.close()


@contextmanager
def served(place: Path) -> Iterator[dict[str, Client]]:
    """Everybody at a desk, in their seats."""
    with override_settings(DESK=str(place), HOME=place.parent, IS_DEMO=True), transaction.atomic():
        the_desk.cache_clear()
        clients = {}
        for seat in (REGISTRAR, NORTH, SOUTH, OBSERVER):
            user = get_user_model().objects.create_user(username=seat.replace("/", "-"))
            Seat.objects.create(user=user, acts_as=seat)
            clients[seat] = Client(SERVER_NAME="localhost")
            clients[seat].force_login(user)
        yield clients
        transaction.set_rollback(True)
        the_desk.cache_clear()


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """A desk of short lists and one of lists three times as long."""
    folder = tmp_path_factory.mktemp("growth")
    found = {}
    for lines in (SHORT, LONG):
        (folder / str(lines)).mkdir()
        found[lines] = folder / str(lines) / "desk.sqlite3"
        make(found[lines], lines)
    return found


@pytest.fixture
def queries(counting_queries: Any) -> Callable[[Callable[[], Any]], int]:
    """Counts the queries that a request makes, of the site's tables and of the desk's."""

    def counted(ask: Callable[[], Any]) -> int:
        desk: Desk = the_desk()
        with counting_queries("default", desk.archive.alias) as made:  # type: ignore[attr-defined]
            assert ask().status_code == 200
        return len(made)

    return counted


def calls(ask: Callable[[], Any]) -> int:
    """How many functions of ours a request calls."""
    count = 0

    def called(frame: Any, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call" and QUIET in frame.f_globals.get("__name__", "")

    sys.setprofile(called)
    try:
        assert ask().status_code == 200
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.usefixtures("tables")
def test_as_many_queries_for_fifty_lines_as_for_ten(
    places: dict[int, Path], queries: Callable[[Callable[[], Any]], int]
) -> None:
    found: dict[str, list[int]] = {}
    with served(places[SHORT]) as clients:
        for size in (10, 50):
            with override_settings(PAGE_LINES=size):
                for seat, path in PAGES:
                    client = clients[seat]
                    client.get(path)  # what is read once a session is read
                    found.setdefault(f"{seat} {path}", []).append(queries(lambda c=client, p=path: c.get(p)))
    assert {path: counts for path, counts in found.items() if counts[0] != counts[1]} == {}
    assert max(max(counts) for counts in found.values()) <= 12


@pytest.mark.usefixtures("tables")
def test_no_page_costs_more_where_lists_are_longer(places: dict[int, Path]) -> None:
    found: dict[str, list[int]] = {}
    for lines in (SHORT, LONG):
        with served(places[lines]) as clients:
            for seat, path in PAGES:
                client = clients[seat]
                client.get(path)
                found.setdefault(f"{seat} {path}", []).append(calls(lambda c=client, p=path: c.get(p)))
    grown = {path: counts for path, counts in found.items() if counts[1] > 1.05 * counts[0]}
    assert grown == {}
