"""How many bytes a first page costs on a weak line."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import pytest
from django.test import Client

MOST_BYTES = 100_000
"""Of a first page with everything it needs, as it goes over the line (web fonts apart)."""
PAGES = ("/", "/lists/", "/lists/north-1/", "/lines/north-1:1/", "/matching/", "/account/", "/log/", "/observing/",
         "/receive-list/", "/administration/")  # fmt: skip
NEEDED = re.compile(r"(?:<link rel=\"(?:stylesheet|icon)\" href|<script[^>]* src)=\"([^\"]+)\"")

Sit = Callable[[str], Client]


def body(client: Client, address: str, **headers: str) -> bytes:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return b"".join(response)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("page", PAGES)
def test_a_first_page_is_light(sit: Sit, page: str, language: str) -> None:
    client = sit("mediator/registrar")
    client.cookies["language"] = language
    shown = body(client, page)
    needed = set(NEEDED.findall(shown.decode()))
    assert len(needed) >= 3
    assert len(shown) + sum(len(body(client, file, accept_encoding="gzip")) for file in needed) < MOST_BYTES


def test_files_are_compressed_where_that_is_understood_and_pages_never(sit: Sit) -> None:
    client, file = sit("mediator/registrar"), "/static/vendor/bootstrap/bootstrap.min.css"
    plain, packed = body(client, file), body(client, file, accept_encoding="gzip, deflate, br")
    assert (gzip.decompress(packed), len(packed) < len(plain) / 5) == (plain, True)
    page = client.get("/account/", headers={"accept-encoding": "gzip"})
    assert (page.status_code, page.headers.get("Content-Encoding")) == (200, None)
