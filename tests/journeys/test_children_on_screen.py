"""A whole exchange of children by clicking: a registrar, two delegates, a verifier and two officers, in a real browser.

The tutorial of the screen says the same steps; its pictures are taken here where REPATRIA_PICTURES names a folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from rich.console import Console

import repatria.web
from repatria.demo.doha.small import LISTS, PAIRS
from repatria.demo.run import begin
from repatria.register.acts import Answer, Remark

pytestmark = pytest.mark.timeout(600)

TUTORIAL: Final = Path(__file__).parents[2] / "docs" / "tutorial"
EXCHANGE: Final = "children-2031"


Screen = Any
"""A window for each seat, of ``conftest.py``."""


@pytest.fixture(scope="module")
def screen(
    tmp_path_factory: pytest.TempPathFactory, at_screens: Callable[[Path], AbstractContextManager[Screen]]
) -> Iterator[Screen]:
    """The small exchange's desk, on which nothing is entered yet."""
    home = tmp_path_factory.mktemp("screen") / "desk"
    begin(home, 1, Console(quiet=True))
    with at_screens(home) as opened:
        yield opened


def test_the_whole_way_is_done_on_the_screen(screen: Screen) -> None:
    for step in STEPS:
        step(screen)
    text = (TUTORIAL / "on-screen.md").read_text("utf-8")
    shown = re.findall(r"\(pictures/([a-z-]+)\.png\)", text)
    assert [name for name in shown if not (TUTORIAL / "pictures" / f"{name}.png").is_file()] == []
    assert shown == [name for name in screen.taken if name in shown]  # in the order in which they are taken
    assert set(screen.taken) == set(shown)


def _said(page: Any) -> str:
    """Returns what the page tells after something was entered."""
    return str(page.inner_text(".told"))


# --- lists and answers ------------------------------------------------------------------------------------------------


def hand_in(screen: Screen) -> None:
    """Each party's delegate hands in whom it seeks and whom it holds."""
    for file in LISTS:
        party = "north" if file.endswith("north.csv") else "south"
        page = screen.of(f"{party}/delegate")
        page.goto("/receive-list/")
        page.set_input_files("input[type=file]", screen.home / "lists" / file)
        page.check(f'input[name=stance][value="{"seeks" if "sought" in file else "holds"}"]')
        page.fill("input[name=exchange]", EXCHANGE)
        if file == next(iter(LISTS)):
            screen.take(page, "hand-in")
        page.click("text=Read the list")
        page.wait_for_selector("button[name=accept]", timeout=60_000)
        if file == next(iter(LISTS)):
            screen.take(page, "accept")
        page.click("button[name=accept]")
        page.wait_for_selector("text=answers", timeout=60_000)


def answer(screen: Screen) -> None:
    """South answers whom North seeks, line by line; the rest is answered by files."""
    page = screen.of("south/delegate")
    page.goto("/")
    screen.take(page, "my-work")
    page.goto("/answer-claim/")
    page.click('a[href="/answer-claim/north-1:1/"]')
    for number in range(1, 6):
        assert page.url.endswith(f"/answer-claim/north-1:{number}/")
        page.check(f'input[name=answer][value="{"held" if number < 5 else "not held"}"]')
        if number == 1:
            screen.take(page, "answer")
        page.click("text=Enter the answer")
    for party in ("south", "north"):
        by_file(screen, f"{party}/delegate", "answer-claim", f"answers-{party}.csv")


def by_file(screen: Screen, seat: str, door: str, file: str) -> None:
    """Enters a file of rows."""
    page = screen.of(seat)
    page.goto(f"/{door}/file/")
    page.set_input_files("input[type=file]", screen.home / "lists" / file)
    page.click("main form button.btn-primary")
    assert page.locator(".told").count() == 1, page.inner_text("main")


def remark(screen: Screen) -> None:
    """North accepts that South does not hold one of the children."""
    page = screen.of("north/delegate")
    page.goto("/remark/north-1:5/")
    page.check('input[name=remark][value="accepts"]')
    page.click("text=Enter the remark")
    assert "north-1:5" in _said(page)


# --- who is who -------------------------------------------------------------------------------------------------------


def judge(screen: Screen) -> None:
    """Both delegates judge who is who, by keys."""
    for party in ("north", "south"):
        page = screen.of(f"{party}/delegate")
        for left, right in (("north-1", "south-1"), ("south-2", "north-2")):
            page.goto(f"/matching/{left}/{right}/")
            if page.locator("text=Compare the lists").count():
                page.click("text=Compare the lists")
            page.click("text=Judge the next pair", timeout=120_000)
            for number in range(1, sum(1 for one, _ in PAIRS if one.startswith(left)) + 1):
                assert page.url.endswith(f"/judge-match/{left}:{number}/{right}:{number}/"), page.url
                page.wait_for_load_state("load")
                if (party, left, number) == ("south", "north-1", 1):
                    screen.take(page, "who-is-who")
                with page.expect_navigation():
                    page.keyboard.press("Digit1")


# --- terms, and what is asked of each child ---------------------------------------------------------------------------


