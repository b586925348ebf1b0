"""A delegate signs terms in a real browser with a key file: the signature is entered, the key is in no request."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from repatria.desk.session import DemoSalts, FixedClock, open_desk
from repatria.desk.terms.agreements import propose_terms, register_key
from repatria.log.note import Signer
from repatria.people.party import actor
from repatria.people.refs import PartyId
from repatria.register.acts import TermsSigned, decode
from repatria.store import open_archive, open_for_a_command
from repatria.store.keys import new_signer

TERMS = """
format = 1
exchange = "return-2031"
version = 1
title = "Return of named persons"
parties = ["north", "south"]
status = "proposed"
reference_date = 2026-06-02

[voluntariness]
private_interview = true
held_by = "mediator"
basis = ["non-refoulement", "ICRC practice"]

[children]
best_interests = "panel"
siblings_together = true

[[clause]]
id = "to-north"
wording = "South hands over to North the person named here."
formula = "named persons"
counts = "person"
from = "south"
to = "north"
persons = ["north-1:1"]
substitution = { allowed = false }
"""


@dataclass(frozen=True)
class Served:
    """A desk that is served, and North's key, which lies beside the delegate and not beside the desk."""

    address: str
    home: Path
    key: Signer
    file: Path


@pytest.fixture
def served(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[Served]:
    """The desk with one text on the table, served as a demo by a process of its own."""
    home, mine = tmp_path_factory.mktemp("desk"), tmp_path_factory.mktemp("mine")
    key = new_signer("north", demo_seed=None)
    archive = open_archive(home / "desk.sqlite3", create=True)
    registrar, clock = actor("mediator/registrar"), FixedClock(datetime(2026, 6, 2, 9, tzinfo=UTC))
    desk = open_desk(
        archive, clock=clock, salts=DemoSalts(1), by=registrar, parties=(PartyId("north"), PartyId("south")),
        origin="desk.example/log", demo=True,
    )  # fmt: skip
    register_key(desk, by=registrar, holder=PartyId("north"), vkey=str(key.key))
    propose_terms(desk, by=actor("south/delegate"), text=TERMS)
    archive.close()
    (mine / "north.key").write_text(key.secret_text() + "\n")
    (mine / "other.key").write_text(new_signer("north", demo_seed=None).secret_text() + "\n")
    (mine / "no.key").write_text("a letter")
    with serve(home) as address:
        yield Served(address, home, key, mine / "north.key")


@pytest.fixture
def sent() -> list[str]:
    """All that the browser sent, request by request."""
    return []


@pytest.fixture
def page(served: Served, sent: list[str], open_chromium: Callable[[], AbstractContextManager[Any]]) -> Iterator[Any]:
    """A page of a browser in which North's delegate sits."""

    def note(request: Any) -> None:
        sent.append(f"{request.url}\n{request.headers}\n{request.post_data_buffer or b''!r}")

    with open_chromium() as browser:
        opened = browser.new_context(base_url=served.address).new_page()
        opened.on("request", note)
        opened.goto("/demo/")
        opened.click('button[value="north/delegate"]')
        opened.goto("/sign-terms/")
        opened.click(".task a")
        opened.wait_for_selector("#signing-key:visible")
        yield opened


def test_a_text_is_signed_with_a_key_that_stays_in_the_browser(served: Served, page: Any, sent: list[str]) -> None:
    told, field = page.locator("[data-told]"), page.locator("#id_signature")
    page.fill("#id_signature", served.key.secret_text())
    page.click("form.door .btn-primary")
    assert told.text_content().startswith("That was a private key. It was not sent.")
    assert field.input_value() == ""
    for wrong, says in (("no.key", "This is not a private key."), ("other.key", "This key is not registered")):
        page.set_input_files("#signing-key", served.file.with_name(wrong))
        page.wait_for_function("says => document.querySelector('[data-told]').textContent.startsWith(says)", arg=says)
        assert field.input_value() == ""
    page.set_input_files("#signing-key", served.file)
    page.wait_for_function("document.getElementById('id_signature').value")
    lines = page.locator("[data-text]").text_content()
    assert field.input_value() == str(served.key.sign(lines)).strip()
    assert told.text_content().startswith("Signed in this browser.")
    assert page.input_value("#signing-key") == ""
    page.click("form.door .btn-primary")
    page.click("text=Yes, enter it")
    page.wait_for_selector("text=The terms are signed for your side.")
    archive = open_for_a_command(str(served.home / "desk.sqlite3"))
    last = [decode(entry.payload) for entry in archive.entries()][-1]
    archive.close()
    assert (type(last), last.by, last.signature) == (TermsSigned, "north/delegate", str(served.key.sign(lines)).strip())
    stored = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    _is_nowhere(served.key, [*sent, stored, (served.home / "served.txt").read_text()])
    assert any("signature=" in one for one in sent)  # what is searched has what was sent


def _is_nowhere(key: Signer, places: list[str]) -> None:
    base = base64.b64encode(b"\x01" + key.seed).decode()
    for secret in (base, base[8:40], key.seed.hex(), "PRIVATE"):
        assert not [place for place in places if secret in place]
