"""Judging by single keys in a real browser: they judge, undo and go on; not in a field, and not when switched off."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
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

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

HEAD = "№;Прізвище;Ім'я;Дата народження"
NORTH = ["Іваненко;Олена;12.03.2019", "Бойко;Тарас;04.05.2018", "Гончар;Микола;30.11.2015"]
SOUTH = ["Иваненко;Елена;12.03.2019", "Boiko;Taras;04.05.2018", "Гончар;Николай;30.11.2015"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
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
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "repatria.web", str(home / "desk.sqlite3"), str(home), "127.0.0.1", str(port)]
    own = {k: v for k, v in os.environ.items() if not k.startswith(("REPATRIA_", "DJANGO_"))}
    with (home / "served.txt").open("wb") as told:
        process = subprocess.Popen([*command, "--demo"], env=own, stdout=told, stderr=told)
    try:
        _wait(port, process, home)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: subprocess.Popen[bytes], home: Path) -> None:
    for _ in range(300):
        assert process.poll() is None, (home / "served.txt").read_text()
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the desk is not served")


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    """A page of a browser in which North's delegate sits."""
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as drives:
        browser = drives.chromium.launch(executable_path=CHROMIUM, args=quiet)
        opened = browser.new_context(base_url=address).new_page()
        opened.goto("/demo/")
        opened.click('button[value="north/delegate"]')
        yield opened
        browser.close()


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
