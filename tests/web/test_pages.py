"""Who sees which page, and what stands on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import get_resolver

from repatria.desk.session import Desk

ROLES = (
    "mediator/registrar", "north/delegate", "south/delegate", "mediator/verifier", "mediator/laboratory",
    "north/officer", "mediator/observer",
)  # fmt: skip
PAGES = ("/", "/outstanding/", "/lists/", "/lists/north-1/", "/lists/south-1/", "/lines/north-1:1/", "/lines/south-1:2/",
         "/account/", "/log/", "/log/verify/", "/observing/", "/observing/numbers.csv",
         "/matching/", "/matching/groups/", "/matching/contradictions/",
         "/matching/north-1/south-1/", "/judge-match/north-1:1/south-1:2/",
         "/administration/", "/administration/seats/new/", "/administration/retention/", "/register-key/")  # fmt: skip
FOR_JUDGES = {page for page in PAGES if page.startswith(("/matching", "/judge-match"))}
"""Pages for those who judge pairs only: the registrar and the delegates."""
FOR_REGISTRARS = {page for page in PAGES if page.startswith(("/administration", "/register-key"))}
NOT_FOR_OBSERVERS = {page for page in PAGES if page.startswith(("/lists", "/lines", "/outstanding"))}
SECRETS = {"north": "таємниця", "south": "тайна"}

Sit = Callable[[str], Client]


def test_every_page_is_in_the_matrix() -> None:
    own = {str(found.pattern) for found in get_resolver("repatria.web.urls").url_patterns}
    covered = {"", "outstanding/", "lists/", "lists/<list:of>/", "lines/<line:ref>/", "account/", "log/"}
    of_the_dead = {"remains/", "remains/conclusions/", "remains/<list:of>/", "identifications/<slug:ref>/"}
    doors_of_the_dead = {
        "receive-remains/", "receive-remains/<list:of>/", "receive-profiles/", "adopt-policy/", "identify/",
        "identify/<line:ref>/", "identify/waiting/<int:number>/", "identify/waiting/<int:number>/evidence/",
        "follow-up/remains/", "judge-match/specimens/", "judge-match/specimens/file/", "<slug:door>/tray/<token:tray>/",
        "remains/searches/", "remains/searches/families/", "remains/searches/specimens/", "remains/searches/<token:token>/",
        "remains/searches/<token:token>/<str:name>", "remains/searches/<token:token>/<slug:language>-<int:row>.pdf",
    }  # fmt: skip
    numbers = {"log/verify/", "log/tiles.zip", "observing/", "observing/numbers.csv"}
    doors = {
        "answer-claim/", "answer-claim/<line:ref>/", "remark/", "remark/<line:ref>/",
        "record-fact/", "record-fact/<line:ref>/", "record-interview/", "record-interview/<line:ref>/",
        "follow-up/", "follow-up/<line:ref>/", "withdraw/", "suspend/",
        "resume/", "record-statement/", "<slug:door>/file/",
        "receive-list/", "receive-list/<token:draft>/", "receive-list/<token:draft>/mend.csv",
        "sign-terms/", "sign-terms/<exchange:exchange>/<digest:digest>/", "propose-terms/", "exchanges/",
        "exchanges/<exchange:exchange>/", "exchanges/<exchange:exchange>/eligible/",
        "exchanges/<exchange:exchange>/<digest:digest>/", "exchanges/<exchange:exchange>/<digest:digest>/what-if/",
    }  # fmt: skip
    to_the_crossing_point = {
        "plan/<exchange:exchange>/", "manifests/", "manifests/<manifest:manifest>/",
        "manifests/<manifest:manifest>/print/", "sign-manifest/", "sign-manifest/<manifest:manifest>/",
    }  # fmt: skip
    judging = {
        "matching/", "matching/groups/", "matching/contradictions/", "matching/<list:left>/<list:right>/",
        "judge-match/<line:left>/<line:right>/", "matching/habits/", "judge-match/undo/", "judge-match/signatures/",
        "judge-match/<line:left>/none-of/<list:of>/",
    }  # fmt: skip
    of_the_registrar = {
        "administration/", "administration/seats/new/", "administration/seats/<int:number>/confirm/",
        "administration/seats/<int:number>/close/", "administration/retention/", "register-key/",
    }  # fmt: skip
    crossing = {  # with a manifest in force: tests/web/handover
        "handover/", "handover/worker.js", "handover/<manifest:manifest>/", "handover/<manifest:manifest>/pack/",
        "handover/<manifest:manifest>/file/", "check-off/<manifest:manifest>/", "check-off/<manifest:manifest>/file/",
        "check-off/<manifest:manifest>/sync/",
    }  # fmt: skip
    of_the_session = {"stay/", "typed/"}
    open_to_all = {"language/", "demo/", "sign-in/", "invitation/<secret:secret>/"}
    own -= covered | of_the_dead | doors_of_the_dead | numbers | doors | to_the_crossing_point | crossing
    assert own - judging - of_the_registrar - of_the_session == open_to_all


@pytest.mark.parametrize("seat", ROLES)
def test_every_role_on_every_page(sit: Sit, seat: str) -> None:
    client, seen = sit(seat), {}
    for page in PAGES:
        response = client.get(page)
        seen[page] = response.status_code
        for owner, secret in SECRETS.items():
            if not seat.startswith((owner, "mediator")):
                assert secret not in response.content.decode().replace("<mark>", "").replace("</mark>", "")
                assert secret not in str(response.headers)
    hidden = set() if seat.endswith(("registrar", "delegate")) else FOR_JUDGES
    hidden = hidden if seat.endswith("registrar") else hidden | FOR_REGISTRARS
    hidden = hidden | NOT_FOR_OBSERVERS if seat.endswith("observer") else hidden
    assert seen == {page: 404 if page in hidden else 200 for page in PAGES}


def test_the_secret_is_there_to_leak(sit: Sit) -> None:
    pages = sit("mediator/registrar"), sit("north/delegate")
    assert [SECRETS["north"] in c.get("/lines/north-1:1/").content.decode() for c in pages] == [True, True]


def test_an_outsider_is_asked_to_sign_in_for_every_address_alike(served: Desk) -> None:
    client = Client(SERVER_NAME="localhost")
    for page in (*PAGES, "/lists/north-9/", "/nothing/"):
        response = client.get(page)
        assert (response.status_code, response["Location"]) == (302, f"/sign-in/?next={quote(page)}")


def test_what_one_may_not_see_looks_like_what_is_not_there(sit: Sit) -> None:
    observer = sit("mediator/observer")
    pages = [observer.get(page) for page in ("/lists/north-1/", "/lists/north-9/", "/nothing/")]
    texts = [page.content.decode().replace("/lists/north-1/", "X").replace("/lists/north-9/", "X").replace("/nothing/", "X")
             for page in pages]  # fmt: skip
    tokens = [[line for line in text.splitlines() if "csrfmiddlewaretoken" not in line] for text in texts]
    tokens = [[re.sub(r'data-seconds="\d+"', "", line) for line in lines] for lines in tokens]  # until it is signed out
    assert tokens[0] == tokens[1] == tokens[2]
    assert [page.status_code for page in pages] == [404, 404, 404]


def test_a_user_without_a_seat_finds_nothing(served: Desk) -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.create_user(username="nobody"))
    assert [client.get(page).status_code for page in PAGES] == [404] * len(PAGES)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", 50), ("?page=2", 10), ("?page=99", 10), ("?page=-1", 50), ("?page=x", 50), ("?search=іваненко", 1),
        ("?search=БОЙКО 1950", 0), ("?search=north-1:7", 1), ("?state=held", 1), ("?search=таємниця", 0),
        ("?search=бойко&state=unanswered&page=2", 9), ("?state=nonsense", 0),
    ],
)  # fmt: skip
def test_lines_are_found_in_any_case_and_by_pages(sit: Sit, query: str, rows: int) -> None:
    page = sit("south/delegate").get(f"/lists/north-1/{query}").content.decode()
    assert page.count('<th scope="row">') == rows


def test_what_a_party_wrote_runs_nowhere(sit: Sit) -> None:
    response = sit("mediator/registrar").get("/lists/south-1/")
    assert "<script>alert" not in response.content.decode()
    assert "&lt;script&gt;alert(1)" in response.content.decode()
    assert "script-src 'self';" in response["Content-Security-Policy"]


@pytest.mark.parametrize(("page", "language"), [*product(("/", "/lists/", "/account/"), ("en", "uk", "ru", "ar"))])
def test_pages_speak_four_languages_in_both_directions(sit: Sit, page: str, language: str) -> None:
    client = sit("north/delegate")
    assert client.post("/language/", {"language": language, "next": page}).status_code == 302
    text = client.get(page).content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in text


def test_nobody_is_sent_away_by_the_choice_of_a_language(sit: Sit) -> None:
    client = sit("north/delegate")
    for bad in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert client.post("/language/", {"language": "uk", "next": bad})["Location"] == "/"
