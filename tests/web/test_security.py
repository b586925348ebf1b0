"""What holds on every page whoever asks: nothing leaks, nothing runs, nobody gets in who has no seat and no second factor."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings

from repatria.desk.session import DemoSalts, Desk, FixedClock, open_desk
from repatria.errors import InputNotUnderstood, NotPermitted
from repatria.people.party import actor
from repatria.people.refs import PartyId
from repatria.store import open_archive
from repatria.store.clock import WallClock
from repatria.store.site import seating
from repatria.store.site.models import Invitation, Seat
from repatria.web.desk import the_desk
from repatria.web.pages import refusals

Sit = Callable[[str], Client]
ROLES = ("mediator/registrar", "north/delegate", "south/delegate", "mediator/verifier", "mediator/laboratory",
         "north/officer", "mediator/observer")  # fmt: skip
SECRETS = {"north": "таємниця", "south": "тайна"}
OPEN = {"/sign-in/", "/sign-in/out/", "/sign-in/again/", "/sign-in/closed/", "/language/"}
"""Addresses that do not ask whoever is not signed in to sign in, because they are how one does."""
PASSWORD = "grey lantern over nine rivers"


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Rate limits begin anew with each test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def real(served: Desk) -> Iterator[None]:
    """No demo: seats are signed in to, with a second factor."""
    with override_settings(IS_DEMO=False, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection to anywhere can be made."""

    def refused(*args: object) -> None:
        raise AssertionError("a page asked another host for something")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def taken(acts_as: str, *, factor: str = "webauthn") -> Client:
    """Takes a seat by its link, sets a factor up, and returns the browser that did."""
    secret = seating.invite(actor(acts_as), by=actor("mediator/registrar"), at=WallClock().now())
    if secret is None:
        asked = Invitation.objects.get(acts_as=acts_as, ended_at=None)
        secret = seating.confirm(asked.pk, by=actor("mediator/registrar-9"), at=WallClock().now())
    client = Client(SERVER_NAME="localhost")
    done = client.post(f"/invitation/{secret}/", {"password": PASSWORD, "again": PASSWORD})
    assert done.status_code == 302
    if factor:
        Authenticator.objects.create(user=Seat.objects.get(acts_as=acts_as).user, type=factor, data={})
    return client


# --- every address --------------------------------------------------------------------------------------------------


INLINE = re.compile(r"<script(?![^>]*(?:src=|type=\"application/json\"))|<style|\son[a-z]+=|\sstyle=")
ELSEWHERE = re.compile(r"(?:src|href|action)=\"(?:https?:)?//")


@pytest.mark.parametrize("seat", ROLES)
def test_every_role_on_every_address(sit: Sit, alone: None, seat: str, every_address: tuple[str, ...]) -> None:
    client = sit(seat)
    for address in every_address:
        if address == "/sign-in/out/":
            continue
        response = client.get(address)
        text = b"".join(response).decode("utf-8", "replace")
        assert response.status_code < 500, address
        assert (INLINE.findall(text), ELSEWHERE.findall(text)) == ([], []), address
        for owner, secret in SECRETS.items():
            if not seat.startswith((owner, "mediator")):
                assert secret not in text + str(response.headers), address


def test_whoever_has_no_seat_sees_nothing_on_any_address(served: Desk, every_address: tuple[str, ...]) -> None:
    outsider, lost = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    lost.force_login(get_user_model().objects.create_user(username="nobody"))
    for address in every_address:
        if address.startswith(("/sign-in/", "/language/", "/demo/")):
            continue
        assert outsider.get(address)["Location"].startswith("/sign-in/?next="), address
        assert lost.get(address).status_code == 404, address


def test_nothing_is_entered_from_elsewhere(sit: Sit, every_address: tuple[str, ...]) -> None:
    seated = sit("mediator/registrar")
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.cookies = seated.cookies
    assert {client.post(address).status_code for address in every_address} == {403}


