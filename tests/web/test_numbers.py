"""The account in one picture, published numbers, and the log that anybody verifies."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from django.test import Client, override_settings

from repatria.desk.session import Desk
from repatria.log.note import parse_key
from repatria.log.verify import verify_log
from repatria.store.keys import log_key_path, new_signer, write_private
from repatria.web.desk import publish_log

Sit = Callable[[str], Client]


@pytest.fixture
def logged(served: Desk, place: Path, tmp_path: Path) -> tuple[Desk, str, Path]:
    """The desk with a published log in a home of its own, the verifier's key, and that home."""
    signer = new_signer("desk.example/log", demo_seed=1)
    write_private(log_key_path(tmp_path), signer.secret_text())
    (tmp_path / "log.vkey").write_text(f"{signer.key}\n")
    with override_settings(HOME=tmp_path):
        assert publish_log(served)
    return served, str(signer.key), tmp_path


def test_everybody_is_in_the_picture_and_in_the_table_beside_it(sit: Sit) -> None:
    page = sit("north/delegate").get("/account/").content.decode()
    label = unescape(re.findall(r'role="img" aria-label="([^"]+)"', page)[0])
    assert label == (
        "From lists to states. north-1, north: 60; south-1, south: 2; held: 1; unanswered: 61"
    )  # fmt: skip
    rows = re.findall(r'<tr><th scope="row">(held|unanswered)</th>(.*?)</tr>', page)
    assert {state: re.findall(r">(\d+)<", cells) for state, cells in rows} == {
        "unanswered": ["59", "2", "61"], "held": ["1", "0", "1"],
    }  # fmt: skip


def test_an_observer_sees_the_account_as_it_may_be_published(sit: Sit) -> None:
    observer = sit("mediator/observer")
    pages = [observer.get(page).content.decode() for page in ("/account/", "/observing/")]
    shown = [re.findall(r'<td class="number( withheld)?">([^<]+)</td>', page) for page in pages]
    assert shown[0] == shown[1]
    withheld = "withheld"
    north, south, sought = (withheld, withheld, withheld), (withheld, "0", withheld), (withheld, withheld)
    assert tuple(text for _, text in shown[0]) == (*north, *south, *sought)


def test_no_small_number_is_published(sit: Sit) -> None:
    text = sit("mediator/observer").get("/observing/numbers.csv").content.decode()
    heads, tags, *rows = list(csv.reader(io.StringIO(text)))
    assert tags[heads.index("number")] == "#indicator+value+num"
    assert all(tag.startswith("#") for tag in tags)
    numbers = [row[heads.index("number")] for row in rows]
    assert {int(n) % 5 for n in numbers if n} <= {0}
    assert not {int(n) for n in numbers if n} & set(range(1, 10))
    assert [row[heads.index("withheld")] == "yes" for row in rows] == [not n for n in numbers]


def test_the_log_is_verified_with_a_key_from_elsewhere(sit: Sit, logged: tuple[Desk, str, Path]) -> None:
    _, key, home = logged
    observer = sit("mediator/observer")
    with override_settings(HOME=home):
        page = observer.post("/log/verify/", {"key": key}).content.decode()
        text = observer.post(
            "/log/verify/", {"key": key, "text": "yes", "since": (home / "log/checkpoint").read_text()}
        )
        other = observer.post(
            "/log/verify/", {"key": str(new_signer("desk.example/log", demo_seed=2).key)}
        ).content.decode()
        nonsense = observer.post("/log/verify/", {"key": "=1+1<script>"})
    assert ("The log holds" in page, "does not hold" in page) == (True, False)
    assert text.content.decode().splitlines()[-1] == "result: the log holds"
    assert text["Content-Disposition"] == 'attachment; filename="verification.txt"'
    assert ("The log holds" in other, "does not hold" in other) == (False, True)
    assert (nonsense.status_code, "<script>" in nonsense.content.decode()) == (422, False)


def test_a_changed_leaf_is_found(sit: Sit, logged: tuple[Desk, str, Path]) -> None:
    _, key, home = logged
    bundle = next(path for path in (home / "log" / "tile" / "entries").rglob("*") if path.is_file())
    bundle.write_bytes(bundle.read_bytes().replace(b"ClaimAnswered", b"ClaimRemarked"))
    with override_settings(HOME=home):
        page = sit("south/delegate").post("/log/verify/", {"key": key}).content.decode()
    assert ("The log holds" in page, "does not hold" in page) == (False, True)


def test_the_downloaded_log_verifies_elsewhere_and_holds_nothing_else(
    sit: Sit, logged: tuple[Desk, str, Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    _, key, home = logged
    (home / "log" / "notes.txt").write_text("not of the log")
    with override_settings(HOME=home):
        content = sit("mediator/observer").get("/log/tiles.zip").content
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert all(name.startswith(("log/tile/", "log/checkpoint")) for name in packed.namelist())
        packed.extractall(elsewhere)
    found = verify_log(elsewhere / "log", key=parse_key(key))
    assert (found.holds, found.findings) == (True, ())
    shutil.rmtree(elsewhere)


def test_without_a_log_there_is_nothing_to_download(sit: Sit, tmp_path: Path) -> None:
    with override_settings(HOME=tmp_path):
        client = sit("mediator/observer")
        pages = client.get("/log/tiles.zip"), client.get("/log/"), client.post("/log/verify/", {"key": "x"})
    assert [page.status_code for page in pages] == [404, 200, 422]
