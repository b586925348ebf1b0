"""Putting a text forward on a page: typed or from a file, findings beside the words, kept as worded where refused."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from repatria.desk.terms.agreements import document_text

At = Callable[[str], Client]
PAGE = "/propose-terms/"
EXCHANGE = "prisoners-2031"


def text_of(talks: Any) -> str:
    """Returns North's text, as a new version."""
    return document_text(talks.desk, talks.north).replace("version = 1", "version = 2")


def latest(talks: Any, party: str) -> str:
    """Returns the text that a side put forward last."""
    return document_text(talks.desk, talks.desk.book().exchanges[EXCHANGE].latest[party])


def test_a_text_is_looked_through_checked_and_put_on_the_table(talks: Any, at: At) -> None:
    client, before, text = at("north/delegate"), talks.acts, text_of(talks)
    checked = client.post(PAGE, {"text": text.replace("\n", "\r\n")})
    shown = checked.content.decode()
    assert (checked.status_code, talks.acts) == (200, before)
    assert 'name="checked" value="yes"' in shown
    done = client.post(PAGE, {"text": text.replace("\n", "\r\n"), "checked": "yes"})
    assert (done.status_code, talks.acts) == (302, before + 1)
    assert latest(talks, "north") == text


def test_a_file_takes_the_place_of_what_is_typed(talks: Any, at: At) -> None:
    client, text = at("south/delegate"), text_of(talks)
    file = SimpleUploadedFile("terms.toml", b"\xef\xbb\xbf" + text.encode())
    shown = client.post(PAGE, {"text": "old words", "file": file}).content.decode()
    hidden = re.search(r'<input type="hidden" name="text" value="([^"]*)"', shown)[1]
    assert "old words" not in shown
    assert "Two for two." in hidden
    client.post(PAGE, {"text": html.unescape(hidden), "checked": "yes"})
    assert latest(talks, "south") == text


def test_the_latest_text_is_there_to_be_changed(talks: Any, at: At) -> None:
    shown = at("south/delegate").get(f"{PAGE}?from={talks.north}").content.decode()
    assert "Two for two." in shown
    assert "name-of-the-exchange" not in shown


@pytest.mark.parametrize("start", ["", "?from=", "?from=x", f"?from={'0' * 64}", "?from=<script>"])
def test_else_one_begins_from_an_example_that_is_clear(talks: Any, at: At, start: str) -> None:
    client = at("north/delegate")
    shown = client.get(PAGE + start).content.decode()
    example = html.unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", shown, re.DOTALL)[1])
    assert 'exchange = "name-of-the-exchange"' in example
    assert client.post(PAGE, {"text": example}).status_code == 200  # nothing is found that refuses it


def test_findings_stand_beside_the_words_that_they_are_about(talks: Any, at: At) -> None:
    text = text_of(talks).replace(", from_inclusive = true", "").replace("number = 2\n", "")
    before = talks.acts
    response = at("north/delegate").post(PAGE, {"text": text, "checked": "yes"})
    shown = response.content.decode()
    assert (response.status_code, talks.acts) == (422, before)
    rows = re.findall(
        r'<td class="number">(\d+)</td><td class="wide">(?:<code[^>]*>(.*?)</code>)?.*?<bdi dir="ltr">(.*?)</bdi>',
        shown,
    )
    lines = text.splitlines()
    age = next(n for n, line in enumerate(lines, 1) if line.startswith("age ="))
    clause = next(n for n, line in enumerate(lines, 1) if line == "[[clause]]")
    assert (str(age), "age = { from = 18, on = 2025-01-06 }") in [(n, words) for n, words, _ in rows]
    assert (str(clause), "clause.grown.number") in [(n, place) for n, _, place in rows]


def test_a_refused_text_can_be_kept_as_worded(talks: Any, at: At) -> None:
    client, before = at("north/delegate"), talks.acts
    text = text_of(talks).replace("number = 2\n", "")
    first = client.post(PAGE, {"text": text}).content.decode()
    assert 'name="as_worded"' in first
    assert "The text is refused as it is" in first
    checked = client.post(PAGE, {"text": text, "as_worded": "on"})
    assert (checked.status_code, "nobody can sign it" in checked.content.decode()) == (200, True)
    client.post(PAGE, {"text": text, "as_worded": "on", "checked": "yes"})
    assert talks.acts == before + 1
    kept = talks.desk.book().exchanges[EXCHANGE]
    assert not kept.proposals[kept.latest["north"]].binding


def test_a_clear_text_is_not_asked_to_be_kept_as_worded(talks: Any, at: At) -> None:
    assert 'name="as_worded"' not in at("north/delegate").get(PAGE).content.decode()


@pytest.mark.parametrize(
    "text",
    ["", "  \n", "<script>alert('x')</script>", "я" * 10_000, "a\x00b\x1b[2J", "السلام عليكم ١٢٣", '=HYPERLINK("x")',
     "format = 1\n", "format = [\n", 'exchange = "x"\n[[clause]]\n[[clause]]\n', "x" * 1_000_001],
)  # fmt: skip
def test_what_is_no_terms_is_told_in_words_and_enters_nothing(talks: Any, at: At, text: str) -> None:
    before = talks.acts
    response = at("north/delegate").post(PAGE, {"text": text, "as_worded": "on", "checked": "yes"})
    shown = response.content.decode()
    assert (response.status_code, 'id="problem"' in shown, "<script>alert" in shown) == (422, True, False)
    assert talks.acts == before


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"PK\x03\x04", b"\x00" * 10, b"not terms"])
def test_a_file_that_is_no_terms_is_refused(talks: Any, at: At, content: bytes) -> None:
    before, file = talks.acts, SimpleUploadedFile("x.toml", content)
    response = at("north/delegate").post(PAGE, {"text": "", "file": file, "checked": "yes"})
    assert (response.status_code, 'id="problem"' in response.content.decode(), talks.acts) == (422, True, before)


def test_terms_between_others_are_refused(talks: Any, at: At) -> None:
    text = text_of(talks).replace('["north", "south"]', '["north", "west"]')
    before = talks.acts
    response = at("north/delegate").post(PAGE, {"text": text, "checked": "yes"})
    assert (response.status_code, "terms between other parties" in response.content.decode()) == (422, True)
    assert talks.acts == before
