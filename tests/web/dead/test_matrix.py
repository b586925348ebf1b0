"""Every page of a door of the dead, for every role and an outsider; and every form, empty and with what nobody should send."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from repatria.desk.session import Desk

At = Callable[[str], Client]
ROLES = (
    "mediator/registrar", "mediator/laboratory", "mediator/verifier", "mediator/officer", "mediator/observer",
    "north/delegate", "north/laboratory", "north/officer", "north/verifier", "south/delegate", "south/laboratory",
    "south/officer",
)  # fmt: skip
REGISTRAR = "mediator/registrar"
LABORATORIES = {"mediator/laboratory", "north/laboratory", "south/laboratory"}
OFFICERS = {"mediator/officer", "north/officer", "south/officer"}
SEEN = {
    "/receive-remains/": {REGISTRAR} | LABORATORIES | OFFICERS,
    "/receive-remains/south-1/": {REGISTRAR} | LABORATORIES | OFFICERS,
    "/receive-remains/north-1/": set(),
    "/receive-remains/south-9/": set(),
    "/receive-profiles/": {REGISTRAR} | LABORATORIES,
    "/adopt-policy/": {REGISTRAR},
    "/judge-match/specimens/": {REGISTRAR} | LABORATORIES,
    "/judge-match/specimens/file/": {REGISTRAR} | LABORATORIES,
    "/remains/searches/": {REGISTRAR} | LABORATORIES,
    "/remains/searches/families/": {REGISTRAR} | LABORATORIES,
    "/remains/searches/specimens/": {REGISTRAR} | LABORATORIES,
    "/remains/searches/AAAAAAAAAAAAAAAAAAAAAA/": set(),
    "/remains/searches/AAAAAAAAAAAAAAAAAAAAAA/conclusions.json": set(),
    "/remains/searches/AAAAAAAAAAAAAAAAAAAAAA/en-0.pdf": set(),
    "/identify/": {REGISTRAR} | LABORATORIES,
    "/identify/south-1:1/": {REGISTRAR, "mediator/laboratory", "north/laboratory"},
    "/identify/north-1:1/": set(),
    "/identify/south-1:99/": set(),
    "/identify/waiting/1/": set(),
    "/identify/waiting/1/evidence/": set(),
    "/follow-up/remains/": {REGISTRAR} | LABORATORIES | OFFICERS | {"north/delegate", "south/delegate"},
    "/receive-remains/tray/AAAAAAAAAAAAAAAAAAAAAA/": set(),
    "/identify/tray/AAAAAAAAAAAAAAAAAAAAAA/": set(),
}
SECRET = "Тарас"
"""Somebody whom North misses: on no page of these doors, for anybody."""
FORMS = {
    "/receive-remains/south-1/": "north/officer",
    "/receive-profiles/": "north/laboratory",
    "/adopt-policy/": REGISTRAR,
    "/remains/searches/families/": "north/laboratory",
    "/remains/searches/specimens/": "north/laboratory",
    "/judge-match/specimens/": "north/laboratory",
    "/judge-match/specimens/file/": "north/laboratory",
    "/identify/south-1:1/": "north/laboratory",
    "/follow-up/remains/": "north/laboratory",
}
TEXTS = {
    "empty": "",
    "script": "<script>alert('x')</script>",
    "long": "я" * 10_000,
    "controls": "a\x00b\x1b[2J\x85c",
    "arabic": "السلام عليكم ١٢٣ \u202egnp",
}  # fmt: skip


@pytest.mark.parametrize("who", ROLES)
def test_every_role_on_every_page(at: At, who: str) -> None:
    client, found = at(who), {}
    for page in SEEN:
        response = client.get(page)
        found[page] = response.status_code
        assert SECRET not in response.content.decode() + str(response.headers)
    assert found == {page: 200 if who in seen else 404 for page, seen in SEEN.items()}


def test_an_outsider_is_asked_to_sign_in_and_enters_nothing(fresh: Desk) -> None:
    client, before = Client(SERVER_NAME="localhost"), fresh.archive.size()
    for page in SEEN:
        answers = [client.get(page), client.post(page, {"accept": "yes", "checked": "yes"})]
        assert [answer["Location"].startswith("/sign-in/?next=") for answer in answers] == [True, True]
    assert fresh.archive.size() == before


@pytest.mark.parametrize("who", ROLES)
def test_what_one_may_not_see_one_cannot_send_either(fresh: Desk, at: At, who: str) -> None:
    client, before = at(who), fresh.archive.size()
    typed = {"party": "north", "all_there": "on", "minimum_individuals": "1", "specimens": "1", "text": "format = 1",
             "accept": "yes", "checked": "yes"}  # fmt: skip
    hidden = [page for page, seen in SEEN.items() if who not in seen]
    assert {page: client.post(page, typed).status_code for page in hidden} == dict.fromkeys(hidden, 404)
    assert fresh.archive.size() == before


def fields_of(page: str) -> dict[str, str]:
    """Returns the names of what a page's form asks, with the kind of each."""
    form = page[page.index('class="door"') :]
    found: dict[str, str] = {}
    for tag, attributes in re.findall(r"<(input|textarea|select)\b([^>]*)>", form[: form.index("</form>")]):
        said = dict(re.findall(r'(\w+)="([^"]*)"', attributes))
        found[said["name"]] = said.get("type", tag)
    del found["csrfmiddlewaretoken"]
    return found


@pytest.mark.parametrize("page", FORMS)
def test_no_form_fails_or_enters_anything(fresh: Desk, at: At, page: str) -> None:
    client, before = at(FORMS[page]), fresh.archive.size()
    fields = fields_of(client.get(page).content.decode())
    for kind, text in TEXTS.items():
        files = {name: SimpleUploadedFile("x.csv", text.encode()) for name, of in fields.items() if of == "file"}
        response = client.post(page, dict.fromkeys(fields, text) | {"checked": "yes"} | files, follow=True)
        shown = response.content.decode()
        assert (kind, 'class="problem"' in shown, "<script>alert" in shown) == (kind, True, False)
    assert fresh.archive.size() == before


@pytest.mark.parametrize("page", FORMS)
def test_what_was_typed_is_not_lost(at: At, page: str) -> None:
    client = at(FORMS[page])
    asked = fields_of(client.get(page).content.decode())
    typed = {name: f"{name} слово <b>" for name, kind in asked.items() if kind in ("text", "textarea", "number")}
    empty = {name: SimpleUploadedFile("x.csv", b"") for name, kind in asked.items() if kind == "file"}
    shown = client.post(page, typed | empty).content.decode()
    assert {name: f"{name} слово &lt;b&gt;" in shown for name in typed} == dict.fromkeys(typed, True)
