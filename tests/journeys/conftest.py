"""Somebody who types commands, in this process, and people who click, in a real browser: at a real desk in a folder."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, chdir, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner, Result

from repatria.cli import main


@dataclass
class Typist:
    """Types commands in a folder that holds a demo's desk (salts and keys made from a seed)."""

    home: Path

    def type(self, words: str, *more: str, by: str = "", at: str = "", expects: int = 0) -> Result:
        """Runs one command; words that hold spaces come after the first argument, one by one."""
        env = {"REPATRIA_DESK": str(self.home / "desk.sqlite3"), "REPATRIA_BY": by, "REPATRIA_AT": at}
        with chdir(self.home):
            done = CliRunner().invoke(main, [*words.split(), *more], env=env, prog_name="repatria")
        assert (done.exit_code, done.exception is None or expects != 0) == (expects, True), done.output
        return done

    def account(self) -> dict[str, Any]:
        """Returns the account."""
        document: dict[str, Any] = json.loads(self.type("account --json").stdout)
        return document

    def states(self) -> dict[str, str]:
        """Returns the state of every line."""
        return {line["ref"]: line["state"] for line in self.account()["lines"]}

    def write(self, name: str, text: str) -> None:
        """Writes a file into the folder."""
        (self.home / name).write_text(text, "utf-8")

    def open_desk(self) -> None:
        """Makes the desk between North and South, and everybody's key."""
        self.type("desk new --party north --party south --demo-seed 7", at="2031-05-12T09:00:00Z")
        for holder in ("north", "south", "mediator"):
            self.type(f"key new --holder {holder} --out {holder}.key --demo-seed 7")


@pytest.fixture(scope="module")
def typist(tmp_path_factory: pytest.TempPathFactory) -> Typist:
    """Returns a typist whose desk was just opened."""
    at_work = Typist(tmp_path_factory.mktemp("desk"))
    at_work.open_desk()
    return at_work


PICTURES: Final = os.environ.get("REPATRIA_PICTURES", "")


@dataclass
class Screen:
    """A window for each seat, at a desk on which nothing is entered yet."""

    address: str
    home: Path
    browser: Any
    axe_finds: Callable[[Any], list[str]]
    taken: dict[str, str] = field(default_factory=dict)
    _pages: dict[str, Any] = field(default_factory=dict)

    @property
    def typist(self) -> Typist:
        """Somebody who types commands at the same desk."""
        return Typist(self.home)

    def of(self, seat: str, path: str = "") -> Any:
        """Returns the page at which somebody sits, at an address; signs in at first."""
        if seat not in self._pages:
            page = self.browser.new_context(base_url=self.address, viewport={"width": 1100, "height": 800}).new_page()
            page.goto("/demo/")
            page.click(f'button[value="{seat}"]')
            self._pages[seat] = page
        if path:
            self._pages[seat].goto(path)
        return self._pages[seat]

    def take(self, page: Any, name: str) -> None:
        """Notes what stands on a page, has axe-core look at it, and takes a picture of it where pictures are wanted."""
        self.taken[name] = str(page.inner_text("body"))
        assert self.axe_finds(page) == []
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}.png")


@pytest.fixture(scope="session")
def at_screens(
    serve: Callable[[Path], AbstractContextManager[str]],
    open_chromium: Callable[[], AbstractContextManager[Any]],
    axe_finds: Callable[[Any], list[str]],
) -> Callable[[Path], AbstractContextManager[Screen]]:
    """Serves a demo's desk while somebody sits at it in a browser."""

    @contextmanager
    def sitting(home: Path) -> Iterator[Screen]:
        with serve(home) as address, open_chromium() as browser:
            yield Screen(address, home, browser, axe_finds)

    return sitting