@pytest.mark.parametrize("address", ["/", "/nothing/", "/sign-in/", "/static/desk.css", "/account/"])
def test_every_answer_tells_the_browser_to_keep_to_this_desk(sit: Sit, address: str) -> None:
    response = sit("north/delegate").get(address)
    response.close()
    headers = response.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    if not address.startswith("/static/"):
        assert headers["Content-Security-Policy"].startswith("default-src 'self'; script-src 'self';")
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cache-Control"].startswith(("no-store", "max-age=0, no-cache, no-store"))
        assert headers["X-Frame-Options"] == "DENY"
        assert "geolocation=()" in headers["Permissions-Policy"]


def test_another_host_name_is_not_answered(served: Desk) -> None:
    for host in ("elsewhere.example", "localhost.elsewhere.example", "localhost@elsewhere.example"):
        assert Client(SERVER_NAME=host).get("/sign-in/").status_code == 400


def test_files_outside_static_are_not_served(sit: Sit) -> None:
    client = sit("mediator/registrar")
    for path in ("../settings.py", "..%2fsettings.py", "%2e%2e/settings.py", "....//settings.py", "/etc/passwd"):
        assert client.get(f"/static/{path}").status_code == 404


def test_what_is_served_as_it_lies_refers_to_no_other_host() -> None:
    static = Path(settings.STATIC_ROOT)
    assert list(static.rglob("*.map")) == []
    texts = {file: file.read_text("utf-8", "replace") for file in static.rglob("*") if file.suffix in (".css", ".js")}
    assert [
        file.name
        for file, text in texts.items()
        if re.search(r"(?:url\(|@import |from |import\()[\"']?(?:https?:)?//", text)
    ] == []
    assert [file.name for file, text in texts.items() if "sourceMappingURL=" in text and "data:" not in text] == []


def test_a_failure_tells_nothing_of_itself(served: Desk) -> None:
    request = RequestFactory().get("/lines/north-1:1/")
    request.user = get_user_model()(username="x")
    text = refusals.failed(request).content.decode()
    assert "Traceback" not in text
    assert "repatria." not in text
    assert not settings.DEBUG


