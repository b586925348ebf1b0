"""The log for a page: its latest checkpoint, the verifier's key, and what kinds of acts were entered when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from repatria.desk.session import Desk
from repatria.register.acts import decode

SHOWN = 100
"""Acts on a page."""


@dataclass(frozen=True, slots=True)
class Entered:
    """One act as the log shows it: its number, its kind, when; never what it says."""

    seq: int
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Log:
    """The log as it was last published.

    Attributes:
        checkpoint: The signed checkpoint as text; empty where none was published.
        vkey: The verifier's key; empty where it is missing.
        size: Acts in the journal, published or not.
    """

    checkpoint: str
    vkey: str
    size: int
    entries: tuple[Entered, ...]
    first: int


def log_of(desk: Desk, home: Path, *, page: str) -> Log:
    """Returns the log's page, the newest acts first."""
    size = desk.archive.size()
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 8 else 1
    last = max(0, size - (number - 1) * SHOWN)
    first = max(0, last - SHOWN)
    entries = []
    for entry in desk.archive.entries(start=first):
        if entry.seq >= last:
            break
        entries.append(Entered(entry.seq, entry.kind, decode(entry.payload).at))
    return Log(_text(home / "log" / "checkpoint"), _text(home / "log.vkey"), size, tuple(reversed(entries)), first)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""
