"""Searches on screen: asked for, come back to by one's own side, led to a board, a report, a judgement; nothing is entered."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from repatria.desk.dead.laboratory import receive_profiles
from repatria.desk.session import Desk
from repatria.people.party import actor
from repatria.register.acts import Typed
from repatria.web.searches import kept

At = Callable[[str], Client]
FILES = Path(__file__).resolve().parents[3] / "docs/how-to/identify-remains"
NORTH = "north/laboratory"
pytestmark = pytest.mark.timeout(180)


def file(name: str) -> bytes:
    return (FILES / name).read_bytes()


@pytest.fixture
def handed(fresh: Desk) -> Desk:
    """North's laboratory has handed in remains and families; two samples are of specimens in a bag."""
    remains = file("remains.csv").replace(b"K-01", b"n1").replace(b"K-02", b"n2")
    for of, content in ((Typed.REMAINS, remains), (Typed.FAMILIES, file("relatives.csv"))):
        receive_profiles(fresh, by=actor(NORTH), content=content, laboratory="L-1", of=of)
    return fresh


def begun(client: Client, page: str, **said: object) -> str:
    """Begins a search, comes back to it until it is over, and returns where it is."""
    offered = client.get(page).content.decode()
    chosen = dict(re.findall(r'name="(profiles|families)" value="([0-9a-f]{64})"', offered))
    frequencies = SimpleUploadedFile("f.csv", file("frequencies.csv"))
    response = client.post(page, chosen | {"frequencies": frequencies} | said)
    assert response.status_code == 302, re.sub(r"<[^>]+>", " ", response.content.decode())
    return over(client, response["Location"])


def over(client: Client, where: str) -> str:
    for _ in range(600):
        state = kept.state_of(where.split("/")[3])
        if state and (state.done or state.message):
            assert not state.message, state.message
            return where
        client.get(where)
        time.sleep(0.1)
    raise AssertionError("it never ended")


def test_a_search_is_led_to_a_board_and_a_report_and_enters_nothing(handed: Desk, at: At) -> None:
    client, before = at(NORTH), handed.archive.size()
    where = begun(client, "/remains/searches/families/", open_missing="600")
    page = client.get(where).content.decode()
    assert ("L-17" in page, "/identify/south-1:1/?search=" in page, handed.archive.size()) == (True, True, before)
    assert client.get(f"{where}conclusions.json")["Content-Type"] == "application/json"
    assert client.get(f"{where}asked.json").status_code == 404
    others = ("north/laboratory-2", "south/laboratory", "mediator/laboratory")
    assert [at(who).get(where).status_code for who in others] == [200, 404, 404]
    assert where in at("north/laboratory-2").get("/remains/searches/").content.decode()

    # the report
    pdf = re.search(r'href="([^"]+/en-\d+\.pdf)"', page)
    assert pdf
    for _ in range(600):
        answer = client.get(pdf[1])
        if answer["Content-Type"] == "application/pdf":
            break
        time.sleep(0.1)
    assert answer.content.startswith(b"%PDF")
    assert [at(who).get(pdf[1]).status_code for who in others[1:]] == [404, 404]
    assert client.get(f"{where}xx-0.pdf").status_code == client.get(f"{where}en-99.pdf").status_code == 404

    # before a board
    token = where.split("/")[3]
    said = {"search": token, "specimens": ["south-1:1/1"], "person": "north-1:1"}
    brought = client.post("/identify/south-1:1/", said)
    assert brought.status_code == 302
    assert client.get(f"{brought['Location']}evidence/").content == client.get(f"{where}conclusions.json").content
    foreign = at("mediator/laboratory").post("/identify/south-1:1/", said)
    assert (foreign.status_code, "this search is not here any more" in foreign.content.decode()) == (422, True)
    hostile = client.post("/identify/south-1:1/", said | {"search": "../../../../../../../.."[:22]})
    assert hostile.status_code == 422

    client.post(where, {"remove": "yes"})
    assert (client.get(where).status_code, handed.archive.size()) == (404, before)


def test_specimens_are_compared_and_led_to_be_judged(handed: Desk, at: At) -> None:
    client, before = at(NORTH), handed.archive.size()
    where = begun(client, "/remains/searches/specimens/")
    page = client.get(where).content.decode()
    assert "?left=south-1%3A1/1&amp;right=south-1%3A1/2" in page
    rows = list(csv.DictReader(io.StringIO(client.get(f"{where}pairs.csv").content.decode("utf-8-sig"))))
    assert next((row["left"], row["right"], row["proposal"]) for row in rows) == ("south-1:1/1", "south-1:1/2", "same")
    assert handed.archive.size() == before


def test_what_cannot_be_computed_is_told(handed: Desk, at: At) -> None:
    client = at(NORTH)
    offered = client.get("/remains/searches/families/").content.decode()
    chosen = dict(re.findall(r'name="(profiles|families)" value="([0-9a-f]{64})"', offered))
    said = chosen | {"frequencies": SimpleUploadedFile("f.csv", b"hello"), "open_missing": "600"}
    where = client.post("/remains/searches/families/", said)["Location"]
    for _ in range(600):
        page = client.get(where).content.decode()
        if "could not be done" in page:
            break
        time.sleep(0.1)
    assert "It could not be done" in page


def test_only_files_of_ones_own_side_are_offered(handed: Desk, at: At) -> None:
    assert "L-1, " in at("mediator/laboratory").get("/remains/searches/families/").content.decode()
    assert "L-1, " not in at("south/laboratory").get("/remains/searches/families/").content.decode()
