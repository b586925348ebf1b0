"""Every page of an everyday door, for every role and an outsider: who sees it, and what never stands on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from repatria.desk.session import Desk

At = Callable[[str], Client]
SECRET = "таємниця"
ROLES = (
    "mediator/registrar", "north/delegate", "south/delegate", "mediator/verifier", "north/verifier",
    "mediator/laboratory", "north/officer", "mediator/observer",
)  # fmt: skip
REGISTRAR, NORTH, SOUTH, VERIFIER, NORTH_VERIFIER, LABORATORY, _OFFICER, _OBSERVER = ROLES
DELEGATES = {NORTH, SOUTH}
EVERYBODY_OF_FACTS = {REGISTRAR, *DELEGATES, VERIFIER, NORTH_VERIFIER}
SEEN = {
    "/receive-list/": {REGISTRAR, *DELEGATES},
    "/answer-claim/": DELEGATES,
    "/answer-claim/north-1:2/": {SOUTH},
    "/answer-claim/south-1:1/": {NORTH},
    "/answer-claim/file/": DELEGATES,
    "/remark/": DELEGATES,
    "/remark/north-1:4/": {NORTH},
    "/remark/north-1:2/": set(),
    "/remark/file/": DELEGATES,
    "/record-fact/": EVERYBODY_OF_FACTS,
    "/record-fact/north-1:2/": EVERYBODY_OF_FACTS,
    "/record-fact/north-1:99/": set(),
    "/record-fact/file/": EVERYBODY_OF_FACTS,
    "/record-interview/": {REGISTRAR, VERIFIER},
    "/record-interview/north-1:2/": {REGISTRAR, VERIFIER},
    "/record-interview/file/": {REGISTRAR, VERIFIER},
    "/follow-up/": EVERYBODY_OF_FACTS,
    "/follow-up/north-1:1/": EVERYBODY_OF_FACTS,
    "/follow-up/north-1:2/": set(),
    "/follow-up/file/": EVERYBODY_OF_FACTS,
    "/withdraw/": {REGISTRAR, *DELEGATES},
    "/suspend/": {REGISTRAR, *DELEGATES},
    "/resume/": {REGISTRAR},
    "/record-statement/": {REGISTRAR},
    "/suspend/file/": set(),
    "/receive-list/AAAAAAAAAAAAAAAAAAAAAA/": set(),
}


@pytest.mark.parametrize("who", ROLES)
def test_every_role_on_every_page(at: At, who: str) -> None:
    client, found = at(who), {}
    for page in SEEN:
        response = client.get(page)
        found[page] = response.status_code
        if not who.startswith(("north", "mediator")):
            assert SECRET not in response.content.decode() + str(response.headers)
    assert found == {page: 200 if who in seen else 404 for page, seen in SEEN.items()}


def test_the_secret_is_there_to_leak(at: At) -> None:
    assert SECRET in at(NORTH).get("/record-fact/north-1:2/").content.decode()


def test_an_outsider_is_asked_to_sign_in_and_enters_nothing(fresh: Desk) -> None:
    client, before = Client(SERVER_NAME="localhost"), fresh.archive.size()
    for page in SEEN:
        assert client.get(page)["Location"].startswith("/sign-in/?next=")
        file = SimpleUploadedFile("a.csv", b"line,answer\nnorth-1:2,held\n")
        sent = client.post(page, {"answer": "held", "checked": "yes", "file": file})
        assert sent["Location"].startswith("/sign-in/?next=")
    assert fresh.archive.size() == before


@pytest.mark.parametrize("who", ROLES)
def test_what_one_may_not_see_one_cannot_send_either(fresh: Desk, at: At, who: str) -> None:
    client, before = at(who), fresh.archive.size()
    typed = {"answer": "held", "remark": "accepts", "what": "whereabouts", "truth": "yes", "wish": "willing", "milestone": "1",
             "found": "x", "target": "north-1:5", "reason": "x", "exchange": "children-2031", "checked": "yes"}  # fmt: skip
    hidden = [page for page, seen in SEEN.items() if who not in seen]
    assert {page: client.post(page, typed).status_code for page in hidden} == dict.fromkeys(hidden, 404)
    assert fresh.archive.size() == before
