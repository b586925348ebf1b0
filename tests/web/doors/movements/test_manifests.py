"""From a plan to manifests signed by all on screen: who sees what before and after, printing, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from repatria.desk import movements
from repatria.exchange.manifest import from_bytes, manifest_text
from repatria.exchange.outcome import Outcome
from repatria.people.party import actor
from repatria.people.refs import LineRef, ManifestId
from repatria.register.acts import Wish

At = Callable[[str], Client]
REGISTRAR, NORTH, SOUTH = "mediator/registrar", "north/delegate", "south/delegate"
ROLES = (
    REGISTRAR, NORTH, SOUTH, "mediator/verifier", "north/verifier", "mediator/laboratory", "mediator/officer",
    "north/officer", "south/officer", "mediator/observer",
)  # fmt: skip
READERS = {REGISTRAR, NORTH, SOUTH, "mediator/officer", "north/officer", "south/officer"}
SECRET_BIRTH, ADDRESS = "17.11.1988", "таємниця"


def said(response: Any) -> str:
    return str(response.content.decode())


def signs(ready: Any, at: At, who: str, manifest: str = "M-0002") -> Any:
    """Signs on the page: the line made elsewhere, checked once more, entered."""
    text = manifest_text(from_bytes(ready.draws(kept=False).manifests[0])) if ready.text is None else ready.text
    line = ready.line_of(text, by=who.partition("/")[0])
    return at(who).post(f"/sign-manifest/{manifest}/", {"signature": line, "checked": "yes"})


@pytest.fixture
def drawn(ready: Any) -> Any:
    """Ready, with the manifest M-0002 drawn and kept for signing."""
    ready.text = manifest_text(from_bytes(ready.draws().manifests[0]))
    return ready


@pytest.fixture
def signed(drawn: Any, at: At) -> Any:
    """M-0002 signed by the mediator."""
    assert signs(drawn, at, REGISTRAR).status_code == 302
    return drawn


SEEN_BEFORE = {
    "/plan/children-2031/": {REGISTRAR, NORTH, SOUTH},
    "/plan/nothing-2031/": set(),
    "/manifests/": READERS,
    "/manifests/M-0002/": {REGISTRAR},
    "/manifests/M-0009/": set(),
    "/manifests/M-0002/print/": {REGISTRAR},
    "/sign-manifest/M-0002/": {REGISTRAR},
}
SEEN_AFTER = SEEN_BEFORE | {
    "/manifests/M-0002/": READERS,
    "/manifests/M-0002/print/": READERS,
    "/manifests/M-0002/print/?copy=north": {one for one in READERS if one.startswith(("north", "mediator"))},
    "/manifests/M-0002/print/?copy=mediator": {one for one in READERS if one.startswith("mediator")},
    "/manifests/M-0002/print/?copy=east": set(),
    "/manifests/M-0002/print/?language=xx": set(),
    "/sign-manifest/M-0002/": {NORTH, SOUTH},
}


def matrix(at: At, pages: dict[str, Any], who: str) -> dict[str, int]:
    client, found = at(who), {}
    for page in pages:
        response = client.get(page)
        found[page] = response.status_code
        if response["Content-Type"].startswith("text/html"):
            assert ADDRESS not in said(response) + str(response.headers)
            assert who.startswith("mediator") or SECRET_BIRTH not in said(response)
            assert "Boyko-code" not in said(response)
    return found


@pytest.mark.parametrize("who", ROLES)
def test_every_role_before_the_mediator_has_signed(drawn: Any, at: At, who: str) -> None:
    expected = {page: 200 if who in seen else 404 for page, seen in SEEN_BEFORE.items()}
    assert matrix(at, SEEN_BEFORE, who) == expected
    assert ("M-0002" in said(at(who).get("/manifests/"))) == (who == REGISTRAR)


@pytest.mark.parametrize("who", ROLES)
def test_every_role_after_it_has(signed: Any, at: At, who: str) -> None:
    expected = {page: 200 if who in seen else 404 for page, seen in SEEN_AFTER.items()}
    assert matrix(at, SEEN_AFTER, who) == expected


def test_an_outsider_is_asked_to_sign_in(signed: Any) -> None:
    client = Client(SERVER_NAME="localhost")
    for page in SEEN_AFTER:
        assert client.get(page)["Location"].startswith("/sign-in/?next=")
        assert client.post(page)["Location"].startswith("/sign-in/?next=")


def test_the_secret_is_there_to_leak(signed: Any, at: At) -> None:
    shown = {who: said(at(who).get("/manifests/M-0002/")) for who in (REGISTRAR, NORTH, SOUTH)}
    assert [SECRET_BIRTH in shown[who] for who in (REGISTRAR, NORTH, SOUTH)] == [True, False, False]
    assert all("Бойко Ірина" in page for page in shown.values())


def test_signatures_one_after_the_other_put_it_in_force(signed: Any, at: At) -> None:
    states = []
    for who in (NORTH, SOUTH):
        states.append(re.findall(r'class="state">([^<]+)<', said(at(who).get("/manifests/M-0002/")))[0])
        assert signs(signed, at, who)["Location"] == "/manifests/M-0002/"
    states.append(re.findall(r'class="state">([^<]+)<', said(at(SOUTH).get("/manifests/M-0002/")))[0])
    assert states == ["awaiting signatures", "awaiting signatures", "in force"]
    assert signed.desk.book().manifests[ManifestId("M-0002")].in_force
    assert at(SOUTH).get("/sign-manifest/M-0002/").status_code == 404


def test_a_manifest_is_checked_once_more_before_it_is_signed(drawn: Any, at: At) -> None:
    before, client = drawn.desk.archive.size(), at(REGISTRAR)
    line = drawn.line_of(drawn.text, by="mediator")
    asked = client.post("/sign-manifest/M-0002/", {"signature": line})
    assert (asked.status_code, drawn.desk.archive.size()) == (200, before)
    assert "Sickle &lt;b&gt;Ford&lt;/b&gt;" in said(asked)
    assert f'name="signature" value="{line}"' in said(asked)


def test_the_lines_and_the_document_can_be_taken_along(drawn: Any, at: At) -> None:
    client = at(REGISTRAR)
    assert client.get("/sign-manifest/M-0002/?lines=1").content.decode() == drawn.text
    content = client.get("/sign-manifest/M-0002/?document=1").content
    assert manifest_text(from_bytes(content)) == drawn.text


@pytest.mark.parametrize("typed", ["", "x", "— north.example AAAA", "PRIVATE+KEY+north+1+AAAA"])
def test_no_signature_or_a_wrong_one_enters_nothing(drawn: Any, at: At, typed: str) -> None:
    before = drawn.desk.archive.size()
    sent = at(REGISTRAR).post("/sign-manifest/M-0002/", {"signature": typed, "checked": "yes"})
    assert (sent.status_code, drawn.desk.archive.size()) == (422, before)


def test_the_key_of_another_side_signs_nothing(signed: Any, at: At) -> None:
    line = signed.line_of(signed.text, by="south")
    sent = at(NORTH).post("/sign-manifest/M-0002/", {"signature": line, "checked": "yes"})
    assert (sent.status_code, signed.desk.book().manifests[ManifestId("M-0002")].signed.keys()) == (422, {"mediator"})


@pytest.mark.parametrize(("wish", "told"), [(Wish.UNWILLING, "declined"), (Wish.UNDECIDED, "is not held")])
def test_who_changes_their_mind_meanwhile_keeps_it_from_being_signed(drawn: Any, at: At, wish: Wish, told: str) -> None:
    drawn.interviewed("north-1:2", wish)
    refused = signs(drawn, at, REGISTRAR)
    assert (refused.status_code, told in said(refused), "north-1:2" in said(refused)) == (422, True, True)
    assert ManifestId("M-0002") not in drawn.desk.book().manifests


def test_a_party_that_signs_later_is_told_that_somebody_is_held_back_and_not_why(signed: Any, at: At) -> None:
    signed.interviewed("north-1:2", Wish.UNWILLING)
    refused = said(signs(signed, at, NORTH))
    assert "something keeps the person back" in refused
    assert "in private" not in refused.partition("<main")[2]
    assert "held back; the mediator knows why" in said(at(NORTH).get("/manifests/M-0002/"))
    assert "said no in private" in said(at(REGISTRAR).get("/manifests/M-0002/"))


def test_siblings_stand_in_one_group(signed: Any, at: At) -> None:
    groups = re.findall(r"<td><bdi dir=\"ltr\">([A-Z])</bdi></td>", said(at(NORTH).get("/manifests/M-0002/")))
    assert groups == ["A", "A"]


def test_both_sides_counts_stand_beside_each_other_once_moved(signed: Any, at: At) -> None:
    for who in (NORTH, SOUTH):
        signs(signed, at, who)
    assert "Both sides" not in said(at(NORTH).get("/manifests/M-0002/"))
    for party, outcome in (("north", Outcome.CROSSED), ("south", Outcome.ABSENT)):
        movements.check_off(
            signed.desk, by=actor(f"{party}/officer"), manifest=ManifestId("M-0002"),
            rows=[movements.CheckOffRow(LineRef("north-1:2"), outcome)],
        )  # fmt: skip
    shown = said(at("south/officer").get("/manifests/M-0002/"))
    assert "1 person was checked off differently. Both are kept." in shown
    assert re.findall(r"<div><small>(\w+)</small> (crossed|absent)</div>", shown) == [
        ("north", "crossed"), ("south", "absent"),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "uk", "ru", "ar"])
def test_a_copy_is_printed_in_each_language(signed: Any, at: At, language: str) -> None:
    paper = at(NORTH).get(f"/manifests/M-0002/print/?language={language}")
    assert paper.content[:5] == b"%PDF-"
    assert paper["Content-Disposition"] == f'attachment; filename="M-0002-north-{language}.pdf"'
    assert paper["Cache-Control"] == "no-store"


def test_a_manifest_that_was_taken_back_is_signed_no_more(signed: Any, at: At) -> None:
    page = said(at(REGISTRAR).get("/manifests/M-0002/"))
    assert 'href="/withdraw/?target=M-0002"' in page
    assert "/withdraw/" not in said(at(NORTH).get("/manifests/M-0002/")).partition("<main")[2]
    at(REGISTRAR).post("/withdraw/", {"target": "M-0002", "reason": "another day", "checked": "yes"})
    assert at(NORTH).get("/sign-manifest/M-0002/").status_code == 404
    assert 'class="state">withdrawn<' in said(at(NORTH).get("/manifests/M-0002/"))


def test_no_name_stands_in_an_address_or_a_title(signed: Any, at: At) -> None:
    page = said(at(NORTH).get("/manifests/M-0002/"))
    assert re.findall(r"<title>([^<]+)</title>", page) == ["Manifest M-0002 – Repatria"]


def test_the_site_asks_its_tables_as_often_for_a_manifest_as_for_all(
    signed: Any, at: At, counting_queries: Any
) -> None:
    client, asked = at(NORTH), []
    client.get("/manifests/")
    for page in ("/manifests/", "/manifests/M-0002/"):
        with counting_queries("default") as queries:
            client.get(page)
        asked.append(len(queries))
    assert asked[0] == asked[1] > 0


@pytest.mark.parametrize("who", sorted(READERS))
def test_every_link_on_a_manifests_page_leads_somewhere(signed: Any, at: At, who: str) -> None:
    for side in (NORTH, SOUTH):
        signs(signed, at, side)
    client = at(who)
    links = set(re.findall(r'href="(/[^"]+)"', said(client.get("/manifests/M-0002/")).partition("<main")[2]))
    assert {link: client.get(link).status_code for link in links if not link.startswith("/static/")} == {
        link: 200 for link in links if not link.startswith("/static/")
    }
    assert ("/handover/M-0002/" in links) == (who in ("north/officer", "south/officer"))
