"""Counts, laboratories' files and policies on screen: put down, looked at, then accepted or taken back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from repatria.desk.dead import boards
from repatria.desk.session import Desk
from repatria.people.party import actor
from repatria.people.refs import LineRef, ListId, PartyId
from repatria.register.acts import Typed
from repatria.remains.policy import DEFAULT, to_toml

At = Callable[[str], Client]
TABLE = b"profile,D3S1358,TH01\nn1,15/16,6/7\nn2,14/14,oddity\nelsewhere,12/13,6/6\n"
FAMILY = (
    b'{"family":"F1","id":["mp","fa","mo"],"fid":["fa","0","0"],"mid":["mo","0","0"],"sex":[1,1,2],"missing":"mp",'
    b'"markers":["D3S1358"],"genotypes":{"fa":["15/16"]}}\n'
)


def upload(content: bytes, name: str = "a.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def put(client: Client, page: str, **said: object) -> str:
    """Puts files down and returns where their tray is."""
    response = client.post(page, said)
    assert response.status_code == 302, re.sub(r"<[^>]+>", " ", response.content.decode())
    return response["Location"]


def figures(page: str) -> list[int]:
    return [int(n) for n in re.findall(r"<li><strong>(\d+)</strong>", page)]


def test_a_count_is_looked_at_and_enters_nothing_before_it_is_accepted(fresh: Desk, at: At) -> None:
    officer, before = at("south/officer"), fresh.archive.size()
    tray = put(officer, "/receive-remains/south-1/", party="south", tags="S-0001\r\nS-0002\r\n s-0009 \r\n",
               minimum_individuals="2", specimens="4")  # fmt: skip
    page = officer.get(tray).content.decode()
    assert (figures(page), "south-1:3" in page, fresh.archive.size()) == ([3, 4, 2, 1, 1], True, before)
    assert officer.post(tray, {"accept": "yes"})["Location"] == tray
    assert "It is entered" in officer.get(tray).content.decode()
    tally = fresh.book().tallies[ListId("south-1")][PartyId("south")]
    assert (tally.by, tally.bags, tally.specimens, tally.missing) == ("south/officer", 3, 4, ("south-1:3",))


def test_all_bags_of_the_paper_at_once(fresh: Desk, at: At) -> None:
    client = at("mediator/registrar")
    said = {"party": "south", "all_there": "on", "minimum_individuals": "3", "specimens": "3"}
    client.post(put(client, "/receive-remains/south-1/", **said), {"accept": "yes"})
    assert fresh.book().tallies[ListId("south-1")][PartyId("south")].bags == 3


def test_what_was_found_in_the_files_stands_beside_its_cell(fresh: Desk, at: At) -> None:
    client = at("north/laboratory")
    contents = b"bag,specimen,part,age_from\nS-0001,a,<b>left</b> femur,forty\nS-0002,b,,20\n"
    files = {"tally": upload(b"bag\nS-0001\nS-0002\n"), "contents": upload(contents)}
    files["custody"] = upload(b"item,from,to,at\nsouth-1,south,north,2025-06-01\n")
    tray = put(client, "/receive-remains/south-1/", party="north", minimum_individuals="2", **files)
    page = client.get(tray).content.decode()
    assert '<span class="cell" dir="auto">forty</span>' in page
    assert "<b>left" not in page
    client.post(tray, {"accept": "yes"})
    assert len(fresh.book().dead.custody[ListId("south-1")]) == 1


def test_what_is_taken_back_is_gone(fresh: Desk, at: At) -> None:
    client, before = at("north/officer"), fresh.archive.size()
    said = {"party": "north", "all_there": "on", "minimum_individuals": "3", "specimens": "3"}
    tray = put(client, "/receive-remains/south-1/", **said)
    assert tray in client.get("/receive-remains/").content.decode()
    assert client.post(tray, {"back": "yes"})["Location"] == "/receive-remains/"
    assert (client.get(tray).status_code, fresh.archive.size()) == (404, before)


def test_a_tray_is_for_who_put_it_down(at: At) -> None:
    said = {"party": "north", "all_there": "on", "minimum_individuals": "3", "specimens": "3"}
    tray = put(at("north/officer"), "/receive-remains/south-1/", **said)
    others = ("north/officer-2", "north/laboratory", "mediator/registrar", "south/officer")
    assert [at(who).get(tray).status_code for who in others] == [404] * 4
    assert [at(who).post(tray, {"accept": "yes"}).status_code for who in others] == [404] * 4
    assert at("north/officer").get(tray.replace("receive-remains", "receive-profiles")).status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"all_there": "on", "tags": "S-0001"},
        {"all_there": "on", "specimens": "-1"},
        {"tags": " \r\n "},
        {"all_there": "on", "specimens": "3", "party": "south"},
        {"all_there": "on"},
    ],
)
def test_a_count_that_does_not_say_enough_is_told(at: At, said: dict[str, str]) -> None:
    response = at("north/officer").post(
        "/receive-remains/south-1/", {"party": "north", "minimum_individuals": "1"} | said
    )
    assert (response.status_code, b'id="problem"' in response.content) == (422, True)


def test_what_the_desk_refuses_is_told_in_words(fresh: Desk, at: At) -> None:
    client, before = at("north/officer"), fresh.archive.size()
    said = {"party": "north", "tags": "S-0001\ns-0001", "minimum_individuals": "1", "specimens": "1"}
    tray = put(client, "/receive-remains/south-1/", **said)
    assert "a tag was counted twice" in client.get(tray).content.decode()
    client.post(tray, {"accept": "yes"})
    assert fresh.archive.size() == before


def test_a_laboratorys_file_with_findings(fresh: Desk, at: At) -> None:
    client, before = at("north/laboratory"), fresh.archive.size()
    said = {"of": "remains", "laboratory": "Q-77", "profiles": upload(TABLE)}
    tray = put(client, "/receive-profiles/", **said)
    page = client.get(tray).content.decode()
    assert (figures(page)[:3], "oddity" in page, fresh.archive.size()) == ([3, 2, 2], True, before)
    client.post(tray, {"accept": "yes"})
    act = fresh.book().dead.profiles[0]
    assert (act.profiles, act.laboratory, act.by, act.of, fresh.archive.document(act.sha256)) == (
        3, "Q-77", "north/laboratory", Typed.REMAINS, TABLE,
    )  # fmt: skip
    assert "Q-77" in at("mediator/laboratory").get("/receive-profiles/").content.decode()
    assert "Q-77" not in at("south/laboratory").get("/receive-profiles/").content.decode()


def test_families_are_handed_in_too(fresh: Desk, at: At) -> None:
    client = at("mediator/laboratory")
    tray = put(client, "/receive-profiles/", of="families", laboratory="L-2", profiles=upload(FAMILY, "f.jsonl"))
    client.post(tray, {"accept": "yes"})
    assert [(one.of, one.profiles) for one in fresh.book().dead.profiles] == [(Typed.FAMILIES, 1)]


@pytest.mark.parametrize(
    ("of", "content"),
    [("remains", b"hello"), ("families", TABLE), ("remains", b"<a/>"), ("families", b"{}"), ("remains", b"PK\3\4")],
)
def test_what_is_no_such_file_is_told(fresh: Desk, at: At, of: str, content: bytes) -> None:
    client, before = at("mediator/laboratory"), fresh.archive.size()
    tray = put(client, "/receive-profiles/", of=of, laboratory="L-2", profiles=upload(content))
    page = client.get(tray).content.decode()
    assert ("It cannot be taken in" in page, fresh.archive.size()) == (True, before)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(at: At) -> None:
    client = at("mediator/laboratory")
    response = client.post("/receive-profiles/", {"of": "remains"}, CONTENT_LENGTH=str(2**31))
    assert response.status_code == 413


def test_a_form_from_elsewhere_is_refused(at: At) -> None:
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.cookies = at("mediator/laboratory").cookies
    assert client.post("/receive-profiles/", {"of": "remains"}).status_code == 403


def test_a_policy_shows_what_it_would_re_open_before_it_is_adopted(fresh: Desk, at: At) -> None:
    row = boards.IdentificationRow(LineRef("south-1:2"), LineRef("north-1:1"))
    board = ("north/laboratory-1", "mediator/laboratory-2")
    boards.identify(fresh, by=actor("north/laboratory"), rows=[row], evidence=b"minutes", board=board)
    client, before = at("mediator/registrar"), fresh.archive.size()
    text = to_toml(DEFAULT).decode()
    assert "least_posterior" in client.get("/adopt-policy/").content.decode()
    tray = put(client, "/adopt-policy/", text=text.replace("\n", "\r\n"))
    page = client.get(tray).content.decode()
    assert (figures(page), "I-0001" in page, "cannot be held against the policy" in page) == ([1, 1], True, True)
    assert fresh.archive.size() == before
    client.post(tray, {"accept": "yes"})
    policy = fresh.book().dead.policy
    assert policy is not None
    assert (fresh.archive.document(policy.sha256), policy.reopened) == (to_toml(DEFAULT), ("I-0001",))


def test_a_policy_with_a_misspelt_key_is_told_key_by_key(fresh: Desk, at: At) -> None:
    client, before = at("mediator/registrar"), fresh.archive.size()
    tray = put(client, "/adopt-policy/", policy=upload(b'format = 1\nboards = 3\nname = "Two <b>"\n', "p.toml"))
    page = client.get(tray).content.decode()
    assert (page.count('<th scope="row">'), "this key is not known here" in page, fresh.archive.size()) == (
        2,
        True,
        before,
    )