def agree(screen: Screen) -> None:
    """North puts terms forward; each delegate signs them."""
    page = screen.of("north/delegate")
    page.goto("/propose-terms/")
    page.set_input_files("input[type=file]", screen.home / "lists" / "terms.toml")
    page.click("main form .btn-primary")
    page.click("text=Yes, enter it")
    page.goto(f"/exchanges/{EXCHANGE}/")
    screen.take(page, "terms")
    for party in ("north", "south"):
        page = screen.of(f"{party}/delegate")
        page.goto("/")
        page.click("text=waits for your side’s signature")
        page.click(".task a")
        if party == "south":
            screen.take(page, "sign-terms")
        page.click("text=Sign with the demo’s key")
        page.click("text=Yes, enter it")
        assert "signed" in _said(page)


def ask_the_children(screen: Screen) -> None:
    """A verifier enters what a panel found of each child, and what each said in private."""
    by_file(screen, "mediator/verifier", "record-fact", "facts.csv")
    by_file(screen, "mediator/verifier", "record-interview", "interviews.csv")
    page = screen.of("mediator/registrar")
    page.goto(f"/exchanges/{EXCHANGE}/eligible/")
    screen.take(page, "who-falls-under")


# --- the movement -----------------------------------------------------------------------------------------------------

ON: Final = {"M-0001": 2, "M-0002": 4}
"""How many children go on each manifest: the one who said no is on none."""


def draw_up(screen: Screen) -> None:
    """The registrar draws a plan for today and keeps its manifests; each side signs them."""
    page = screen.of("mediator/registrar")
    page.goto(f"/plan/{EXCHANGE}/")
    page.fill("input[name=day]", datetime.now(UTC).date().isoformat())
    page.fill("input[name=opens_at]", "00:00")
    page.fill("input[name=closes_at]", "23:59")
    page.fill("input[name=crossing_point]", "Sickle Ford")
    page.click("text=Draw the plan")
    page.wait_for_selector("button[name=keep]", timeout=120_000)
    screen.take(page, "plan")
    page.click("button[name=keep]")
    for seat in ("mediator/registrar", "north/delegate", "south/delegate"):
        page = screen.of(seat)
        for manifest in ON:
            page.goto(f"/sign-manifest/{manifest}/")
            page.click("text=Sign with the demo’s key")
            page.click("text=Yes, enter it")
            assert "signed" in _said(page)
    page.goto("/manifests/M-0001/")
    screen.take(page, "manifest")


def check_off(screen: Screen) -> None:
    """Officers of both sides check the children off on phones; North's has no network at the crossing point."""
    for party in ("north", "south"):
        page = screen.of(f"{party}/officer")
        page.set_viewport_size({"width": 390, "height": 844})
        for manifest, people in ON.items():
            page.goto(f"/handover/{manifest}/")
            page.click("#take")
            page.wait_for_selector("#code-shown:not(:empty)")
            code = page.inner_text("#code-shown")
            if (party, manifest) == ("north", "M-0001"):
                screen.take(page, "code")
            page.click("#written")
            page.wait_for_selector("#locked:not([hidden])")
            page.fill("#typed-code", code)
            page.press("#typed-code", "Enter")
            page.wait_for_selector("#people:not([hidden])")
            if party == "north":
                page.context.set_offline(True)
            for number in range(1, people + 1):
                page.click("#list li:first-child button")
                if (party, manifest, number) == ("north", "M-0001", 2):
                    screen.take(page, "check-off")
                page.click('[data-outcome="crossed"]')
                page.wait_for_selector("#people:not([hidden])")
            if (party, manifest) == ("north", "M-0001"):
                screen.take(page, "checked-off")
            page.context.set_offline(False)
            page.wait_for_function(
                "() => document.querySelector('#reached').innerText.includes('The desk has everything')", timeout=30_000
            )


# --- the account ------------------------------------------------------------------------------------------------------


def account(screen: Screen) -> None:
    """Nobody is missing: six returned, one stays, one is traced; both sides counted the same; the log verifies."""
    page = screen.of("mediator/registrar")
    page.goto("/account/")
    screen.take(page, "account")
    assert "Everyone is accounted for" in page.inner_text("main")
    rows = page.locator("section[aria-labelledby=states] tbody tr")
    found = {row[0]: int(row[-1]) for row in (text.split("\t") for text in rows.all_inner_texts())}
    assert {state.strip(): number for state, number in found.items()} == {"returned": 12, "declined": 2, "tracing": 1}
    page.goto("/follow-up/")
    screen.take(page, "follow-up")


STEPS: tuple[Callable[[Screen], None], ...] = (
    hand_in, answer, remark, judge, agree, ask_the_children, draw_up, check_off, account,
)  # fmt: skip


def test_the_tutorial_names_what_stands_on_the_pages() -> None:
    text = (TUTORIAL / "on-screen.md").read_text("utf-8")
    named = {" ".join(one.split()).rstrip(".") for one in re.findall(r"\*\*([^*]+)\*\*", text)}
    web = Path(repatria.web.__file__).parent
    sources = "\n".join(file.read_text("utf-8") for kind in ("*.html", "*.py") for file in web.rglob(kind))
    words = {one.value for kind in (Answer, Remark) for one in kind}
    assert [one for one in sorted(named) if "/" not in one and one not in words and one not in sources] == []
    assert len(named) > 25