def test_what_was_posted_too_large_is_refused(sit: Sit) -> None:
    client = sit("mediator/registrar")
    assert (
        client.post("/record-statement/", {"said_by": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}).status_code
        == 400
    )
    assert (
        client.post(
            "/record-statement/", {f"f{n}": "" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
        ).status_code
        == 400
    )


# --- seats ----------------------------------------------------------------------------------------------------------


def test_a_link_gives_one_person_one_seat_once(real: None) -> None:
    now = WallClock().now()
    secret = seating.invite(actor("north/delegate"), by=actor("mediator/registrar"), at=now)
    assert secret not in str(list(Invitation.objects.values()))
    address, browser = f"/invitation/{secret}/", Client(SERVER_NAME="localhost")
    refused = [
        browser.post(address, {"password": one, "again": again}).status_code
        for one, again in (
            ("", ""),
            ("too short", "too short"),
            (PASSWORD, PASSWORD + "!"),
            ("north-delegate1", "north-delegate1"),
        )
    ]
    assert refused == [422] * 4
    done = browser.post(address, {"password": PASSWORD, "again": PASSWORD})
    assert (done.status_code, done["Location"]) == (302, "/")
    second = Client(SERVER_NAME="localhost")
    assert second.get(address)["Location"].startswith("/sign-in/")
    assert second.post(address, {"password": PASSWORD, "again": PASSWORD})["Location"].startswith("/sign-in/")


def test_links_grow_old_and_a_new_one_ends_the_last(real: None) -> None:
    now, by = WallClock().now(), actor("mediator/registrar")
    first = seating.invite(actor("north/delegate"), by=by, at=now)
    assert seating.found(first, at=now + seating.LASTS - timedelta(seconds=1)).acts_as == "north/delegate"
    assert seating.found(first, at=now + seating.LASTS) is None
    second = seating.invite(actor("north/delegate"), by=by, at=now)
    assert seating.found(first, at=now) is None
    assert seating.found(second, at=now).acts_as == "north/delegate"


def test_nothing_is_shown_before_there_is_a_second_factor(real: None, every_address: tuple[str, ...]) -> None:
    browser = taken("north/delegate", factor="")
    for address in every_address:
        if not address.startswith(("/sign-in/", "/language/")):
            assert browser.get(address)["Location"] == "/sign-in/factors/", address
    page = browser.get("/sign-in/factors/").content.decode()
    assert "/sign-in/factors/passkeys/add/" in page
    assert "/sign-in/factors/app/" not in page
    assert browser.get("/sign-in/factors/passkeys/add/").status_code == 200
    Authenticator.objects.create(user=get_user_model().objects.get(), type="webauthn", data={})
    assert browser.get("/").status_code == 200


def test_an_app_is_enough_for_those_who_read_numbers_only(real: None) -> None:
    observer, delegate = taken("mediator/observer", factor=""), taken("north/delegate", factor="totp")
    assert observer.get("/sign-in/factors/app/").status_code == 200
    assert delegate.get("/sign-in/factors/app/").status_code == 404
    assert delegate.get("/")["Location"] == "/sign-in/factors/"
    Authenticator.objects.create(user=get_user_model().objects.get(username="mediator-observer"), type="totp", data={})
    assert observer.get("/").status_code == 200


def test_a_closed_seat_is_out_at_the_next_click(real: None) -> None:
    registrar, delegate = taken("mediator/registrar"), taken("north/delegate")
    assert delegate.get("/").status_code == 200
    seat = Seat.objects.get(acts_as="north/delegate")
    assert registrar.get(f"/administration/seats/{seat.pk}/close/").status_code == 200
    assert registrar.post(f"/administration/seats/{seat.pk}/close/")["Location"] == "/administration/"
    assert delegate.get("/")["Location"] == "/sign-in/?next=/"
    assert [s for s in Session.objects.all() if s.get_decoded().get("_auth_user_id") == str(seat.user_id)] == []
    again = Client(SERVER_NAME="localhost")
    assert "_auth_user_id" not in again.session
    again.post("/sign-in/", {"login": "north-delegate", "password": PASSWORD})
    assert "_auth_user_id" not in again.session
    with pytest.raises(InputNotUnderstood):
        seating.invite(actor("north/delegate"), by=actor("mediator/registrar"), at=WallClock().now())


def test_whoever_lost_the_device_sits_again_and_the_finder_is_out(real: None) -> None:
    lost = taken("north/delegate")
    found = taken("north/delegate", factor="")
    assert lost.get("/")["Location"] == "/sign-in/?next=/"
    assert found.get("/")["Location"] == "/sign-in/factors/"
    assert Seat.objects.filter(acts_as="north/delegate").count() == 1


def test_two_people_give_a_registrars_seat(real: None) -> None:
    first, second = taken("mediator/registrar"), taken("mediator/registrar-2")
    asked = first.post("/administration/seats/new/", {"party": "mediator", "role": "registrar", "code": "3"})
    assert asked["Location"] == "/administration/"
    waiting = Invitation.objects.get(acts_as="mediator/registrar-3", ended_at=None)
    assert waiting.waits
    first.post(f"/administration/seats/{waiting.pk}/confirm/")
    waiting.refresh_from_db()
    assert waiting.waits
    shown = second.post(f"/administration/seats/{waiting.pk}/confirm/").content.decode()
    secret = re.search(r"http://localhost/invitation/([\w-]{43})/", shown)[1]
    assert seating.found(secret, at=WallClock().now()).acts_as == "mediator/registrar-3"


def test_nobody_takes_the_other_registrars_seat_by_a_new_link(real: None) -> None:
    first, second = taken("mediator/registrar"), taken("mediator/registrar-2")
    first.post("/administration/seats/new/", {"party": "mediator", "role": "registrar", "code": "2"})
    waiting = Invitation.objects.get(acts_as="mediator/registrar-2", ended_at=None)
    with pytest.raises(NotPermitted):
        seating.confirm(waiting.pk, by=actor("mediator/registrar"), at=WallClock().now())
    assert second.get("/").status_code == 200


def test_the_last_registrar_stays(real: None) -> None:
    taken("mediator/registrar")
    with pytest.raises(NotPermitted):
        seating.close(Seat.objects.get(), by="mediator/registrar-2", at=WallClock().now())


def test_the_first_two_registrars_get_links_and_nobody_afterwards(real: None) -> None:
    now = WallClock().now()
    links = dict(seating.first_links(at=now))
    assert [str(seat) for seat in links] == ["mediator/registrar", "mediator/registrar-2"]
    seating.take(links[actor("mediator/registrar")], password=PASSWORD, at=now)
    assert seating.first_links(at=now) == ()


@pytest.mark.parametrize("seat", ["north/registrar", "mediator/delegate"])
def test_there_are_no_such_seats(real: None, seat: str) -> None:
    with pytest.raises(InputNotUnderstood):
        seating.invite(actor(seat), by=actor("mediator/registrar"), at=WallClock().now())


def test_administration_asks_again_who_one_is(real: None) -> None:
    client = taken("mediator/registrar")
    assert client.get("/administration/").status_code == 200
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0, "reauthenticated": True}]
    session.save()
    for address in ("/administration/", "/administration/seats/new/", "/register-key/"):
        assert client.get(address)["Location"].startswith("/sign-in/again/?next=")
    again = client.post("/sign-in/again/?next=/administration/", {"password": PASSWORD, "next": "/administration/"})
    assert again["Location"] == "/administration/"
    assert client.get("/administration/").status_code == 200


