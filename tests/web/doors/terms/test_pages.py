"""The pages of terms: who sees which, both wordings side by side, who signed and who is awaited."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from repatria.desk.terms.agreements import document_text, propose_terms, sign_terms
from repatria.people.party import actor
from repatria.people.refs import ExchangeId

At = Callable[[str], Client]
EXCHANGE = "prisoners-2031"
SECRET = "таємниця"
STAFF = {"mediator/registrar", "north/delegate", "south/delegate"}
OTHERS = ("mediator/verifier", "north/verifier", "mediator/laboratory", "north/officer", "mediator/observer")


def pages(talks: Any) -> dict[str, set[str]]:
    """Returns every page of terms, and who sees it."""
    text = f"/exchanges/{EXCHANGE}/{talks.north}/"
    delegates = STAFF - {"mediator/registrar"}
    return {
        "/exchanges/": STAFF,
        f"/exchanges/{EXCHANGE}/": STAFF,
        "/exchanges/children-2031/eligible/": STAFF,
        "/exchanges/children-2031/eligible/?clause=from-south&answer=yes": STAFF,
        text: STAFF,
        f"{text}?file=1": STAFF,
        f"{text}what-if/": STAFF,
        f"{text}what-if/?against={talks.south}": STAFF,
        "/propose-terms/": STAFF,
        f"/propose-terms/?from={talks.north}": STAFF,
        "/sign-terms/": delegates,
        f"/sign-terms/{EXCHANGE}/{talks.north}/": delegates,
        "/exchanges/none/": set(),
        f"/exchanges/{EXCHANGE}/eligible/": set(),
        f"/exchanges/{EXCHANGE}/{'0' * 64}/": set(),
        f"/exchanges/{EXCHANGE}/{'0' * 64}/what-if/": set(),
        f"/exchanges/children-2031/{talks.north}/": set(),
        f"/sign-terms/children-2031/{talks.north}/": set(),
    }


@pytest.mark.parametrize("who", [*sorted(STAFF), *OTHERS])
def test_every_role_on_every_page_of_terms(talks: Any, at: At, who: str) -> None:
    client, found = at(who), {}
    for page in pages(talks):
        response = client.get(page)
        found[page] = response.status_code
        if not who.startswith(("north", "mediator")):
            assert SECRET not in response.content.decode() + str(response.headers)
        assert "<b>to begin with" not in response.content.decode() or "?file=1" in page
    assert found == {page: 200 if who in seen else 404 for page, seen in pages(talks).items()}


def test_an_outsider_is_asked_to_sign_in(talks: Any) -> None:
    client, before = Client(SERVER_NAME="localhost"), talks.acts
    for page in pages(talks):
        assert client.get(page)["Location"].startswith("/sign-in/?next=")
        assert client.post(page, {"text": "x", "checked": "yes"})["Location"].startswith("/sign-in/?next=")
    assert talks.acts == before


def test_both_sides_wordings_stand_beside_each_other(talks: Any, at: At) -> None:
    shown = at("south/delegate").get(f"/exchanges/{EXCHANGE}/").content.decode()
    words = re.findall(r'<p class="wording" dir="auto">(.*?)</p>', shown)
    assert words == [
        "<mark>Two </mark>for <mark>two.</mark>", "<mark>One </mark>for <mark>one, &lt;b&gt;to begin with&lt;/b&gt;.</mark>",
    ]  # fmt: skip
    assert "worded differently" in shown
    differing = re.findall(
        r'<code dir="ltr">(.*?)</code></th>\s*<td><mark[^>]*>(.*?)</mark></td>\s*<td><mark[^>]*>(.*?)<', shown
    )
    assert differing == [("number.north", "2", "1"), ("number.south", "2", "1")]


def test_who_signed_and_who_is_awaited(talks: Any, at: At) -> None:
    sign_terms(
        talks.desk,
        by=actor("north/delegate"),
        exchange=ExchangeId(EXCHANGE),
        key=talks.keys["north"],
        sha256=talks.south,
    )
    shown = at("mediator/registrar").get(f"/exchanges/{EXCHANGE}/{talks.south}/").content.decode()
    assert re.search(r"signed by north on \d+ \w+ \d{4}", shown)
    assert "waits for south" in shown
    assert "waits for north" not in shown
    left = at("mediator/registrar").get(f"/exchanges/{EXCHANGE}/{talks.north}/").content.decode()
    assert "not pursued" in left


def test_only_a_side_that_is_awaited_is_led_to_signing(talks: Any, at: At) -> None:
    link = f"/sign-terms/{EXCHANGE}/{talks.north}/"
    found = {who: link in at(who).get(f"/exchanges/{EXCHANGE}/").content.decode() for who in sorted(STAFF)}
    assert found == {"mediator/registrar": False, "north/delegate": True, "south/delegate": True}


def test_an_overdue_answer_is_told(talks: Any, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    later = talks.desk.clock.now() + timedelta(30)
    propose_terms(talks.desk, by=actor("north/delegate"), text=_reworded(talks))
    monkeypatch.setattr(type(talks.desk.clock), "now", lambda self: later)
    shown = at("north/delegate").get(f"/exchanges/{EXCHANGE}/").content.decode()
    assert re.search(r"south owed an answer by .*?: overdue", shown)
    assert "The answer of south is overdue." in at("north/delegate").get("/exchanges/").content.decode()


def _reworded(talks: Any) -> str:
    return (
        document_text(talks.desk, talks.north)
        .replace("Two for two.", "Two people for two.")
        .replace("version = 1", "version = 2")
    )


def test_a_text_can_be_taken_along_as_it_is_kept(talks: Any, at: At) -> None:
    taken = at("north/delegate").get(f"/exchanges/{EXCHANGE}/{talks.south}/?file=1")
    assert sha256(taken.content).hexdigest() == talks.south
    assert taken.headers["Content-Disposition"] == f'attachment; filename="{EXCHANGE}-{talks.south[:12]}.toml"'


def test_my_work_and_the_menu_lead_to_terms(talks: Any, at: At) -> None:
    shown = at("north/delegate").get("/").content.decode()
    for page in ("/exchanges/", "/propose-terms/", "/sign-terms/"):
        assert f'href="{page}"' in shown
    assert 'href="/sign-terms/"' not in at("mediator/registrar").get("/").content.decode()
