"""Who comes to the handover, what its pages hold, and what the desk answers to devices."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from repatria.desk.handover.events import FILE_FORMAT, Event
from repatria.desk.session import Desk
from repatria.register.account import account
from repatria.web.presenters import shell

Seat = Callable[[str], Client]
ROLES = ("mediator/registrar", "north/delegate", "south/delegate", "mediator/verifier", "mediator/laboratory",
         "north/officer", "south/officer", "mediator/officer", "mediator/observer")  # fmt: skip
PAGES = ("/handover/", "/handover/worker.js", "/handover/M-0001/", "/check-off/M-0001/", "/check-off/M-0001/file/",
         "/check-off/M-0001/sync/")  # fmt: skip
NEVER = ("/handover/M-0001/pack/", "/handover/M-0001/file/", "/handover/M-0099/", "/check-off/M-0099/sync/")


def opened(answer: dict[str, Any]) -> dict[str, Any]:
    """Opens a pack with its code, as a browser does."""
    envelope = answer["envelope"]
    salt, nonce, sealed = (base64.b64decode(envelope[name]) for name in ("salt", "nonce", "sealed"))
    header = json.loads(envelope["header"])
    key = hashlib.pbkdf2_hmac("sha256", answer["code"].encode(), salt, header["iterations"])
    content: dict[str, Any] = json.loads(AESGCM(key).decrypt(nonce, sealed, envelope["header"].encode()))
    return {"header": header, **content}


def recorded(pack: dict[str, Any], number: int, outcome: str, *, device: str = "AAAA") -> Event:
    """The first thing that a device records of somebody, by number on the manifest."""
    code = next(one["code"] for one in pack["people"] if one["number"] == number)
    header = pack["header"]
    event = Event(
        str(uuid4()), header["manifest"], header["sha256"], header["pack"], device, 1, "", code, outcome, "",
        f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "",
    )  # fmt: skip
    return replace(event, mac=hmac.new(base64.b64decode(pack["key"]), event.text, "sha256").hexdigest())


def file_of(*events: Event) -> str:
    return json.dumps({"format": FILE_FORMAT, "events": [asdict(event) for event in events]})


def sends(client: Client, *events: Event) -> dict[str, Any]:
    answer = client.post("/check-off/M-0001/sync/", file_of(*events), content_type="application/json")
    assert answer.status_code == 200
    document: dict[str, Any] = answer.json()
    return document


@pytest.mark.parametrize("acts_as", ROLES)
def test_every_role_on_every_page(seat: Seat, names: tuple[str, ...], acts_as: str) -> None:
    client = seat(acts_as)
    answers = {page: client.get(page) for page in (*PAGES, *NEVER)}
    officer, mine = acts_as.endswith("officer"), acts_as != "mediator/officer"
    expected = {page: 200 if officer and (mine or page != "/handover/M-0001/") else 404 for page in PAGES}
    assert {page: answer.status_code for page, answer in answers.items()} == expected | dict.fromkeys(NEVER, 404)
    for page, answer in answers.items():
        text = answer.content.decode()
        assert not [name for name in names if name in text or name in str(answer.headers)], page


def test_what_is_not_there_looks_like_what_one_may_not_see(seat: Seat) -> None:
    client = seat("north/delegate")
    pages = [
        client.get(page).content.decode().replace(page, "X") for page in ("/handover/M-0001/", "/handover/M-0099/")
    ]
    assert re.sub(r'name="csrf\S+ value="\w+"', "", pages[0]) == re.sub(r'name="csrf\S+ value="\w+"', "", pages[1])


def test_the_page_of_the_device_runs_the_reader_and_no_other_page_does(seat: Seat) -> None:
    client = seat("north/officer")
    policies = {page: client.get(page)["Content-Security-Policy"].split("; ")[1] for page in ("/handover/M-0001/", "/")}
    assert policies == {"/handover/M-0001/": "script-src 'self' 'wasm-unsafe-eval'", "/": "script-src 'self'"}


def test_a_pack_is_given_with_its_code_once_and_opens(seat: Seat, morning: Desk) -> None:
    client = seat("north/officer")
    first, second = (client.post("/handover/M-0001/pack/", {"part": "1"}).json() for _ in range(2))
    assert [one["who"] for one in opened(first)["people"]] == ["Олена К.", "Тарас Б.", "Ірина О."]
    assert re.fullmatch(r"[0-9]{18}", first["code"])
    assert first["code"] != second["code"]
    assert opened(first)["key"] != opened(second)["key"]
    kept = b"".join(entry.payload for entry in morning.archive.entries())
    assert first["code"].encode() not in kept


@pytest.mark.parametrize("part", ["0", "2", "x", "-1", "", "9" * 30])
def test_a_part_that_is_not_there_is_refused(seat: Seat, part: str) -> None:
    assert seat("north/officer").post("/handover/M-0001/pack/", {"part": part}).status_code == 422


@pytest.mark.parametrize(("acts_as", "page"), [*product(("north/delegate", "mediator/officer"), NEVER[:2])])
def test_nobody_else_gets_a_pack(seat: Seat, acts_as: str, page: str) -> None:
    assert seat(acts_as).post(page, {"part": "1"}).status_code in (404, 422)


def test_the_one_file_holds_everything_and_no_name(seat: Seat, names: tuple[str, ...]) -> None:
    made = seat("north/officer").post("/handover/M-0001/file/", {"part": "1"}).json()
    text = made["file"]
    assert not [word for word in (*names, "Олена", made["code"]) if word in text]
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]+", text) == []
    inline = re.findall(r"<script type=\"module\">(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
    assert (len(inline), f"script-src &#x27;sha256-{digest}&#x27;" in text) == (1, True)


def test_the_script_of_the_one_file_has_no_import_left() -> None:
    assert re.findall(r"^\s*(?:import|export)\b", shell.script(), re.MULTILINE) == []
    assert shell.files()[-1].endswith("app.js")


def test_a_device_and_the_desk_speak_with_each_other(seat: Seat, morning: Desk) -> None:
    client = seat("north/officer")
    asked = client.get("/check-off/M-0001/sync/").json()
    assert (asked["in_force"], asked["told"]["of"], len(asked["token"])) == (True, 3, 64)
    event = recorded(opened(client.post("/handover/M-0001/pack/", {"part": "1"}).json()), 1, "crossed")
    first, again = sends(client, event), sends(client, event)
    assert first["accepted"] == again["accepted"] == [event.uuid]
    assert again["told"]["counts"] == [
        {"party": "north", "checked": 1, "crossed": 1, "unlisted": 0},
        {"party": "south", "checked": 0, "crossed": 0, "unlisted": 0},
    ]
    assert again["told"]["recorded"] == {event.code: "crossed"}


def test_devices_that_disagree_are_shown_and_settled_at_the_desk(seat: Seat, morning: Desk) -> None:
    client = seat("north/officer")
    packs = [opened(client.post("/handover/M-0001/pack/", {"part": "1"}).json()) for _ in range(2)]
    one, other = recorded(packs[0], 1, "crossed"), recorded(packs[1], 1, "absent", device="BBBB")
    sends(client, one)
    assert sends(client, other)["told"]["differ"] == [one.code]
    page = client.get("/check-off/M-0001/").content.decode()
    assert [word in page for word in ("device AAAA", "device BBBB", "crossed", "absent")] == [True] * 4
    assert "One person is checked off differently" in client.get("/handover/").content.decode()
    done = client.post("/check-off/M-0001/", {"who": one.code, "outcome": "crossed"})
    assert (done.status_code, dict(account(morning.book()).lines)["north-1:1"].state) == (302, "checked by one side")
    assert "device AAAA" not in client.get("/check-off/M-0001/").content.decode()


@pytest.mark.parametrize(
    ("body", "status"), [("", 422), ("[]", 422), ("x" * 5_000_000, 400), ('{"format": "x", "events": []}', 422)]
)
def test_what_is_no_message_of_a_device_is_refused(seat: Seat, body: str, status: int) -> None:
    answer = seat("north/officer").post("/check-off/M-0001/sync/", body, content_type="application/json")
    assert answer.status_code == status


def test_a_file_of_a_device_is_handed_in_as_often_as_one_likes(seat: Seat, morning: Desk) -> None:
    client = seat("north/officer")
    event = recorded(opened(client.post("/handover/M-0001/pack/", {"part": "1"}).json()), 2, "declined")
    for _ in range(2):
        done = client.post("/check-off/M-0001/file/", {"file": SimpleUploadedFile("x.json", file_of(event).encode())})
        assert done.status_code == 302
    assert sum(entry.kind == "HandoverRecorded" for entry in morning.archive.entries()) == 1
    changed = replace(event, outcome="crossed")
    told = client.post("/check-off/M-0001/file/", {"file": SimpleUploadedFile("x.json", file_of(changed).encode())})
    assert "not made with a pack of this side, or changed since" in told.content.decode()


def test_a_file_of_rows_is_taken_too(seat: Seat, morning: Desk) -> None:
    client = seat("south/officer")
    rows = "line,outcome\nnorth-1:1,crossed\n-,not on the manifest\n"
    done = client.post("/check-off/M-0001/file/", {"file": SimpleUploadedFile("rows.csv", rows.encode())})
    assert done.status_code == 302
    assert sum(entry.kind == "HandoverRecorded" for entry in morning.archive.entries()) == 2


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"\x00\xff", b"line,outcome\nx,y\n", b"a,b\n"])
def test_a_file_that_is_none_is_told(seat: Seat, morning: Desk, content: bytes) -> None:
    done = seat("north/officer").post("/check-off/M-0001/file/", {"file": SimpleUploadedFile("x", content)})
    assert (done.status_code, morning.archive.size()) == (
        422 if content == b"" else done.status_code,
        morning.archive.size(),
    )
    assert done.status_code in (200, 422)
    assert "There is a problem" in done.content.decode()


@pytest.mark.parametrize(
    ("who", "outcome", "told"),
    [
        ("", "", "Choose one."), ("", "crossed", "Give the code"), ("1234567", "crossed", "a digit of the short code is wrong"),
        ("12", "crossed", "not a short code"), ("<b>", "crossed", "not a short code"), ("north-9:1", "crossed", "no such line"),
        ("x:y", "crossed", "looks like north-3:14"),
    ],
)  # fmt: skip
def test_what_is_typed_wrong_at_the_desk_is_told(seat: Seat, who: str, outcome: str, told: str) -> None:
    done = seat("north/officer").post("/check-off/M-0001/", {"who": who, "outcome": outcome})
    assert done.status_code in (200, 422)
    assert told in done.content.decode()


def test_somebody_on_no_list_is_counted_at_the_desk(seat: Seat, morning: Desk) -> None:
    done = seat("north/officer").post("/check-off/M-0001/", {"who": "", "outcome": "not on the manifest"})
    assert (done.status_code, morning.book().manifests["M-0001"].unlisted) == (302, {0: 1})


def test_the_page_speaks_its_language_and_its_direction(seat: Seat) -> None:
    client = seat("north/officer")
    client.post("/language/", {"language": "ar", "next": "/"})
    assert '<html lang="ar" dir="rtl">' in client.get("/handover/M-0001/").content.decode()
    assert '<html lang="ar" dir="rtl">' in client.post("/handover/M-0001/file/", {"part": "1"}).json()["file"]


def test_the_first_page_is_light(seat: Seat) -> None:
    import gzip

    client = seat("north/officer")
    page = client.get("/handover/M-0001/").content
    files = [(shell.FOLDER / name).read_bytes() for name in ("handover.css", *(f"{m}.js" for m in shell.MODULES))]
    assert sum(len(gzip.compress(content)) for content in (page, *files)) < 40_000