def test_the_last_factor_stays(real: None) -> None:
    client = taken("north/delegate")
    one = Authenticator.objects.get()
    from repatria.web.factors import Factors

    assert Factors().can_delete_authenticator(one) is False
    Authenticator.objects.create(user=one.user, type="webauthn", data={})
    assert Factors().can_delete_authenticator(one) is True
    assert client.get("/sign-in/factors/").status_code == 200


# --- signing in and out ---------------------------------------------------------------------------------------------


def test_a_password_alone_is_not_enough_and_the_session_is_new(real: None) -> None:
    taken("north/delegate")
    thief = Client(SERVER_NAME="localhost")
    asked = thief.post("/sign-in/", {"login": "north-delegate", "password": PASSWORD})
    assert asked["Location"].startswith("/sign-in/factors/sign-in/")
    assert thief.get("/")["Location"] == "/sign-in/?next=/"
    Authenticator.objects.all().delete()
    planted = Client(SERVER_NAME="localhost")
    before = planted.session.session_key
    done = planted.post("/sign-in/", {"login": "north-delegate", "password": PASSWORD})
    assert done["Location"] == "/"
    assert planted.session.session_key not in (None, before)


def test_guessing_ends(real: None) -> None:
    taken("north/delegate")
    guesser = Client(SERVER_NAME="localhost")
    told = [guesser.post("/sign-in/", {"login": "north-delegate", "password": f"guess {n}"}).content for n in range(12)]
    right = guesser.post("/sign-in/", {"login": "north-delegate", "password": PASSWORD})
    assert right.status_code in (200, 429)
    assert len({re.sub(rb'name="csrf[^>]*>|value="[^"]*"', b"", page) for page in told}) >= 2


def test_a_wrong_name_and_a_wrong_password_look_alike(real: None) -> None:
    taken("north/delegate")
    pages = [
        Client(SERVER_NAME="localhost").post("/sign-in/", {"login": login, "password": "wrong"}).content.decode()
        for login in ("north-delegate", "nobody")
    ]
    alike = [re.sub(r'value="[^"]*"', "", page) for page in pages]
    assert alike[0] == alike[1]


