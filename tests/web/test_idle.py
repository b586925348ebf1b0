"""Signed out without use, and after a day's work; what was typed comes back to whoever typed it, and to nobody else."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from repatria.desk.session import Desk
from repatria.web.idle import LAST, MOST_TYPED_BYTES, SINCE, TYPED, TYPED_S

Sit = Callable[[str], Client]
STATEMENT = "/record-statement/"


def earlier(client: Client, **seconds: int) -> None:
    """Makes a session as old, or as long unused, as said."""
    session = client.session
    session.update({name: int(time.time()) - ago for name, ago in seconds.items()})
    session.save()


def again(client: Client, username: str) -> None:
    client.force_login(get_user_model().objects.get(username=username))


@pytest.mark.parametrize(
    ("ago", "stays"),
    [
        ({LAST: settings.SESSION_IDLE_S - 5}, True),
        ({LAST: settings.SESSION_IDLE_S}, False),
        ({SINCE: settings.SESSION_WHOLE_S - 5}, True),
        ({SINCE: settings.SESSION_WHOLE_S}, False),
    ],
)
def test_a_seat_that_nobody_uses_is_signed_out(sit: Sit, ago: dict[str, int], stays: bool) -> None:
    client = sit("north/delegate")
    assert client.get("/").status_code == 200
    earlier(client, **ago)
    response = client.get("/lists/?search=x")
    assert response.status_code == (200 if stays else 302)
    if not stays:
        assert response["Location"] == "/sign-in/?next=/lists/%3Fsearch%3Dx"
        told = client.get("/sign-in/").content.decode()
        assert "You were signed out after" in told
        assert "_auth_user_id" not in client.session


def test_use_keeps_a_seat_signed_in_but_not_for_ever(sit: Sit) -> None:
    client = sit("north/delegate")
    client.get("/")
    earlier(client, **{LAST: settings.SESSION_IDLE_S - 60, SINCE: settings.SESSION_WHOLE_S - 60})
    client.get("/")
    assert time.time() - client.session[LAST] < 30
    assert time.time() - client.session[SINCE] > settings.SESSION_WHOLE_S - 90


def test_asking_how_long_is_no_use_and_staying_is(sit: Sit) -> None:
    client = sit("north/delegate")
    client.get("/")
    earlier(client, **{LAST: settings.SESSION_IDLE_S - 60})
    assert client.get("/stay/").json()["seconds"] in range(40, 61)
    assert client.get("/stay/").json()["seconds"] in range(40, 61)
    assert client.post("/stay/").json()["seconds"] > settings.SESSION_IDLE_S - 60
    assert client.post("/stay/", HTTP_ACCEPT="text/html")["Location"] == "/"


def test_what_was_typed_comes_back_to_the_form_and_is_not_entered_by_it(served: Desk, sit: Sit) -> None:
    client, before = sit("mediator/registrar"), served.archive.size()
    client.get(STATEMENT)
    earlier(client, **{LAST: settings.SESSION_IDLE_S})
    typed = {"said_by": "the <b>office</b>", "wording": "Сто людей", "figure": "", "checked": "yes"}
    assert client.post(STATEMENT, typed)["Location"] == "/sign-in/?next=/typed/"
    assert "What you typed is kept for you" in client.get("/sign-in/").content.decode()
    again(client, "mediator-registrar")
    page = client.get("/typed/").content.decode()
    assert f'action="{STATEMENT}"' in page
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert "checked" not in sent
    assert (sent["change"], sent["said_by"]) == ("yes", "the &lt;b&gt;office&lt;/b&gt;")
    form = client.post(STATEMENT, typed | {"change": "yes"})
    assert [text in form.content.decode() for text in ("the &lt;b&gt;office", "Сто людей")] == [True, True]
    assert (client.get("/typed/").status_code, served.archive.size()) == (404, before)


def test_nobody_else_sees_what_was_typed(sit: Sit) -> None:
    client = sit("mediator/registrar")
    sit("north/delegate")
    client.get(STATEMENT)
    earlier(client, **{LAST: settings.SESSION_IDLE_S})
    client.post(STATEMENT, {"wording": "secret words"})
    again(client, "north-delegate")
    assert client.get("/typed/").status_code == 404
    again(client, "mediator-registrar")
    assert client.get("/typed/").status_code == 404


def test_what_was_typed_is_gone_after_an_hour(sit: Sit) -> None:
    client = sit("mediator/registrar")
    client.get(STATEMENT)
    earlier(client, **{LAST: settings.SESSION_IDLE_S})
    client.post(STATEMENT, {"wording": "words"})
    session = client.session
    session[TYPED] = {**session[TYPED], "at": time.time() - TYPED_S - 1}
    session.save()
    again(client, "mediator-registrar")
    assert (client.get("/typed/").status_code, TYPED in client.session) == (404, False)


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        (STATEMENT, {}),
        (STATEMENT, {"checked": "yes", "said_by": ""}),
        (STATEMENT, {"wording": "x" * MOST_TYPED_BYTES}),
        ("/administration/seats/new/", {"party": "north", "role": "delegate"}),
        ("/nothing/", {"wording": "words"}),
        ("/language/", {"language": "uk"}),
    ],
)
def test_what_is_not_a_form_of_a_door_is_not_kept(sit: Sit, page: str, typed: dict[str, str]) -> None:
    client = sit("mediator/registrar")
    client.get("/")
    earlier(client, **{LAST: settings.SESSION_IDLE_S})
    assert client.post(page, typed)["Location"].startswith(f"/sign-in/?next={page}")
    assert TYPED not in client.session


def test_what_was_sent_from_elsewhere_is_not_kept(sit: Sit) -> None:
    seated = sit("mediator/registrar")
    seated.get("/")
    earlier(seated, **{LAST: settings.SESSION_IDLE_S})
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.cookies = seated.cookies
    client.post(STATEMENT, {"wording": "words"})
    assert TYPED not in client.session


def test_every_page_says_when_one_is_signed_out(sit: Sit) -> None:
    page = sit("north/delegate").get("/").content.decode()
    assert "Without use you are signed out after 30 minutes." in page
    assert 'data-stay="/stay/"' in page
    assert "signed out after" not in Client(SERVER_NAME="localhost").get("/sign-in/").content.decode()
