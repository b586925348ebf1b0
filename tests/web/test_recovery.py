"""A new seat for a registrar who lost everything: given on the machine, only where too few are left, and on record."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.test import Client, override_settings

from repatria.desk.session import Desk
from repatria.errors import InputNotUnderstood, NotPermitted
from repatria.people.party import actor
from repatria.store.clock import now
from repatria.store.site import seating
from repatria.store.site.models import Seat, SeatRecord

PASSWORD = "grey lantern over nine rivers"
FIRST, SECOND, THIRD = (f"mediator/registrar{code}" for code in ("", "-2", "-3"))


@pytest.fixture
def real(served: Desk) -> Iterator[None]:
    """No demo; passwords that cost nothing."""
    with override_settings(IS_DEMO=False, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


def sit(acts_as: str, *, passkey: bool = True) -> None:
    user = get_user_model().objects.create_user(username=seating.username(acts_as))
    Seat.objects.create(user=user, acts_as=acts_as)
    if passkey:
        Authenticator.objects.create(user=user, type="webauthn", data={})


def test_one_of_two_registrars_sits_again_and_what_was_set_up_before_is_gone(real: None) -> None:
    sit(FIRST)
    sit(SECOND)
    secret = seating.recover(actor(SECOND), at=now())
    browser = Client(SERVER_NAME="localhost")
    assert browser.post(f"/invitation/{secret}/", {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    assert not Authenticator.objects.filter(user__username="mediator-registrar-2").exists()
    assert Seat.objects.count() == 2
    told = [(row.acts_as, row.what, row.by) for row in SeatRecord.objects.order_by("pk")]
    assert told == [
        (SECOND, "a link was made on the machine", "the machine"), (SECOND, "the seat was taken", SECOND),
    ]  # fmt: skip


def test_every_registrar_sees_that_it_was_done(real: None) -> None:
    sit(FIRST)
    sit(SECOND)
    seating.recover(actor(SECOND), at=now())
    with override_settings(IS_DEMO=True):
        browser = Client(SERVER_NAME="localhost")
        browser.force_login(get_user_model().objects.get(username="mediator-registrar"))
        assert "a link was made on the machine" in browser.get("/administration/").content.decode()


def test_a_new_seat_beside_one_that_is_lost(real: None) -> None:
    sit(FIRST)
    assert seating.recover(actor(SECOND), at=now())


def test_two_who_can_sign_in_give_the_seat_themselves(real: None) -> None:
    for seat in (FIRST, SECOND, THIRD):
        sit(seat)
    with pytest.raises(NotPermitted, match="two other registrars"):
        seating.recover(actor(THIRD), at=now())
    Authenticator.objects.filter(user__username="mediator-registrar").delete()
    assert seating.recover(actor(THIRD), at=now())


def test_before_anybody_sits_the_first_links_are_for_that(real: None) -> None:
    with pytest.raises(NotPermitted, match="nobody has a seat yet"):
        seating.recover(actor(FIRST), at=now())


@pytest.mark.parametrize("seat", ["north/delegate", "mediator/laboratory", "north/registrar"])
def test_every_other_seat_is_given_on_screen(real: None, seat: str) -> None:
    sit(FIRST)
    with pytest.raises(InputNotUnderstood, match="not a registrar's seat"):
        seating.recover(actor(seat), at=now())


def test_a_closed_seat_is_not_opened_again(real: None) -> None:
    sit(FIRST)
    sit(SECOND)
    seating.close(Seat.objects.get(acts_as=SECOND), by=FIRST, at=now())
    with pytest.raises(InputNotUnderstood, match="the seat was closed"):
        seating.recover(actor(SECOND), at=now())
    assert SeatRecord.objects.get().what == "the seat was closed"


TAKES = """
from pathlib import Path
from repatria.web.serving import prepare
prepare(desk=sys.argv[1], home=Path(sys.argv[1]).parent, demo=False, tls=True)
from repatria.store.clock import now
from repatria.store.site import seating
seating.take(seating.first_links(at=now())[0][1], password="grey lantern over nine rivers", at=now())
"""


def test_the_command_prints_the_link_once(tmp_path: Path) -> None:
    desk = str(tmp_path / "desk.sqlite3")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "repatria", "desk", *words, "--desk", desk, "--json"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert run("new", "--party", "north", "--party", "south", "--by", FIRST).returncode == 0
    assert json.loads(run("seat", SECOND).stdout)["error"] == "nobody has a seat yet"
    subprocess.run([sys.executable, "-c", f"import sys{TAKES}", desk], check=True)
    told = json.loads(run("seat", SECOND, "--address", "https://desk.lan:8443/").stdout)
    assert (told["seat"], told["link"].rpartition("/invitation/")[0]) == (SECOND, "https://desk.lan:8443")
    refused = run("seat", "north/delegate")
    assert (refused.returncode, json.loads(refused.stdout)["error"]) == (2, "not a registrar's seat")
