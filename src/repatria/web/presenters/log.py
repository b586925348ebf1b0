"""The log for a page: its latest checkpoint, the verifier's key, what kinds of acts were entered when, what verifying gave."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from repatria.desk.session import Desk
from repatria.log.checkpoint import Checkpoint, parse_checkpoint
from repatria.log.layout import CHECKPOINT, MAX_BUNDLE_BYTES, LogBroken, places_at, read_file
from repatria.log.note import MAX_NOTE_BYTES, read_note
from repatria.log.verify import Verification
from repatria.register.acts import decode
from repatria.web.paging import page_number

SHOWN = 100
"""Acts on a page."""


@dataclass(frozen=True, slots=True)
class Entered:
    """One act as the log shows it: its number, its kind in words, when; never what it says."""

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
        page: Which hundred is shown, the newest first; ``pages`` of them.
    """

    checkpoint: str
    vkey: str
    size: int
    entries: tuple[Entered, ...]
    page: int
    pages: int


def log_of(desk: Desk, home: Path, *, page: str) -> Log:
    """Returns the log's page, the newest acts first."""
    size = desk.archive.size()
    pages = max(1, -(-size // SHOWN))
    number = min(pages, page_number(page))
    last = size - (number - 1) * SHOWN
    first = max(0, last - SHOWN)
    entries = [
        Entered(entry.seq, in_words(entry.kind), decode(entry.payload).at)
        for entry in desk.archive.entries(start=first, at_most=last - first)
    ]
    return Log(
        _text(home / "log" / CHECKPOINT), _text(home / "log.vkey"), size, tuple(reversed(entries)), number, pages
    )


def in_words(kind: str) -> str:
    """Returns a kind of act as words: ListReceived is "list received"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).lower()


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""


def what_was_checked(found: Verification, *, key: str, at: datetime, with_older: bool, with_journal: bool) -> str:
    """Returns the result of verifying as a text that can be kept: what was checked, with which key, what came of it."""
    lines = ["Verification of a log (C2SP tlog-tiles)", f"at: {at.isoformat()}", f"key: {key}"]
    if found.checkpoint is not None:
        lines += ["checkpoint:", *(f"    {line}" for line in str(found.checkpoint).splitlines())]
    lines += [
        f"leaves verified: {found.entries}",
        f"acts of the journal that open their commitment: {found.opened}"
        if with_journal
        else "the journal was not held against the log",
        f"acts that were erased (place and kind only): {found.erased}",
        "an older checkpoint was continued: " + ("yes, if the log holds" if with_older else "none was given"),
    ]
    lines += [f"note: {one.place}: {one.message}" for one in found.findings]
    if found.broken is None:
        return "\n".join([*lines, "result: the log holds", ""])
    first = "" if found.first_bad_index is None else f" (first leaf concerned: {found.first_bad_index})"
    broken = found.broken
    return "\n".join(
        [*lines, f"result: the log does NOT hold{first}", f"{broken.place}: {broken.message}: {broken.hint}", ""]
    )


def tiles_zip(directory: Path) -> bytes | None:
    """Returns the public files of a log as a ZIP: the checkpoint and what it covers; None where nothing was published.

    Nothing else that lies in the folder is taken. Cost: linear in the log, 32 bytes and a line a leaf.

    Raises:
        LogBroken: A file that the checkpoint covers is missing.
    """
    note = read_file(directory, CHECKPOINT, at_most=MAX_NOTE_BYTES)
    if note is None:
        return None
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        _put(packed, CHECKPOINT, note)
        for place in places_at(_size(note)):
            path, data = str(place), read_file(directory, str(place), at_most=MAX_BUNDLE_BYTES)
            if data is None:  # a partial tile whose full form has taken its place
                path, data = str(place.full), read_file(directory, str(place.full), at_most=MAX_BUNDLE_BYTES)
            if data is None:
                raise LogBroken("missing", code="missing", place=path, hint="restore the log from a copy")
            _put(packed, path, data)
    return written.getvalue()


def _size(note: bytes) -> int:
    found: Checkpoint = parse_checkpoint(read_note(note)[0])
    return found.size


def _put(packed: zipfile.ZipFile, path: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(f"log/{path}")  # of 1980, so that one log gives one file
    entry.compress_type = zipfile.ZIP_DEFLATED
    packed.writestr(entry, data)
