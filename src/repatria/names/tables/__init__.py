"""Data files on names and how they are read: tab-separated, ``#`` lines say the source, the first row is a heading."""

from __future__ import annotations

import gzip
from importlib.resources import files


def read_table(name: str) -> tuple[tuple[str, ...], ...]:
    """Returns the rows of a data file beside this module, without its source lines and heading."""
    content = files(__name__).joinpath(name).read_bytes()
    text = (gzip.decompress(content) if name.endswith(".gz") else content).decode()
    rows = [tuple(line.split("\t")) for line in text.split("\n") if line and line[0] != "#"]
    return tuple(rows[1:])
