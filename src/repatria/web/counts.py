"""Who falls under a text, counted: at once for a short book, by a process of its own for a long one; kept and asked for by pages.

What is kept holds references of lines and numbers, no name, for one side's eyes. It stands until it is counted anew; a page
says when things were entered since.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import Final

import msgspec
from django.conf import settings

from repatria.desk.session import Desk
from repatria.desk.terms.trial import Counted, count
from repatria.exchange.terms import Terms
from repatria.people.party import Actor
from repatria.people.refs import ExchangeId, Sha256
from repatria.web.private_files import newest, number_of
from repatria.web.processes import run

MOST_AT_ONCE: Final = 300
"""Lines that a request counts itself: at half a millisecond each, 0.15 s."""
PATIENCE_S: Final = 1.5
"""How long a request waits for a worker before it shows how far it is."""
MOST_REMEMBERED: Final = 8

_WORKER = ThreadPoolExecutor(1, thread_name_prefix="counts")
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted: a text of an exchange, for whose eyes, and whether it is in force."""

    exchange: ExchangeId
    digest: Sha256
    reader: Actor
    in_force: bool

    @property
    def basis(self) -> str:
        """One word for whether it is in force."""
        return "in-force" if self.in_force else "tabled"

    @property
    def start(self) -> str:
        """How the names of its files begin; none of the words has a dot."""
        return f"{self.exchange}.{self.digest[:32]}.{self.reader.party}.{self.basis}."


@dataclass(frozen=True, slots=True)
class Kept:
    """What was counted, when the journal had ``size`` acts."""

    size: int
    counted: Counted


@dataclass(slots=True)
class Running:
    """A count that was asked for and has not ended well; ``done`` people are through."""

    done: str = ""
    failed: bool = False
    ended: Event = field(default_factory=Event)

    def tell(self, line: str) -> None:
        """Notes how far it is."""
        self.done = line

    def is_done_soon(self) -> bool:
        """Waits a moment for a good end; nobody must hold the desk meanwhile."""
        return self.ended.wait(PATIENCE_S) and not self.failed


_READ: dict[str, Kept] = {}
_RUNNING: dict[tuple[str, str], Running] = {}


def counted(desk: Desk, asked: Asked, terms: Terms, *, anew: bool = False) -> Kept | Running:
    """Returns what a text comes to, else how far counting is; begins it where nothing is kept, or ``anew``."""
    size = desk.book().size
    key = f"{settings.DESK} {asked.start}{size}"
    if key in _READ:
        return _READ[key]
    if _lines(desk, asked.exchange) <= MOST_AT_ONCE:
        made = count(desk, asked.exchange, terms, reader=asked.reader, in_force=asked.in_force)
        return _remember(key, Kept(size, made))
    kept = _newest(asked)
    if kept is not None and (kept.size == size or not anew):
        return kept
    return _begun(asked)


def _lines(desk: Desk, exchange: ExchangeId) -> int:
    return sum(columns.size for columns in desk.book().order if columns.received.exchange == exchange)


def _folder() -> Path:
    return Path(settings.HOME) / "work" / "counts"


def _remember(key: str, kept: Kept) -> Kept:
    while len(_READ) >= MOST_REMEMBERED:
        _READ.pop(next(iter(_READ)), None)
    _READ[key] = kept
    return kept


def _newest(asked: Asked) -> Kept | None:
    """Returns what was counted last; None while it is being counted again, or nothing is kept."""
    if _key(asked) in _RUNNING:
        return None
    path = newest(_folder(), asked.start)
    if path is None:
        return None
    size = number_of(path)
    key = f"{settings.DESK} {asked.start}{size}"
    if key in _READ:
        return _READ[key]
    try:
        return _remember(key, Kept(size, msgspec.json.decode(path.read_bytes(), type=Counted)))
    except (OSError, msgspec.MsgspecError):
        return None


def _key(asked: Asked) -> tuple[str, str]:
    return str(settings.DESK), asked.start


def _begun(asked: Asked) -> Running:
    """Begins a count unless it is under way; one that failed is told once, then begun anew."""
    key = _key(asked)
    with _LOCK:
        work = _RUNNING.get(key)
        if work is not None and work.failed:
            return _RUNNING.pop(key)
        if work is None:
            work = _RUNNING[key] = Running()
            _WORKER.submit(_make, asked, key, str(settings.HOME), work)
    return work


def _make(asked: Asked, key: tuple[str, str], home: str, work: Running) -> None:
    """Runs the count and follows it; whatever happens, it is no longer under way afterwards."""
    into = Path(home) / "work" / "counts"
    words = [asked.exchange, asked.digest, str(asked.reader), asked.basis, str(into / asked.start)]
    try:
        into.mkdir(parents=True, exist_ok=True, mode=0o700)
        work.failed = not run("repatria.web.counting", *words, desk=key[0], telling=work.tell)
    except OSError:
        work.failed = True
    if not work.failed:
        with _LOCK:
            _RUNNING.pop(key, None)
    work.ended.set()
