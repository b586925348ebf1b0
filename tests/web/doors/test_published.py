"""What was entered is not told as refused because the log could not be written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.test import Client

from repatria.desk.session import Desk
from repatria.register.acts import Judgement
from repatria.web.desk import publish_log

At = Callable[[str], Client]


def test_publishing_that_fails_is_no_exception(fresh: Desk) -> None:
    assert not publish_log(fresh)  # there is no key
    keys = Path(settings.HOME) / "keys"
    keys.mkdir(exist_ok=True)
    (keys / "log.key").write_bytes(b"\xff no key")
    assert not publish_log(fresh)


def test_a_judgement_is_entered_though_the_log_cannot_be_written(fresh: Desk, at: At) -> None:
    keys = Path(settings.HOME) / "keys"
    keys.mkdir(exist_ok=True)
    (keys / "log.key").write_bytes(b"\xff no key")
    client = at("north/delegate")
    before = fresh.book().size
    response = client.post("/judge-match/north-1:1/south-1:1/", {"judgement": Judgement.SAME.value})
    assert response.status_code == 302
    assert fresh.book().size == before + 1
    client.post("/judge-match/undo/")
    assert fresh.book().size == before + 2  # what was done is remembered, and can be undone
