"""Every form, sent empty and with what nobody should send: an answer in words each time, and never an act."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from repatria.desk.session import DOORS, Desk
from repatria.web.pages.doors.many import FILES

At = Callable[[str], Client]
FORMS = {
    "/receive-list/": "north/delegate",
    "/answer-claim/north-1:2/": "south/delegate",
    "/remark/north-1:4/": "north/delegate",
    "/record-fact/north-1:2/": "north/delegate",
    "/record-interview/north-1:2/": "mediator/verifier",
    "/follow-up/north-1:1/": "north/delegate",
    "/withdraw/": "north/delegate",
    "/suspend/": "north/delegate",
    "/resume/": "mediator/registrar",
    "/record-statement/": "mediator/registrar",
    "/answer-claim/file/": "south/delegate",
    "/remark/file/": "north/delegate",
    "/record-fact/file/": "mediator/verifier",
    "/record-interview/file/": "mediator/verifier",
    "/follow-up/file/": "north/delegate",
}
TEXTS = {
    "empty": "",
    "script": "<script>alert('x')</script>",
    "long": "я" * 10_000,
    "controls": "a\x00b\x1b[2J\x85c",
    "arabic": "السلام عليكم ١٢٣ \u202egnp",
    "formula": '=HYPERLINK("x")',
}  # fmt: skip


def fields_of(page: str) -> dict[str, str]:
    """Returns the names of what a page's form asks, with the kind of each."""
    form = page[page.index('class="door"') :]
    found: dict[str, str] = {}
    for tag, attributes in re.findall(r"<(input|textarea|select)\b([^>]*)>", form[: form.index("</form>")]):
        said = dict(re.findall(r'(\w+)="([^"]*)"', attributes))
        found[said["name"]] = said.get("type", tag)
    del found["csrfmiddlewaretoken"]
    return found


def test_every_form_of_a_door_here_is_tried() -> None:
    tried = {page.split("/")[1] for page in FORMS}
    elsewhere = {"judge-match", "propose-terms", "sign-terms", "sign-manifest", "check-off", "receive-remains",
                 "receive-profiles", "adopt-policy", "identify", "register-key"}  # fmt: skip
    assert set(DOORS) - elsewhere == tried
    assert {f"/{door}/file/" for door in FILES} <= set(FORMS)


@pytest.mark.parametrize("page", FORMS)
def test_no_form_fails_or_enters_anything(fresh: Desk, at: At, page: str) -> None:
    client, before = at(FORMS[page]), fresh.archive.size()
    looked_at = client.get(page)
    assert looked_at.status_code == 200
    fields = fields_of(looked_at.content.decode())
    shared = (
        page.endswith("/file/") and page != "/answer-claim/file/"
    )  # one page, and a process for each file that it reads
    for kind, text in [*TEXTS.items()][: 2 if shared else None]:
        files = {name: SimpleUploadedFile("x.csv", text.encode()) for name, of in fields.items() if of == "file"}
        response = client.post(page, dict.fromkeys(fields, text) | {"checked": "yes"} | files)
        shown = response.content.decode()
        assert (kind, response.status_code, 'id="problem"' in shown) == (kind, 422, True)
        assert "<script>alert" not in shown
    assert fresh.archive.size() == before


@pytest.mark.parametrize("page", FORMS)
def test_what_was_typed_is_not_lost(at: At, page: str) -> None:
    client = at(FORMS[page])
    asked = fields_of(client.get(page).content.decode())
    typed = {name: f"{name} слово <b>" for name, kind in asked.items() if kind in ("text", "textarea", "date")}
    shown = client.post(page, typed).content.decode()
    assert {name: f"{name} слово &lt;b&gt;" in shown for name in typed} == dict.fromkeys(typed, True)


@pytest.mark.parametrize("page", ["/answer-claim/", "/remark/", "/follow-up/"])
def test_no_search_fails(at: At, page: str) -> None:
    client = at("north/delegate")
    for text in TEXTS.values():
        response = client.get(page, dict.fromkeys(("search", "list", "show", "page"), text))
        assert (response.status_code, "<script>alert" in response.content.decode()) == (200, False)


def test_no_line_that_is_none_fails(at: At) -> None:
    client = at("north/delegate")
    for line in ("", "1:2", "north-1:99", "north-9:1", *TEXTS.values()):
        response = client.get("/record-fact/", {"line": line})
        assert (response.status_code, 'id="problem"' in response.content.decode()) == (422, True)