@pytest.mark.parametrize(
    "bad", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "\\\\elsewhere.example"]
)
def test_nobody_is_sent_away_by_signing_in(real: None, bad: str) -> None:
    taken("north/delegate", factor="")
    client = Client(SERVER_NAME="localhost")
    done = client.post(f"/sign-in/?next={bad}", {"login": "north-delegate", "password": PASSWORD, "next": bad})
    assert done["Location"] == "/"


@pytest.mark.parametrize(("seat", "cleared"), [("north/delegate", '"cache", "storage"'), ("north/officer", '"cache"')])
def test_signing_out_clears_what_the_browser_kept(sit: Sit, seat: str, cleared: str) -> None:
    client = sit(seat)
    done = client.post("/sign-in/out/")
    assert (done["Location"], done["Clear-Site-Data"]) == ("/sign-in/", cleared)
    assert client.get("/")["Location"] == "/sign-in/?next=/"


@pytest.mark.parametrize(
    "gone", ["signup/", "email/", "confirm-email/", "password/reset/", "password/set/", "login/code/confirm/"]
)
def test_nothing_else_of_allauth_is_reachable(sit: Sit, gone: str) -> None:
    assert sit("mediator/registrar").get(f"/sign-in/{gone}").status_code == 404


def test_a_demos_sign_in_is_not_there_on_a_real_desk(real: None) -> None:
    assert Client(SERVER_NAME="localhost").post("/demo/", {"seat": "mediator/registrar"}).status_code == 302
    assert taken("north/delegate").get("/demo/").status_code == 404


def test_no_way_around_the_second_factor_is_open() -> None:
    from allauth.mfa import app_settings as mfa

    assert not mfa.TOTP_INSECURE_BYPASS_CODE
    assert not mfa.WEBAUTHN_ALLOW_INSECURE_ORIGIN
    assert not mfa.TRUST_ENABLED
    assert not mfa.PASSKEY_SIGNUP_ENABLED


# --- as it is deployed ----------------------------------------------------------------------------------------------

CHECK = """
import sys
import django
from django.conf import settings
from django.core.management import call_command
django.setup()
call_command("check", deploy=sys.argv[1] == "deploy", fail_level="WARNING")
print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS)
"""


@pytest.mark.parametrize(("hosts", "seconds"), [("desk.example", 31_536_000), ("localhost,127.0.0.1", 0)])
def test_djangos_own_check_finds_nothing_on_a_desk_with_a_name(tmp_path: Path, hosts: str, seconds: int) -> None:
    said = {
        "DJANGO_SETTINGS_MODULE": "repatria.web.settings",
        "REPATRIA_HOME": str(tmp_path),
        "REPATRIA_WEB_HOSTS": hosts,
    }
    (tmp_path / "site.sqlite3").touch()  # Django 6 opens the database
    done = subprocess.run(
        [sys.executable, "-c", CHECK, "deploy" if seconds else "plain"],
        env={**os.environ, **said}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, [f"__Host-session __Host-csrf True {seconds}"])


def test_a_real_desk_is_not_opened_as_a_demo(tmp_path: Path, served: Desk) -> None:
    open_desk(
        open_archive(tmp_path / "real.sqlite3", create=True), clock=FixedClock(datetime(2026, 6, 2, tzinfo=UTC)),
        salts=DemoSalts(1), by=actor("mediator/registrar"), parties=(PartyId("north"), PartyId("south")),
        origin="desk.example/log",
    )  # fmt: skip
    with override_settings(DESK=str(tmp_path / "real.sqlite3"), HOME=tmp_path):
        with pytest.raises(InputNotUnderstood, match="this desk is no demo"):
            the_desk.__wrapped__()
        with override_settings(IS_DEMO=False):
            assert the_desk.__wrapped__().book().size == 1
