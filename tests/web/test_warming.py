"""What takes long on a big desk is done by a worker; the page that needs it says how far it is and comes by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from repatria.desk.session import Desk
from repatria.web import warming
from repatria.web.desk import get_ready


@pytest.fixture
def big(served: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk on which every list is long and nothing was read, whose worker does not come of itself."""
    monkeypatch.setattr(warming, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(warming, "STATE", warming.Warming())
    for kept in (served.cached_records, served.searchable, served.found):
        kept.clear()
    yield served
    if warming.STATE.worker:
        warming.STATE.worker.join(60)


def asleep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "begin", lambda *_args, **_more: None)


def test_a_page_that_needs_a_long_list_says_that_it_is_being_read(
    big: Desk, sit: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    asleep(monkeypatch)
    client = sit("north/delegate")
    found = client.get("/lists/north-1/")
    assert (found.status_code, found["Retry-After"]) == (503, "5")
    assert "The desk is getting ready" in found.content.decode()
    assert 'hx-trigger="every 2s"' in found.content.decode()
    assert "Олена" not in found.content.decode()
    assert [client.get(path).status_code for path in ("/", "/lists/", "/account/", "/outstanding/")] == [200] * 4


def test_the_page_looks_again_by_itself_and_goes_where_it_was_wanted(
    big: Desk, sit: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, looks = sit("north/delegate"), {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "warming"}
    with monkeypatch.context() as still:
        asleep(still)
        again = client.get("/lists/north-1/", **looks)
        assert (again.status_code, again.content.decode().startswith('<div id="warming"')) == (200, True)
        searched = client.get("/lists/north-1/?search=a", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="lines")
        assert searched["HX-Refresh"] == "true"
    monkeypatch.setattr(warming, "MOST_AT_ONCE", 10_000)
    assert client.get("/lists/north-1/", **looks)["HX-Refresh"] == "true"


def test_the_worker_reads_what_a_page_asked_for(big: Desk, sit: Callable[[str], Client]) -> None:
    client = sit("north/delegate")
    assert client.get("/lists/north-1/").status_code == 503
    assert warming.STATE.worker is not None
    warming.STATE.worker.join(60)
    assert (warming.STATE.done, set(big.cached_records)) == (warming.STATE.parts, {"north-1", "south-1"})
    found = client.get("/lists/north-1/")
    assert (found.status_code, "Олена" in found.content.decode()) == (200, True)


def test_nobody_sits_down_while_the_desk_is_opened(
    big: Desk, sit: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sit("north/delegate")
    monkeypatch.setattr(warming.STATE, "is_opening", True)
    found = client.get("/")
    assert (found.status_code, "The journal is being read." in found.content.decode()) == (503, True)
    monkeypatch.setattr(warming.STATE, "is_opening", False)
    assert client.get("/").status_code == 200


def test_a_form_that_comes_too_early_enters_nothing_and_says_so(
    big: Desk, sit: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    asleep(monkeypatch)
    size = big.archive.size()
    found = sit("south/delegate").post("/answer-claim/north-1:2/", {"answer": "held"})
    assert (found.status_code, big.archive.size()) == (503, size)
    assert "Nothing was entered." in found.content.decode()
    assert "hx-trigger" not in found.content.decode()


def test_outsiders_are_asked_to_sign_in_all_the_same(big: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asleep(monkeypatch)
    assert Client(SERVER_NAME="localhost").get("/lists/north-1/").status_code == 302


def test_the_server_begins_with_the_worker(big: Desk) -> None:
    get_ready()
    assert warming.STATE.worker is not None
    warming.STATE.worker.join(60)
    assert (warming.STATE.is_opening, warming.STATE.done) == (False, warming.STATE.parts)
    assert {of for of, _hidden in big.searchable} == {"north-1", "south-1"}


def test_what_the_worker_cannot_do_the_page_tries_itself(
    big: Desk, sit: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sit("north/delegate")
    with monkeypatch.context() as broken:
        broken.setattr(warming, "keep_records", lambda *_: 1 / 0)
        assert client.get("/lists/north-1/").status_code == 503
        assert warming.STATE.worker is not None
        warming.STATE.worker.join(60)
    assert (warming.STATE.failed, client.get("/lists/north-1/").status_code) == (True, 200)
