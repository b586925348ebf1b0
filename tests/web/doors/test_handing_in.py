"""A list is handed in, read, looked at line by line, and accepted or taken back."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings

from repatria.desk.session import Desk
from repatria.web import drafts, reading
from repatria.web.drafts import Stage

At = Callable[[str], Client]
LIST = "№;Прізвище;Ім'я;Дата народження\n1;=Cmd|x;Олена;31.02.2019\n2;Бойко;Тарас;1990\nВсього: 3\n"


def hand_in(client: Client, content: str = LIST, **typed: str) -> HttpResponse:
    file = SimpleUploadedFile("Іваненко.csv", content.encode())
    given = {"party": "north", "stance": "seeks", "subject": "persons", "exchange": "children-2031", "file": file}
    return client.post("/receive-list/", given | typed)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def settled(client: Client, url: str) -> str:
    """Looks again until the worker has come to an end; returns the page."""
    for _ in range(200):
        text: str = client.get(url).content.decode()
        if "data-look-again" not in text:
            return text
        time.sleep(0.1)
    raise AssertionError("the worker did not come to an end")


def test_a_list_is_read_and_entered_when_it_is_accepted(fresh: Desk, at: At, tmp_path: Path) -> None:
    north, before = at("north/delegate"), fresh.archive.size()
    response = hand_in(north, answer_by="2026-01-31", mediator_only="sex", released="religion")
    url = response["Location"]
    assert (response.status_code, url.startswith("/receive-list/"), "Іван" in url) == (302, True, False)
    text = settled(north, url)
    assert '<span class="cell" dir="auto">31.02.2019</span>' in text
    assert ("not understood as a date" in text, "declared in the file: not the same" in text) == (True, True)
    assert fresh.archive.size() == before
    assert north.post(url, {"accept": "yes"}).status_code == 302
    assert "north-2 is entered" in settled(north, url)
    received = fresh.book().lists["north-2"].received
    assert (received.lines, received.declared_total, received.mediator_only, received.released) == (
        2, 3, ("sex",), ("religion",),
    )  # fmt: skip
    assert received.answer_due_on.isoformat() == "2026-01-31"
    assert names(tmp_path / "drafts" / url.split("/")[2]) == ["draft.json"]
    north.post(url, {"accept": "yes"})
    assert fresh.archive.size() == before + 1


def test_a_list_taken_back_leaves_nothing(fresh: Desk, at: At, tmp_path: Path) -> None:
    north, before = at("north/delegate"), fresh.archive.size()
    url = hand_in(north)["Location"]
    settled(north, url)
    text = north.post(url, {"back": "yes"}, follow=True).content.decode()
    assert ("Nothing was entered" in text, fresh.archive.size()) == (True, before)
    assert names(tmp_path / "drafts") == []


def test_a_draft_is_private(at: At, tmp_path: Path) -> None:
    north = at("north/delegate")
    url = hand_in(north)["Location"]
    settled(north, url)
    place = tmp_path / "drafts" / url.split("/")[2]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (place, *place.iterdir())}
    assert modes.pop(place.name) == 0o700
    assert modes == dict.fromkeys(("list", "draft.json", "report.json", "mend.csv"), 0o600)
    for other in ("south/delegate", "mediator/registrar", "north/delegate-2"):
        client = at(other)
        assert [client.get(url).status_code, client.get(url + "mend.csv").status_code] == [404, 404]
        assert client.post(url, {"accept": "yes"}).status_code == 404
    assert "begun" in north.get("/receive-list/").content.decode().casefold()
    assert "begun" not in at("south/delegate").get("/receive-list/").content.decode().casefold()


def test_rows_to_be_mended_run_nothing_in_a_spreadsheet(at: At) -> None:
    north = at("north/delegate")
    url = hand_in(north)["Location"]
    settled(north, url)
    file = north.get(url + "mend.csv")
    rows = file.content.decode("utf-8-sig").splitlines()
    assert (file["Content-Disposition"], len(rows)) == ('attachment; filename="mend.csv"', 2)
    assert rows[0] == "row in the file,№,Прізвище,Ім'я,Дата народження,finding"
    assert rows[1].startswith("2,1,'=Cmd|x,Олена,31.02.2019,")


def test_the_same_file_twice_changes_nothing(fresh: Desk, at: At) -> None:
    north = at("north/delegate")
    for _ in range(2):
        url = hand_in(north)["Location"]
        settled(north, url)
        north.post(url, {"accept": "yes"})
        text = settled(north, url)
    assert ("handed in before as north-2" in text, len(fresh.book().lists)) == (True, 3)


def test_a_delegate_hands_in_own_lists_only(fresh: Desk, at: At) -> None:
    response = hand_in(at("south/delegate"), party="north")
    assert (response.status_code, len(fresh.book().lists)) == (422, 2)
    registrar = at("mediator/registrar")
    url = hand_in(registrar, party="south")["Location"]
    settled(registrar, url)
    registrar.post(url, {"accept": "yes"})
    settled(registrar, url)
    assert fresh.book().lists["south-2"].received.by == "mediator/registrar"


@pytest.mark.parametrize("content", ["no headings here\nat all\n", "PK\x03\x04 no workbook", "Прізвище;Ім'я\n"])
def test_what_is_no_list_is_refused_in_words(fresh: Desk, at: At, tmp_path: Path, content: str) -> None:
    north = at("north/delegate")
    url = hand_in(north, content)["Location"]
    text = settled(north, url)
    assert ("The list cannot be taken in" in text, len(fresh.book().lists)) == (True, 2)
    assert names(tmp_path / "drafts" / url.split("/")[2]) == ["draft.json"]


def test_a_file_above_the_limit_is_refused_before_it_is_read(fresh: Desk, at: At, tmp_path: Path) -> None:
    with override_settings(LIST_MOST_BYTES=2**20):
        north = at("north/delegate")
        response = hand_in(north, "x" * (2**20 + 100_000))
        assert (response.status_code, "larger than 1 MB" in response.content.decode()) == (413, True)
        response = hand_in(north, "x" * (2**20 + 10))
        assert (response.status_code, "larger than 1 MB" in response.content.decode()) == (422, True)
    assert not (tmp_path / "drafts").exists()


def test_a_list_is_handed_in_from_here_only(fresh: Desk, at: At) -> None:
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    strict.cookies = at("north/delegate").cookies
    assert (hand_in(strict).status_code, strict.get("/receive-list/").status_code) == (403, 200)


def test_what_a_stopped_server_left_is_begun_again_and_old_drafts_go(fresh: Desk, at: At, tmp_path: Path) -> None:
    north = at("north/delegate")
    url = hand_in(north)["Location"]
    settled(north, url)
    token = url.split("/")[2]
    drafts.save(msgspec.structs.replace(drafts.draft_of(token, "north/delegate"), stage=Stage.ENTERING))
    reading._LAST.clear()
    assert "north-2 is entered" in settled(north, url)
    long_ago = time.time() - drafts.KEPT.total_seconds() - 60
    os.utime(tmp_path / "drafts" / token, (long_ago, long_ago))
    north.get("/receive-list/")
    assert names(tmp_path / "drafts") == []
