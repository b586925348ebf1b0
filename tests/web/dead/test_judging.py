"""Specimens judged on screen, one pair or a file of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from repatria.desk.reassociating import judged_in
from repatria.desk.session import Desk

At = Callable[[str], Client]
PAGE = "/judge-match/specimens/"


def judged(desk: Desk) -> list[tuple[str, str, str]]:
    return [(one.left, one.right, one.judgement.value) for one in judged_in(desk.book())]


def test_the_side_where_they_lie_judges(fresh: Desk, at: At) -> None:
    client = at("north/laboratory")
    page = client.get(PAGE, {"left": "south-1:1/1", "right": "south-1:2/1"}).content.decode()
    assert 'value="south-1:2/1"' in page
    done = client.post(PAGE, {"left": "south-1:1/1", "right": " south-1:2/1", "judgement": "same"})
    assert (done.status_code, judged(fresh)) == (302, [("south-1:1/1", "south-1:2/1", "same")])
    assert "south-1:2/1" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("who", "said", "told"),
    [
        ("north/laboratory", {"right": "south-1:1/1"}, "This is the same specimen"),
        ("north/laboratory", {"right": "south-1:1/9"}, "no such specimen"),
        ("south/laboratory", {}, "specimens are judged where they lie"),
    ],
)
def test_what_does_not_follow_is_told(fresh: Desk, at: At, who: str, said: dict[str, str], told: str) -> None:
    typed = {"left": "south-1:1/1", "right": "south-1:2/1", "judgement": "same"} | said
    response = at(who).post(PAGE, typed)
    assert (response.status_code, told in response.content.decode(), judged(fresh)) == (422, True, [])


def test_the_other_side_does_not_see_what_was_judged(at: At) -> None:
    at("north/laboratory").post(PAGE, {"left": "south-1:1/1", "right": "south-1:2/1", "judgement": "different"})
    found = {
        who: "south-1:2/1" in at(who).get(PAGE).content.decode() for who in ("mediator/registrar", "south/laboratory")
    }
    assert found == {"mediator/registrar": True, "south/laboratory": False}


def test_a_file_of_pairs_is_entered_whole_or_not_at_all(fresh: Desk, at: At) -> None:
    client = at("north/laboratory")
    rows = b"left,right,judgement\nsouth-1:1/1,south-1:2/1,same\nsouth-1:1/2,south-1:2/1,\n"
    bad = rows + b"south-1:1/1,south-1:1/2,perhaps\n"
    refused = client.post(f"{PAGE}file/", {"file": SimpleUploadedFile("a.csv", bad)})
    assert (refused.status_code, judged(fresh)) == (422, [])
    done = client.post(f"{PAGE}file/", {"file": SimpleUploadedFile("a.csv", rows)})
    assert (done.status_code, judged(fresh)) == (302, [("south-1:1/1", "south-1:2/1", "same")])
