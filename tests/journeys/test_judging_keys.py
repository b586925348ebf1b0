"""Judging by single keys in a real browser: they judge, undo and go on; not in a field, and not when switched off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from repatria.desk import intake
from repatria.desk.session import DemoSalts, FixedClock, open_desk
from repatria.lists import read
from repatria.people.party import Stance, actor
from repatria.people.refs import ExchangeId, PartyId
from repatria.store import open_archive

HEAD = "№;Прізвище;Ім'я;Дата народження"
NORTH = ["Іваненко;Олена;12.03.2019", "Бойко;Тарас;04.05.2018", "Гончар;Микола;30.11.2015"]
SOUTH = ["Иваненко;Елена;12.03.2019", "Boiko;Taras;04.05.2018", "Гончар;Николай;30.11.2015"]


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[str]:
    """A desk with a list of each side, served as a demo by a process of its own."""
    home = tmp_path_factory.mktemp("keys")
    archive = open_archive(home / "desk.sqlite3", create=True)
    desk = open_desk(
        archive, clock=FixedClock(datetime(2026, 6, 2, 9, tzinfo=UTC)), salts=DemoSalts(1),
        by=actor("mediator/registrar"), parties=(PartyId("north"), PartyId("south")), origin="desk.example/log",
        demo=True,
    )  # fmt: skip
    for party, stance, rows in (("north", Stance.SEEKS, NORTH), ("south", Stance.HOLDS, SOUTH)):
        content = "\n".join([HEAD, *(f"{n};{row}" for n, row in enumerate(rows, 1))]).encode()
        intake.receive_list(
            desk, by=actor(f"{party}/delegate"), content=content, party=PartyId(party), stance=stance,
            exchange=ExchangeId("children-2031"), reading=read,
        )  # fmt: skip
    archive.close()
    with serve(home) as served:
        yield served


@pytest.fixture
def page(address: str, open_chromium: Callable[[], AbstractContextManager[Any]]) -> Iterator[Any]:
    """A page of a browser in which North's delegate sits."""
    with open_chromium() as browser:
        opened = browser.new_context(base_url=address).new_page()
        opened.goto("/demo/")
        opened.click('button[value="north/delegate"]')
        yield opened


def press(page: Any, key: str) -> str:
    """Presses a key when the page is there with its script, and returns the path of the page that follows."""
    page.wait_for_load_state("load")
    with page.expect_navigation():
        page.keyboard.press(key)
    return str(page.url).partition("127.0.0.1")[2].partition("/")[2]


def test_pairs_are_judged_by_keys(page: Any) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto("/matching/north-1/south-1/")
    page.click("text=Compare the lists")
    page.click("text=Judge the next pair", timeout=120_000)  # appears by itself when the comparison has ended
    first = str(page.url).rpartition("/judge-match/")[2]
    assert first == "north-1:1/south-1:1/"
    seen = [press(page, key) for key in ("Digit1", "Digit2", "KeyU", "KeyN")]
    assert seen == [
        "judge-match/north-1:2/south-1:2/", "judge-match/north-1:3/south-1:3/",
        "judge-match/north-1:2/south-1:2/", "judge-match/north-1:3/south-1:3/",
    ]  # fmt: skip
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<input id=typed>')")
    page.fill("#typed", "")
    page.keyboard.press("Digit1")
    assert (page.input_value("#typed"), page.url.endswith(seen[-1])) == ("1", True)
    page.click("text=Switch single keys off")
    page.wait_for_selector('[data-judging="off"]')
    page.keyboard.press("Digit1")
    page.goto("/matching/north-1/south-1/")
    assert ("2 of 3 judged" in page.inner_text("main"), refused) == (True, [])
