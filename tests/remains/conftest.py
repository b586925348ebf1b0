"""Small consignments of invented parties, built from a table as a mortuary writes it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from repatria.people.refs import LineRef, ListId
from repatria.remains.graph import Contents
from repatria.remains.reading import Row, named_rows, read_contents, tags_of

CONSIGNMENT = ListId("south-5")


@pytest.fixture
def rows() -> Callable[[str, str], tuple[Row, ...]]:
    """Makes rows of a small text: first line headings, cells divided by "|", as rows of a table called ``kind``."""

    def make(kind: str, text: str) -> tuple[Row, ...]:
        head, *body = [line.strip() for line in text.strip().splitlines()]
        cells = [[cell.strip() for cell in line.split("|")] for line in body]
        return named_rows(head.split("|"), enumerate(cells, start=2), kind=kind)

    return make


@pytest.fixture
def bags() -> dict[str, LineRef]:
    """Three bags, S-1 to S-3, on lines 1 to 3 of a paper of South."""
    paper = [(LineRef(f"{CONSIGNMENT}:{n}"), f"S-{n}") for n in (1, 2, 3)]
    return dict(tags_of(paper).bags)


@pytest.fixture
def contents(rows, bags) -> Callable[[str], Contents]:
    """Reads contents of the consignment from a small text."""

    def read(text: str) -> Contents:
        return read_contents(rows("contents", text), bags=bags, consignment=CONSIGNMENT, said_by="north")

    return read
