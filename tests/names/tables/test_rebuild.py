"""The tables that are shipped are those that the sources give; and how the rules do on names that no table has."""

from __future__ import annotations

import gzip
from importlib.resources import files
from pathlib import Path

import pytest

from repatria.names.classes import Part

pytestmark = pytest.mark.reference
KINDS = {"first": Part.GIVEN, "patronymic": Part.PATRONYMIC, "last": Part.SURNAME}


@pytest.mark.long
def test_shipped_tables_are_those_of_the_sources(reference: Path) -> None:
    from repatria.names.tables.rebuild import read_sources, texts

    shipped = files("repatria.names.tables")
    for name, text in texts(read_sources(reference)).items():
        content = shipped.joinpath(name).read_bytes()
        assert (gzip.decompress(content) if name.endswith(".gz") else content).decode() == text
