"""Signing on a page: with a line made elsewhere or by a demo's key, for one's own side, checked once more; never with a key."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from repatria.desk.aftermath import suspend
from repatria.desk.terms.agreements import terms_text
from repatria.people.party import actor
from repatria.people.refs import ExchangeId, PartyId

At = Callable[[str], Client]
EXCHANGE = ExchangeId("prisoners-2031")
SEED = 7


def page_of(digest: str) -> str:
    """Returns where a text is signed."""
    return f"/sign-terms/{EXCHANGE}/{digest}/"


def line_of(talks: Any, digest: str, *, by: str = "north") -> str:
    """Returns the signature as the command on the delegate's machine prints it."""
    return str(talks.keys[by].sign(terms_text(EXCHANGE, digest))).strip()


def test_the_texts_that_wait_for_ones_side_are_shown(talks: Any, at: At) -> None:
    for who in ("north/delegate", "south/delegate"):
        shown = at(who).get("/sign-terms/").content.decode()
        assert re.findall(r'href="(/sign-terms/prison[^"]+)"', shown) == [page_of(talks.north), page_of(talks.south)]


def test_the_whole_text_and_the_lines_are_shown_and_can_be_taken_along(talks: Any, at: At) -> None:
    client = at("north/delegate")
    shown = client.get(page_of(talks.south)).content.decode()
    assert "One for one, &lt;b&gt;to begin with&lt;/b&gt;." in shown
    lines = terms_text(EXCHANGE, talks.south)
    assert f"data-text>{lines}</pre>" in shown
    taken = client.get(page_of(talks.south) + "?lines=1")
    assert (taken.content.decode(), taken.headers["Content-Disposition"]) == (
        lines, f'attachment; filename="prisoners-2031-{talks.south[:12]}.txt"'
    )  # fmt: skip


def test_the_input_for_the_key_can_not_be_sent(talks: Any, at: At) -> None:
    shown = at("north/delegate").get(page_of(talks.north)).content.decode()
    chooser = re.search(r'<input type="file"[^>]*>', shown)[0]
    assert 'name="' not in chooser
    assert shown.index(chooser) < shown.index('<form method="post" class="door"')
    assert "multipart" not in shown


def test_a_text_is_signed_after_it_was_checked_once_more(talks: Any, at: At) -> None:
    client, before = at("north/delegate"), talks.acts
    line = line_of(talks, talks.south)
    checked = client.post(page_of(talks.south), {"signature": line})
    shown = checked.content.decode()
    assert (checked.status_code, talks.acts) == (200, before)
    assert "One for one, &lt;b&gt;to begin with&lt;/b&gt;." in shown
    assert f'<input type="hidden" name="signature" value="{line}"' in shown
    done = client.post(page_of(talks.south), {"signature": line, "checked": "yes"})
    assert (done.status_code, talks.acts) == (302, before + 1)
    signed = talks.desk.book().exchanges[EXCHANGE].signed[talks.south]
    assert {party: act.signature for party, act in signed.items()} == {PartyId("north"): line}
    assert client.get(page_of(talks.south)).status_code == 404
    other = line_of(talks, talks.south, by="south")
    at("south/delegate").post(page_of(talks.south), {"signature": other, "checked": "yes"})
    assert talks.desk.book().exchanges[EXCHANGE].in_force == talks.south


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("empty", "Sign the lines first, or paste the signature."),
        ("words", "not a signature line: paste the whole line"),
        ("other text", "the signature is not under this text: sign exactly the lines that are shown"),
        ("other side", "the signature is by a key that is not registered"),
        ("private key", "this is a private key, not a signature: it is no longer secret"),
    ],
)
def test_what_is_no_signature_of_ones_side_is_refused_in_words(talks: Any, at: At, kind: str, told: str) -> None:
    pasted = {
        "empty": "",
        "words": "<b>yes</b>",
        "other text": line_of(talks, talks.north),
        "other side": line_of(talks, talks.south, by="south"),
        "private key": talks.keys["north"].secret_text(),
    }[kind]
    before = talks.acts
    response = at("north/delegate").post(page_of(talks.south), {"signature": pasted, "checked": "yes"})
    shown = response.content.decode()
    assert (response.status_code, told in shown, talks.acts) == (422, True, before)


def test_a_private_key_that_was_pasted_is_not_sent_back(talks: Any, at: At) -> None:
    secret = talks.keys["north"].secret_text()
    shown = at("north/delegate").post(page_of(talks.south), {"signature": secret}).content.decode()
    assert "this is a private key" in shown
    assert secret.rpartition("+")[2] not in shown


@pytest.fixture
def seeded(talks: Any) -> Any:
    """The desk of a demo: its seed lies beside it, so that anybody can make the keys."""
    keys = Path(settings.HOME) / "keys"
    keys.mkdir(exist_ok=True)
    (keys / "demo-seed").write_text(str(SEED), "ascii")
    return talks


def test_in_a_demo_a_marked_button_signs(seeded: Any, at: At) -> None:
    client = at("north/delegate")
    assert 'name="sign-with-demo-key"' in client.get(page_of(seeded.north)).content.decode()
    shown = client.post(page_of(seeded.north), {"sign-with-demo-key": "yes", "signature": ""}).content.decode()
    line = line_of(seeded, seeded.north)
    assert f'<input type="hidden" name="signature" value="{line}"' in shown
    client.post(page_of(seeded.north), {"signature": line, "checked": "yes"})
    assert list(seeded.desk.book().exchanges[EXCHANGE].signed[seeded.north]) == ["north"]


def test_nowhere_else_is_there_such_a_button(seeded: Any, at: At) -> None:
    client = at("north/delegate")
    with override_settings(IS_DEMO=False):
        client.cookies = at("north/delegate").cookies
        pages = [client.get(page_of(seeded.north)), client.post(page_of(seeded.north), {"sign-with-demo-key": "yes"})]
    assert [page.status_code for page in pages] != [200, 200]
    assert not any(b"sign-with-demo-key" in page.content for page in pages)


def test_a_demo_key_that_is_not_registered_does_not_sign(seeded: Any, at: At) -> None:
    (Path(settings.HOME) / "keys" / "demo-seed").write_text("8", "ascii")
    client = at("north/delegate")
    assert "sign-with-demo-key" not in client.get(page_of(seeded.north)).content.decode()
    assert client.post(page_of(seeded.north), {"sign-with-demo-key": "yes"}).status_code == 422


def test_a_suspended_exchange_is_not_signed(talks: Any, at: At) -> None:
    suspend(talks.desk, by=actor("south/delegate"), exchange=EXCHANGE, reason="x")
    client, before = at("north/delegate"), talks.acts
    assert "/sign-terms/prison" not in client.get("/sign-terms/").content.decode()
    sent = client.post(page_of(talks.north), {"signature": line_of(talks, talks.north), "checked": "yes"})
    assert (sent.status_code, talks.acts) == (422, before)


@pytest.mark.parametrize("who", ["mediator/registrar", "mediator/verifier", "north/officer", "mediator/observer"])
def test_only_delegates_sign(talks: Any, at: At, who: str) -> None:
    client, before = at(who), talks.acts
    line = line_of(talks, talks.north)
    for page in ("/sign-terms/", page_of(talks.north), page_of("0" * 64), page_of(talks.north) + "?lines=1"):
        assert client.get(page).status_code == 404
        assert client.post(page, {"signature": line, "checked": "yes"}).status_code == 404
    assert talks.acts == before
