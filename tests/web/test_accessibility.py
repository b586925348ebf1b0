"""WCAG 2.2 AA on every address in every language: axe-core finds nothing, and nothing is wider than a phone.

The browser is a real one; what it asks for is answered by the desk in this process, so that no server has to be started
and every fixture's desk can be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from contextvars import copy_context
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from django.test import Client

pytestmark = pytest.mark.timeout(900)

Sit = Callable[[str], Client]
LANGUAGES: Final = ("en", "uk", "ru", "ar")
SEATS: Final = ("mediator/registrar", "north/delegate", "south/delegate", "mediator/verifier", "mediator/laboratory",
                "north/officer", "mediator/observer")  # fmt: skip
NARROW: Final = 320
"""CSS pixels to which a page must shrink without being scrolled sideways (WCAG 2.2, 1.4.10 Reflow)."""


MARK: Final = """() => {
  const wanted = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const usable = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0;
  const of = (one) => (one.type === "radio" ? `radio ${one.name}` : one.dataset.reach);
  const main = document.querySelector("main");
  const all = [...main.querySelectorAll(wanted)].filter(usable);
  all.forEach((one, n) => { one.dataset.reach = n; });
  window.unreached = new Map(all.map((one) => [of(one), one.outerHTML.slice(0, 160)]));
  window.unseen = [];
  main.addEventListener("focusin", ({ target }) => {
    window.unreached.delete(of(target));
    const { outlineStyle, boxShadow } = getComputedStyle(target);
    if (target !== main && outlineStyle === "none" && boxShadow === "none") window.unseen.push(target.outerHTML.slice(0, 160));
  });
  main.focus();
  return all.length;
}"""
"""Notes what in a page's main part can be used, and what of it the keyboard has not reached, or not visibly."""


@pytest.fixture(scope="module")
def browser(open_chromium: Callable[[], AbstractContextManager[Any]]) -> Iterator[Any]:
    """A Chromium."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in this thread, beside it nothing does
    with open_chromium() as opened:
        yield opened
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def look(browser: Any) -> Iterator[Callable[[Client], Any]]:
    """Opens a page whose requests a client of this process answers."""
    context = browser.new_context(base_url="http://localhost", viewport={"width": NARROW, "height": 640})

    def opened(client: Client) -> Any:
        page, here = context.new_page(), copy_context()  # the connection of the test's transaction is this context's

        def answer(route: Any) -> None:
            asked = urlsplit(route.request.url)
            assert asked.hostname == "localhost", "a page asked another host for something"
            response = here.run(client.get, asked.path, QUERY_STRING=asked.query)
            body = b"".join(response)
            if response.status_code in (301, 302, 303, 405):  # sent on, the browser would go past this function
                route.fulfill(status=404, body=b"elsewhere")
                return
            headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
            route.fulfill(status=response.status_code, headers=headers, body=body)

        page.route("**/*", answer)
        return page

    yield opened
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_in_the_way_on_any_address(
    sit: Sit,
    look: Callable[[Client], Any],
    axe_finds: Callable[[Any], list[str]],
    every_page: tuple[str, ...],
    language: str,
) -> None:
    wrong: dict[str, list[str]] = {}  # what is found, and where
    left, missing = set(every_page), False
    for seat in SEATS:
        client = sit(seat)
        client.cookies["language"] = language
        page = look(client)
        for address in sorted(left):
            response = page.goto(address)
            if response.status == 404 and (missing or "html" not in response.headers.get("content-type", "")):
                continue
            missing = missing or response.status == 404  # what is said of a page that is not there is a page too
            left.discard(address)
            assert page.evaluate("document.documentElement.lang") == language, address
            width = page.evaluate("document.documentElement.scrollWidth")
            for found in axe_finds(page) + ([f"{width} pixels wide"] if width > NARROW else []):
                wrong.setdefault(found, []).append(address)
        page.close()
    assert not wrong, "\n".join(f"{found} ({len(where)}: {' '.join(where[:3])})" for found, where in wrong.items())


def test_everything_is_reached_by_the_keyboard_and_seen_to_be(
    sit: Sit, look: Callable[[Client], Any], every_page: tuple[str, ...]
) -> None:
    wrong: dict[str, Any] = {}
    left, used = set(every_page), 0
    for seat in SEATS:
        page = look(sit(seat))
        for address in sorted(left):
            if page.goto(address).status == 404:
                continue
            left.discard(address)
            count = page.evaluate(MARK)
            used += count
            for _ in range(4 * count + 10):  # a date takes several steps
                if not page.evaluate("window.unreached.size"):
                    break
                page.keyboard.press("Tab")
            if found := page.evaluate("[...window.unreached.values(), ...window.unseen]"):
                wrong[address] = found
        page.close()
    assert not wrong, "\n".join(f"{address}: {found[:3]}" for address, found in wrong.items())
    assert used > 200
